"""Every IRI under the base of a store, made in one place."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from communique.errors import UsageError
from communique.model.identity import Member
from communique.model.text import Span

DEFAULT_BASE = "http://127.0.0.1:8000/"
_BASE = re.compile(r"https?://[^\s<>\"{}|^`\\?#]+/\Z")


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs of one store. ``base`` is an absolute http(s) IRI that ends with a slash."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _BASE.match(self.base):
            raise UsageError(
                f"--base is {self.base!r}; it must be like https://example.org/graph/ with the slash"
            )

    def thing(self, key: str) -> str:
        """A cluster or an entry of the gazetteer by its key (``person/...``, ``country/syria``)."""
        return self.base + key

    def article(self, article: str) -> str:
        """An article; its graph has the same IRI."""
        return f"{self.base}article/{article}"

    def claim(self, article: str, claim: str) -> str:
        """A claim, a fragment of its article."""
        return f"{self.article(article)}#claim-{claim}"

    def sentence(self, article: str, span: Span) -> str:
        """A sentence, by its offsets (RFC 5147: ``#char=b,e``)."""
        return f"{self.article(article)}#char={span.start},{span.end}"

    def member(self, member: Member) -> str:
        """An article-local entity."""
        return f"{self.article(member.article)}#{member.local}"

    def graph(self, name: str) -> str:
        """One of the store's own graphs: derived, reference, about."""
        return f"{self.base}graph/{name}"

    def hashed(self, kind: str, *parts: str) -> str:
        """A thing that is known by what it connects: ``<base>kind/<16 hex of the parts>``."""
        digest = hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:16]
        return f"{self.base}{kind}/{digest}"
