"""Damaged texts: soft hyphens, markup, words broken at line ends, lost or doubled spaces.

Such a text is read in a mended copy; what was found is moved to the places of the text as it stands. The
words of mentions and names stay mended.
"""

from __future__ import annotations

import functools
import html
import re
from dataclasses import dataclass, replace

from communique.model.claims import Claim, Entity, Extraction, Ref
from communique.model.text import Article, Span

_INVISIBLE = r"(?P<invisible>\u00ad(?:\s*(?=[a-z]))?|(?<=\w)[\u200b-\u200d\u2060\ufeff](?=\w))"
_BLOCKS = r"p|br|div|h[1-6]|li|ul|ol|tr|table|blockquote|figure|figcaption|hr"
_TAG = (
    rf"(?P<block></?(?:{_BLOCKS})\b[^<>]{{0,300}}>)"
    r"|(?P<inline></?(?:a|b|i|u|em|strong|span|font|sup|sub|img|td|th|small|center)\b[^<>]{0,300}>)"
)
_ENTITY = r"(?P<entity>&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,4});)"
_BROKEN = r"(?P<broken>(?<=[a-zA-Z][a-z])-\n(?=[a-z]{2}))"
_LOST = (
    r"(?P<lost>(?<=[a-z]{3}[.!?])(?=[A-Z][a-z]*\s)|(?<=[a-z]{2}[.!?][\"”])(?=[A-Z][a-z]*\s)"
    r"|(?<=[a-z]{2},)(?=[A-Za-z]{2})|(?<=\)--)(?=[A-Z\"“])|(?<=\)[—–-])(?=[A-Z\"“]))"
)
_ADDED = re.compile(
    r"(?:(?<=President )|(?<=Minister )|(?<=Secretary )|(?<=King )|(?<=Premier ))\[([\w' -]{2,40})\]"
    r"|\[(?!Text|Excerpt|Summary|Passage|Begin|Question|Answer|Speech|Report)"
    r"((?:[A-Z][\w.]* ?(?:of )?){1,6})\](?= [A-Z])"
)
"""What a monitoring service added: "President [as-Sadat]", "[Secretary of State Cyrus] Vance"."""
_GAP = r"(?P<gap>(?<=[\w,])  (?=\w))"
_SPACES = re.compile(r"(?<=\S)(?P<gap>  )(?=\S)")
_ADDRESS = re.compile(r"[/@]|www\.|\w\.\w+\.")
_PREFIX = re.compile(
    r"\b(?:vice|non|anti|pro|pre|post|ex|co|self|mid|multi|counter|cease|one|two|three|four|five|six|ten|well"
    r"|long|short|high|low|left|right|so|secretary|director|attorney|lieutenant|governor|face|day|year)$",
    re.IGNORECASE,
)
"""What keeps its hyphen where a line ends with it."""
_INVISIBLES = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
_CLOSE = re.compile(r"[a-z][.,!?][\"”]?[A-Za-z]|\)[—–-]{1,2}[A-Z\"“]")
_FULL = 0.8
"""Share of the longest line from which on a line is full."""
_WIDE = 6
"""Doubled spaces inside sentences from which on a text is set wide."""
_LOCAL = re.compile(r"([a-z]+)-(\d+)-(\d+)((?:-\d+)?)")


@dataclass(frozen=True, slots=True)
class Mended:
    """A copy that reads better, and where each of its characters starts and ends in the text as it stands."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def back(self, span: Span) -> Span:
        """The place in the text as it stands."""
        return Span(self.starts[span.start], self.ends[span.end - 1])


def mend(article: Article) -> Article:
    """The article in a mended copy; itself where nothing is damaged."""
    copy = mended(article.text)
    return replace(article, text=copy.text) if copy is not None else article


def mended(text: str) -> Mended | None:
    """The mended copy of a text; None where nothing is damaged, or nothing would be left."""
    edits = _edits(text)
    if not edits:
        return None
    copy: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for begin, end, instead in [*edits, (len(text), len(text), "")]:
        copy.append(text[place:begin])
        starts.extend(range(place, begin))
        ends.extend(range(place + 1, begin + 1))
        copy.append(instead)
        starts.extend([begin] * len(instead))
        ends.extend([end] * len(instead))
        place = end
    return Mended("".join(copy), tuple(starts), tuple(ends)) if "".join(copy).strip() else None


def _edits(text: str) -> list[tuple[int, int, str]]:
    """What to put in place of what, in text order."""
    found: list[tuple[int, int, str]] = []
    signs = (
        (_INVISIBLES.search(text), _INVISIBLE), ("</" in text or "/>" in text, _TAG), ("&" in text, _ENTITY),
        ("-\n" in text, _BROKEN), (_CLOSE.search(text), _LOST), ("  " in text, _GAP),
    )  # fmt: skip
    joined = 0
    damage = _pattern("|".join(pattern for sign, pattern in signs if sign))
    for match in damage.finditer(text) if damage is not None else ():
        instead = _instead(text, match)
        if instead is not None:
            found.append((match.start(), match.end(), instead))
        if match.lastgroup == "broken" and match.start() >= joined:
            joined, ends = _unwrapped(text, match.start())
            found.extend(ends)
    for match in _ADDED.finditer(text) if "[" in text else ():
        found += [(match.start(), match.start() + 1, ""), (match.end() - 1, match.end(), "")]
    found = sorted(set(found))
    gaps = [one for one in found if one[2] == " " and text[one[0] : one[1]].startswith("  ")]
    if len(gaps) < _WIDE:  # a table, or a date set apart
        found = [one for one in found if one not in gaps]
    else:
        taken = {begin for begin, _, _ in found}
        rest = [(m.start(), m.end(), " ") for m in _SPACES.finditer(text) if m.start() not in taken]
        found = sorted([*found, *rest])
    return [one for before, one in zip([(0, 0, ""), *found], found, strict=False) if one[0] >= before[1]]


def _unwrapped(text: str, place: int) -> tuple[int, list[tuple[int, int, str]]]:
    """The end of the paragraph of a broken word, and spaces for its line ends but where a line ends early."""
    first = text.rfind("\n\n", 0, place) + 1
    last = text.find("\n\n", place)
    last = last if last >= 0 else len(text)
    lines = list(re.finditer(r"[^\n]+", text[first:last]))
    width = max(len(line.group()) for line in lines)
    ends = [first + line.end() for line in lines[:-1] if len(line.group()) >= _FULL * width]
    return last, [(end, end + 1, " ") for end in ends if text[end - 1] != "-"]


@functools.cache
def _pattern(either: str) -> re.Pattern[str] | None:
    return re.compile(either) if either else None


def _instead(text: str, match: re.Match[str]) -> str | None:
    kind = match.lastgroup
    if kind == "entity":
        shown = html.unescape(match.group())
        if shown in {"\u00a0", "\u00ad"}:
            return "" if shown == "\u00ad" or text.endswith((" ", "\n"), 0, match.start()) else " "
        return None if shown == match.group() else shown
    if kind == "broken":
        return "-" if _PREFIX.search(text, max(0, match.start() - 12), match.start()) else ""
    if kind == "lost":
        word = re.compile(r"\S*").match(text, text.rfind(" ", max(0, match.start() - 80), match.start()) + 1)
        return None if word is None or _ADDRESS.search(word.group()) else " "
    return {"block": "\n\n", "gap": " "}.get(kind or "", "")


def settle(article: Article, extraction: Extraction) -> Extraction:
    """What was found in the mended copy, at the places of the article; itself where nothing was mended."""
    copy = mended(article.text) if extraction.article != article.id else None
    if copy is None:
        return extraction

    def local(name: str) -> str:
        match = _LOCAL.fullmatch(name)
        if match is None or int(match[3]) > len(copy.text) or int(match[2]) >= int(match[3]):
            return name
        span = copy.back(Span(int(match[2]), int(match[3])))
        return f"{match[1]}-{span.start}-{span.end}{match[4]}"

    def entity(one: Entity) -> Entity:
        mentions = [replace(mention, span=copy.back(mention.span)) for mention in one.mentions]
        return replace(one, id=local(one.id), mentions=tuple(mentions))

    def claim(one: Claim) -> Claim:
        words = one.verbatim
        if words is not None and words not in article.text:
            begin = copy.text.find(words)
            words = article.quote(copy.back(Span(begin, begin + len(words))))
        return replace(
            one,
            article=article.id,
            subject=local(one.subject),
            object=Ref(local(one.object.id)) if isinstance(one.object, Ref) else one.object,
            words=copy.back(one.words),
            evidence=tuple(copy.back(span) for span in one.evidence),
            said_by=local(one.said_by) if one.said_by is not None else None,
            verbatim=words,
        )

    return replace(
        extraction,
        article=article.id,
        entities=tuple(entity(one) for one in extraction.entities),
        claims=tuple(claim(one) for one in extraction.claims),
        unread=tuple(copy.back(span) for span in extraction.unread),
    )
