"""What the holder of a title does with whom, as far as it tells of his country.

Whoever receives a visitor is at home, whoever is in a delegation is of its country, whoever brings a letter
brings that of his own president.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from communique.extraction.document import Analysis, Referent, Title
from communique.extraction.gazetteer.governments import HEADS
from communique.extraction.polities import whereabouts
from communique.model.claims import Kind

_ENTOURAGE = frozenset({"entourage", "accompany", "retinue", "represent"})
_MEMBERS = frozenset({"include", "comprise"})
_LETTERS = frozenset({"letter", "message", "greeting", "regard", "note", "wish", "condolence"})
_SENDING = frozenset(
    {
        "send", "dispatch", "recall", "appoint", "name", "sack", "oust", "dismiss", "elect", "impeach",
        "reappoint", "re-elect", "remove", "confirm", "nominate", "replace",
    }
)  # fmt: skip
_BACK = 3
"""Sentences before "also met" in which the one met before may stand."""
_MEETING = frozenset({"meet", "see", "visit", "call", "confer", "talk", "speak", "sit", "hold", "have"})
_TALKS = frozenset({"talk", "meeting", "discussion", "consultation", "conversation", "negotiation", "dinner"})
_GOING = frozenset({"fly", "go", "travel", "leave", "arrive", "come", "return", "head", "proceed"})
_RECEIVING = frozenset({"receive", "welcome", "host", "greet"})
_BY = 8
"""Tokens behind "represented" within which "by" belongs to its subject."""
_CHAIN = 4
"""Verbs up to the one that has the subject."""
_ABOVE = frozenset({"brief", "appoint", "name", "sack", "dismiss", "fire", "replace", "succeed", "nominate"})

_REACH = 16
"""Tokens behind "received" within which the guest may stand."""


class Dealings:
    """The dealings of one article's officials."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.decided: dict[tuple[str, str], str] = {}
        """Polities that were concluded so far, by person and role."""
        self._rows: dict[int, int] = {}
        """What ``rowed`` found, by the title's first token."""

    def sender(self, title: Title) -> str | None:
        """ "Chad has sent Foreign Minister X", "Chad's parliament sacked Y": the subject's country."""
        token = self.outer(title)
        while token.dep_ == "conj" and token.head.pos_ in {"NOUN", "PROPN"}:
            token = token.head
        if token.dep_ != "dobj" or token.head.lemma_ not in _SENDING:
            return None
        for child in token.head.children:
            for one in child.subtree if child.dep_ == "nsubj" else ():
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
        token = self.outer(title)
        verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "by" else token.head
        seeing = [verb, *(one for one in verb.children if one.dep_ == "xcomp")]
        hosts = [one for one in seeing if one.lemma_ in {"receive", "welcome", "greet", "host", "see"}]
        if not hosts or token.dep_ == "dobj":
            return []
        return [
            one
            for host in hosts
            for child in host.children
            if child.dep_ in {"nsubjpass", "dobj"}
            for one in self.analysis.people_at(child)
            if one is not person
        ] or [one for host in hosts for one in self._shifted(host) if one is not person]

    def _shifted(self, host: Token) -> tuple[Referent, ...]:
        """ "Received at the palace this morning President X": who stands behind place and time."""
        for token in host.doc[host.i + 1 : min(host.i + _REACH, host.sent.end)]:
            if token.pos_ in {"VERB", "AUX", "PRON"} or token.lower_ in {"by", "with", "from"}:
                break
            if self.analysis.people_at(token):
                return self.analysis.people_at(token)
        return ()

    def callers(self, title: Title, person: Referent) -> list[Referent]:
        """Those who meet the holder: "X met President Y", "X held talks with Minister Y and Premier Z"."""
        token = self._listed(title)
        if token.dep_ not in {"dobj", "pobj"}:
            return []
        verb, gone = token.head, False
        if token.dep_ == "pobj":
            if verb.lower_ not in {"with", "on"}:
                return []
            verb = verb.head.head if verb.head.dep_ == "dobj" else verb.head
            gone = verb.lemma_ in _TALKS and verb.dep_ == "pobj"  # "flew to Rome for talks with President Y"
            verb = verb.head.head if gone else verb
        if verb.pos_ != "VERB" or verb.lemma_ not in (_GOING if gone else _MEETING):
            return []
        if verb.lemma_ == "call" and any(
            child.dep_ in {"xcomp", "advcl", "ccomp"} for child in verb.children
        ):
            return []  # "called on President Y to resign"
        if not gone and {one.lemma_ for one in verb.subtree} & {"leave", "depart"}:
            return []  # "X, who leaves for Rome, met his president"
        return [one for one in self._doers(verb) if one is not person]

    def receivers(self, title: Title, person: Referent) -> list[Referent]:
        """Those who receive the holder: "X received Foreign Minister Y"."""
        token = self._listed(title)
        if token.dep_ != "dobj" or token.head.lemma_ not in _RECEIVING:
            return []
        return [one for one in self._doers(token.head) if one is not person]

    def _listed(self, title: Title) -> Token:
        """The head of the list that title and name stand in."""
        token = self.outer(title)
        while token.dep_ in {"conj", "appos"} and token.head.pos_ in {"NOUN", "PROPN"}:
            token = token.head
        return token

    def _doers(self, verb: Token) -> list[Referent]:
        """The subjects of a verb, or of the one that governs it: "X plans to meet"."""
        for _ in range(_CHAIN):
            found = [c for c in verb.children if c.dep_ == "nsubj"]
            if found or verb.dep_ not in {"xcomp", "advcl", "conj"}:
                return [one for child in found for one in self.analysis.people_at(child)]
            verb = verb.head
        return []

    def outer(self, title: Title) -> Token:
        """The head of the noun phrase that title and name make up."""
        token = self.analysis.doc[title.start : title.end].root
        while token.dep_ in {"compound", "appos", "nmod", "amod"} and token.head.i != token.i:
            token = token.head
        return token

    def place_of_clause(self, title: Title) -> str | None:
        """ "flies to Israel, where Prime Minister X will receive him": the place that "where" stands for."""
        token = self.outer(title)
        while token.head.i != token.i:
            if token.dep_ in {"relcl", "advcl"} and any(c.lower_ == "where" for c in token.children):
                for one in self.analysis.places_at(token.head):
                    country = self.analysis.country_of(one)
                    if country is not None:
                        return country.id
                return whereabouts.capital(self.analysis, token.head)
            token = token.head
        return None

    def delegation(self, title: Title) -> str | None:
        """ "A Nigerian delegation led by Justice Minister X", "X leads the Nigerian delegation"."""
        token = self.outer(title)
        verb = token.head
        if token.dep_ == "pobj" and token.head.lower_ == "under":  # "a delegation under Premier X"
            groups = [token.head.head]
        elif token.dep_ == "pobj" and token.head.lower_ == "by":
            verb = token.head.head
            groups = [verb.head]
        else:
            groups = [one for one in verb.children if one.dep_ == "dobj"]
        if token.head.lower_ != "under" and (verb.lemma_ not in {"lead", "head"} or verb.pos_ != "VERB"):
            return None
        for group in groups:
            if group.lemma_ not in {"delegation", "team", "mission", "party", "group"}:
                continue
            for index in range(group.left_edge.i, group.i):
                for reference in self.analysis.references_at(index):
                    one = self.analysis.referents[reference.referents[0]]
                    if one.kind is Kind.COUNTRY:
                        return one.id
        return None

    def represented(self, title: Title) -> str | None:
        """ "Mali was represented by X, Chad by Minister Y": what stands before "by", or the subject."""
        token = self.outer(title)
        if token.dep_ != "pobj" or token.head.lower_ != "by":
            return None
        verb = next((above for above in token.ancestors if above.pos_ in {"VERB", "AUX"}), None)
        if verb is None or verb.lemma_ != "represent" or token.head.i < verb.i:
            return None
        subjects = [child for child in verb.children if child.dep_ == "nsubjpass"]
        before = [token.doc[token.head.i - 1]]
        for head in [*before, *(subjects if token.head.i - verb.i < _BY else ())]:
            for one in self.analysis.polities_at(head):
                return one.id
        return None

    def letter(self, title: Title, country_of: Callable[[Referent], str | None]) -> str | None:
        """ "handed over a letter from President X": the country of who does."""
        countries = (country_of(one) for one in self.messengers(title))
        return next((one for one in countries if one is not None), None)

    def messengers(self, title: Title) -> list[Referent]:
        """Those who bring a letter or message from the holder."""
        token = self.outer(title)
        if token.dep_ != "pobj" or token.head.lower_ not in {"from", "of"}:
            return []
        carried = [child for child in token.head.head.children if child.dep_ == "dobj"]
        noun = next((one for one in (token.head.head, *carried) if one.lemma_ in _LETTERS), None)
        verbs = [token.head.head, *noun.ancestors] if noun is not None else []
        for verb in verbs:
            found = self._bearers(verb) if verb.pos_ == "VERB" else []
            if any(one.roles or one.polity for one in found):
                return found  # not the envoy whom somebody sent with it
        return []

    def _bearers(self, verb: Token) -> list[Referent]:
        """Those who hand over: the subject, or whom a clause is said of ("NAME, who brought a letter")."""
        found = [child for child in verb.children if child.dep_ == "nsubj"]
        if verb.dep_ != "relcl" or not any(child.lower_ == "who" for child in found):
            return [one for child in found for one in self.analysis.people_at(child)]
        if self.analysis.people_at(verb.head):
            return list(self.analysis.people_at(verb.head))
        above = next((one for one in verb.ancestors if one.pos_ == "VERB"), verb)
        objects = [child for child in above.children if child.dep_ == "dobj"]
        return [one for child in objects for one in self.analysis.people_at(child)]

    def brought(self, person: Referent, country_of: Callable[[Referent], str | None]) -> Iterator[str]:
        """The countries of those to whom the person brings a message: "received X, who brought a letter"."""
        for reference in person.references:
            token = self.analysis.doc[reference.head]
            for verb in token.head.subtree if token.dep_ == "dobj" else ():
                carried = any(child.dep_ == "dobj" and child.lemma_ in _LETTERS for child in verb.children)
                if verb.dep_ != "relcl" or not carried or person not in self._bearers(verb):
                    continue
                for one in self._doers(token.head):
                    country = country_of(one)
                    if country is not None and one is not person:
                        yield country

    def also_met(self, title: Title, country_of: Callable[[Referent], str | None]) -> str | None:
        """ "X met President Y. He also met Foreign Minister Z": the country of Y, unless it is X's."""
        token = self.outer(title)
        verb = token.head.head if token.dep_ == "pobj" else token.head
        here = self.analysis.sentence_of(title)
        also = any(child.lower_ in {"also", "later", "then"} for child in verb.children)
        if not also or verb.pos_ != "VERB" or token.dep_ not in {"dobj", "pobj"} or here.index == 0:
            return None
        doers = [one for c in verb.children if c.dep_ == "nsubj" for one in self.analysis.people_at(c)]
        own = {one.id for one in doers} | {country_of(one) for one in doers}
        for before in reversed(self.analysis.sentences[max(0, here.index - _BACK) : here.index]):
            for index in range(before.end - 1, before.start - 1, -1):
                for one in self.analysis.people_at(index):
                    country = country_of(one)
                    if one.id not in own and country is not None and country not in own:
                        return country
        return None

    def superior(self, title: Title) -> str | None:
        """ "X was briefed by Foreign Minister Y": the country of who does it."""
        token = self.outer(title)
        if token.dep_ != "nsubjpass" or token.head.lemma_ not in _ABOVE:
            return None
        for child in token.head.children:
            for noun in child.children if child.dep_ == "agent" else ():
                for one in self.analysis.people_at(noun):
                    return one.polity
        return None

    def sides(self, one: Title, other: Title) -> bool:
        """ "President X and Premier Y met", "talked by telephone": whether the two meet each other."""
        token = self.outer(one)
        verb = token.head
        if (
            not {one.role, other.role} <= HEADS
            or token.dep_ != "nsubj"
            or self.outer(other) not in token.conjuncts
        ):
            return False
        below = [
            *verb.children,
            *(c for v in verb.children if v.dep_ in {"xcomp", "conj"} for c in v.children),
        ]
        phoned = any(
            child.dep_ == "prep"
            and child.lower_ == "by"
            and {"telephone", "phone"} & {t.lower_ for t in child.children}
            for child in below
        )
        met = verb.lemma_ in {"meet", "confer"} and not any(
            child.dep_ == "dobj" or (child.dep_ == "prep" and child.lower_ in {"with", "to"})
            for child in below
        )
        return phoned or met
