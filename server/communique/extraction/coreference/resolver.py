"""What "he", "the minister", "the Chinese president", "the two leaders" and "I" stand for.

Candidates are the persons mentioned before, scored by distance, subjecthood, gender, role and polity.
Nothing is guessed where two candidates are equally good and the phrase tells a polity or role that
neither is known to have.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from spacy.tokens import Token

from communique.extraction.coreference import speakers
from communique.extraction.coreference.groups import GROUP_NOUNS, SETS, SIDE_NOUNS
from communique.extraction.coreference.nominals import Nominals
from communique.extraction.coreference.salience import Seen
from communique.extraction.document import Analysis, Title
from communique.extraction.layout import READ, Quotes
from communique.extraction.text import turns
from communique.extraction.text.quotes import SAYING, attribute, marked
from communique.model.claims import Kind

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "themselves"})
_I = frozenset({"i", "me", "my", "myself"})
_TOGETHER = frozenset({"meet", "see", "speak", "talk"})
"""What "we" do together where two speak by turns."""
_TO_YOU = frozenset(
    {"call", "phone", "telephone", "ring", "receive", "visit", "meet", "see", "welcome", "host"}
)
_WHO = frozenset({"who", "whom", "whose"})
_GROUPS = frozenset({"entourage", "retinue", "delegation", "party", "team"})
_GUESTS = frozenset({"guest", "visitor", "host"})
_OF_WHAT = frozenset({"of", "for", "at", "to"})
_SPAN = 4
"""How many sentences back a pronoun may look."""


class Resolver(Nominals):
    """Resolves the phrases of one article in text order."""

    def run(self) -> Quotes:
        """Add references for all that could be resolved; the quotations with their speakers."""
        spoken = turns.find(self.analysis)
        self.quotes = attribute(self.analysis, marked(self.analysis), spoken)
        for title, person in speakers.named_below(self.analysis):
            self._speaker(title, person.id)
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
        self.quotes = attribute(self.analysis, marked(self.analysis), spoken)
        self._first_person({speaker for _, speaker in spoken})
        for title in list(self.analysis.titles):
            if not title.holders and not title.plural:
                self._as_title(title)
        return self.quotes

    def _speaker(self, title: Title, person: str) -> None:
        self._replace(title, replace(title, holders=(person,), rule=speakers.RULE))
        self._refer(title.start, title.end, self._head(title), (person,), "title", 0.65)

    # pronouns and noun phrases

    def _token(self, token: Token) -> None:
        low = token.lower_
        if low in _HE or low in _SHE:
            self._pronoun(token, "m" if low in _HE else "f")
        elif low in _WHO:
            self._relative(token)
        elif low in _THEY:
            self._they(token)
        elif token.lemma_ in _GUESTS and token.tag_ == "NN":
            self._at_table(token)
        elif token.lemma_ in GROUP_NOUNS or token.lemma_ in SIDE_NOUNS:
            self._pair(token)
        elif low in SETS:
            self._set(token)
        elif low == "both" and token.dep_ in {"nsubj", "nsubjpass"}:
            self._they(token)

    def _quoted_by(self, token: Token | int) -> str | None:
        offset = self.analysis.doc[token].idx if isinstance(token, int) else token.idx
        quote = self.quotes.at(offset)
        return quote.speaker if quote else None

    def _pronoun(self, token: Token, gender: str) -> None:
        here = self.analysis.sentence_of(token).index
        excluded = {self._clause_subject(token)} if self._of_object(token) else self._attendants(token)
        excluded |= {person.id for one in token.conjuncts for person in self.analysis.people_at(one)}
        speaker = self._quoted_by(token)
        inside = self.quotes.at(token.idx)
        verb = self._verb(token)
        telling = verb.lemma_ in SAYING
        teller = self._subject_of(verb.head) if verb.dep_ == "ccomp" else None
        known = 0.1 if gender == "m" else 1.8  # who is of unknown gender is rarely a woman
        near = self._before(token.i, _SPAN)
        deeds = Counter(person for person, _ in {(one.person, one.sentence) for one in near if one.subject})
        best: tuple[float, Seen] | None = None
        for one in near:
            person = self.analysis.referents[one.person]
            if person.gender not in {None, gender} or one.person in excluded | {speaker}:
                continue
            distance = here - one.sentence
            score = (
                -2.0 * distance + (1.5 if one.subject else 0.0) + (known if person.gender == gender else 0.0)
            )
            score -= 0.8 if one.aside else 0.0
            score += 0.2 * min(3, deeds[one.person])
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

    def _at_table(self, noun: Token) -> None:
        """ "his guest", "the Chinese visitor", "her host": the other one of who receives and is received."""
        left = [child for child in noun.children if child.dep_ in {"det", "poss"}]
        definite = any(child.dep_ == "poss" or child.lower_ == "the" for child in left)
        if not definite or noun.dep_ == "compound" or any(c.lower_ in _OF_WHAT for c in noun.children):
            return
        owners = {one.id for child in left for one in self.analysis.people_at(child)}
        told = {one.id for child in noun.children for one in self.analysis.polities_at(child)}
        doer = self._clause_subject(noun) if noun.dep_ in {"dobj", "pobj", "dative"} else None
        apart = owners | ({doer} if doer is not None else set())
        states = {self.analysis.referents[name].polity for name in apart} - {None}
        near = dict.fromkeys(one.person for one in self._before(noun.i, 2) if one.person not in apart)
        foreign = noun.lemma_ != "host"
        fitting = [
            name
            for name in near
            if (polity := self.analysis.referents[name].polity) not in states
            and (polity in told if told else (bool(owners) or self._guest(name) == foreign))
        ]
        if fitting:
            prominent = self._prominence(noun.i)
            last = {one.person: one.sentence for one in reversed(self._before(noun.i, 2))}
            best = max(fitting, key=lambda name: (last[name], prominent[name]))
            self._refer(noun.left_edge.i, noun.i + 1, noun.i, (best,), "guest", 0.65)

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

    # first person

    def _first_person(self, speakers: set[str | None]) -> None:
        """ "I" is the speaker of the quotation; outside of one the author of a statement.

        ``speakers`` are those of a dialogue's turns, None where somebody unnamed asks.
        """
        both = {name for name in speakers if name is not None} if len(speakers) == 2 else set()
        for sentence in self.analysis.sentences:
            if sentence.zone not in READ:
                continue
            for token in self.analysis.doc[sentence.start : sentence.end]:
                if len(both) == 2 and token.lower_ in {"we", "you"}:
                    self._of_both(token, both)
                if token.lower_ not in _I or token.text == "US":
                    continue
                quote = self.quotes.at(token.idx)
                speaker = quote.speaker if quote is not None else self.analysis.author
                if speaker is None:
                    continue
                self._refer(token.i, token.i + 1, token.i, (speaker,), "first-person", 0.85)

    def _of_both(self, token: Token, both: set[str]) -> None:
        """Both of a dialogue in "we last met in Rome", the other in "you called me on Monday"."""
        quote = self.quotes.at(token.idx)
        verb = token.head
        if quote is None or quote.speaker not in both or self._quoted_aloud(quote.span.start):
            return
        if token.lower_ == "you":
            if verb.lemma_ in _TO_YOU:
                other = tuple(both - {quote.speaker})
                self._refer(token.i, token.i + 1, token.i, other, "second-person", 0.7)
            return
        start = self.analysis.sentence_of(token).start
        before = {one.id for i in range(start, token.i) for one in self.analysis.people_at(i)}
        with_others = bool(before - both) or any(
            self.analysis.people_at(one)
            for child in verb.children
            for one in (child, *child.children)
            if one.dep_ in {"dobj", "pobj"}
        )
        if verb.lemma_ in _TOGETHER and token.dep_ == "nsubj" and not with_others:
            self._refer(token.i, token.i + 1, token.i, sorted(both), "first-person", 0.7)

    def _quoted_aloud(self, start: int) -> bool:
        return start > 0 and self.analysis.text[start - 1] in '"“'


def author(analysis: Analysis) -> str | None:
    """Whose statement a text is that says "I" outside of quotations.

    The titled person named first, if before the first "I" or in the head or foot of the text: whom "I" meets
    is somebody else.
    """
    spans = [*marked(analysis), *(span for span, _ in turns.find(analysis))]
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
