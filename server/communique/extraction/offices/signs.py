"""What speaks for and against each country or organisation as that of an office, with its weight.

Every country of the article is weighed: named in the same sentence as the scene of a meeting, the
dateline, the publisher's country, how often it is named; what cannot have such an office, or has
another holder of it, is out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from communique.extraction.document import Analysis, Referent, Title
from communique.extraction.gazetteer import Gazetteer
from communique.extraction.gazetteer.governments import HEADS, SINGLE, Governments, signs, single
from communique.extraction.layout import Sentence
from communique.extraction.offices import beside, incumbency
from communique.extraction.offices.cues import Cues
from communique.extraction.offices.encounters import Encounters
from communique.extraction.offices.implied import Implied
from communique.extraction.polities import prominence, whereabouts
from communique.extraction.polities.publishers import home_of_outlet, publisher_country
from communique.model.claims import Kind

PRESENT = frozenset({"current", "interim", "acting", "outgoing"})
_PASSING = frozenset({"designate", "outgoing"})
SUBJECT = "country the article is about"
ORGANISED = frozenset({"secretary-general", "organization-head", "deputy-secretary-general", "commissioner"})
_OF_STATES = frozenset({"President", "Vice President", "King", "Queen", "Emperor", "Crown Prince"})
"""Titles that, printed bare, are not an organisation's."""
_MANY = 4
"""States with officials from which an article is about none of them alone."""
_SURE = 0.7
"""The confidence from which a conclusion carries over to the office beside it."""
Sign = tuple[str | None, str, float]
"""A polity, why it may be the one, and how much that weighs; nothing where the polity is None."""


class Signs:
    """Weighs the polities of one article."""

    def __init__(self, analysis: Analysis, gazetteer: Gazetteer, governments: Governments) -> None:
        self.analysis = analysis
        self.governments = governments
        self.gazetteer = gazetteer
        self.cues = Cues(analysis)
        self.encounters = Encounters(analysis, self.cues)
        published = analysis.article.published
        self.year = published.year if published is not None else None
        self.counts = self._count()
        self.counts.update(self.known_as(self.then(key)) for key in beside.paired(analysis, gazetteer))
        self.free = prominence.free(analysis)
        self.venues = frozenset(prominence.venues(analysis))
        self.publisher = publisher_country(analysis, gazetteer)
        self.outlet = home_of_outlet(analysis, gazetteer)
        self.home: str | None = None
        """The government whose officials the article names without their country."""
        self.settled: dict[tuple[str, str], Implied] = {}
        """What ``settle`` concluded, by person and role."""
        self.sureness: dict[str, float] = {}
        """How sure the polity is that was concluded for a person."""
        self._abroad: dict[str, frozenset[str]] = {}
        self.known = {
            (beside.post(title), title.polity): set(title.holders)
            for title in analysis.titles
            if title.polity
            and title.holders
            and title.capacity in PRESENT - {"acting"}
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

    def weights(
        self, title: Title, person: Referent, *, beside_others: bool = False
    ) -> dict[str, dict[str, float]]:
        """What speaks for each polity, by reason; ``beside_others`` also where another holds the office."""
        weights: dict[str, dict[str, float]] = {}
        ended = title.capacity in {"former", "late"} or whereabouts.ended(self.analysis, title)
        acts = self.cues.acts(title)
        for polity, reason, weight in (
            *self._by_scene(title, person, ended=ended, acts=acts),
            *self._by_words(title, person, ended=ended),
            *self._by_others(title, person),
            *self._by_article(title, person, ended=ended, acts=acts),
        ):
            if polity is not None and self._possible(polity, title, person, beside_others=beside_others):
                weights.setdefault(polity, {})[reason] = weight
        total = sum(self.counts.values())
        for polity, reasons in weights.items():
            if self.away(person, polity):
                reasons.pop("scene of the sentence", None)  # it is where the visitor goes
                reasons["abroad there"] = -6.0 if self.counts[polity] < 0.9 * total else -2.0
        return weights

    def _by_scene(self, title: Title, person: Referent, *, ended: bool, acts: bool) -> Iterator[Sign]:
        """Where the sentence takes place."""
        sentence = self.analysis.sentence_of(title)
        if beside.posted(title):
            yield from (
                (one, "where the holder is posted", -4.0) for one in self.cues.scenes(sentence, title)
            )
            return
        seat = self.encounters.seat(title)
        if seat is not None:
            yield seat[0], "city that the holder is seen in", seat[1]
            return
        scenes = self.cues.scenes(sentence, title)
        yield self._front(title), "capital that the sentence starts in", 4.0
        yield self.cues.place_of_clause(title), "place of the clause", 8.0
        yield whereabouts.headed(self.analysis, sentence), "dateline of the paragraph", 5.0
        head = acts and not ended and title.role in HEADS | {"vice-president"}
        opening = self._opening(sentence) if head else None
        yield opening, "capital that the sentence starts in", 5.5
        receives, received = (bool(f(title, person)) for f in (self.cues.guests, self.cues.receivers))
        for rank, scene in enumerate(scenes) if title.rule != "as-title" else ():
            weight = -1.0 if ended else -1.5 if acts and not receives else 3.0 if rank else 5.0
            guest = received and not receives
            weight = -4.0 if guest else -3.0 if not acts and self.encounters.aside(title) else weight
            told = scene != opening and (weight > 0 or scene != self.analysis.dateline_country)
            yield scene if told else None, "scene of the sentence", weight
        if not scenes and not acts and not ended:
            for scene in self.cues.scenes_before(title):
                yield scene, "scene of the sentence before", 3.0

    def _front(self, title: Title) -> str | None:
        """The country whose capital the sentence starts in, straight before the title."""
        return self._by_capital(self.cues.front(title))

    def _opening(self, sentence: Sentence) -> str | None:
        """ "In Salisbury, bishops and Prime Minister X spoke": the country of the capital."""
        doc = self.analysis.doc
        if doc[sentence.start].text != "In":
            return None
        for reference in self.analysis.references_at(sentence.start + 1):
            place = self.analysis.referents[reference.referents[0]]
            if place.kind is Kind.PLACE and doc[reference.end].text == ",":
                return self._by_capital(place)
        return None

    def _by_capital(self, place: Referent | None) -> str | None:
        country = self.analysis.country_of(place) if place is not None else None
        if place is None or country is None or country.gazetteer is None:
            return None
        names = {place.label, *(self.analysis.quote(one.span) for one in place.references)}
        return country.id if names & set(self.gazetteer.polity(country.gazetteer).capitals) else None

    def _by_words(self, title: Title, person: Referent, *, ended: bool) -> Iterator[Sign]:
        """What is said beside the title or of the person."""
        if (ended or title.capacity in {"interim", "acting"}) and title.role in HEADS:
            for country in self.cues.renewed():
                yield country, "country under a new government", 4.0
        if title.capacity in _PASSING:
            for state in self.changing:
                yield state, "country whose government changes", 8.0
        yield self.cues.land(person), "country called by the person's name", 5.0
        for state, known in incumbency.states(title, person, self.year, self.counts).items():
            yield self.known_as(state), incumbency.REASON, known
        spoken = 2.0 if title.role == "speaker" else 3.0
        yield self.cues.speaker(title, person), "side of the speaker", spoken
        yield self.cues.owner(title), "whose minister it is", 6.0
        yield self._served(title), "country of who is served", 8.0
        yield self.cues.and_other(title), "officials of the same country beside it", 6.0
        yield self.cues.spoken_for(person), "country the person speaks for", 3.5
        for state in self.encounters.hosts(person, self._country_of) if beside.posted(title) else ():
            yield state, "state that receives the holder", -8.0
        for state in self.governments.federations if title.title.startswith("Federal ") else ():
            name = state.replace("/", "-")
            yield name if self.counts[name] else None, "federation", 3.0
        yield from self._by_custom(title)
        if not self._among_others(title, person):
            yield self.home, "government of the article's other officials", 1.0 if ended else 1.5
        yield self.cues.same_office(title), "same office elsewhere in the article", 4.5
        yield from self._by_list(title)
        yield self.cues.sender(title), "country that sent the holder", 5.0
        yield self.cues.delegation(title), "delegation that the holder leads", 9.0
        yield self.cues.represented(title), "country that the holder represents", 8.0
        for state in self.cues.brought(person, self._country_of):
            yield state, "country of who is brought a message", -4.0
        yield self.cues.letter(title, self._country_of), "country of who brings the holder's message", 8.0
        yield self.cues.also_met(title, self._country_of), "country of who is met before", 3.5
        yield self.cues.superior(title), "country of the official who decides", 4.0
        spoke = self.cues.spoke_before(title) if title.role == "spokesperson" else None
        yield spoke, "country that speaks before", 4.5
        if spoke is None:
            yield self.cues.government(title), "government named before", 2.5

    def _served(self, title: Title) -> str | None:
        """ "Yeltsin spokesman X", "an aide of Netanyahu's": the country of the leader before the title."""
        if title.owner != "'s" or title.role not in beside.SERVING or title.start < 2:
            return None
        owner = title.start - 1 - (self.analysis.doc[title.start - 1].lower_ in {"'s", "'"})
        for person in self.analysis.people_at(owner):
            return self._country_of(person) or person.polity
        state = incumbency.led(self.analysis.doc[owner].text, self.year)
        return self.known_as(state) if state is not None else None

    def _by_list(self, title: Title) -> Iterator[Sign]:
        """The country of an office printed beside it; none in a row of several states' heads."""
        beside = self.cues.fellow(title)
        if beside is None:
            return
        polity, other = beside
        if self.cues.rowed(title) or self.cues.sides(other, title):
            return
        settled = [
            self.settled[one, other.role] for one in other.holders if (one, other.role) in self.settled
        ]
        yield polity, "office beside it", 4.0 if settled and settled[0].confidence < _SURE else 5.5

    def _by_custom(self, title: Title) -> Iterator[Sign]:
        """The states whose ministers are called so."""
        for rank, key in enumerate(self.governments.likely(title.title, self.year)):
            state = self.then(key).replace("/", "-")
            if self.counts[state] or state in {self.publisher, self.outlet}:
                yield state, "state that calls the office so", 2.5 if rank else 3.5
            elif not rank and title.title in self.governments.telling:
                yield self.known_as(self.then(key)), "state that calls the office so", 0.5

    def _by_others(self, title: Title, person: Referent) -> Iterator[Sign]:
        """What other officials tell."""
        yield from self._of_guests(title, person)
        yield from self._of_callers(title, person)
        among = self._among_others(title, person)
        hosts = self.home or self.publisher or self.analysis.dateline_country
        yield from self.encounters.signs(title, person, self._country_of, hosts if among else None)
        for country in self.cues.across(title, self._country_of):
            yield country, "country of the other side", -6.0
        yield self._fellow(title, person), "delegation of another official", 4.0
        if title.capacity == "current":
            yield self.acting.get(title.role), "who acts for the holder", 1.5
        for polity, people in self.officials.items():
            others = len(people - {person.id})
            if others and not (among and title.role in HEADS):
                yield polity, "other officials of the country", min(2.4, 0.8 * others - 0.4)
        national = title.role in SINGLE or title.role in HEADS or title.role == "speaker"
        told = 2.0 if len(self.officials) < _MANY else 1.0
        for polity, people in self.sole.items() if national and not among else ():
            yield polity, "officials that only one country has", told * min(2, len(people - {person.id}))
        yield from beside.signs(self.analysis, title, person)
        if title.title.startswith("Presidential"):
            yield self.cues.president_before(title), "president named before", 2.5
        if title.role in HEADS:
            for (role, polity), holders in self.known.items():
                if role == "leader" and holders - {person.id}:
                    yield polity, "country that another leads", -1.0

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

    def _by_article(self, title: Title, person: Referent, *, ended: bool, acts: bool) -> Iterator[Sign]:
        """What the article is about and where it comes from."""
        dateline = self.analysis.dateline_country
        two = title.role in SINGLE and sum(t.span == title.span for t in self.analysis.titles) > 1
        if title.plural and ((two and len(self.counts) == 1) or title.rule == "counterpart"):
            return  # "Presidents X and Y met in Moscow", "his colleagues X and Y": each of his own state
        among = self._among_others(title, person)
        aside = among or (not acts and self.encounters.aside(title))
        posted = beside.posted(title)
        there = -1.0 if posted else (2.0 if self.counts[dateline or ""] else 1.5) * (0.5 if ended else 1.0)
        yield dateline, "dateline", 0.2 if aside else there
        if not aside and title.role in HEADS and self.encounters.called(person):
            for country in self.venues:
                yield country, "host of the occasion", 1.5
        issuer = acts or person.id == self.analysis.author
        minister = title.role.endswith("minister") and title.capacity != "former" and title.role not in HEADS
        weight = 6.0 if self.cues.heads(title) else 4.0 if minister else 2.5 if issuer else 1.5
        yield self.publisher, "publisher", weight
        yield self.outlet, "home of the outlet", 1.5 if self.counts[self.outlet or ""] else 0.2
        for polity, share in self.cues.company(person).items():
            yield polity, "country named beside the person", 2.0 * share
        total = sum(self.counts.values()) or 1
        part = 0.5 if among and title.role in HEADS else 1.0 if among or posted else 3.25
        for polity, count in self.counts.items():
            yield polity, SUBJECT, part * count / total
        several = 1 if title.role in HEADS else _MANY - 1 if title.role in SINGLE else len(self.officials)
        for polity in self.counts.keys() - self.free if len(self.officials) > several else ():
            holders = self.officials.get(polity, set())
            led = any(self.analysis.referents[one].roles & HEADS for one in holders)
            alone = -1.5 if title.role in HEADS and (led or not holders) else -0.7
            yield polity, "named with its own official alone", alone

    def _among_others(self, title: Title, person: Referent) -> bool:
        """Whether the title stands in a row of several states' officials, not first or called on."""
        place = self.cues.rowed(title)
        return place > 1 or (place == 1 and self.encounters.called(person))

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

    def away(self, person: Referent, polity: str) -> bool:
        """Whether the article says that a person visits or addresses a state."""
        if person.id not in self._abroad:
            there = whereabouts.destinations(self.analysis, person)
            self._abroad[person.id] = frozenset(one for one, place in there if not self._inland(one, place))
        return polity in self._abroad[person.id]

    def _inland(self, country: str, place: Referent | None) -> bool:
        """Whether a trip may be one at home: to a lesser city of the state that the article is from."""
        written = self.analysis.dateline_place
        if place is None or place.kind is not Kind.PLACE or country != self.analysis.dateline_country:
            return False
        return written not in {None, place.id} and self._by_capital(place) is None

    def _officials(self) -> dict[str, set[str]]:
        """Whose offices the words assign to each country."""
        found: dict[str, set[str]] = {}
        for title in self.analysis.titles:
            only = next(
                (p for name, p in self.governments.only.items() if f" {title.title}".endswith(f" {name}")),
                None,
            )
            polity = title.polity or (self.known_as(self.then(only)) if only is not None else None)
            minister = title.role.endswith("minister")
            if only is not None and polity is not None and title.polity is None and minister:
                self.sole.setdefault(polity, set()).update(title.holders)
            if polity is not None and self.analysis.referents[polity].kind is Kind.COUNTRY:
                found.setdefault(polity, set()).update(title.holders)
                for holder in title.holders if title.polity is None else ():
                    self.cues.decided[holder, title.role] = polity
        return found

    def then(self, key: str) -> str:
        """The state that stood in the place of another when the article appeared."""
        before = self.governments.before.get(key)
        published = self.analysis.article.published
        if before is None or published is None:
            return key
        state = self.gazetteer.polity(before)
        return before if (state.since or 0) <= published.year <= (state.until or 9999) else key

    def known_as(self, key: str) -> str:
        """The id of a state or organisation, by its key; made known to the article where it is not."""
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
            counts[self.known_as(self.then(told[match.group()]))] += 1
        return counts

    def _possible(self, polity: str, title: Title, person: Referent, *, beside_others: bool) -> bool:
        """Whether a polity can have the office, and no other holder of it is known."""
        one = self.analysis.referents[polity]
        if one.kind is Kind.COUNTRY and (
            (title.role in ORGANISED and not beside.posted(title))
            or not self.governments.may_have(one.gazetteer or "", title.role, title.title, self.year)
        ):
            return False
        custom = self.governments.custom
        if title.title in self.governments.exclusive and one.gazetteer not in custom[title.title]:
            return False
        if one.kind is Kind.ORGANIZATION and (title.role.endswith("minister") or title.title in _OF_STATES):
            return False
        others = self.known.get((beside.post(title), polity), set()) - {person.id}
        if beside_others:
            return True
        return not (others and single(title.role, title.title) and title.capacity in PRESENT)
