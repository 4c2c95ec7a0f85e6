"""The one mapping between the IRIs of things and the addresses of their pages.

A thing is called ``<base>person/x`` and shown at ``/person/x`` of whatever host serves: the base may
be another host (the store was built for it), so pages link by path and never by IRI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from communique.web.pages.terms import PREFIXES, Iri, is_iri

KINDS = (
    "person",
    "office",
    "event",
    "base",
    "place",
    "country",
    "organization",
    "delegation",
    "tenure",
    "presence",
    "remark",
    "agent",
    "article",
    "disagreement",
)
"""The first path segment of things that have a page of their own."""

VOCABULARY = "https://w3id.org/communique/"
"""What the IRIs of the ontology begin with; its versions have no page but that of the terms."""

_THING = re.compile(rf"({'|'.join(KINDS)})/([^/?#]+)")
_DEFINED = re.compile(
    rf"{VOCABULARY}(?:(?P<document>ns|shapes|contribution|lint)#(?P<term>[\w-]+)"
    r"|concept/(?P<scheme>[a-z]+)(?:/(?P<key>[a-z0-9-]+))?)"
)
_CLAIM = re.compile(r"article/([^/?#]+)#claim-([^/?#]+)")
_SENTENCE = re.compile(r"article/([^/?#]+)#char=(\d+),(\d+)")
_MENTION = re.compile(r"article/([^/?#]+)#[a-z]+-(\d+)-(\d+)")
_SEGMENT_SAFE = "!$&'()*+,;=:@~%"
"""RFC 3986 section 3.3: what a path segment may hold unescaped; ``%`` since IRIs come escaped."""


@dataclass(frozen=True, slots=True)
class Paths:
    """``base`` is what the store's IRIs begin with, ``root`` where the server is mounted."""

    base: str
    root: str = ""

    def iri(self, kind: str, name: str) -> Iri:
        """The IRI of the thing shown at ``/<kind>/<name>``; ``ValueError`` where none can be."""
        value = f"{self.base}{kind}/{quote(name, safe=_SEGMENT_SAFE)}"
        if not is_iri(value):
            raise ValueError(f"no IRI can be made of {kind}/{name[:80]!r}")
        return Iri(value)

    def claim(self, article: str, claim: str) -> Iri:
        """The IRI of one claim of one article."""
        return Iri(f"{self.iri('article', article)}#claim-{quote(claim, safe='-')}")

    def page(self, iri: Iri) -> str | None:
        """Where this thing is shown here; None for what is not ours to show."""
        if iri.value.startswith(self.base):
            rest = iri.value[len(self.base) :]
            if match := _CLAIM.fullmatch(rest):
                return f"{self.root}/claim/{match[1]}/{match[2]}"
            if match := _SENTENCE.fullmatch(rest):
                return f"{self.root}/article/{match[1]}?at={match[2]},{match[3]}#at"
            if match := _MENTION.fullmatch(rest):
                return f"{self.root}/article/{match[1]}?at={match[2]},{match[3]}#at"
            if match := _THING.fullmatch(rest):
                return f"{self.root}/{quote(rest, safe=_SEGMENT_SAFE + '/')}"
            return self.thing(iri)
        if iri.value.startswith(VOCABULARY):
            version = iri.value.startswith(f"{VOCABULARY}ns/")
            return f"{self.root}/{iri.value[len(VOCABULARY) :]}" if version else self.thing(iri)
        return None

    def defined(self, iri: Iri) -> str | None:
        """Where the vocabulary says what one of its terms, concepts or shapes means; None for all else."""
        match = _DEFINED.fullmatch(iri.value)
        if match is None:
            return None
        if match["scheme"]:
            return f"{self.root}/concept/{match['scheme']}" + (f"#{match['key']}" if match["key"] else "")
        return f"{self.root}/{match['document']}#{match['term']}"

    @staticmethod
    def named(value: str) -> Iri | None:
        """The text as an IRI if it can stand in a query."""
        return Iri(value) if is_iri(value) else None

    def thing(self, iri: Iri) -> str:
        """The page that shows any IRI of the graph, whatever it is."""
        return f"{self.root}/thing?{urlencode({'iri': iri.value})}"

    def link(self, iri: Iri) -> str | None:
        """The page here, else the address itself if it is a web address, else None: never another scheme."""
        here = self.page(iri)
        if here is not None:
            return here
        return iri.value if is_web_address(iri.value) else None

    def query(self, text: str) -> str:
        """The editor with this query in it."""
        return f"{self.root}/sparql?{urlencode({'query': text})}"

    def local(self, path: str, **parameters: str) -> str:
        """A path of this site with its parameters, empty ones left out."""
        kept = {name: value for name, value in parameters.items() if value}
        return f"{self.root}{path}?{urlencode(kept)}" if kept else f"{self.root}{path}"


def is_web_address(text: str) -> bool:
    """Whether the text is an http or https address with a host, safe in an ``href``."""
    if not is_iri(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.netloc)


def compact(iri: Iri) -> str:
    """The IRI as a prefixed name where a known prefix fits, else whole."""
    for prefix, namespace in PREFIXES.items():
        if iri.value.startswith(namespace) and re.fullmatch(r"[\w-]+", iri.value[len(namespace) :]):
            return f"{prefix}:{iri.value[len(namespace) :]}"
    return iri.value
