"""What went wrong, for programs (RFC 9457 problem details), for terminals and for browsers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from typing import Final

from communique.errors import NotAcceptable
from communique.sparql.formats import Format
from communique.sparql.negotiation import Choice, negotiate

KINDS: Final = "https://w3id.org/communique/problem/"
"""Where the types of problems have their IRIs."""

PROBLEM_JSON: Final = Format(
    "problem", "application/problem+json", "json", ("application/json", "application/ld+json"), ("json",)
)
PROBLEM_TEXT: Final = Format("text", "text/plain", "txt", (), ("text",), charset=True)
PROBLEM_HTML: Final = Format(
    "html", "text/html", "html", ("application/xhtml+xml",), ("html",), charset=True
)  # fmt: skip
_OFFERS = (PROBLEM_JSON, PROBLEM_TEXT, PROBLEM_HTML)

_TITLES: Mapping[int, tuple[str, str]] = {
    400: ("bad-request", "The request cannot be understood"),
    401: ("unauthorized", "This needs a token"),
    403: ("forbidden", "This is not allowed here"),
    404: ("not-found", "There is nothing here"),
    405: ("method-not-allowed", "This address does not take this method"),
    406: ("not-acceptable", "None of the formats on offer is acceptable to you"),
    408: ("request-timeout", "The request did not arrive in time"),
    410: ("gone", "It is no longer here"),
    412: ("precondition-failed", "It was changed in the meantime"),
    413: ("too-large", "Too large"),
    414: ("uri-too-long", "The address is too long"),
    415: ("unsupported-media-type", "This kind of content is not read here"),
    422: ("invalid-graph", "The graph breaks a rule"),
    503: ("overloaded", "The server is busy"),
    504: ("deadline", "The query took longer than it may"),
    507: ("store-full", "The disk is full"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure. Line and column count from 1; ``expected`` and ``hints`` are sentences or words."""

    status: int
    detail: str
    kind: str | None = None
    line: int | None = None
    column: int | None = None
    snippet: str | None = None
    expected: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """A short text that is the same for every problem of this kind."""
        if self.kind == "syntax":
            return "The text is no SPARQL"
        try:
            return _TITLES[self.status][1] if self.status in _TITLES else HTTPStatus(self.status).phrase
        except ValueError:
            return "Error"

    @property
    def slug(self) -> str:
        """The last part of the IRI that names this kind."""
        return self.kind or _TITLES.get(self.status, ("error", ""))[0]

    def members(self) -> dict[str, object]:
        """The members of the JSON form, empty ones left out."""
        given: dict[str, object] = {
            "type": KINDS + self.slug,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "line": self.line,
            "column": self.column,
            "snippet": self.snippet,
            "expected": list(self.expected),
            "hints": list(self.hints),
            **self.extra,
        }
        return {name: value for name, value in given.items() if value not in (None, [])}

    def as_json(self) -> str:
        """RFC 9457 ``application/problem+json``."""
        return json.dumps(self.members(), ensure_ascii=False, indent=1) + "\n"

    def as_text(self) -> str:
        """The same for a terminal."""
        lines = [f"{self.status} {self.title}", "", self.detail]
        if self.snippet:
            lines += ["", self.snippet]
        if self.expected:
            lines += ["", "Expected: " + " or ".join(self.expected)]
        lines += [f"Hint: {hint}" for hint in self.hints]
        return "\n".join(lines) + "\n"

    def as_html(self) -> str:
        """The same for a browser, as a page that needs nothing else."""
        parts = [f"<h1>{self.status} {escape(self.title)}</h1>", f"<p>{escape(self.detail)}</p>"]
        if self.snippet:
            parts.append(f"<pre>{escape(self.snippet)}</pre>")
        if self.expected:
            parts.append(f"<p>Expected: {escape(' or '.join(self.expected))}</p>")
        if self.hints:
            parts.append("<ul>" + "".join(f"<li>{escape(hint)}</li>" for hint in self.hints) + "</ul>")
        return (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width">'
            '<meta name="color-scheme" content="light dark">'
            f"<title>{self.status} {escape(self.title)}</title></head>\n"
            f"<body>{''.join(parts)}</body></html>\n"
        )


def choose(accept: str | None) -> Choice:
    """How the client gets a problem: never 406, whatever it accepts (RFC 9110, section 15.5.7)."""
    try:
        return negotiate(accept, _OFFERS)
    except NotAcceptable:
        return Choice(PROBLEM_JSON, PROBLEM_JSON.media_type)


def render(problem: Problem, accept: str | None) -> tuple[str, str]:
    """The body of a problem and its Content-Type."""
    choice = choose(accept)
    if choice.format is PROBLEM_HTML:
        return problem.as_html(), PROBLEM_HTML.content_type()
    if choice.format is PROBLEM_TEXT:
        return problem.as_text(), PROBLEM_TEXT.content_type()
    return problem.as_json(), PROBLEM_JSON.media_type
