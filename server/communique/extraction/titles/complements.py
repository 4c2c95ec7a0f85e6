"""The complement of a title: "of Foreign Affairs of the Republic of X", "to NATO", "for the Middle East"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from communique.extraction.gazetteer.office_words import Head, OfficeWords
from communique.extraction.names import WORDS, may_name
from communique.extraction.polities.spot import Spot
from communique.extraction.words import Word

_OF = frozenset({"of", "for", "to", "on", "at", "with", "from"})
_POST = frozenset({"to", "for", "on", "with", "at"})
_ONLY_POST = frozenset({"on", "at", "with", "to"})
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "'s", "'", "&"})
_DETERMINERS = frozenset({"the", "both", "its", "his", "their"})
_OFFICES = frozenset({"presidency", "office", "department", "ministry"})
"""Where a minister serves: "minister of state in the presidency"."""
_SEATED = frozenset(
    {
        "ministers", "deputies", "representatives", "chiefs", "elders", "states", "lords", "commissars",
        "governors", "directors", "europe", "nationalities",
    }
)  # fmt: skip
"""Of whom a body consists that is called after them: "Council of Ministers", "Chamber of Deputies"."""
_CALLED = frozenset({"movement", "party", "group", "faction", "militia", "coalition", "alliance"})
"""What goes by the name behind it."""
_DIVISIONS = frozenset(
    {
        "state",
        "province",
        "region",
        "city",
        "oblast",
        "krai",
        "governorate",
        "county",
        "prefecture",
        "district",
    }
)
_LOCAL = frozenset({"governor", "mayor", "regional-leader"})


@dataclass(slots=True)
class Complement:
    """Where a complement ends (``end``: behind its last word), the polities it names, its own words."""

    end: int
    polities: list[Spot] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    within: Spot | None = None
    """A demonym inside a body's name ("Chairman of the Chinese People's ... Conference")."""


class Complements:
    """Reads complements behind the head nouns of one article."""

    def __init__(self, words: Sequence[Word], starts: Mapping[int, Spot], lexicon: OfficeWords) -> None:
        self.words = words
        self.lows = [word.low for word in words]
        self.starts = starts
        self.lexicon = lexicon

    def behind(self, end: int, head: Head) -> Complement:
        """The complement that starts at word ``end``, right behind a head noun."""
        found = Complement(end)
        place = end
        if head.verb:
            self._object(found, end, head)
            return found
        while self._inside(place + 1, end - 1):
            link, place = self._link(place, head)
            if link is None:
                break
            start = place + 1
            while self._inside(start, end - 1) and self._passed(start):
                start += 1
            if not self._inside(start, end - 1) or not self._step(found, link, place, start, head):
                break
            place = found.end
        self._close(found, head)
        return found

    def _passed(self, place: int) -> bool:
        """Whether a word before a body's name is none of it: "the", "ruling", the two of "pro-Western"."""
        low, word = self.lows[place], self.words[place]
        told = word.text.islower() and low in self.lexicon.dropped | self.lexicon.persuasions
        return low in _DETERMINERS or told or low == "pro-" or (place > 0 and self.lows[place - 1] == "pro-")

    def _object(self, found: Complement, start: int, head: Head) -> None:
        """What somebody heads: "who chairs the committee of the Senate"."""
        while self._inside(start, start - 1) and self._passed(start):
            start += 1
        if not (self._inside(start, start - 1) and self._step(found, "of", start - 1, start, head)):
            return
        if self._low(found.end) == "of" and self._inside(found.end + 1, start):
            begin = found.end + 1 + (self._low(found.end + 1) == "the")
            self._step(found, "of", found.end, begin, head)
        self._close(found, head)

    def _link(self, place: int, head: Head) -> tuple[str | None, int]:
        """The preposition at a place and its last word; None where none can follow this head."""
        low = self.lows[place]
        if low == "in" and self.lows[place + 1 : place + 3] == ["charge", "of"]:
            return "in charge of", place + 2
        if low == "responsible" and self.lows[place + 1] == "for":
            return "for", place + 1
        if low in {"in", "at"} and head.takes == "portfolio" and self._low(place + 1) == "the":
            return ("of" if self._in_office(place + 2) else None), place
        if low not in _OF or (low in _ONLY_POST and head.takes != "post"):
            return None, place
        return (None if low == "from" and head.role != "counterpart" else low), place

    def _in_office(self, place: int) -> bool:
        """Whether the name of a ministry starts here: "at the Foreign and Commonwealth Office"."""
        for index in range(place, min(place + 6, len(self.words))):
            if self.lows[index] in _OFFICES:
                return index == place or self.words[index].capital
            if not (self.words[index].capital or self.lows[index] in _SMALL):
                return False
        return False

    def _step(self, found: Complement, link: str, place: int, start: int, head: Head) -> bool:
        """Read one prepositional phrase; False where it does not belong to the title."""
        spot = self.starts.get(start)
        if spot is not None and not self._possessive(spot.end) and not self._adjective(spot):
            return self._polity(found, link, place, spot, head)
        if link == "from" or (found.words and link != "of"):
            return False
        stop, inner = self._portfolio(found, start, head)
        if stop == start:
            return False
        if spot is not None and spot.kind == "organization" and inner is None and head.takes == "body":
            found.polities.append(spot)  # "spokesman for the UN mission"
        if inner is not None:
            found.polities.append(inner)
            first = inner.end + (1 if self._possessive(inner.end) else 0)
        else:
            first = place if found.words or head.takes == "post" else start
        found.words.extend(range(first, stop))
        found.end = stop
        return True

    def _polity(self, found: Complement, link: str, place: int, spot: Spot, head: Head) -> bool:
        stop = spot.end
        listed = [spot]
        while head.plural and (more := self._next_in_list(stop)) is not None:
            listed.append(more)
            stop = more.end
        if head.takes == "post" and link in _POST:
            if found.words:
                return False
            found.words = list(range(place, stop))
        elif found.polities:
            return False
        else:
            found.polities = listed
        found.end = stop
        return True

    def _close(self, found: Complement, head: Head) -> None:
        """An abbreviation in brackets, "state" behind a place, a demonym inside a body's name."""
        end = found.end
        if (found.words or found.polities) and self._low(end) == "(":
            spot = self.starts.get(end + 1)
            behind = spot.end if spot is not None else end + 2
            if self._low(behind) == ")" and self.words[end + 1].text[:2].isupper():
                found.end = behind + 1
        if found.polities and self._low(found.end) in _DIVISIONS:
            found.end += 1
        if not found.polities and found.within is not None and head.takes == "body":
            found.polities.append(found.within)

    # words

    def _low(self, index: int) -> str:
        return self.lows[index] if index < len(self.lows) else ""

    def _inside(self, index: int, anchor: int) -> bool:
        return index < len(self.words) and self.words[index].sentence == self.words[anchor].sentence

    def _possessive(self, place: int) -> bool:
        return self._low(place) in {"'s", "'"}

    def _adjective(self, spot: Spot) -> bool:
        """Whether a demonym or abbreviation belongs to what follows ("the Turkish General Staff")."""
        if not self._inside(spot.end, spot.start):
            return False
        low = self.lows[spot.end]
        following = low in self.lexicon.bodies or low in self.lexicon.portfolios
        if spot.form == "demonym":
            return following or self._ahead(spot.end)
        short = self.words[spot.start].text.replace(".", "").isupper()
        if low in self.lexicon.bodies and (short or (spot.end - spot.start > 1 and spot.form == "country")):
            return True  # "commander of U.S. forces", "of United States forces"
        return (following or short) and self.words[spot.end].capital and self._ahead(spot.end)

    def _next_in_list(self, place: int) -> Spot | None:
        while self._low(place) in {",", "and", "the", "&"}:
            place += 1
            if place in self.starts:
                return self.starts[place]
        return None

    def _portfolio(self, found: Complement, start: int, head: Head) -> tuple[int, Spot | None]:
        """Where a portfolio or body ends, and the polity whose it is ("the Ukrainian parliament")."""
        inner = self.starts.get(start)
        begin = start
        if inner is not None:
            begin = inner.end + (1 if self._possessive(inner.end) else 0)
            if inner.kind == "organization" and begin == inner.end:
                inner = None
        if inner is not None and inner.form == "capital" and inner.within is not None and begin > inner.end:
            local = head.role in _LOCAL  # "political director of Bonn's foreign ministry"
            inner = inner if local else replace(inner, kind="country", key=inner.within)
        sure, place = self._run(found, begin, start)
        if sure > begin:
            return (sure + 1 if self._one_more(sure) else sure), inner
        if head.role in _LOCAL and (division := self._division(begin)) > begin:
            return division, inner
        run = begin
        while run < place and self.words[run].capital and self.words[run].alphabetic:
            run += 1
        closed = not self._inside(run, start) or not self.words[run].alphabetic
        if begin < run <= begin + 4 and closed and head.takes in {"body", "post"}:
            return run, inner
        if inner is not None and head.takes != "post":
            return inner.end, inner
        return start, None

    def _division(self, begin: int) -> int:
        """Behind the name of a part of a state that the gazetteer lacks: "Sughd Province"."""
        place = begin
        while self._inside(place, begin) and place - begin < 4 and may_name(self.words[place]):
            place += 1
        named = place > begin and self._inside(place, begin) and self.lows[place] in _DIVISIONS
        return place + 1 if named else begin

    def _run(self, found: Complement, begin: int, start: int) -> tuple[int, int]:
        """Behind the last sure word of a portfolio or body, and behind the last possible one."""
        sure = place = begin
        capitals = 0
        while self._inside(place, start) and capitals <= 5:
            low, word = self.lows[place], self.words[place]
            spot = self.starts.get(place)
            if spot is not None:
                if place > begin and not self._ahead(spot.end):
                    break
                if spot.form == "demonym" and spot.kind == "country":
                    found.within = found.within or spot
                place = spot.end
                continue
            if low in self.lexicon.portfolios or low in self.lexicon.bodies:
                if place > begin and self.words[place - 1].text == "," and not word.capital:
                    break
                sure, capitals = place + 1, 0
            elif low in _SEATED and word.capital and sure == place - 1 > begin and self.lows[sure] == "of":
                sure, capitals = place + 1, 0  # "the Council of Ministers"
            elif low in _SMALL or low == ",":
                seated = low == "of" and sure == place > begin and self._low(place + 1) in _SEATED
                if not seated and (not self._ahead(place + 1) or (capitals > 1 and sure > begin)):
                    break
            elif word.text.islower() and self._told_of_body(low) and self._ahead(place + 1):
                pass  # "Burma's ruling military council"
            elif self._part_of_name(place):
                capitals += 1
            else:
                break
            place += 1
        return sure, place

    def _told_of_body(self, low: str) -> bool:
        """Whether a word tells of a body: "ruling", "interim"."""
        return low in self.lexicon.dropped or self.lexicon.capacity.get(low) == "interim"

    def _part_of_name(self, place: int) -> bool:
        """Whether a word can be part of a body's name ("10th Battalion", "Representative Assembly")."""
        word, low = self.words[place], self.lows[place]
        if word.text[0].isdigit():
            return self._ahead(place + 1)
        if not (word.capital and word.alphabetic) or low in WORDS.honorifics:
            return False
        office = low in self.lexicon.heads and self._low(place + 1) in {"for", "of"}
        return not office and (low not in self.lexicon.heads or self._ahead(place + 1))

    def _one_more(self, place: int) -> bool:
        """Whether one more word belongs to it: "for Trade Negotiations, NAME", "Trade Unions (TUC)"."""
        if (
            self._inside(place + 3, place - 1)
            and self.words[place].capital
            and [self.words[place + 1].text, self.words[place + 3].text] == ["(", ")"]
            and self.words[place + 2].text.isupper()
        ):
            return True
        if self.words[place - 1].text in _CALLED and self._inside(place, place - 1):
            alone = not (self._inside(place + 1, place) and may_name(self.words[place + 1]))
            return alone and may_name(self.words[place])  # "leader of the movement Nahdat"
        if not self._inside(place + 2, place - 1) or self.words[place + 1].text != ",":
            return False
        named = may_name(self.words[place + 2]) or self.lows[place + 2] in WORDS.honorifics
        return named and may_name(self.words[place]) and self.words[place - 1].capital

    def _ahead(self, place: int) -> bool:
        """Whether a portfolio or body word follows within a few capitalised or small words."""
        for index in range(place, min(place + 6, len(self.words))):
            low, word = self.lows[index], self.words[index]
            if low in self.lexicon.portfolios or low in self.lexicon.bodies:
                return word.capital or self.words[place].text.islower()
            if low in WORDS.particles or low in WORDS.honorifics:
                return False
            if low in self.lexicon.heads and self._low(index + 1) in {"of", "for", ","}:
                return False
            if not (word.capital or low in _SMALL):
                return False
        return False
