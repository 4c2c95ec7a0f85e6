"""A backup may come from anybody: nothing in it is run."""

from __future__ import annotations

import pickle
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

from communique import build as work
from communique.build import Options
from communique.exchange import back_up, exported, restore_from

ARTICLES = sorted(str(f) for f in (Path(__file__).parents[3] / "data" / "articles").glob("*.md"))


class Trap:
    """What makes a file when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (_spring, (str(self.file),))


def _spring(file: str) -> None:
    Path(file).write_text("sprung")


def test_what_a_backup_holds_pickled_is_never_unpickled(tmp_path: Path) -> None:
    store, sprung = tmp_path / "store", tmp_path / "sprung"

    def add(number: int, where: Path) -> None:
        work.add([ARTICLES[number]], where, Options(), lambda _stage, _done, _total: None)

    add(0, store)
    back_up(store, tmp_path / "good.tar.gz")
    with tarfile.open(tmp_path / "good.tar.gz") as archive:
        archive.extractall(tmp_path / "changed", filter="data")
    with closing(sqlite3.connect(tmp_path / "changed" / "corpus.sqlite")) as corpus:
        assert corpus.execute("SELECT COUNT(*) FROM entry").fetchone()[0] > 100
        corpus.execute("UPDATE entry SET value = ?", (pickle.dumps(Trap(sprung)),))
        corpus.commit()
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as archive:
        for item in sorted((tmp_path / "changed").iterdir()):
            archive.add(item, arcname=item.name)
    restore_from(tmp_path / "bad.tar.gz", tmp_path / "new")
    add(1, tmp_path / "new")
    add(1, store)
    assert not sprung.exists()
    assert exported(tmp_path / "new", "nq") == exported(store, "nq")
