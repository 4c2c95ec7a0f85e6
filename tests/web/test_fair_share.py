"""No address has more requests under way than its share, and those that were refused are not held against it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from communique.web.server import FairShare


class Asked:
    """Requests to an application that answers until it is closed."""

    def __init__(self, most: int) -> None:
        self.shared = FairShare(self._answer, most)
        self.fails = False

    def _answer(self, _environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self.fails:
            raise RuntimeError("made to fail")
        start_response("200 OK", [])
        return [b"answer"]

    def from_address(self, address: str) -> tuple[int, Iterable[bytes]]:
        """Status and body of one request; the body is still to be closed, as a server does at the end."""
        seen: list[int] = []

        def start(status: str, _headers: list[tuple[str, str]], _info: object = None) -> object:
            seen.append(int(status[:3]))
            return lambda _: None

        body = self.shared({"REMOTE_ADDR": address, "wsgi.input": io.BytesIO()}, start)  # type: ignore[arg-type]  # only what a server must have
        return seen[0], body


def closed(bodies: Iterator[Iterable[bytes]]) -> None:
    for body in bodies:
        body.close()  # type: ignore[attr-defined]  # PEP 3333: a body may have it, and these do


def test_an_address_is_served_again_as_soon_as_its_requests_have_ended() -> None:
    asked = Asked(most=2)
    held = [asked.from_address("10.0.0.1") for _ in range(2)]
    assert [status for status, _ in held] == [200, 200]
    refused = [asked.from_address("10.0.0.1") for _ in range(9)]
    assert {status for status, _ in refused} == {503}
    status, other = asked.from_address("10.0.0.2")
    assert status == 200, "another address has its own share"
    closed(body for _, body in (*held, *refused))
    closed(iter([other]))
    for _ in range(5):
        status, body = asked.from_address("10.0.0.1")
        assert status == 200
        closed(iter([body]))


def test_a_request_that_failed_is_not_held_against_its_address() -> None:
    asked = Asked(most=1)
    asked.fails = True
    for _ in range(3):
        with pytest.raises(RuntimeError):
            asked.from_address("10.0.0.1")
    asked.fails = False
    assert asked.from_address("10.0.0.1")[0] == 200
