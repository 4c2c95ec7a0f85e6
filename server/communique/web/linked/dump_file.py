"""Writes one dump: python -m communique.web.linked.dump_file QUADS SUFFIX TARGET."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from communique.exchange import PREFIXES
from communique.store import to_format

LEVEL = 6


def written_as(quads: Path, suffix: str) -> bytes:
    """N-Quads in the format of this suffix, the same bytes for the same quads in any order."""
    lines = sorted(line for line in quads.read_text(encoding="utf-8").split("\n") if line)
    if suffix == "nq":
        return "".join(f"{line}\n" for line in lines).encode("utf-8")
    return to_format(lines, suffix, PREFIXES)


def compress(content: bytes, target: Path) -> None:
    """Without name and time in the header, so that equal content gives equal bytes (RFC 1952)."""
    with (
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=raw, mtime=0) as out,
    ):
        out.write(content)


if __name__ == "__main__":
    compress(written_as(Path(sys.argv[1]), sys.argv[2]), Path(sys.argv[3]))
