"""The outputs that README.md shows: made from the demo graph, and compared with what stands there.

``python tests/house/readme.py`` writes them anew; ``test_readme.py`` fails when they are out of date.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"(<!-- output: communique (.+?) -->\n```text\n)(.*?)(```\n<!-- end -->)", re.DOTALL)
# What may differ from run to run: the id of a commit, and where the store lies.
CHANGING = [
    (re.compile(r"commit [0-9a-f]{12}"), "commit 0123456789ab"),
    (re.compile(r"store \S+,"), "store .demo,"),
]


def settled(text: str) -> str:
    """Text with what may differ replaced."""
    for pattern, instead in CHANGING:
        text = pattern.sub(instead, text)
    return text


def output(words: str, store: Path) -> str:
    """What a command prints on the demo store."""
    command = [sys.executable, "-m", "communique", *words.split(), "--store", str(store)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return settled(done.stdout)


def refreshed(text: str) -> str:
    """The README with the outputs of its commands as they are now."""
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch) / "store"
        return BLOCK.sub(lambda m: f"{m[1]}{output(m[2], store)}{m[4]}", text)


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
