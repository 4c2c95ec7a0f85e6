"""Names beside titles: TITLE NAME, NAME, TITLE, lists of both, and which title belongs to which name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.extraction.document import READ, Analysis
from communique.extraction.names import WORDS, extent, may_name
from communique.extraction.office_words import OfficeWords
from communique.extraction.polities import Spot
from communique.extraction.titles import Phrase
from communique.extraction.words import Word

_SEPARATORS = frozenset({",", "and", "&", ";"})
_ROYAL = frozenset({"monarch", "royal", "crown-prince"})


@dataclass(frozen=True, slots=True)
class NameSpot:
    """A person's name in words ``start:end``.

    ``phrases`` are indexes of the titles it bears here; ``polity`` is what stands behind the name itself
    ("King Fahd of Saudi Arabia", "Uribe (Colombia)"); ``honorific`` where the phrase with honorifics starts.
    """

    start: int
    end: int
    detector: str
    phrases: tuple[int, ...] = ()
    gender: str | None = None
    honorific: int | None = None
    polity: Spot | None = None


class TitledNames:
    """Finds names that stand beside a title."""

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
        self.ents = analysis.doc.ents
        self.spots = {spot.start: spot for spot in spots}
        self.barred = [False] * len(words)
        extents = [*((spot.start, spot.end) for spot in spots), *((one.start, one.end) for one in phrases)]
        for start, end in extents:
            self.barred[start:end] = [True] * (end - start)
        self.names: dict[int, NameSpot] = {}
        self.owner: dict[int, int] = {}
        """Word index -> start of the name it belongs to."""

    def titled(self) -> None:
        """Collect all names that stand beside a title."""
        for index, phrase in enumerate(self.phrases):
            self._after_title(index, phrase)
        for index, phrase in enumerate(self.phrases):
            self._before_title(index, phrase)

    # helpers over words

    def _low(self, index: int) -> str:
        return self.words[index].low if 0 <= index < len(self.words) else ""

    def _same(self, left: int, right: int) -> bool:
        inside = 0 <= left < len(self.words) and 0 <= right < len(self.words)
        return inside and self.words[left].sentence == self.words[right].sentence

    def _readable(self, index: int) -> bool:
        return self.analysis.sentences[self.words[index].sentence].zone in READ

    def _put(self, spot: NameSpot) -> None:
        """Keep a name; join its titles to one already known at the same place."""
        if self._common(spot.end - 1) and (
            spot.end - spot.start == 1 or self._low(spot.end - 1) in self.lexicon.bodies
        ):
            return
        if self._shouted(spot) and not self._entity_near(spot):
            return
        known = next((self.owner[i] for i in range(spot.start, spot.end) if i in self.owner), None)
        if known is not None:
            one = self.names[known]
            self.names[known] = replace(
                one,
                phrases=tuple(dict.fromkeys((*one.phrases, *spot.phrases))),
                gender=one.gender or spot.gender,
                polity=one.polity or spot.polity,
            )
            return
        self.names[spot.start] = replace(spot, polity=spot.polity or self._polity_behind(spot))
        for index in range(spot.start, spot.end):
            self.owner[index] = spot.start

    def _common(self, index: int) -> bool:
        """Whether a single word is rather a portfolio or body than a name ("Trade", "Senate")."""
        low = self._low(index)
        return low in self.lexicon.portfolios or low in self.lexicon.bodies or low in self.lexicon.ranks

    def _shouted(self, spot: NameSpot) -> bool:
        """Whether the name stands in capitals, where every word looks like one."""
        span = self.words[spot.start].span.start, self.words[spot.end - 1].span.end
        return self.analysis.article.text[slice(*span)].isupper() and spot.end - spot.start > 1

    def _entity_near(self, spot: NameSpot) -> bool:
        """Whether the parser sees a person there too."""
        first, last = self.words[spot.start].first, self.words[spot.end - 1].last
        return any(e.label_ == "PERSON" and e.start < last and first < e.end for e in self.ents)

    def _polity_behind(self, spot: NameSpot) -> Spot | None:
        """ "Fahd of Saudi Arabia", "Uribe (Colombia)"."""
        place = spot.end
        if self._low(place) == "of" and self._same(place, spot.start):
            place += 2 if self._low(place + 1) == "the" else 1
            found = self.spots.get(place)
        elif self._low(place) == "(":
            found = self.spots.get(place + 1)
            if found is not None and self._low(found.end) != ")":
                found = None
        elif self._low(spot.start - 1) in {"'s", "'"} and self._same(spot.start - 1, spot.start):
            found = next((s for s in self.spots.values() if s.end == spot.start - 1), None)
        else:
            return None
        return found if found is not None and found.kind != "place" and found.form != "demonym" else None

    def _skip_honorifics(self, index: int) -> tuple[int, str | None]:
        """The index behind honorifics and ranks, and the gender they tell."""
        gender = None
        while index < len(self.words):
            low = self.words[index].low
            titled = low in WORDS.honorifics or (low in self.lexicon.grades and self.words[index].capital)
            article = low == "the" and self._low(index + 1) in WORDS.honorifics
            if not (titled or article):
                break
            gender = "m" if low in WORDS.male else "f" if low in WORDS.female else gender
            index += 1
        return index, gender

    def _name_at(self, index: int) -> tuple[int, int, str | None]:
        """Start, end and gender of the name that starts here behind honorifics; start == end if none does."""
        start, gender = self._skip_honorifics(index)
        end = extent(self.words, start, self.barred) if start < len(self.words) else start
        if end == start > index and self._low(start - 1) in {"major", "marshal"} and self.barred[index - 1]:
            return start - 1, start, gender  # Prime Minister Major
        if end == start + 1 and start > index and self._low(start - 1) in WORDS.kept:
            start -= 1
        return start, end, gender

    def _closed(self, index: int) -> bool:
        """Whether an apposition may end here: no further noun phrase starts."""
        if index >= len(self.words) or not self._same(index, index - 1):
            return True
        return not may_name(self.words[index]) and not self.barred[index]

    # title and name

    def _after_title(self, index: int, phrase: Phrase) -> None:
        """TITLE[,] [honorific] NAME; with a plural title all names of the list."""
        place = phrase.end
        if not self._same(place, phrase.head):
            return
        comma = self.words[place].text in {",", ":"}
        if comma or self.words[place].text in {"(", "-", "–"}:
            place += 1
        start, end, gender = self._name_at(place)
        if end == start or not self._same(start, phrase.head):
            return
        if comma and not (self._apposed(phrase, place, start, end) and not self._claimed(phrase)):
            return
        titled = self._joined_before(index)
        self._put(NameSpot(start, end, "title-name", titled, gender or self._gender(phrase), place))
        if phrase.plural:
            self._list_after(end, titled)

    def _apposed(self, phrase: Phrase, place: int, start: int, end: int) -> bool:
        """Whether a name behind a comma is the title's holder, and not the next thing told of."""
        definite = phrase.owner not in {None, "a", "an"} or bool(phrase.polities)
        honoured = start > place
        if phrase.plural and (not definite or end - start == 1):
            return False
        capital = self.words[phrase.head].capital and not phrase.bare and end - start > 1
        definite = definite or capital
        return (definite and self._closed(end)) or (honoured and not phrase.bare)

    def _claimed(self, phrase: Phrase) -> bool:
        """Whether an untitled name before the title is joined to it ("X, who is TITLE, Y, ...")."""
        if phrase.plural:
            return False
        place = phrase.start - 1
        while self._low(place) in {"the", "a", "an"}:
            place -= 1
        found = self._link(place, phrase) if self._same(place, phrase.head) else None
        if found is None or not self._same(found, phrase.head):
            return False
        start, end = self._name_ending(found)
        return start < end and not (start in self.names and self.names[start].phrases)

    def _list_after(self, place: int, titled: tuple[int, ...]) -> None:
        """Further names of a list, with polities in brackets or "of X" between them."""
        while place < len(self.words):
            place = self._over_polity(place)
            if self._low(place) not in _SEPARATORS:
                return
            while self._low(place) in _SEPARATORS:
                place += 1
            polity = self.spots.get(place)
            while place < len(self.words) and self.barred[place]:
                place += 1
            if self._low(place) in {"'s", "'"}:
                place += 1
            start, end, gender = self._name_at(place)
            if end == start or not self._same(start, place - 1):
                return
            self._put(NameSpot(start, end, "title-list", titled, gender, place, polity))
            place = end

    def _over_polity(self, place: int) -> int:
        if self._low(place) in {"of", "from"}:
            while self._low(place) in {"of", "from", "the"} or (
                place < len(self.words) and self.barred[place]
            ):
                place += 1
        if self._low(place) == "(":
            near = range(place, min(place + 6, len(self.words)))
            place = next((index + 1 for index in near if self._low(index) == ")"), place)
        return place

    def _joined_before(self, index: int) -> tuple[int, ...]:
        """A title and those joined to it before ("Deputy Prime Minister and Defence Minister NAME")."""
        found = [index]
        while index > 0:
            one, other = self.phrases[index - 1], self.phrases[index]
            gap = [word.low for word in self.words[one.end : other.start]]
            own = [p for p in other.polities if p.start >= other.start]
            if not self._same(one.head, other.head) or one.plural or other.plural:
                break
            beside = (
                gap == [","] and one.owner == "the" and other.bare and other.role in {"legislator", "royal"}
            )
            if not beside and gap not in (["and"], [",", "and"], ["and", "the"], ["-"], ["/"], ["cum"]):
                break
            if (
                one.polities
                and own
                and (own[0].key != one.polities[0].key or one.polities[0].start > one.head)
            ):
                break
            if self._claimed(one) or {one.role, other.role} <= _ROYAL:
                break
            index -= 1
            found.append(index)
        return tuple(found)

    def _gender(self, phrase: Phrase) -> str | None:
        lows = {word.low for word in self.words[phrase.start : phrase.end]}
        return "f" if lows & WORDS.female else "m" if lows & WORDS.male else None

    # name and title

    def _before_title(self, index: int, phrase: Phrase) -> None:
        """NAME, [age,] [the] TITLE; NAME (TITLE); NAME - TITLE; NAME[, who] is TITLE; NAME as TITLE."""
        if phrase.owner in {"my", "your"}:
            return
        if any(index in name.phrases for name in self.names.values()) and not phrase.bare:
            return
        place = phrase.start - 1
        while self._low(place) in {
            "the",
            "a",
            "an",
            "currently",
            "also",
            "now",
            "his",
            "her",
            "its",
            "their",
        }:
            place -= 1
        found = self._link(place, phrase)
        if found is None or not self._same(found, phrase.head):
            return
        start, end = self._name_ending(found)
        if start == end or (phrase.plural and any(index in name.phrases for name in self.names.values())):
            return
        titled = self._joined_behind(index)
        if phrase.plural:
            self._list_before(start, titled)
        self._put(NameSpot(start, end, "name-title", titled, self._gender(phrase)))

    def _list_before(self, place: int, titled: tuple[int, ...]) -> None:
        """The names before the last one of "X, Y and Z, the presidents of ..."."""
        last = place - 1
        while self._same(last, place) and self._low(last) in _SEPARATORS:
            while self._low(last) in _SEPARATORS:
                last -= 1
            start, end = self._name_ending(last) if self._same(last, place) else (0, 0)
            if start == end:
                return
            self._put(NameSpot(start, end, "name-title", titled))
            last = start - 1

    def _link(self, place: int, phrase: Phrase) -> int | None:
        """The last word of a name that a link joins to the title; None if nothing joins them."""
        link = self._low(place)
        if link == "been" and self._low(place - 1) in {"has", "had"}:
            place -= 1
        if link in {"is", "was", "became", "becomes", "remains", "as", "been"}:
            place -= 1
            if self._low(place) == "who" and link != "as":
                place -= 2 if self._low(place - 1) == "," else 1
            elif link == "as":
                if phrase.owner in {"a", "an"}:
                    return None
            elif phrase.bare and phrase.owner not in {None, "the"}:
                return None
        elif link in {",", "(", "-", "--", "–", "—"}:
            place -= 1
            if self._low(place).isdigit() and self._low(place - 1) == ",":
                place -= 2
            if link == "," and not self._closed(phrase.end):
                return None
            plain = phrase.bare and phrase.owner is None and not self.words[phrase.start].capital
            if link == "," and plain and self._low(phrase.end) not in {",", "since", "until", "from"}:
                return None
        elif not self._headline(phrase):
            return None
        while self._low(place) in WORDS.postnominals or self.words[place].text in {",", ")"}:
            place -= 1
        return place

    def _headline(self, phrase: Phrase) -> bool:
        """Whether name and title simply stand side by side, as in the head of a press release."""
        return not self.analysis.sentences[self.words[phrase.start].sentence].trusted

    def _joined_behind(self, index: int) -> tuple[int, ...]:
        """A title and those joined to it behind ("X, chief negotiator and ambassador to Y")."""
        found = [index]
        while index + 1 < len(self.phrases):
            one, other = self.phrases[index], self.phrases[index + 1]
            gap = [word.low for word in self.words[one.end : other.start]]
            if gap not in (["and"], [",", "and"], ["and", "the"], [",", "and", "the"]) or other.plural:
                break
            if not self._closed(other.end) or extent(self.words, other.end, self.barred) > other.end:
                break
            index += 1
            found.append(index)
        return tuple(found)

    def _name_ending(self, last: int) -> tuple[int, int]:
        """The name whose last word is ``last`` (start, end); start == end if there is none."""
        if last in self.owner:
            known = self.names[self.owner[last]]
            return known.start, known.end
        best = last + 1
        place = last
        while place >= 0 and last - place < 7 and self._same(place, last) and not self.barred[place]:
            if extent(self.words, place, self.barred) == last + 1:
                best = place
            place -= 1
        while best < last and self._ordinary(best):
            best += 1
        if best == last and self._ordinary(best):
            return last, last
        return min(best, last + 1), last + 1

    def _ordinary(self, index: int) -> bool:
        """Whether a capitalised word at the start of a sentence is an ordinary word."""
        token = self.analysis.doc[self.words[index].first]
        return bool(token.is_sent_start) and token.pos_ not in {"PROPN", "NOUN", "ADJ", "X"}
