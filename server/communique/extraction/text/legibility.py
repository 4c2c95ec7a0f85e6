"""The copy of a text that is parsed: of the same length, with single characters exchanged.

So every offset in the copy is one in the article. What is exchanged helps the parser, which was trained
on edited prose: curly marks, line breaks, shouted words, styles, and where print leaves a comma out.
"""

from __future__ import annotations

import re
import unicodedata

from communique.extraction import gazetteer
from communique.extraction.layout import Zone, ZoneKind
from communique.extraction.text.zones import SHOUTED_LABEL

EXCHANGE = {
    "’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2003": " ", "\u2002": " ", "\u3000": " ",
    "‐": "-", "‑": "-", "−": "-",
}  # fmt: skip
"""Marks and spaces with those that they are read as."""
_EXCHANGES = str.maketrans(EXCHANGE)
_ENDLESS = re.compile(r"\S{200,}")
"""No word is that long: encoded data, or a text without spaces."""
_SMALL = {"of", "for", "and", "the", "to", "by", "in", "on", "with", "at", "a", "an", "from", "or"}
_SHOUTED = re.compile(r"\b[A-Z][A-Z'\-]*(?:[ ,]+[A-Z][A-Z'\-]*){3,}\b")
_STYLED = re.compile(r"(?<!\S)(?:HE|HH|HM|HRH|HRM|H\.[HM]\.|H\.R\.[HM]\.) (?=(?:the )?[A-Z][a-z])")
"""His Excellency, His Highness: no "he", and no part of a name."""
_PARTICLE = re.compile(r"\b(?!What|How|Why|Wh[eo]|So|Nor)([A-Z]\w+ )(dos?)(?= [A-Z])")
"""Parts of Portuguese names that the parser takes for a form of "do"."""
_OPENING = re.compile(
    r"(?:^|(?<=[.!?:\n])|(?<=[.!?]\"))(\s*)In (?P<scene>[A-Z][^\n.,;:()]{4,80})", re.MULTILINE
)
"""The start of a sentence that may say where or when first."""
_TITLED = re.compile(
    r" (?=(?:[A-Z][\w.'-]* ){1,6}(?:also |later |then )?"
    r"(?:[a-z]+ed|will|would|is|was|are|were|has|had|have|can|may|met|held|told|saw|flew|spoke|said|and|plans|goes"
    r"|hopes|expects|meets|holds|sees)\b)"
)
"""A capitalised name or title in front of its verb."""
_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?= )"
)
_PLACES = re.compile(
    r" (?:City|State|Province|County|Airport|University|Street|Square|District|Region|Valley|Strip|Bank)\b"
)
"""What goes on with the name of a place."""


def legible(text: str, zones: tuple[Zone, ...]) -> str:
    """A copy of the same length that parses better.

    Curly marks become straight; odd spaces, control and zero-width characters and line breaks inside a
    paragraph become spaces, and so do styles (HE); runs of four and more shouted words, and shouted names of
    speakers, become capitalised; "In Accra President X said" gets a comma for the space behind Accra.
    """
    copy = _visible(text.translate(_EXCHANGES))
    for zone in zones:
        start, end = zone.span.start, zone.span.end
        copy = copy[:start] + copy[start:end].replace("\n", " ") + copy[end:]
    copy = _STYLED.sub(lambda match: " " * len(match.group()), copy)
    for zone in zones:
        label = SHOUTED_LABEL.match(copy, zone.span.start, zone.span.end)
        if label is not None and zone.kind is ZoneKind.BODY:
            copy = copy[: label.start()] + _capitalised(label.group()) + copy[label.end() :]
    copy = _SHOUTED.sub(_speak, copy)
    copy = _PARTICLE.sub(lambda match: match[1] + match[2].capitalize(), copy)
    copy = _OPENING.sub(_set_off, copy)
    return _ENDLESS.sub(lambda match: " " * len(match.group()), copy)


def _visible(text: str) -> str:
    """The text with spaces for control and format characters and for odd spaces; line breaks stay."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(
        " "
        if (not c.isprintable() and c != "\n")
        or (c > "\u02ff" and unicodedata.category(c) in {"Cf", "Cc", "Zs"})
        else c
        for c in text
    )


def _capitalised(label: str) -> str:
    return re.sub(r"[A-Z]+", lambda word: word.group().capitalize(), label)


def _speak(match: re.Match[str]) -> str:
    def word(one: re.Match[str]) -> str:
        shouted = one.group()
        if len(shouted) <= 3 and shouted.lower() not in _SMALL:
            return shouted
        small = shouted.lower()
        return small if small in _SMALL else small[0].upper() + small[1:]

    return re.sub(r"[A-Z]+", word, match.group())


def _set_off(match: re.Match[str]) -> str:
    """ "In Accra President X said" with a comma: else the parser takes Accra for a part of the name."""
    words = match["scene"]
    if (month := _MONTH.match(words)) is not None:
        end = month.end()
    else:
        hits = gazetteer.load().scan(words)
        if (
            not hits
            or hits[0].span.start > 0
            or (hits[0].match.place is None and hits[0].match.polity is None)
        ):
            return match.group()
        end = hits[0].span.end
    if _PLACES.match(words, end) or not _TITLED.match(words, end):
        return match.group()
    whole, at = match.group(), match.start("scene") - match.start() + end
    return f"{whole[:at]},{whole[at + 1 :]}"
