"""What a path gives: articles with their metadata, or failures with their reason."""

from __future__ import annotations

import io
import json
import os
from datetime import date
from pathlib import Path

import pytest

from communique.model.text import Article
from communique.reading import Failure, read

DAY = date(2024, 5, 6)


def one(path: Path | str, published: date | None = DAY) -> Article:
    (found,) = read([str(path)], published)
    assert isinstance(found, Article), found
    return found


def failure(path: Path | str, published: date | None = DAY) -> str:
    (found,) = read([str(path)], published)
    assert isinstance(found, Failure), found
    return found.reason


def test_text_is_kept_but_for_the_bom_and_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeff One \r\ntwo\u200b\rthree\t\n".encode())
    assert one(file).text == " One \ntwo\u200b\nthree\t\n"


def test_front_matter_is_metadata_and_not_text(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("---\ntitle: T\npublisher: P\npublished: 2020-01-02\nrights: CC0-1.0\n---\nBody.\n")
    article = one(file, None)
    assert (article.text, article.title, article.publisher) == ("Body.\n", "T", "P")
    assert (article.published, article.rights) == (date(2020, 1, 2), "CC0-1.0")


def test_a_sidecar_of_the_same_stem_gives_metadata(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Body.")
    (tmp_path / "a.json").write_text(
        json.dumps({"published": "2021-03-04", "license": "CC-BY-4.0", "url": None})
    )
    article = one(tmp_path / "a.txt", None)
    assert (article.published, article.rights, article.url) == (date(2021, 3, 4), "CC-BY-4.0", None)


def test_html_gives_the_main_text_and_the_date_the_page_states(tmp_path: Path) -> None:
    paragraph = "The two ministers spoke about trade for an hour and agreed to meet again in the spring. " * 4
    (tmp_path / "a.html").write_text(
        "<html lang='en'><head><title>Ministers talk</title>"
        "<meta property='article:published_time' content='2022-02-03T10:00:00Z'>"
        "<meta property='og:site_name' content='The Gazette'></head>"
        f"<body><nav>Home About</nav><article><h1>Ministers talk</h1><p>{paragraph}</p></article></body></html>"
    )
    article = one(tmp_path / "a.html", None)
    assert article.published == date(2022, 2, 3)
    assert article.publisher == "The Gazette"
    assert "agreed to meet again" in article.text
    assert "About" not in article.text


def test_each_line_of_json_lines_is_an_article_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(
        '{"text": "One.", "published": "2020-01-01"}\n\nnonsense\n{"text": "Two.", "date": "2020-01-02"}\n'
    )
    found = list(read([str(file)]))
    assert [item.path for item in found] == [f"{file}#1", f"{file}#3", f"{file}#4"]
    assert [type(item) for item in found] == [Article, Failure, Article]


def test_standard_input_is_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"From a pipe.")))
    assert one("-").text == "From a pipe."


def test_folders_are_read_in_order_and_recursively(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.md", "README.md", "a.gold.json", ".hidden/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Words.")
    paths = [item.path for item in read([str(tmp_path)], DAY)]
    assert paths == [str(tmp_path / "b.txt"), str(tmp_path / "sub/a.md")]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t ", "is empty"),
        ("a.txt", b"ab\0cd", "NUL byte at offset 2"),
        ("a.txt", b"caf\xe9", "byte 0xe9 at offset 3"),
        ("a.pdf", b"%PDF", "ends in .pdf"),
        ("a.md", b"---\ntitle: [\n---\nBody", "front matter is no YAML"),
        ("a.md", b"---\npublished: soon\n---\nBody", "write it as 2025-07-31"),
        ("a.md", b"---\npublished: 2025-02-30\n---\nBody", "a value that cannot be: day is out of range"),
        ("a.md", b"---\ntitle: " + b"[" * 5000 + b"\n---\nBody", "nested too deep"),
        ("a.jsonl", b"[" * 200_000, "nested too deep"),
        ("a.jsonl", b"\n", "is empty"),
        ("a.jsonl", b'{"text": "half \\ud800"}', "half a surrogate pair"),
        ("a.jsonl", b'["text"]', 'is no JSON object with a "text"'),
        ("a.html", b"<html><body></body></html>", "no main text"),
    ],
)
def test_bad_input_says_what_is_wrong(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert reason in failure(tmp_path / name)


def test_an_article_without_a_date_is_a_failure_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    assert "--published" in failure(tmp_path / "a.txt", None)


def test_an_article_without_a_date_is_read_where_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    (found,) = read([str(tmp_path / "a.txt")], undated=True)
    assert isinstance(found, Article)
    assert found.published is None


def test_a_missing_path_and_an_empty_folder_are_failures(tmp_path: Path) -> None:
    assert failure(tmp_path / "none.txt") == "no such file or folder"
    assert "no article here" in failure(tmp_path)


def test_a_path_that_may_not_be_looked_at_is_a_failure_and_no_crash(tmp_path: Path) -> None:
    assert failure(tmp_path / ("x" * 300)) == "cannot be read: File name too long"
    (tmp_path / "lost.txt").symlink_to(tmp_path / "none")
    assert failure(tmp_path) == "is a link that leads nowhere"


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that nobody takes what was read for everything."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text("Words.")
    listing = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
    refused, found = read([str(tmp_path)], DAY)
    assert refused == Failure(str(tmp_path / "closed"), "cannot be read: Permission denied", absent=True)
    assert isinstance(found, Article)


def test_a_folder_may_be_hidden_itself(tmp_path: Path) -> None:
    (tmp_path / ".news").mkdir()
    (tmp_path / ".news" / "a.txt").write_text("Words.")
    assert one(tmp_path / ".news").text == "Words."


def test_one_bad_file_does_not_keep_others_from_being_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0")
    (tmp_path / "b.txt").write_text("Words.")
    assert [type(item) for item in read([str(tmp_path)], DAY)] == [Failure, Article]


def test_same_text_by_two_publishers_is_two_articles_and_by_one_is_one() -> None:
    assert Article("T", publisher="A").id != Article("T", publisher="B").id
    assert Article("T", publisher="A").id == Article("T", publisher=" a ", title="other").id
