"""Persons' names as spots in words, and what keeps a run of capitalised words from being one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.extraction.document import Analysis
from communique.extraction.gazetteer import gender_of
from communique.extraction.gazetteer.office_words import OfficeWords
from communique.extraction.layout import READ, ZoneKind
from communique.extraction.names import WORDS, extent, may_name
from communique.extraction.polities.spot import Spot
from communique.extraction.text.zones import SHOUTED_LABEL
from communique.extraction.titles.phrase import Phrase
from communique.extraction.words import Word

ROYAL = frozenset({"monarch", "royal", "crown-prince"})
"""Roles that are borne before a single name."""


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


class NameSpots:
    """The names found so far in the words of one article."""

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
        self.speaking = {
            word.lower()
            for zone in analysis.zones
            if zone.kind is ZoneKind.BODY
            and (label := SHOUTED_LABEL.match(analysis.article.text, zone.span.start, zone.span.end))
            for word in re.findall(r"[\w'’-]+", label.group())
        }
        self.names: dict[int, NameSpot] = {}
        self.owner: dict[int, int] = {}
        """Word index -> start of the name it belongs to."""

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
        if all(self._subject(i) for i in range(spot.start, spot.end)):
            return
        if self._shouted(spot) and spot.detector != "letterhead":
            spot = self._calmed(spot)
            if not self._entity_near(spot):
                return
        elif self._headline(spot) and not self._printed(self.words[spot.end - 1].low):
            spot = self._calmed(spot)  # "Haig Arrives in London"
        if self._eponym(spot) or (not spot.phrases and self._abbreviated(spot)):
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

    def _aside(self, phrase: Phrase) -> bool:
        """Whether the title stands in a line that points to other articles."""
        return self.analysis.sentences[self.words[phrase.start].sentence].zone is ZoneKind.RELATED

    def _common(self, index: int) -> bool:
        """Whether a single word is rather a portfolio or body than a name ("Trade", "Senate")."""
        low = self._low(index)
        return low in self.lexicon.portfolios or low in self.lexicon.bodies or low in self.lexicon.ranks

    def _subject(self, index: int) -> bool:
        """Whether a word is of a portfolio or body, and no ordinary name either ("Multicultural Affairs")."""
        low = self._low(index)
        return low in self.lexicon.portfolios or low in self.lexicon.bodies

    def _shouted(self, spot: NameSpot) -> bool:
        """Whether the name stands in capitals, where every word looks like one."""
        if self.analysis.shouted:
            return False
        span = self.words[spot.start].span.start, self.words[spot.end - 1].span.end
        return self.analysis.article.text[slice(*span)].isupper() and spot.end - spot.start > 1

    def _abbreviated(self, spot: NameSpot) -> bool:
        """Whether an abbreviation of it follows in brackets, as organisations have them."""
        if self._low(spot.end) != "(" or self._low(spot.end + 2) != ")":
            return False
        short = self.words[spot.end + 1].text
        initials = {self.words[i].text[0].upper() for i in range(spot.start, spot.end)}
        return len(short) > 1 and short.isupper() and short[-1] in initials | {"S", "H"}

    def _printed(self, low: str) -> bool:
        """Whether a word stands in the body as a name may, in small letters, or says there who speaks."""
        return low in self.speaking or any(
            word.low == low
            and may_name(word)
            and self.analysis.sentences[word.sentence].trusted
            and (self.analysis.shouted or not self.analysis.quote(word.span).isupper())
            for word in self.words
        )

    def _headline(self, spot: NameSpot) -> bool:
        return self.analysis.sentences[self.words[spot.start].sentence].zone is ZoneKind.HEADLINE

    def _calmed(self, spot: NameSpot) -> NameSpot:
        """ "PRESIDENT REAGAN MEETS LEVIN": the words of a shouted name that return in small letters."""
        end = spot.start
        while end < spot.end and self._printed(self.words[end].low):
            end += 1
        return replace(spot, end=end) if spot.start < end < spot.end else spot

    def _eponym(self, spot: NameSpot) -> bool:
        """Whether something bears the name: "King Hamad International Airport", "the King Saad Bridge"."""
        place = spot.end
        while self._low(place) in WORDS.between and self.words[place].capital:
            place += 1
        royal = any(self.phrases[index].role in ROYAL for index in spot.phrases)
        own = royal and spot.end - spot.start == 2 and self._low(spot.end - 1) in WORDS.eponyms
        behind = self._low(place) in WORDS.eponyms and self.words[place].capital
        return own or (behind and self._same(place, spot.start))

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
            behind = self._low(index + 1)
            article = low in {"the", "right", "most"} and (
                behind in WORDS.honorifics or (low == "the" and behind in {"right", "most"})
            )
            aside = index > 0 and self._retired(index)
            if aside:
                index = aside
                continue
            if not (titled or article):
                break
            gender = "m" if low in WORDS.male else "f" if low in WORDS.female else gender
            index += 1
        return index, gender

    def _retired(self, index: int) -> int:
        """Behind "(ret.)" that stands between a rank and a name; 0 if it does not stand here."""
        if self._low(index) != "(" or self._low(index + 1).strip(".") not in {"ret", "retd", "rtd", "res"}:
            return 0
        end = next((i for i in range(index + 2, index + 4) if self._low(i) == ")"), None)
        return end + 1 if end is not None else 0

    def _name_at(self, index: int) -> tuple[int, int, str | None]:
        """Start, end and gender of the name that starts here behind honorifics; start == end if none does."""
        start, gender = self._skip_honorifics(index)
        end = extent(self.words, start, self.barred) if start < len(self.words) else start
        if end == start > index and self._low(start - 1) in {"major", "marshal"} and self.barred[index - 1]:
            return start - 1, start, gender  # Prime Minister Major
        if end == start + 1 and start > index and self._low(start - 1) in WORDS.kept:
            start -= 1
        return start, end, gender

    def _apposed(self, phrase: Phrase, place: int, start: int, end: int) -> bool:
        """Whether a name behind a comma is the title's holder, and not the next thing told of."""
        definite = phrase.owner not in {None, "a", "an"} or bool(phrase.polities)
        honoured = start > place
        if end - start == 1 and (phrase.plural or not honoured):
            return False  # "in honour of the past mayor, Morin said"
        if phrase.plural and not definite:
            return False
        capital = self.words[phrase.head].capital and not phrase.bare and end - start > 1
        whole = not phrase.bare or phrase.core[1] - phrase.core[0] > 1
        told = phrase.owner in {"a", "an"} and whole and end - start > 1 and self._low(end) == ","
        definite = definite or capital or told
        return (definite and self._closed(end)) or (honoured and not phrase.bare)

    def _second(self, phrase: Phrase) -> bool:
        """Whether one more title of the same holder follows: "X, premier and chairman of the party"."""
        other = next((one for one in self.phrases if one.start == phrase.end + 1), None)
        if other is None or other.bare or other.plural or self._low(phrase.end) != "and":
            return False
        return self._name_at(other.end)[1] == other.end and other.owner is None

    def _of_members(self, phrase: Phrase) -> bool:
        """Whether a word goes on with a body's name: "leaders of the Association of Wheat Growers"."""
        last = self._low(phrase.end - 1)
        return phrase.plural and (last in self.lexicon.portfolios or last in self.lexicon.bodies)

    def _closed(self, index: int) -> bool:
        """Whether an apposition may end here: no further noun phrase starts."""
        if index >= len(self.words) or not self._same(index, index - 1):
            return True
        if self._low(index) in {"'s", "'"}:
            return False
        return not may_name(self.words[index]) and not self.barred[index]

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
        while best < last and (
            self._ordinary(best)
            or self._low(best) in self.lexicon.grades
            or ("-" in self._low(best) and self._low(best) in self.lexicon.dropped)
        ):
            best += 1
        if best == last and self._ordinary(best):
            return last, last
        return min(best, last + 1), last + 1

    def _ordinary(self, index: int) -> bool:
        """Whether a capitalised word at the start of a sentence is an ordinary word."""
        token, text = self.analysis.doc[self.words[index].first], self.words[index].text
        if "." in text and text.isupper():
            return False  # "A.B. Rahal"
        if self._same(index, index + 1) and gender_of(f"{text} {self.words[index + 1].text}") is not None:
            return False  # "Per Lund" at the start of a sentence
        return bool(token.is_sent_start) and token.pos_ not in {"PROPN", "NOUN", "ADJ", "X"}

    def _ends(self, phrase: Phrase) -> bool:
        """Whether the name behind a title ends a noun phrase: a comma or a verb follows."""
        end = self._name_at(phrase.end)[1]
        told = self._same(end, phrase.head) and self.words[end].text.islower()
        return end > phrase.end and (self._low(end) == "," or told) and self._low(end) not in {"and", "of"}

    def _serial(self, index: int) -> bool:
        """Whether a title stands in a row that "and" closes: "Deputy Premier and Defence Minister"."""
        if index + 1 >= len(self.phrases):
            return False
        one, other = self.phrases[index], self.phrases[index + 1]
        gap = [word.low for word in self.words[one.end : other.start]]
        plain = not (one.plural or other.plural) and one.owner is None and other.owner is None
        closed = gap in (["and"], [",", "and"]) and self._name_at(other.end)[1] == other.end
        return plain and closed and self._same(one.head, other.head)

    def _gender(self, phrase: Phrase) -> str | None:
        lows = {word.low for word in self.words[phrase.start : phrase.end]}
        return "f" if lows & WORDS.female else "m" if lows & WORDS.male else None

    def _over_brackets(self, place: int) -> int:
        """Before letters behind a name, a comma, a remark in brackets: "Ann Bell MP (Lab.), minister"."""
        while self._low(place) in WORDS.postnominals or self.words[place].text in {",", ")"}:
            if self.words[place].text == ")":
                opened = next((i for i in range(place - 1, place - 6, -1) if self._low(i) == "("), place)
                if self._same(opened, place) and self._name_ending(opened - 1)[0] < opened < place:
                    place = opened
            place -= 1
        return place
