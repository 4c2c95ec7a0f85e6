"""Phrases that name an office: capacity, polity, modifiers, head noun, complement.

"former US Secretary of State", "Vietnam's Communist Party chief", "Minister for Foreign Affairs of the
Islamic Republic of Iran", "UN Special Envoy for Syria", "foreign ministers of Russia and China".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from communique.extraction.names import WORDS, may_name
from communique.extraction.office_words import Head, OfficeWords
from communique.extraction.polities import Spot
from communique.extraction.words import Word

_OF = frozenset({"of", "for", "to", "on", "at", "with", "from"})
_COUNTS = frozenset({"two", "three", "four", "five", "both"})
_LINKS = frozenset({"and", ",", "&"})
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "'s", "'", "&"})
_NATIONAL = frozenset(
    {"prime-minister", "monarch", "crown-prince", "chancellor", "foreign-minister", "defence-minister"}
)
_SHORT = frozenset({"US", "U.S.", "UK", "U.K.", "EU", "UN", "U.N."})
_OWNERS = frozenset({"his", "her", "its", "their", "my", "our", "your"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title in words ``start:end``; ``core`` is the title without capacity and polity.

    ``owner``: definite ("the"), a possessive pronoun, "a", or None. ``polities`` as the words name them.
    ``bare`` titles have no modifier, polity or complement ("the president").
    """

    start: int
    end: int
    core: tuple[int, int]
    head: int
    role: str
    title: str
    polities: tuple[Spot, ...] = ()
    capacity: str = "current"
    plural: bool = False
    owner: str | None = None
    bare: bool = False
    weak: bool = False
    body: tuple[int, int] | None = None
    """Words that name the organisation itself, where no polity is named ("Hamas leader")."""


@dataclass(slots=True)
class _Left:
    start: int
    core: int
    polity: Spot | None = None
    capacity: str | None = None
    owner: str | None = None


class Grammar:
    """The title grammar over the words of one article."""

    def __init__(self, words: Sequence[Word], spots: Sequence[Spot], lexicon: OfficeWords) -> None:
        self.words = words
        self.lows = [word.low for word in words]
        self.lexicon = lexicon
        self.starts: Mapping[int, Spot] = {spot.start: spot for spot in spots}
        self.ends: Mapping[int, Spot] = {spot.end: spot for spot in spots}
        self._within: Spot | None = None
        """A demonym inside the complement at hand ("Chairman of the Chinese People's ... Conference")."""
        self.inside = {index for spot in spots for index in range(spot.start, spot.end)}

    def find(self) -> list[Phrase]:
        """All titles, in order, not overlapping."""
        found: list[Phrase] = []
        index = 0
        while index < len(self.words):
            head = None if index in self.inside else self.lexicon.head_at(self.lows, index)
            if head is None or (head.case and not self.words[index].text.isupper()):
                index += 1
                continue
            if head.surname and self._family_name(index, index + len(head.words)):
                index += 1
                continue
            phrase = self._phrase(index, head, found[-1].end if found else 0)
            if phrase is None:
                index += len(head.words)
                continue
            found.append(phrase)
            index = max(phrase.end, index + len(head.words))
        return found

    def _family_name(self, index: int, end: int) -> bool:
        """Whether the word is rather the end of a name: "Mervyn King", "Julie Bishop"."""
        if not self.words[index].capital or index == 0 or not self._same_sentence(index - 1, index):
            return False
        before = self.words[index - 1]
        lexicon = self.lexicon
        plain = (
            may_name(before)
            and index - 1 not in self.inside
            and not (
                before.low in lexicon.portfolios
                or before.low in lexicon.ranks
                or before.low in lexicon.bodies
                or before.low in lexicon.capacity
                or before.low in lexicon.dropped
            )
        )
        titled = before.low in {"mr", "mr.", "ms", "ms.", "mrs", "mrs."}
        followed = (
            end < len(self.words)
            and self._same_sentence(index, end)
            and (may_name(self.words[end]) or self.lows[end] in {"of", "for"} or end in self.inside)
        )
        return titled or (plain and not followed)

    def _phrase(self, index: int, head: Head, floor: int) -> Phrase | None:
        left = self._left(index, head, floor)
        end = index + len(head.words)
        capacity = left.capacity
        if end < len(self.words) and self.lows[end] in {"-elect", "-designate", "elect", "designate"}:
            capacity = "designate"
            end += 1
        stop, polities, complement = self._right(end, head)
        if left.polity is not None:
            polities = (
                left.polity,
                *(p for p in polities if head.takes != "post" and p.key != left.polity.key),
            )
        if head.role in _NATIONAL or head.takes == "portfolio":
            polities = tuple(spot for spot in polities if spot.kind != "organization")
        modifiers = list(range(left.core, index))
        bare = not modifiers and not polities and not complement
        if head.weak and bare and left.owner not in _OWNERS:
            return None
        if head.role == "counterpart" and modifiers:
            left.core = index
        title, role = self._normal(head, modifiers, complement)
        return Phrase(
            start=left.start,
            end=stop if (complement or stop > end) else end,
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
            body=None if polities or head.takes != "body" else self._body_words(modifiers, complement),
        )

    def _body_words(self, modifiers: list[int], complement: list[int]) -> tuple[int, int] | None:
        """The proper name of an organisation among the words of a title; none for organs of a state."""
        for words in (complement, modifiers):
            proper = [i for i in words if self.words[i].capital and self.lows[i] not in self.lexicon.ranks]
            if not proper or any(self.lows[i] in self.lexicon.organs for i in words):
                continue
            return proper[0], proper[-1] + 1
        return None

    def _same_sentence(self, left: int, right: int) -> bool:
        return self.words[left].sentence == self.words[right].sentence

    def _left(self, index: int, head: Head, floor: int) -> _Left:
        """Walk back over modifiers, polity and capacity."""
        left = _Left(index, index)
        known = index  # leftmost word that surely belongs to the title
        place = index - 1
        while place >= floor and self._same_sentence(place, index) and left.polity is None:
            word, low = self.words[place], self.lows[place]
            spot = self.ends.get(place + 1)
            if spot is not None and spot.start >= floor:
                if spot.form == "seat" and low in self.lexicon.bodies:
                    # "State Department spokesman": the seat is the body and tells the polity
                    known = spot.start
                    while known < place and self.words[known].text in _SHORT:
                        known += 1
                if spot.kind != "place" or head.role in {"mayor", "governor"}:
                    left.polity, place = spot, spot.start - 1
                    left.start = spot.start
                break
            if low in {"'s", "'"} and place - 1 >= floor:
                before = self.ends.get(place)
                if before is not None and (before.kind != "place" or head.role in {"mayor", "governor"}):
                    left.polity, place = before, before.start - 1
                    left.start = before.start
                    break
                if self.lows[place - 1] in self.lexicon.bodies:
                    place -= 1
                    continue
                if may_name(self.words[place - 1]):
                    left.owner = "'s"
                break
            if low in self.lexicon.capacity and low not in self.lexicon.portfolios and place < index:
                if low == "then" and word.text == "Then":
                    break
                left.capacity = left.capacity or self.lexicon.capacity[low]
                left.start = place
            elif self.words[index].capital and word.text.islower() and low not in self.lexicon.ranks | {"of"}:
                break
            elif low in self.lexicon.ranks or low in self.lexicon.portfolios or low in self.lexicon.bodies:
                known = place
                left.start = place
            elif low in self.lexicon.dropped or low in _COUNTS:
                left.start = place
            elif low in _LINKS and self._links(place, index):
                pass
            elif (
                known < index and word.text.islower() and word.alphabetic and self._owned_body(place, floor)
            ) or (
                word.capital and word.alphabetic and head.takes != "none" and self._body_before(place, index)
            ):
                known = place
                left.start = place
            else:
                break
            place -= 1
        left.core = known
        left.start = min(left.start, known)
        self._further_left(left, floor)
        return left

    def _links(self, place: int, index: int) -> bool:
        """Whether "and" or a comma stands between two portfolio words ("Trade and Industry Minister")."""
        if place + 1 >= index or place == 0 or self.lows[place + 1] not in self.lexicon.portfolios:
            return False
        before = self.lows[place - 1]
        if place - 1 in self.inside or self.words[place - 1].capital != self.words[place + 1].capital:
            return False
        return before in self.lexicon.portfolios or (before in _LINKS and self.lows[place] == "and")

    def _body_before(self, place: int, index: int) -> bool:
        """Whether a capitalised word belongs to the title: part of a body's name or of a portfolio."""
        between = self.lows[place + 1 : index]
        if any(low in self.lexicon.bodies for low in between):
            return True
        head_capital = self.words[index].capital
        if not between and self.words[place].text.isupper() and 2 <= len(self.words[place].text) <= 6:
            return True
        if not between:
            first = place == 0 or not self._same_sentence(place - 1, place)
            return head_capital != self.words[place].capital and not first and may_name(self.words[place])
        return False

    def _owned_body(self, place: int, floor: int) -> bool:
        """Whether a polity stands close before: "Sudan's sovereign council chairman"."""
        if self.lows[place] in {
            "the",
            "a",
            "an",
            "of",
            "in",
            "with",
            "by",
            "and",
            "to",
            "for",
            "as",
            "at",
            "on",
        }:
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
            if low == "-" and place - 1 >= floor:
                place -= 1
                continue
            if low in self.lexicon.capacity and low not in self.lexicon.portfolios:
                left.capacity = left.capacity or self.lexicon.capacity[low]
                left.start = place
            elif low in self.lexicon.dropped or low in _COUNTS or low in {"recently", "currently"}:
                left.start = place
            else:
                break
            place -= 1
        if place >= 0 and self._same_sentence(place, left.start):
            if self.lows[place] in {"the", "a", "an"} or self.lows[place] in _OWNERS:
                left.owner = self.lows[place]

    def _right(self, end: int, head: Head) -> tuple[int, tuple[Spot, ...], list[int]]:
        """The complement: where it ends, the polities it names, the words of a portfolio, body or post."""
        self._within = None
        polities: list[Spot] = []
        complement: list[int] = []
        place = end
        while place + 1 < len(self.words) and self._same_sentence(place, end - 1):
            low = self.lows[place]
            link = None
            if low in _OF:
                link = low
            elif low == "in" and self.lows[place + 1 : place + 3] == ["charge", "of"]:
                link, place = "in charge of", place + 2
            elif low == "responsible" and self.lows[place + 1] == "for":
                link, place = "for", place + 1
            if link is None or (link in {"on", "at", "with", "to"} and head.takes != "post"):
                break
            if link == "from" and head.role != "counterpart":
                break
            start = place + 1
            while start < len(self.words) and self.lows[start] in {"the", "both", "its", "his", "their"}:
                start += 1
            if start >= len(self.words) or not self._same_sentence(start, end - 1):
                break
            spot = self.starts.get(start)
            if spot is not None and not self._possessive(spot.end) and not self._adjective(spot):
                stop = spot.end
                listed = [spot]
                while head.plural and (more := self._next_in_list(stop)) is not None:
                    listed.append(more)
                    stop = more.end
                if head.takes == "post" and link in {"to", "for", "on", "with", "at"}:
                    if complement:
                        break
                    complement = [*range(place, stop)]
                else:
                    if polities:
                        break
                    polities = listed
                place = end = stop
                continue
            if complement and link != "of":
                break
            if link == "from":
                break
            stop, inner = self._portfolio(start, head)
            if stop == start:
                break
            if inner is not None:
                polities.append(inner)
                after = inner.end + (1 if self._possessive(inner.end) else 0)
                complement = [*complement, *range(after, stop)]
            else:
                complement = [
                    *complement,
                    *range(place if complement or head.takes == "post" else start, stop),
                ]
            place = end = stop
        if end + 2 < len(self.words) and (complement or polities) and self.lows[end] == "(":
            if self.lows[end + 2] == ")" and self.words[end + 1].text[:2].isupper():
                end += 3
            elif end + 1 in self.starts and self.lows[
                self.starts[end + 1].end : self.starts[end + 1].end + 1
            ] == [")"]:
                end = self.starts[end + 1].end + 1
        if polities and end < len(self.words) and self.lows[end] in {"state", "province", "region", "city"}:
            end += 1
        if not polities and self._within is not None and head.takes == "body":
            polities.append(self._within)
        return end, tuple(polities), complement

    def _possessive(self, place: int) -> bool:
        return place < len(self.words) and self.lows[place] in {"'s", "'"}

    def _adjective(self, spot: Spot) -> bool:
        """Whether a demonym or abbreviation belongs to what follows ("the Turkish General Staff")."""
        if spot.end >= len(self.words) or not self._same_sentence(spot.start, spot.end):
            return False
        following = (
            self.lows[spot.end] in self.lexicon.bodies or self.lows[spot.end] in self.lexicon.portfolios
        )
        if spot.form == "demonym":
            return following or self._ahead(spot.end)
        return following and self.words[spot.end].capital and self._ahead(spot.end)

    def _next_in_list(self, place: int) -> Spot | None:
        while place < len(self.words) and self.lows[place] in {",", "and", "the", "&"}:
            place += 1
            if place in self.starts:
                return self.starts[place]
        return None

    def _portfolio(self, start: int, head: Head) -> tuple[int, Spot | None]:
        """Where a portfolio or body that starts here ends, and the polity whose it is ("the Ukrainian parliament")."""
        inner: Spot | None = None
        place = start
        spot = self.starts.get(start)
        if spot is not None:
            inner = spot
            place = spot.end + (1 if self._possessive(spot.end) else 0)
            if spot.kind == "organization" and place == spot.end:
                inner = None
        sure = begin = place
        capitals = 0
        lexicon = self.lexicon
        while place < len(self.words) and self._same_sentence(place, start):
            word, low = self.words[place], self.lows[place]
            if place in self.starts:
                spot = self.starts[place]
                ahead = self._ahead(spot.end)
                if place > begin and not ahead:
                    break
                if spot.form == "demonym" and spot.kind == "country":
                    self._within = self._within or spot
                place = spot.end
                continue
            if low in lexicon.portfolios or low in lexicon.bodies:
                if place > begin and self.words[place - 1].text == "," and not word.capital:
                    break
                place += 1
                sure = place
                capitals = 0
            elif low in _SMALL or low == ",":
                if not self._ahead(place + 1):
                    break
                place += 1
            elif (
                word.capital and word.alphabetic and low not in WORDS.honorifics and low not in lexicon.heads
            ):
                capitals += 1
                if capitals > 5:
                    break
                place += 1
            else:
                break
        if sure > begin:
            if sure + 1 < len(self.words) and self.words[sure].capital and self.words[sure + 1].text == ",":
                ahead = sure + 2
                named = ahead < len(self.words) and (
                    may_name(self.words[ahead]) or self.lows[ahead] in WORDS.honorifics
                )
                if named and may_name(self.words[sure]) and self.words[sure - 1].capital:
                    sure += 1  # "Minister for Trade Negotiations, NAME"
            return sure, inner
        run = begin
        while run < place and self.words[run].capital and self.words[run].alphabetic:
            run += 1
        closed = (
            run >= len(self.words) or not self._same_sentence(run, start) or not self.words[run].alphabetic
        )
        if begin < run <= begin + 4 and closed and head.takes in {"body", "post"}:
            return run, inner
        if inner is not None and head.takes != "post":
            return inner.end, inner
        return start, None

    def _ahead(self, place: int) -> bool:
        """Whether a portfolio or body word follows within a few capitalised or small words."""
        for index in range(place, min(place + 6, len(self.words))):
            low, word = self.lows[index], self.words[index]
            if low in self.lexicon.portfolios or low in self.lexicon.bodies:
                return word.capital or self.words[place].text.islower()
            if low in WORDS.particles or low in WORDS.honorifics:
                return False
            if not (word.capital or low in _SMALL):
                return False
        return False

    def _normal(self, head: Head, modifiers: list[int], complement: list[int]) -> tuple[str, str]:
        """Normalised English and role concept."""
        lexicon = self.lexicon
        inside = [self.lows[i] for i in modifiers if self.lows[i] not in lexicon.dropped]
        ranks: list[str] = []
        while (
            inside
            and inside[0] in lexicon.ranks
            and inside[0] not in {"state", "national", "general", "political"}
        ):
            ranks.append(inside.pop(0))
        modifier = _cased(" ".join(_tidy(inside)), lexicon)
        after = _cased(
            " ".join(
                self.words[i].text.lower() if self.words[i].text.islower() else self.words[i].text
                for i in complement
            )
            .replace(" 's", "'s")
            .replace(" ,", ","),
            lexicon,
        )
        rank = "".join(f"{word.capitalize()} " for word in ranks)
        role = self._role(head, [*inside, *(self.lows[i] for i in complement)], ranks)
        if head.takes == "portfolio":
            subject = " and ".join(part for part in (modifier, after) if part)
            if subject.lower() in {"foreign", "external"}:
                subject += " Affairs"
            title = f"{rank}{head.title} of {subject}" if subject else f"{rank}{head.title}"
        elif head.takes == "body":
            subject = _body(modifier)
            title = f"{rank}{head.title}"
            if subject:
                title += f" of the {subject}"
            if after:
                title += f" of {after}" if after.split()[0].lower() not in _OF else f" {after}"
        else:
            title = " ".join(part for part in (rank.strip(), modifier, head.title, after) if part)
        return title, role

    def _role(self, head: Head, subject: list[str], ranks: list[str]) -> str:
        junior = bool({"deputy", "vice", "assistant", "junior", "parliamentary"} & set(ranks))
        if head.role == "minister" and head.takes in {"portfolio", "post"}:
            named = next(
                (self.lexicon.portfolio_roles[w] for w in subject if w in self.lexicon.portfolio_roles), None
            )
            if junior:
                return "deputy-foreign-minister" if named == "foreign-minister" else "deputy-minister"
            if "shadow" in ranks:
                return "legislator"
            return named or "minister"
        if junior:
            return {
                "prime-minister": "deputy-prime-minister", "president": "vice-president", "deputy-minister": "deputy-minister",
                "secretary-general": "deputy-secretary-general", "foreign-minister": "deputy-foreign-minister",
            }.get(head.role, head.role)  # fmt: skip
        if (
            head.role in {"senior-official", "leader", "secretary-general", "chairperson"}
            and "party" in subject
        ):
            return "party-leader"
        if head.role == "leader" and "opposition" in subject:
            return "opposition-leader"
        if head.role in {"senior-official", "military-commander"} and {"army", "military", "forces"} & set(
            subject
        ):
            return "armed-forces-chief"
        if head.role == "senior-official" and {"intelligence", "spy"} & set(subject):
            return "intelligence-chief"
        if head.role == "senior-official" and {"defense", "defence"} & set(subject) and "agency" in subject:
            return "defence-minister"
        return head.role


def _tidy(words: list[str]) -> list[str]:
    while words and words[-1] in _LINKS:
        words.pop()
    return [word for word in words if word not in {"'s", "'"}]


def _cased(text: str, lexicon: OfficeWords) -> str:
    words = text.split()
    out = []
    for index, word in enumerate(words):
        low = lexicon.spelling.get(word.lower(), word.lower())
        if word.lower() in _SMALL and index:
            out.append(word.lower())
        elif low != word.lower():
            out.append(low.capitalize())
        elif word.islower():
            out.append(word.capitalize() if index or word not in _OF else word)
        else:
            out.append(word)
    return " ".join(out)


def _body(modifier: str) -> str:
    """ "Foreign Ministry" -> "Ministry of Foreign Affairs"; "State Department" -> "Department of State"."""
    words = modifier.split()
    if len(words) > 1 and words[-1] in {"Ministry", "Department"}:
        subject = " ".join(words[:-1])
        if subject in {"Foreign", "External"}:
            subject += " Affairs"
        return f"{words[-1]} of {subject}"
    return modifier


def shared_polity(phrases: Sequence[Phrase], words: Sequence[Word]) -> list[Phrase]:
    """Let a title joined to another by "and" share its polity ("Russian Deputy PM and Defense Minister")."""
    out = list(phrases)
    for index in range(1, len(out)):
        one, other = out[index - 1], out[index]
        gap = [word.low for word in words[one.end : other.start]]
        if (
            gap in (["and"], [",", "and"], ["and", "the"], [","], ["-"], ["/"])
            and one.polities
            and not other.polities
        ):
            if not one.plural and not other.plural and other.owner is None:
                out[index] = replace(other, polities=one.polities)
    for index in range(len(out) - 2, -1, -1):
        one, other = out[index], out[index + 1]
        gap = [word.low for word in words[one.end : other.start]]
        trailing = bool(other.polities) and other.polities[0].start > other.head
        if gap in (["and"], ["and", "the"]) and trailing and not one.polities and not one.plural:
            out[index] = replace(one, polities=other.polities)
    return out
