"""Names and titles on lines of their own, as at the head of a release.

"MINISTER FOR TRADE", and below it "The Hon Ann Bell MP".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from communique.extraction.layout import ZoneKind
from communique.extraction.mentions.listed_names import ListedNames
from communique.extraction.mentions.name_spots import NameSpot
from communique.extraction.names import WORDS, extent, may_name
from communique.extraction.text.turns import label_words

_LINES = 12
"""How many lines a letterhead has at most."""
_FILL = frozenset({",", ".", "the", ";", ":", "and"})
_Line = int | tuple[int, int, str | None]
"""The index of a title that fills a line, or start, end and gender of a name that does."""


class Letterheads(ListedNames):
    """Joins titles and names that stand on lines above each other."""

    def letterhead(self) -> None:
        """A title goes with the name below it; where a name comes first, with the name above it."""
        lines = list(self._lines())
        if not lines:
            return
        titles_first = isinstance(lines[0], int)
        name: tuple[int, int, str | None] | None = None
        waiting: list[int] = []
        for line in lines:
            if isinstance(line, int):
                if titles_first:
                    waiting.append(line)
                elif name is not None:
                    self._join(name, (line,))
                continue
            name = line
            if waiting:
                self._join(name, tuple(waiting))
                waiting = []

    def speakers(self) -> None:
        """ "Kohl: ... Kohl: ...": who speaks more than once in a dialogue, and does not only ask."""
        begun = {word.span.start: index for index, word in enumerate(self.words)}
        labels = label_words("asks") | label_words("answers")
        turns: dict[str, list[tuple[int, int, bool]]] = {}
        for zone in self.analysis.zones:
            start = begun.get(zone.span.start) if zone.kind is ZoneKind.BODY else None
            if start is None or not may_name(self.words[start]) or self._low(start) in labels:
                continue
            end = extent(self.words, start, self.barred, limit=3)
            if self._low(end) == ":" and end > start:
                name = " ".join(word.text for word in self.words[start:end])
                asks = self.analysis.text.endswith("?", 0, zone.span.end)
                turns.setdefault(name, []).append((start, end, asks))
        for spots in turns.values():
            if len(spots) > 1 and sum(asks for _, _, asks in spots) < len(spots) / 2:
                for start, end, _ in spots:
                    self._put(NameSpot(start, end, "speaker"))

    def _join(self, name: tuple[int, int, str | None], titles: tuple[int, ...]) -> None:
        start, end, gender = name
        self._put(NameSpot(start, end, "letterhead", titles, gender))

    def _lines(self) -> Iterator[_Line]:
        """Titles and names that fill a line, up to the first sentence of the body."""
        for number, (sentence, members) in enumerate(
            groupby(enumerate(self.words), lambda one: one[1].sentence)
        ):
            indexes = [index for index, _ in members]
            found = self._title_line(indexes)
            if found is not None:
                yield found
                continue
            named = self._name_line(indexes)
            if named is not None:
                yield named
            elif self.analysis.sentences[sentence].trusted or number >= _LINES:
                return

    def _title_line(self, indexes: list[int]) -> int | None:
        for number, phrase in enumerate(self.phrases):
            told = not phrase.bare or phrase.end - phrase.start > 2
            if phrase.start in indexes and not phrase.plural and told:
                rest = [
                    i for i in indexes if not phrase.start <= i < phrase.end and self._low(i) not in _FILL
                ]
                unknown = all(phrase.end <= i < phrase.end + 2 for i in rest)
                return number if unknown else None  # "Minister for Defence Materiel"
        return None

    def _name_line(self, indexes: list[int]) -> tuple[int, int, str | None] | None:
        if len(indexes) > 10:
            return None
        first = next((i for i in indexes[:5] if self._low(i) == "by"), None)
        begin = first + 1 if first is not None and first < indexes[-1] else indexes[0]
        start, end, gender = self._name_at(begin)  # "STATEMENT BY ANN BELL MP"
        if end - start < 2 or end > indexes[-1] + 1:
            return None
        rest = [i for i in range(end, indexes[-1] + 1) if self._low(i) not in WORDS.postnominals | _FILL]
        return (start, end, gender) if not rest else None
