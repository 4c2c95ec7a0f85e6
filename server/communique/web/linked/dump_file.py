"""Writes one dump: python -m communique.web.linked.dump_file QUADS SUFFIX TARGET."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from communique.exchange import written

LEVEL = 6


def written_as(quads: Path, suffix: str) -> Iterator[bytes]:
    """N-Quads in the format of this suffix, the same bytes for the same quads in any order."""
    return written(sorted(line for line in quads.read_text(encoding="utf-8").split("\n") if line), suffix)


def compress(content: Iterable[bytes], target: Path) -> None:
    """Without name and time in the header, so that equal content gives equal bytes (RFC 1952)."""
    with (
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=raw, mtime=0) as out,
    ):
        for piece in content:
            out.write(piece)


if __name__ == "__main__":
    compress(written_as(Path(sys.argv[1]), sys.argv[2]), Path(sys.argv[3]))
