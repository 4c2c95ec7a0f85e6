"""Countries, organisations and cities in the words of an article, by the gazetteer's names.

A ``Spot`` is found in words; ``refer`` turns spots into referents and references.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from communique.extraction.document import Analysis, Reference, Referent
from communique.extraction.gazetteer import Gazetteer, Hit, Match, Polity, incumbents
from communique.extraction.gazetteer.given import gender_of
from communique.extraction.names import WORDS, leaning, may_name
from communique.extraction.polities import formal_names, homonyms
from communique.extraction.polities.companies import companies
from communique.extraction.polities.spot import Spot
from communique.extraction.words import Word
from communique.model.claims import Kind

_SIDES = frozenset(
    [
        "delegation",
        "delegations",
        "side",
        "officials",
        "official",
        "authorities",
        "government",
        "leadership",
        "diplomats",
        "negotiators",
        "counterparts",
        "team",
        "mission",
        "leaders",
        "ministers",
        "envoys",
        "lawmakers",
        "parliamentarians",
        "representatives",
    ]
)
_GEO = frozenset(
    [
        "airport",
        "base",
        "province",
        "region",
        "city",
        "district",
        "state",
        "governorate",
        "county",
        "river",
        "bay",
        "island",
        "islands",
        "peninsula",
        "valley",
        "university",
        "international",
        "air",
        "naval",
        "army",
        "port",
        "harbour",
        "harbor",
        "street",
        "square",
        "times",
        "post",
    ]
)
_COMPANY = frozenset(
    {"corp", "inc", "ltd", "co", "plc", "llc", "nv", "ag", "sa", "spa", "brewery", "corporation"}
)


_LOCAL = frozenset(
    {
        "gov.", "governor", "lt.", "lieutenant", "mayor", "premier", "sen.", "senator", "rep.", "cm", "chief",
        "menteri",
    }
)  # fmt: skip
"""Words of offices in a part of a state, which its name stands before: "Texas Gov. NAME"."""
_TITLES = frozenset(
    {"president", "minister", "premier", "secretary", "chancellor", "king", "prince", "ambassador", "general"}
)


def find(
    words: Sequence[Word], doc: Doc, text: str, gazetteer: Gazetteer, year: int | None = None
) -> list[Spot]:
    """The longest names at each place, left to right, none overlapping; no parts of persons' names.

    ``text`` is the doc's. ``year`` is that of the article: Bonn stood for West Germany once.
    """
    persons = {token: one for one in doc.ents for token in range(one.start, one.end)}
    at = {word.span.start: index for index, word in enumerate(words)}
    ends = {word.span.end: index + 1 for index, word in enumerate(words)}
    spots: list[Spot] = []
    firms = companies(words)
    hits = gazetteer.scan(text)
    gone = [one for one in gazetteer.polities.values() if one.kind == "historical" and _lasted(one, year)]
    named = _called_after_towns(words, at, hits, persons, year)
    for hit in hits:
        if hit.match.how == "place" and hit.text in named:
            continue
        start, end = at.get(hit.span.start), ends.get(hit.span.end)
        if start is None or end is None or words[start].sentence != words[end - 1].sentence:
            continue
        if not (
            _in_a_name(words, start, end, hit.match, persons)
            or _of_a_company(words, end, hit.match)
            or _a_company(words, start, end, hit.match, firms)
            or _another_council(words, start, end)
            or leaning(words, start)
        ):
            spot = _spot(start, end, hit.match)
            printed = text[hit.span.start : hit.span.end]
            spots.append(formal_names.whole(words, _at_the_time(spot, printed, gone)))
    return homonyms.told_apart(spots, words, doc, gazetteer)


def _lasted(polity: Polity, year: int | None) -> bool:
    return year is not None and (polity.since or 0) <= year <= (polity.until or 9999)


def _at_the_time(spot: Spot, printed: str, gone: Sequence[Polity]) -> Spot:
    """The state of that year, gone today, that a name, seat or capital stood for: Bonn, "the FRG"."""
    for polity in gone:
        if (
            spot.kind == "country"
            and polity.successor == spot.key
            and printed in (*polity.names, *polity.seats)
        ):
            return replace(spot, key=polity.key, label=polity.label)
        if spot.kind != "place" or polity.successor is None or polity.successor != spot.within:
            continue
        if {spot.label, printed, printed.title()} & set(polity.capitals):
            return replace(spot, form="capital", within=polity.key)
    return spot


def _in_a_name(
    words: Sequence[Word], start: int, end: int, match: Match, persons: Mapping[int, Span]
) -> bool:
    """Whether the word is rather part of a person's name ("Victoria" Nuland, Michael "Jordan")."""
    if match.how not in {"place", "country", "capital"}:
        return False
    if start > 1 and words[start - 1].low == "of" and words[start - 2].low in _LOCAL:
        return False  # "Governor of Guangdong NAME"
    given = start > 0 and gender_of(f"{words[start - 1].text} {words[start].text}") is not None
    city = match.how != "country" or given  # no "Foreign Minister Visits Russia"
    if end - start == 1 and (_amid_names(words, start) or (city and _last_name(words, start, persons))):
        return True
    if match.how != "place" and not match.ambiguous:
        return False
    first, last = words[start].first, words[end - 1].last
    entity = persons.get(first)
    if entity is not None and last > entity.end:
        entity = None
    following = words[end] if end < len(words) and words[end].sentence == words[start].sentence else None
    joined = (
        following is not None and may_name(following) and following.span.start == words[end - 1].span.end + 1
    )
    if entity is not None and entity.label_ == "PERSON" and len(entity) > last - first:
        return joined or entity.start < first
    before = words[start - 1].low if start and words[start - 1].sentence == words[start].sentence else ""
    if before in WORDS.honorifics or (
        joined and before in {"president", "minister", "leader", "secretary", "premier"}
    ):
        return True
    return (
        joined
        and end - start == 1
        and match.how != "country"
        and following is not None
        and following.low not in _GEO | _LOCAL
    )


def _called_after_towns(
    words: Sequence[Word],
    at: Mapping[int, int],
    hits: Sequence[Hit],
    persons: Mapping[int, Span],
    year: int | None,
) -> frozenset[str]:
    """Family names that are towns, too, by a title or as a leader's: "President Kennedy", not in Bogota."""
    found: set[str] = set()
    for hit in hits:
        start = at.get(hit.span.start)
        if hit.match.how != "place" or start is None or " " in hit.text:
            continue
        entity = persons.get(words[start].first)
        person = entity is not None and entity.label_ == "PERSON"
        if person and year is not None and incumbents.leads(hit.text, year, person=True):
            found.add(hit.text)
        if start == 0:
            continue
        told = hit.match.ambiguous or person
        titled = words[start - 1].sentence == words[start].sentence and words[start - 1].low in _BEFORE_NAMES
        if titled and told:
            found.add(hit.text)
    return frozenset(found)


_BEFORE_NAMES = frozenset({"president", "premier", "chancellor", "senator", "general", "governor", "colonel"})


def _last_name(words: Sequence[Word], index: int, persons: Mapping[int, Span]) -> bool:
    """Whether a word ends a name behind a title: "President Ricardo Lagos"."""
    if index < 2 or words[index - 2].sentence != words[index].sentence:
        return False
    entity = persons.get(words[index].first)
    person = entity is not None and entity.label_ == "PERSON" and entity.start <= words[index - 1].first
    after = words[index + 1].low if index + 1 < len(words) else ""
    return words[index - 2].low in _TITLES and may_name(words[index - 1]) and person and after not in _GEO


def _amid_names(words: Sequence[Word], index: int) -> bool:
    """Whether a word stands between a given and a family name: "President Hernan Lagos Urrutia"."""
    if (
        index < 2
        or index + 1 >= len(words)
        or len({one.sentence for one in words[index - 2 : index + 2]}) > 1
    ):
        return False
    title, before, after = words[index - 2], words[index - 1], words[index + 1]
    close = after.span.start == words[index].span.end + 1
    return title.low in _TITLES and may_name(before) and may_name(after) and close and after.low not in _GEO


def _of_a_company(words: Sequence[Word], end: int, match: Match) -> bool:
    """Whether a city's name is a company's ("San Miguel Corp")."""
    return match.place is not None and end < len(words) and words[end].low.strip(".") in _COMPANY


def _a_company(
    words: Sequence[Word], start: int, end: int, match: Match, firms: frozenset[tuple[str, ...]]
) -> bool:
    """Whether a town's name is that of a company of this article and nothing says that a place is meant."""
    if match.how != "place" or tuple(word.low for word in words[start:end]) not in firms:
        return False
    before = words[start - 1].low if start else ""
    return before not in {"in", "at", "near", "from", "to", "outside"}


def _another_council(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether "Security Council" is a state's own: "Russian", "Iran's", or with a secretary."""
    if [word.low for word in words[start:end]] != ["security", "council"] or start == 0:
        return False
    near = [word.low for word in words[max(0, start - 3) : start]]
    if "secretary" in near and near[-1] in {"of", "the"}:
        return True
    if (
        end < len(words)
        and words[end].low in {"secretary", "deputy"}
        and words[start - 1].low not in {"un", "u.n."}
    ):
        return True
    before = words[start - 1]
    owned = before.low == "'s" or (before.capital and before.low not in {"the", "un", "u.n.", "nations"})
    return before.sentence == words[start].sentence and owned


def _spot(start: int, end: int, match: Match) -> Spot:
    if match.place is not None:
        within = match.polity.key if match.polity is not None else match.place.country
        return Spot(start, end, match.place.key, match.place.label, "place", match.how, within)
    assert match.polity is not None
    kind = "country" if match.polity.is_country else "organization"
    return Spot(start, end, match.polity.key, match.polity.label, kind, match.how)


def refer(analysis: Analysis, words: Sequence[Word], spots: Sequence[Spot], gazetteer: Gazetteer) -> None:
    """Make referents and references of the spots, and of the sides they head ("Chinese officials")."""
    for spot in spots:
        start, end = words[spot.start].first, words[spot.end - 1].last
        span = analysis.span(start, end)
        head = analysis.doc[start:end].root.i
        if spot.kind == "place":
            place = _referent(analysis, spot, gazetteer)
            analysis.refer(Reference(start, end, head, span, (place.id,), "place"))
            if spot.form == "capital" and spot.within and _acts(analysis, head):
                country = analysis.country(spot.within, gazetteer.polity(spot.within).label)
                analysis.refer(Reference(start, end, head, span, (country.id,), "capital", certainty=0.7))
            continue
        polity = _referent(analysis, spot, gazetteer)
        analysis.refer(Reference(start, end, head, span, (polity.id,), spot.form))
        if spot.form in {"demonym", "country", "organization"}:
            _side(analysis, words, spot, polity)


def _referent(analysis: Analysis, spot: Spot, gazetteer: Gazetteer) -> Referent:
    name = spot.key.replace("/", "-")
    known = analysis.referents.get(name)
    if known is None:
        kind = Kind(spot.kind)
        known = analysis.add(Referent(name, kind, spot.label, gazetteer=spot.key, within=spot.within))
        if spot.kind == "place" and spot.within:
            analysis.country(spot.within, gazetteer.polity(spot.within).label)
    return known


def _acts(analysis: Analysis, head: int) -> bool:
    """Whether a capital stands for its government: a subject, or one end of "between X and Y"."""
    token = analysis.doc[head]
    if token.dep_ in {"nsubj", "nsubjpass", "agent"}:
        return True
    while token.dep_ == "conj":
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ in {"between", "with", "by"}


def _side(analysis: Analysis, words: Sequence[Word], spot: Spot, polity: Referent) -> None:
    """ "Chinese officials", "the Russian side": a reference of the whole phrase to the polity."""
    index = spot.end
    while index < min(len(words), spot.end + 4) and words[index].low not in _SIDES:
        word = words[index]
        if word.low not in {
            "'s",
            "'",
            "senior",
            "top",
            "foreign",
            "military",
            "defence",
            "defense",
            "government",
        }:
            return
        index += 1
    if index >= min(len(words), spot.end + 4) or words[index].sentence != words[spot.start].sentence:
        return
    start, end = words[spot.start].first, words[index].last
    analysis.refer(
        Reference(
            start, end, words[index].first, analysis.span(start, end), (polity.id,), "side", nominal=True
        )
    )
