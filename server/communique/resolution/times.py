"""Standing of what events are told of in time: their status and their date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from communique.model.claims import When
from communique.model.identity import Standing
from communique.model.when import Interval
from communique.resolution.weighing import Option, Rulings, Said, choose, lost, options, rule

SETTLED = ("held", "cancelled", "refused", "denied")
PENDING = ("postponed", "planned")


def status_rulings(said: Sequence[Said]) -> Rulings:
    """Standing of status claims: what was planned is superseded by what came of it."""
    found = {option.value: option for option in options(said)}
    if any(one.judged for one in said):
        best, reason = choose(list(found.values()))
        rulings = rule(best.said, Standing.ACCEPTED, reason)
        for option in found.values():
            rulings |= {} if option is best else _overcome(option, best, overtaken=False)
        return rulings
    settled = [found[value] for value in SETTLED if value in found]
    pending = [option for value, option in found.items() if value not in SETTLED]
    if not settled:
        return _pending_rulings(pending)
    best, reason = choose(settled)
    rulings = rule(best.said, Standing.ACCEPTED, reason)
    latest = _latest(best)
    for option in settled:
        if option is not best:
            overtaken = best.value == "held" and _latest(option) < min(one.day for one in best.said)
            rulings |= _overcome(option, best, overtaken)
    for option in pending:
        for one in option.said:
            rulings |= _overcome(Option(option.value, [one]), best, one.day <= latest)
    return rulings


def _pending_rulings(pending: Sequence[Option]) -> Rulings:
    """The latest report of a plan is accepted: a new date follows a postponement."""
    rank = {value: place for place, value in enumerate(reversed(PENDING))}
    best = max(pending, key=lambda o: (_latest(o), rank.get(o.value, -1), o.value))
    reason = "no source says otherwise" if len(pending) == 1 else "the latest report"
    rulings = rule(best.said, Standing.ACCEPTED, reason)
    for option in pending:
        if option is not best:
            rulings |= _overcome(option, best, overtaken=True)
    return rulings


def _latest(option: Option) -> int:
    return max(one.day for one in option.said)


def _overcome(option: Option, best: Option, overtaken: bool) -> Rulings:
    if overtaken:
        return rule(option.said, Standing.SUPERSEDED, f"{option.value}; a later report says {best.value}")
    return lost(option.said, best, f"other sources say {best.value}")


def interval_of(one: Said) -> Interval:
    """The date of a date claim."""
    value = one.claim.object
    if not isinstance(value, When):
        raise TypeError(f"claim {one.id} of {one.claim.article} gives a date that is none: {value!r}")
    return value.interval


def date_rulings(said: Sequence[Said], status_of: Mapping[str, str], accepted: str) -> Rulings:
    """Standing of date claims. ``status_of`` gives the status in each article, ``accepted`` the event's.

    The value on which most sources agree is accepted, the most exact of several; vaguer values that hold it
    are compatible. A planned date that the event did not keep is superseded; any other that shares no day
    with the accepted one is disputed.
    """
    found = options(said, lambda one: -float(interval_of(one).days))
    fitting = [
        o for o in found if any(one.judged or status_of.get(one.claim.article) == accepted for one in o.said)
    ]
    firm = fitting or found
    for option in firm:
        mine = interval_of(option.said[0])
        for other in firm:
            if other is not option and mine.within(interval_of(other.said[0])):
                option.back(other)
    best, reason = choose(firm)
    if len(found) > 1 and all(_holds(other, best) for other in found if other is not best):
        reason = "the most exact of dates that agree"
    chosen = interval_of(best.said[0])
    rulings = rule(best.said, Standing.ACCEPTED, reason)
    for option in found:
        if option is best:
            continue
        mine = interval_of(option.said[0])
        for one in option.said:
            if mine.overlaps(chosen):
                how = "vaguer than" if chosen.within(mine) else "agrees with"
                rulings |= rule([one], Standing.COMPATIBLE, f"{how} the accepted date")
            elif status_of.get(one.claim.article) in PENDING and accepted not in PENDING[1:]:
                rulings |= rule([one], Standing.SUPERSEDED, f"the plan was not kept: the event is {accepted}")
            elif accepted in PENDING and one.day < max(other.day for other in best.said):
                rulings |= rule([one], Standing.SUPERSEDED, "a later report gives another date")
            else:
                rulings |= lost([one], best, f"shares no day with the accepted date: {reason}")
    return rulings


def _holds(wide: Option, narrow: Option) -> bool:
    return interval_of(narrow.said[0]).within(interval_of(wide.said[0]))
