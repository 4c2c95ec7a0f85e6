"""Whether an event was, will be, or will not be: tense, modals, governing verbs, negation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import (
    KEEPING,
    coordinated,
    governor,
    head_of_conjunction,
    particle,
    prepositions_above,
    verbal,
)
from communique.extraction.events.clauses.infinitives import faded, infinitive, lowered, moved
from communique.extraction.events.clauses.particulars import describers
from communique.extraction.events.clauses.thwarted import advised, in_vain, kept_from, longed, timely
from communique.model.claims import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.gazetteer.frames import Frames

_HYPOTHETICAL = frozenset({"if", "unless", "whether", "should", "had"})
_WHEN = frozenset({"during", "in", "at", "after", "following", "on"})
_NEARING = frozenset({"come", "approach", "near", "loom"})
"""The subject of these, as participles, is still to come: "with the talks coming up"."""
_TIMES = frozenset({"day", "morning", "afternoon", "evening", "eve", "night", "leg"})
_SET = frozenset({"schedule", "slate", "plan", "set", "expect", "propose"})
_OPINION = frozenset({"should", "must", "ought"})


@dataclass(frozen=True, slots=True)
class Outlook:
    """``status`` is None where the words tell of no event at all ("they have not met", "if they meet")."""

    status: str | None
    modality: Modality = Modality.STATED


HELD = Outlook("held")
PLANNED = Outlook("planned", Modality.PLANNED)
INVITED = Outlook("planned", Modality.INVITED)
NOTHING = Outlook(None)


def of_verb(frames: Frames, verb: Token) -> Outlook:
    """The outlook of what a verb tells, from its own form up through what governs it."""
    status = frames.status
    planned = invited = negated = False
    below = current = verb
    plain = _plainly(frames, verb)
    if plain is not None:
        return plain
    for _ in range(8):
        if current is not verb:
            failing = failure(frames, current)
            if failing is not None:
                return PLANNED if _negated(current) and failing != "denied" else _failed(failing)
            planned = planned or (current.lemma_ in status.planning and not _perfect(current, below))
            invited = invited or current.lemma_ in frames.words["invitation"]
        auxiliaries = [child for child in current.children if child.dep_ in {"aux", "auxpass"}]
        modal = any(child.lower_ in status.modals for child in auxiliaries)
        habit = frames.words["habit"]
        if _hypothetical(current) or any(c.dep_ == "advmod" and c.lower_ in habit for c in current.children):
            return NOTHING
        if timely(current) or longed(current) or any(child.lower_ in _OPINION for child in auxiliaries):
            return NOTHING
        if any(
            child.dep_ in {"acomp", "oprd"}
            and child.lower_ in status.words
            and not (child.lower_ == "able" and current.tag_ in {"VBD", "VBN"} and not modal)
            and not (child.lower_ == "happy" and current.tag_ == "VBP")
            for child in current.children
        ):
            planned = True
        planned |= modal or any(one.dep_ == "mark" and one.lower_ == "for" for one in current.children)
        kept = current.lemma_ in KEEPING  # "would not prevent her from visiting"
        negated |= (_negated(current) and not kept) or any(c.lower_ == "unable" for c in current.children)
        following = _above(frames, current)
        planned = planned or _infinitive(frames, current, following)
        if following is None:
            break
        below, current = current, following
    if negated:
        return Outlook("refused", Modality.DENIED) if planned and not advised(frames, verb) else NOTHING
    if not planned:
        ahead = (
            verb.dep_ in {"advcl", "relcl"}
            and verb.tag_ in {"VBP", "VBZ"}
            and any(child.lower_ in {"when", "before", "until"} for child in verb.children)
        )
        return PLANNED if ahead else HELD  # "when they meet"
    return INVITED if invited else PLANNED


def _plainly(frames: Frames, verb: Token) -> Outlook | None:
    """What the verb's own form and its next word tell; None where the clauses above must say."""
    if in_vain(verb):
        return _failed("cancelled")
    if verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"} and any(c.lower_ == "off" for c in verb.children):
        return PLANNED  # "is off to Suva"
    if verb.dep_ == "pcomp" and verb.head.lower_ in frames.words["after"] | frames.words["before"]:
        return _around(frames, verb)
    if superlative(verb) and verb.head.lemma_ == "time" and _of_first(verb):
        return PLANNED  # "it will be the first time that they have met"
    return None


def _around(frames: Frames, verb: Token) -> Outlook:
    """ "After meeting X", "before meeting X"."""
    if verb.head.lower_ in frames.words["before"]:
        return PLANNED
    outer = governor(verb.head)
    later = outer is not None and verbal(outer) and of_verb(frames, outer).status == "planned"
    return PLANNED if later else HELD


def _failed(status: str) -> Outlook:
    return Outlook(status, Modality.DENIED if status == "denied" else Modality.STATED)


def failure(frames: Frames, token: Token) -> str | None:
    """cancelled, postponed, refused or denied if the word says so."""
    if verbal(token):
        for child in token.children:
            if child.dep_ == "dobj" and f"{token.lemma_} {child.lemma_}" in frames.status.failing:
                return frames.status.failing[f"{token.lemma_} {child.lemma_}"]
    extra = particle(token) if verbal(token) else None
    if extra is not None and f"{token.lemma_} {extra}" in frames.status.failing:
        return frames.status.failing[f"{token.lemma_} {extra}"]
    return frames.status.failing.get(token.lemma_.lower())


def _negated(verb: Token) -> bool:
    only = {"only", "just"}
    return any(
        child.dep_ == "neg" and not any(one.lower_ in only for one in child.doc[child.i + 1 : child.i + 2])
        for child in verb.children
    ) or any(
        child.dep_ in {"nsubj", "nsubjpass"}
        and any(below.lower_ in {"no", "neither"} for below in child.children)
        for child in verb.children
    )


def _hypothetical(verb: Token) -> bool:
    if verb.dep_ == "acl" and any(child.lower_ == "no" for child in verb.head.children):
        return True  # "had no chance to meet"
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "fail" and not _negated(verb.head):
        return True
    if verb.dep_ in {"ccomp", "ROOT", "advcl"} and any(
        child.dep_ in {"mark", "advmod"} and child.lower_ in {"whether", "if"} for child in verb.children
    ):
        return True
    return verb.dep_ == "advcl" and any(
        child.dep_ in {"mark", "aux"}
        and child.lower_ in _HYPOTHETICAL
        and child.i == min(c.i for c in verb.subtree)
        for child in verb.children
        if child.lower_ != "had" or child.dep_ == "mark"
    )


def _infinitive(frames: Frames, verb: Token, above: Token | None) -> bool:
    """ "is to meet", "flew to Paris to meet", "his plan to meet": the infinitive looks forward."""
    if not any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children):
        return False
    if verb.tag_ == "VBN" and any(child.lower_ == "have" and child.dep_ == "aux" for child in verb.children):
        return False  # "is said to have met X"
    if verb.dep_ in {"advcl", "ROOT"}:
        return True
    if verb.dep_ in {"acl", "relcl"}:
        return not _taken(frames, verb) and (not superlative(verb) or _of_first(verb))
    if verb.dep_ != "xcomp" or above is None:
        return verb.dep_ == "xcomp" and verb.head.lower_ in frames.status.words  # "X, due to meet Y"
    if verb.head.lower_ in frames.words["gladness"] and above.tag_ in {"VBD", "VBP"}:
        return False  # "I am pleased to welcome you"
    return above.lemma_ not in frames.words["implicative"]


def _taken(frames: Frames, verb: Token) -> bool:
    """ "Had the opportunity to meet X", "had the honour of meeting X": it came to it."""
    noun = verb.head
    return (
        noun.lemma_ in frames.words["occasion"]
        and noun.dep_ == "dobj"
        and noun.head.lemma_ in {"have", "take", "get", "use"}
        and noun.head.tag_ in {"VBD", "VBN"}
        and not _negated(noun.head)
    )


def _perfect(having: Token, verb: Token) -> bool:
    """ "Had this week spoken": the parser takes the auxiliary for a verb."""
    return having.lemma_ == "have" and verb.tag_ == "VBN" and verb.dep_ in {"xcomp", "ccomp"}


def _of_first(verb: Token) -> bool:
    """ "Will be the first leader to visit": what is told of the first is still to come."""
    noun = verb.head
    return noun.dep_ == "attr" and any(
        child.dep_ == "aux" and child.lower_ in {"will", "would", "'ll"} for child in noun.head.children
    )


def superlative(verb: Token) -> bool:
    """ "the first leader to visit" says that it was or is the first, not when."""
    return verb.dep_ in {"acl", "relcl"} and any(
        child.lower_ in {"first", "last", "latest", "only"} or child.tag_ == "JJS"
        for child in verb.head.children
    )


def present(verb: Token) -> bool:
    """Whether a held event is told in the present tense: "leaves on Sunday", "is visiting"."""
    if verb.tag_ in {"VBZ", "VBP"}:
        return True
    return verb.tag_ == "VBG" and any(
        child.dep_ == "aux" and child.lower_ in {"is", "are", "am", "'s", "'re", "'m"}
        for child in verb.children
    )


def _above(frames: Frames, verb: Token) -> Token | None:
    """The verb, adjective's verb or noun's verb that governs this clause's outlook; None at a finite top."""
    head = verb.head
    if head == verb:
        return None
    bare = verb.tag_ == "VB" and not any(one.dep_ in {"aux", "mark"} for one in verb.children)
    if bare and verb.dep_ in {"xcomp", "dep", "advcl"} and verbal(head):  # "is to fly to Bonn, meet X and"
        before = next((one for one in head.children if one.dep_ == "xcomp" and one.i < verb.i), None)
        if before is not None:
            return before
    if verb.dep_ == "xcomp" and verbal(head):
        return head
    if verb.dep_ == "ccomp" and verbal(head):
        looking = head.lemma_ in frames.status.planning or failure(frames, head) is not None
        return head if looking and (verb.tag_ in {"VB", "VBG"} or failure(frames, head) == "denied") else None
    if verb.dep_ in {"conj", "auxpass", "aux"} and verbal(head) and not _finite(verb):
        return coordinated(verb)
    if verb.dep_ == "xcomp" and head.dep_ in {"acomp", "attr", "oprd"} and verbal(head.head):
        return head.head
    if verb.dep_ == "pcomp":
        outer = governor(head)
        return outer if outer is not None and verbal(outer) else None
    if verb.dep_ == "acl" and verb.tag_ == "VB" and head.lemma_ in frames.status.failing:
        return head
    if verb.dep_ in {"acl", "relcl"} and _spurned(frames, head) is not None:
        return governor(head)  # "turned down an invitation to meet X"
    if verb.dep_ in {"acl", "relcl", "ccomp"} and head.lemma_ in frames.words["rumour"]:
        outer = governor(head)
        return outer if outer is not None and failure(frames, outer) == "denied" else None
    return None


def _spurned(frames: Frames, noun: Token) -> str | None:
    """How an invitation, offer or plan came to nothing: "rejected a proposal", "the offer was refused"."""
    outer = governor(noun) if noun.dep_ in {"dobj", "nsubjpass"} else None
    if noun.lemma_ not in frames.status.nouns or outer is None or not verbal(outer) or _negated(outer):
        return None
    return failure(frames, outer)


def _finite(verb: Token) -> bool:
    if any(c.dep_ in {"nsubj", "nsubjpass"} or (c.dep_ == "aux" and c.lower_ != "to") for c in verb.children):
        return True
    bare = verb.tag_ == "VBP" and verb.dep_ == "conj" and verb.head.tag_ == "VB"  # "will call on X, and have"
    passive = any(c.dep_ == "auxpass" and c.tag_ in {"VBD", "VBZ", "VBP"} for c in verb.children)
    return passive or (verb.tag_ in {"VBD", "VBZ", "VBP"} and not bare)


def of_noun(frames: Frames, noun: Token) -> Outlook:
    """The outlook of an event noun, from its modifiers and what governs it."""
    top = head_of_conjunction(noun)
    clause = governor(top)
    failing = failure(frames, clause) if clause is not None and verbal(clause) else None
    own = _modified(frames, noun)
    if any(child.dep_ == "det" and child.lower_ == "no" for child in noun.children):
        return NOTHING
    if own is None and noun.tag_ in {"NN", "NNS"} and any(map(_to_come, describers(frames, noun))):
        own = PLANNED  # "a summit of ASEAN to be held in Manila"
    if noun.lemma_ in frames.words["invitation"]:
        return _failed(failing) if failing is not None else INVITED
    if own is not None and (failing is None or prepositions_above(top)):
        return own
    preposition = prepositions_above(top)
    outer = governor(top)
    if outer is None:
        return HELD
    if infinitive(top):
        return PLANNED
    if verbal(outer) and top.dep_ in {"nsubj", "nsubjpass"}:
        outer = lowered(frames, outer)
    if faded(outer):
        return NOTHING
    if not verbal(outer):
        return _under_noun(frames, outer, preposition)
    if moved(outer):
        return PLANNED
    failing = failure(frames, outer)
    relation = "oblique" if preposition else top.dep_
    if preposition == "on" and noun.lemma_ in _TIMES:  # "called on X on the second day of his visit"
        told = of_verb(frames, outer)
        return told if told.status is not None else HELD
    if failing is not None and (relation in {"dobj", "nsubj", "nsubjpass"} or preposition == "on"):
        return PLANNED if _negated(outer) else _failed(failing)
    return _under_verb(frames, outer, preposition, relation)


def _to_come(clause: Token) -> bool:
    return clause.tag_ in {"VB", "VBN"} and any(
        child.dep_ == "aux" and child.lower_ == "to" for child in clause.children
    )


def _under_verb(frames: Frames, verb: Token, preposition: str, relation: str) -> Outlook:
    forward = relation in {"dobj", "nsubjpass"} or (
        preposition in {"for", "on", "to"} and verb.lemma_ in frames.words["pressing"]
    )
    wished = frames.status.wishing | (frames.words["pressing"] if preposition else frozenset())
    if forward and verb.lemma_ in wished:
        return INVITED if verb.lemma_ in frames.words["invitation"] else PLANNED
    nearing = relation == "nsubj" and verb.tag_ == "VBG" and verb.lemma_ in _NEARING
    if preposition in frames.words["before"] or nearing:
        return PLANNED
    if kept_from(verb):
        return NOTHING  # "barred X from flying to Oslo for talks", which may have been elsewhere
    above = of_verb(frames, verb)
    if preposition in frames.words["after"]:
        return PLANNED if above.status == "planned" else HELD
    if relation == "oblique" and verb.dep_ == "xcomp" and verb.head.lemma_ in frames.words["agreeing"]:
        # "agreed to build ties during his visit": the parser hangs the visit too low
        above = of_verb(frames, verb.head)
    takes_place = relation == "dobj" and verb.lemma_ in frames.words["engage"]
    happens = relation in {"nsubj", "nsubjpass"} and verb.lemma_ in frames.words["occurring"]
    if _negated(verb) and not (takes_place or happens):
        modal = any(child.dep_ == "aux" and child.lower_ in frames.status.modals for child in verb.children)
        return PLANNED if modal else HELD
    if above.status is None and relation == "oblique" and not timely(verb):
        return HELD
    return above


def _under_noun(frames: Frames, outer: Token, preposition: str) -> Outlook:
    if outer.lemma_ in frames.status.failing:
        return _failed(frames.status.failing[outer.lemma_])
    if (spurned := _spurned(frames, outer)) is not None:
        return _failed(spurned)
    if outer.lemma_ in frames.status.nouns:
        return INVITED if outer.lemma_ in frames.words["invitation"] else PLANNED
    if preposition in frames.words["before"]:
        return PLANNED
    if outer.head == outer:
        return HELD
    if preposition in _WHEN:
        # "a partnership during his visit": the visit belongs to the clause, not to what was made in it
        verb = next((token for token in outer.ancestors if verbal(token)), None)
        if verb is not None:
            return _under_verb(frames, verb, preposition, "oblique")
    return of_noun(frames, outer)


def _modified(frames: Frames, noun: Token) -> Outlook | None:
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "nmod"}:
            if child.lemma_ in frames.status.failing:
                return _failed(frames.status.failing[child.lemma_])
            if child.lower_ in frames.status.modifiers:
                return PLANNED
        if child.dep_ in {"acl", "relcl"}:
            failing = failure(frames, child)
            if failing is not None and child.tag_ == "VBN":
                return _failed(failing)
            if child.dep_ == "relcl" and child.tag_ == "VBD" and child.lemma_ in frames.words["describing"]:
                return HELD  # "a summit that ended on Friday"
            if child.lemma_ in _SET and child.tag_ == "VBN":
                return PLANNED
            if child.tag_ == "VBG" and child.lemma_ in _NEARING:
                return PLANNED  # "with the talks coming up"
            if child.tag_ == "VB" and child.lemma_ in frames.words["describing"] | {"be"}:
                return PLANNED  # "talks to begin on Monday"
            if child.tag_ == "VBN" and any(below.tag_ == "VB" for below in child.children):  # "to be held"
                return PLANNED
    return None
