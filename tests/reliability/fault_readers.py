"""Clients that read an answer and say whether they take it for complete: their own judgement, not ours."""

from __future__ import annotations

import csv
import http.client
import io
import json
import shutil
import subprocess
import urllib.request
import zlib
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Protocol, Self

NODE_FETCH = """
const lines = require('readline').createInterface({ input: process.stdin });
const judge = async ([url, accept]) => {
  try {
    const reply = await fetch(url, { headers: { Accept: accept, Connection: 'close' } });
    return [reply.status, (await reply.arrayBuffer()).byteLength];
  } catch (error) { return [0, 0]; }
};
lines.on('line', async (line) => console.log(JSON.stringify(await Promise.all(JSON.parse(line).map(judge)))));
"""

PAGE_FETCH = """(asked) => Promise.all(asked.map(async ([url, accept]) => {
  try {
    const reply = await fetch(url, { headers: { Accept: accept }, cache: 'no-store' });
    return [reply.status, (await reply.arrayBuffer()).byteLength];
  } catch (error) { return [0, 0]; }
}))"""

Verdict = tuple[int, int]
"""Status and size of a body that the client takes for complete; status 0 when it reports a failure."""

Asked = tuple[str, str]
"""A URL and the media type that is wanted."""


def by_http_client(url: str, accept: str) -> Verdict:
    """Python's standard library."""
    request = urllib.request.Request(url, headers={"Accept": accept})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, len(reply.read())
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code, 0
    except (OSError, http.client.HTTPException):
        return 0, 0


def by_gzip(url: str, accept: str) -> Verdict:
    """The same with compression: the stream inside must have its end too."""
    request = urllib.request.Request(url, headers={"Accept": accept, "Accept-Encoding": "gzip"})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            data = reply.read()
            if reply.headers.get("Content-Encoding") != "gzip":
                return reply.status, len(data)
            inflate = zlib.decompressobj(31)
            size = len(inflate.decompress(data))
            return (reply.status, size) if inflate.eof else (0, 0)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code, 0
    except (OSError, http.client.HTTPException, zlib.error):
        return 0, 0


def by_csv_reader(url: str, accept: str) -> Verdict:
    """A CSV reader on the stream, as pandas and many scripts have it; its size is rows, not bytes."""
    request = urllib.request.Request(url, headers={"Accept": accept})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            text = io.TextIOWrapper(reply, encoding="utf-8", newline="")
            return reply.status, sum(1 for _ in csv.reader(text))
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code, 0
    except (OSError, http.client.HTTPException, csv.Error, UnicodeDecodeError):
        return 0, 0


def by_curl(url: str, accept: str) -> Verdict:
    """curl, whose exit status is its judgement."""
    run = subprocess.run(
        ["curl", "-s", "-m", "60", "-H", f"Accept: {accept}", "-o", "-", "-w", "%{stderr}%{http_code}", url],
        capture_output=True,
        check=False,
    )
    return (int(run.stderr or b"0"), len(run.stdout)) if run.returncode == 0 else (0, 0)


class Fetch(Protocol):
    """A JavaScript engine that fetches several URLs at once."""

    def many(self, asked: Sequence[Asked]) -> list[Verdict]:
        """Fetch all at once, read each to its end, judge."""


class NodeFetch:
    """``fetch`` of Node, the same code as Chromium's specification, in one process for all requests."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            ["node", "-e", NODE_FETCH], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def many(self, asked: Sequence[Asked]) -> list[Verdict]:
        """Fetch in Node."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return [(status, size) for status, size in json.loads(self._process.stdout.readline())]


class BrowserFetch:
    """``fetch`` of a page in Chromium; to be used by the thread that made it."""

    def __init__(self, origin: str) -> None:
        self._origin = origin

    def __enter__(self) -> Self:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        chromium = shutil.which("chromium")
        self._browser = self._playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        self._page = self._browser.new_page()
        self._page.goto(f"{self._origin}/health")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.close()
        self._playwright.stop()

    def many(self, asked: Sequence[Asked]) -> list[Verdict]:
        """Fetch in the page."""
        return [(status, size) for status, size in self._page.evaluate(PAGE_FETCH, [list(a) for a in asked])]


PLAIN: dict[str, Callable[[str, str], Verdict]] = {"http.client": by_http_client, "gzip": by_gzip}
"""Readers that are always there."""
