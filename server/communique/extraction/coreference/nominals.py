"""Titles without a name: "the minister", "the Chinese president", "his Russian counterpart"."""

from __future__ import annotations

from dataclasses import replace

from communique.extraction.coreference.groups import HEADS, NUMBERS, Groups
from communique.extraction.document import Referent, Title
from communique.extraction.polities import whereabouts
from communique.model.claims import Kind

_WIDER = {
    "leader": HEADS,
    "head-of-state": HEADS,
    "head-of-government": HEADS,
    "minister": frozenset({"minister"}),
}
_TELLING = HEADS | {
    "foreign-minister",
    "defence-minister",
    "secretary-general",
    "finance-minister",
    "ambassador",
}
"""Roles so prominent that an article may leave the title out at the name."""

_CHOSEN = frozenset({"nominee", "choice", "pick", "candidate", "appointee", "successor", "replacement"})
"""Whose owner is not the one who holds the office: "his nominee as ambassador"."""
_MADE = frozenset(
    {"elect", "name", "appoint", "become", "nominate", "proclaim", "choose", "make", "crown", "declare"}
)
_BOUND = frozenset({"be", "nominate", "expect", "choose", "pick", "tip", "name"})
"""Verbs of who is to have an office: "is to be", "was nominated to become"."""
_FRONT = 2
"""Tokens of a sentence before a name that it starts with."""
_COUNTERPARTS = {
    "foreign-minister": "Minister of Foreign Affairs",
    "defence-minister": "Minister of Defence",
    "finance-minister": "Minister of Finance",
    "interior-minister": "Minister of the Interior",
}
"""What the counterpart of a "secretary of state" or "foreign secretary" is called in another country."""
_TEMPORARY = frozenset({"interim", "acting", "designate", "outgoing"})


class Nominals(Groups):
    """Resolves titles that name nobody."""

    def _title(self, title: Title, apart: str | None = None) -> None:
        """Resolve a title; ``apart`` is whom it does not mean, unless it names that one's own state."""
        if title.owner in {"its", "their"} and title.polity is None:
            title = self._owned(title)
        if title.role == "counterpart":
            self._counterpart(title)
            return
        if title.plural:
            self._plural_title(title)
            return
        bearer = self._bearer(title)
        if bearer is not None:
            self._replace(title, bearer)
            return
        state = self.analysis.referents[apart].polity if apart is not None else None
        other = state is None or state != title.polity
        known = [name for name in self._holders(title) if name != apart or not other]
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
        if title.owner == "the" and title.role in _TELLING and self._untitled(title):
            return
        if title.owner == "the" and title.polity is None and self._announced(title):
            return
        if title.polity is not None and not self._named_below(title):
            self._refer(title.start, title.end, self._head(title), (title.polity,), "side", 0.7)

    def _announced(self, title: Title) -> bool:
        """ "The Secretary called ... . Secretary Hall also ...": a release prints its own with a capital."""
        noun = self.analysis.doc[self._head(title)]
        if not noun.text[0].isupper() or title.title not in {"Secretary", "Minister"}:
            return False
        holders = {
            holder
            for other in self.analysis.titles
            if other.capacity == "current" and not other.plural
            for holder in other.holders
            if self._called_so(title, holder)
        }
        if len(holders) != 1:
            return False
        self._refer(title.start, title.end, noun.i, holders, "title", 0.6)
        return True

    def _named_below(self, title: Title) -> bool:
        """ "Chile's economy minister flew in. Luis Vega dined ...": the next sentence brings the name."""
        here = self.analysis.sentence_of(title).index
        head = self.analysis.doc[self._head(title)]
        if head.dep_ not in {"nsubj", "nsubjpass"} or title.capacity != "current" or title.role == "leader":
            return False
        for below in self.analysis.sentences[here + 1 : here + 2]:
            for person in self.analysis.of_kind(Kind.PERSON):
                first = person.references[0]
                subject = self.analysis.doc[first.head].dep_ in {"nsubj", "nsubjpass"}
                if (
                    first.start - below.start > _FRONT
                    or not below.start <= first.start < below.end
                    or not subject
                ):
                    continue
                if person.roles or person.polity is not None or len(person.label.split()) < 2:
                    return False
                self._replace(title, replace(title, holders=(person.id,), rule="title-cataphora"))
                self._refer(title.start, title.end, self._head(title), (person.id,), "title", 0.6)
                return True
        return False

    def _bearer(self, title: Title) -> Title | None:
        """ "X became the first Danish minister to ...", "X is to be envoy": the title with its bearer."""
        head = self.analysis.doc[self._head(title)]
        verb = head.head
        if head.dep_ not in {"attr", "oprd"} or verb.lemma_ not in {"be", "become", "remain"}:
            return None
        if title.role == "leader":
            return None  # "was the only leader from Asia"
        helpers = {child.lemma_.lower() for child in verb.children if child.dep_ in {"aux", "neg"}}
        bound = verb.dep_ == "xcomp" and verb.head.lemma_ in _BOUND and helpers == {"to"}
        first = any(child.lower_ == "first" for child in head.children)
        coming = not first and (bound or helpers == {"will"})
        finite = verb.tag_ in {"VBZ", "VBD", "VBP"} or "have" in helpers or first
        if not coming and not (finite and helpers <= {"have", "will"}):
            return None
        bearer = self._subject_of(verb.head if bound else verb)
        if bearer is None:
            return None
        over = verb.lower_ in {"was", "were"} and not (first and self._visits(title))
        capacity = "designate" if coming else "former" if over else "current"
        kept = capacity if title.capacity == "current" else title.capacity
        return replace(title, holders=(bearer,), capacity=kept, rule="predicate-title")

    def _visits(self, title: Title) -> bool:
        """ "was the first Danish minister to visit Chad": who is one still."""
        return any(
            token.lower_ in {"to", "in", "since"} for token in self.analysis.doc[title.end : title.end + 1]
        )

    def _untitled(self, title: Title) -> bool:
        """ "Tony Blair is ... . The (British) prime minister said": the one before without an office."""
        here = self.analysis.sentence_of(title).index
        before = self._before(title.start, 3)
        near = dict.fromkeys(one.person for one in before if one.sentence < here)
        free = [name for name in near if not self.analysis.referents[name].roles]
        if len(free) != 1 or title.capacity != "current":
            return False
        person = self.analysis.referents[free[0]]
        subject = any(one.person == free[0] and one.subject for one in before)
        if not subject or len(person.label.split()) < 2:
            return False
        if title.polity is not None and (
            person.polity not in {None, title.polity}
            or title.polity in whereabouts.abroad(self.analysis, person)
        ):
            return False
        self._replace(title, replace(title, holders=(free[0],), rule="title-anaphora"))
        self._refer(title.start, title.end, self._head(title), free, "title", 0.65)
        return True

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
        if title.owner in {"my", "our"}:
            owners = [self.analysis.referents[self.analysis.author]] if self.analysis.author else []
        subjects = [
            one
            for one in owners
            if any(s.person == one.id and s.subject for s in self._before(title.start, 2))
        ]
        for owner in (*self._ahead(title), *subjects, *owners):
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
            english = _COUNTERPARTS.get(model.role, model.title)
            new = replace(title, role=model.role, title=english, rule="counterpart")
            if title.plural and not title.holders:
                self._plural_title(title)
                return
            new = self._replace(title, new)
            if not new.holders and title.owner not in {"my", "our"}:
                self._title(new, owner.id)
            return
        if title.polity is not None and not title.holders:
            self._refer(title.start, title.end, self._head(title), (title.polity,), "side", 0.7)

    def _ahead(self, title: Title) -> list[Referent]:
        """Y in "Receiving his Danish counterpart, Minister Y said": the subject of the participle."""
        doc = self.analysis.doc
        if title.owner not in {"his", "her"}:
            return []
        clause = next((above for above in doc[title.start].ancestors if above.pos_ == "VERB"), None)
        if clause is None or clause.tag_ != "VBG" or clause.dep_ != "advcl" or clause.i > title.start:
            return []
        return [
            self.analysis.referents[person.id]
            for child in clause.head.children
            if child.dep_ == "nsubj" and child.i >= title.end
            for person in self.analysis.people_at(child)
            if person.id not in title.holders
        ]

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
        secretary = title.title == "Secretary"
        broad = title.role == "minister" and (secretary or title.title == "Minister")
        fitting: dict[str, float] = {}
        unknown: list[str] = []
        head = self.analysis.doc[self._head(title)]
        # "Novak phoned the president": whoever does it is not the one it is done to
        doer = self._clause_subject(head) if head.dep_ in {"dobj", "pobj", "dative"} else None
        prominent = self._prominence(title.start)
        for one in self._before(title.start, 60):
            person = self.analysis.referents[one.person]
            if one.person in fitting or one.person in unknown or one.person == doer:
                continue
            held = bool(person.roles & roles) or (broad and any("minister" in role for role in person.roles))
            if not held or (title.capacity in {"former", "late"}) != self._only_former(person, roles):
                continue
            if title.polity is not None and person.polity is not None and person.polity != title.polity:
                continue
            if secretary and not self._called_so(title, one.person):
                continue
            if title.polity is None or person.polity == title.polity:
                fitting[one.person] = prominent[one.person] + self._called_so(title, one.person)
            elif (
                title.role in person.roles or title.polity == self.analysis.dateline_country
            ) and self.analysis.sentence_of(title).trusted:
                unknown.append(one.person)
        best = sorted(fitting, key=lambda name: -fitting[name])
        if title.capacity in _TEMPORARY:
            same = [name for name in best if title.capacity in self._capacities(name, roles)]
            best = same or best
        if self._visiting(title):
            best = [name for name in best if self._guest(name)] or best
        if best:
            return best
        return unknown if len(unknown) == 1 else []

    def _called_so(self, title: Title, person: str) -> float:
        """The weight of having been called by the same noun: a "secretary" is hardly the foreign minister."""
        noun = self.analysis.doc[self._head(title)].lower_
        own = [t for t in self.analysis.titles if person in t.holders]
        words = {token.lower_ for t in own for token in self.analysis.doc[t.start : t.end]}
        return 1.5 if noun in words else 0.0

    def _visiting(self, title: Title) -> bool:
        """ "the visiting premier", "the visiting Chinese president"."""
        return any(
            token.lower_ == "visiting" for token in self.analysis.doc[max(0, title.start - 1) : title.end]
        )

    def _guest(self, person: str) -> bool:
        """Whether a person is of another country than that of the dateline, or of the places told beside."""
        one = self.analysis.referents[person]
        here = {self.analysis.dateline_country} - {None}
        if one.polity is None or here:
            return bool(here) and one.polity not in here | {None}
        for reference in one.references:
            sentence = self.analysis.sentence_of(reference)
            for index in range(sentence.start, sentence.end):
                countries = (self.analysis.country_of(place) for place in self.analysis.places_at(index))
                here |= {country.id for country in countries if country is not None}
        return bool(here) and one.polity not in here

    def _only_former(self, person: Referent, roles: frozenset[str]) -> bool:
        capacities = self._capacities(person.id, roles)
        return bool(capacities) and capacities <= {"former", "late"}

    def _capacities(self, person: str, roles: frozenset[str]) -> set[str]:
        return {t.capacity for t in self.analysis.titles if person in t.holders and t.role in roles}

    def _plural_title(self, title: Title) -> None:
        """ "the two foreign ministers": those of that role named before, if they are two."""
        roles = _WIDER.get(title.role, frozenset()) | {title.role}
        around = range(max(0, title.start - 3), title.end)
        lows = {self.analysis.doc[index].lower_ for index in around}
        counts = [NUMBERS[low] for low in lows if low in NUMBERS] or [2] * ("the" in lows)
        if title.polity is None and counts:
            named = self._named_so(title, roles)
            alone = len(named) >= counts[0]  # "the two foreign secretaries", where foreign ministers met, too
            self._group(
                title.start, title.end, self._head(title), counts[0],
                lambda one: one in named if alone else bool(self.analysis.referents[one].roles & roles)
                or self._sent(title, one),
            )  # fmt: skip
        elif title.polity is not None and "counterpart" not in title.title.lower():
            polities = [
                name
                for index in range(title.start, title.end)
                for reference in self.analysis.references_at(index)
                for name in reference.referents
                if self.analysis.referents[name].kind in {Kind.COUNTRY, Kind.ORGANIZATION}
            ]
            if polities:  # none in "Lula heads for Buenos Aires", taken for a title
                self._refer(title.start, title.end, self._head(title), dict.fromkeys(polities), "side", 0.7)

    def _named_so(self, title: Title, roles: frozenset[str]) -> set[str]:
        """Those of these roles who were called by the same noun before."""
        noun = self.analysis.doc[self._head(title)].lemma_.lower()
        return {
            one.person
            for one in self._before(title.start, 60)
            if self.analysis.referents[one.person].roles & roles
            and any(
                self.analysis.doc[index].lemma_.lower() == noun
                for other in self.analysis.titles
                if one.person in other.holders
                for index in range(other.start, other.end)
            )
        }

    def _sent(self, title: Title, person: str) -> bool:
        """Whether somebody may be called an envoy or diplomat, whatever the office."""
        noun = self.analysis.doc[self._head(title)].lemma_.lower()
        return noun in {"envoy", "diplomat", "negotiator"} and self._fits(person, noun)

    def _as_title(self, title: Title) -> None:
        """ "resigned as prime minister", "was elected president", "his second trip as president"."""
        doc = self.analysis.doc
        first = self.analysis.sentence_of(title).start
        before = doc[title.start - 1] if title.start > first else None
        if before is None or not (before.lower_ == "as" or before.lemma_ in _MADE):
            return
        if before.lower_ == "as" and before.dep_ not in {"prep", "mark"}:
            return
        noun = before.head  # "with X, his nominee as ambassador"
        told = self.analysis.people_at(noun.head) if noun.dep_ == "appos" else ()
        if len(told) == 1:
            self._replace(title, replace(title, holders=(told[0].id,), rule="as-title"))
            return
        for index in range(title.start - 1, first - 1, -1):
            token = doc[index]
            people = self.analysis.people_at(token)
            if len(people) == 1 and token.dep_ in {"nsubj", "nsubjpass", "poss", "dobj", "agent", "pobj"}:
                if token.dep_ == "pobj" and token.head.lower_ not in {"by", "of"}:
                    continue
                if token.dep_ == "poss" and token.head.lemma_ in _CHOSEN:
                    continue
                self._replace(title, replace(title, holders=(people[0].id,), rule="as-title"))
                return
