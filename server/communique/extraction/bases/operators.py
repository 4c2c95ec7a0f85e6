"""Whose a base is: what its noun phrase, the verbs around it and the troops there say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from communique.extraction.bases.hosts import Installation
from communique.extraction.document import Analysis, Referent
from communique.extraction.events.clauses.clause import phrases
from communique.extraction.layout import READ
from communique.extraction.words import Word
from communique.model.claims import Kind
from communique.model.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_KEEPS = frozenset(
    ["operate", "run", "maintain", "keep", "retain", "have", "own", "control", "hold", "lease", "build",
     "establish", "use", "occupy", "man", "rent", "leave", "vacate", "abandon", "quit", "open"]
)  # fmt: skip
"""Verbs whose subject is the operator of the base that is their object."""
_MOVES = frozenset(
    ["withdraw", "station", "deploy", "base", "pull", "evacuate", "remove", "keep", "quarter", "be"]
)
_TROOPS = frozenset(
    ["troop", "force", "soldier", "fighter", "jet", "bomber", "plane", "aircraft", "warship", "ship",
     "submarine", "helicopter", "marine", "personnel", "contingent", "garrison", "army", "navy", "airman",
     "squadron"]
)  # fmt: skip
_PLAIN = frozenset(
    ["the", "a", "an", "this", "that", "its", "his", "their", "our", "new", "old", "main", "key", "largest",
     "only", "first", "two", "both", "'s", "'", ",", "and", "military", "naval", "air"]
)  # fmt: skip
_RUN = frozenset({"-", "run", "operated", "controlled", "owned", "built", "leased", "led", "manned"})
"""Between owner and noun in "the Russian-run radar station"."""
_LETS = frozenset({"lease", "rent", "let", "lend", "hand"})
_MILITARY = _TROOPS | {"base", "airbase", "military", "airmen", "sailor", "fleet", "bombers", "division"}
_HOUSES = frozenset({"house", "host", "accommodate", "quarter"})
_REACH = 9
"""Words before a noun within which its owner is looked for."""
_Owner = tuple[str, Span, str | None]


def settle(analysis: Analysis, words: Sequence[Word], base: Installation, start: int, noun: int) -> None:
    """Give a base its operator: word ``noun`` is its noun, its phrase starts at ``start``."""
    token = analysis.doc[words[noun].last - 1]
    told = (
        _before(analysis, words, start, noun),
        _of_list(analysis, token),
        _used_by(analysis, token),
        _housing(analysis, token),
        _of_verb(analysis, token),
        _of_troops(analysis, token),
    )
    for found in told:
        base.operator = base.operator or found


def _before(analysis: Analysis, words: Sequence[Word], start: int, noun: int) -> _Owner | None:
    """A demonym or possessive before the noun, or "its"."""
    place = start - 1
    sentence = words[noun].sentence
    while place >= 0 and words[place].sentence == sentence and noun - place < _REACH:
        token = words[place].first
        polities = [one for one in analysis.polities_at(token) if one.kind is not Kind.PLACE]
        if polities and not any(one.kind is Kind.PLACE for one in analysis.places_at(token)):
            beside = words[place + 1].low in {",", "and", "or"} and place > 0
            if beside and words[place - 1].low in {"in", "of", "at", "from"}:
                return None  # "A in Germany, B Air Base in Italy"
            return polities[0].id, words[place].span, None
        if words[place].low in {"its", "their"}:
            owner = _owner(analysis, token)
            return (owner.id, words[place].span, "its") if owner is not None else None
        if words[place].low in {"the", "a", "an"}:
            return None  # its phrase starts here
        numbered = words[place].text[0].isdigit()
        plain = (
            numbered
            or words[place].low in _PLAIN | _RUN
            or words[place].capital
            or analysis.doc[token].pos_ == "ADJ"
        )
        if not plain:
            return None
        place -= 1
    return None


def _of_list(analysis: Analysis, token: Token) -> _Owner | None:
    """ "The U.S. bases, X and Y", "the second base of American troops"."""
    below = [child for child in token.children if child.dep_ == "prep" and child.lower_ == "of"]
    troops = [one for child in below for one in child.children if one.lemma_.lower() in _TROOPS]
    above = token
    while above.dep_ in {"conj", "appos"} and above.head != above:
        above = above.head
    if above != token and (above.lemma_.lower() in _MILITARY or above.lower_ == "bases"):
        troops.append(above)
    return _first(analysis, troops)


def conclude(analysis: Analysis, bases: Collection[Installation]) -> None:
    """Give bases whose operator nothing says that of the others, or of the foreign forces in the article."""
    forces = _forces(analysis)
    known = [(base, base.operator) for base in bases if base.operator is not None]
    for base in bases:
        if base.operator is not None or base.host is None or _jointly(analysis, base):
            continue
        told = {
            one: words
            for other, (one, words, _) in known
            # an alliance has bases in one state that say nothing of those in the next
            if analysis.referents[one].kind is Kind.COUNTRY
            or (other.host is not None and other.host[0] == base.host[0])
        }
        foreign = {one: words for one, words in forces.items() if one != base.host[0]}
        beside = {one: words for one, words in told.items() if one != base.host[0]} or told
        if len(beside) == 1:
            ((polity, words),) = beside.items()
            base.operator = (polity, words, "the operator of the other bases")
        elif len(foreign) == 1 and not beside:
            ((polity, words),) = foreign.items()
            base.operator = (polity, words, "the foreign forces of the article")


def _jointly(analysis: Analysis, base: Installation) -> bool:
    """Whether several are said to use it: none of them is its only operator."""
    for sentence in {number for _, number in base.spans}:
        one = analysis.sentences[sentence]
        if any(token.lower_ in {"jointly", "joint", "shared"} for token in analysis.doc[one.start : one.end]):
            return True
    return False


def _forces(analysis: Analysis) -> dict[str, Span]:
    """The states of whose troops, bases or ships the article speaks, with the words."""
    found: dict[str, Span] = {}
    for sentence in analysis.sentences:
        if sentence.zone not in READ:
            continue
        for token in analysis.doc[sentence.start : sentence.end]:
            if token.lemma_.lower() not in _MILITARY and token.lower_ != "bases":
                continue
            owner = _first(analysis, [token])
            if owner is not None and analysis.referents[owner[0]].kind is Kind.COUNTRY:
                found.setdefault(owner[0], owner[1])
    return found


def _owner(analysis: Analysis, token: int) -> Referent | None:
    """The polity named last before "its"; a capital may stand for its government."""
    for index in range(token - 1, analysis.sentence_of(token).start - 1, -1):
        found = analysis.polities_at(index)
        if found:
            return found[0]
        for place in analysis.places_at(index):
            country = analysis.country_of(place)
            if country is not None and analysis.doc[index - 1].lower_ == "to":
                return country
    return None


def _of_verb(analysis: Analysis, token: Token) -> _Owner | None:
    """ "Russia runs a naval base at Tartus", "the base that Russia leases"."""
    for clause in token.children:
        if clause.dep_ == "relcl" and clause.lemma_ in _KEEPS:
            return _first(
                analysis, [child for child in _subjects(clause) if child.lower_ not in {"which", "that"}]
            )
    for verb in token.ancestors:
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
        if verb.lemma_ in _KEEPS and not passive:
            found = _first(analysis, _subjects(verb))
            if found is not None:
                return found
        if any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children):
            return None
    return None


def _used_by(analysis: Analysis, token: Token) -> _Owner | None:
    """ "The base, which is used by the United States", "a base run by France", "it is leased by France"."""
    said = [token.head] if token.dep_ == "nsubjpass" else []
    clauses = [*(child for child in token.children if child.dep_ in {"relcl", "acl"}), *said]
    for clause in clauses:
        if clause.lemma_ in _KEEPS:
            agents = [
                below
                for child in clause.children
                if child.dep_ in {"agent", "prep"} and child.lower_ == "by"
                for below in child.children
                if below.dep_ == "pobj"
            ]
            found = _first(analysis, agents)
            if found is not None:
                return found
        if clause.lemma_ in _LETS:
            found = _first(analysis, [one for name, one in phrases(clause) if name == "to"])
            if found is not None:
                return found
    return None


def _housing(analysis: Analysis, token: Token) -> _Owner | None:
    """ "Camp X, which houses American troops"."""
    below = [noun for name, noun in phrases(token) if name in {"in", "at", "near"}]
    housed = [
        one
        for clause in (*token.children, *(child for noun in below for child in noun.children))
        if clause.dep_ in {"relcl", "acl"} and clause.lemma_ in _HOUSES
        for one in clause.children
        if one.dep_ == "dobj" and one.lemma_.lower() in _TROOPS
    ]
    found = _first(analysis, housed)
    return (found[0], found[1], "its troops there") if found is not None else None


def _of_troops(analysis: Analysis, token: Token) -> _Owner | None:
    """ "American troops at Keflavik", "the United States will withdraw its fighters from the base"."""
    preposition = token.head
    if token.dep_ != "pobj" or preposition.lower_ not in {"at", "from", "in", "on"}:
        return None
    above = preposition.head
    if above.lemma_.lower() in _TROOPS:
        found = _first(analysis, [above])
        if found is not None:
            return found[0], found[1], "its troops there"
        above = next((one for one in above.ancestors if one.pos_ in {"VERB", "AUX"}), above)
    if above.pos_ not in {"VERB", "AUX"} or above.lemma_ not in _MOVES:
        return None
    moved = [child for child in above.children if child.dep_ in {"dobj", "nsubjpass", "nsubj"}]
    if not any(child.lemma_.lower() in _TROOPS for child in moved):
        return None
    found = _first(analysis, [*moved, *_subjects(above)])
    return (found[0], found[1], "its troops there") if found is not None else None


def public(analysis: Analysis, token: Token) -> bool:
    """Whether a port or airport is used by other people than forces or a state: passengers, tourists."""
    for verb in (*token.ancestors, *token.children):
        if verb.lemma_ != "use" or verb.pos_ != "VERB":
            continue
        who = _subjects(verb) or ([verb.head] if verb.dep_ == "acl" and verb.tag_ == "VBG" else [])
        plain = [one for one in who if one.pos_ == "NOUN" and not analysis.polities_at(one)]
        return bool(plain) and not any(one.lemma_.lower() in _TROOPS for one in plain)
    return False


def _first(analysis: Analysis, tokens: Iterable[Token]) -> _Owner | None:
    """The first polity that nouns name, or whose they are: "Russia", "the Russian navy"."""
    for token in tokens:
        below = [child for child in token.children if child.dep_ in {"amod", "poss", "compound", "nmod"}]
        for one in (token, *below):
            polities = analysis.polities_at(one)
            if len(polities) == 1:
                return polities[0].id, Span(one.idx, one.idx + len(one.text)), None
    return None


def _subjects(verb: Token) -> list[Token]:
    """The subjects of a verb, or of what governs it ("continues to operate")."""
    own = [child for child in verb.children if child.dep_ == "nsubj"]
    return own or (_subjects(verb.head) if verb.dep_ in {"xcomp", "pcomp"} and verb.head != verb else [])
