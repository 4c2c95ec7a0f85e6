"""Deciding what is one: everybody sees the evidence, whoever has a token decides, and nobody by a trick."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.web.pages.site import BASE, Site

from communique.web.access import Token, new_token
from communique.web.app import create_app
from communique.web.judging import EXTENSION, Judging
from communique.web.settings import Settings

ONE, OTHER = f"{BASE}person/t-calder-0c1d2e3f", f"{BASE}person/tomas-calder-9b3f7a10"
PAIR = {"left": ONE, "right": OTHER}


def basic(secret: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'any:{secret}'.encode()).decode()}"}


class Desk:
    """The pages with tokens, over a store that is not there: what it is asked to decide, it refuses."""

    def __init__(self, site: Site, store: Path) -> None:
        self.secrets: dict[str, str] = {}
        tokens: list[Token] = []
        for name, role in (("ana", "write"), ("reader", "read")):
            secret, token = new_token(name, role)  # type: ignore[arg-type]  # literals in a tuple
            self.secrets[name] = secret
            tokens.append(token)
        app = create_app(Settings(base=BASE, tokens=tuple(tokens)), site.tier)
        self.judging = Judging(store, lambda: None)
        app.extensions[EXTENSION] = self.judging
        self.client = app.test_client()

    def form(self, **changes: str) -> dict[str, str]:
        """What the page of the pair gives ana to send."""
        page = self.client.get("/judge/pair", query_string=PAIR, headers=basic(self.secrets["ana"]))
        found = re.search(r'name="proof" value="([0-9a-f]{64})"', page.get_data(as_text=True))
        assert found is not None
        return {"proof": found[1], **PAIR, "verdict": "same", "why": "one career", **changes}


@pytest.fixture
def desk(site: Site, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(site, tmp_path / "nowhere")
    yield made
    made.judging.close()


def test_everybody_sees_the_open_pairs_and_what_speaks_for_and_against(client: FlaskClient) -> None:
    html = client.get("/judge/").get_data(as_text=True)
    assert "met the same person in the same place" in html
    assert f"left={ONE.replace(':', '%3A').replace('/', '%2F')}" in html
    assert "<form" not in html.partition("<main")[2]


def test_a_pair_stands_side_by_side_with_the_sentences_of_both(client: FlaskClient) -> None:
    html = client.get("/judge/pair", query_string=PAIR).get_data(as_text=True)
    assert html.count("<blockquote") >= 2
    assert "met the same person in the same place" in html
    assert f"communique judge same {ONE} {OTHER} --why" in html


def test_the_pages_of_both_lead_to_their_comparison(client: FlaskClient) -> None:
    html = client.get("/person/t-calder-0c1d2e3f").get_data(as_text=True)
    assert "May be the same as" in html
    assert "/judge/pair?left=" in html


def test_the_mentions_of_a_merge_can_be_compared_too(client: FlaskClient) -> None:
    html = client.get("/person/ana-verin-4e1d0c2a").get_data(as_text=True)
    (path, *_) = re.findall(r'href="(/judge/pair\?left=[^"]+%23person-[^"]+)"', html)
    compared = client.get(path.replace("&amp;", "&")).get_data(as_text=True)
    assert compared.count("<blockquote") == 2
    assert compared.count("<mark>") >= 2


def test_a_browser_is_asked_for_a_token_and_comes_back(desk: Desk) -> None:
    asked = desk.client.get("/judge/sign-in?back=/judge/pair?left=x")
    assert asked.status_code == 401
    assert asked.headers["WWW-Authenticate"].startswith("Basic ")
    again = desk.client.get("/judge/sign-in?back=/judge/x", headers=basic(desk.secrets["ana"]))
    assert (again.status_code, again.headers["Location"]) == (303, "/judge/x")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/judge/", "/person/", "/judge/\\e"])
def test_signing_in_leads_nowhere_else(back: str, desk: Desk) -> None:
    reply = desk.client.get("/judge/sign-in", query_string={"back": back}, headers=basic(desk.secrets["ana"]))
    assert reply.headers["Location"] == "/judge/"


def test_pages_that_differ_with_who_asks_are_not_kept(desk: Desk) -> None:
    for path in ("/judge/", f"/judge/pair?left={ONE}&right={OTHER}"):
        assert (
            desk.client.get(path, headers=basic(desk.secrets["ana"])).headers["Cache-Control"] == "no-store"
        )


def test_deciding_takes_a_token_that_may_write(desk: Desk) -> None:
    form = desk.form()
    assert desk.client.post("/judge/decide", data=form).status_code == 401
    assert (
        desk.client.post("/judge/decide", data=form, headers=basic(desk.secrets["reader"])).status_code == 403
    )


@pytest.mark.parametrize("proof", ["", "0" * 64, "é"])
def test_a_form_that_this_server_did_not_give_is_refused(proof: str, desk: Desk) -> None:
    form = desk.form(proof=proof)
    reply = desk.client.post("/judge/decide", data=form, headers=basic(desk.secrets["ana"]))
    assert reply.status_code == 403
    assert desk.judging.attempt(1) is None


def test_a_form_on_another_site_is_refused_even_with_the_proof(desk: Desk) -> None:
    headers = {**basic(desk.secrets["ana"]), "Origin": "https://evil.example"}
    assert desk.client.post("/judge/decide", data=desk.form(), headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"verdict": "perhaps"}, "is no decision"),
        ({"verdict": "correct"}, "is no decision"),
        ({"left": "https://elsewhere.example/person/x"}, "is nothing that this store holds"),
        ({"right": "--help"}, "is nothing that this store holds"),
        ({"why": "  "}, "say why"),
        ({"verdict": "withdraw", "left": "1", "right": "2026-01-01"}, "has changed"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_its_reason(
    changes: dict[str, str], words: str, desk: Desk
) -> None:
    reply = desk.client.post("/judge/decide", data=desk.form(**changes), headers=basic(desk.secrets["ana"]))
    assert reply.status_code == 400
    assert words in reply.get_data(as_text=True)
    assert desk.judging.attempt(1) is None


def test_what_the_store_refuses_is_shown_with_its_words(desk: Desk) -> None:
    """A program sends its token as Bearer, which no browser adds by itself, and needs no proof."""
    headers = {"Authorization": f"Bearer {desk.secrets['ana']}"}
    reply = desk.client.post("/judge/decide", data=desk.form(proof=""), headers=headers)
    assert reply.status_code == 303
    html = desk.client.get(reply.headers["Location"], headers=headers).get_data(as_text=True)
    assert "This was not decided" in html
    assert "nowhere" in html


def test_a_claim_can_be_judged(site: Site, client: FlaskClient) -> None:
    claim = site.things("Claim")[0]
    html = client.get("/judge/claim", query_string={"claim": claim}).get_data(as_text=True)
    assert "Does this claim stand?" in html
    assert f"communique judge reject {claim}" in html.replace("&#39;", "")


@pytest.mark.parametrize(
    "path", ["/judge/pair", "/judge/pair?left=x&right=y", "/judge/claim", "/judge/decision/9"]
)
def test_what_is_not_there_is_said(path: str, client: FlaskClient) -> None:
    assert client.get(path).status_code == 404


def test_the_short_address_leads_below_the_slash(client: FlaskClient) -> None:
    reply = client.get("/judge?page=2")
    assert (reply.status_code, reply.headers["Location"]) == (308, "/judge/?page=2")
