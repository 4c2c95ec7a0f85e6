"""Where: the place expression that belongs to one telling."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction import gazetteer
from communique.extraction.document import Reference, Referent
from communique.extraction.events.clauses.clause import phrases, verbal
from communique.extraction.events.clauses.particulars import tellers
from communique.extraction.events.event import Located
from communique.extraction.events.parties.referents import homes
from communique.extraction.events.places import adverbs, unlisted
from communique.extraction.gazetteer import frames
from communique.extraction.time.words import WEEKDAYS
from communique.model.claims import Kind
from communique.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.events.telling import Parties
    from communique.extraction.gazetteer.entries import Place

_BACK = 60
"""Tokens that "the country" looks back."""
_STEP = 14
"""Tokens from one place of a list to the next, past the days between."""
_ABOUT = frozenset({"discuss", "review", "debate", "explore", "raise"})
"""The object of these is no place: "discussed the bases in Syria"."""
_TOPIC = frozenset({"on", "about", "over", "regarding", "concerning", "against", "toward", "towards"})
"""What lies below these is spoken of: "talks on the situation in Palestine"."""
_TALKING = frozenset(
    ["hold", "have", "talk", "speak", "confer", "consult", "negotiate", "brief", "update", "inform",
     "discussion", "negotiation", "consultation"]
)  # fmt: skip
_SPEAKING = frozenset({"speak", "talk", "inform", "tell"})
"""What they do "of" something."""
_STANDING = frozenset({"arrival", "board", "day", "eve", "island", "occasion", "site", "stop", "tour", "way"})
_AT = frozenset({"in", "at", "near", "outside", "aboard"})
_FIXED = frozenset({"plan", "schedule", "set", "slate", "fix", "arrange"})
"""Participles before "for Geneva": where it is to be."""
_ABROAD = frozenset({"embassy", "consulate", "legation", "mission", "chancery", "residence", "villa"})
_AGENTS = frozenset({"ambassador", "consul", "envoy", "embassy"})
_SAME = frozenset({"city", "town", "place", "venue", "resort", "capital", "hotel", "building"})
"""Nouns that take up the place named before: "in the same city"."""
_VENUE = frozenset(
    [
        "mansion", "villa", "castle", "guesthouse", "embassy", "office", "church", "cathedral", "mosque",
        "university", "stadium", "centre", "center", "club", "museum", "restaurant", "chateau", "monastery",
        "temple", "theatre", "theater", "library", "academy", "compound", "complex", "retreat", "ranch",
        "estate", "lodge", "apartment", "house", "hospital", "courthouse", "barracks",
    ]
)  # fmt: skip
"""Houses that a city is named before: "a Geneva villa"."""


def place(analysis: Analysis, trigger: Token, verb: Token | None) -> Located | None:
    """The place of an event: below its noun or verb first, then in the clause that holds it."""
    for head in _heads(trigger, verb):
        found = _place_below(analysis, head)
        if found is not None:
            return found
    return None


def _heads(trigger: Token, verb: Token | None) -> Iterator[Token]:
    """The trigger, what describes it ("to be held in"), and the verbs above it that share its place."""
    yield trigger
    yield from tellers(frames.load(), trigger)
    if verb is not None and verb != trigger:
        yield verb
    current = verb if verb is not None else trigger
    for _ in range(4):
        above = _shared(current)
        if above is None:
            return
        yield above
        current = above


def _shared(verb: Token) -> Token | None:
    """The verb above with the same place: "is scheduled in Rome to meet", "arrived in Rome and met"."""
    head = verb.head
    if head == verb or not verbal(head):
        return None
    if verb.dep_ == "xcomp" or (verb.dep_ in {"conj", "advcl"} and not _own_subject(verb)):
        return head
    return None


def _own_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)


def _place_below(analysis: Analysis, head: Token) -> Located | None:
    for preposition, noun in (*phrases(head), *adverbs.back_in(head)):
        if preposition in _AT or (preposition == "for" and head.lemma_ in _FIXED):
            found = located(analysis, noun)
            if found is not None and not _spoken_of(analysis, head, found):
                return found
    for child in (*head.children, *adverbs.beside_here(head)):
        if child.lower_ == "here" and analysis.dateline_place:
            return Located(analysis.dateline_place, Span(child.idx, child.idx + 4), "dateline")
        if child.lower_ == "there" and child.dep_ == "advmod":
            found = _named_before(analysis, child)
            if found is not None:
                return replace(found, span=analysis.span(child.i, child.i + 1), implied_by="there")
        if child.dep_ in {"compound", "nmod"} and not verbal(head) and head.lemma_ != "round":
            places = [one for one in analysis.places_at(child) if one.kind is Kind.PLACE]
            if places and analysis.country_of(places[0]) is not None:
                return Located(places[0].id, analysis.span(child.i, child.i + 1))
    where = next((child for child in head.children if child.lower_ == "where"), None)
    if head.dep_ == "relcl" and where is not None:
        return _antecedent(analysis, head.head, where)
    return _deeper(analysis, head)


def _spoken_of(analysis: Analysis, head: Token, found: Located) -> bool:
    """Whether a country behind the object is part of it: "discussed the truce in Mali", not "in Oslo"."""
    if head.lemma_ not in _ABOUT or analysis.referents[found.referent].kind is not Kind.COUNTRY:
        return False
    return any(child.dep_ == "dobj" and child.idx < found.span.start for child in head.children)


def _antecedent(analysis: Analysis, noun: Token, where: Token) -> Located | None:
    """What "where" stands for; the parser may hang it on a day, or on the country behind a city of it."""
    found = located(analysis, noun)
    before = _named_before(analysis, where, start=analysis.sentence_of(where).start)
    if found is None:
        return before
    city = before
    while city is not None and analysis.referents[found.referent].kind is Kind.COUNTRY:
        one = analysis.referents[city.referent]
        country = analysis.country_of(one)
        if one.kind is Kind.PLACE and country is not None and country.id == found.referent:
            return city
        first = next(t for t in noun.doc if t.idx >= city.span.start)
        city = _named_before(analysis, first, start=analysis.sentence_of(where).start)
    return found


def _named_before(analysis: Analysis, token: Token, start: int | None = None) -> Located | None:
    """The place named last before a word."""
    first = max(0, token.i - _BACK) if start is None else start
    for index in range(token.i - 1, first - 1, -1):
        reference = _place_reference(analysis, index)
        if reference is not None and not reference.of_title:
            city = _city_before(analysis, reference) if start is None else None
            return Located(reference.referents[0], reference.span) if city is None else city
    return None


def _city_before(analysis: Analysis, land: Reference) -> Located | None:
    """Cuzco, where "there" follows "to Cuzco, Peru"."""
    one = analysis.referents[land.referents[0]]
    if one.kind is not Kind.COUNTRY or land.start < 2 or analysis.doc[land.start - 1].text != ",":
        return None
    city = _place_reference(analysis, land.start - 2)
    if city is None or analysis.country_of(analysis.referents[city.referents[0]]) is not one:
        return None
    return Located(city.referents[0], city.span)


def _deeper(analysis: Analysis, head: Token) -> Located | None:
    """ "met the foreign minister in Geneva", where the parser hangs Geneva on the minister."""
    for token in head.subtree:
        if (
            token.dep_ == "prep"
            and token.lower_ in {"in", "at"}
            and token.i > head.i
            and _only_nouns(token, head)
            and not (head.lemma_ in _ABOUT and _of_object(token, head))
        ):
            for child in token.children:
                if child.dep_ == "pobj":
                    found = located(analysis, child)
                    if found is not None and not _spoken_of(analysis, head, found):
                        return found
    return None


def _of_object(token: Token, head: Token) -> bool:
    return any(above.dep_ == "dobj" and above.head == head for above in token.ancestors)


def _only_nouns(token: Token, head: Token) -> bool:
    current = token.head
    while current != head:
        if verbal(current) or current.head == current or _topical(current) or adverbs.counted(current):
            return False
        current = current.head
    return True


def _topical(preposition: Token) -> bool:
    """Whether a preposition leads to what is spoken of: not "on Monday", "on a visit", "on the sidelines"."""
    of = preposition.lower_ == "of" and preposition.head.lemma_ in _SPEAKING
    if preposition.dep_ != "prep" or not (of or preposition.lower_ in _TOPIC):
        return False
    if not of and preposition.head.lemma_ not in _TALKING:  # "a conference on fish in Rome" was in Rome
        return False
    known = frames.load()
    return not any(
        child.ent_type_ in {"DATE", "TIME"}
        or child.lemma_.lower() in known.nouns
        or child.lower_ in known.words["aside"] | _STANDING
        for child in preposition.children
    )


def located(analysis: Analysis, noun: Token) -> Located | None:
    """The place that a noun names or lies in: "Geneva", "a hotel in Geneva"; no continents and seas."""
    site = noun.lemma_.lower() in frames.load().words["site"] | _VENUE
    below = [child for child in noun.children if child.dep_ in {"appos", "poss"}]
    below.extend(token for name, token in phrases(noun) if name in {"in", "of", "at", "near", "outside"})
    if site:
        joined = {"compound", "nmod", "amod", "npadvmod"}  # the last in "at State House, Nakuru"
        below.extend(child for child in noun.children if child.dep_ in joined)
        below.extend(unlisted.after_comma(noun))
    if noun.lower_ in WEEKDAYS:  # "in Tbilisi Wednesday", read as one name
        below.extend(child for child in noun.children if child.dep_ in {"compound", "nmod"})
    if noun.lemma_.lower() in _SAME and any(child.lower_ == "same" for child in noun.children):
        again = _named_before(analysis, noun)
        words = analysis.span(noun.i, noun.i + 1)
        return replace(again, span=words, implied_by="the same place") if again is not None else None
    lesser = unlisted.before_state(analysis, noun)
    if lesser is not None:
        return lesser
    whole: Located | None = None
    for token in (noun, *below):
        seat = next((r for r in analysis.references_at(token) if r.detector == "seat"), None)
        if seat is not None:  # "at the Kremlin"
            city = capital(
                analysis, analysis.referents[seat.referents[0]], seat.span, "the seat of government"
            )
            if city is not None:
                return city
        for one in analysis.places_at(token):
            if analysis.country_of(one) is not None:
                found = Located(one.id, _words(analysis, token, one))
                if one.kind is Kind.PLACE:
                    return found
                whole = whole or _city_state(analysis, one, found)
        if token == noun and whole is not None:
            return whole
    return (
        unlisted.place(analysis, noun)
        or (_capital_of(analysis, noun) if site else None)
        or whole
        or (_land_of(analysis, noun) if site else None)
    )


def _city_state(analysis: Analysis, country: Referent, found: Located) -> Located:
    """ "In Singapore" names the city, too."""
    city = capital(analysis, country, found.span, "a city that is a state")
    same = city is not None and analysis.referents[city.referent].label == country.label
    return replace(city, implied_by=None) if city is not None and same else found


def _capital_of(analysis: Analysis, noun: Token) -> Located | None:
    words = analysis.span(noun.i, noun.i + 1)
    if noun.lower_ == "headquarters":  # "at UN headquarters"
        return next(
            (found for one in _bodies(analysis, noun) if (found := _seat(analysis, one, words))), None
        )
    if noun.lemma_ != "capital":
        return None
    return next(
        (
            found
            for _, one in unlisted.owners(analysis, noun)
            if (found := capital(analysis, one, words, "the capital"))
        ),
        None,
    )


def _bodies(analysis: Analysis, noun: Token) -> Iterator[Referent]:
    for token in noun.children:
        for one in analysis.polities_at(token) if token.dep_ in {"amod", "poss", "compound", "nmod"} else ():
            if one.kind is Kind.ORGANIZATION:
                yield one


def _seat(analysis: Analysis, body: Referent, words: Span) -> Located | None:
    """The city of an organisation."""
    known = gazetteer.load()
    polity = known.polities.get(body.gazetteer or "")
    place = known.place(polity.capitals[0]) if polity is not None and polity.capitals else None
    return _city(analysis, place, words, "the seat of the organisation") if place is not None else None


def _land_of(analysis: Analysis, noun: Token) -> Located | None:
    if noun.lemma_.lower() in _ABROAD or any(child.lemma_.lower() in _AGENTS for child in noun.children):
        return None  # "at the American embassy", "at the American ambassador's residence"
    return next(
        (Located(one.id, _words(analysis, token, one)) for token, one in unlisted.owners(analysis, noun)),
        None,
    )


def capital(analysis: Analysis, country: Referent, words: Span, reason: str) -> Located | None:
    """The capital of a state, where it has one that is known."""
    known = gazetteer.load()
    polity = known.polities.get(country.gazetteer or "")
    if polity is None or not polity.capitals or not polity.is_country:
        return None
    place = known.place(polity.capitals[0], polity.key) or known.place(polity.capitals[0])
    if place is None:
        return None
    return _city(analysis, place, words, reason, polity.key)


def _city(analysis: Analysis, place: Place, words: Span, reason: str, within: str | None = None) -> Located:
    name = place.key.replace("/", "-")
    if name not in analysis.referents:
        analysis.add(
            Referent(name, Kind.PLACE, place.label, gazetteer=place.key, within=within or place.country)
        )
    return Located(name, words, reason)


def _words(analysis: Analysis, token: Token, referent: Referent) -> Span:
    for reference in analysis.references_at(token):
        if referent.id in reference.referents:
            return reference.span
    return analysis.span(token.i, token.i + 1)


def land(analysis: Analysis, noun: Token, visitors: Parties) -> Located | None:
    """What "the country" or "the kingdom" stands for: the last one named that is not the visitors'."""
    if noun.lemma_.lower() not in frames.load().words["land"]:
        return None
    own = homes(analysis, visitors)
    for index in range(noun.i - 1, max(-1, noun.i - _BACK), -1):
        named = (*map(analysis.country_of, analysis.places_at(index)), *analysis.polities_at(index))
        for country in named:
            if country is not None and country.kind is Kind.COUNTRY and country.id not in own:
                return Located(country.id, analysis.span(noun.i, noun.i + 1), "the country named before")
    return None


def listed(analysis: Analysis, token: Token) -> list[Located]:
    """The place at ``token`` and those listed after it: "Tanzania, the Republic of Kenya and Egypt"."""
    first = located(analysis, token)
    if first is None:
        return []
    found = [first]
    reference = _place_reference(analysis, token.i)
    while reference is not None:
        at = _next_listed(analysis, reference.end)
        reference = _place_reference(analysis, at) if at is not None else None
        if reference is None or token.doc[reference.head].dep_ in {
            "nsubj",
            "nsubjpass",
            "poss",
            "compound",
            "amod",
        }:
            break
        found.append(Located(reference.referents[0], reference.span))
    return found


def _next_listed(analysis: Analysis, at: int) -> int | None:
    """Where the next of a list stands, past joints and the days of the one before: "on Monday, Belgrade"."""
    doc, joints, opened = analysis.doc, 0, False
    for index in range(at, min(at + _STEP, len(doc))):
        token = doc[index]
        dated = any(one.span.start <= token.idx < one.span.end for one in analysis.timexes)
        if token.lower_ in {",", "and", "&"} and not dated:
            joints += 1
        elif token.text in {"(", ")"}:
            opened = token.text == "("
        elif joints and token.dep_ == "conj" and token.lower_ in {"in", "to"}:
            continue  # "in Zagreb last week and in Belgrade on Monday"
        elif token.lower_ not in {"the", *(("on", "from") if not joints else ())} and not (dated or opened):
            return index if joints else None
    return None


def _place_reference(analysis: Analysis, index: int) -> Reference | None:
    for reference in analysis.references_at(index):
        one = analysis.referents[reference.referents[0]] if reference.referents else None
        if one is None:
            continue
        if one.kind in {Kind.PLACE, Kind.COUNTRY} and reference.detector not in {"demonym", "side"}:
            return reference if analysis.country_of(one) is not None else None
    return None
