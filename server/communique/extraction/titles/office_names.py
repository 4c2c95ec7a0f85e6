"""Normalised English and role concept of an office, from the words of its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from communique.extraction.document import Title
from communique.extraction.gazetteer.office_words import Head, OfficeWords

_LINKS = frozenset({"and", ",", "&"})
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "'s", "'", "&"})
_PREPOSITIONS = frozenset({"of", "for", "to", "on", "at", "with", "from"})
_KEPT = frozenset({"state", "national", "general", "political"})
"""Ranks that are no rank in front of a portfolio ("State Minister")."""
_OF_BODIES = frozenset({"federal", "royal", "supreme", "grand", "regional", "presidential", "parliamentary"})
"""Ranks that belong to a body's name ("Federal Reserve Board chairman")."""
_JUNIOR = frozenset({"deputy", "vice", "assistant", "junior", "parliamentary"})
_DEPUTIES = {
    "prime-minister": "deputy-prime-minister",
    "president": "vice-president",
    "secretary-general": "deputy-secretary-general",
    "foreign-minister": "deputy-foreign-minister",
}
_ARMED = frozenset(
    {"rebel", "guerrilla", "insurgent", "separatist", "secessionist", "clan", "tribal", "union"}
)
"""Words that stay before the head: "Rebel Leader"."""
_ORDINALS = frozenset({"first", "second", "third"})
_UNNUMBERED = frozenset(
    {"president", "prime-minister", "monarch", "chancellor", "ambassador", "permanent-representative",
     "governor", "governor-general", "chairperson", "mayor"}
)  # fmt: skip
"""Roles of which "first" tells who was the first of them."""
_DEPARTMENTS = frozenset({"department", "ministry"})
_BY_SUBJECT = (
    (
        {"senior-official", "leader", "secretary-general", "chairperson", "president"},
        {"party"},
        "party-leader",
    ),
    ({"president"}, {"senate", "assembly", "parliament", "congress", "deputies", "knesset"}, "speaker"),
    ({"leader"}, {"opposition"}, "opposition-leader"),
    ({"senior-official"}, {"junta"}, "leader"),
    (
        {"leader", "senior-official", "military-commander"},
        {"rebel", "rebels", "guerrilla", "insurgent"},
        "rebel-leader",
    ),
    ({"senior-official"}, {"police"}, "police-chief"),
    ({"governor"}, {"bank"}, "central-bank-governor"),
    ({"president", "chairperson", "senior-official"}, {"bundesbank", "central"}, "central-bank-governor"),
    ({"senior-official", "military-commander"}, {"army", "military", "forces"}, "armed-forces-chief"),
    ({"senior-official"}, {"intelligence", "spy"}, "intelligence-chief"),
)
"""Roles of a head noun that a word of its subject makes more exact."""


def normal(
    head: Head, modifiers: Sequence[str], complement: Sequence[str], lexicon: OfficeWords
) -> tuple[str, str]:
    """Title and role of a head with the words before it (lower case) and of its complement (as printed)."""
    inside = [low for low in modifiers if low not in lexicon.dropped]
    ranks: list[str] = []
    kept = _KEPT | _OF_BODIES if head.takes == "body" and len(inside) > 1 else _KEPT
    while inside and inside[0] in lexicon.ranks and inside[0] not in kept and inside[1:2] != ["affairs"]:
        ranks.append(inside.pop(0))
    while len(inside) > 1 and inside[-1] in _JUNIOR:
        ranks.append(
            inside.pop()
        )  # "the forum's deputy secretary-general", "State Department deputy spokesman"
    if ranks and not inside and ranks[-1] in _ORDINALS and head.role in _UNNUMBERED:
        ranks.pop()  # "Peru's first woman president"
    modifier = _cased(" ".join(_tidy(inside)), lexicon).replace(" ,", ",")
    after = _cased(
        " ".join(complement).replace(" 's", "'s").replace("s ' ", "s' ").replace(" ,", ","), lexicon
    )
    rank = "".join(f"{word.capitalize()} " for word in ranks)
    return _title(head, rank, modifier, after), role(
        head, [*inside, *map(str.lower, complement)], ranks, lexicon
    )


def _title(head: Head, rank: str, modifier: str, after: str) -> str:
    if head.takes == "portfolio":
        subject = " and ".join(part for part in (modifier, after) if part)
        if subject.lower() in {"foreign", "external", "home"}:
            subject += " Affairs"
        return f"{rank}{head.title} of {subject}" if subject else f"{rank}{head.title}"
    if head.takes == "body":
        title = f"{rank}{head.title}"
        if modifier.lower() in _ARMED:
            title = f"{rank}{modifier} {head.title}"
        elif modifier:
            title += f" of the {_body(modifier)}"
        if after:
            title += f" {after}" if after.split(maxsplit=1)[0].lower() in _PREPOSITIONS else f" of {after}"
        return title
    return " ".join(part for part in (rank.strip(), modifier, head.title, after) if part)


def role(head: Head, subject: Sequence[str], ranks: Sequence[str], lexicon: OfficeWords) -> str:
    """The role concept; ``subject`` are the words of portfolio or body, in lower case."""
    junior = not _JUNIOR.isdisjoint(ranks)
    if head.words == ("secretary",) and {"security", "council"} <= set(subject):
        return "national-security-adviser"
    if head.words == ("secretary",) and "of" in subject and _DEPARTMENTS & set(subject):
        return "permanent-secretary"
    if head.role == "minister" and head.takes in {"portfolio", "post"}:
        named = next((lexicon.portfolio_roles[w] for w in subject if w in lexicon.portfolio_roles), None)
        if junior:
            return "deputy-foreign-minister" if named == "foreign-minister" else "deputy-minister"
        if "shadow" in ranks:
            return "legislator"
        return named or "minister"
    if junior:
        return _DEPUTIES.get(head.role, head.role)
    for roles, words, exact in _BY_SUBJECT:
        if head.role in roles and not words.isdisjoint(subject):
            return exact
    return head.role


def distributed(title: str, count: int) -> list[str]:
    """ "Minister of Finance and Defence" for two holders: the title of each; none where they share it."""
    rank, found, subject = title.partition("Minister of ")
    parts = [part for part in re.split(r", (?:and )?| and ", subject) if part]
    if not found or count < 2 or len(parts) != count:
        return []
    full = [f"{part} Affairs" if part in {"Foreign", "External"} else part for part in parts]
    return [f"{rank}Minister of {part}" for part in full]


def minister(title: str, lexicon: OfficeWords) -> str:
    """The role of a minister by the normalised title."""
    rank, _, subject = title.partition("Minister of ")
    words = subject.lower().split()
    named = next((lexicon.portfolio_roles[w] for w in words if w in lexicon.portfolio_roles), "minister")
    if rank.strip():
        return "deputy-foreign-minister" if named == "foreign-minister" else "deputy-minister"
    return named


def deputy_of(title: Title) -> Title:
    """The office of the deputy of an office's holder."""
    junior = _DEPUTIES.get(title.role) or (
        "deputy-minister" if title.role.endswith("minister") else title.role
    )
    return replace(title, title=f"Deputy {title.title}", role=junior, capacity="current")


def _tidy(words: list[str]) -> list[str]:
    while words and words[-1] in _LINKS:
        words.pop()
    return [word for word in words if word not in {"'s", "'"}]


def _cased(text: str, lexicon: OfficeWords) -> str:
    words = text.split()
    out = []
    for index, word in enumerate(words):
        low = lexicon.spelling.get(word.lower(), word.lower())
        if word.lower() in _SMALL and index:
            out.append(word.lower())
        elif low != word.lower():
            out.append(low.capitalize())
        elif word.islower():
            out.append(word.capitalize() if index or word not in _PREPOSITIONS else word)
        else:
            out.append(word)
    return " ".join(out)


def _body(modifier: str) -> str:
    """ "Foreign Ministry" -> "Ministry of Foreign Affairs"; "State Department" -> "Department of State"."""
    words = modifier.split()
    if len(words) > 1 and words[-1] in {"Ministry", "Department"}:
        subject = " ".join(words[:-1])
        if subject in {"Foreign", "External"}:
            subject += " Affairs"
        return f"{words[-1]} of {subject}"
    return modifier
