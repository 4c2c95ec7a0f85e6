"""Tokens: where they come from, what they allow, and what a server that is not on loopback asks."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from tests.web.plain_store import ADMIN, BASE, READER, TOKENS, WRITER, PlainStore

from communique.errors import Forbidden, Unauthorized, UsageError
from communique.web.access import VARIABLE, Caller, Token, authorize, digest, identify, new_token, read_tokens
from communique.web.app import create_app
from communique.web.settings import Settings


def test_a_new_token_opens_what_its_role_says() -> None:
    secret, token = new_token("anna", "write")
    assert secret not in token.line
    caller = identify(f"Bearer {secret}", "127.0.0.1", [token])
    assert caller == Caller("anna", "write")
    assert new_token("anna", "write")[0] != secret


def test_tokens_come_from_file_and_environment(tmp_path: Path) -> None:
    one, two = Token("a", "read", digest("1")), Token("b", "admin", digest("2"))
    file = tmp_path / "tokens"
    file.write_text(f"# who\n\n{one.line}\n")
    assert read_tokens(file, {VARIABLE: f" {two.line} ; "}) == (one, two)
    assert read_tokens(None, {}) == ()


@pytest.mark.parametrize(
    "content",
    ["anna write", "anna owner sha256:" + "0" * 64, "anna write sha256:xyz", "anna write secret", "\xff"],
)
def test_a_line_that_is_no_token_stops_the_start(tmp_path: Path, content: str) -> None:
    file = tmp_path / "tokens"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(UsageError, match="tokens"):
        read_tokens(file, {})


def test_two_tokens_of_one_name_stop_the_start() -> None:
    lines = ";".join(Token("a", "read", digest(secret)).line for secret in "12")
    with pytest.raises(UsageError, match="two tokens"):
        read_tokens(None, {VARIABLE: lines})


def test_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_tokens(tmp_path / "none", {})


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic !!!",
        "Basic " + base64.b64encode(b"a:x").decode(),
        "Token reader",
        "x",
    ],
)
def test_what_is_no_known_token_is_unauthorized(header: str) -> None:
    with pytest.raises(Unauthorized):
        identify(header, "127.0.0.1", TOKENS)


def test_basic_takes_the_token_as_password() -> None:
    header = "Basic " + base64.b64encode(b"whoever:reader").decode()
    assert identify(header, "127.0.0.1", TOKENS) == Caller("reader", "read")


def test_without_a_header_the_address_is_the_name() -> None:
    assert identify(None, "127.0.0.9", TOKENS) == Caller("127.0.0.9")


@pytest.mark.parametrize("needed", ["read", "write", "admin"])
@pytest.mark.parametrize("has", [None, "read", "write", "admin"])
@pytest.mark.parametrize("open_reads", [True, False])
def test_a_role_includes_the_lesser_ones(needed: str, has: str | None, open_reads: bool) -> None:
    order = [None, "read", "write", "admin"]
    allowed = order.index(has) >= order.index(needed) or (needed == "read" and open_reads)
    caller = Caller("x", has)  # type: ignore[arg-type]  # one of the roles above
    if allowed:
        authorize(caller, needed, open_reads=open_reads)  # type: ignore[arg-type]  # as above
    else:
        with pytest.raises(Unauthorized if has is None else Forbidden):
            authorize(caller, needed, open_reads=open_reads)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK{}", "/sparql", "/graph-store?default", "/metrics", "/limits"]
)
def test_a_closed_server_asks_for_a_token_to_read(store: PlainStore, path: str) -> None:
    client = create_app(
        Settings(base=BASE, tokens=TOKENS, open_reads=False, pages=False), store
    ).test_client()
    reply = client.get(path)
    assert reply.status_code == 401
    assert reply.headers["WWW-Authenticate"].startswith("Bearer")
    for token in (READER, WRITER, ADMIN):
        reply = client.get(path, headers=token)
        assert reply.status_code == 200
        assert "public" not in reply.headers.get("Cache-Control", "")
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/sparql"), ("QUERY", "/sparql"), ("POST", "/query"), ("POST", "/update"), ("POST", "/sparql.csv"),
        ("POST", "/graph-store"), ("PUT", "/graph/user/x"),
    ],
)  # fmt: skip
def test_a_stranger_is_turned_away_before_the_body_is_looked_at(
    store: PlainStore, method: str, path: str
) -> None:
    """Neither unpacked nor parsed, and without a word on what would be wrong with it."""
    settings = Settings(base=BASE, tokens=TOKENS, open_reads=False, pages=False)
    client = create_app(settings, store, store).test_client()
    headers = {"Content-Type": "image/png", "Content-Encoding": "gzip"}
    assert client.open(path, method=method, headers=headers, data=b"no gzip").status_code == 401
    known = client.open(path, method=method, headers=headers | WRITER, data=b"no gzip")
    assert known.status_code in {400, 415}
    if path == "/update":
        assert client.open(path, method=method, headers=headers | READER, data=b"x").status_code == 403


@pytest.mark.parametrize(
    "path", ["/sparql", "/update", "/graph-store", "/graph/user/x", "/queries/1", "/limits"]
)
def test_a_preflight_is_never_asked_for_a_token(store: PlainStore, path: str) -> None:
    """A browser sends none with it (Fetch, CORS-preflight fetch), and would take 401 for a refusal."""
    settings = Settings(base=BASE, tokens=TOKENS, open_reads=False, pages=False)
    client = create_app(settings, store, store).test_client()
    asked = {"Origin": "https://page.example", "Access-Control-Request-Method": "GET"}
    asked["Access-Control-Request-Headers"] = "authorization"
    reply = client.options(path, headers=asked)
    assert (reply.status_code, reply.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert "Authorization" in reply.headers["Access-Control-Allow-Headers"]
    assert "WWW-Authenticate" not in reply.headers


def test_answers_of_a_closed_server_are_private(store: PlainStore) -> None:
    client = create_app(
        Settings(base=BASE, tokens=TOKENS, open_reads=False, pages=False), store
    ).test_client()
    reply = client.get("/sparql?query=ASK{}", headers=READER)
    assert "private" in reply.headers["Cache-Control"]
    assert "Authorization" in reply.headers["Vary"]


def test_a_wrong_token_is_refused_even_where_none_is_needed(store: PlainStore) -> None:
    client = create_app(Settings(base=BASE, tokens=TOKENS, pages=False), store).test_client()
    assert client.get("/sparql?query=ASK{}", headers={"Authorization": "Bearer x"}).status_code == 401


def test_queries_of_others_are_for_administrators(store: PlainStore) -> None:
    client = create_app(Settings(base=BASE, tokens=TOKENS, pages=False), store).test_client()
    for path, method in (("/queries", "GET"), ("/queries/x", "DELETE")):
        assert client.open(path, method=method).status_code == 401
        assert client.open(path, method=method, headers=WRITER).status_code == 403
        assert client.open(path, method=method, headers=ADMIN).status_code == 404
