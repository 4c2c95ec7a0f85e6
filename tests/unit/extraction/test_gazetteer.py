"""What the gazetteer must know, and what it must not take for a name."""

from __future__ import annotations

import csv
from datetime import date

import pycountry
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from communique import resources
from communique.extraction.gazetteer import Gazetteer, gender_of, load
from communique.extraction.offices import tenures
from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

NOT_MEMBERS = {"VA", "PS", "TW", "XK"}
"""Independent, observers or contested; ISO 3166 (or, for Kosovo, its user-assigned code) lists them."""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load()


def states(gazetteer: Gazetteer) -> list[str]:
    return [key for key, one in gazetteer.polities.items() if one.kind == "state"]


def test_knows_193_members_of_the_united_nations_and_the_vatican(gazetteer: Gazetteer) -> None:
    codes = {gazetteer.polity(key).alpha2 for key in states(gazetteer)}
    assert len(codes) == len(states(gazetteer)) == 194
    assert codes - NOT_MEMBERS == codes - {"VA"}


def test_every_state_has_codes_as_iso_3166_has_them(gazetteer: Gazetteer) -> None:
    for key in states(gazetteer):
        state = gazetteer.polity(key)
        listed = pycountry.countries.get(alpha_2=state.alpha2)
        assert listed is not None, key
        assert listed.alpha_3 == state.alpha3


def test_every_state_has_a_capital_and_a_demonym_or_says_why_not(gazetteer: Gazetteer) -> None:
    # "Congolese" is given to the larger Congo and "Dominican" to the republic: the words do not tell them apart.
    without = {"country/republic-of-the-congo", "country/dominica"}
    for key in states(gazetteer):
        state = gazetteer.polity(key)
        assert state.capitals, key
        assert bool(state.adjectives) != (key in without), key


def test_every_capital_of_a_state_is_found_as_a_city_with_coordinates(gazetteer: Gazetteer) -> None:
    unknown = [
        key
        for key in states(gazetteer)
        if (place := gazetteer.place(gazetteer.polity(key).capitals[0], key)) is None
        or place.latitude is None
    ]
    assert unknown == []


def test_every_name_demonym_and_seat_leads_back_to_a_polity_that_has_it(gazetteer: Gazetteer) -> None:
    for one in gazetteer.polities.values():
        nouns = [form for pair in one.nouns for form in pair]
        for form in (one.label, one.formal, *one.names, *one.adjectives, *nouns, *one.seats):
            if form:
                match = gazetteer.lookup(form)
                assert match is not None, f"{one.key}: {form}"
                assert match.polity is not None, f"{one.key}: {form}"


def test_keys_are_unique_and_every_reference_between_rows_is_known(gazetteer: Gazetteer) -> None:
    for name in ("states.csv", "organizations.csv"):
        rows = list(csv.DictReader(resources.read("data", "gazetteer", name).splitlines()))
        keys = [row["key"] for row in rows]
        assert len(keys) == len(set(keys))
        for row in rows:
            for column in ("successor", "part_of"):
                if row.get(column):
                    assert row[column] in gazetteer.polities, row["key"]


def test_historical_states_have_years_and_a_successor(gazetteer: Gazetteer) -> None:
    past = [one for one in gazetteer.polities.values() if one.kind == "historical"]
    assert {"country/soviet-union", "country/yugoslavia", "country/east-germany"} <= {one.key for one in past}
    for one in past:
        assert one.successor, one.key
        assert 0 < (one.since or 0) < (one.until or 0), one.key


@pytest.mark.parametrize(
    ("words", "key", "how"),
    [
        ("Syrian", "country/syria", "demonym"),
        ("Turks", "country/turkey", "demonym"),
        ("Filipino", "country/philippines", "demonym"),
        ("Dutch", "country/netherlands", "demonym"),
        ("Swiss", "country/switzerland", "demonym"),
        ("the Kremlin", "country/russia", "seat"),
        ("Élysée", "country/france", "seat"),
        ("Elysee Palace", "country/france", "seat"),
        ("White House", "country/united-states", "seat"),
        ("U.S.", "country/united-states", "country"),
        ("Côte d'Ivoire", "country/ivory-coast", "country"),
        ("Cote d’Ivoire", "country/ivory-coast", "country"),
        ("Moscow", "country/russia", "capital"),
        ("Soviet", "country/soviet-union", "demonym"),
        ("West German", "country/west-germany", "demonym"),
        ("NATO", "organization/nato", "organization"),
        ("ASEAN", "organization/association-of-southeast-asian-nations", "organization"),
        ("Arab League", "organization/arab-league", "organization"),
        ("Taiwanese", "country/taiwan", "demonym"),
    ],
)
def test_a_name_stands_for_its_polity(gazetteer: Gazetteer, words: str, key: str, how: str) -> None:
    match = gazetteer.lookup(words)
    assert match is not None
    assert match.polity is not None
    assert (match.polity.key, match.how) == (key, how)


def found(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    hits = gazetteer.scan(text)
    return [
        (hit.text, (hit.match.place or hit.match.polity or pytest.fail("empty match")).label) for hit in hits
    ]


def test_the_longest_name_wins_and_none_overlap(gazetteer: Gazetteer) -> None:
    text = "South Sudan, Mexico City, Papua New Guinea and the U.N. Security Council"
    assert found(gazetteer, text) == [
        ("South Sudan", "South Sudan"),
        ("Mexico City", "Mexico City"),
        ("Papua New Guinea", "Papua New Guinea"),
        ("U.N. Security Council", "UN Security Council"),
    ]


def test_hyphenated_pairs_are_two_names(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "Sino-Japanese and U.S.-Russian talks") == [
        ("Sino", "China"),
        ("Japanese", "Japan"),
        ("U.S.", "United States"),
        ("Russian", "Russia"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "they told us so",
        "the turkey was served",
        "a polish for shoes",
        "the Washington Post wrote",
        "who said so",
        "China-blue, chinaware, sinologist",
    ],
)
def test_words_that_only_look_like_a_state_are_left_alone(gazetteer: Gazetteer, text: str) -> None:
    assert [hit.text for hit in gazetteer.scan(text) if hit.text != "China"] == []


def test_a_name_that_means_something_else_as_often_is_marked(gazetteer: Gazetteer) -> None:
    for name in ("Georgia", "Jordan", "Chad", "Victoria"):
        match = gazetteer.lookup(name)
        assert match is not None, name
        assert match.ambiguous, name
    match = gazetteer.lookup("Syria")
    assert match is not None
    assert not match.ambiguous


def test_a_city_is_the_most_populous_unless_a_country_is_given(gazetteer: Gazetteer) -> None:
    libya, lebanon = gazetteer.place("Tripoli"), gazetteer.place("Tripoli", "country/lebanon")
    assert libya is not None
    assert libya.country == "country/libya"
    assert lebanon is not None
    assert lebanon.country == "country/lebanon"
    assert gazetteer.place("Tripoli", "country/japan") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bombay", "Mumbai"),
        ("Peking", "Beijing"),
        ("Saigon", "Ho Chi Minh City"),
        ("Kiev", "Kyiv"),
        ("Leningrad", "Saint Petersburg"),
    ],
)
def test_former_names_of_cities_lead_to_the_city_of_today(gazetteer: Gazetteer, old: str, new: str) -> None:
    match = gazetteer.lookup(old)
    assert match is not None
    assert match.place is not None
    assert match.place.label == new


def test_every_place_key_leads_back_to_its_place(gazetteer: Gazetteer) -> None:
    for name in ("Davos", "Moscow", "Camp David", "Tartus", "Bali"):
        match = gazetteer.lookup(name)
        assert match is not None
        assert match.place is not None
        assert gazetteer.known_place(match.place.key) == match.place
    with pytest.raises(KeyError):
        gazetteer.known_place("place/1-atlantis")


@given(st.text(max_size=200))
def test_hits_quote_the_text_in_order_without_overlap(text: str) -> None:
    end = 0
    for hit in load().scan(text):
        assert text[hit.span.start : hit.span.end] == hit.text
        assert hit.span.start >= end
        end = hit.span.end


def test_given_names_tell_a_sex_only_with_a_surname() -> None:
    assert gender_of("Angela Merkel") == "f"
    assert gender_of("José Barroso") == "m"
    assert gender_of("Victoria") is None
    assert gender_of("Xq Zw") is None


def test_no_given_name_is_listed_for_both_sexes() -> None:
    import yaml

    names = yaml.safe_load(resources.read("data", "gazetteer", "given_names.yaml"))
    assert set(names["m"].split()) & set(names["f"].split()) == set()


def test_role_concepts_have_unique_keys_a_definition_and_known_wider_concepts() -> None:
    import yaml

    roles = yaml.safe_load(resources.read("data", "gazetteer", "roles.yaml"))
    keys = [role["key"] for role in roles]
    assert len(keys) == len(set(keys))
    assert all(role["definition"] and role["label"] for role in roles)
    assert {role["broader"] for role in roles if "broader" in role} <= set(keys)


def test_a_city_has_one_key_whatever_list_names_it(gazetteer: Gazetteer) -> None:
    one, other = gazetteer.lookup("Da Nang"), gazetteer.lookup("Danang")
    assert one is not None
    assert other is not None
    assert one.place is not None
    assert one.place == other.place


def test_every_title_has_a_role_that_is_a_concept_or_no_office_of_its_own() -> None:
    import yaml

    roles = {role["key"] for role in yaml.safe_load(resources.read("data", "gazetteer", "roles.yaml"))}
    words = yaml.safe_load(resources.read("data", "gazetteer", "offices.yaml"))
    used = {entry["role"] for entry in words["heads"].values()} | set(words["portfolio_roles"].values())
    assert used - roles == {tenures.RELATIVE}


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Basel", "country/switzerland"),
        ("Maastricht", "country/netherlands"),
        ("Mekelle", "country/ethiopia"),
        ("Chiang Rai", "country/thailand"),
        ("Punta Arenas", "country/chile"),
        ("Windsor Castle", "country/united-kingdom"),
        ("Fort de Bregancon", "country/france"),
        ("Koenigswinter", "country/germany"),
    ],
)
def test_small_towns_and_houses_where_statesmen_meet_are_known(
    gazetteer: Gazetteer, name: str, country: str
) -> None:
    match = gazetteer.lookup(name)
    assert match is not None
    assert match.place is not None
    assert match.place.country == country


@pytest.mark.parametrize("name", ["Split", "Mendoza", "Rivera", "Nelson", "Petra", "Ito", "Salinas"])
def test_a_town_that_people_are_called_after_is_taken_for_one_only_with_its_state(
    gazetteer: Gazetteer, name: str
) -> None:
    assert [hit for hit in gazetteer.scan(f"{name} said so") if hit.match.place is not None] == []


@pytest.mark.parametrize(
    "name", ["South America", "South Asia", "South Pacific", "North Africa", "West Africa"]
)
def test_a_part_of_the_world_lies_in_no_country(gazetteer: Gazetteer, name: str) -> None:
    """A town whose name begins with the same word is another place."""
    place = gazetteer.place(name)
    assert place is not None
    assert (place.label, place.country) == (name, None)


def test_an_office_that_publishes_is_no_outlet_too() -> None:
    outlets = yaml.safe_load(resources.read("data", "gazetteer", "outlets.yaml"))
    offices = yaml.safe_load(resources.read("data", "gazetteer", "press_offices.yaml"))
    assert {
        name for state, names in offices.items() for name in set(names) & set(outlets.get(state, []))
    } == set()


@pytest.mark.parametrize(("year", "state"), [(1987, "Soviet Union"), (2003, "Russia")])
def test_a_seat_stands_for_the_state_of_its_time(pipeline: Pipeline, year: int, state: str) -> None:
    article = Article("Kremlin spokesman Gennady Petrov denied it.", date(year, 4, 10), publisher="Test")
    assert [one["polity"] for one in pipeline.record(article)["offices"]] == [state]
