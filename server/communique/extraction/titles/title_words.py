"""The words of one article as the title grammar sees them: which are heads of titles, which are names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from communique.extraction.gazetteer import incumbents
from communique.extraction.gazetteer.governments import HEADS
from communique.extraction.gazetteer.office_words import Head, OfficeWords
from communique.extraction.names import WORDS, may_name
from communique.extraction.polities.companies import companies
from communique.extraction.polities.spot import Spot
from communique.extraction.titles.complements import Complements
from communique.extraction.words import Word

_STYLED = frozenset({"dr", "dr.", "prof.", "eng.", "ret", "ret.", "retd", "retd.", "rtd", "res", "res."})
_GIVEN = frozenset({"amir", "emir", "sultan", "shah"})
_CHOSEN = frozenset({"elected", "re-elected", "reelected", "reappointed"})
_AGED = re.compile(r"\d\d-year-old")
"""What says as little of an office as "elderly" does: "France's 39-year-old president"."""
_LINKED = frozenset({"and", ",", "&"})
_LABOUR = frozenset({"labour", "labor"})
"""A party and a portfolio."""
_LABOURS = frozenset({"affairs", "relations", "market", "force", "migration", "welfare", "employment"})
"""What follows the portfolio."""
_CREEDS = frozenset(
    {"marxist", "marxist-leninist", "communist", "nationalist", "islamist", "maoist", "leftist", "rightist",
     "populist", "secular", "far-right", "far-left", "ultranationalist", "monarchist", "royalist",
     "socialist", "pro-independence", "pro-democracy", "anti-communist", "leftwing", "rightwing"}
)  # fmt: skip
"""Persuasions that tell of no party by themselves ("Communist leader", but "Labour leader")."""
_BE = frozenset({"was", "were", "is", "are", "been", "being", "be", "got"})


class TitleWords:
    """Words, polities and word lists of one article."""

    def __init__(self, doc: Doc, words: Sequence[Word], spots: Sequence[Spot], lexicon: OfficeWords) -> None:
        self.doc = doc
        self.words = words
        self.lows = ["elderly" if _AGED.fullmatch(word.low) else word.low for word in words]
        self.lexicon = lexicon
        self.starts: Mapping[int, Spot] = {spot.start: spot for spot in spots}
        self.ends: Mapping[int, Spot] = {spot.end: spot for spot in spots}
        self.complements = Complements(words, self.starts, lexicon)
        self.companies = companies(words)
        self.inside = {index for spot in spots for index in range(spot.start, spot.end)}

    def _mere_rank(self, index: int) -> bool:
        """Whether "chief" or "general" only ranks the head that follows ("chief nuclear negotiator")."""
        for place in range(index + 1, min(index + 4, len(self.words))):
            if place in self.inside or not self._same_sentence(index, place):
                return False
            if self.lexicon.head_at(self.lows, place) is not None:
                return self.words[place].capital == self.words[index].capital
            if self.lows[place] not in self.lexicon.portfolios | self.lexicon.ranks:
                return False
        return False

    def _given_name(self, index: int) -> bool:
        """Whether a name goes on behind the word: "Prime Minister Sultan Karimov"."""
        after = index + 1
        return after < len(self.words) and self._same_sentence(index, after) and may_name(self.words[after])

    def _family_name(self, index: int, end: int) -> bool:
        """Whether the word is rather the end of a name: "Mervyn King", "Julie Bishop"."""
        if not self.words[index].capital or index == 0 or not self._same_sentence(index - 1, index):
            return False
        before = self.words[index - 1]
        near = {before.low, self.lows[max(index - 2, 0)]}
        ranked = before.low in self.lexicon.grades or bool(near & _STYLED)
        if self.lows[index] in _GIVEN and ranked:
            return True  # "Gen. Amir Dror", "Dr. Sultan al-Mansour"
        if before.low in {"bin", "bint", "ibn", "ben", "binti"} and may_name(self.words[index]):
            return True  # "Anwar bin Sultan Al Ketbi"
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

    def _body_before(self, place: int, index: int) -> bool:
        """Whether a capitalised word belongs to the title: part of a body's name or of a portfolio."""
        between = self.lows[place + 1 : index]
        if any(low in self.lexicon.bodies for low in between):
            return True
        word = self.words[place]
        if between:
            return len(between) == 1 and may_name(word) and self._goes_on(place)
        if word.text.isupper() and 2 <= len(word.text) <= 6:
            return True
        token = self.doc[word.first]
        if self.words[index].capital == word.capital or not (may_name(word) or token.ent_type_ == "ORG"):
            return False
        first = place == 0 or not self._same_sentence(place - 1, place)
        if first:
            return token.ent_type_ in {"ORG", "GPE"} or (token.pos_ == "PROPN" and not token.ent_type_)
        return not self._ends_a_name(place, index)

    def _goes_on(self, place: int) -> bool:
        """Whether the parser sees one organisation in a word and the next: "Shiv Sena chief"."""
        here, after = (self.doc[self.words[index].first] for index in (place, place + 1))
        return here.ent_type_ == "ORG" == after.ent_type_ and after.ent_iob_ == "I"

    def _short_of(self, bracket: int, floor: int) -> Spot | None:
        """The country of a body whose abbreviation follows: "Indonesian Military (TNI) commander"."""
        place = bracket
        while place > floor and self.words[place - 1].capital and self.lows[place - 1] in self.lexicon.organs:
            place -= 1
        spot = self.ends.get(place) if place < bracket else None
        return spot if spot is not None and spot.kind == "country" and spot.start >= floor else None

    def _chosen(self, place: int) -> bool:
        """Whether "elected" is a verb: "was elected president", not "the elected president"."""
        return self.lows[place] in _CHOSEN and place > 0 and self.lows[place - 1] in _BE

    def _ends_a_name(self, place: int, head: int) -> bool:
        """Whether a word before a head ends a person's name: "named Luis Alva chairman of the board"."""
        before = self.words[place - 1]
        named = may_name(before) or before.low in self.lexicon.grades or before.low in WORDS.honorifics
        return named and head + 1 < len(self.words) and self.lows[head + 1] in {"of", "for", "to"}

    def _leader(self, place: int) -> bool:
        """Whether a word is the surname of somebody with whom people serve: "Yeltsin spokesman"."""
        word = self.words[place]
        if not may_name(word) or place in self.inside or word.low in self.lexicon.bodies:
            return False
        if word.low in self.lexicon.portfolios or word.low in self.lexicon.ranks:
            return False
        listed = any(called == "in short" for _, called in incumbents.named(word.text))
        if listed and not incumbents.is_given(word.text):
            return True
        people = (entity for entity in self.doc.ents if entity.label_ == "PERSON")
        return any(len(entity) > 1 and entity[-1].text == word.text for entity in people)

    def _sender(self, post: Spot, head: Head) -> Spot | None:
        """Who stands before the place of a post: "EU Middle East envoy", "Russia's Cyprus envoy"."""
        owned = post.start > 0 and self.lows[post.start - 1] in {"'s", "'"}
        owner = self.ends.get(post.start - 1 if owned else post.start)
        if owner is None or owner.key == post.key or post.form == "demonym":
            return None
        if owner.kind == "country" and head.role == "envoy" and (owned or owner.form != "capital"):
            return owner
        return owner if owner.kind == "organization" and post.kind == "place" and not owned else None

    def _regional(self, spot: Spot, head: Head) -> bool:
        """Whether a region has its own: "Alberta Premier"."""
        return spot.form == "place" and head.title == "Prime Minister" and head.words == ("premier",)

    def _abbreviation(self, place: int) -> bool:
        text = self.words[place].text
        return place > 0 and text.isupper() and len(text) > 2 and self.words[place - 1].text == "("

    def _persuaded(self, place: int, index: int, head: Head) -> bool:
        """Whether a word for a persuasion is one here, and neither a portfolio nor a party's name.

        "Labour Foreign Minister", "veteran Marxist leader"; but "Social Affairs Minister", "Labour Minister",
        "Labour and Social Welfare Minister", "Labour leader".
        """
        low, after = self.lows[place], self.lows[place + 1]
        if head.role == "leader":
            return low in _CREEDS and (place + 1 == index or after in _CREEDS)
        if head.role not in HEADS and head.takes != "portfolio":
            return False
        if low not in self.lexicon.portfolios or head.takes != "portfolio":
            return True
        if low in _LABOUR:
            alone = place + 1 == index and not head.plural
            return not alone and after not in _LINKED and after not in _LABOURS
        return after not in self.lexicon.portfolios and after not in _LINKED

    def _glossed(self, place: int, floor: int) -> bool:
        """Whether a portfolio in brackets behind another ends here: "Home (Interior) Minister"."""
        if self.words[place].text != ")" or place - 3 < floor or self.words[place - 2].text != "(":
            return False
        return {self.lows[place - 1], self.lows[place - 3]} <= self.lexicon.portfolios

    def _printed(self, complement: list[int], head: Head) -> list[str]:
        """The words of a complement; a country where somebody serves by its usual name."""
        out: list[str] = []
        skip = -1
        for index in complement:
            spot = self.starts.get(index)
            served = spot is not None and spot.kind == "country" and spot.form != "demonym"
            if served and spot is not None and head.takes == "post" and spot.end - 1 <= complement[-1]:
                if out[-1:] == ["the"] and not spot.label.startswith("United "):
                    out.pop()
                out += spot.label.split()
                skip = spot.end
            elif index >= skip:
                out.append(self.words[index].text)
        return out

    def _low_or_short(self, index: int) -> str:
        """A word in lower case, but an abbreviation as it is ("CSU chairman")."""
        text = self.words[index].text
        short = text.isupper() and 2 <= len(text) <= 6 and not self.words[max(index - 1, 0)].text.isupper()
        return text if short and self.words[index].low not in self.lexicon.bodies else self.lows[index]

    def _same_sentence(self, left: int, right: int) -> bool:
        return self.words[left].sentence == self.words[right].sentence
