"""Who held an office when: the list is sound, and it tells only whose office it is that an article names."""

from __future__ import annotations

import csv
from datetime import date

import pytest
import yaml

from communique import resources
from communique.extraction import gazetteer
from communique.extraction.gazetteer import governments, incumbents
from communique.extraction.offices.incumbency import REASON
from communique.extraction.pipeline import Pipeline
from communique.model.claims import Predicate
from communique.model.text import Article

ROWS = list(csv.DictReader(resources.read("data", "gazetteer", "incumbents.csv").splitlines()))
HEADS = {
    "president", "monarch", "supreme-leader", "head-of-state", "prime-minister", "chancellor", "leader",
    "party-leader",
}  # fmt: skip
GAPS = {
    "democratic-republic-of-the-congo",  # Zaire
    "vietnam", "yemen",  # two states each
    "syria",  # the United Arab Republic
    "east-timor", "malta",  # others' colonies
    "san-marino", "nicaragua", "el-salvador",  # several heads at once: two captains, juntas
    "somalia",  # nobody
}  # fmt: skip
"""States that had no head of their own, or none that is listed, for a time."""
NOW = 2025


def offices(pipeline: Pipeline, text: str, year: int | None) -> dict[str, str | None]:
    """The polity of each holder's first office."""
    record = pipeline.record(Article(text, date(year, 6, 3) if year else None, publisher="Test"))
    return {one["holder"]: one["polity"] for one in reversed(record["offices"])}


def test_rows_name_known_states_and_roles_and_end_after_they_begin() -> None:
    states = gazetteer.load().polities
    roles = {one["key"] for one in yaml.safe_load(resources.read("data", "gazetteer", "roles.yaml"))}
    for row in ROWS:
        assert f"country/{row['state']}" in states, row
        assert row["role"] in roles, row
        assert 1850 <= int(row["from"]) <= int(row["to"] or NOW) <= NOW, row
        every = {word for name in (row["name"], *row["also"].split("|")) for word in incumbents.words(name)}
        for short in row["short"].split("|"):
            assert short, row
            assert set(incumbents.words(short)) <= every, row


def test_no_row_stands_twice() -> None:
    keys = [(row["state"], row["role"], row["name"], row["from"], row["to"]) for row in ROWS]
    assert len(keys) == len(set(keys))


def test_every_state_has_a_head_without_a_gap() -> None:
    led: dict[str, set[int]] = {}
    for row in ROWS:
        if row["role"] in HEADS:
            led.setdefault(row["state"], set()).update(range(int(row["from"]), int(row["to"] or NOW) + 1))
    for polity in gazetteer.load().polities.values():
        years = led.get(polity.key.removeprefix("country/"), set())
        if polity.kind != "state" or polity.key.removeprefix("country/") in GAPS:
            continue
        assert years, polity.key
        assert set(range(max(1945, min(years)), NOW + 1)) <= years, polity.key


def test_the_list_agrees_with_the_forms_of_government() -> None:
    known = governments.load()
    roles = {"president", "vice-president", "monarch", "prime-minister", "chancellor"}
    for row in ROWS:
        state, years = f"country/{row['state']}", range(int(row["from"]), int(row["to"] or NOW) + 1)
        if row["role"] in roles and state not in known.dependent:
            assert any(known.may_have(state, row["role"], "", year) for year in years), row


def test_news_that_leaves_the_states_out_is_read_as_its_readers_did(pipeline: Pipeline) -> None:
    text = "President Kennedy and Premier Khrushchev met in Vienna today. Foreign Minister Gromyko sat in."
    assert offices(pipeline, text, 1961) == {
        "Kennedy": "United States",
        "Khrushchev": "Soviet Union",
        "Gromyko": "Soviet Union",
    }


def test_the_year_and_the_title_tell_namesakes_apart(pipeline: Pipeline) -> None:
    text = "King Hussein arrived on Monday for talks with President Saddam Hussein."
    assert offices(pipeline, text, 1987) == {"Hussein": "Jordan", "Saddam Hussein": "Iraq"}
    text = "President Bush was to open the talks. Envoys came from Nepal. Premier Bush was not there."
    assert offices(pipeline, text, 2002)["Bush"] == "United States"
    text = "Premier Zia was to open the talks. Envoys came from Nepal."
    assert [offices(pipeline, text, year)["Zia"] for year in (1986, 1993)] == ["Pakistan", "Bangladesh"]


@pytest.mark.parametrize(
    ("text", "year", "state"),
    [
        (
            "President Omer Hassan El-Bashir met envoys of Chad. Chad borders Sudan.",
            2006,
            "Sudan",
        ),  # misspelt
        ("President Ernst Bashir met envoys of Chad. Chad is large.", 2006, "Chad"),  # another
        ("Ex-President Jimmy Carter met envoys of Chad on Monday.", 2004, "United States"),  # long after
        ("Chairman Mahmoud Abbas met envoys of Chad on Monday.", 2006, "Palestine"),  # by another title
        (
            "Foreign Minister Jacques Chirac met envoys of Chad on Monday.",
            1996,
            "France",
        ),  # in another office
        ("President Jacques Chirac met envoys of Chad on Monday.", None, "France"),  # of no date
    ],
)
def test_whom_the_list_knows_is_of_that_state(
    pipeline: Pipeline, text: str, year: int | None, state: str
) -> None:
    assert list(offices(pipeline, text, year).values()) == [state]


def test_what_the_article_says_stands_against_the_list(pipeline: Pipeline) -> None:
    text = "Prime Minister Tony Blair of New Zealand met French President George Bush on Monday."
    assert offices(pipeline, text, 2005) == {"Tony Blair": "New Zealand", "George Bush": "France"}


@pytest.mark.parametrize(
    ("text", "year", "people"),
    [
        ("Reagan and Gorbachev met in Geneva on Tuesday.", 1985, {"Reagan", "Gorbachev"}),
        ("Mrs Thatcher met Mr Reagan at Camp David on Saturday.", 1984, {"Thatcher", "Reagan"}),
        ("Mao received Nixon in 1972.", 1999, {"Mao", "Nixon"}),
        ("Macmillan will see Kennedy in London on Monday.", 1961, {"Macmillan", "Kennedy"}),
        ("Vance and Dayan conferred on Tuesday.", 1978, {"Vance", "Dayan"}),
        ("Vance and Dayan conferred on Tuesday.", 2011, set()),  # other people of these names
        ("Reagan met Shultz on Tuesday.", 1985, set()),  # of one state
        ("Thomas and Kohl met on Tuesday.", 2010, set()),  # a given name
        ("Brunner and Holzer met in Geneva on Tuesday.", 1985, set()),  # whoever they are
        ("Jets from the Gorbachev base and Reagan met at sea on Tuesday.", 1985, set()),
    ],
)
def test_leaders_whom_no_title_introduces_meet_as_such(
    pipeline: Pipeline, text: str, year: int, people: set[str]
) -> None:
    meetings = pipeline.record(Article(text, date(year, 11, 20), publisher="Test"))["meetings"]
    assert {name for one in meetings for name in one["participants"]} == people


def test_a_base_called_like_a_leader_is_nobody(pipeline: Pipeline) -> None:
    text = "Russian jets took off from Khamenei on Monday. Troops at the Khamenei air base were on alert."
    assert pipeline.record(Article(text, date(2025, 1, 20)))["persons"] == []


def test_the_list_gives_nobody_an_office(pipeline: Pipeline) -> None:
    text = "Ronald Reagan and Margaret Thatcher met at Camp David on Saturday. Laura Bush was there."
    assert offices(pipeline, text, 1984) == {}


def test_a_state_concluded_from_the_list_says_so(pipeline: Pipeline) -> None:
    article = Article("President Reagan spoke of peace on Monday.", date(1984, 6, 3))
    claims = pipeline.extract(article).claims
    assert [c.implied_by for c in claims if c.predicate is Predicate.OFFICE_OF] == [REASON]


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Muammar Gaddafi", "in full"),
        ("Moamer Kadhafi", "in full"),
        ("Gadhafi", "in short"),
        ("Seif Gaddafi", "by surname"),
        ("Ali Gaddafi Saleh", None),
    ],
)
def test_a_name_is_recognised_in_its_spellings(name: str, called: str | None) -> None:
    found = {how for one, how in incumbents.named(name) if one.state == "country/libya" and one.until == 2011}
    assert found == ({called} if called else set())
