"""``communique check``: whether changes ended in what a build would give."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from communique.build import Options, add, build, remove
from communique.cli import communique
from communique.store import Delta, writing

ABSTRACTS = sorted(str(f) for f in (Path(__file__).parents[3] / "data" / "articles").glob("*.md"))
WRONG = "<http://127.0.0.1:8000/person/x> <http://a.example/y> <http://a.example/z> ."


def silent(_stage: str, _done: int, _total: int) -> None:
    """No progress is shown."""


def test_a_store_is_compared_with_a_build_of_its_articles(tmp_path: Path) -> None:
    build(ABSTRACTS[:2], tmp_path, Options(), silent)
    added = add(ABSTRACTS[2:3], tmp_path, Options(), silent)
    removed = remove([ABSTRACTS[0]], tmp_path, Options(), silent)
    assert (added.whole, removed.whole) == (False, False)
    sound = CliRunner().invoke(communique, ["check", "--store", str(tmp_path)])
    assert (sound.exit_code, sound.output) == (0, f"store {tmp_path} is what a build gives\n")
    with writing(tmp_path) as opened:
        opened.quads.apply(Delta(added=(WRONG,)), opened.quads.mark() or "")
    damaged = CliRunner().invoke(communique, ["check", "--store", str(tmp_path)])
    assert damaged.exit_code == 1
    assert f"has and should not have {WRONG}" in damaged.output
    assert "+0 -1 quads" in damaged.output
