"""The main text and the metadata of a web page, by trafilatura."""

from __future__ import annotations

from communique.errors import UnreadableArticle
from communique.model.text import Article
from communique.reading.decoding import settle
from communique.reading.metadata import describe


def from_html(path: str, content: str) -> Article:
    """The article on a page; the extracted main text is what offsets refer to.

    Only dates that the page states as its own are taken (no search through the text), since a
    wrong day of publication would shift every relative date.
    """
    import trafilatura  # noqa: PLC0415 - takes 0.3 s that only HTML should cost

    page = trafilatura.bare_extraction(
        content,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    found = page if isinstance(page, dict) else page.as_dict() if page else {}
    text = found.get("text")
    if not text:
        raise UnreadableArticle("has no main text that could be told from the rest of the page")
    article = Article(text=settle(text), path=path)
    metadata = {
        "title": found.get("title"),
        "publisher": found.get("sitename") or found.get("hostname"),
        "published": found.get("date"),
        "language": found.get("language"),
        "url": found.get("url"),
        "rights": found.get("license"),
    }
    return describe(article, metadata, "HTML metadata")
