"""What the words around a title and its holder tell of the country that the office is of.

One method for each sign; ``allegiance`` weighs them against each other.
"""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Token

from communique.extraction import whereabouts
from communique.extraction.document import Analysis, Referent, Sentence, Title
from communique.extraction.governments import SINGLE
from communique.model.claims import Kind

_SAYING = frozenset(
    {"say", "tell", "announce", "declare", "warn", "state", "pledge", "add", "note", "stress"}
)
_ENTOURAGE = frozenset({"entourage", "accompany", "retinue", "represent"})
_MEMBERS = frozenset({"include", "comprise"})
_OFFICIALS = frozenset({"officials", "leaders", "ministers", "dignitaries", "politicians", "diplomats"})
_RENEWED = frozenset({"new", "interim", "transitional", "caretaker", "post-war"})
_POWER = frozenset(
    {
        "administration", "government", "authorities", "leadership", "leader", "president", "regime", "prime",
        "rulers", "ruler", "king", "junta", "premier", "republic",
    }
)  # fmt: skip


class Cues:
    """The signs of one article."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis

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
                    if child.dep_ in {"nsubj", "nsubjpass"}:
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
            for one in self.analysis.places_at(index):
                country = self.analysis.country_of(one)
                if country is None or not whereabouts.located(self.analysis.doc[index]):
                    continue
                found.append((abs(index - title.start) + (4 if index > title.end else 0), country.id))
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

    def sender(self, title: Title) -> str | None:
        """ "Chad has sent Foreign Minister X": the country that is the subject."""
        token = self._outer(title)
        if token.dep_ != "dobj" or token.head.lemma_ not in {"send", "dispatch", "recall", "appoint", "name"}:
            return None
        for child in token.head.children:
            if child.dep_ != "nsubj":
                continue
            for one in (child, *child.subtree):
                for polity in self.analysis.polities_at(one):
                    if polity.kind is Kind.COUNTRY:
                        return polity.id
        return None

    def companions(self, title: Title, person: Referent) -> list[Referent]:
        """Those whom the sentence has the holder accompany or stand in for, or whose delegation he is in."""
        sentence = self.analysis.sentence_of(title)
        tokens = self.analysis.doc[sentence.start : sentence.end]
        lemmas = {token.lemma_.lower() for token in tokens}
        if not (lemmas & _ENTOURAGE or ("delegation" in lemmas and lemmas & _MEMBERS)):
            return []
        verbs = [token for token in tokens if token.lemma_.lower() in _ENTOURAGE | {"lead", "head"}]
        heads = [
            child
            for verb in verbs
            for child in verb.children
            if child.dep_ in {"nsubj", "nsubjpass", "dobj"} and verb.pos_ == "VERB"
        ]
        found = [one for head in heads for one in self.analysis.people_at(head)]
        found += [one for token in tokens for one in self.analysis.people_at(token)]
        return [one for one in dict.fromkeys(found) if one is not person]

    def guests(self, title: Title, person: Referent) -> list[Referent]:
        """Those whom the holder receives: "X was welcomed by President Y"."""
        token = self._outer(title)
        verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "by" else token.head
        if verb.lemma_ not in {"receive", "welcome", "greet", "host"} or token.dep_ == "dobj":
            return []
        return [
            one
            for child in verb.children
            if child.dep_ in {"nsubjpass", "dobj"}
            for one in self.analysis.people_at(child)
            if one is not person
        ]

    def _outer(self, title: Title) -> Token:
        """The head of the noun phrase that title and name make up."""
        token = self.analysis.doc[title.start : title.end].root
        while token.dep_ in {"compound", "appos", "nmod", "amod"} and token.head.i != token.i:
            token = token.head
        return token

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
        """The country of an official who speaks of the holder: "Malkin said that Deputy Minister X ..."."""
        token = self.analysis.doc[title.start : title.end].root
        while token.head.i != token.i:
            token = token.head
            if token.lemma_ not in _SAYING:
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
        if title.owner not in {"his", "her", "'s"} or title.start < 2:
            return None
        owned = self.analysis.doc[title.start - 1].lower_ in {"'s", "'"}
        people = self.analysis.people_at(title.start - (2 if owned else 1))
        return people[0].polity if len(people) == 1 else None

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
            if other.holders or other.polity is None or other.role != title.role:
                continue
            near = 0 <= here - self.analysis.sentence_of(other).index <= 1
            alike = other.title == title.title or (title.role in SINGLE and other.plural)
            if alike and (not other.plural or near):
                return other.polity
        return None

    def president_before(self, title: Title) -> str | None:
        """The country of the president whom the article names first, before the title if it does."""
        named = [one for one in self.analysis.titles if one.role == "president" and one.polity is not None]
        before = [one for one in named if one.start < title.start]
        return (before[0] if before else named[0]).polity if named else None

    def listed(self, title: Title) -> str | None:
        """The polity of a title of the same sentence that is joined to it by a comma or "and"."""
        sentence = self.analysis.sentence_of(title)
        for other in self.analysis.titles:
            if other is title or other.polity is None or self.analysis.sentence_of(other) != sentence:
                continue
            between = self.analysis.doc[min(other.end, title.end) : max(other.start, title.start)]
            lows = {token.lower_ for token in between if not self.named(token.i)}
            if (
                lows <= {",", "and", "mr", "the", "-", "mr."}
                and other.start < title.start
                and len(between) < 8
            ):
                return other.polity
        return None
