"""Names beside titles: TITLE NAME, NAME, TITLE, lists of both, and which title belongs to which name."""

from __future__ import annotations

from communique.extraction.gazetteer.governments import SINGLE
from communique.extraction.layout import ZoneKind
from communique.extraction.mentions.name_spots import ROYAL, NameSpot, NameSpots
from communique.extraction.names import extent, may_name
from communique.extraction.titles.phrase import Phrase

_SEPARATORS = frozenset({",", "and", "&", ";"})
_POSTED = frozenset(
    {
        "leader", "envoy", "ambassador", "representative", "diplomat", "negotiator", "spokesperson",
        "military-commander", "senior-official", "special-rapporteur", "commissioner", "armed-forces-chief",
        "permanent-representative",
    }
)  # fmt: skip
"""Roles of which people serve somewhere."""
_PERSONAL = frozenset({"legislator", "royal", "religious-leader"})
"""Roles that go with a person into an office: "Foreign Minister Prince NAME"."""
_SAID = frozenset({"said", "says", "told", "announced", "added"})
_LANDS = frozenset(
    {"country", "nation", "kingdom", "republic", "island", "emirate", "sultanate", "region", "bloc", "state"}
)
_PASSED = frozenset({"the", "a", "an", "currently", "also", "now", "his", "her", "its", "their"})
"""Words between a name and its title."""


class TitledNames(NameSpots):
    """Finds names that stand beside a title."""

    def titled(self) -> None:
        """Collect all names that stand beside a title."""
        read = [(i, phrase) for i, phrase in enumerate(self.phrases) if not self._aside(phrase)]
        for index, phrase in read:
            self._after_title(index, phrase)
        for index, phrase in read:
            self._before_title(index, phrase)

    # title and name

    def _after_title(self, index: int, phrase: Phrase) -> None:
        """TITLE[,] [honorific] NAME; with a plural title all names of the list."""
        place = phrase.end
        if not self._same(place, phrase.head):
            return
        place = self._over_post(place, phrase)
        if not self._same(place, phrase.head):
            return
        comma = self.words[place].text in {",", ":"}
        if phrase.plural and self._including(index, place):
            return
        if self.words[place].text in {"(", "["} and self._low(place + 2) in {")", "]"}:
            place += 3 if self._same(place + 3, phrase.head) and may_name(self.words[place + 3]) else 1
        elif comma or self.words[place].text in {"(", "-", "–", "]"}:
            place = self._over_nationality(place + 1)
        start, end, gender = self._name_at(place)
        if end == start or not self._same(start, phrase.head):
            return
        joined = [self.phrases[i] for i in self._joined_before(index)]
        apposed = any(self._apposed(one, place, start, end) for one in joined)
        if comma and not self._line(phrase, end) and not (apposed and not self._claimed(phrase)):
            return
        if end - start == 1 and (self._headed(start) or self._of_members(phrase)):
            return
        titled = self._joined_before(index)
        self._put(NameSpot(start, end, "title-name", titled, gender or self._gender(phrase), place))
        if phrase.plural:
            self._list_after(end, titled)
        else:
            self._other_country(end, phrase, titled)

    def _line(self, phrase: Phrase, end: int) -> bool:
        """A line of a list: "Attorney General: NAME"."""
        first = not self._same(phrase.start - 1, phrase.head)
        return first and self._low(phrase.end) == ":" and not self._same(end, phrase.head)

    def _over_nationality(self, place: int) -> int:
        """Behind what tells where somebody is from: "the EU envoy, Frenchman NAME, ..."."""
        spot = self.spots.get(place)
        if spot is None or spot.form != "demonym" or spot.end != place + 1:
            return place
        start, end, _ = self._name_at(spot.end)
        return spot.end if end - start > 1 and self._closed(end) else place

    def _over_post(self, place: int, phrase: Phrase) -> int:
        """Behind the place where somebody serves: "UN envoy in Sudan NAME", "leader in Gaza, NAME"."""
        if self._low(place) != "in" or phrase.role not in _POSTED or phrase.plural:
            return place
        first = place + 1 + (self._low(place + 1) == "the")
        spot = self.spots.get(first)
        if spot is not None and spot.form == "demonym" and first == place + 1:
            return place
        stop = spot.end if spot is not None else extent(self.words, first, self.barred, 3)
        if stop == first or (spot is None and self._low(stop) != ","):
            return place
        while self._low(stop) in {",", "and"} and (more := self.spots.get(stop + 1)) is not None:
            stop = more.end  # "ambassador in Cairo, Ankara and Bonn"
        if self._low(stop) == "(" and self._low(stop + 2) == ")":
            stop += 3  # "the UN mission in Kosovo (UNMIK)"
        start, end, _ = self._name_at(stop + (self._low(stop) == ","))
        return stop if end - start > 1 and self._closed(end) else place

    def _including(self, index: int, place: int) -> bool:
        """ "five presidents, including X of P and Y of Q": names of a list that tell their countries."""
        place += self._low(place) == ","
        if self._low(place) not in {"including", "namely", "such"} or self.phrases[index].role == "leader":
            return False
        start, end, gender = self._name_at(place + (2 if self._low(place) == "such" else 1))
        if end - start < 2 or not self._same(start, self.phrases[index].head):
            return False
        spot = NameSpot(start, end, "title-list", (index,), gender)
        if self._polity_behind(spot) is None:
            return False
        self._put(spot)
        self._list_after(end, (index,))
        return True

    def _headed(self, index: int) -> bool:
        """Whether a word in a headline is no name anywhere below: "Foreign Minister Visits Rome"."""
        headline = self.analysis.sentences[self.words[index].sentence].zone is ZoneKind.HEADLINE
        span = self.words[index].span
        if not headline and not self.analysis.article.text[span.start : span.end].isupper():
            return False
        return not self._printed(self.words[index].low)

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
        if start == end:
            return False
        own = self.names[start].phrases if start in self.names else ()
        return all(self.phrases[one].role in _PERSONAL | ROYAL for one in own)

    def _list_after(self, place: int, titled: tuple[int, ...]) -> None:
        """Further names of a list, with polities in brackets or "of X" between them."""
        while place < len(self.words):
            place = self._over_polity(place)
            if self._low(place) == ")":
                place += 1
            if self._low(place) not in _SEPARATORS:
                return
            while self._low(place) in _SEPARATORS:
                place += 1
            while self._low(place) in {"of", "the"}:
                place += 1
            polity = self.spots.get(place)
            while place < len(self.words) and self.barred[place]:
                place += 1
            paired = polity is not None and polity.form != "demonym" and self._low(place) == ","
            if self._low(place) in {"'s", "'", "("} or paired:
                place += 1
            start, end, gender = self._name_at(place)
            if end == start or not self._same(start, place - 1):
                return
            self._put(NameSpot(start, end, "title-list", titled, gender, place, polity))
            place = end

    def _other_country(self, place: int, phrase: Phrase, titled: tuple[int, ...]) -> None:
        """ "France's President X and Germany's Y": the second holds the same office of his own country."""
        if len(titled) > 1 or any(spot.kind == "organization" for spot in phrase.polities):
            return
        told = place
        place = self._over_polity(place)
        if place == told and not phrase.polities:
            return
        while self._low(place) in _SEPARATORS:
            place += 1
        spot = self.spots.get(place)
        if spot is None or spot.kind != "country" or self._low(spot.end) not in {"'s", "'"}:
            return
        start, end, gender = self._name_at(spot.end + 1)
        if end - start > 1 and self._same(start, phrase.head) and not self._titled_behind(end):
            self._put(NameSpot(start, end, "title-list", titled, gender, spot.end + 1, spot))

    def _titled_behind(self, place: int) -> bool:
        """Whether a title follows the name: "Germany's Y, the defence minister"."""
        near = range(place, place + 4)
        return self._low(place) == "," and any(one.start in near for one in self.phrases)

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
            beside = self._beside(one, other, gap)
            if not beside and gap not in (["and"], [",", "and"], ["and", "the"], ["-"], ["/"], ["cum"]):
                break
            if (
                one.polities
                and own
                and own[0].kind == one.polities[0].kind
                and (own[0].key != one.polities[0].key or one.polities[0].start > one.head)
            ):
                break
            if self.words[other.head].capital and not self.words[one.head].capital and "and" in gap:
                break  # "the prime minister and President NAME"
            if self._claimed(one) or {one.role, other.role} <= ROYAL:
                break
            index -= 1
            found.append(index)
        return tuple(found)

    def _beside(self, one: Phrase, other: Phrase, gap: list[str]) -> bool:
        """ "the chairman of the OAU, President NAME"; "Foreign Minister Prince NAME"."""
        if gap == [","] and one.owner == "the" and one.role in {"party-leader", "chairperson"}:
            end = self._name_at(other.end)[1]
            told = self._low(end) == "," or (self._same(end, other.head) and self.words[end].text.islower())
            if not one.bare and other.owner is None and told and self._low(end) not in {"and", "of"}:
                return True  # "the chairman of the Centre Party, Tallinn mayor NAME, ..."
        if not other.bare or other.owner is not None:
            return False
        chairs = bool(one.polities) and one.polities[0].kind == "organization" and other.role in SINGLE
        if gap == [","]:
            owned = bool(one.polities) and one.polities[0].start < one.head and self._ends(other)
            return (one.owner == "the" and (chairs or other.role in {"legislator", "royal"})) or (
                owned and other.role == "royal"
            )
        return gap == [] and (chairs or other.role in _PERSONAL)

    # name and title

    def _before_title(self, index: int, phrase: Phrase) -> None:
        """NAME, [age,] [the] TITLE; NAME (TITLE); NAME - TITLE; NAME[, who] is TITLE; NAME as TITLE."""
        if phrase.owner in {"my", "your"} or self._low(phrase.end) in {"'s", "'"}:
            return
        if any(index in name.phrases for name in self.names.values()) and not phrase.bare:
            return
        place = phrase.start - 1
        while self._low(place) in _PASSED:
            place -= 1
        place = self._over_owner(place, phrase)
        found = self._link(place, phrase)
        if found is None or not self._same(found, phrase.head):
            return
        start, end = self._name_ending(found)
        if start == end or (phrase.plural and any(index in name.phrases for name in self.names.values())):
            return
        titled = self._joined_behind(index)
        owned = phrase.bare or phrase.owner in {None, "his", "her"}
        if phrase.plural and not self._list_before(start, titled) and owned:
            return  # "the Bogor Goals, the ministers said", "NAME, his aides and ...", "NAME, leaders of"
        self._put(NameSpot(start, end, "name-title", titled, self._gender(phrase)))

    def _over_owner(self, place: int, phrase: Phrase) -> int:
        """Before a title with an owner: "NAME, the president's adviser", "NAME, Ariadne's chairman"."""
        if self._low(place) not in {"'s", "'"}:
            return place
        if phrase.body is not None and phrase.body[1] == place:
            return phrase.body[0] - 1
        named = self.owner.get(place - 1, place)  # "NAME, President Reagan's envoy"
        owner = next((one for one in self.phrases if one.end == named and not one.plural), None)
        if owner is None and self._low(place - 1) not in _LANDS:
            return place
        place = owner.start - 1 if owner is not None else place - 2
        while self._low(place) in {"the", "his", "her", "now", "currently", "then", "since"}:
            place -= 1
        return place

    def _list_before(self, place: int, titled: tuple[int, ...]) -> bool:
        """The names before the last one of "X, Y and Z, the presidents of ..."; whether there are any."""
        last, found = self._over_possessive(place - 1), False
        while self._same(last, place) and self._low(last) in _SEPARATORS:
            while self._low(last) in _SEPARATORS:
                last -= 1
            start, end = self._name_ending(last) if self._same(last, place) else (0, 0)
            if start == end:
                return found
            self._put(NameSpot(start, end, "name-title", titled))
            last, found = start - 1, True
            last = self._over_possessive(last)
        return found

    def _over_possessive(self, last: int) -> int:
        """Before the country of a name: "Italy's X, Spain's Y and France's Z, the ministers"."""
        if self._low(last) in {"'s", "'"} and self.barred[last - 1]:
            last -= 1
            while last > 0 and self.barred[last]:
                last -= 1
        return last

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
                if self._low(place) == "capacity" and self._low(place - 2) == "in":
                    place -= 3  # "NAME in his capacity as TITLE"
                if phrase.owner in {"a", "an"} or phrase.plural:
                    return None  # "flew to Cairo as Arab leaders met"
            elif phrase.bare and phrase.owner not in {None, "the"}:
                return None
        elif link in {",", "(", "-", "--", "–", "—"}:
            place -= 1
            if self._low(place).isdigit() and self._low(place - 1) == ",":
                place -= 2
            if link == "," and (not self._closed(phrase.end) or self._of_next(phrase)):
                return None
            verb = self._same(phrase.end, phrase.head) and self.words[phrase.end].alphabetic
            if (
                link == ","
                and (phrase.bare or self._low(phrase.end) in _SAID)
                and phrase.owner == "the"
                and verb
                and self._low(phrase.end) != "and"
            ):
                return None  # "attended by NAME, the King also reviewed", "in May, the foreign minister said"
            plain = phrase.bare and phrase.owner is None and not self.words[phrase.start].capital
            told = self._low(phrase.end) in {",", "since", "until", "from"} or self._second(phrase)
            if link == "," and plain and not told:
                return None
        elif not self._headed_line(phrase):
            return None
        return self._over_brackets(place)

    def _of_next(self, phrase: Phrase) -> bool:
        """ "X, aide to the president - secretary of the council Y": whether it is the next name's title."""
        if self._low(phrase.end) not in {"-", "–"}:
            return False
        other = next((one for one in self.phrases if one.start == phrase.end + 1), None)
        return other is not None and self._name_at(other.end)[1] > other.end

    def _headed_line(self, phrase: Phrase) -> bool:
        """Whether name and title simply stand side by side, as in the head of a press release."""
        return not self.analysis.sentences[self.words[phrase.start].sentence].trusted

    def _joined_behind(self, index: int) -> tuple[int, ...]:
        """A title and those joined to it behind ("X, chief negotiator and ambassador to Y")."""
        found = [index]
        while index + 1 < len(self.phrases):
            one, other = self.phrases[index], self.phrases[index + 1]
            gap = [word.low for word in self.words[one.end : other.start]]
            line = self._same(one.head, other.head) and self._headed_line(other)
            if not gap and line and not (other.plural or other.bare or other.polities):
                index += 1  # "The Hon Ann Bell MP Minister for Trade Member for Curtin"
                found.append(index)
                continue
            lands = [
                p.polities[0].key for p in (one, other) if p.polities and p.polities[0].kind == "country"
            ]
            if len(set(lands)) > 1 and one.role in SINGLE | {"foreign-minister"}:
                break  # "Denmark's prime minister, and the foreign minister of Chad"
            if gap == [","] and self._serial(index + 1):
                index += 1  # "the Vice President, Prime Minister and Ruler of Dubai"
                found.append(index)
                continue
            if gap == [",", "and", "the"]:
                break  # "X, ambassador to Chad, and the secretary of the party"
            if gap and gap[-1] in {"the", "a", "an"}:
                if gap[-1] != "the" and (other.bare or other.weak):
                    break  # "president and a speaker at the conference"
                gap.pop()
            if gap not in (["and"], [",", "and"]) or other.plural:
                break
            behind = other.end + (self._low(other.end) == "," and gap[0] == ",")
            if not self._closed(other.end) or extent(self.words, behind, self.barred) > behind:
                break
            index += 1
            found.append(index)
        return tuple(found)
