"""For which country or organisation somebody holds an office whose words do not say so.

Every country of the article is weighed: named in the same sentence as the scene of a meeting, the
dateline, the publisher's country, how often it is named; what cannot have such an office, or has
another holder of it, is out. The claim says which of these decided.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from communique import resources
from communique.extraction.document import READ, Analysis, Referent, Sentence, Title
from communique.extraction.gazetteer import Gazetteer
from communique.extraction.governments import Governments
from communique.model.claims import Kind

SINGLE = frozenset(
    {
        "president", "prime-minister", "foreign-minister", "defence-minister", "monarch", "chancellor",
        "finance-minister", "interior-minister", "trade-minister", "vice-president",
    }
)  # fmt: skip
"""Roles of which a state has one holder at a time."""
_AT_HOME = frozenset(
    {
        "dateline",
        "publisher",
        "country the article is about",
        "home of the outlet",
        "country named beside the person",
    }
)
_SHORT_NAMES = frozenset(
    {"commission", "council", "bank", "fund", "agency", "league", "union", "forum", "alliance"}
)
"""Last words by which an organisation is called once it was named in full."""
_ORGANISED = frozenset({"secretary-general", "organization-head", "deputy-secretary-general", "commissioner"})


@dataclass(frozen=True, slots=True)
class Implied:
    """A polity and what it was concluded from."""

    polity: str
    by: str
    confidence: float


def of_author(analysis: Analysis, gazetteer: Gazetteer) -> None:
    """Who issues a statement through a press office of his country acts for that country."""
    country = publisher_country(analysis, gazetteer)
    if analysis.author is not None and country is not None:
        person = analysis.referents[analysis.author]
        person.polity = person.polity or country


def publisher_country(analysis: Analysis, gazetteer: Gazetteer) -> str | None:
    """The country that the publisher's name names ("Australian parliament press release")."""
    for hit in gazetteer.scan(analysis.article.publisher or ""):
        polity = hit.match.polity
        if polity is not None and polity.is_country:
            return analysis.country(polity.key, polity.label).id
    return None


def home_of_outlet(analysis: Analysis, gazetteer: Gazetteer) -> str | None:
    """The country in which the publisher is at home, by ``data/gazetteer/outlets.yaml``."""
    publisher = analysis.article.publisher or ""
    for slug, names in _outlets().items():
        if any(name in publisher for name in names):
            key = f"country/{slug}"
            return analysis.country(key, gazetteer.polity(key).label).id
    return None


@functools.cache
def _outlets() -> Mapping[str, tuple[str, ...]]:
    data = yaml.safe_load(resources.read("data", "gazetteer", "outlets.yaml"))
    return {slug: tuple(names) for slug, names in data.items()}


class Allegiances:
    """Weighs the polities of one article."""

    def __init__(self, analysis: Analysis, gazetteer: Gazetteer, governments: Governments) -> None:
        self.analysis = analysis
        self.governments = governments
        self.gazetteer = gazetteer
        self.counts = self._count()
        self.publisher = publisher_country(analysis, gazetteer)
        self.outlet = home_of_outlet(analysis, gazetteer)
        self.home: str | None = None
        """The government whose officials the article names without their country."""
        self.known = {
            (title.role, title.polity): set(title.holders)
            for title in analysis.titles
            if title.polity and title.holders and title.capacity == "current"
        }

    def of(self, title: Title, person: Referent) -> Implied | None:
        """The polity that the article implies, if any."""
        only = next(
            (
                polity
                for name, polity in self.governments.only.items()
                if f" {title.title}".endswith(f" {name}")
            ),
            self._only_there(title),
        )
        if only is not None:
            polity = self._known(only)
            return Implied(polity, "office that only one polity has", 0.9) if polity else None
        body = self._organisation(title)
        if body is not None:
            return Implied(body, "organisation the article is about", 0.7)
        weights: dict[str, dict[str, float]] = {}

        def weigh(polity: str | None, reason: str, weight: float) -> None:
            if polity is not None and self._possible(polity, title, person):
                weights.setdefault(polity, {})[reason] = weight

        acts = self._acts(title)
        scene = self._scene(self.analysis.sentence_of(title), title)
        if scene is not None and title.rule != "as-title":
            weigh(scene, "scene of the sentence", -1.5 if acts else 5.0)
        if scene is None and not acts:
            weigh(self._scene_before(title), "scene of the sentence before", 3.5)
        weigh(self._owner(title), "whose minister it is", 6.0)
        weigh(self._and_other(title), "officials of the same country beside it", 6.0)
        weigh(self._spoken_for(person), "country the person speaks for", 3.5)
        weigh(self.home, "government of the article's other officials", 2.5)
        weigh(self._same_office(title), "same office elsewhere in the article", 4.5)
        weigh(self._listed(title), "office beside it", 5.5)
        weigh(self.analysis.dateline_country, "dateline", 3.0)
        weigh(self.publisher, "publisher", 2.5 if acts or person.id == self.analysis.author else 0.8)
        weigh(self.outlet, "home of the outlet", 1.5)
        for polity, share in self._company(person).items():
            weigh(polity, "country named beside the person", 2.0 * share)
        total = sum(self.counts.values()) or 1
        for polity, count in self.counts.items():
            weigh(polity, "country the article is about", 2.5 * count / total)
        if not weights:
            return None
        best = max(weights, key=lambda name: (sum(weights[name].values()), name))
        reasons = weights[best]
        if sum(reasons.values()) < 0.25:
            return None
        reason = max(reasons, key=lambda name: reasons[name])
        if self.home is None and reason in _AT_HOME and title.role in SINGLE:
            self.home = best
        return Implied(best, reason, 0.75 if reasons[reason] >= 3 else 0.55)

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
            elif last in named and last in _SHORT_NAMES:
                counts[one.id] = len(one.references)
        return max(counts, key=lambda name: (counts[name], name)) if counts else None

    def whole(self, polity: str) -> tuple[str, str | None]:
        """The organisation that an organ belongs to, and the organ's label; the polity itself for others."""
        one = self.analysis.referents[polity]
        parent = self.governments.organs.get(one.gazetteer or "")
        if parent is None:
            return polity, None
        name = parent.replace("/", "-")
        if name not in self.analysis.referents:
            label = self.gazetteer.polity(parent).label
            self.analysis.add(Referent(name, Kind.ORGANIZATION, label, gazetteer=parent))
        return name, one.label

    def _only_there(self, title: Title) -> str | None:
        """The polity of a body that only one has ("National People's Congress")."""
        words = f" {self.analysis.quote(title.span).casefold()} "
        return next(
            (polity for body, polity in self.governments.bodies.items() if f" {body} " in words), None
        )

    def _named(self, token: int) -> bool:
        return any(
            not r.nominal and r.detector not in {"place", "country"}
            for r in self.analysis.references_at(token)
        )

    def _known(self, key: str) -> str | None:
        kind, slug = key.split("/", 1)
        name = f"{kind}-{slug}"
        if name in self.analysis.referents:
            return name
        if kind == "country":
            return self.analysis.country(key, slug.replace("-", " ").title()).id
        return None

    def _count(self) -> Counter[str]:
        """How often each country is named; names count twice, demonyms and cities once."""
        counts: Counter[str] = Counter()
        for country in self.analysis.of_kind(Kind.COUNTRY):
            for reference in country.references:
                before = self.analysis.doc[reference.start - 1].lower_ if reference.start else ""
                if (
                    self.analysis.sentence_of(reference).zone not in READ
                    or reference.nominal
                    or before == "ethnic"
                ):
                    continue
                counts[country.id] += 1 if reference.detector == "demonym" and not reference.of_title else 2
        for place in self.analysis.of_kind(Kind.PLACE):
            within = self.analysis.country_of(place)
            if within is not None:
                counts[within.id] += sum(not r.nominal for r in place.references)
        return counts

    def _company(self, person: Referent) -> dict[str, float]:
        """The share of the person's sentences that name a country which is no titled person's."""
        shares: Counter[str] = Counter()
        sentences = {self.analysis.sentence_of(reference).index for reference in person.references}
        for country in self.analysis.of_kind(Kind.COUNTRY):
            where = {
                self.analysis.sentence_of(reference).index
                for reference in country.references
                if not reference.of_title and not reference.nominal
            }
            shares[country.id] = len(where & sentences)
        return {name: count / len(sentences) for name, count in shares.items() if count}

    def _possible(self, polity: str, title: Title, person: Referent) -> bool:
        one = self.analysis.referents[polity]
        if one.kind is Kind.COUNTRY and (
            title.role in _ORGANISED or not self.governments.may_have(one.gazetteer or "", title.role)
        ):
            return False
        others = self.known.get((title.role, polity), set()) - {person.id}
        return not (others and title.role in SINGLE and title.capacity == "current")

    def _acts(self, title: Title) -> bool:
        """Whether the holder is the subject of the sentence, who is no host of its scene."""
        head = self.analysis.doc[title.start : title.end].root
        while head.dep_ in {"compound", "appos", "nmod", "amod", "conj"} and head.head.i != head.i:
            head = head.head
        return head.dep_ in {"nsubj", "nsubjpass", "ROOT"}

    def _scene(self, sentence: Sentence, title: Title) -> str | None:
        """The country of the nearest place or country of a sentence that belongs to no title."""
        best: tuple[int, str] | None = None
        for index in range(sentence.start, sentence.end):
            for one in self.analysis.places_at(index):
                country = self.analysis.country_of(one)
                if country is None:
                    continue
                distance = abs(index - title.start) + (4 if index > title.end else 0)
                if best is None or distance < best[0]:
                    best = (distance, country.id)
        return best[1] if best else None

    def _scene_before(self, title: Title) -> str | None:
        """The scene of the sentence before, in the same paragraph."""
        here = self.analysis.sentence_of(title)
        if here.index == 0:
            return None
        before = self.analysis.sentences[here.index - 1]
        if "\n" in self.analysis.text[before.span.end : here.span.start]:
            return None
        return self._scene(before, title)

    def _spoken_for(self, person: Referent) -> str | None:
        """ "X said Japan would act": the country that is the subject of what the person says."""
        for reference in person.references:
            verb = self.analysis.doc[reference.head].head
            if verb.lemma_ not in {"say", "tell", "announce", "declare", "warn", "state", "pledge"}:
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

    def _owner(self, title: Title) -> str | None:
        """The polity of the person behind "his" or "her" ("her defence minister")."""
        if title.owner not in {"his", "her"} or title.start == 0:
            return None
        people = self.analysis.people_at(title.start - 1)
        return people[0].polity if len(people) == 1 else None

    def _and_other(self, title: Title) -> str | None:
        """ "X and other senior Japanese officials"."""
        sentence = self.analysis.sentence_of(title)
        near = self.analysis.doc[title.end : min(sentence.end, title.end + 9)]
        lows = [token.lower_ for token in near]
        if "other" not in lows or lows[max(0, lows.index("other") - 1)] != "and":
            return None
        for token in near[lows.index("other") :]:
            for one in self.analysis.polities_at(token):
                return one.id
        return None

    def _same_office(self, title: Title) -> str | None:
        """The polity of the same title without a holder, or of its plural in the sentence before."""
        here = self.analysis.sentence_of(title).index
        for other in self.analysis.titles:
            if other.holders or other.polity is None or other.role != title.role:
                continue
            near = 0 <= here - self.analysis.sentence_of(other).index <= 1
            if other.title == title.title and (not other.plural or near):
                return other.polity
        return None

    def _listed(self, title: Title) -> str | None:
        """The polity of a title of the same sentence that is joined to it by a comma or "and"."""
        sentence = self.analysis.sentence_of(title)
        for other in self.analysis.titles:
            if other is title or other.polity is None or self.analysis.sentence_of(other) != sentence:
                continue
            between = self.analysis.doc[min(other.end, title.end) : max(other.start, title.start)]
            lows = {token.lower_ for token in between if not self._named(token.i)}
            if (
                lows <= {",", "and", "mr", "the", "-", "mr."}
                and other.start < title.start
                and len(between) < 8
            ):
                return other.polity
        return None
