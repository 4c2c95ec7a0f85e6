"""Whose office it is by who is known to have held it: what news leaves out since every reader knew it.

Only a sign among others: what an article says itself is never changed by it, and a person whom the list
does not know loses nothing.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from communique.extraction.gazetteer import incumbents
from communique.extraction.gazetteer.governments import HEADS

if TYPE_CHECKING:
    from communique.extraction.document import Referent, Title

REASON = "list of incumbents"
_LEADERS = HEADS | {"leader", "party-leader", "head-of-state", "head-of-government", "chairperson"}
"""Roles that news gives to who leads a state, one for another ("Chairman Mao", "Premier Chou")."""
_WEIGHTS: Mapping[tuple[bool, incumbents.Called, incumbents.Time], float] = {
    (True, "in full", "in office"): 9.0,
    (True, "in short", "in office"): 7.0,
    (True, "by surname", "in office"): 4.0,
    (True, "in full", "later"): 6.0,
    (True, "in full", "undated"): 6.0,
    (True, "in full", "earlier"): 4.0,
    (True, "in short", "undated"): 4.0,
    (True, "in short", "later"): 3.0,
    (False, "in full", "in office"): 4.0,
    (False, "in full", "later"): 4.0,
    (False, "in full", "earlier"): 3.0,
    (False, "in full", "undated"): 3.0,
}
"""By whether the office is such a one, how the person is called, and when."""
_OTHER_TITLE = -1.0
"""For a leader whom the list knows by another title: "President Bush" is rather president than premier."""


def states(title: Title, person: Referent, year: int | None, told: Container[str]) -> dict[str, float]:
    """The states whose office it most probably is, with the weight of that; keys as in the gazetteer.

    ``told`` are the ids of the countries that the article names: a surname alone brings in no other.
    """
    weights: dict[str, float] = {}
    for one, called in incumbents.named(person.label):
        alike = title.role == one.role or {title.role, one.role} <= _LEADERS
        if called == "by surname" and one.state.replace("/", "-") not in told:
            continue
        weight = _WEIGHTS.get((alike, called, one.time(year)), 0.0)
        if alike and title.role != one.role:
            weight += _OTHER_TITLE
        weights[one.state] = max(weight, weights.get(one.state, 0.0))
    most = max(weights.values(), default=0.0)
    return {state: weight for state, weight in weights.items() if weight == most > 0}


def led(name: str, year: int | None) -> str | None:
    """The one state that a person of this name acts for, its key; None if none or several may be meant.

    For whom no words introduce ("Reagan and Gorbachev met"): who led or was minister then, or led before.
    """
    found: dict[tuple[bool, incumbents.Time], set[str]] = {}
    for one, called in incumbents.named(name):
        if called == "in full" or (called == "in short" and not incumbents.is_given(name)):
            found.setdefault((one.role in _LEADERS, one.time(year)), set()).add(one.state)
    order = ((True, "in office"), (False, "in office"), (True, "later"))
    states = next((found[key] for key in order if key in found), set())
    return next(iter(states)) if len(states) == 1 else None
