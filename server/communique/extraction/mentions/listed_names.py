"""Names whose title stands elsewhere in the sentence or before it.

"They were X (Croatia), Y (Jordan) and Z (Peru)", "As president of the council, X said", "named X minister",
"a spokesman for President X, Y".
"""

from __future__ import annotations

from communique.extraction.gazetteer.governments import HEADS
from communique.extraction.mentions.name_spots import NameSpot
from communique.extraction.mentions.titled_names import TitledNames
from communique.extraction.polities.spot import Spot
from communique.extraction.titles.phrase import Phrase

_SEPARATORS = frozenset({",", "and", "&", ";"})
_MAKING = frozenset(
    {
        "named", "appointed", "elected", "re-elected", "reelected", "nominated", "proclaimed", "declared",
        "made", "crowned", "reappointed", "designated", "chose", "picked", "chosen",
    }
)  # fmt: skip
_RAISING = frozenset({"promoted", "elevated", "raised", "named", "appointed"})
"""What one does with somebody "to" an office."""
_COMING = frozenset({"be", "becomes", "became", "become", "goes", "gets", "got"})
_TIMES = frozenset(
    {"on", "yesterday", "today", "as", "with", "monday", "tuesday", "wednesday", "thursday", "friday"}
)
_POSTED = frozenset({"ambassador", "envoy", "permanent-representative", "diplomat", "leader", "negotiator"})
_NEAR = 12
"""How many words may stand between a title with "as" and the name behind the comma."""
_Entry = tuple[int, int, Spot]
"""Start and end of a name, and the country in brackets behind it."""


class ListedNames(TitledNames):
    """Finds names that a title is told for from afar."""

    def listed(self) -> None:
        """Collect them; run when the names beside titles are known."""
        for index, phrase in enumerate(self.phrases):
            if self._aside(phrase):
                continue
            if phrase.serves:
                self._server(index, phrase)
            elif not phrase.plural and not any(index in name.phrases for name in self.names.values()):
                self._fronted(index, phrase)
                self._made(index, phrase)
                self._elided(index, phrase)
                if phrase.listed:
                    self._governing(index, phrase)
        self._bracketed()

    def _server(self, index: int, phrase: Phrase) -> None:
        """ "a spokesman for President X, NAME, said": the second name."""
        served = self.phrases[index + 1]
        _, end, _ = self._name_at(served.end)
        if self._low(end) != ",":
            return
        start, stop, gender = self._name_at(end + 1)
        if stop - start > 1 and self._same(start, phrase.head) and self._closed(stop):
            self._put(NameSpot(start, stop, "title-name", (index,), gender or self._gender(phrase)))

    def _fronted(self, index: int, phrase: Phrase) -> None:
        """ "As Poland's foreign minister, NAME signed": a title that starts the sentence."""
        first = phrase.start - (self._low(phrase.start - 1) in {"the", "a", "an", "its"})
        if self._low(first - 1) != "as" or self._same(first - 2, phrase.head):
            return
        place = phrase.end
        while self._same(place, phrase.head) and place - phrase.end < _NEAR and self._low(place) != ",":
            place += 1
        if self._low(place) != "," or not self._same(place + 1, phrase.head):
            return
        start, end, gender = self._name_at(place + 1)
        if end > start and self._same(end, phrase.head) and self._low(end) not in {",", "and"}:
            self._put(NameSpot(start, end, "name-title", self._joined_behind(index), gender))

    def _made(self, index: int, phrase: Phrase) -> None:
        """ "named NAME foreign minister", "elected NAME as its president"."""
        place = phrase.start - 1
        raised = self._low(place) == "to"
        place -= raised
        while self._low(place) in {"as", "the", "its", "new", "a", "their"}:
            place -= 1
        if not self._same(place, phrase.head) or self.barred[place]:
            return
        start, end = self._name_ending(place)
        before = start - 1
        while before > 0 and self._skip_honorifics(before)[0] > before:
            before -= 1
        verbs = _RAISING if raised else _MAKING
        if end - start > 1 and self._low(before) in verbs and self._same(before, phrase.head):
            self._put(NameSpot(start, end, "name-title", (index,), self._gender(phrase)))

    def _elided(self, index: int, phrase: Phrase) -> None:
        """ "X was named foreign minister and NAME defence minister": the verb is told once."""
        if index == 0 or phrase.owner is not None or self._name_at(phrase.end)[1] > phrase.end:
            return
        before = self.phrases[index - 1]
        start, end = self._name_ending(phrase.start - 1)
        if end - start < 2 or not self._same(before.head, phrase.head) or start < before.end:
            return
        place = start
        while place > before.end and self._skip_honorifics(place - 1)[0] >= place:
            place -= 1
        gap = [self._low(i) for i in range(before.end, place)]
        first = next(i for i in range(before.head, -1, -1) if i == 0 or not self._same(i - 1, i))
        made = any(self._low(i) in _MAKING | _COMING for i in range(first, before.start))
        if made and gap and gap[-1] in _SEPARATORS and set(gap) <= _SEPARATORS | _TIMES:
            self._put(NameSpot(start, end, "name-title", (index,), self._gender(phrase)))

    def _governing(self, index: int, phrase: Phrase) -> None:
        """ "Interior: Major NAME": an entry of a list, though the parser ends a sentence in it."""
        start, end, gender = self._name_at(phrase.end + 1)
        if end - start > 1 and self._low(phrase.end) != ")":
            self._put(NameSpot(start, end, "title-name", (index,), gender))

    def _bracketed(self) -> None:
        """A list of names with countries in brackets, of which a plural before it tells the office."""
        run: list[_Entry] = []
        for place in range(1, len(self.words)):
            entry = self._entry(place)
            if entry is None:
                continue
            if run and not self._goes_on(run[-1], entry):
                self._entitle(run)
                run = []
            run.append(entry)
        self._entitle(run)

    def _entry(self, place: int) -> _Entry | None:
        if self._low(place) != "(" or not self._readable(place):
            return None
        spot = self.spots.get(place + 1)
        if spot is None or spot.kind != "country" or not self._same(place - 1, place):
            return None
        behind = self._low(spot.end)
        if behind not in {")", ","} or self.barred[place - 1]:
            return None
        start, end = self._name_ending(place - 1)
        return (start, end, spot) if end - start > 1 else None

    def _goes_on(self, one: _Entry, other: _Entry) -> bool:
        place = next((i + 1 for i in range(one[2].end, other[0]) if self._low(i) == ")"), other[0])
        between = [self._low(i) for i in range(place, other[0])]
        start, _ = self._skip_honorifics(place + len([low for low in between if low in _SEPARATORS]))
        return self._same(one[0], other[0]) and (set(between) <= _SEPARATORS or start == other[0])

    def _entitle(self, run: list[_Entry]) -> None:
        if len(run) < 2 or any(self.names[s].phrases for s, _, _ in run if s in self.names):
            return
        here = self.words[run[0][0]].sentence
        for index in range(len(self.phrases) - 1, -1, -1):
            phrase = self.phrases[index]
            if phrase.end > run[0][0]:
                continue
            if here - self.words[phrase.head].sentence > 1:
                return
            office = phrase.role in HEADS | _POSTED or phrase.role.endswith("minister")
            taken = any(index in name.phrases for name in self.names.values())
            if phrase.plural and office and not taken:
                for start, end, spot in run:
                    self._put(NameSpot(start, end, "title-list", (index,), None, None, spot))
                return
