"""Where a noun stands in its clause, and whose event it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.extraction.events.clauses import outlook
from communique.extraction.events.clauses.clause import (
    governor,
    head_of_conjunction,
    possessors,
    prepositions_above,
    surface_subjects,
    verbal,
)
from communique.extraction.events.clauses.infinitives import infinitive, lowered
from communique.extraction.events.parties.referents import parties_of
from communique.extraction.events.telling import Parties
from communique.extraction.time.words import WEEKDAYS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.gazetteer.frames import Frames

_POINTING = frozenset({"the", "this", "that", "these", "those", "their", "both"})
_DAYS = frozenset(["today", "yesterday", "tomorrow", *WEEKDAYS])
"""Whose talks are those of that day, spoken of before: "today's talks"."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a noun stands in its clause: the verb above it, and how it hangs there."""

    verb: Token | None
    relation: str
    preposition: str
    above: tuple[Token, ...] = field(default=())


def standing(frames: Frames, noun: Token) -> Standing:
    """The clause that a noun belongs to, past nouns like "round of" and "start of"."""
    above: list[Token] = []
    top = head_of_conjunction(noun)
    first = ""
    for _ in range(6):
        preposition = prepositions_above(top)
        first = first or (preposition if preposition not in {"of"} else "")
        outer = governor(top)
        if outer is None:
            return Standing(None, "", first, tuple(above))
        if infinitive(top):
            return Standing(outer, "dobj", "", tuple(above))
        if verbal(outer):
            day = top.dep_ == "npadvmod" and top.lemma_ in {
                "day",
                "leg",
                "stop",
            }  # "spoke on Monday, the first day of a visit"
            first = first or ("on" if day else "")
            hanging = day or top.dep_ == "pobj" or (first and first not in {"with", "by", "to"})
            if not hanging and top.dep_ in {"nsubj", "nsubjpass"}:
                outer = lowered(frames, outer)
            return Standing(outer, "oblique" if hanging else top.dep_, first or preposition, tuple(above))
        above.append(outer)
        top = head_of_conjunction(outer)
    return Standing(None, "", first, tuple(above))


def owners_of(analysis: Analysis, noun: Token, where: Standing) -> list[Token]:
    """Whose event it is; in "During his stay in Portugal, Wen met ..." the subject that follows."""
    owners = possessors(noun)
    if where.verb is not None and len(owners) == 1 and owners[0].lower_ == "their":
        # "the ministers cancelled their meeting"
        plural = [token for token in surface_subjects(where.verb) if analysis.people_at(token)]
        if sum(len(analysis.people_at(token)) for token in plural) > 1:
            return plural
    if where.relation == "oblique" and where.verb is not None and len(owners) == 1:
        pronoun = owners[0]
        ahead = [token for token in surface_subjects(where.verb) if token.i > pronoun.i]
        if (
            pronoun.tag_ == "PRP$"
            and pronoun.lower_ in {"his", "her"}
            and any(map(analysis.people_at, ahead))
        ):
            return ahead
    return owners


def holders_of(analysis: Analysis, frames: Frames, noun: Token) -> Parties:
    """ "Evans" in "a visit Evans was to have made", "the talks he held with Rice"."""
    found = Parties()
    for clause in noun.children:
        if clause.dep_ != "relcl":
            continue
        verbs = [clause, *(child for child in clause.children if child.dep_ in {"xcomp", "ccomp"})]
        if any(verb.lemma_ in frames.words["engage"] for verb in verbs):
            for token in surface_subjects(clause):
                if token != noun and token.lower_ not in {"which", "that"}:
                    found.add(parties_of(analysis, frames, token))
    return found


def engages(frames: Frames, verb: Token) -> bool:
    """Whether the verb's subject has part in the event it governs, or would have had: "called off"."""
    return verb.lemma_ in frames.words["engage"] or outlook.failure(frames, verb) is not None


def definite(noun: Token) -> bool:
    """Whether the noun points back: "the talks", but not "one of the talks"."""
    if (
        noun.dep_ == "pobj"
        and noun.head.lower_ == "of"
        and noun.head.head.lower_ in {"one", "some", "several"}
    ):
        return False
    return any(child.dep_ in {"det", "poss"} and child.lower_ in _POINTING | _DAYS for child in noun.children)
