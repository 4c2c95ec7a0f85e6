"""What "they", "the two leaders", "both envoys", "the trio" and "both sides" stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Token

from communique.extraction.coreference.salience import Salience
from communique.model.claims import Kind

HEADS = frozenset(
    {
        "president", "prime-minister", "monarch", "chancellor", "head-of-state", "head-of-government",
        "leader", "supreme-leader", "crown-prince",
    }
)  # fmt: skip
GROUP_NOUNS = frozenset(
    {
        "leader", "minister", "president", "man", "woman", "official", "diplomat", "premier", "king",
        "politician", "head", "ally", "statesman", "chief", "counterpart", "envoy", "delegate",
        "negotiator", "principal", "figure", "visitor", "guest", "dignitary", "emissary", "mediator",
        "monarch", "ruler", "ambassador", "secretary", "general", "rival", "colleague", "prince", "emir",
        "chancellor", "representative", "veteran", "adversary", "host", "interlocutor",
    }
)  # fmt: skip
SIDE_NOUNS = frozenset(
    {
        "side", "country", "nation", "state", "party", "neighbor", "neighbour", "government", "capital",
        "people", "delegation",
    }
)  # fmt: skip
NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
SETS = {"pair": 2, "duo": 2, "trio": 3, "quartet": 4}
_SENT = frozenset(
    {"envoy", "diplomat", "delegate", "emissary", "negotiator", "representative", "ambassador", "mediator"}
)
"""Nouns that no head of state or government is called by."""
_OF = frozenset({"of", "from"})
_REACH = 6
"""How many sentences back a group may stand."""


class Groups(Salience):
    """Resolves the phrases that stand for several."""

    def _they(self, token: Token) -> None:
        here = self.analysis.sentence_of(token).index
        joined = self._joined_before(token)
        if joined:
            self._refer(token.i, token.i + 1, token.i, joined, "pronoun-pair", 0.8)
            return
        for sentence, people in reversed(self.pairs):
            if here - sentence <= 1:
                joined = people if len(people) == 2 else self._joined_subject(sentence)
                if joined:
                    self._refer(token.i, token.i + 1, token.i, joined, "pronoun-pair", 0.6)
            return

    def _joined_subject(self, sentence: int) -> tuple[str, ...]:
        """ "King A and Premier B signed beside President C. They ...": the two who did it."""
        for token in self.analysis.doc[self.analysis.sentences[sentence].start :]:
            if token.i >= self.analysis.sentences[sentence].end:
                break
            if token.dep_ in {"nsubj", "nsubjpass"}:
                people = [self.analysis.people_at(one) for one in (token, *token.conjuncts)]
                if len(people) > 1 and all(len(one) == 1 for one in people):
                    return tuple(dict.fromkeys(one[0].id for one in people))
        return ()

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
        count = next((NUMBERS[low] for low in lows if low in NUMBERS), 0)
        if not count and lows <= {"the"} and token.lemma_ == "leader" and lows:
            count = 2
        if not count or any(
            child.dep_ in {"prep", "relcl"} and child.lower_ in _OF for child in token.children
        ):
            return
        start = min((child.i for child in left), default=token.i)
        if token.lemma_ in SIDE_NOUNS:
            if count == 2:
                self._sides(token, start)
            return
        self._group(start, token.i + 1, token.i, count, lambda one: self._fits(one, token.lemma_))

    def _set(self, token: Token) -> None:
        """ "The pair agreed", "the trio": as many as that, who were named together."""
        left = [child for child in token.children if child.i < token.i]
        if {child.lower_ for child in left} != {"the"} or token.dep_ not in {"nsubj", "nsubjpass"}:
            return
        if not any(child.lower_ in _OF for child in token.children):
            self._group(left[0].i, token.i + 1, token.i, SETS[token.lower_], lambda _: True)

    def _group(self, start: int, end: int, head: int, count: int, fits: Callable[[str], bool]) -> None:
        """So many of those named in one sentence before; else all that were named, if they are so many."""
        here = self.analysis.sentence_of(head).index
        for sentence, people in reversed(self.pairs):
            if here - sentence > _REACH:
                break
            found = self._of_number(people, sentence, count, fits)
            if found:
                self._refer(start, end, head, found, "pair", 0.8)
                self.pairs.append((here, tuple(found)))
                return
        recent = tuple(dict.fromkeys(one.person for one in self._before(head, _REACH) if fits(one.person)))
        if len(recent) == count:
            self._refer(start, end, head, recent, "pair", 0.7)
            self.pairs.append((here, recent))

    def _of_number(
        self, people: Sequence[str], sentence: int, count: int, fits: Callable[[str], bool]
    ) -> Sequence[str]:
        """So many of one sentence: all that fit, its heads of state, or those that "and" joins."""
        fitting = [one for one in people if fits(one)]
        if len(fitting) <= count:
            return fitting if len(fitting) == count else ()
        heads = [one for one in fitting if self.analysis.referents[one].roles & HEADS]
        if len(heads) == count:
            return heads
        for joined in self._conjoined(sentence):
            if len(joined) == count and all(one in fitting for one in joined):
                return joined
        return ()

    def _conjoined(self, sentence: int) -> list[tuple[str, ...]]:
        """The groups of persons in a sentence that "and" joins, subjects first."""
        first, last = self.analysis.sentences[sentence].start, self.analysis.sentences[sentence].end
        found: list[tuple[bool, tuple[str, ...]]] = []
        for token in self.analysis.doc[first:last]:
            if token.dep_ == "conj" or not any(child.dep_ == "conj" for child in token.children):
                continue
            people = [self.analysis.people_at(one) for one in (token, *token.conjuncts)]
            if all(len(one) == 1 for one in people):
                names = tuple(dict.fromkeys(one[0].id for one in people))
                found.append((token.dep_ not in {"nsubj", "nsubjpass"}, names))
        return [names for _, names in sorted(found, key=lambda one: one[0])]

    def _fits(self, person: str, noun: str) -> bool:
        roles = self.analysis.referents[person].roles
        if noun == "minister":
            return any("minister" in role for role in roles)
        if noun in {"president", "premier", "king"}:
            return bool(roles & HEADS)
        if noun == "leader":
            return bool(roles - {"spokesperson"})
        if noun in _SENT:
            return not roles & HEADS
        if noun in {"guest", "visitor"}:
            polity = self.analysis.referents[person].polity
            return polity is None or polity != self.analysis.dateline_country
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
