"""A build that kills itself after so many extractions: run with the count, the store and the paths."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from communique.build import Options, build


def main() -> None:
    """Build, and die at the count."""
    count, store, *paths = sys.argv[1:]

    def progress(stage: str, done: int, _total: int) -> None:
        if stage == "extract" and done == int(count):
            os.kill(os.getpid(), signal.SIGKILL)

    build(paths, Path(store), Options(jobs=1), progress)


if __name__ == "__main__":
    main()
