"""A real server that starts empty and may be written, as a program: python writable_server.py PORT FOLDER.

What ``serve --writable --default-graph unnamed`` is, but for a store that outlives it. Prints its port when
it answers.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from communique.sparql.workers.tier import QueryTier
from communique.sparql.workers.writer import TierOnly, Writer
from communique.web.access import Token, digest
from communique.web.app import create_app
from communique.web.server import Started, serve
from communique.web.settings import Settings

SECRET = "conformance"


def main(port: int, folder: Path) -> None:
    base = f"http://127.0.0.1:{port}/"
    empty = folder / "empty.nq"
    empty.touch()

    def start() -> Started:
        tier = QueryTier(empty, workers=2, default_graph="unnamed", base=base, spool_folder=folder)
        tier.start()
        settings = Settings(
            base=base,
            default_graph="unnamed",
            writable=True,
            tokens=(Token("suite", "write", digest(SECRET)),),
            pages=False,
        )
        writer = Writer(tier, TierOnly(tier), base, writable=True)
        return Started(create_app(settings, tier, writer), tier.close)

    serve(start, port=port, announce=lambda _host, port: print(port, flush=True))


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(int(sys.argv[1]), Path(sys.argv[2]))
