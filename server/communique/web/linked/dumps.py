"""The whole dataset as files: compressed, with a checksum, each of one commit.

A file is made when it is first asked for and kept until the next commit, so that a thousand downloads
cost one dump.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
import threading
import weakref
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, current_app, jsonify, make_response, send_file
from flask.blueprints import BlueprintSetupState

from communique.errors import Overloaded
from communique.sparql import formats
from communique.sparql.evaluation import Evaluation
from communique.sparql.formats import Format
from communique.sparql.prefixes import PREFIXES
from communique.web.service import Service, caller, client_left, public_url, service

blueprint = Blueprint("dumps", __name__)

DUMPS: Final[Mapping[str, tuple[Format, str]]] = {
    "communique.nq.gz": (formats.N_QUADS, "every statement with its graph, one a line"),
    "communique.trig.gz": (formats.TRIG, "every statement with its graph, for reading"),
    "communique.jsonld.gz": (formats.JSON_LD, "every statement with its graph, for programs that know JSON"),
    "communique.ttl.gz": (formats.TURTLE, "what queries see as the default graph, without names of graphs"),
}
"""Files by name: the format, and what is in it."""
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
MOST_BYTES = 1 << 36
"""Bytes before compression; the deadline ends a dump long before."""
LONGEST_WAIT = 300.0
"""Seconds that a request waits while another one's file is made."""
LEVEL = 6


@dataclass(frozen=True, slots=True)
class Dump:
    """One file. ``size`` in bytes, compressed; ``sha256`` in hexadecimal digits, of the compressed file."""

    file: Path
    commit: str
    size: int
    sha256: str


class Shelf:
    """The files of the latest commit, in a folder that goes with this object; thread-safe."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="communique-dumps-"))
        self._lock = threading.Lock()
        self._kept: dict[str, Dump] = {}
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def get(self, name: str, here: Service, client: str) -> Dump:
        """The file of this name at the commit that is served; made if it is not there."""
        if not self._lock.acquire(timeout=LONGEST_WAIT):
            raise Overloaded("another dump is being made; try again in a minute")
        try:
            kept = self._kept.get(name)
            if kept is not None and kept.commit == here.evaluator.commit:
                return kept
            made = self._make(name, here, client)
            for other, old in list(self._kept.items()):
                if other == name or old.commit != made.commit:
                    old.file.unlink(missing_ok=True)
                    del self._kept[other]
            self._kept[name] = made
            return made
        finally:
            self._lock.release()

    def kept(self, commit: str) -> dict[str, Dump]:
        """The files of a commit that were made already, by name."""
        return {name: dump for name, dump in list(self._kept.items()) if dump.commit == commit}

    def _make(self, name: str, here: Service, client: str) -> Dump:
        form, _ = DUMPS[name]
        whole = form in formats.QUADS
        asked = Evaluation(
            text="" if whole else EVERYTHING,
            operation="dump" if whole else "query",
            format=form.name,
            deadline=here.settings.limits.token_deadline,
            max_bytes=MOST_BYTES,
            prefixes=tuple(PREFIXES.items()),
            client=client,
        )
        answer = here.evaluator.query(asked, client_left())
        try:
            part = self._folder / f"{name}.part"
            _compress(answer.frames, part)
        finally:
            answer.close()
        target = part.rename(self._folder / f"{answer.commit[:32]}-{name}")
        with target.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        return Dump(target, answer.commit, target.stat().st_size, digest)


def _compress(frames: Iterator[bytes], target: Path) -> None:
    """Without name and time in the header, so that equal content gives equal bytes (RFC 1952)."""
    with (
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=raw, mtime=0) as out,
    ):
        for frame in frames:
            out.write(frame)


@blueprint.get(f"/data/<any({', '.join(repr(name) for name in DUMPS)}):name>")
def dump(name: str) -> Response:
    """One file."""
    found = _file(name)
    response = send_file(
        found.file,
        mimetype="application/gzip",
        as_attachment=True,
        download_name=name.replace("communique", f"communique-{found.commit[:12]}", 1),
        etag=found.sha256,
        conditional=True,
        last_modified=service().evaluator.committed,
    )
    response.headers["X-Commit"] = found.commit
    # RFC 9530: of the file itself, whichever part of it is sent.
    response.headers["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(found.sha256)).decode()}:"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-cache" if service().settings.open_reads else "private, no-cache"
    return response


@blueprint.get(f"/data/<any({', '.join(repr(name) for name in DUMPS)}):name>.sha256")
def checksum(name: str) -> Response:
    """The checksum of a file, as ``sha256sum --check`` reads it."""
    found = _file(name)
    response = make_response(f"{found.sha256}  {name}\n")
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["X-Commit"] = found.commit
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/data/manifest.json")
def manifest() -> Response:
    """Which files there are, and of which commit."""
    caller("read")
    here = service()
    root = public_url()
    files = [
        {
            "name": name,
            "url": f"{root}data/{name}",
            "checksum": f"{root}data/{name}.sha256",
            "mediaType": form.media_type,
            "compression": "gzip",
            "description": what,
        }
        for name, (form, what) in DUMPS.items()
    ]
    commit = here.evaluator.commit
    response: Response = jsonify(
        commit=commit, committed=here.evaluator.committed.isoformat(), base=here.settings.base, files=files
    )
    response.headers["X-Commit"] = commit
    response.headers["Cache-Control"] = "no-cache"
    return response


def _file(name: str) -> Dump:
    who = caller("read")
    shelf = current_app.extensions["communique.dumps"]
    assert isinstance(shelf, Shelf)
    return shelf.get(name, service(), who.name)


@blueprint.record
def _install(state: BlueprintSetupState) -> None:
    state.app.extensions["communique.dumps"] = Shelf()
