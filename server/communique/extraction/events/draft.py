"""An event in the making: what joins the tellings of one event before it is claimed."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.extraction.events.event import Dated, Located
from communique.extraction.events.telling import FAILED, Parties, Telling, called_off


@dataclass(slots=True, eq=False)
class Draft:
    """An event in the making: the tellings that were joined, the one that opened it first."""

    tellings: list[Telling]
    parties: Parties = field(default_factory=Parties)
    date: Dated | None = None
    place: Located | None = None
    country: Located | None = None
    part_of: Draft | None = None
    cities: set[str] = field(default_factory=set)

    @property
    def first(self) -> Telling:
        """The telling that opened it."""
        return self.tellings[0]

    @property
    def group(self) -> str:
        """call, visit or talks."""
        return self.first.group

    @property
    def hosts(self) -> set[str]:
        """Ids of the countries visited."""
        return {name for telling in self.tellings for name in telling.hosts}

    @property
    def status(self) -> str:
        """The status of the telling that counts most: a failure, then what a verb says, then the first."""
        own = [one for one in self.tellings if not one.joins] or self.tellings
        full = [one for one in own if (len(one.parties) or not one.definite) and not one.vague]
        full = full or self.tellings
        for telling in full:
            if telling.status in FAILED:
                return telling.status
        firm = [one for one in full if one.rule.startswith("verb:")]
        pool = firm or full
        if any(one.status == "held" for one in pool):
            return "held"
        return called_off(self.tellings, pool[0]) or pool[0].status
