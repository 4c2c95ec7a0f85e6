"""What the words around a title and its holder tell of the country that the office is of.

One method for each sign; ``allegiance`` weighs them against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from communique.extraction.document import Referent, Title
from communique.extraction.gazetteer.governments import HEADS, SINGLE
from communique.extraction.layout import Sentence
from communique.extraction.offices.dealings import Dealings
from communique.extraction.polities import whereabouts
from communique.model.claims import Kind

_SAYING = frozenset(
    {"say", "tell", "announce", "declare", "warn", "state", "pledge", "add", "note", "stress"}
)
_OFFICIALS = frozenset({"officials", "leaders", "ministers", "dignitaries", "politicians", "diplomats"})
_LED = frozenset(
    {"president", "vice-president", "chairperson", "secretary-general", "spokesperson", "organization-head"}
)
"""Roles in an organisation."""
_ISSUERS = frozenset({"foreign-minister", "minister", "deputy-minister", "legislator", "opposition-leader"})
"""Roles of those whose releases are collected."""
_LANDS = frozenset({"country", "nation", "state", "kingdom", "republic", "island", "emirate", "sultanate"})
_RENEWED = frozenset({"new", "interim", "transitional", "caretaker", "post-war"})
_POWER = frozenset(
    {
        "administration", "government", "authorities", "leadership", "leader", "president", "regime", "prime",
        "rulers", "ruler", "king", "junta", "premier", "republic",
    }
)  # fmt: skip
_ROW = 3
"""Heads of states in a row of which none has two."""
_BESIDE = 8
"""Tokens between two titles that a comma or "and" joins."""


class Cues(Dealings):
    """The signs of one article."""

    def company(self, person: Referent) -> dict[str, float]:
        """The share of the person's sentences that name a country which is no titled person's."""
        shares: Counter[str] = Counter()
        sentences = {self.analysis.sentence_of(reference).index for reference in person.references}
        for country in self.analysis.of_kind(Kind.COUNTRY):
            where = {
                self.analysis.sentence_of(reference).index
                for reference in country.references
                if not reference.of_title
                and not reference.nominal
                and not whereabouts.turned_to(self.analysis.doc[reference.head])
            }
            shares[country.id] = len(where & sentences)
        return {name: count / len(sentences) for name, count in shares.items() if count}

    def named(self, token: int) -> bool:
        """Whether the token belongs to a name of a person or organisation."""
        return any(
            not r.nominal and r.detector not in {"place", "country"}
            for r in self.analysis.references_at(token)
        )

    def spoken_for(self, person: Referent) -> str | None:
        """ "X said Japan would act": the country that is the subject of what the person says."""
        for reference in person.references:
            verb = self.analysis.doc[reference.head].head
            if verb.lemma_ not in _SAYING:
                continue
            for clause in verb.children:
                if clause.dep_ != "ccomp":
                    continue
                for child in clause.children:
                    if child.dep_ in {"nsubj", "nsubjpass"} and not any(child.conjuncts):
                        found = [p.id for p in self.analysis.polities_at(child) if p.kind is Kind.COUNTRY]
                        if found:
                            return found[0]
        return None

    def acts(self, title: Title) -> bool:
        """Whether the holder is the subject of the sentence, who is no host of its scene."""
        head = self.analysis.doc[title.start : title.end].root
        while head.dep_ in {"compound", "appos", "nmod", "amod", "conj", "poss"} and head.head.i != head.i:
            head = head.head
        return head.dep_ in {"nsubj", "nsubjpass", "ROOT"}

    def scenes(self, sentence: Sentence, title: Title) -> list[str]:
        """The countries in which a sentence takes place, the nearest to the title first."""
        found: list[tuple[int, str]] = []
        for index in range(sentence.start, sentence.end):
            token = self.analysis.doc[index]
            near = [self.analysis.country_of(one) for one in self.analysis.places_at(index)]
            names = [country.id for country in near if country is not None]
            capital = whereabouts.capital(self.analysis, token)
            if not (names or capital) or not whereabouts.located(token):
                continue
            distance = abs(index - title.start) + (4 if index > title.end else 0)
            found += [(distance, name) for name in (*names, *([capital] if capital else []))]
        return list(dict.fromkeys(country for _, country in sorted(found)))

    def scenes_before(self, title: Title) -> list[str]:
        """The scenes of the sentence before, in the same paragraph."""
        here = self.analysis.sentence_of(title)
        if here.index == 0:
            return []
        before = self.analysis.sentences[here.index - 1]
        if "\n" in self.analysis.text[before.span.end : here.span.start]:
            return []
        return self.scenes(before, title)

    def renewed(self) -> frozenset[str]:
        """Countries with a government that is called new: "Mali's new leadership"."""
        found: set[str] = set()
        for country in self.analysis.of_kind(Kind.COUNTRY):
            for reference in country.references:
                before = self.analysis.doc[reference.start - 1].lower_ if reference.start else ""
                rest = [t.lower_ for t in self.analysis.doc[reference.end : reference.end + 3]]
                owned = rest[:1] == ["'s"] and bool(_RENEWED & set(rest[1:2]))
                if owned or (before in _RENEWED and bool(_POWER & set(rest[:2]))):
                    found.add(country.id)
        return frozenset(found)

    def land(self, person: Referent) -> str | None:
        """ "X's Russia", "post-Y Syria": the country that bears the person's name."""
        for reference in person.references:
            place = reference.end
            if reference.nominal or place + 1 >= len(self.analysis.doc):
                continue
            before = self.analysis.doc[reference.start - 1].lower_ if reference.start else ""
            after = self.analysis.doc[place].lower_
            if after not in {"'s", "’s", "'"}:
                if before not in {"-", "post", "post-"}:
                    continue
                place -= 1
            for one in self.analysis.references_at(place + 1):
                if one.detector == "country" and one.start == place + 1:
                    return one.referents[0]
        return None

    def speaker(self, title: Title, person: Referent) -> str | None:
        """The country of an official who speaks of the holder: "Malkin said that Deputy Minister X ...".

        Whom he speaks to is not in what he says ("..., Malkin said at a meeting with Minister Y").
        """
        token = self.analysis.doc[title.start : title.end].root
        while token.head.i != token.i:
            said, token = token, token.head
            if token.lemma_ not in _SAYING or said.dep_ not in {"ccomp", "parataxis"}:
                continue
            for child in token.children:
                if child.dep_ != "nsubj":
                    continue
                for one in self.analysis.people_at(child):
                    country = self.analysis.polity_of(one)
                    if one is not person and country is not None and country.kind is Kind.COUNTRY:
                        return country.id
        return None

    def owner(self, title: Title) -> str | None:
        """The polity of the person behind "his" or "her" ("her defence minister")."""
        if title.start < 2 or title.rule == "counterpart":
            return None
        if title.owner in {"its", "their"} and title.role != "chairperson":
            return self.country_before(title)
        if title.owner not in {"his", "her", "'s"}:
            return None
        owned = self.analysis.doc[title.start - 1].lower_ in {"'s", "'"}
        if owned and self.analysis.doc[title.start - 2].lower_ in _LANDS:
            return self.country_before(title)
        people = self.analysis.people_at(title.start - (2 if owned else 1))
        return people[0].polity if len(people) == 1 else None

    def country_before(self, title: Title) -> str | None:
        """The country named last before the title, in its sentence or the one before."""
        here = self.analysis.sentence_of(title)
        first = self.analysis.sentences[max(0, here.index - 1)].start
        for index in range(title.start - 1, first - 1, -1):
            for reference in self.analysis.references_at(index):
                one = self.analysis.referents[reference.referents[0]]
                named = reference.detector != "demonym" and len(reference.referents) == 1
                if one.kind is Kind.COUNTRY and named:
                    return one.id
        return None

    def heads(self, title: Title) -> bool:
        """Whether the title stands in the head of the text, where who issues it is named."""
        sentence = self.analysis.sentence_of(title)
        before = self.analysis.sentences[: sentence.index + 1]
        return title.role in _ISSUERS and not any(one.trusted for one in before)

    def organisation_before(self, title: Title) -> str | None:
        """ "OPEC kept its target, its president said": the organisation named last in the sentence."""
        if title.owner != "its" or title.role not in _LED:
            return None
        first = self.analysis.sentence_of(title).start
        for index in range(title.start - 1, first - 1, -1):
            for reference in self.analysis.references_at(index):
                one = self.analysis.referents[reference.referents[0]]
                if one.kind in {Kind.COUNTRY, Kind.ORGANIZATION}:
                    return one.id if one.kind is Kind.ORGANIZATION else None
        return None

    def front(self, title: Title) -> Referent | None:
        """ "In Quito, Foreign Minister X summoned the ambassadors": the place."""
        sentence = self.analysis.sentence_of(title)
        doc = self.analysis.doc
        stop = next((i for i in range(sentence.start, title.start) if doc[i].text == ","), sentence.start)
        if doc[sentence.start].text != "In" or title.start - stop not in {1, 2} or not self.acts(title):
            return None
        for reference in self.analysis.references_at(sentence.start + 1):
            place = self.analysis.referents[reference.referents[0]]
            if place.kind is Kind.PLACE and reference.end == stop:
                return place
        return None

    def government(self, title: Title) -> str | None:
        """The country whose government is spoken of last before the title: "the Peruvian government"."""
        here = self.analysis.sentence_of(title)
        first = self.analysis.sentences[max(0, here.index - 1)].start
        for index in range(title.start - 1, first, -1):
            if self.analysis.doc[index].lower_ not in {"government", "cabinet"}:
                continue
            before = index - 1 - (self.analysis.doc[index - 1].lower_ in {"'s", "'"})
            for reference in self.analysis.references_at(max(before, 0)):
                one = self.analysis.referents[reference.referents[0]]
                if one.kind is Kind.COUNTRY:
                    return one.id
        return None

    def spoke_before(self, title: Title) -> str | None:
        """ "Germany said that ... . Foreign Ministry spokesman X": the country that speaks before him."""
        here = self.analysis.sentence_of(title)
        first = self.analysis.sentences[max(0, here.index - 1)].start
        for index in range(title.start - 1, first, -1):
            verb = self.analysis.doc[index]
            if verb.lemma_ in _SAYING:
                for child in verb.children:
                    acting = child.dep_ == "nsubj" and child.i < verb.i
                    for one in self.analysis.polities_at(child) if acting else ():
                        if one.kind is Kind.COUNTRY:
                            return one.id
        return None

    def and_other(self, title: Title) -> str | None:
        """ "X and other senior Japanese officials", "Japanese officials, including X"."""
        sentence = self.analysis.sentence_of(title)
        before = self.analysis.doc[max(sentence.start, title.start - 5) : title.start]
        if {token.lower_ for token in before[-2:]} & {"including", "namely"}:
            for token in before:
                if token.lower_ in _OFFICIALS:
                    for one in self.analysis.polities_at(token):
                        return one.id
        near = self.analysis.doc[title.end : min(sentence.end, title.end + 9)]
        lows = [token.lower_ for token in near]
        if "other" not in lows or lows[max(0, lows.index("other") - 1)] != "and":
            return None
        for token in near[lows.index("other") :]:
            for one in self.analysis.polities_at(token):
                return one.id
        return None

    def same_office(self, title: Title) -> str | None:
        """The polity of the same title without a holder, or of its plural in the sentence before."""
        here = self.analysis.sentence_of(title).index
        for other in self.analysis.titles:
            counterpart = other.rule == "counterpart"
            if other.holders or other.polity is None or other.role != title.role or counterpart:
                continue
            if not other.plural and other.start > title.start and self._first(title):
                continue  # "Prime Minister Gill ... . The Prime Minister of Malaysia ..."
            near = 0 <= here - self.analysis.sentence_of(other).index <= 1
            alike = other.title == title.title or (title.role in SINGLE and other.plural)
            if alike and (not other.plural or near):
                return other.polity
        return None

    def _first(self, title: Title) -> bool:
        """Whether no title of this role stands before it."""
        return all(
            one is title or one.start > title.start for one in self.analysis.titles if one.role == title.role
        )

    def president_before(self, title: Title) -> str | None:
        """The country of the president whom the article names first, before the title if it does."""
        states = {one.id for one in self.analysis.of_kind(Kind.COUNTRY)}
        named = [one for one in self.analysis.titles if one.role == "president" and one.polity in states]
        before = [one for one in named if one.start < title.start]
        return (before[0] if before else named[0]).polity if named else None

    def listed(self, title: Title) -> str | None:
        """The polity of a title of the same sentence that is joined to it by a comma or "and"."""
        found = self.fellow(title)
        return found[0] if found is not None else None

    def fellow(self, title: Title) -> tuple[str, Title] | None:
        """The title before it that a comma or "and" joins to it, and whose that is.

        None where the row is of several states, or the holder is on the other side.
        """
        sentence = self.analysis.sentence_of(title)
        row = self._row(title)
        stated = {one.polity for one in row if one.polity is not None and one.implied_by is None}
        if len(stated) > 1 or self._visiting(title) or self._between(title):
            return None
        for other in self.analysis.titles:
            polity = other.polity or next(
                (self.decided[h, other.role] for h in other.holders if (h, other.role) in self.decided), None
            )
            if other is title or polity is None or self.analysis.sentence_of(other) != sentence:
                continue
            if other.start < title.start and self._beside(other, title):
                return polity, other
        return None

    def across(self, title: Title, country_of: Callable[[Referent], str | None]) -> Iterator[str]:
        """Countries of the other side, which the office is not of.

        "His counterpart Y": that of whose counterpart it is; "X and visiting minister Y", "between
        President X and minister Y": that of X.
        """
        others: list[str] = []
        if self._visiting(title) or self._between(title):
            others += [holder for one in self._row(title) for holder in one.holders]
        if title.rule == "counterpart" and title.owner in {"his", "her", "'s"}:
            possessor = title.start - (2 if title.owner == "'s" else 1)
            others += [one.id for one in self.analysis.people_at(max(possessor, 0))]
        for name in dict.fromkeys(others):
            country = country_of(self.analysis.referents[name]) if name not in title.holders else None
            if country is not None:
                yield country

    def _visiting(self, title: Title) -> bool:
        """ "Visiting Foreign Minister Y", "his visiting counterpart"."""
        first = max(self.analysis.sentence_of(title).start, title.start - 1)
        return any(token.lower_ == "visiting" for token in self.analysis.doc[first : title.end])

    def _between(self, title: Title) -> bool:
        """ "Between President X and leader Y": whether it is the second of the two."""
        token = self.outer(title)
        if token.dep_ != "conj":
            return False
        while token.dep_ in {"conj", "appos", "compound"}:
            token = token.head
        return token.dep_ == "pobj" and token.head.lower_ == "between"

    def _row(self, title: Title) -> list[Title]:
        """The titles before it in its sentence that are joined to it, or to one that is."""
        sentence = self.analysis.sentence_of(title)
        row = [title]
        for other in reversed(self.analysis.titles):
            if sentence.start <= other.start < row[-1].start and self._beside(other, row[-1]):
                row.append(other)
        return row[1:]

    def rowed(self, title: Title) -> int:
        """The place of the title in a row of several states' officials, from 1; 0 where it stands in none.

        Such a row has the same office twice, or three who head a state.
        """
        known = self._rows.get(title.start)
        if known is None:
            known = self._rows[title.start] = self._place_in_row(title)
        return known

    def _place_in_row(self, title: Title) -> int:
        sentence = self.analysis.sentence_of(title)
        alone = [
            one
            for one in self.analysis.titles
            if sentence.start <= one.start < sentence.end and one.role in SINGLE | HEADS and one.holders
        ]
        if title not in alone:
            return 0
        first = last = alone.index(title)
        while first and self._beside(alone[first - 1], alone[first]):
            first -= 1
        while last + 1 < len(alone) and self._beside(alone[last], alone[last + 1]):
            last += 1
        row = alone[first : last + 1]
        roles = Counter((one.role, one.title) for one in row)
        several = (
            roles.most_common(1)[0][1] > 1
            or sum(one.role in HEADS or one.role == "vice-president" for one in row) >= _ROW
        )
        return row.index(title) + 1 if several else 0

    def _beside(self, one: Title, other: Title) -> bool:
        between = self.analysis.doc[min(one.end, other.end) : max(one.start, other.start)]
        lows = {token.lower_ for token in between if not self.named(token.i)}
        return lows <= {",", "and", "mr", "the", "-", "mr."} and len(between) < _BESIDE
