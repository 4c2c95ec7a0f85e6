"""Every name of the gazetteer by its first word, for finding the longest one at a point of a text."""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz.distance import JaroWinkler

from communique import resources
from communique.extraction.gazetteer import places, polities
from communique.extraction.gazetteer.entries import Match, Place, Polity
from communique.extraction.gazetteer.words import Word, adjoining, cased, ending, fold, key_of
from communique.model.text import Span

ALIKE = 0.87
"""How alike (Jaro-Winkler) a foreign spelling must be to count: "Aleksandria", not "Iskenderiya"."""

_Key = tuple[str, ...]
_Entry = tuple[str, Match | None]


@dataclass(frozen=True, slots=True)
class Index:
    """Forms by first word, longest first; places by key, and by name and country."""

    forms: dict[str, list[tuple[_Key, list[_Entry]]]] = field(repr=False)
    places: dict[str, Place] = field(repr=False)
    in_country: dict[tuple[str, str], Place] = field(repr=False)

    def longest(self, text: str, words: list[Word], at: int) -> tuple[Span, Match | None, int] | None:
        """The longest name that starts with word ``at``: its span, meaning (None: none) and the next word."""
        for key, entries in self.forms.get(words[at].key, ()):
            end = at + len(key)
            if end > len(words) or any(words[at + i].key != part for i, part in enumerate(key)):
                continue
            for form, match in entries:
                if _written(text, words, at, end - 1, form):
                    return Span(words[at].start, ending(text, words, end - 1)), match, end
        return None


def _written(text: str, words: list[Word], first: int, last: int, form: str) -> bool:
    if not cased(words[first : last + 1], form):
        return False
    if form.endswith("-") and text[words[last].end : words[last].end + 1] not in {"-", "–"}:
        return False
    return adjoining(text, words, first, last, comma="," in form or "&" in form)


def build(known: dict[str, Polity], cities: dict[str, list[Place]]) -> Index:
    """The index; of things that share a form the first: no name, state, organisation, capital, place."""
    builder = _Builder(known, cities)
    builder.block()
    builder.add_polities()
    builder.add_capitals()
    builder.add_places()
    builder.add_spellings()
    return builder.index()


def _lines(name: str) -> list[str]:
    text = resources.read("data", "gazetteer", name)
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _number(place: Place) -> str | None:
    """The number that GeoNames gives a place; None where its key has but the name."""
    first = place.key.removeprefix("place/").split("-")[0]
    return first if first.isdigit() else None


class _Builder:
    """Collects names while the gazetteer is loaded."""

    def __init__(self, known: dict[str, Polity], cities: dict[str, list[Place]]) -> None:
        self.known = known
        self.cities = cities
        self.ambiguous = frozenset(_lines("ambiguous.txt"))
        self.forms: dict[_Key, list[_Entry]] = {}
        self.places = {one.key: one for same in cities.values() for one in same}
        self.in_country: dict[tuple[str, str], Place] = {}

    def index(self) -> Index:
        by_first: dict[str, list[tuple[_Key, list[_Entry]]]] = {}
        for key in sorted(self.forms, key=len, reverse=True):
            by_first.setdefault(key[0], []).append((key, self.forms[key]))
        return Index(by_first, self.places, self.in_country)

    def add(self, form: str, match: Match | None) -> None:
        entries = self.forms.setdefault(key_of(form), [])
        if all(known != form for known, _ in entries):
            entries.append((form, match))

    def block(self) -> None:
        for line in _lines("not_names.txt"):
            self.add(line, None)

    def add_polities(self) -> None:
        for polity in self.known.values():
            for form, how in polities.forms(polity):
                self.add(form.removeprefix("the "), Match(how, polity, ambiguous=form in self.ambiguous))
            for form in polity.combining:
                self.add(form + "-", Match("demonym", polity))

    def add_capitals(self) -> None:
        exonyms = {(name, country): city for name, city, country in places.read_exonyms()}
        for polity in self.known.values():
            if polity.kind not in {"state", "territory"}:
                continue
            for name in polity.capitals:
                homes = (polity.key, polity.part_of) if polity.part_of else (polity.key,)
                known = (
                    self._city(one, home)
                    for home in homes
                    for one in (name, exonyms.get((name, home)))
                    if one
                )
                city = next((one for one in known if one is not None), None)
                if city is None:
                    city = Place(f"place/{places.slug(name)}", name, polity.key, kind="capital")
                self._know(name, city)
                self.add(name, Match("capital", polity, city, ambiguous=name in self.ambiguous))

    def add_places(self) -> None:
        by_number = {_number(place): place for place in self.places.values()}
        for names, place in places.read_regions():
            number = _number(place)
            city = by_number.get(number) if number is not None else None
            if city is None and place.kind == "city":
                city = self._city(place.label, place.country)
            for name in names:
                self._place(name, city or place)
        for name, label, country in places.read_exonyms():
            city = self._city(label, country)
            if city is not None:
                self._place(name, city)
        for same in self.cities.values():
            if same[0].population >= places.PROMINENT and same[0].label[0].isupper():
                self._place(same[0].label, same[0])

    def add_spellings(self) -> None:
        """Foreign spellings of large cities that are much like the English one and name nothing else.

        Single words only of the largest: "Ivanov" is no city.
        """
        for city in (same[0] for same in self.cities.values()):
            for spelling in city.spellings:
                key = key_of(spelling)
                if len(key) == 1 and city.population < places.LARGE:
                    continue
                if (
                    key
                    and key not in self.forms
                    and JaroWinkler.similarity(fold(spelling), fold(city.label)) >= ALIKE
                ):
                    self._place(spelling, city)

    def _city(self, name: str, country: str | None) -> Place | None:
        same = self.cities.get(fold(name), [])
        return next((one for one in same if country is None or one.country == country), None)

    def _place(self, name: str, place: Place) -> None:
        self.add(name, Match("place", place=place, ambiguous=name in self.ambiguous))
        self._know(name, place)

    def _know(self, name: str, place: Place) -> None:
        self.places.setdefault(place.key, place)
        if place.country:
            self.in_country.setdefault((" ".join(key_of(name)), place.country), place)
