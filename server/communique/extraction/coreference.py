"""What "he", "the minister", "the Chinese president", "the two leaders" and "I" stand for.

Candidates are the persons mentioned before, scored by distance, subjecthood, gender, role and polity.
Nothing is guessed where two candidates are equally good and the phrase tells a polity or role that
neither is known to have.
"""

from __future__ import annotations

from spacy.tokens import Token

from communique.extraction.document import READ, Analysis, Title
from communique.extraction.nominals import HEADS, Nominals
from communique.extraction.quotes import SAYING, Quotes, attribute, marked
from communique.extraction.salience import Seen
from communique.model.claims import Kind

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "themselves"})
_I = frozenset({"i", "me", "my", "myself"})
_WHO = frozenset({"who", "whom", "whose"})
_PAIR_NOUNS = frozenset(
    {
        "leader", "minister", "president", "man", "woman", "official", "diplomat", "premier", "king",
        "politician", "head", "ally", "statesman", "chief", "counterpart", "envoy", "delegate",
        "negotiator", "principal", "figure",
    }
)  # fmt: skip
_SIDE_NOUNS = frozenset(
    {
        "side", "country", "nation", "state", "party", "neighbor", "neighbour", "government", "capital",
        "people", "delegation",
    }
)  # fmt: skip
_GROUPS = frozenset({"entourage", "retinue", "delegation", "party", "team"})
_SPAN = 4
"""How many sentences back a pronoun may look."""


class Resolver(Nominals):
    """Resolves the phrases of one article in text order."""

    def run(self) -> Quotes:
        """Add references for all that could be resolved; the quotations with their speakers."""
        self.quotes = attribute(self.analysis, marked(self.analysis))
        nominal: dict[int, list[Title]] = {}
        for one in self.analysis.titles:
            if not one.holders or one.role == "counterpart":
                nominal.setdefault(one.start, []).append(one)
        for sentence in self.analysis.sentences:
            if sentence.zone not in READ:
                continue
            index = sentence.start
            while index < sentence.end:
                if index in nominal:
                    for title in nominal[index]:
                        self._title(title)
                    index = max(index + 1, nominal[index][0].end)
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
        excluded = {self._clause_subject(token)} if self._of_object(token) else self._attendants(token)
        speaker = self._quoted_by(token)
        inside = self.quotes.at(token.idx)
        verb = self._verb(token)
        telling = verb.lemma_ in SAYING
        teller = self._subject_of(verb.head) if verb.dep_ == "ccomp" else None
        best: tuple[float, Seen] | None = None
        for one in self._before(token.i, _SPAN):
            person = self.analysis.referents[one.person]
            if person.gender not in {None, gender} or one.person in excluded | {speaker}:
                continue
            distance = here - one.sentence
            score = (
                -2.0 * distance + (1.5 if one.subject else 0.0) + (0.3 if person.gender == gender else 0.0)
            )
            if distance == 0 and token.dep_ in {"nsubj", "nsubjpass"} and not one.subject:
                score -= 1.0
            if one.person == teller:
                score += 0.8
            if not telling and "spokesperson" in person.roles:
                score -= 2.0
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

    @staticmethod
    def _of_object(token: Token) -> bool:
        return token.lower_ in {"him", "her"} and token.dep_ != "poss"

    def _attendants(self, token: Token) -> set[str | None]:
        """ "X and Y are in his entourage": not those who are."""
        group = token.head
        if token.dep_ != "poss" or group.lemma_ not in _GROUPS or group.dep_ != "pobj":
            return set()
        verb = group.head.head
        subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
        return {
            person.id
            for subject in subjects
            for one in subject.subtree
            for person in self.analysis.people_at(one)
        }

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
        joined = self._joined_before(token)
        if joined:
            self._refer(token.i, token.i + 1, token.i, joined, "pronoun-pair", 0.8)
            return
        for sentence, people in reversed(self.pairs):
            if here - sentence <= 1 and len(people) == 2:
                self._refer(token.i, token.i + 1, token.i, people, "pronoun-pair", 0.6)
            return

    def _joined_before(self, token: Token) -> tuple[str, ...]:
        """Two in "X and Y agreed when they met": who stands joined before the verb of the clause above."""
        seen = self._before(token.i, 0)
        for verb in token.ancestors:
            before = sorted((one.token, one.person) for one in seen if one.token < verb.i < token.i)
            people = tuple(dict.fromkeys(person for _, person in before))
            if len(people) == 2 and verb.pos_ == "VERB":
                between = self.analysis.doc[before[0][0] : before[-1][0]]
                joined = any(one.lower_ == "and" for one in between)
                return people if joined and not any(one.pos_ == "VERB" for one in between) else ()
        return ()

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
            return bool(roles & HEADS)
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
    """Whose statement a text is that says "I" outside of quotations.

    The titled person named first, if before the first "I" or in the head or foot of the text: whom "I" meets
    is somebody else.
    """
    spans = marked(analysis)
    says = next(
        (
            token.i
            for sentence in analysis.sentences
            if sentence.zone in READ
            for token in analysis.doc[sentence.start : sentence.end]
            if token.text == "I" and not any(s.start <= token.idx < s.end for s in spans)
        ),
        None,
    )
    if says is None:
        return None
    for title in sorted((t for t in analysis.titles if t.holders), key=lambda t: t.start):
        if title.start < says or not analysis.sentence_of(title).trusted:
            return title.holders[0]
    for person in analysis.of_kind(Kind.PERSON):
        if any(one.start < says for one in person.references):
            return person.id
    return None
