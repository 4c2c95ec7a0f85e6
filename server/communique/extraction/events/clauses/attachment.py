"""Which word of a sentence a date belongs to, by the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.events.clauses.clause import head_of_conjunction, prepositions_above, verbal

if TYPE_CHECKING:
    from spacy.tokens import Token

EXCLUDED = frozenset({"since", "until", "till", "after", "before", "ahead"})
"""A date below these is that of something else."""
STARTING = frozenset({"starting", "beginning", "commencing"})
"""Before the first day of what is dated: "for ten days starting on Sunday"."""
_BEGINNING = frozenset({"begin", "start", "open", "commence"})
_FAR = 8


def hangs_on(token: Token, head: Token, rivals: set[int]) -> bool:
    """Whether a date depends on ``head`` with only prepositions and plain nouns between."""
    if prepositions_above(head_of_conjunction(token)) in EXCLUDED or _since(token, head):
        return False
    if token.dep_ == "poss" and token.head != head:
        return False  # "this year's conference" dates the conference alone
    current = token
    for _ in range(_FAR):
        if current == head:
            return True
        opens = current.lower_ in STARTING or _to_begin(current)
        if current.i in rivals or (current != token and verbal(current) and not opens):
            return False
        if current.head == current:
            return False
        if current.lower_ in EXCLUDED and current != token:
            return False
        current = current.head
    return False


def _to_begin(token: Token) -> bool:
    """ "A visit due to begin on Sunday", "talks to open on Monday"."""
    return token.tag_ == "VB" and token.lemma_ in _BEGINNING and token.dep_ in {"xcomp", "acl", "relcl"}


def _since(token: Token, head: Token) -> bool:
    """Whether a bound stands between: "the first visit since the fall of the king in December"."""
    between = token.doc[head.i + 1 : token.i] if head.i < token.i else ()
    lows = [one.lower_ for one in between]
    return "since" in lows and not {",", ";"} & set(lows[lows.index("since") :])
