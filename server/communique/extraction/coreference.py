"""What "he", "the minister", "the Chinese president", "the two leaders" and "I" stand for.

Candidates are the persons mentioned before, scored by distance, subjecthood, gender, role and polity.
Nothing is guessed where two candidates are equally good and the phrase tells a polity or role that
neither is known to have.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from communique.extraction.document import READ, Analysis, Reference, Referent, Title
from communique.extraction.quotes import Quotes, attribute, marked
from communique.model.claims import Kind

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "themselves"})
_I = frozenset({"i", "me", "my", "myself"})
_WHO = frozenset({"who", "whom", "whose"})
_PAIR_NOUNS = frozenset(
    {
        "leader", "minister", "president", "man", "woman", "official", "diplomat", "premier", "king", "politician",
        "head", "ally", "statesman", "chief", "counterpart", "envoy", "delegate", "negotiator", "principal", "figure",
    }
)  # fmt: skip
_SIDE_NOUNS = frozenset(
    {
        "side",
        "country",
        "nation",
        "state",
        "party",
        "neighbor",
        "neighbour",
        "government",
        "capital",
        "people",
        "delegation",
    }
)
_HEADS = frozenset(
    {
        "president",
        "prime-minister",
        "monarch",
        "chancellor",
        "head-of-state",
        "head-of-government",
        "leader",
        "supreme-leader",
        "crown-prince",
    }
)
_WIDER = {
    "leader": _HEADS,
    "head-of-state": _HEADS,
    "head-of-government": _HEADS,
    "minister": frozenset({"minister"}),
}
_TELLING = _HEADS | {
    "foreign-minister",
    "defence-minister",
    "secretary-general",
    "finance-minister",
    "ambassador",
}
"""Roles so prominent that an article may leave the title out at the name."""
_SPAN = 4
"""How many sentences back a pronoun may look."""

_TEMPORARY = frozenset({"interim", "acting", "designate", "outgoing"})


@dataclass(slots=True)
class _Seen:
    """A person mentioned at a token."""

    token: int
    sentence: int
    person: str
    subject: bool


class Resolver:
    """Resolves the phrases of one article in text order."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.quotes = Quotes([])
        self.seen: list[_Seen] = []
        self.pairs: list[tuple[int, tuple[str, ...]]] = []
        for person in analysis.of_kind(Kind.PERSON):
            for reference in person.references:
                if not reference.nominal:
                    self._see(person.id, reference)

    def run(self) -> Quotes:
        """Add references for all that could be resolved; the quotations with their speakers."""
        self.quotes = attribute(self.analysis, marked(self.analysis))
        nominal = {t.start: t for t in self.analysis.titles if not t.holders or t.role == "counterpart"}
        for sentence in self.analysis.sentences:
            if sentence.zone not in READ:
                continue
            index = sentence.start
            while index < sentence.end:
                title = nominal.get(index)
                if title is not None:
                    self._title(title)
                    index = max(index + 1, title.end)
                    continue
                self._token(self.analysis.doc[index])
                index += 1
            self._pair_up(sentence.index)
        self.quotes = attribute(self.analysis, marked(self.analysis))
        self._first_person()
        for title in list(self.analysis.titles):
            if not title.holders and not title.plural:
                self._as_title(title)
        return self.quotes

    # what was seen

    def _see(self, person: str, reference: Reference) -> None:
        head = self.analysis.doc[reference.head]
        subject = head.dep_ in {"nsubj", "nsubjpass", "agent"} or (
            head.dep_ == "appos" and head.head.dep_ in {"nsubj", "nsubjpass"}
        )
        one = _Seen(reference.start, self.analysis.sentence_of(reference).index, person, subject)
        bisect.insort(self.seen, one, key=lambda seen: seen.token)

    def _before(self, token: int, reach: int) -> list[_Seen]:
        """Mentions before a token, at most so many sentences back, latest first."""
        here = self.analysis.sentence_of(token).index
        found: list[_Seen] = []
        for index in range(bisect.bisect_left(self.seen, token, key=lambda one: one.token) - 1, -1, -1):
            if here - self.seen[index].sentence > reach:
                break
            found.append(self.seen[index])
        return found

    def _pair_up(self, sentence: int) -> None:
        last = self.analysis.sentences[sentence].end
        here = list(dict.fromkeys(one.person for one in reversed(self._before(last - 1, 0))))
        if len(here) >= 2:
            self.pairs.append((sentence, tuple(here)))

    def _refer(
        self, start: int, end: int, head: int, people: Iterable[str], detector: str, certainty: float
    ) -> None:
        reference = Reference(
            start,
            end,
            head,
            self.analysis.span(start, end),
            tuple(people),
            detector,
            nominal=True,
            certainty=certainty,
        )
        self.analysis.refer(reference)
        if (
            len(reference.referents) == 1
            and self.analysis.referents[reference.referents[0]].kind is Kind.PERSON
        ):
            self._see(reference.referents[0], reference)

    # pronouns and noun phrases

    def _token(self, token: Token) -> None:
        low = token.lower_
        if low in _HE or low in _SHE:
            self._pronoun(token, "m" if low in _HE else "f")
        elif low in _WHO:
            self._relative(token)
        elif low in _THEY:
            self._they(token)
        elif token.lemma_ in _PAIR_NOUNS or token.lemma_ in _SIDE_NOUNS:
            self._pair(token)
        elif low == "both" and token.dep_ in {"nsubj", "nsubjpass"}:
            self._they(token)

    def _quoted_by(self, token: Token | int) -> str | None:
        offset = self.analysis.doc[token].idx if isinstance(token, int) else token.idx
        quote = self.quotes.at(offset)
        return quote.speaker if quote else None

    def _pronoun(self, token: Token, gender: str) -> None:
        here = self.analysis.sentence_of(token).index
        excluded = (
            self._clause_subject(token) if token.lower_ in {"him", "her"} and token.dep_ != "poss" else None
        )
        speaker = self._quoted_by(token)
        inside = self.quotes.at(token.idx)
        best: tuple[float, _Seen] | None = None
        for one in self._before(token.i, _SPAN):
            person = self.analysis.referents[one.person]
            if person.gender not in {None, gender} or one.person in {excluded, speaker}:
                continue
            distance = here - one.sentence
            score = (
                -2.0 * distance + (1.5 if one.subject else 0.0) + (0.3 if person.gender == gender else 0.0)
            )
            if distance == 0 and token.dep_ in {"nsubj", "nsubjpass"} and not one.subject:
                score -= 1.0
            quoted = self.quotes.at(self.analysis.doc[one.token].idx)
            if quoted is not None and inside is None:
                score -= 2.5
            score -= 0.01 * (token.i - one.token) / 10
            if best is None or score > best[0]:
                best = (score, one)
        if best is not None:
            person = self.analysis.referents[best[1].person]
            if person.gender is None:
                person.gender = gender
            self._refer(token.i, token.i + 1, token.i, (person.id,), "pronoun", 0.75)

    def _clause_subject(self, token: Token) -> str | None:
        verb = token.head
        while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
            verb = verb.head
        for child in verb.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                people = self.analysis.people_at(child)
                if len(people) == 1:
                    return people[0].id
        return None

    def _relative(self, token: Token) -> None:
        verb = token.head
        while verb.dep_ not in {"relcl", "ROOT"} and verb.head.i != verb.i:
            verb = verb.head
        if verb.dep_ == "relcl":
            people = self.analysis.people_at(verb.head) or self.analysis.people_at(token.i - 1)
            if people:
                self._refer(token.i, token.i + 1, token.i, [one.id for one in people], "relative", 0.95)
                return
        before = (
            self.analysis.doc[token.i - 2]
            if token.i > 1 and self.analysis.doc[token.i - 1].text == ","
            else None
        )
        people = self.analysis.people_at(before) if before is not None else ()
        if people:
            self._refer(token.i, token.i + 1, token.i, [one.id for one in people], "relative", 0.85)

    def _they(self, token: Token) -> None:
        here = self.analysis.sentence_of(token).index
        for sentence, people in reversed(self.pairs):
            if here - sentence <= 1 and len(people) == 2:
                self._refer(token.i, token.i + 1, token.i, people, "pronoun-pair", 0.6)
            return

    def _pair(self, token: Token) -> None:
        """ "the two leaders", "both ministers", "the leaders" after two were named, "both sides"."""
        if token.tag_ not in {"NNS", "NNPS"}:
            return
        left = [child for child in token.children if child.i < token.i]
        lows = {child.lower_ for child in left}
        if not ("two" in lows or "both" in lows or (lows <= {"the"} and token.lemma_ == "leader" and lows)):
            return
        if any(
            child.dep_ in {"prep", "relcl"} and child.lower_ in {"of", "from"} for child in token.children
        ):
            return
        start = min((child.i for child in left), default=token.i)
        here = self.analysis.sentence_of(token).index
        if token.lemma_ in _SIDE_NOUNS:
            self._sides(token, start)
            return
        for sentence, people in reversed(self.pairs):
            distinct = [p for p in people if self._fits(p, token.lemma_)]
            if here - sentence <= 6 and len(distinct) == 2:
                self._refer(start, token.i + 1, token.i, distinct, "pair", 0.8)
                return
        recent = list(
            dict.fromkeys(
                one.person for one in self._before(token.i, 6) if self._fits(one.person, token.lemma_)
            )
        )
        if len(recent) == 2:
            self._refer(start, token.i + 1, token.i, recent, "pair", 0.7)

    def _fits(self, person: str, noun: str) -> bool:
        roles = self.analysis.referents[person].roles
        if noun == "minister":
            return any("minister" in role for role in roles)
        if noun in {"president", "premier", "king"}:
            return bool(roles & _HEADS)
        if noun == "leader":
            return bool(roles - {"spokesperson"})
        return True

    def _sides(self, token: Token, start: int) -> None:
        """Two countries, if the article is about two: those of its titled persons, or the two latest."""
        found: dict[str, None] = {}
        here = self.analysis.sentence_of(token).index
        for one in self._before(token.i, 4):
            polity = self.analysis.referents[one.person].polity
            if polity is not None:
                found.setdefault(polity)
        countries = [name for name in found if self.analysis.referents[name].kind is Kind.COUNTRY]
        if len(countries) != 2:
            latest: dict[str, int] = {}
            for country in self.analysis.of_kind(Kind.COUNTRY):
                places = [r.start for r in country.references if r.start < token.i]
                near = [p for p in places if here - self.analysis.sentence_of(p).index <= 2]
                if near:
                    latest[country.id] = max(near)
            countries = sorted(latest, key=lambda name: -latest[name])
        if len(countries) == 2:
            self._refer(start, token.i + 1, token.i, countries, "sides", 0.6)

    # titles without a name

    def _title(self, title: Title) -> None:
        if title.owner in {"its", "their"} and title.polity is None:
            title = self._owned(title)
        if title.role == "counterpart":
            self._counterpart(title)
            return
        if title.plural:
            self._plural_title(title)
            return
        known = self._holders(title)
        if known:
            best = known[0]
            self._refer(title.start, title.end, self._head(title), (best,), "title", 0.85)
            person = self.analysis.referents[best]
            if title.polity is not None:
                index = self.analysis.titles.index(title)
                self.analysis.titles[index] = replace(title, holders=(best,), rule="title-coreference")
                person.polity = person.polity or title.polity
                person.roles.add(title.role)
            return
        if title.polity is not None:
            self._refer(title.start, title.end, self._head(title), (title.polity,), "side", 0.7)
        elif title.owner == "the" and title.role in _TELLING:
            self._untitled(title)

    def _untitled(self, title: Title) -> None:
        """ "Tony Blair is ... . The prime minister said": the one person of the sentences before without an office."""
        near = dict.fromkeys(one.person for one in self._before(title.start, 3))
        free = [name for name in near if not self.analysis.referents[name].roles]
        if len(free) != 1 or title.capacity != "current":
            return
        subject = any(one.person == free[0] and one.subject for one in self._before(title.start, 3))
        if not subject or len(self.analysis.referents[free[0]].label.split()) < 2:
            return
        self._replace(title, replace(title, holders=(free[0],), rule="title-anaphora"))
        self._refer(title.start, title.end, self._head(title), free, "title", 0.65)

    def _owned(self, title: Title) -> Title:
        """ "its State President": the polity named last before, in the same sentence."""
        first = self.analysis.sentence_of(title).start
        for index in range(title.start - 1, first - 1, -1):
            for reference in self.analysis.references_at(index):
                one = self.analysis.referents[reference.referents[0]]
                if one.kind in {Kind.COUNTRY, Kind.ORGANIZATION} and len(reference.referents) == 1:
                    return self._replace(title, replace(title, polity=one.id, implied_by="its"))
        return title

    def _replace(self, old: Title, new: Title) -> Title:
        self.analysis.titles[self.analysis.titles.index(old)] = new
        for holder in new.holders:
            person = self.analysis.referents[holder]
            person.roles.add(new.role)
            person.polity = person.polity or new.polity
        return new

    def _counterpart(self, title: Title) -> None:
        """ "his Russian counterpart[, NAME]": the same office as that of whose counterpart it is."""
        owners = [
            self.analysis.referents[one.person]
            for one in self._before(title.start, 2)
            if one.person not in title.holders
        ]
        subjects = [
            one
            for one in owners
            if any(s.person == one.id and s.subject for s in self._before(title.start, 2))
        ]
        for owner in (*subjects, *owners):
            model = next(
                (
                    t
                    for t in self.analysis.titles
                    if owner.id in t.holders and t.role not in {"counterpart", "legislator", "royal"}
                ),
                None,
            )
            if model is None:
                continue
            new = replace(title, role=model.role, title=model.title, rule="counterpart")
            if title.plural and not title.holders:
                self._plural_title(title)
                return
            new = self._replace(title, new)
            if not new.holders:
                self._title(new)
            return
        if title.polity is not None and not title.holders:
            self._refer(title.start, title.end, self._head(title), (title.polity,), "side", 0.7)

    def _head(self, title: Title) -> int:
        return int(self.analysis.doc[title.start : title.end].root.i)

    def _holders(self, title: Title) -> list[str]:
        """Persons that a title without a name may stand for, the best first."""
        if (
            not title.definite
            and title.polity is None
            and not self.analysis.doc[title.start].text[0].isupper()
        ):
            return []
        roles = _WIDER.get(title.role, frozenset({title.role})) | {title.role}
        broad = title.role == "minister" and title.title == "Minister"
        fitting: list[str] = []
        unknown: list[str] = []
        head = self.analysis.doc[self._head(title)]
        # "Novak phoned the president": whoever does it is not the one it is done to
        doer = self._clause_subject(head) if head.dep_ in {"dobj", "pobj", "dative"} else None
        for one in self._before(title.start, 60):
            person = self.analysis.referents[one.person]
            if one.person in fitting or one.person in unknown or one.person == doer:
                continue
            held = bool(person.roles & roles) or (broad and any("minister" in role for role in person.roles))
            if not held or (title.capacity in {"former", "late"}) != self._only_former(person, roles):
                continue
            if title.polity is not None and person.polity is not None and person.polity != title.polity:
                continue
            if title.polity is None or person.polity == title.polity:
                fitting.append(one.person)
            elif title.role in person.roles and self.analysis.sentence_of(title).trusted:
                unknown.append(one.person)
        if title.capacity in _TEMPORARY:
            same = [name for name in fitting if title.capacity in self._capacities(name, roles)]
            fitting = same or fitting
        if fitting:
            return fitting
        return unknown if len(unknown) == 1 else []

    def _only_former(self, person: Referent, roles: frozenset[str]) -> bool:
        capacities = self._capacities(person.id, roles)
        return bool(capacities) and capacities <= {"former", "late"}

    def _capacities(self, person: str, roles: frozenset[str]) -> set[str]:
        return {t.capacity for t in self.analysis.titles if person in t.holders and t.role in roles}

    def _plural_title(self, title: Title) -> None:
        """ "the two foreign ministers": those of that role named before, if they are two."""
        roles = _WIDER.get(title.role, frozenset()) | {title.role}
        found = list(
            dict.fromkeys(
                one.person
                for one in self._before(title.start, 8)
                if self.analysis.referents[one.person].roles & roles
            )
        )
        lows = {token.lower_ for token in self.analysis.doc[max(0, title.start - 3) : title.start]}
        if title.polity is None and len(found) == 2 and lows & {"two", "both", "the"}:
            self._refer(title.start, title.end, self._head(title), found, "title-pair", 0.75)
        elif title.polity is not None and "counterpart" not in title.title.lower():
            polities = [
                name
                for index in range(title.start, title.end)
                for reference in self.analysis.references_at(index)
                for name in reference.referents
                if self.analysis.referents[name].kind in {Kind.COUNTRY, Kind.ORGANIZATION}
            ]
            self._refer(title.start, title.end, self._head(title), dict.fromkeys(polities), "side", 0.7)

    def _as_title(self, title: Title) -> None:
        """ "resigned as prime minister", "was elected president", "his second trip as president"."""
        doc = self.analysis.doc
        first = self.analysis.sentence_of(title).start
        before = doc[title.start - 1] if title.start > first else None
        if before is None or not (
            before.lower_ == "as"
            or before.lemma_ in {"elect", "name", "appoint", "become", "nominate", "proclaim"}
        ):
            return
        if before.lower_ == "as" and before.dep_ not in {"prep", "mark"}:
            return
        for index in range(title.start - 1, first - 1, -1):
            token = doc[index]
            people = self.analysis.people_at(token)
            if len(people) == 1 and token.dep_ in {"nsubj", "nsubjpass", "poss", "dobj", "agent", "pobj"}:
                if token.dep_ == "pobj" and token.head.lower_ not in {"by", "of"}:
                    continue
                self._replace(title, replace(title, holders=(people[0].id,), rule="as-title"))
                return

    # first person

    def _first_person(self) -> None:
        """ "I" is the speaker of the quotation; outside of one the author of a statement."""
        for sentence in self.analysis.sentences:
            if sentence.zone not in READ:
                continue
            for token in self.analysis.doc[sentence.start : sentence.end]:
                if token.lower_ not in _I or token.text == "US":
                    continue
                quote = self.quotes.at(token.idx)
                speaker = quote.speaker if quote is not None else self.analysis.author
                if speaker is None:
                    continue
                self._refer(token.i, token.i + 1, token.i, (speaker,), "first-person", 0.85)


def author(analysis: Analysis) -> str | None:
    """Whose statement a text is that says "I" outside of quotations: the titled person named first."""
    spans = marked(analysis)
    says = any(
        token.text == "I" and not any(s.start <= token.idx < s.end for s in spans)
        for sentence in analysis.sentences
        if sentence.zone in READ
        for token in analysis.doc[sentence.start : sentence.end]
    )
    if not says:
        return None
    for title in sorted((t for t in analysis.titles if t.holders), key=lambda t: t.start):
        return title.holders[0]
    first = next(analysis.of_kind(Kind.PERSON), None)
    return first.id if first else None
