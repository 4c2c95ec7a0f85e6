"""Which files a path stands for, and the article or the failure that each of them gives."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from stat import S_ISDIR

from communique.errors import InputError, UnreadableArticle
from communique.model.text import Article
from communique.reading.decoding import decode
from communique.reading.html import from_html
from communique.reading.jsonl import from_jsonl
from communique.reading.markdown import from_markdown
from communique.reading.metadata import with_sidecar

SUFFIXES = (".txt", ".md", ".html", ".htm", ".jsonl")


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be read: where it lies, and why.

    ``absent`` says that a path which was asked for is not there or may not be looked at: nobody knows which
    articles it stands for.
    """

    path: str
    reason: str
    absent: bool = False


def read(
    paths: Iterable[str], published: date | None = None, *, undated: bool = False
) -> Iterator[Article | Failure]:
    """Read every article below ``paths``; ``-`` is standard input as plain text.

    ``published`` serves where an article's own metadata give no date; where there is none at all the
    article is a failure, unless ``undated`` articles are wanted too. Folders are read
    recursively and in order of name; files in them that are no articles are passed over, and
    so is a ``README.md``.
    """
    for path in paths:
        yield from _dated(_read_path(path), published, undated)


def _dated(
    found: Iterable[Article | Failure], published: date | None, undated: bool
) -> Iterator[Article | Failure]:
    for item in found:
        if isinstance(item, Failure) or item.published is not None or (undated and published is None):
            yield item
        elif published is not None:
            yield replace(item, published=published, published_basis="given on the command line")
        else:
            yield Failure(
                item.path or "-",
                "no publication date: write it into the front matter, the HTML metadata or a .json file "
                'of the same name ("published": "2025-07-31"), or give --published',
            )


def _read_path(path: str) -> Iterator[Article | Failure]:
    if path == "-":
        yield from _guard("-", lambda: [_plain("-", sys.stdin.buffer.read())])
        return
    try:
        folder = S_ISDIR(Path(path).stat().st_mode)
    except FileNotFoundError:
        yield Failure(path, "no such file or folder", absent=True)
    except OSError as error:
        yield Failure(path, f"cannot be read: {error.strerror}", absent=True)
    else:
        yield from _read_folder(Path(path)) if folder else _read_file(Path(path))


def _read_folder(here: Path) -> Iterator[Article | Failure]:
    closed: list[OSError] = []
    files = [
        Path(folder, name) for folder, _, names in os.walk(here, onerror=closed.append) for name in names
    ]
    for error in closed:
        yield Failure(str(error.filename), f"cannot be read: {error.strerror}", absent=True)
    files = sorted(file for file in files if _is_article(file, here))
    if not files and not closed:
        yield Failure(str(here), f"no article here; files that are read end in {', '.join(SUFFIXES)}")
    for file in files:
        yield from _read_file(file)


def _is_article(file: Path, here: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(here).parts)
    return file.suffix.lower() in SUFFIXES and file.name != "README.md" and not hidden


def _read_file(file: Path) -> Iterator[Article | Failure]:
    def articles() -> Iterator[Article | Failure]:
        try:
            if not file.is_file():
                raise UnreadableArticle("is no file" if file.exists() else "is a link that leads nowhere")
            content = file.read_bytes()
        except OSError as error:
            raise UnreadableArticle(f"cannot be read: {error.strerror}") from error
        match file.suffix.lower():
            case ".jsonl":
                if not content.strip():
                    raise UnreadableArticle("is empty")
                for number, line in enumerate(content.split(b"\n"), start=1):
                    if line.strip():
                        where = f"{file}#{number}"
                        yield from _guard(where, partial(_one_line, where, line))
            case ".html" | ".htm":
                yield with_sidecar(from_html(str(file), decode(content)), file)
            case ".md":
                yield with_sidecar(from_markdown(str(file), decode(content)), file)
            case ".txt":
                yield with_sidecar(_plain(str(file), content), file)
            case other:
                raise UnreadableArticle(
                    f"ends in {other or 'nothing'}; files that are read end in {', '.join(SUFFIXES)}"
                )

    yield from _guard(str(file), articles)


def _guard(path: str, articles: Callable[[], Iterable[Article | Failure]]) -> Iterator[Article | Failure]:
    try:
        yield from articles()
    except InputError as error:
        yield Failure(path, str(error))


def _one_line(where: str, line: bytes) -> list[Article]:
    return [from_jsonl(where, line)]


def _plain(path: str, content: bytes) -> Article:
    return Article(text=decode(content), path=path)
