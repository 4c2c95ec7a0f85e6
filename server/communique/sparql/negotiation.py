"""Content negotiation (RFC 9110, section 12): which of the formats on offer the client wants most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.errors import NotAcceptable
from communique.sparql.formats import EVERY, Format

_PARAMETER = re.compile(r';\s*([^\s=;,]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s;,]*))?')
_ITEM = re.compile(r'((?:[^",]|"(?:[^"\\]|\\.)*"|")+)')
_MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Item:
    """One element of an Accept-like header: its value in lower case, its weight, its other parameters."""

    value: str
    quality: float
    parameters: int
    place: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A format, and the media type under which the client gets it."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """The Content-Type header."""
        return self.format.content_type(self.media_type)


def items(header: str) -> list[Item]:
    """The elements of an Accept or Accept-Encoding header; a weight that is no number counts as 1."""
    found = []
    for place, element in enumerate(_ITEM.findall(header)[:_MOST_ITEMS]):
        value, _, rest = element.partition(";")
        if not value.strip():
            continue
        quality, parameters = 1.0, 0
        for name, content in _PARAMETER.findall(";" + rest):
            if name.lower() == "q":
                quality = _quality(content)
                break
            parameters += 1
        found.append(Item(value.strip().lower(), quality, parameters, place))
    return found


def _quality(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 1.0
    return min(max(number, 0.0), 1.0) if number == number else 1.0


def negotiate(accept: str | None, offers: Sequence[Format], asked: Iterable[str] = ()) -> Choice:
    """The format for an answer.

    ``asked`` are the values of ``format=``, ``output=`` and ``results=``, which go before the header; a
    value that names no format at all is ignored, one that names a format which this answer cannot have
    raises ``NotAcceptable``. Without a header, or with
    one that names nothing, the first offer is taken.
    """
    for value in asked:
        override = _named(value, offers)
        if override is not None:
            return override
    ranges = items(accept or "")
    if not ranges:
        return Choice(offers[0], offers[0].media_type)
    ranked = [
        (*weight, -place, Choice(offer, media_type))
        for place, (offer, media_type) in enumerate(_ways(offers))
        if (weight := _weight(media_type, ranges, proper=place < len(offers))) is not None
    ]
    if not ranked:
        raise NotAcceptable(f"no format on offer fits Accept: {(accept or '')[:200]}; {_list(offers)}")
    best = max(ranked, key=lambda entry: entry[:-1])
    chosen = best[-1].format
    proper = _weight(chosen.media_type, ranges, proper=True)
    if proper is not None and proper[:2] == best[:2]:
        return Choice(chosen, chosen.media_type)
    return best[-1]


def _ways(offers: Sequence[Format]) -> list[tuple[Format, str]]:
    """Every media type under which something is offered: the proper ones first, then the aliases."""
    proper = [(offer, offer.media_type) for offer in offers]
    return proper + [(offer, alias) for offer in offers for alias in offer.aliases]


def _weight(media_type: str, ranges: Sequence[Item], *, proper: bool) -> tuple[float, int, int] | None:
    """Quality, specificity and place of the most specific range that fits; none if nothing fits.

    An alias must be asked for by name: a wildcard means the proper media type.
    """
    kind = media_type.partition("/")[0]
    fitting: list[tuple[int, int, Item]] = []
    for item in ranges:
        if item.value == media_type:
            fitting.append((2, item.parameters, item))
        elif not proper:
            continue
        elif item.value == f"{kind}/*":
            fitting.append((1, item.parameters, item))
        elif item.value in {"*/*", "*"}:
            fitting.append((0, item.parameters, item))
    if not fitting:
        return None
    level, _, item = max(fitting, key=lambda entry: (entry[0], -entry[1], entry[2].quality))
    return (item.quality, level, -item.place if level == 2 else 0) if item.quality > 0 else None


def _named(value: str, offers: Sequence[Format]) -> Choice | None:
    # A plus sign in a URL arrives as a space: format=application/rdf+xml.
    wanted = value.strip().lower().replace(" ", "+").partition(";")[0]
    for offer in offers:
        if wanted in offer.names or wanted == offer.media_type:
            return Choice(offer, offer.media_type)
    for offer in offers:
        if wanted in offer.aliases:
            return Choice(offer, wanted)
    if any(wanted in other.names or wanted == other.media_type for other in EVERY):
        raise NotAcceptable(f"this answer cannot be had as {wanted!r}; {_list(offers)}")
    return None


def _list(offers: Sequence[Format]) -> str:
    return "it can be had as " + ", ".join(
        f"{offer.media_type} (format={offer.names[0]})" for offer in offers
    )
