"""Who does what in a clause: subjects, objects and prepositional phrases over spaCy's dependencies.

Subjects are found across control ("is expected to meet"), coordination ("flew to Cairo and met"),
participles ("speaking after talks"), relative clauses and infinitives of nouns ("his plan to visit").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.extraction.events.clauses.once import once

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECT_CONTROL = frozenset({
        "ask", "urge", "invite", "tell", "order", "persuade", "instruct", "request", "press", "push",
        "permit", "allow", "enable", "require", "send", "get", "force", "lead", "prompt", "encourage",
        "expect", "schedule", "help", "want", "cause", "appoint", "dispatch", "advise", "beg",
        "convince", "entice", "bring", "take",
})  # fmt: skip
KEEPING = frozenset({"bar", "ban", "block", "discourage", "hinder", "keep", "prevent", "prohibit", "stop"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_DUMMY = frozenset({"it", "this", "that", "there", "these", "those"})
_LEAVING = frozenset({"leave", "depart", "fly", "head", "travel", "go", "set", "sail", "embark"})
_TIMES = frozenset({"morning", "afternoon", "evening", "night", "day", "week", "month", "today", "tomorrow"})
_ASIDE = frozenset({"ahead", "advance", "eve", "sidelines", "sideline", "margins", "fringes"})
_ADVERBS = frozenset({"ahead", "prior", "together", "along", "here", "there"})
MEETING = frozenset({"see", "meet", "call", "phone", "telephone", "receive"})
_DEPTH = 8


@once
def conjuncts(token: Token, _depth: int = 0) -> list[Token]:
    """The token and everything coordinated with it, in text order."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ != "VERB":
            found.extend(conjuncts(child))
    return sorted(found, key=lambda t: t.i)


def verbal(token: Token) -> bool:
    """Whether the token heads a clause."""
    return token.pos_ in {"VERB", "AUX"}


def passive(verb: Token) -> bool:
    """Whether the verb is a passive: "was met", or a bare participle behind a noun ("hosted by")."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
        return True
    if verb.tag_ != "VBN" or any(child.dep_ in {"aux", "nsubj"} for child in verb.children):
        return False  # "X consulted by telephone with Y"
    if headless(verb):
        return False
    return verb.dep_ in {"acl", "advcl"} or any(child.dep_ == "agent" for child in verb.children)


def headless(verb: Token) -> bool:
    """Whether the sentence has no verb but this participle: "The minister, X, dined with Y" misread.

    The parser takes "dined" for a participle behind the noun; a real one has its agent: "hosted by Y".
    """
    if verb.dep_ != "acl" or verb.tag_ not in {"VBN", "VBD"} or verb.head.dep_ != "ROOT":
        return False
    if verbal(verb.head) or any(child.lower_ == "by" and child.dep_ == "agent" for child in verb.children):
        return False
    return verb.i - verb.head.i > 1 and verb.sent.text.rstrip().endswith(".")


def particle(verb: Token) -> str | None:
    """ "off" in "called off"; also "pulled out" and "sat down" where the parser sees an adverb."""
    for child in verb.children:
        if child.dep_ == "prt":
            return str(child.lower_)
    following = verb.nbor(1) if verb.i + 1 < len(verb.doc) else None
    if (
        following is not None
        and following.head == verb
        and following.lower_ in {"off", "out", "down", "up", "away", "in", "together", "back", "over"}
        and not any(below.dep_ == "pobj" and not _day_before(below) for below in following.children)
    ):
        return str(following.lower_)
    return None


def _day_before(noun: Token) -> bool:
    """Whether "flew in the previous day" was read as if somebody flew in a day."""
    return noun.lower_ == "day" and any(child.lower_ in {"previous", "same"} for child in noun.children)


@once
def surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The tokens that the verb's grammatical subject consists of, one for each coordinated noun."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS and not _when(child, verb)]
    if own and _bound_for(verb):
        return surface_subjects(verb.head, depth + 1)
    behind = _fronted(verb)
    if behind:
        return behind
    if own:
        return [one for child in own for one in _antecedents(child, verb)]
    if depth >= _DEPTH or any(child.dep_ == "expl" for child in verb.children):
        return []
    head = verb.head
    before = _just_before(verb)
    if before is not None:
        return [before]
    if verb.dep_ in {"relcl", "acl"}:
        return _subjects_of_modifier(verb, depth)
    if verb.dep_ in {"auxpass", "aux"} and verbal(head):
        return surface_subjects(head, depth + 1)
    if verb.dep_ == "pcomp":
        outer = governor(head)
        if outer is None:
            return []
        if head.lower_ == "from" and outer.lemma_ in KEEPING:
            return objects(outer)
        owners = [] if verbal(outer) else possessors(outer)
        if not owners and not verbal(outer) and head.lower_ in {"after", "before"}:
            # "said in an interview after meeting X"
            outer = next((above for above in outer.ancestors if verbal(above)), outer)
        return owners or surface_subjects(outer, depth + 1)
    if verb.dep_ in {"xcomp", "ccomp", "advcl", "conj", "dep", "parataxis"} and head != verb:
        return _subjects_of_dependent(verb, depth)
    return []


def _when(subject: Token, verb: Token) -> bool:
    """Whether "met X, and this afternoon will see Y" was read as if the afternoon did it."""
    return subject.lemma_ in _TIMES and verb.dep_ == "conj" and verbal(verb.head)


def _fronted(verb: Token) -> list[Token]:
    """A and B in "also attending the summit were A and B", "present at the talks were A and B"."""
    be = verb.head if verb.dep_ in {"csubj", "advcl", "acomp", "csubjpass"} and verb.tag_ == "VBG" else verb
    ahead = [child for child in be.children if child.dep_ in {"csubj", "acomp"} and child.i < be.i]
    named = [child for child in be.children if child.dep_ in {"attr", "nsubj"} and child.i > be.i]
    there = bool(ahead) and ahead[0].lower_ in {"attending", "present", "participating"}
    return conjuncts(named[0]) if be.lemma_ == "be" and there and named else []


def _bound_for(verb: Token) -> bool:
    """Whether "left for Rome to attend ..." was read as if Rome did the attending."""
    if verb.dep_ not in {"advcl", "xcomp"} or verb.tag_ != "VB" or verb.head.lemma_ not in _LEAVING:
        return False
    if not any(child.dep_ == "mark" and child.lower_ == "for" for child in verb.children):
        return False
    return all(child.pos_ == "PROPN" for child in verb.children if child.dep_ == "nsubj")


def _just_before(verb: Token) -> Token | None:
    """The name before a finite verb that has no subject: "before the conference Preston had breakfast"."""
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"} and child.i < verb.i]
    finite = verb.tag_ in {"VBD", "VBZ", "VBP"} or any(
        one.tag_ in {"MD", "VBD", "VBZ", "VBP"} for one in auxiliaries
    )
    first = min((one.i for one in auxiliaries), default=verb.i)
    if not finite or verb.dep_ not in {"ROOT", "ccomp", "advcl"} or first == verb.sent.start:
        return None
    left = verb.doc[first - 1]
    if left.dep_ == "pobj" and left.head.lower_ == "of" and left.head.head.pos_ == "PROPN":
        left = left.head.head  # "At X's invitation, President Suharto of Indonesia will"
    named = left.pos_ in {"PROPN", "NOUN"} and left.dep_ in {"pobj", "dobj", "conj", "appos"}
    return left if named else None


def coordinated(verb: Token) -> Token:
    """The verb that an infinitive is joined to: "to see the guards who survived and meet X" joins "see"."""
    head = verb.head
    bare = verb.tag_ == "VB" and not any(child.dep_ in {"aux", *SUBJECTS} for child in verb.children)
    if verb.dep_ != "conj" or not bare or head.tag_ not in {"VBD", "VBZ", "VBP"}:
        return head
    return next((above for above in head.ancestors if above.tag_ == "VB"), head)


def _subjects_of_dependent(verb: Token, depth: int) -> list[Token]:
    head = coordinated(verb)
    if not verbal(head):
        if head.pos_ in {"ADJ", "NOUN"} and head.dep_ in {"acomp", "attr", "oprd"} and verbal(head.head):
            return surface_subjects(head.head, depth + 1)
        if head.pos_ == "ADJ" and head.dep_ in {"amod", "appos"}:  # "X, due to meet Y"
            return conjuncts(head.head)
        return surface_subjects(head, depth + 1) if verb.dep_ == "conj" else []
    if verb.dep_ in {"xcomp", "ccomp", "advcl"} and head.lemma_ in _OBJECT_CONTROL and verb.tag_ == "VB":
        if passive(head):
            return surface_subjects(head, depth + 1)
        below = (child for child in head.children if child.dep_ in {"dobj", "dative"})
        objects = [one for child in below for one in conjuncts(child)]
        if objects:
            return objects
    prefix = head.lower_ == "co"  # "co-chaired", cut in two
    if verb.dep_ == "ccomp" and verb.tag_ not in {"VB", "VBG", "VBN"} and not prefix:
        return []
    return surface_subjects(head, depth + 1)


def _subjects_of_modifier(verb: Token, depth: int) -> list[Token]:
    """Subject of a clause that hangs on a noun."""
    noun = verb.head
    if noun.dep_ == "attr" and noun.head.lemma_ == "be":
        # "X is the first official to visit"
        found = [token for token in surface_subjects(noun.head, depth + 1) if token.lower_ not in _DUMMY]
        if found:
            return found
    if noun.dep_ == "pobj" and noun.head.lower_ in {"among", "of"}:
        # "X was among the leaders attending", "X is one of those to attend"
        above = noun.head.head
        above = above.head if above.lower_ == "one" and above.dep_ == "attr" else above
        if above.lemma_ == "be" and verb.dep_ != "relcl":
            return surface_subjects(above, depth + 1)
    if verb.dep_ == "relcl" and not any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
        gap = any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)
        return [] if gap else conjuncts(noun)
    if verb.tag_ in {"VBG", "VBN"}:
        return conjuncts(noun)
    owners = possessors(noun)
    outer = governor(noun)
    if owners and noun.lemma_ != "invitation":
        return owners
    if outer is not None and verbal(outer):
        if noun.lemma_ == "invitation":
            guests = [t for source in (outer, noun) for prep, t in phrases(source) if prep == "to"]
            if guests and outer.lemma_ in {"extend", "issue", "send", "give", "repeat", "renew"}:
                return guests
        return surface_subjects(outer, depth + 1)
    return []


def _antecedents(subject: Token, verb: Token) -> list[Token]:
    """The subject's coordinated nouns; for "who" the noun of the relative clause."""
    if subject.lower_ in _RELATIVE and verb.dep_ == "relcl":
        return [verb.head]
    if subject.lower_ == "visiting" and subject.dep_ == "csubj":  # "Visiting President X met Y"
        return [one for child in subject.children if child.dep_ == "dobj" for one in conjuncts(child)]
    return conjuncts(subject)


def possessors(noun: Token) -> list[Token]:
    """ "Bush" in "Bush's visit", "his" in "his visit"."""
    return [one for child in noun.children if child.dep_ == "poss" for one in conjuncts(child)]


def governor(token: Token) -> Token | None:
    """The verb or noun that a noun or preposition depends on, past prepositions."""
    current = token
    while current.head != current:
        current = current.head
        if current.pos_ not in {"ADP", "SCONJ"} and current.dep_ != "prep":
            return current
        if current.pos_ == "VERB" and current.lower_ != "following":
            return current
    return None


def agents(verb: Token) -> list[Token]:
    """ "Kohl" in "was received by Kohl"."""
    return [
        one
        for child in verb.children
        if child.dep_ == "agent" or (child.lower_ == "by" and child.dep_ == "prep" and passive(verb))
        for by in (child, *(further for further in child.children if further.dep_ == "conj"))
        for grandchild in by.children
        if grandchild.dep_ == "pobj"
        for one in conjuncts(grandchild)
    ]


def _agents_below(verb: Token) -> list[Token]:
    """X in "was welcomed with full honours by X", which the parser hangs on the honours."""
    return [
        one
        for child in verb.children
        if child.dep_ == "prep" and child.lower_ in {"with", "at", "in", "on"}
        for noun in child.children
        for below in noun.children
        if below.dep_ == "prep" and below.lower_ == "by" and noun.pos_ in {"NOUN", "PROPN"}
        for grandchild in below.children
        if grandchild.dep_ == "pobj"
        for one in conjuncts(grandchild)
    ]


def subjects(verb: Token) -> list[Token]:
    """Who does it: the subject, or the agent of a passive."""
    return (agents(verb) or _agents_below(verb)) if passive(verb) else surface_subjects(verb)


@once
def objects(verb: Token, _depth: int = 0) -> list[Token]:
    """To whom it is done: the object, the subject of a passive, or the noun of "whom he met"."""
    if passive(verb):
        return surface_subjects(verb)
    own = [child for child in verb.children if child.dep_ in {"dobj", "obj"}]
    for child in verb.children:
        if child.lower_ == "visiting" and child.dep_ in {"xcomp", "advcl"} and child.i == verb.i + 1:
            own.extend(below for below in child.children if below.dep_ == "dobj")
    if own:
        found = [one for child in own for one in conjuncts(child)]
        if verb.dep_ == "relcl" and all(one.lower_ in _RELATIVE for one in found):
            return [verb.head]
        return found
    if verb.dep_ == "relcl" and any(
        child.dep_ == "nsubj" and child.lower_ not in _RELATIVE for child in verb.children
    ):
        return [verb.head]
    return _misread(verb)


def _misread(verb: Token) -> list[Token]:
    """Y in "X rang up Y" and "X called Y three times", which the parser does not take for the object."""
    return [
        child
        for child in verb.children
        if child.dep_ in {"npadvmod", "oprd"}
        and child.ent_type_ == "PERSON"
        and child.left_edge.i in {verb.i + 1, verb.i + 1 + (particle(verb) is not None)}
    ] or [one for child in verb.children for one in _subject_of_aim(child, verb)]


def _subject_of_aim(clause: Token, verb: Token) -> list[Token]:
    """Y in "X saw Y to discuss the border", which the parser takes for the one who discusses."""
    bound = any(child.lower_ == "to" and child.dep_ == "aux" for child in clause.children)
    if clause.dep_ != "ccomp" or clause.tag_ != "VB" or not bound or verb.lemma_ not in MEETING:
        return []
    ahead = [child for child in clause.children if child.dep_ == "nsubj" and child.left_edge.i == verb.i + 1]
    return [one for child in ahead for one in conjuncts(child)]


@once
def phrases(head: Token, _depth: int = 0) -> Iterator[tuple[str, Token]]:
    """Prepositions below ``head`` with each of their nouns: ("with", Lavrov); "ahead of X" as "ahead"."""
    for child in (*head.children, *_joined_above(head)):
        if child.dep_ in {"prep", "dative", "agent"} or (
            child.pos_ == "ADP" and child.dep_ in {"advmod", "prt", "conj"}
        ):
            yield from _nouns_of(child, child.lower_)
        elif child.dep_ == "advmod" and child.lower_ in _ADVERBS:
            for below in child.children:
                if below.dep_ == "prep":
                    yield from _nouns_of(below, "with" if below.lower_ == "with" else child.lower_)
        elif child.dep_ in {"advcl", "xcomp"} and _bound_for(child):
            yield from (("for", below) for below in child.children if below.dep_ == "nsubj")


def _joined_above(head: Token) -> list[Token]:
    """The second "with" of "had talks with X, and with Y", "came for talks with X, and with Y"."""
    if head.dep_ == "dobj":
        above, own = head.head, None
    elif head.dep_ == "pobj" and head.pos_ == "NOUN":
        above, own = head.head.head, {child.lower_ for child in head.children if child.dep_ == "prep"}
    else:
        return []
    return [
        child
        for child in above.children
        if child.dep_ == "conj" and child.pos_ == "ADP" and child.i > head.i
        if own is None or (child.lower_ in own and child.lower_ == "with")
    ]


def _nouns_of(preposition: Token, name: str) -> Iterator[tuple[str, Token]]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            for one in conjuncts(child):
                yield name, one
        elif child.dep_ == "prep":
            # "with with X", "from behind X", "out of X"
            yield from _nouns_of(child, child.lower_)
        elif child.dep_ == "conj" and child.pos_ == "ADP":
            yield from _nouns_of(child, child.lower_)
        elif child.dep_ == "pcomp" and child.lower_ == "visiting" and child.i == preposition.i + 1:
            # "met with visiting President X" is no "met with visiting X"
            for below in child.children:
                if below.dep_ == "dobj":
                    for one in conjuncts(below):
                        yield name, one


def prepositions_above(noun: Token) -> str:
    """The preposition that a noun hangs on, "" if none; "ahead of" counts as ahead."""
    head = noun.head
    if noun.dep_ == "conj" and head.pos_ in {"NOUN", "PROPN"}:
        return prepositions_above(head)
    if noun.dep_ != "pobj":
        return ""
    if head.lower_ == "of" and head.head.lower_ in _ASIDE:
        return str(head.head.lower_)
    if head.lower_ + head.head.lower_ in {"toprior", "ofout"}:  # "walked out of talks"
        return str(head.head.lower_)
    return str(head.lower_)


def head_of_conjunction(token: Token) -> Token:
    """The first of a coordination, whose head says what the whole depends on."""
    while token.dep_ == "conj" and token.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        token = token.head
    return token
