"""Names of persons: the union of several detectors over the words of an article.

title + name, honorific + name, name + apposition with a title, the parser's named entities, and known
surnames wherever they return. Nothing rests on the parser's entities alone where the words speak
against it (places, organisations, weekdays).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.extraction.document import Analysis, ZoneKind
from communique.extraction.names import FEMALE, HONORIFICS, MALE, extent, may_name
from communique.extraction.office_words import OfficeWords
from communique.extraction.polities import Spot
from communique.extraction.titles import Phrase
from communique.extraction.words import Word

_READ = {ZoneKind.BODY, ZoneKind.HEADLINE, ZoneKind.CAPTION}


@dataclass(frozen=True, slots=True)
class NameSpot:
    """A person's name in words ``start:end``; ``phrases`` are indexes of the titles it bears here."""

    start: int
    end: int
    detector: str
    phrases: tuple[int, ...] = ()
    gender: str | None = None
    honorific: int | None = None
    """Where the whole phrase with its honorifics starts."""


class Detector:
    """Finds names; collects which title phrase belongs to which name."""

    def __init__(
        self,
        analysis: Analysis,
        words: Sequence[Word],
        spots: Sequence[Spot],
        phrases: Sequence[Phrase],
        lexicon: OfficeWords,
    ) -> None:
        self.analysis = analysis
        self.words = words
        self.phrases = list(phrases)
        self.lexicon = lexicon
        self.barred = [False] * len(words)
        for spot in spots:
            for index in range(spot.start, spot.end):
                self.barred[index] = True
        for phrase in phrases:
            for index in range(phrase.start, phrase.end):
                self.barred[index] = True
        self.names: dict[int, NameSpot] = {}

    def find(self) -> list[NameSpot]:
        """All names in order of the text, none overlapping."""
        for index, phrase in enumerate(self.phrases):
            self._after_title(index, phrase)
        for index, phrase in enumerate(self.phrases):
            self._before_title(index, phrase)
        self._honorifics()
        self._entities()
        self._surnames()
        return sorted(self.names.values(), key=lambda one: one.start)

    # helpers over words

    def _same(self, left: int, right: int) -> bool:
        return (
            0 <= left < len(self.words)
            and right < len(self.words)
            and (self.words[left].sentence == self.words[right].sentence)
        )

    def _readable(self, index: int) -> bool:
        return self.analysis.sentences[self.words[index].sentence].zone in _READ

    def _put(self, spot: NameSpot) -> NameSpot:
        """Keep a name; join its titles to one already known at the same place."""
        for index in range(spot.start, spot.end):
            known = self.names.get(index)
            if known is None:
                known = next((n for n in self.names.values() if n.start <= index < n.end), None)
            if known is not None:
                joined = replace(
                    known,
                    phrases=tuple(dict.fromkeys((*known.phrases, *spot.phrases))),
                    gender=known.gender or spot.gender,
                )
                self.names[known.start] = joined
                return joined
        self.names[spot.start] = spot
        return spot

    def _skip_honorifics(self, index: int) -> tuple[int, str | None]:
        """The index behind honorifics and ranks, and the gender they tell."""
        gender = None
        while self._same(index, index) and index < len(self.words):
            low = self.words[index].low
            if low in HONORIFICS or (low in self.lexicon.grades and self.words[index].capital):
                gender = "m" if low in MALE else "f" if low in FEMALE else gender
                index += 1
            elif low == "the" and self._low(index + 1) in {
                "hon",
                "hon.",
                "honourable",
                "honorable",
                "rev",
                "rev.",
            }:
                index += 1
            else:
                break
        return index, gender

    def _low(self, index: int) -> str:
        return self.words[index].low if 0 <= index < len(self.words) else ""

    # detectors

    def _after_title(self, index: int, phrase: Phrase) -> None:
        """TITLE[,] [honorific] NAME; with a plural title all names of the list."""
        place = phrase.end
        if place >= len(self.words) or not self._same(place, phrase.head):
            return
        comma = self.words[place].text == ","
        if comma:
            place += 1
        paren = self._low(place) == "("
        if paren:
            place += 1
        start, gender = self._skip_honorifics(place)
        end = extent(self.words, start, self.barred)
        if end == start or not self._same(start, phrase.head):
            return
        if (
            comma
            and not (self._closed(end) or start > place)
            and phrase.owner is None
            and not phrase.polities
        ):
            return
        if comma and not self._closed(end) and start == place:
            return
        titled = self._titles_with(index)
        gender = gender or self._gender(index)
        self._put(NameSpot(start, end, "title-name", titled, gender, place))
        if phrase.plural:
            self._list_after(end, titled)

    def _list_after(self, place: int, titled: tuple[int, ...]) -> None:
        """Further names of a list behind a plural title, with polities in parentheses or "of X" between."""
        while place < len(self.words):
            if self._low(place) in {"of", "from"}:
                while self._low(place) in {"of", "from", "the"} or (
                    place < len(self.words) and self.barred[place]
                ):
                    place += 1
            if self._low(place) == "(":
                close = next(
                    (i for i in range(place, min(place + 6, len(self.words))) if self._low(i) == ")"), None
                )
                if close is None:
                    return
                place = close + 1
            if self._low(place) not in {",", "and", "&", ";"}:
                return
            while self._low(place) in {",", "and", "&", ";"}:
                place += 1
            while place < len(self.words) and self.barred[place]:
                place += 1
            if self._low(place) == "'s":
                place += 1
            start, gender = self._skip_honorifics(place)
            end = extent(self.words, start, self.barred)
            if end == start or not self._same(start, place - 1):
                return
            self._put(NameSpot(start, end, "title-list", titled, gender))
            place = end

    def _titles_with(self, index: int) -> tuple[int, ...]:
        """A title and those joined to it before ("Deputy Prime Minister and Defence Minister NAME")."""
        found = [index]
        while index > 0:
            before, phrase = self.phrases[index - 1], self.phrases[index]
            gap = [word.low for word in self.words[before.end : phrase.start]]
            if not self._same(before.head, phrase.head) or before.plural or phrase.plural:
                break
            if gap not in (["and"], [",", "and"], ["and", "the"], ["-"], ["/"], ["cum"], [","]) or (
                before.bare != phrase.bare and gap == [","]
            ):
                break
            if (
                phrase.polities
                and before.polities
                and phrase.polities[0].start >= phrase.start
                and (phrase.polities[0].key != before.polities[0].key)
            ):
                break
            if gap in ([","],) and phrase.polities and phrase.polities[0].start >= phrase.start:
                break
            index -= 1
            found.append(index)
        return tuple(found)

    def _gender(self, index: int) -> str | None:
        lows = {word.low for word in self.words[self.phrases[index].start : self.phrases[index].end]}
        if lows & FEMALE:
            return "f"
        return "m" if lows & MALE else None

    def _closed(self, index: int) -> bool:
        """Whether an apposition ends here: comma, full stop, end of the sentence, bracket, "and"."""
        if index >= len(self.words) or not self._same(index, index - 1):
            return True
        return self.words[index].text in {
            ",",
            ".",
            ")",
            ";",
            ":",
            "-",
            "--",
            "–",
            "—",
            "?",
            "!",
            '"',
            "(",
            "'s",
        } or (
            self._low(index)
            in {"and", "who", "said", "to", "on", "in", "at", "for", "as", "with", "that", "has"}
        )

    def _before_title(self, index: int, phrase: Phrase) -> None:
        """NAME, [age,] [the] TITLE; NAME (TITLE); NAME - TITLE; NAME, who is TITLE; NAME is TITLE."""
        place = phrase.start - 1
        if phrase.plural or phrase.owner in {"his", "my", "your"} or not self._same(place, phrase.head):
            return
        if any(index in name.phrases for name in self.names.values()) and self._low(phrase.end) not in {","}:
            return
        owned = {n for name in self.names.values() for n in name.phrases}
        if index in owned:
            return
        while self._same(place, phrase.head) and self._low(place) in {
            "the",
            "a",
            "an",
            "currently",
            "also",
            "now",
            "as",
        }:
            place -= 1
        link = self._low(place)
        if link in {"is", "was", "being"}:
            place -= 1
            if self._low(place) == "who":
                place -= 1
                if self._low(place) == ",":
                    place -= 1
            elif not phrase.polities and phrase.owner != "the":
                return
        elif link in {",", "(", "-", "--", "–", "—"}:
            place -= 1
            if self._low(place).isdigit() and self._low(place - 1) == ",":
                place -= 2
        elif (
            self._same(place, phrase.head)
            and self.words[phrase.start].text.isupper() is False
            and (
                self.words[place].sentence == self.words[phrase.start].sentence
                and self.analysis.sentences[self.words[place].sentence].zone is ZoneKind.HEADLINE
            )
        ):
            pass
        else:
            return
        while self._same(place, phrase.head) and self._low(place) in {
            "mp",
            "mep",
            ")",
            "ao",
            "obe",
            "jr",
            "jr.",
        }:
            place -= 1
        if not self._same(place, phrase.head):
            return
        start, end = self._name_ending(place)
        if start == end:
            return
        if link in {","} and not self._closed(phrase.end):
            return
        self._put(NameSpot(start, end, "name-title", self._joined_after(index)))

    def _joined_after(self, index: int) -> tuple[int, ...]:
        """A title and those joined to it behind ("X, chief negotiator and ambassador to Y")."""
        found = [index]
        while index + 1 < len(self.phrases):
            one, other = self.phrases[index], self.phrases[index + 1]
            gap = [word.low for word in self.words[one.end : other.start]]
            if gap not in (["and"], [",", "and"], ["and", "the"], [",", "and", "the"]) or other.plural:
                break
            after = other.end
            if not self._closed(after) or extent(self.words, after, self.barred) > after:
                break
            index += 1
            found.append(index)
        return tuple(found)

    def _name_ending(self, last: int) -> tuple[int, int]:
        """The name whose last word is ``last`` (start, end); start == end if there is none."""
        known = next((n for n in self.names.values() if n.start <= last < n.end), None)
        if known is not None:
            return known.start, known.end
        best = last + 1
        place = last
        while place >= 0 and last - place < 7 and self._same(place, last):
            if extent(self.words, place, self.barred) == last + 1:
                best = place
            elif self.barred[place]:
                break
            place -= 1
        if best == last + 1:
            return best, best
        while best < last and self._first_is_no_name(best):
            best += 1
        return best, last + 1

    def _first_is_no_name(self, index: int) -> bool:
        """Whether a capitalised word at the start of a sentence is an ordinary word."""
        token = self.analysis.doc[self.words[index].first]
        return bool(token.is_sent_start) and token.pos_ not in {"PROPN", "NOUN", "ADJ", "X"}

    def _honorifics(self) -> None:
        """Mr X, Dr X, Lord X, Gen. X."""
        index = 0
        while index < len(self.words):
            word = self.words[index]
            titled = word.capital and (word.low in HONORIFICS or word.low in self.lexicon.grades)
            if not titled or self.barred[index]:
                index += 1
                continue
            start, gender = self._skip_honorifics(index)
            end = extent(self.words, start, self.barred)
            if end > start and self._same(start, index):
                keep = (
                    index
                    if word.low in {"lord", "lady", "sheikh", "shaikh", "sheik"} and end - start == 1
                    else start
                )
                self._put(NameSpot(keep, end, "honorific", (), gender, index))
            index = max(end, index + 1)

    def _entities(self) -> None:
        """The parser's persons, trimmed to what the name grammar allows."""
        by_token = {}
        for number, word in enumerate(self.words):
            for token in range(word.first, word.last):
                by_token.setdefault(token, number)
        for entity in self.analysis.doc.ents:
            if entity.label_ != "PERSON":
                continue
            first, last = by_token.get(entity.start), by_token.get(entity.end - 1)
            if first is None or last is None or not self._readable(first):
                continue
            self._entity(first, last)

    def _entity(self, first: int, last: int) -> None:
        while first <= last and (self.barred[first] or not may_name(self.words[first])):
            first += 1
        if first > last:
            return
        end = extent(self.words, first, self.barred)
        end = min(end, max(last + 1, first))
        grown = extent(self.words, first, self.barred)
        if grown <= last + 3:
            end = grown
        while end > first and not (may_name(self.words[end - 1]) or self.words[end - 1].low.startswith("jr")):
            end -= 1
        if end <= first:
            return
        if end - first == 1 and not self._plausible_single(first):
            return
        if self.words[end - 1].low in self.lexicon.bodies or self.words[first].low in self.lexicon.bodies:
            return
        self._put(NameSpot(first, end, "entity"))

    def _plausible_single(self, index: int) -> bool:
        """Whether a single word that the parser takes for a person is used like one."""
        token = self.analysis.doc[self.words[index].first]
        if token.pos_ != "PROPN" or self.words[index].text.isupper():
            return False
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head.lemma_ in {
            "say",
            "tell",
            "meet",
            "add",
            "visit",
            "arrive",
        }:
            return True
        return False

    def _surnames(self) -> None:
        """Surnames (and other unambiguous parts) of known names wherever they return."""
        known: dict[str, int] = {}
        for name in list(self.names.values()):
            for index in range(name.start, name.end):
                word = self.words[index]
                if may_name(word) and len(word.text.strip(".")) > 1:
                    last = index == name.end - 1
                    first = index == name.start
                    if last or first:
                        known.setdefault(word.text, index)
        taken = {i for name in self.names.values() for i in range(name.start, name.end)}
        index = 0
        while index < len(self.words):
            word = self.words[index]
            if index in taken or self.barred[index] or word.text not in known or not self._readable(index):
                index += 1
                continue
            end = extent(self.words, index, self.barred)
            while end > index + 1 and self.words[end - 1].text not in known:
                end -= 1
            while end > index + 1 and any(i in taken for i in range(index, end)):
                end -= 1
            self._put(NameSpot(index, end, "surname"))
            index = end
