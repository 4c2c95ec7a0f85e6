"""For which country or organisation somebody holds an office whose words do not say so.

Every country of the article is weighed: named in the same sentence as the scene of a meeting, the
dateline, the publisher's country, how often it is named; what cannot have such an office, or has
another holder of it, is out. The claim says which of these decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.extraction import beside, prominence, whereabouts
from communique.extraction.cues import Cues
from communique.extraction.document import Analysis, Referent, Title
from communique.extraction.gazetteer import Gazetteer
from communique.extraction.governments import HEADS, SINGLE, Governments, signs, single
from communique.extraction.publishers import home_of_outlet, publisher_country
from communique.model.claims import Kind

_PRESENT = frozenset({"current", "interim", "acting", "outgoing"})
_PASSING = frozenset({"designate", "outgoing"})
_SUBJECT = "country the article is about"
_AT_HOME = frozenset({"dateline", "publisher", _SUBJECT, "home of the outlet"})
_SHARED = frozenset(
    {"Secretary of Defense", "National Secretary of Defense", "Foreign Secretary", "Secretary of State"}
)
"""Offices that are mostly, but not only, one state's."""
_ELSEWHERE = frozenset({"Foreign Secretary", "Home Secretary", "National Secretary of Defense"})
"""Those that are rather another state's in an article that does not name that one."""
_CHAIRS = frozenset({"Chairman", "Chairwoman", "Chairperson", "Chair", "Vice Chairman", "Co-Chairman"})
_SHORT_NAMES = frozenset(
    {"commission", "council", "bank", "fund", "agency", "league", "union", "forum", "alliance"}
)
"""Last words by which an organisation is called once it was named in full."""
_ENOUGH = 0.1
"""The least that must speak for a polity."""
_ORGANISED = frozenset({"secretary-general", "organization-head", "deputy-secretary-general", "commissioner"})
Sign = tuple[str | None, str, float]
"""A polity, why it may be the one, and how much that weighs; nothing where the polity is None."""


@dataclass(frozen=True, slots=True)
class Implied:
    """A polity and what it was concluded from."""

    polity: str
    by: str
    confidence: float


class Allegiances:
    """Weighs the polities of one article."""

    def __init__(self, analysis: Analysis, gazetteer: Gazetteer, governments: Governments) -> None:
        self.analysis = analysis
        self.governments = governments
        self.gazetteer = gazetteer
        self.cues = Cues(analysis)
        self.counts = self._count()
        self.counts.update(self._known(self._then(key)) for key in beside.paired(analysis, gazetteer))
        self.publisher = publisher_country(analysis, gazetteer)
        self.outlet = home_of_outlet(analysis, gazetteer)
        self.home: str | None = None
        """The government whose officials the article names without their country."""
        self.settled: dict[tuple[str, str], Implied] = {}
        """What ``settle`` concluded, by person and role."""
        self._abroad: dict[str, frozenset[str]] = {}
        self.known = {
            (title.role, title.polity): set(title.holders)
            for title in analysis.titles
            if title.polity
            and title.holders
            and title.capacity in _PRESENT - {"acting"}
            and (title.role not in SINGLE or single(title.role, title.title))
        }
        self.sole: dict[str, set[str]] = {}
        self.officials = self._officials()
        self.changing = {t.polity for t in analysis.titles if t.polity and t.capacity in _PASSING}
        self.acting = {
            title.role: title.polity
            for title in analysis.titles
            if title.polity and title.capacity == "acting" and single(title.role, title.title)
        }

    def of(self, title: Title, person: Referent) -> Implied | None:
        """The polity that the article implies, if any."""
        only = self.governments.sole(title.title) or self._only_there(title)
        beside = self.cues.listed(title)
        if only is not None and beside is not None and title.role in SINGLE and not title.holders[1:]:
            country = self.analysis.referents[beside]
            if country.kind is Kind.COUNTRY and country.gazetteer != only and title.title in _SHARED:
                return Implied(beside, "office beside it", 0.7)
        if only is not None and not (title.title in _ELSEWHERE and self._unnamed(only)):
            polity = self._known(self._then(only))
            return Implied(polity, "office that only one polity has", 0.9)
        body = self._organisation(title)
        words = self.analysis.quote(self.analysis.sentence_of(title).span)
        if body is None and title.title in _CHAIRS and "Committee" not in words:
            return None
        if body is not None:
            return Implied(body, "organisation the article is about", 0.7)
        weights = self._weights(title, person)
        best = self._best(weights)
        if best is None:
            weights = self._weights(title, person, beside_others=True)
            best = self._best(weights)
            if best is None or self.counts[best] < 0.6 * sum(self.counts.values()):
                return None
        reasons = weights[best]
        reason = max(reasons, key=lambda name: reasons[name] * (0.5 if name == _SUBJECT else 1.0))
        sure = reasons[reason] >= 1.0 and reason in _AT_HOME
        if self.home is None and sure and title.role in SINGLE and not self._away(person, best):
            self.home = best
        return Implied(best, reason, 0.75 if reasons[reason] >= 3 else 0.55)

    def _unnamed(self, key: str) -> bool:
        """Whether the article neither names a state nor comes from it."""
        name = key.replace("/", "-")
        return not self.counts[name] and name not in {self.publisher, self.outlet}

    @staticmethod
    def _best(weights: Mapping[str, Mapping[str, float]]) -> str | None:
        """The polity for which most speaks, if that is enough."""
        best = max(weights, key=lambda name: (sum(weights[name].values()), name), default=None)
        return best if best is not None and sum(weights[best].values()) >= _ENOUGH else None

    def settle(self, pending: Sequence[tuple[Title, Referent]]) -> None:
        """Give each person a polity, the clearest first: who governs a country rules others out."""
        waiting = [(title, person) for title, person in pending if single(title.role, title.title)]
        while waiting:
            still = {person.id for _, person in waiting}
            clear = max(
                waiting,
                key=lambda one: (not self._follows(one[0], one[1], still), self._margin(*one), -one[0].start),
            )
            waiting = [one for one in waiting if one[1] is not clear[1]]
            title, person = clear
            implied = self.of(title, person)
            if implied is not None:
                self.settled[person.id, title.role] = implied
                self.cues.decided[person.id, title.role] = implied.polity
                if title.capacity == "acting":
                    self.acting[title.role] = implied.polity
                elif title.capacity in _PRESENT:
                    self.known.setdefault((title.role, implied.polity), set()).add(person.id)

    def _follows(self, title: Title, person: Referent, pending: set[str]) -> bool:
        """Whether somebody whose country is still open is accompanied."""
        return any(one.id in pending for one in self.cues.companions(title, person))

    def _margin(self, title: Title, person: Referent) -> float:
        weights = self._weights(title, person).values()
        sums = sorted((sum(reasons.values()) for reasons in weights), reverse=True)
        return sums[0] - max(sums[1], 0.0) if len(sums) > 1 else sums[0] if sums else 0.0

    def _away(self, person: Referent, polity: str) -> bool:
        if person.id not in self._abroad:
            self._abroad[person.id] = whereabouts.abroad(self.analysis, person)
        return polity in self._abroad[person.id]

    def _of_guests(self, title: Title, person: Referent) -> Iterator[Sign]:
        """Who receives a visitor is of the country visited, and not of the visitor's."""
        for guest in self.cues.guests(title, person):
            here = self.analysis.sentence_of(title).index
            told = whereabouts.abroad(self.analysis, guest, here)
            for country in told or whereabouts.abroad(self.analysis, guest):
                yield country, "country whose guest another official is", 4.0 if told else 1.5
            yield self._country_of(guest), "country of the guest", -4.0

    def _of_callers(self, title: Title, person: Referent) -> Iterator[Sign]:
        """Whom a visitor meets is of the country visited, and not of the visitor's."""
        for caller in self.cues.callers(title, person):
            there = whereabouts.abroad(self.analysis, caller, self.analysis.sentence_of(title).index - 1)
            for country in there:
                yield country, "country that a visitor meets the holder in", 3.0 / len(there)
            if there or self.cues.also_met(title, self._country_of) is not None:
                yield self._country_of(caller), "country of who meets the holder", -3.0

    def _weights(
        self, title: Title, person: Referent, *, beside_others: bool = False
    ) -> dict[str, dict[str, float]]:
        """What speaks for each polity, by reason; ``beside_others`` also where another holds the office."""
        weights: dict[str, dict[str, float]] = {}
        ended = title.capacity in {"former", "late"} or whereabouts.ended(self.analysis, title)
        acts = self.cues.acts(title)
        for polity, reason, weight in (
            *self._by_scene(title, ended=ended, acts=acts),
            *self._by_words(title, person, ended=ended),
            *self._by_others(title, person),
            *self._by_article(title, person, ended=ended, acts=acts),
        ):
            if polity is not None and self._possible(polity, title, person, beside_others=beside_others):
                weights.setdefault(polity, {})[reason] = weight
        total = sum(self.counts.values())
        for polity, reasons in weights.items():
            if self._away(person, polity):
                reasons["abroad there"] = -6.0 if self.counts[polity] < 0.9 * total else -2.0
        return weights

    def _by_scene(self, title: Title, *, ended: bool, acts: bool) -> Iterator[Sign]:
        """Where the sentence takes place."""
        sentence = self.analysis.sentence_of(title)
        if title.role in beside.POSTED:
            yield from (
                (one, "where the holder is posted", -4.0) for one in self.cues.scenes(sentence, title)
            )
            return
        scenes = self.cues.scenes(sentence, title)
        yield self._front(title), "capital that the sentence starts in", 4.0
        yield self.cues.place_of_clause(title), "place of the clause", 8.0
        yield whereabouts.headed(self.analysis, sentence), "dateline of the paragraph", 5.0
        if title.rule != "as-title":
            for rank, scene in enumerate(scenes):
                yield (
                    scene,
                    "scene of the sentence",
                    -1.0 if ended else -1.5 if acts else 3.0 if rank else 5.0,
                )
        if not scenes and not acts and not ended:
            for scene in self.cues.scenes_before(title):
                yield scene, "scene of the sentence before", 3.0

    def _front(self, title: Title) -> str | None:
        """The country whose capital the sentence starts in."""
        place = self.cues.front(title)
        country = self.analysis.country_of(place) if place is not None else None
        if place is None or country is None or country.gazetteer is None:
            return None
        return country.id if place.label in self.gazetteer.polity(country.gazetteer).capitals else None

    def _by_words(self, title: Title, person: Referent, *, ended: bool) -> Iterator[Sign]:
        """What is said beside the title or of the person."""
        if (ended or title.capacity in {"interim", "acting"}) and title.role in HEADS:
            for country in self.cues.renewed():
                yield country, "country under a new government", 4.0
        if title.capacity in _PASSING:
            for state in self.changing:
                yield state, "country whose government changes", 8.0
        yield self.cues.land(person), "country called by the person's name", 5.0
        spoken = 2.0 if title.role == "speaker" else 3.0
        yield self.cues.speaker(title, person), "side of the speaker", spoken
        yield self.cues.owner(title), "whose minister it is", 6.0
        yield self.cues.and_other(title), "officials of the same country beside it", 6.0
        yield self.cues.spoken_for(person), "country the person speaks for", 3.5
        yield self.home, "government of the article's other officials", 1.0 if ended else 1.5
        yield self.cues.same_office(title), "same office elsewhere in the article", 4.5
        yield self.cues.listed(title), "office beside it", 5.5
        yield self.cues.sender(title), "country that sent the holder", 5.0
        yield self.cues.delegation(title), "delegation that the holder leads", 9.0
        yield self.cues.represented(title), "country that the holder represents", 8.0
        yield self.cues.letter(title), "country of who brings the holder's message", 8.0
        yield self.cues.also_met(title, self._country_of), "country of who is met before", 3.5
        yield self.cues.superior(title), "country of the official who decides", 4.0
        yield self.cues.government(title), "government named before", 2.5

    def _by_others(self, title: Title, person: Referent) -> Iterator[Sign]:
        """What other officials tell."""
        yield from self._of_guests(title, person)
        yield from self._of_callers(title, person)
        yield self._fellow(title, person), "delegation of another official", 4.0
        if title.capacity == "current":
            yield self.acting.get(title.role), "who acts for the holder", 4.0
        for polity, people in self.officials.items():
            others = len(people - {person.id})
            if others:
                yield polity, "other officials of the country", min(2.4, 0.8 * others - 0.4)
        national = title.role in SINGLE or title.role in HEADS or title.role == "speaker"
        for polity, people in self.sole.items() if national else ():
            yield polity, "officials that only one country has", min(4.0, 2.0 * len(people - {person.id}))
        yield from beside.signs(self.analysis, title, person)
        if title.title.startswith("Presidential"):
            yield self.cues.president_before(title), "president named before", 2.5
        if title.role in HEADS:
            for (role, polity), holders in self.known.items():
                if role == "leader" and holders - {person.id}:
                    yield polity, "country that another leads", -1.0

    def _by_article(self, title: Title, person: Referent, *, ended: bool, acts: bool) -> Iterator[Sign]:
        """What the article is about and where it comes from."""
        dateline = self.analysis.dateline_country
        posted = title.role in beside.POSTED
        there = -1.0 if posted else (2.0 if self.counts[dateline or ""] else 1.5) * (0.5 if ended else 1.0)
        yield dateline, "dateline", there
        issuer = acts or person.id == self.analysis.author
        minister = title.role.endswith("minister") and title.capacity != "former" and title.role not in HEADS
        weight = 6.0 if self.cues.heads(title) else 4.0 if minister else 2.5 if issuer else 1.5
        yield self.publisher, "publisher", weight
        yield self.outlet, "home of the outlet", 1.5 if self.counts[self.outlet or ""] else 0.2
        for polity, share in self.cues.company(person).items():
            yield polity, "country named beside the person", 2.0 * share
        total = sum(self.counts.values()) or 1
        for polity, count in self.counts.items():
            yield polity, _SUBJECT, 3.25 * count / total

    def _fellow(self, title: Title, person: Referent) -> str | None:
        """The country of somebody in whose delegation the sentence puts the holder."""
        countries = (self._country_of(one) for one in self.cues.companions(title, person))
        return next((one for one in countries if one is not None), None)

    def _country_of(self, person: Referent) -> str | None:
        """The country that somebody acts for, said or concluded so far."""
        settled = [implied.polity for (name, _), implied in self.settled.items() if name == person.id]
        alone = [polity for polity, people in self.sole.items() if person.id in people]
        country = self.analysis.referents.get(next((p for p in (person.polity, *settled, *alone) if p), ""))
        return country.id if country is not None and country.kind is Kind.COUNTRY else None

    def _officials(self) -> dict[str, set[str]]:
        """Whose offices the words assign to each country."""
        found: dict[str, set[str]] = {}
        for title in self.analysis.titles:
            only = next(
                (p for name, p in self.governments.only.items() if f" {title.title}".endswith(f" {name}")),
                None,
            )
            polity = title.polity or (self._known(self._then(only)) if only is not None else None)
            minister = title.role.endswith("minister") and title.title not in _ELSEWHERE
            if only is not None and polity is not None and title.polity is None and minister:
                self.sole.setdefault(polity, set()).update(title.holders)
            if polity is not None and self.analysis.referents[polity].kind is Kind.COUNTRY:
                found.setdefault(polity, set()).update(title.holders)
                for holder in title.holders if title.polity is None else ():
                    self.cues.decided[holder, title.role] = polity
        return found

    def _then(self, key: str) -> str:
        """The state that stood in the place of another when the article appeared."""
        before = self.governments.before.get(key)
        published = self.analysis.article.published
        if before is None or published is None:
            return key
        state = self.gazetteer.polity(before)
        return before if (state.since or 0) <= published.year <= (state.until or 9999) else key

    def _organisation(self, title: Title) -> str | None:
        """The organisation of an office that only such have, or of its short name ("the Commission")."""
        named = {
            token.lower_ for token in self.analysis.doc[title.start : title.end] if token.text[0].isupper()
        }
        named.discard("united")
        counts: Counter[str] = Counter()
        for one in self.analysis.of_kind(Kind.ORGANIZATION):
            last = one.label.split()[-1].lower()
            if one.gazetteer is None or not one.references:
                continue
            if title.role in _ORGANISED:
                counts[one.id] = len(one.references) + (100 if title.role[:9] == last[:9] else 0)
            elif last in named and last in _SHORT_NAMES and "central" not in named:
                counts[one.id] = len(one.references)
        return max(counts, key=lambda name: (counts[name], name)) if counts else None

    def whole(self, polity: str) -> tuple[str, str | None]:
        """The organisation that an organ belongs to, and the organ's label; the polity itself for others."""
        one = self.analysis.referents[polity]
        if one.kind is not Kind.ORGANIZATION or one.gazetteer is None:
            return polity, None
        whole = self.gazetteer.polity(one.gazetteer).part_of or ""
        of_state = whole if whole.startswith("country/") else None
        parent = self.governments.organs.get(one.gazetteer, of_state)
        if parent is None:
            return polity, None
        return self._known(parent), one.label

    def _only_there(self, title: Title) -> str | None:
        """The polity of a body that only one has ("National People's Congress")."""
        words = f" {self.analysis.quote(title.span).casefold()} "
        return next(
            (polity for body, polity in self.governments.bodies.items() if f" {body} " in words), None
        )

    def _known(self, key: str) -> str:
        kind, slug = key.split("/", 1)
        name = f"{kind}-{slug}"
        if name in self.analysis.referents:
            return name
        label = self.gazetteer.polity(key).label
        if kind == "country":
            return self.analysis.country(key, label).id
        return self.analysis.add(Referent(name, Kind.ORGANIZATION, label, gazetteer=key)).id

    def _count(self) -> Counter[str]:
        """How often each country is named, and the affairs of one state count for it."""
        counts = prominence.of_countries(self.analysis)
        told = {**self.governments.bodies, **self.governments.signs}
        for match in signs().finditer(self.analysis.article.text.lower()):
            counts[self._known(self._then(told[match.group()]))] += 1
        return counts

    def _possible(self, polity: str, title: Title, person: Referent, *, beside_others: bool) -> bool:
        one = self.analysis.referents[polity]
        if one.kind is Kind.COUNTRY and (
            title.role in _ORGANISED
            or not self.governments.may_have(one.gazetteer or "", title.role, title.title)
        ):
            return False
        others = self.known.get((title.role, polity), set()) - {person.id}
        if beside_others:
            return True
        return not (others and single(title.role, title.title) and title.capacity in _PRESENT)
