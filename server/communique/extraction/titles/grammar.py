"""Phrases that name an office: capacity, polity, modifiers, head noun, complement.

"former US Secretary of State", "Vietnam's Communist Party chief", "Minister for Foreign Affairs of the
Islamic Republic of Iran", "UN Special Envoy for Syria", "foreign ministers of Russia and China".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from communique.extraction.gazetteer.governments import HEADS
from communique.extraction.gazetteer.office_words import Head
from communique.extraction.names import LEANINGS, WORDS, may_name
from communique.extraction.polities.companies import SUFFIXES
from communique.extraction.polities.spot import Spot
from communique.extraction.titles.complements import Complement
from communique.extraction.titles.office_names import normal
from communique.extraction.titles.phrase import Phrase, ended
from communique.extraction.titles.title_words import TitleWords

_COUNTS = frozenset({"two", "three", "four", "five", "both"})
_LINKS = frozenset({"and", ",", "&"})
_STOPS = frozenset(["the", "a", "an", "of", "in", "with", "by", "and", "to", "for", "as", "at", "on"])
_NATIONAL = frozenset(
    {"prime-minister", "monarch", "crown-prince", "chancellor", "foreign-minister", "defence-minister"}
)
_REGIONS = frozenset(
    {
        "american", "african", "asian", "european", "arab", "pacific", "caribbean", "nordic", "baltic",
        "balkan", "south", "central", "west", "east", "north", "latin", "southeast", "gulf", "western",
        "eastern", "southern", "northern", "regional",
    }
)  # fmt: skip
"""Words for a region, which before a plural say where several governments are ("five Arab ministers")."""
_SHORT = frozenset({"US", "U.S.", "UK", "U.K.", "EU", "UN", "U.N."})
_LED = frozenset(
    {"president", "vice-president", "chairperson", "executive", "organization-head", "leader",
     "secretary-general"}
)  # fmt: skip
"""Roles in an organisation: whoever owns such an office is one ("Ariadne's chairman"), no person."""
_SENT = frozenset({"ambassador", "envoy", "foreign-minister", "permanent-representative"})
"""Roles in which a capital stands for its state: "Moscow's envoy" (but "Moscow's mayor")."""
_LOCAL = frozenset({"mayor", "governor", "regional-leader"})
"""Roles in a city or a part of a state, whose name stands before: "Kerala Chief Minister"."""
_AIDES = frozenset({"adviser", "spokesperson", "envoy", "chief-of-staff"})
"""Roles of those who serve a person, whose surname may stand before."""
_ARTICLES = frozenset({"the", "a", "an"})
_RANKS = frozenset({"chief", "deputy", "special", "assistant", "lead"})
_LATELY = frozenset({"yesterday", "recently", "now", "then", "lately"})
_LED_ONCE = frozenset({"delegation", "team", "talks", "side", "list", "race", "polls", "panel"})
"""What somebody heads for an occasion, and not as an office: "who leads the Korean delegation"."""
_OWNERS = frozenset({"his", "her", "its", "their", "my", "our", "your"})


@dataclass(slots=True)
class _Left:
    start: int
    core: int
    polity: Spot | None = None
    capacity: str | None = None
    owner: str | None = None
    body: tuple[int, int] | None = None
    """The organisation whose the office is ("Ariadne's chairman")."""
    post: Spot | None = None
    """Where the holder serves: "China's U.N. envoy"."""
    rank: int | None = None
    """A rank before the polity."""
    aside: frozenset[int] = frozenset()
    """A portfolio in brackets, which says another again: "Home (Interior) Minister"."""
    listed: tuple[Spot, ...] = ()
    """Further polities before a plural: "his Thai and Lao counterparts"."""


class Grammar(TitleWords):
    """The title grammar over the words of one article."""

    def find(self) -> list[Phrase]:
        """All titles, in order, not overlapping."""
        found: list[Phrase] = []
        index = 0
        while index < len(self.words):
            head = None if index in self.inside else self.lexicon.head_at(self.lows, index)
            if head is None or (head.case and not self.words[index].text.isupper()):
                index += 1
                continue
            ranked = head.words[0] in self.lexicon.ranks or head.words[0] in self.lexicon.capacity
            if len(head.words) == 1 and ranked and self._mere_rank(index):
                index += 1
                continue
            behind = bool(found) and found[-1].end == index and not found[-1].plural
            if head.surname and (
                self._family_name(index, index + len(head.words))
                or (behind and head.role != "royal" and self._given_name(index))
            ):
                index += 1
                continue
            phrase = self._phrase(index, head, found[-1].end if found else 0)
            if phrase is None:
                index += len(head.words)
                continue
            found.append(phrase)
            index = max(phrase.end, index + len(head.words))
        return found

    def _phrase(self, index: int, head: Head, floor: int) -> Phrase | None:
        left = self._left(index, head, floor)
        end = index + len(head.words)
        capacity = left.capacity
        if end < len(self.words) and self.lows[end] in {"-elect", "-designate", "elect", "designate"}:
            capacity = "designate"
            end += 1
        found = self.complements.behind(end, head)
        complement = found.words
        if head.verb and not self._headed(found, end):
            return None
        if head.alone and found.end < len(self.words) and self.lows[found.end] in {"for", "in", "to", "at"}:
            return None
        if capacity is None and ended(self.lows, found.end):
            capacity = "former"
        polities = tuple(found.polities)
        if left.polity is not None:
            others = (spot for spot in polities if head.takes != "post" and spot.key != left.polity.key)
            polities = (*left.listed, left.polity, *others)
        if head.role in _NATIONAL or head.takes == "portfolio":
            polities = tuple(spot for spot in polities if spot.kind != "organization")
        told = (i for i in range(left.core, index) if i not in left.aside)
        modifiers = [*([left.rank] if left.rank is not None else []), *told]
        bare = not modifiers and not polities and not complement and left.body is None
        if head.weak and bare and left.owner not in _OWNERS:
            return None
        if head.words[0] == "colleague" and (left.owner not in _OWNERS or not polities):
            return None
        if head.role == "counterpart" and modifiers:
            left.core = index
        printed = self._printed(complement, head)
        if left.post is not None and not printed:
            printed = ["to", left.post.label]
        title, role = normal(head, [self._low_or_short(i) for i in modifiers], printed, self.lexicon)
        if left.polity is not None and left.polity.kind == "place" and role == "prime-minister":
            title, role = "Premier", "regional-leader"
        if head.owned and left.owner in {*_OWNERS, "'s"}:
            role = head.owned
        return Phrase(
            start=left.start,
            end=found.end,
            core=(left.core, complement[-1] + 1 if complement else end),
            head=index + len(head.words) - 1,
            role=role,
            title=title,
            polities=polities,
            capacity=capacity or "current",
            plural=head.plural,
            owner=left.owner,
            bare=bare,
            weak=head.weak,
            body=None
            if polities or head.takes != "body"
            else (self._body_words(modifiers, complement) or left.body),
        )

    def _headed(self, found: Complement, start: int) -> bool:
        """Whether what somebody heads is a body of its own: no delegation, and not just "the party"."""
        named = any(self.words[i].capital for i in range(start, found.end))
        whole = bool(found.words) or any(spot.kind == "organization" for spot in found.polities)
        return named and whole and self.lows[found.end - 1] not in _LED_ONCE

    def _body_words(self, modifiers: list[int], complement: list[int]) -> tuple[int, int] | None:
        """The proper name of an organisation among the words of a title; none for organs of a state."""
        for words in (complement, modifiers):
            proper = [i for i in words if self.words[i].capital and self.lows[i] not in self.lexicon.ranks]
            subject = words is modifiers and all(self.lows[i] in self.lexicon.portfolios for i in proper)
            if not proper or subject or any(self.lows[i] in self.lexicon.organs for i in words):
                continue
            return proper[0], proper[-1] + 1
        return None

    def _left(self, index: int, head: Head, floor: int) -> _Left:
        """Walk back over modifiers, polity and capacity."""
        left = _Left(index, index)
        place = index - 1
        while place >= floor and self._same_sentence(place, index):
            if self._of_body(place, head, floor):
                left.core = left.start = place - 2  # "Bank of Japan governor"
                place -= 3
                continue
            if head.takes == "portfolio" and self._glossed(place, floor):
                left.aside = frozenset(range(place - 2, place + 1))
                place -= 3
                continue
            if self._polity_ending(place, head, left, floor) or self._company_ending(
                place, head, left, floor
            ):
                break
            if self.lows[place] in {"'s", "'"}:
                if self.lows[place - 1] not in self.lexicon.bodies or place - 1 < floor:
                    served = self.lexicon.head_at(self.lows, place - 1) is not None
                    if head.role in _LED and not served:
                        left.body = self._name_before(place, floor)
                    left.owner = "'s" if served or self.words[place - 1].alphabetic else None
                    break
                left.owner = "'s"
            elif head.role in _AIDES and place + 1 == left.core and self._leader(place):
                left.owner = "'s"  # "Yeltsin spokesman NAME"
                break
            elif not self._modifier(place, index, head, left, floor):
                break
            place -= 1
        left.start = min(left.start, left.core)
        if left.polity is not None and left.polity.kind == "organization" and head.takes == "post":
            self._posted(left, floor)
        while head.plural and left.polity is not None and self.lows[left.start - 1] in _LINKS:
            before = self.ends.get(left.start - 1)
            if before is None or before.start < floor or before.form != "demonym":
                break
            left.listed = (before, *left.listed)
            left.start = before.start
        self._further_left(left, floor)
        return left

    def _name_before(self, place: int, floor: int) -> tuple[int, int] | None:
        """The capitalised words that end at a place."""
        first = place
        while first > floor and self._same_sentence(first - 1, place) and first - 1 not in self.inside:
            word = self.words[first - 1]
            known = word.capital and word.low in self.lexicon.bodies | self.lexicon.persuasions
            if not (known or may_name(word) or (word.text.isupper() and len(word.text) > 1)):
                break
            first -= 1
        return (first, place) if first < place else None

    def _posted(self, left: _Left, floor: int) -> None:
        """Take the country before the organisation where the holder serves: "China's U.N. envoy"."""
        assert left.polity is not None
        place = left.polity.start
        owned = place > 0 and self.lows[place - 1] in {"'s", "'"}
        spot = self.ends.get(place - 1 if owned else place)
        if spot is not None and spot.kind == "country" and spot.start >= floor:
            left.post, left.polity, left.start = left.polity, spot, spot.start

    def _polity_ending(self, place: int, head: Head, left: _Left, floor: int) -> bool:
        """Whether a polity ends at this word, or before this "'s"; it is taken into the title."""
        possessive = self.lows[place] in {"'s", "'"}
        bracket = self.words[place].text == ")"  # "World Food Programme (WFP) Executive Director"
        spot = self.ends.get(place if possessive or bracket else place + 1)
        if spot is None and bracket and self._abbreviation(place - 1) and place - 2 >= floor:
            spot = self._short_of(place - 2, floor)
            if spot is not None:
                left.polity, left.start = spot, spot.start
                return True
            left.body = (place - 1, place) if head.takes == "body" or head.role in _LED else None
            return left.body is not None
        if spot is None or spot.start < floor:
            return False
        owner = self._sender(spot, head)
        if owner is not None and not possessive:
            left.post, spot = spot, owner
        if possessive and head.role in _SENT and spot.form == "capital" and spot.within is not None:
            spot = replace(spot, kind="country", key=spot.within)  # "Moscow's envoy"
        if spot.form == "seat" and not possessive and self.lows[place] in self.lexicon.bodies:
            # "State Department spokesman": the seat is the body and tells the polity
            left.core = spot.start
            while left.core < place and self.words[left.core].text in _SHORT:
                left.core += 1
        if spot.kind != "place" or head.role in _LOCAL or self._regional(spot, head):
            left.polity = spot
            left.start = spot.start
        body = spot.start - 2
        named = body >= floor and self.words[body].capital and self.lows[body] in self.lexicon.bodies
        if named and self.lows[spot.start - 1] == "of" and not possessive and head.takes == "body":
            left.core = left.start = body  # "Bank of Japan governor"
        return True

    def _of_body(self, place: int, head: Head, floor: int) -> bool:
        """Whether the name of a body ends here that has a place in it, and is no polity itself."""
        if head.takes != "body" or place - 2 < floor or place in self.inside or self.lows[place - 1] != "of":
            return False
        body = self.words[place - 2]
        return self.words[place].capital and body.capital and body.low in self.lexicon.bodies

    def _company_ending(self, place: int, head: Head, left: _Left, floor: int) -> bool:
        """Whether the name of a company ends at this word: "Ariadne chairman NAME"."""
        if head.role not in _LED or not self.companies or left.core != place + 1:
            return False
        last = place + 1 if self.lows[place].strip(".") not in SUFFIXES else place
        for size in (4, 3, 2, 1):
            first = last - size
            if first >= floor and tuple(self.lows[first:last]) in self.companies:
                left.body, left.start, left.core = (first, place + 1), first, place + 1
                return True
        return False

    def _modifier(self, place: int, index: int, head: Head, left: _Left, floor: int) -> bool:
        """Take a word before the head into the title: capacity, rank, portfolio, part of a body's name."""
        word, low = self.words[place], self.lows[place]
        lexicon = self.lexicon
        if self._chosen(place) or (low == "under" and not self.lows[place + 1].startswith("secretar")):
            return False
        if head.plural and low in _REGIONS and (head.role in HEADS or head.takes == "portfolio"):
            left.start = place
            return True
        if low in _ARTICLES:
            return False
        if low in lexicon.persuasions and self._persuaded(place, index, head):
            left.start = place
            return True
        if low in lexicon.capacity and low not in lexicon.portfolios:
            if word.text == "Then":
                return False
            left.capacity = left.capacity or lexicon.capacity[low]
            left.start = place
            return True
        if low in LEANINGS or (place > floor and self.lows[place - 1] in LEANINGS):
            left.start = place  # "pro-European MP"
            return True
        if low == "first" and self._told_first(place + 1):
            left.start = place  # "the first woman president" is no first president
            return True
        if self.words[index].capital and word.text.islower() and low not in lexicon.ranks:
            return low in lexicon.dropped or (low in _LINKS and self._links(place, index))
        if low in lexicon.dropped or low in _COUNTS:
            left.start = place
            return True
        if low in _LINKS:
            return self._links(place, index)
        known = low in lexicon.ranks or low in lexicon.portfolios or low in lexicon.bodies
        owned = (
            left.core < index and word.text.islower() and word.alphabetic and self._owned_body(place, floor)
        )
        named = word.capital and word.alphabetic and head.takes != "none" and self._body_before(place, index)
        if known or owned or named:
            left.core = left.start = place
            return True
        return False

    def _told_first(self, place: int) -> bool:
        """Whether somebody is the first of a kind to hold the office: "first woman", "first ever"."""
        return self.words[place].text.islower() and self.lows[place] in self.lexicon.dropped

    def _links(self, place: int, index: int) -> bool:
        """Whether "and" or a comma stands between two portfolio words ("Trade and Industry Minister")."""
        if place + 1 >= index or place == 0 or self.lows[place + 1] not in self.lexicon.portfolios:
            return False
        before = self.lows[place - 1]
        if place - 1 in self.inside or self.words[place - 1].capital != self.words[place + 1].capital:
            return False
        return before in self.lexicon.portfolios or (before in _LINKS and self.lows[place] == "and")

    def _owned_body(self, place: int, floor: int) -> bool:
        """Whether a polity stands close before: "Sudan's sovereign council chairman"."""
        verb = self.doc[self.words[place].first].tag_ in {
            "VBD",
            "VBZ",
        }  # "Guinea mourned chairman NAME"
        if self.lows[place] in _STOPS or verb:
            return False
        for before in (place, place - 1):
            if before - 1 >= floor and (
                before in self.ends or (self.lows[before - 1] == "'s" and before - 1 in self.ends)
            ):
                return True
        return False

    def _further_left(self, left: _Left, floor: int) -> None:
        """Capacity before the polity ("former US president") and the determiner."""
        place = left.start - 1
        while place >= floor and self._same_sentence(place, left.start):
            low = self.lows[place]
            if self._chosen(place):
                break
            if low == "-" and place - 1 >= floor:
                place -= 1
                continue
            if low in self.lexicon.capacity and low not in self.lexicon.portfolios:
                left.capacity = left.capacity or self.lexicon.capacity[low]
                left.start = place
            elif low in _LATELY and self.lows[place - 1] == "until" and place - 1 >= floor:
                left.capacity = left.capacity or "former"
                place -= 1
                left.start = place
            elif low in _RANKS and left.polity is not None and place + 1 == left.polity.start:
                left.rank = left.start = place  # "chief UN inspector", "deputy US envoy"
            elif low in self.lexicon.dropped or low in _COUNTS or low in {"recently", "currently"}:
                left.start = place
            else:
                break
            place -= 1
        if place < 0 or not self._same_sentence(place, left.start):
            return
        if self.lows[place] in _OWNERS | _ARTICLES:
            left.owner = self.lows[place]
            place -= 1
        elif self.lows[place] == "and" and place > 1 and self.lows[place - 1] in WORDS.kin:
            owned = self.lows[place - 2] in _OWNERS  # "his wife and vice president, NAME"
            left.owner = self.lows[place - 2] if owned else left.owner
        told = self.lows[max(place - 2, 0) : place + 1]
        if left.capacity is None and (told[1:] == ["who", "was"] or told == ["who", "had", "been"]):
            left.capacity = "former"
