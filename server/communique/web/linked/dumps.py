"""The whole dataset as files: compressed, with checksums, of one commit, as ``communique export`` has it.

A file is made when it is first asked for and kept until the next commit, so that a thousand downloads
cost one dump.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import threading
import weakref
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, current_app, jsonify, make_response, send_file
from flask.blueprints import BlueprintSetupState

from communique.errors import Overloaded
from communique.sparql import formats
from communique.sparql.evaluation import Evaluation
from communique.sparql.formats import Format
from communique.web.linked.dump_file import compress, written_as
from communique.web.service import Service, caller, client_left, public_url, service

blueprint = Blueprint("dumps", __name__)

DUMPS: Final[Mapping[str, tuple[Format, str]]] = {
    "communique.nq.gz": (formats.N_QUADS, "every statement with its graph, one a line"),
    "communique.trig.gz": (formats.TRIG, "every statement with its graph, for reading"),
    "communique.jsonld.gz": (
        formats.JSON_LD,
        "every statement with its graph, as plain JSON by the names of its context",
    ),
    "communique.ttl.gz": (formats.TURTLE, "every statement, without names of graphs"),
}
"""Files by name: the format, and what is in it."""
AT_HAND = 1 << 22
"""Bytes of N-Quads up to which a dump is written in the server's own process."""
MOST_BYTES = 1 << 36
"""Bytes before compression; the deadline ends a dump long before."""
LONGEST_WAIT = 300.0
"""Seconds that a request waits while another one's file is made."""


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
        asked = Evaluation(
            text="",
            operation="dump",
            format=formats.N_QUADS.name,
            deadline=here.settings.limits.token_deadline,
            max_bytes=MOST_BYTES,
            client=client,
        )
        answer = here.evaluator.query(asked, client_left())
        quads, part = self._folder / f"{name}.quads", self._folder / f"{name}.part"
        try:
            with quads.open("wb") as out:
                for frame in answer.frames:
                    out.write(frame)
            write_dump(quads, name.split(".")[1], part)
        finally:
            answer.close()
            quads.unlink(missing_ok=True)
        target = part.rename(self._folder / f"{answer.commit[:32]}-{name}")
        with target.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        return Dump(target, answer.commit, target.stat().st_size, digest)


def write_dump(quads: Path, suffix: str, target: Path) -> None:
    """What ``communique export --format`` writes of the same quads (N-Quads), compressed.

    Large ones are written by a process of their own, so that other requests need not wait.
    """
    if quads.stat().st_size <= AT_HAND:
        compress(written_as(quads, suffix), target)
        return
    command = [sys.executable, "-m", "communique.web.linked.dump_file", str(quads), suffix, str(target)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=LONGEST_WAIT)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Overloaded(f"the dump could not be written ({error}); try again later") from error


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
    made = _shelf().kept(here.evaluator.commit)
    files = [
        {
            "name": name,
            "url": f"{root}data/{name}",
            "checksum": f"{root}data/{name}.sha256",
            "mediaType": form.media_type,
            "compression": "gzip",
            "description": what,
            **_facts(made.get(name)),
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


def _facts(made: Dump | None) -> dict[str, object]:
    """Size and checksum of a file; both are unknown until somebody asks for it."""
    return {"size": made.size, "sha256": made.sha256} if made is not None else {"size": None, "sha256": None}


def _file(name: str) -> Dump:
    who = caller("read")
    return _shelf().get(name, service(), who.name)


def _shelf() -> Shelf:
    shelf = current_app.extensions["communique.dumps"]
    assert isinstance(shelf, Shelf)
    return shelf


@blueprint.record
def _install(state: BlueprintSetupState) -> None:
    state.app.extensions["communique.dumps"] = Shelf()
