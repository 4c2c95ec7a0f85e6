"""A real server for tests, as a program: python server_under_test.py '{"snapshot": ..., ...}'.

Prints its port as the first line of its standard output. ``tokens`` are pairs of a name, which is the secret
as well, and a role.
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from communique.sparql.limits import Limits
from communique.sparql.workers.tier import QueryTier
from communique.web.access import Token, digest
from communique.web.app import create_app
from communique.web.server import Started, serve
from communique.web.settings import Settings


def main(options: dict[str, Any]) -> None:
    limits = replace(Limits(), **options.get("limits", {}))

    def start() -> Started:
        tier = QueryTier(
            Path(options["snapshot"]),
            limits=limits,
            spool_folder=Path(options["spool"]) if "spool" in options else None,
        )
        tier.start()
        tokens = tuple(Token(name, role, digest(name)) for name, role in options.get("tokens", ()))
        app = create_app(Settings(limits=limits, tokens=tokens), tier)
        return Started(app, tier.close)

    serve(start, port=options.get("port", 0), limits=limits, announce=lambda _, port: print(port, flush=True))


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(json.loads(sys.argv[1]))
