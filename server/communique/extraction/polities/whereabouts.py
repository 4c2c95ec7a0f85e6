"""Where a person is a foreigner: countries that the article says somebody travels to or turns to.

Whoever visits Rome is not Italy's minister, and whoever calls on Italy to act hardly is. The scene of a
sentence is where it takes place: "in Rome", "arrived in Rome", not "policy on Italy".
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from communique.extraction.document import Analysis, Referent, Title
from communique.extraction.layout import Sentence
from communique.model.claims import Kind

_MOTION = frozenset(
    {
        "visit", "arrive", "fly", "travel", "leave", "depart", "go", "head", "tour", "come", "journey", "jet",
        "land", "proceed", "pay", "undertake", "make", "begin", "start", "embark", "lead", "send", "dispatch",
    }
)  # fmt: skip
_OWN_TRIP = _MOTION | {
    "conclude", "end", "complete", "finish", "plan", "cancel", "postpone", "wrap", "cut", "continue",
    "resume", "extend", "shorten", "interrupt", "open", "kick", "round", "have", "take", "delay",
    "abandon",
}  # fmt: skip
"""What one does with a visit of one's own; who welcomes or announces one need not be the visitor."""
_TRIP = frozenset(
    {
        "visit",
        "trip",
        "tour",
        "journey",
        "mission",
        "delegation",
        "travel",
        "stopover",
        "departure",
        "arrival",
    }
)
_TURN = frozenset(
    {
        "urge", "tell", "warn", "thank", "accuse", "criticise", "criticize", "condemn", "praise", "press",
        "invite", "assure", "blame", "denounce", "congratulate", "recognise", "recognize", "support",
        "pressure", "threaten",
    }
)  # fmt: skip
_TO = frozenset({"to", "in", "for", "at", "into"})
_AT = frozenset({"in", "at", "to", "into", "near", "outside", "inside"})
_FROM = frozenset({"from", "leave", "depart"})
_UPON = frozenset({"to", "with", "against", "on", "toward", "towards", "about", "for", "from"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_END = frozenset({"fall", "ouster", "ousting", "overthrow", "removal", "downfall", "toppling", "departure"})


def abroad(analysis: Analysis, person: Referent, until: int | None = None) -> frozenset[str]:
    """Ids of the countries that the person visits, leaves after a visit, or addresses as another's.

    ``until`` is the index of the last sentence that is asked.
    """
    return frozenset(country for country, _ in destinations(analysis, person, until))


def destinations(
    analysis: Analysis, person: Referent, until: int | None = None
) -> Iterator[tuple[str, Referent | None]]:
    """The countries of ``abroad``, each with the place that tells of it."""
    for reference in person.references:
        if until is not None and analysis.sentence_of(reference).index > until:
            continue
        head = analysis.doc[reference.head]
        for target in _targets(head):
            for place in (*analysis.places_at(target), *analysis.polities_at(target)):
                country = analysis.country_of(place) if place.kind is not Kind.ORGANIZATION else None
                if country is not None:
                    yield country.id, place
            named = capital(analysis, target)
            if named is not None:
                yield named, None


def capital(analysis: Analysis, token: Token) -> str | None:
    """The country whose capital is spoken of: "the Nigerian capital"."""
    if token.lower_ != "capital" or token.i == 0:
        return None
    for reference in analysis.references_at(token.i - 1):
        if reference.detector in {"demonym", "country"} and reference.end == token.i:
            return reference.referents[0]
    return None


def _targets(head: Token) -> Iterator[Token]:
    """The tokens that name where a person goes or whom he turns to."""
    while head.dep_ in {"appos", "conj", "compound"} and head.head.i != head.i:
        head = head.head
    if head.dep_ == "dobj" and head.head.lemma_ in {"send", "dispatch"}:
        yield from _of_verb(head.head)
    if head.dep_ == "dobj" and head.head.lemma_ == "invite":
        for token in head.head.subtree:
            if token.dep_ == "pobj" and token.head.lower_ in {"to", "in"}:
                yield token
    if head.dep_ == "poss" and head.head.lemma_ in _TRIP:
        yield from _behind(head.head)
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_ in _TRIP:
        yield from _behind(head.head.head)  # "the visit of President X to Y"
        after = head.doc[head.i + 1 : head.i + 2]  # which the parser may hang on another verb
        yield from (noun for to in after if to.lower_ in _TO for noun in to.children if noun.dep_ == "pobj")
    if head.dep_ == "pobj" and head.head.lower_ == "by":
        noun = head.head.head
        trips = [noun, noun.head, noun.head.head]
        for trip in trips:
            if trip.lemma_ in _TRIP and trip.pos_ == "NOUN":
                yield from _behind(trip)
                break
    if head.dep_ in _SUBJECTS:
        for verb in _verbs(head.head):
            yield from _of_verb(verb)


def _verbs(verb: Token) -> Iterator[Token]:
    """A verb and those it governs: "is due to visit", "plans to go"; also joined ones."""
    yield verb
    for child in verb.children:
        if child.dep_ in {"xcomp", "conj"} and child.pos_ in {"VERB", "AUX"}:
            own = any(one.dep_ in _SUBJECTS for one in child.children)
            if not own:
                yield from _verbs(child)


def _of_verb(verb: Token) -> Iterator[Token]:
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if lemma in _MOTION | {"be"} and child.dep_ == "prep" and child.lower_ in {*_TO, "on"}:
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.lemma_ in _TRIP:
                    yield from _behind(noun)
                elif noun.dep_ == "pobj" and lemma != "be" and child.lower_ != "on":
                    yield noun
        if child.dep_ == "dobj":
            if child.lemma_ in _TRIP:
                if lemma in _OWN_TRIP:
                    yield from _behind(child)
            elif lemma in {"visit", "tour", "leave"} or lemma in _TURN:
                yield child
        if child.dep_ == "acomp" and child.lower_ in {"due", "expected"}:
            yield from _behind(child)
        if lemma in {"expect", "await"} and child.dep_ == "prep" and child.lower_ == "in":
            yield from (noun for noun in child.children if noun.dep_ == "pobj")
        if lemma == "call" and child.dep_ == "prep" and child.lower_ in {"on", "upon"}:
            yield from (noun for noun in child.children if noun.dep_ == "pobj")


def _behind(noun: Token) -> Iterator[Token]:
    """ "visit to X", "talks in X"."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in _TO:
            for place in child.children:
                if place.dep_ == "pobj":
                    yield place
                    yield from place.conjuncts


def located(token: Token) -> bool:
    """Whether a place is one where something happens: "in X", "arrived at X", "visited X"."""
    while token.dep_ in {"conj", "appos", "compound"} and token.head.i != token.i:
        if token.dep_ == "compound" and token.head.pos_ != "PROPN":
            return False
        token = token.head
    if token.dep_ == "pobj":
        before = token.head.lower_
        governor = token.head.head
        if before in {"in", "at", "near", "inside"}:
            return True
        if before == "from" and governor.lemma_ in {"return", "come"}:
            return True  # "returned from Naypyitaw after meeting X"
        return before in _AT and (governor.lemma_ in _MOTION or governor.lemma_ in _TRIP)
    return token.dep_ in {"dobj", "npadvmod"} and token.head.lemma_ in {"visit", "tour", "leave", "reach"}


def turned_to(token: Token) -> bool:
    """Whether a country is what somebody acts upon: "arms for X", "sanctions against X"."""
    return token.dep_ == "pobj" and token.head.lower_ in _UPON


def headed(analysis: Analysis, sentence: Sentence) -> str | None:
    """The country of the dateline of a paragraph inside the article ("CAIRO - The ruling party ...")."""
    place = paragraph_place(analysis, sentence)
    country = analysis.country_of(place) if place is not None else None
    return country.id if country is not None else None


def paragraph_place(analysis: Analysis, sentence: Sentence) -> Referent | None:
    """The place before the dash at the start of a paragraph: "WARSAW - President X meets Y"."""
    before = analysis.text[: sentence.span.start].rstrip(" ")
    if before and not before.endswith("\n"):
        return None
    for index in range(sentence.start, min(sentence.start + 6, sentence.end)):
        token = analysis.doc[index]
        if token.text in {"-", "--", "–", "—", ":"}:
            places = [place for i in range(sentence.start, index) for place in analysis.places_at(i)]
            return places[0] if places else None
        if not (
            token.is_upper or token.text in {",", "."} or (index > sentence.start + 1 and token.is_title)
        ):
            return None
    return None


def ended(analysis: Analysis, title: Title) -> bool:
    """Whether the holder's time ended: "the fall of President X", "the ouster of X"."""
    start = title.start
    while start > 0 and analysis.doc[start - 1].lower_ in {"the", "of", "then", "dictator", "strongman"}:
        start -= 1
        if analysis.doc[start].lower_ == "of":
            return start > 0 and analysis.doc[start - 1].lemma_.lower() in _END
    return False
