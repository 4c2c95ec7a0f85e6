"""Whose an office is that is printed without its country: what speaks for a state, and against one."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.gazetteer import governments
from communique.extraction.offices import allegiance
from communique.extraction.pipeline import Pipeline
from communique.model.claims import Predicate
from communique.model.text import Article


def states(
    pipeline: Pipeline, text: str, year: int = 2005, publisher: str | None = None
) -> dict[str, str | None]:
    """The polity of each holder's first office."""
    record = pipeline.record(Article(text, date(year, 6, 1), publisher=publisher))
    return {one["holder"]: one["polity"] for one in reversed(record["offices"])}


def test_who_is_seen_in_a_city_is_of_its_state_where_two_are_told_so(pipeline: Pipeline) -> None:
    text = (
        "WASHINGTON (AP) - Secretary of State Walter Grayson will leave on Friday, the State Department said. "
        "Grayson is scheduled to see President Omar Haddad in Cairo, King Faris in Amman, President Nabil Sabbagh "
        "in Damascus and King Turki in Riyadh before returning to Washington."
    )
    found = states(pipeline, text, 1991)
    assert [found[name] for name in ("Omar Haddad", "Faris", "Nabil Sabbagh", "Turki")] == [
        "Egypt", "Jordan", "Syria", "Saudi Arabia",
    ]  # fmt: skip


def test_a_city_behind_one_name_alone_may_be_a_third_states(pipeline: Pipeline) -> None:
    text = (
        "MOSCOW - Russia has asked for patience. President Igor Malkin saw US Secretary of State Walter Grayson in Geneva "
        "and Prime Minister Oleg Baranov at home, Russian officials said. Russia wants a new treaty."
    )
    assert states(pipeline, text)["Oleg Baranov"] == "Russia"


def test_who_is_visited_on_a_journey_is_of_where_it_goes(pipeline: Pipeline) -> None:
    text = (
        "ISLAMABAD, June 1: US Secretary of State Walter Grayson met President Tariq Mahmood. He will leave for New "
        "Delhi to see Prime Minister Ravi Menon and fly to Algiers for talks with President Larbi Tounsi."
    )
    found = states(pipeline, text)
    assert (found["Tariq Mahmood"], found["Ravi Menon"], found["Larbi Tounsi"]) == (
        "Pakistan",
        "India",
        "Algeria",
    )


def test_who_meets_the_officials_of_three_states_is_of_none_of_them(pipeline: Pipeline) -> None:
    text = (
        "The Prime Minister, Peter Hargrave, will travel to Apia next week. While in Samoa he will have bilateral "
        "meetings with the Prime Minister of Samoa, Tavita Leota, the Prime Minister of Tonga, Siaosi Lavaka, and the "
        "President of Kiribati, Ioane Tabai."
    )
    assert states(pipeline, text)["Peter Hargrave"] is None
    assert states(pipeline, text, publisher="New Zealand Government")["Peter Hargrave"] == "New Zealand"


def test_who_calls_an_official_of_a_named_state_is_of_another(pipeline: Pipeline) -> None:
    text = (
        "Vice President Grayson spoke today with Prime Minister Salim Jabbar of Iraq. The Vice President thanked the "
        "Prime Minister for his leadership in Iraq."
    )
    assert states(pipeline, text)["Grayson"] is None
    assert states(pipeline, text, publisher="The White House")["Grayson"] == "United States"


def test_a_president_may_meet_his_own_minister(pipeline: Pipeline) -> None:
    text = (
        "TUNIS, June 1 (TAP) - President Hedi Mansour met Foreign Minister Slim Gharbi on Monday. Gharbi briefed him on "
        "his talks. Tunisia holds the presidency."
    )
    assert states(pipeline, text) == {"Hedi Mansour": "Tunisia", "Slim Gharbi": "Tunisia"}


def test_heads_who_agree_by_telephone_are_of_two_states(pipeline: Pipeline) -> None:
    text = (
        "MOSCOW (AP) - President Igor Malkin and Prime Minister Kenji Morita agreed by telephone to put off a visit to Tokyo. "
        "Russia will set a new date, Foreign Minister Oleg Baranov said."
    )
    found = states(pipeline, text, 1993)
    assert (found["Igor Malkin"], found["Oleg Baranov"]) == ("Russia", "Russia")
    assert found["Kenji Morita"] != "Russia"


def test_of_two_states_that_will_act_together_the_guest_has_the_other(pipeline: Pipeline) -> None:
    text = (
        "NAIROBI - President Josiah Mutiso received Foreign Minister Tesfaye Alemu at the palace, who brought a "
        "message from Prime Minister Haile Girma. Mr Alemu said Ethiopia and Kenya would open the road."
    )
    found = states(pipeline, text, 2011, "Daily Nation")
    assert found == {"Josiah Mutiso": "Kenya", "Tesfaye Alemu": "Ethiopia", "Haile Girma": "Ethiopia"}


def test_a_title_that_one_state_uses_most_yields_to_the_scene(pipeline: Pipeline) -> None:
    text = (
        "Foreign Minister Igor Malkin of the Soviet Union will visit Canada and Cuba. In Ottawa he will hold talks with "
        "External Affairs Minister Robert Lachance and be received by Prime Minister Peter Hargrave."
    )
    found = states(pipeline, text, 1986)
    assert (found["Robert Lachance"], found["Peter Hargrave"]) == ("Canada", "Canada")
    assert states(pipeline, "External Affairs Minister Ravi Menon spoke.")["Ravi Menon"] == "India"


def test_a_title_that_few_states_use_is_no_other_states(pipeline: Pipeline) -> None:
    text = "LONDON - The foreign secretary spoke last night to Secretary Grayson about Georgia, the Foreign Office said."
    assert states(pipeline, text, publisher="Foreign Office")["Grayson"] == "United States"


def test_colleagues_named_together_are_not_of_one_state_after_the_other(pipeline: Pipeline) -> None:
    text = (
        "Macedonian Foreign Minister Goran Petrov hosted his colleagues Arben Hoxha, Milan Savic and Ivo Babic in "
        "Skopje. Kosovo and Montenegro were discussed."
    )
    found = states(pipeline, text)
    assert {found.get(name) for name in ("Arben Hoxha", "Milan Savic", "Ivo Babic")} <= {None}


def test_an_agency_for_all_the_world_is_at_home_nowhere(pipeline: Pipeline) -> None:
    text = "DENVER, June 20 - US President Walter Grayson gave a dinner for Prime Minister Peter Hargrave."
    assert states(pipeline, text, publisher="Agence France-Presse")["Peter Hargrave"] != "France"


@pytest.mark.parametrize(
    ("country", "role", "year", "may"),
    [
        ("iran", "monarch", 1971, True),
        ("iran", "president", 1971, False),
        ("iran", "monarch", 1990, False),
        ("iran", "prime-minister", 1985, True),
        ("iran", "prime-minister", 2001, False),
        ("kenya", "prime-minister", 2010, True),
        ("cambodia", "president", 1980, True),
        ("cambodia", "president", 2010, False),
        ("samoa", "president", 1990, False),
    ],
)
def test_forms_of_government_are_those_of_the_year(country: str, role: str, year: int, may: bool) -> None:
    assert governments.load().may_have(f"country/{country}", role, year=year) is may


def test_an_article_of_1979_can_speak_of_irans_shah_and_premier(pipeline: Pipeline) -> None:
    text = "In Tehran, Premier Dariush Farahani refused to resign. Elections in Iran were put off."
    assert states(pipeline, text, 1979)["Dariush Farahani"] == "Iran"


def test_a_conclusion_is_as_sure_as_its_lead_over_the_second(pipeline: Pipeline) -> None:
    assert [allegiance.confidence(lead) for lead in (0.1, 1.0, 5.0)] == [0.45, 0.73, 0.94]
    text = "LIMA, June 1 (Andina) -- Foreign Minister Rosa Delgado of Peru met Finance Minister Luis Cardona."
    claims = pipeline.extract(Article(text, date(2020, 6, 1))).claims
    sure = sorted({one.confidence for one in claims if one.predicate is Predicate.HELD_OFFICE})
    assert sure == [0.94, 0.95]


def test_a_minister_who_flies_to_another_city_of_the_state_may_be_its_own(pipeline: Pipeline) -> None:
    text = (
        "NEW DELHI, June 1: Justice Minister Rajan Pillai flew to Srinagar on Monday. An official leaves for Tripoli "
        "next week, and Libya will open its embassy."
    )
    assert states(pipeline, text)["Rajan Pillai"] == "India"
    visit = "JAKARTA, June 1: Justice Minister Rajan Pillai arrived in Jakarta on Monday. India signed the treaty."
    assert states(pipeline, visit)["Rajan Pillai"] == "India"


def test_guests_are_not_of_the_state_of_a_party_leader_who_receives_them(pipeline: Pipeline) -> None:
    text = (
        "MOSCOW -- Igor Malkin, the new general secretary of the Communist Party, received Vice President Walter "
        "Grayson and British Prime Minister Anne Whitfield. U.S. Ambassador Helen Carver was present."
    )
    found = states(pipeline, text, 1984)
    assert (found["Igor Malkin"], found["Walter Grayson"]) == ("Soviet Union", "United States")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Texas Gov. Rick Sorley spoke in Austin, United States.", "Governor of Texas"),
        ("California Lt. Gov. Rick Sorley spoke in the United States.", "Lieutenant Governor of California"),
        ("Turkish VP Cem Aydin spoke in Ankara.", "Vice President"),
        ("NEW DELHI: Deputy CM Ravi Menon spoke.", "Deputy Chief Minister"),
        ("NEW DELHI: Union Home Minister Ravi Menon spoke.", "Minister of Home Affairs"),
        ("U.S. Amb. Helen Carver spoke.", "Ambassador"),
    ],
)
def test_offices_are_printed_short(pipeline: Pipeline, text: str, title: str) -> None:
    assert title in {one["title"] for one in pipeline.record(Article(text, date(2014, 6, 1)))["offices"]}


def test_an_ambassador_by_courtesy_holds_only_the_office_that_is_told(pipeline: Pipeline) -> None:
    text = "Amb. Bola Adeyemi, AU Commissioner for Peace and Security, spoke."
    titles = {one["title"] for one in pipeline.record(Article(text, date(2014, 6, 1)))["offices"]}
    assert titles == {"Commissioner for Peace and Security"}


def test_a_president_named_behind_his_clerical_title_is_not_who_is_named_next(pipeline: Pipeline) -> None:
    text = "CAIRO - Archbishop Kyrillos, President of Cyprus, and Emperor Tewodros arrived."
    record = pipeline.record(Article(text, date(1964, 10, 8)))
    assert [one["holder"] for one in record["offices"] if one["title"] == "President"] == ["Kyrillos"]


def test_officials_called_on_in_a_row_are_of_several_states_and_not_of_the_hosts(pipeline: Pipeline) -> None:
    text = (
        "DA NANG - Deputy Prime Minister Pham Van Binh met Foreign Minister Taro Kuroda and Foreign Minister Kang "
        "Min-ju. Chilean President Rosa Delgado was welcomed by President Tran Duc Quang of Vietnam."
    )
    found = states(pipeline, text, 2017, "Vietnam News Agency")
    assert found["Pham Van Binh"] == "Vietnam"
    assert "Vietnam" not in {found["Taro Kuroda"], found["Kang Min-ju"]}


def test_three_heads_in_a_row_are_of_three_states(pipeline: Pipeline) -> None:
    text = (
        "Prime Minister Harold Maitland, Chancellor Otto Brenner and President Charles Moreau were told. Cuba and "
        "Brazil protested; in Havana, Cuban Foreign Minister Raul Mora rejected inspection."
    )
    found = states(pipeline, text, 1962)
    assert found["Charles Moreau"] is None


def test_the_commission_of_a_northern_state_is_not_its_neighbours(pipeline: Pipeline) -> None:
    text = "SEOUL - National Defense Commission Chairman Kim Won-il signed the declaration, South Korea said."
    assert states(pipeline, text, 2000)["Kim Won-il"] == "North Korea"


def test_an_ambassador_whom_the_government_receives_is_not_its_own(pipeline: Pipeline) -> None:
    text = (
        "ULAANBAATAR - Prime Minister Chimed Bold received Ambassador Jennifer Carver. Mongolia thanked her. The Speaker "
        "of the State Great Khural Zandaa Enkh and the Head of the Office of the President Puntsag Bayar were present."
    )
    record = pipeline.record(Article(text, date(2016, 3, 30), publisher="Montsame"))
    assert {one["holder"]: (one["title"], one["polity"]) for one in record["offices"]} == {
        "Chimed Bold": ("Prime Minister", "Mongolia"),
        "Jennifer Carver": ("Ambassador", None),
        "Zandaa Enkh": ("Speaker of State Great Khural", "Mongolia"),
        "Puntsag Bayar": ("Head of the Office of the President", "Mongolia"),
    }


def test_a_high_commissioner_is_a_states_where_he_is_for_no_cause(pipeline: Pipeline) -> None:
    text = (
        "SINGAPORE - The Prime Minister, Lim Boon Hwee, will visit Jakarta for the ASEAN summit. The High Commissioner in "
        "Kuala Lumpur, Wee Teck Kim, will accompany him, Singapore said."
    )
    assert states(pipeline, text, 1974, "The Straits Times")["Wee Teck Kim"] == "Singapore"
    refugees = "GENEVA - The High Commissioner for Refugees, Wee Teck Kim, spoke at the United Nations."
    assert states(pipeline, refugees)["Wee Teck Kim"] == "United Nations"


def test_who_is_called_on_to_act_is_met_by_nobody(pipeline: Pipeline) -> None:
    text = (
        "Senator Ann Bartley of Australia called on Prime Minister Jack Howden to release legal advice on Iraq. The war "
        "on Iraq is wrong, Australia's Senator Bartley said."
    )
    assert states(pipeline, text, 2003, "Australian parliament press release")["Jack Howden"] == "Australia"


def test_secretaries_of_one_state_in_a_row_stay_with_it(pipeline: Pipeline) -> None:
    text = (
        "The letter was sent to U.S. Secretary of State Walter Grayson, Treasury Secretary Ann Koch, Commerce Secretary "
        "Hal Burrows and Agriculture Secretary Ned Harlow. Hong Kong protested."
    )
    assert set(states(pipeline, text, 1987).values()) == {"United States"}


def test_a_name_behind_a_state_holds_no_office_of_the_organisation_before(pipeline: Pipeline) -> None:
    text = "ASEAN Secretary-General Kao Sophal and Laos' Bounmy Sisavath joined."
    record = pipeline.record(Article(text, date(2024, 3, 5)))
    assert [(one["holder"], one["polity"]) for one in record["offices"]] == [
        ("Kao Sophal", "Association of Southeast Asian Nations")
    ]


def test_a_state_that_only_its_minister_names_may_be_the_presidents(pipeline: Pipeline) -> None:
    text = (
        "President Grayson's threat to impose tariffs on Japanese exports hit shares, U.S. Treasury Secretary Ned Harlow "
        "said. Japan and Britain protested, Japanese Prime Minister Kenji Morita said."
    )
    assert states(pipeline, text, 1987)["Grayson"] == "United States"


def test_two_presidents_named_together_are_not_both_of_the_one_state_named(pipeline: Pipeline) -> None:
    found = states(
        pipeline, "Presidents Carl Dahl and Kofi Ansah signed the treaty in Moscow on Saturday.", 1995
    )
    assert "Russia" not in {found.get("Carl Dahl"), found.get("Kofi Ansah")}


def test_talks_between_two_states_tell_whose_the_guest_is(pipeline: Pipeline) -> None:
    text = (
        "BANGKOK - Chinese President Zhao Wenbin met Prime Minister Peter Hargrave on Friday to speak of relations "
        "between China and Australia. Thailand hosted the summit. Thailand's foreign minister was there."
    )
    assert states(pipeline, text, 2012)["Peter Hargrave"] == "Australia"


def test_a_head_who_speaks_in_a_capital_is_of_its_state(pipeline: Pipeline) -> None:
    text = (
        "In Accra, traders and President Kofi Mensah spoke of prices. Togo and Benin protested. Togo closed the border "
        "with Benin."
    )
    assert states(pipeline, text, 2012)["Kofi Mensah"] == "Ghana"


def test_who_receives_somebody_somewhere_is_at_home_there_and_the_guest_is_not(pipeline: Pipeline) -> None:
    text = (
        "President Carlos Molinari received Foreign Minister Ana Quiroga in Buenos Aires. "
        "Argentina and Chile will trade."
    )
    found = states(pipeline, text, 2012)
    assert (found["Carlos Molinari"], found["Ana Quiroga"]) == ("Argentina", "Chile")


@pytest.mark.parametrize("beside", ["On the sidelines of a summit", "On the margins of the forum"])
def test_who_is_met_beside_a_gathering_is_not_of_the_state_where_it_is(
    pipeline: Pipeline, beside: str
) -> None:
    text = (
        f"{beside} in Jakarta, Prime Minister Peter Hargrave met President Ana Solano on Monday. "
        "Peru and New Zealand want to trade more, New Zealand said."
    )
    assert states(pipeline, text, 2012)["Ana Solano"] == "Peru"
