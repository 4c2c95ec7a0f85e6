"""Bytes to the text that offsets refer to: UTF-8, BOM removed, line ends as ``\\n``, otherwise unchanged."""

from __future__ import annotations

from communique.errors import UnreadableArticle


def decode(content: bytes) -> str:
    """The text of a file; raises ``UnreadableArticle`` for empty, binary and non-UTF-8 content."""
    if b"\0" in content:
        raise UnreadableArticle(f"is binary: it has a NUL byte at offset {content.index(0)}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableArticle(
            f"is not UTF-8: byte 0x{content[error.start]:02x} at offset {error.start}; convert it first"
        ) from error
    return settle(text)


def settle(text: str) -> str:
    """Line ends as ``\\n``; raises ``UnreadableArticle`` where no text or no Unicode text is left."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableArticle("is empty")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableArticle(f"has half a surrogate pair at character {error.start}") from error
    return text
