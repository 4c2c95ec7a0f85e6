"""Blocks of a text: what is body, headline, dateline, caption or furniture; offsets into the raw text.

News sites leave captions, related stories, e-mail addresses and press-office lines in what they serve.
Claims may rest on body, headline and caption only (``document.READ``).
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import yaml

from communique import resources
from communique.extraction import gazetteer
from communique.extraction.layout import Dateline, Zone, ZoneKind
from communique.model.text import Span

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH})(?:,?\s+\d{{4}})?"
_CAPS = r"[A-Z][A-Z.'’\-]+(?:\s+(?:[A-Z][A-Z.'’\-]*|del|de|la|al))*"
_TITLED = r"[A-Z][\w\-’']+(?:\s+[A-Z][\w\-’']+){0,2}(?:,\s*[A-Z][\w.\-]+)?"
_PLACE = rf"(?:{_CAPS}(?:,\s*[A-Z][\w.\-]+(?:\s+[A-Z][\w.\-]+){{0,3}})?|{_TITLED})"
_SOURCE = r"\((?:[A-Z][\w.&/ ]{1,30})\)"
_DATELINE = re.compile(
    rf"(?:\[(?:Text|Excerpts?|Summary)\]\s*)?(?![A-Z]+\d)(?P<place>{_PLACE}(?:/{_PLACE})?)"
    rf"(?:\s*{_SOURCE}|,?\s+(?P<date>{_DAY}))"
    rf"(?:,?\s+{_DAY})?(?:,?\s*{_SOURCE}|,\s*[A-Z]{{2,12}}\b)?\s*(?:(?:--|[-–—_:|.])+(?!\d)\s*|$)"
)
_UNDASHED = re.compile(rf"(?P<place>{_CAPS}(?:,\s*[A-Z][\w.]+)?)\s*{_SOURCE}\s+(?=[A-Z\"“‘'])")
""" "KATHMANDU (IANS) The minister said"."""
_ENCLOSED = re.compile(
    rf"\((?P<place>{_PLACE})(?:,\s*(?P<date>{_DAY}))?\)\s*(?:(?:--|[-–—])\s*|(?=[A-Z\"“]))"
)
""" "(Nairobi, May 6) - Police said"."""
_WEEKDAY = re.compile(
    rf"(?P<place>{_CAPS}(?:,\s*[A-Z][\w.]+)?)\s*[,|]\s*"
    r"(?P<date>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s*(?:--|[-–—:|.])\s*"
)
""" "NAIROBI, Friday - The president said"."""
_ALONE = re.compile(rf"(?P<place>{_CAPS}(?:,\s*[A-Z][\w.]+)?)\.?$")
""" "ANKARA" on a line of its own."""
_STAMPED = re.compile(
    rf"(?:(?:(?P<date>{_DAY})|\d{{1,2}}\.\d{{1,2}}\.\d{{4}})(?:,?\s+\d{{1,2}}[:.]\d\d)?[\s,|–—-]+)?"
    r"(?P<place>[A-Z][\w.'’\-]+(?:,?\s+[A-Z][\w.'’\-]+){0,4})"
)
""" "March 18, 2009, 15:40   Novo-Ogaryovo, Moscow Region", or the place above or below the date."""
_BARE = re.compile(rf"(?P<place>{_CAPS}(?:,\s*[A-Z][\w.]+)?)\s*(?:--|[–—_:]|-\s)\s*")
_SENDER = re.compile(
    r"(?:from|by)\s+(?:our|the|an?)\s+(?:[\w-]+\s+){0,3}(?:correspondents?|reporter|representative)\b[,.:]?\s+",
    re.IGNORECASE,
)
"""What newspapers print before the place: "From Our Own Correspondent"."""
_AGENCY = re.compile(rf"(?P<date>{_DAY})\s*{_SOURCE}\s*(?:--|[-–—_:])\s*")
SHOUTED_LABEL = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,4}:\s")
"""Who speaks, in a transcript: "SECRETARY HALL: ..."."""
_HEADED = re.compile(
    r"\W*(?:(?:text\s+of\s+)?(?:(?:media|news|press)\s+)?(?:release(?:\s+issued)?|statement|communiqu[eé]|briefing)\b|issued|dated?\b|posted|released"
    r"|for\s+(?:immediate\s+)?(?:release|information)|[A-Z]{1,4}\s?\d{1,4}\b|(?-i:[A-Z][\w.'’ ]{2,24}),)?"
    r"(?:\s+(?:in|at)\s+[A-Z][\w ]{2,24})?[\s:,|–—-]*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?P<date>(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?)"
    r",?\s+(?:19|20)\d\d)\W*(?:\d{1,2}[:.]\d\d.{0,12})?",
    re.IGNORECASE,
)
"""A line above the text that says when it was issued: "Media release, 14 March 2019"."""
_HEAD = 8
"""Blocks within which it stands."""
_FIRST = 2
"""Paragraphs of the body of which one starts with the dateline."""
_LIST = re.compile(r"\s*(?:[-*•·]|\d+[.)])\s")
_TAIL = 80
"""Characters that show how a line ends."""
_CLOSED = re.compile(r"[.!?…:;]['\"”’»)\]]*\s*$")


@functools.cache
def _marks(kind: str) -> re.Pattern[str]:
    """The expression that marks lines of a kind: byline, furniture, related, caption, label."""
    data = yaml.safe_load(resources.read("data", "gazetteer", "zones.yaml"))
    return re.compile("|".join(data[kind]).replace("{day}", _DAY), re.IGNORECASE)


def find(text: str, title: str | None = None) -> tuple[tuple[Zone, ...], Dateline | None]:
    """The zones of a text in order, and the dateline if the body starts with one.

    Every character that is not white space lies in exactly one zone.
    """
    blocks = _blocks(text)
    repeated = {line for line, count in Counter(text[b.start : b.end] for b in blocks).items() if count > 1}
    zones: list[Zone] = []
    dateline: Dateline | None = None
    bodies = 0
    body_seen = False
    seen: set[str] = set()
    related = False
    for number, block in enumerate(blocks):
        words = text[block.start : block.end]
        kind = _kind(words, number, body_seen=body_seen, last=number == len(blocks) - 1, title=title)
        if words in repeated and len(words) < 250:
            first = words not in seen and kind in {ZoneKind.BODY, ZoneKind.CAPTION}
            kind = ZoneKind.CAPTION if first else ZoneKind.BOILERPLATE
            seen.add(words)
        if (related and kind is not ZoneKind.BODY) or (
            related and len(words) < 120 and not _CLOSED.search(words)
        ):
            kind = ZoneKind.RELATED
        related = kind is ZoneKind.RELATED
        bodies += kind is ZoneKind.BODY
        if kind is ZoneKind.HEADLINE and dateline is None and number + 1 < len(blocks):
            dateline = _alone(text, block)
            if dateline is not None:
                zones.append(Zone(ZoneKind.DATELINE, block))
                continue
        if dateline is None and not body_seen and number < _HEAD:
            dateline = _stamped(text, blocks, number)
            if dateline is not None:
                zones.append(Zone(ZoneKind.DATELINE, block))
                continue
        if kind is ZoneKind.BODY and dateline is None and bodies <= _FIRST:
            dateline = _once(text, blocks, block, read_dateline(text, block))
            if dateline is not None:
                zones.append(Zone(ZoneKind.DATELINE, _trim(text, dateline.span)))
                if dateline.span.end >= block.end:
                    continue
                block = Span(dateline.span.end, block.end)
        body_seen = body_seen or kind is ZoneKind.BODY
        zones.append(Zone(kind, block))
    if dateline is None or dateline.date is None:
        issued = _issued(text, blocks[:_HEAD])
        if issued is not None:
            dateline = replace(dateline or Dateline(issued), date=issued)
    return tuple(zones), dateline


def _issued(text: str, blocks: list[Span]) -> Span | None:
    """The date that the head of a release gives."""
    for block in blocks:
        match = _HEADED.fullmatch(text, block.start, block.end) if block.end - block.start < 100 else None
        if match is not None:
            return Span(*match.span("date"))
    return None


def _once(text: str, blocks: list[Span], block: Span, found: Dateline | None) -> Dateline | None:
    """The dateline, unless it says who speaks ("KOHL: ..." twice) or what a heading is about."""
    if found is None:
        return None
    words = text[found.span.start : found.span.end].rstrip()
    if not words.endswith(":"):
        return found
    heading = block.end - found.span.end > 0 and not _CLOSED.search(text, block.start, block.end)
    again = any(text.startswith(words, one.start) for one in blocks if one.start != found.span.start)
    return None if again or (heading and block != blocks[-1]) else found


def _alone(text: str, block: Span) -> Dateline | None:
    """A city in capitals on a line above the text: agencies' pages print the dateline so."""
    match = _ALONE.fullmatch(text, block.start, block.end)
    if match is None or not _is_city(match["place"]):
        return None
    return Dateline(block, Span(*match.span("place")))


def _stamped(text: str, blocks: list[Span], number: int) -> Dateline | None:
    """Place and date on a line of the head of a release, or a place on the line beside that of the date."""
    match = _STAMPED.fullmatch(text, blocks[number].start, blocks[number].end)
    if match is None:
        return None
    beside = [*blocks[max(0, number - 2) : number], *blocks[number + 1 : number + 2]]
    dated = match.start("place") > match.start()
    if not dated and not any(_HEADED.fullmatch(text, one.start, one.end) for one in beside):
        return None
    again = (_STAMPED.fullmatch(text, one.start, one.end) for one in blocks[number + 1 :])
    if any(one is not None and one.start("place") > one.start() for one in again):
        return None  # an agenda
    for part in re.finditer(r"[^\s,][^,]*", match["place"]):
        if _is_city(part.group()):
            start = match.start("place") + part.start()
            when = Span(*match.span("date")) if match["date"] else None
            return Dateline(blocks[number], Span(start, start + len(part.group())), when)
    return None


def _is_city(place: str) -> bool:
    return gazetteer.load().place(place.partition(",")[0].title()) is not None


def _sent(text: str, block: Span | None = None) -> int:
    """Where a dateline would start: behind who sends the report."""
    start, end = (block.start, block.end) if block is not None else (0, len(text))
    sender = _SENDER.match(text, start, end)
    return sender.end() if sender is not None else start


def read_dateline(text: str, block: Span) -> Dateline | None:
    """The dateline at the start of a block: ``MOSCOW, Nov. 1 (Xinhua) --``, ``ISLAMABAD:``."""
    first = _sent(text, block)
    for pattern in (_DATELINE, _WEEKDAY, _BARE, _UNDASHED, _ENCLOSED, _AGENCY):
        match = pattern.match(text, first, min(block.end, first + 160))
        if match is None:
            continue
        groups = match.groupdict()
        if _marks("label").fullmatch(groups.get("place") or ""):
            continue  # "MONDAY: ...", an entry of an agenda
        if pattern in {_UNDASHED, _ENCLOSED} and not _is_city(groups["place"] or ""):
            continue  # "IMF (Washington) ..."
        place = Span(*match.span("place")) if groups.get("place") else None
        if place is not None and text.find(".", place.start) == place.end - 1:  # not: "Washington, D.C."
            place = Span(place.start, place.end - 1)
        when = Span(*match.span("date")) if groups.get("date") else None
        if when is None and (found := re.search(_DAY, match.group())):
            when = Span(match.start() + found.start(), match.start() + found.end())
        return Dateline(Span(block.start, match.end()), place, when)
    return None


def _blocks(text: str) -> list[Span]:
    """Paragraphs: parts between blank lines, and single lines where line ends are not mere wrapping."""
    blocks: list[Span] = []
    for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        lines = [
            Span(match.start() + m.start(), match.start() + m.end())
            for m in re.finditer(r"[^\n]*\S[^\n]*", match.group())
        ]
        wrapped = _is_wrapped([text[one.start : one.end].strip() for one in lines])
        current = lines[0]
        for line in lines[1:]:
            before = text[max(current.start, current.end - _TAIL) : current.end]
            following = text[line.start : line.end].lstrip()
            joins = wrapped or (not _CLOSED.search(before) and following[:1].islower())
            if joins and not _LIST.match(following):
                current = Span(current.start, line.end)
            else:
                blocks.append(current)
                current = line
        blocks.append(current)
    return [_trim(text, block) for block in blocks]


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines were broken at a fixed width, and none of them for another reason.

    Then the first word after a break never had room in the longest line, unless a paragraph ended there. Of a
    single break this says little: there the text must also end as a sentence does.
    """
    width = max(map(len, lines))
    breaks = [(line, after.split()[0]) for line, after in pairwise(lines) if not _CLOSED.search(line)]
    if not breaks or width > 100 or min(len(line) for line, _ in breaks) <= 40:
        return False
    if any(len(line) + 1 + len(word) <= width for line, word in breaks):
        return False
    return len(breaks) > 1 or bool(_CLOSED.search(lines[-1]))


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end - 1 and text[start].isspace():
        start += 1
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _kind(words: str, number: int, *, body_seen: bool, last: bool, title: str | None) -> ZoneKind:
    short = len(words) < 200
    closed = bool(_CLOSED.search(words))
    kind = ZoneKind.BODY
    if short and _marks("related").search(words):
        kind = ZoneKind.RELATED
    elif len(words) < 400 and _marks("furniture").search(words) and not (closed and len(words) > 200):
        kind = ZoneKind.BOILERPLATE
    elif short and _marks("caption").search(words):
        kind = ZoneKind.CAPTION
    elif len(words) < 90 and _marks("byline").fullmatch(words):
        kind = ZoneKind.BYLINE
    elif (title and words.casefold().strip() == title.casefold().strip()) or (
        short and not closed and not body_seen and _DATELINE.match(words, _sent(words)) is None
    ):
        kind = ZoneKind.HEADLINE
    elif short and not closed and body_seen and not last and not _LIST.match(words) and number > 0:
        kind = ZoneKind.CAPTION
    return kind
