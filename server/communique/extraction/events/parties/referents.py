"""Which persons and sides a noun of the sentence stands for."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import phrases, surface_subjects, verbal
from communique.extraction.events.parties.listing import listed
from communique.extraction.events.telling import Parties
from communique.model.claims import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from communique.extraction.document import Analysis, Referent
    from communique.extraction.gazetteer.frames import Frames
    from communique.model.text import Span

_NAME = 5
"""Tokens behind "with" within which somebody is named."""
_FAR = 14
"""Tokens behind a trigger within which "with X" belongs to it, if only time and place stand between."""
_FOLLOWED, _LED = 3, 2
"""Sentences in which "it" may mean the delegation told of before; behind one, that may say who leads it."""
_TOP = frozenset({"president", "prime-minister", "monarch", "chancellor", "crown-prince", "supreme-leader"})
_ONE_A_STATE = frozenset({"president", "prime-minister", "monarch", "foreign-minister"})
_AT_HOME = frozenset(
    {
        "legislator", "opposition-leader", "party-leader", "governor", "regional-leader", "mayor", "speaker",
        "judge", "prosecutor", "police-chief", "committee-chair", "candidate", "executive", "other",
        "central-bank-governor", "rebel-leader", "religious-leader", "royal", "chief-of-staff",
    }
)  # fmt: skip
"""Roles whose holders mostly meet their own country's people."""
_SENT = frozenset(
    {
        "envoy", "ambassador", "negotiator", "head-of-mission", "secretary-general",
        "deputy-secretary-general", "organization-head", "commissioner", "special-rapporteur",
    }
)  # fmt: skip
"""Roles whose holders meet those of other states."""
_OUTWARD = frozenset({"foreign-minister", "deputy-foreign-minister", "defence-minister"})
"""Roles whose holders mostly meet those of other states."""
_ABROAD = frozenset({"counterpart", "colleague", "ally", "partner", "neighbour", "neighbor", "foe"})
_COLLEAGUE = re.compile(r"\b(?:counterpart|colleague|opposite number)s?\b", re.IGNORECASE)
_PLAIN = frozenset({"senior", "top", "local", "high-ranking", "leading", "other", "high", "several", "key"})
"""What may stand before officials without telling whose they are."""
_WITH = frozenset({"accompanied", "joined", "flanked", "headed", "led"})
_PARTS = frozenset(
    {
        "member", "economy", "country", "state", "nation", "side", "group", "region", "province",
        "prefecture", "city",
    }
)  # fmt: skip
"""Of whom, or of what part, officials may be: "leaders of the countries of", "envoys of the region of"."""
_BELOW = frozenset({"amod", "compound", "nmod", "poss", "nummod"})


def parties_of(analysis: Analysis, frames: Frames, token: Token) -> Parties:
    """Persons and sides that ``token``, as the head of a noun phrase, stands for."""
    found = Parties()
    people = _people(analysis, token)
    if people:
        for person, words in (*people, *listed(analysis, token)):
            found.people.setdefault(person.id, words)
    else:
        for side, words in _sides(analysis, frames, token):
            found.sides[side.id] = words
        author = token.lower_ in {"i", "we", "me"} and not _quoted(analysis, token)
        own = any(child.dep_ == "poss" and child.lower_ in {"his", "her", "its"} for child in token.children)
        somebody = author or (
            token.lemma_.lower() in frames.words["officials"]
            and (not own or token.lemma_.lower() in _ABROAD)  # "his advisers" are no other side
        )
        found.unnamed = not found.sides and somebody
        found.officials = found.unnamed and _of_government(token)
    _companions(analysis, frames, token, found)
    if not found.people and token.pos_ in {"NOUN", "PRON"}:
        found.add(_of_delegation(analysis, frames, token, found))
        found.unnamed = found.unnamed and not len(found)
    if not people:
        _included(analysis, frames, token, found)
    return found


def _of_government(token: Token) -> bool:
    """ "Officials", "the authorities", "government leaders", "local ministers"."""
    before = {child.lower_ for child in token.children if child.dep_ in {"amod", "compound"}}
    plain = token.lemma_.lower() in {"official", "authority", "government", "minister"}
    return "government" in before or (plain and not before - _PLAIN)


def _quoted(analysis: Analysis, token: Token) -> bool:
    return analysis.quotes is not None and analysis.quotes.at(token.idx) is not None


def _included(analysis: Analysis, frames: Frames, token: Token, found: Parties) -> None:
    """ "Russian officials, including President X": X stands for the side, and comes by name."""
    if token.lemma_.lower() not in frames.words["officials"] | frames.words["delegations"]:
        return
    for child in token.children:
        if child.lower_ not in {"including", "notably"} or child.i < token.i:
            continue
        named = Parties()
        for below in child.children:
            if below.dep_ in {"pobj", "dobj"}:
                for one in (below, *below.conjuncts):
                    named.add(parties_of(analysis, frames, one))
        for name in named.people:
            found.sides.pop(analysis.referents[name].polity or "", None)
        found.people.update(named.people)


def _people(analysis: Analysis, token: Token) -> list[tuple[Referent, Span]]:
    people = _named(analysis, token)
    if people:
        return people
    for child in token.children:
        # "his Russian counterpart, Sergei Lavrov"
        if child.dep_ == "appos":
            names = [name for name in (child, *child.conjuncts) if _named(analysis, name)]
            if names:
                return [one for name in names for one in (*_named(analysis, name), *listed(analysis, name))]
    held = _held(analysis, token)
    if held:
        return held
    if token.lower_ in {"he", "she"} and not people:
        return _ahead(analysis, token)
    if token.pos_ == "PROPN":
        # a name that the parser and the name grammar cut differently
        for child in token.children:
            if child.dep_ == "compound" and child.pos_ == "PROPN" and child.i < token.i:
                people = _named(analysis, child)
                if people:
                    return people
    return []


def _ahead(analysis: Analysis, pronoun: Token) -> list[tuple[Referent, Span]]:
    """Cruz in "Speaking in Jakarta, where he is on a visit, Cruz said": who is named only behind."""
    for verb in pronoun.ancestors:
        for token in surface_subjects(verb) if verbal(verb) else ():
            if token.i > pronoun.i and verb.dep_ == "ROOT" and _named(analysis, token):
                return _named(analysis, token)
    return []


def _held(analysis: Analysis, token: Token) -> list[tuple[Referent, Span]]:
    """Who holds the office that the noun names, however far behind it the name stands."""
    return [
        (person, next((r.span for r in person.references if not r.nominal and r.start > token.i), title.span))
        for title in analysis.titles
        if title.start <= token.i < title.end
        for person in (analysis.referents[name] for name in title.holders)
    ]


def _named(analysis: Analysis, token: Token) -> list[tuple[Referent, Span]]:
    people = analysis.people_at(token)
    if not people:
        return []
    for reference in analysis.references_at(token):
        if {one.id for one in people} <= set(reference.referents):
            return [(one, reference.span) for one in people]
    return []


def _sides(analysis: Analysis, frames: Frames, token: Token) -> list[tuple[Referent, Span]]:
    """ "China", "Chinese officials", "leaders from Bhutan and India", "the two sides"."""
    own = [(one, _words(analysis, token, one)) for one in analysis.polities_at(token)]
    if token.lemma_.lower() not in frames.words["officials"] or len(own) > 1:
        return own
    found = list(own)
    for child in token.children:
        if child.dep_ in _BELOW:
            for one in (child, *child.conjuncts):
                found.extend((polity, _words(analysis, one, polity)) for polity in _actors(analysis, one))
    for preposition, noun in phrases(token):
        if preposition in {"of", "from"}:
            found.extend((polity, _words(analysis, noun, polity)) for polity in _actors(analysis, noun))
            if noun.lemma_.lower() in _PARTS:
                found.extend(_sides(analysis, frames, noun))
    return _once(found)


def _actors(analysis: Analysis, token: Token) -> Iterable[Referent]:
    """Countries and organisations that a token names, also inside a title."""
    for reference in analysis.references_at(token):
        for name in reference.referents:
            one = analysis.referents[name]
            if one.kind in {Kind.COUNTRY, Kind.ORGANIZATION}:
                yield one


def _words(analysis: Analysis, token: Token, referent: Referent) -> Span:
    for reference in analysis.references_at(token):
        if referent.id in reference.referents:
            return reference.span
    return analysis.span(token.i, token.i + 1)


def _companions(analysis: Analysis, frames: Frames, token: Token, found: Parties) -> None:
    """ "X, accompanied by Y", "X and his delegation"."""
    group = token.lemma_.lower() in frames.words["delegations"]
    for child in token.children:
        if (child.dep_ == "acl" and child.lower_ in _WITH) or (group and _led(frames, child)):
            for preposition, noun in phrases(child):
                if preposition == "by" and noun != token:
                    found.add(parties_of(analysis, frames, noun))
        elif group and child.dep_ == "prep" and child.lower_ == "under":
            for noun in child.children:
                if analysis.people_at(noun):
                    found.people.update(parties_of(analysis, frames, noun).people)
    if found.people and found.sides:
        # "a Ugandan delegation headed by X": the delegation is X's
        for name in found.people:
            home = analysis.referents[name].polity
            if home is None and len(found.sides) == 1:
                found.sides.clear()
            found.sides.pop(home or "", None)


def _of_delegation(analysis: Analysis, frames: Frames, token: Token, own: Parties) -> Parties:
    """Whom "it" or "the delegation" brings back, told of before; who is later said to lead "a delegation"."""
    it = token.lower_ in {"it", "its"}
    if not it and token.lemma_.lower() != "delegation":
        return Parties()
    here = analysis.sentence_of(token).index
    if not it and any(child.lower_ in {"a", "an"} for child in token.children):
        return _leader_told_later(analysis, frames, token, here)
    if own.sides or not (it or any(child.lower_ in {"the", "this"} for child in token.children)):
        return Parties()
    for index in range(token.i - 1, analysis.sentences[max(0, here - _FOLLOWED)].start - 1, -1):
        other = token.doc[index]
        subject = other.dep_ in {"nsubj", "nsubjpass"}
        if other.lemma_.lower() == "delegation":
            if it and not (subject or other.head.dep_ == "nsubj"):
                return Parties()
            return parties_of(analysis, frames, other)
        if it and subject and other.pos_ in {"NOUN", "PROPN"} and not analysis.people_at(other):
            return Parties()  # something else that may be meant
    return Parties()


def _leader_told_later(analysis: Analysis, frames: Frames, token: Token, here: int) -> Parties:
    """X in "met a delegation from Malta. The delegation is headed by X, the tourism minister"."""
    last = analysis.sentences[min(len(analysis.sentences) - 1, here + _LED)]
    for other in token.doc[analysis.sentences[here].end : last.end]:
        if other.lemma_ not in frames.words["leading"] or other.tag_ != "VBN":
            continue
        led = surface_subjects(other) if verbal(other) and other.dep_ != "acl" else [other.head]
        if any(one.lower_ in {"it", "delegation"} for one in led):
            for name, noun in phrases(other):
                if name == "by" and analysis.people_at(noun):
                    return Parties(people=dict(parties_of(analysis, frames, noun).people))
    return Parties()


def _led(frames: Frames, clause: Token) -> bool:
    """ "A delegation which was led by X"."""
    return clause.dep_ == "relcl" and clause.tag_ == "VBN" and clause.lemma_ in frames.words["leading"]


def _once(found: list[tuple[Referent, Span]]) -> list[tuple[Referent, Span]]:
    seen: dict[str, tuple[Referent, Span]] = {}
    for one, words in found:
        seen.setdefault(one.id, (one, words))
    return list(seen.values())


def homes(analysis: Analysis, parties: Parties) -> set[str]:
    """The countries and organisations that the parties act for, as far as known."""
    known = set(parties.sides)
    for name in parties.people:
        polity = analysis.polity_of(analysis.referents[name])
        if polity is not None:
            known.add(polity.id)
    return known


def several(analysis: Analysis, parties: Parties) -> bool:
    """Whether persons act for several countries: as far as known, or by an office that a state has one of."""
    held = Counter(role for name in parties.people for role in analysis.referents[name].roles & _ONE_A_STATE)
    known = homes(analysis, parties)
    return len(parties.people) > 1 and (len(known) > 1 or max(held.values(), default=0) > 1)


def _counterparts(analysis: Analysis, parties: Parties) -> bool:
    """Whether one is called the foreign counterpart of the other: "his Russian colleague"."""
    return any(
        set(title.holders) & parties.people.keys()
        and title.polity is not None
        and len(parties.people) > 1
        and _COLLEAGUE.search(analysis.quote(title.span))
        for title in analysis.titles
    )


def foreign(analysis: Analysis, parties: Parties) -> bool:
    """Whether the parties do not all act for one and the same country.

    Somebody without a known country counts as a foreigner, but beside somebody of the country that the
    article was written in only with an office that deals with others; of two such persons both must be
    at the top of a state.
    """
    known = homes(analysis, parties)
    if len(known) > 1 or _counterparts(analysis, parties):
        return True
    strangers = [
        analysis.referents[name] for name in parties.people if analysis.referents[name].polity is None
    ]
    if known and all(one.roles == {"opposition-leader"} for one in strangers):
        strangers = []
    if not strangers:
        return parties.unnamed and analysis.dateline_country not in known and bool(known)
    if not known:
        return sum(bool(one.roles & _TOP) for one in strangers) > 1 or _of_states(analysis, strangers)
    return analysis.dateline_country not in known or any(
        one.roles and not one.roles & _AT_HOME for one in strangers
    )


def _of_states(analysis: Analysis, people: list[Referent]) -> bool:
    """Whether two whose states are not told hold offices that make them of two: both a foreign minister."""
    held = [
        {
            title.role
            for title in analysis.titles
            if one.id in title.holders and title.capacity not in {"former", "late"}
        }
        for one in people
    ]
    for number, ours in enumerate(held):
        for theirs in held[number + 1 :]:
            alike = any(role in _OUTWARD or role.endswith("-minister") for role in ours & theirs)
            sent = any(a & _SENT and b - _AT_HOME - _SENT for a, b in ((ours, theirs), (theirs, ours)))
            received = any(a & _TOP and b & _OUTWARD for a, b in ((ours, theirs), (theirs, ours)))
            if alike or sent or received:
                return True
    return False


def behind(analysis: Analysis, frames: Frames, trigger: Token, preposition: str = "with") -> Parties:
    """Who is named right behind the trigger's "with", where the parser hangs something else on it."""
    near = [child for head in (trigger, *trigger.children) for child in head.children]
    for child in near:
        if child.lower_ != preposition or child.head.dep_ not in {trigger.dep_, "dobj"}:
            continue
        for index in range(child.i + 1, min(child.i + 4, len(trigger.doc))):
            if analysis.people_at(index):
                return _parties_at(analysis, frames, trigger.doc[index])
            if trigger.doc[index].is_punct:
                break
    return _far_behind(analysis, frames, trigger, preposition)


def _parties_at(analysis: Analysis, frames: Frames, token: Token) -> Parties:
    """Who is named at a token; nobody by "X's aides"."""
    reference = analysis.reference_at(token)
    owner = (
        reference is not None and reference.end < len(token.doc) and token.doc[reference.end].tag_ == "POS"
    )
    return Parties() if owner else parties_of(analysis, frames, token)


def _far_behind(analysis: Analysis, frames: Frames, trigger: Token, preposition: str) -> Parties:
    """ "Her annual meeting, on 5 April in Ottawa, with X": nothing but time and place stands between."""
    reach = min(trigger.sent.end, trigger.i + _FAR) if not verbal(trigger) else trigger.i
    for token in trigger.doc[trigger.i + 1 : reach]:
        if token.lower_ == preposition:
            for index in range(token.i + 1, min(token.i + _NAME, trigger.sent.end)):
                if analysis.people_at(index):
                    return _parties_at(analysis, frames, trigger.doc[index])
            return Parties()
        if verbal(token) or token.pos_ in {"PRON", "SCONJ"} or analysis.people_at(token):
            return Parties()
        if token.lemma_.lower() in frames.nouns or token.lower_ in {"and", "or", "but", ";", ":"}:
            return Parties()
    return Parties()
