"""The options of ``serve``: what they set, and what they refuse before anything starts."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from communique.cli.serving import demo, limited, serve
from communique.errors import UsageError
from communique.sparql.limits import Limits
from communique.web import host
from communique.web.access import new_token
from communique.web.settings import Settings


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings with which a server would have been started."""
    found: list[Settings] = []

    def note(_store: Path, settings: Settings, *_more: Any) -> None:
        found.append(settings)

    monkeypatch.setattr(host, "host", note)
    monkeypatch.delenv("COMMUNIQUE_TOKENS", raising=False)
    return found


def test_limits_are_set_by_their_names() -> None:
    assert limited(["result_bytes=1_000", "anonymous_deadline=2.5"]) == replace(
        Limits(), result_bytes=1000, anonymous_deadline=2.5
    )
    assert isinstance(limited(["workers=4.0"]).workers, int)


@pytest.mark.parametrize(
    "wrong", ["rows=3", "workers", "workers=x", "workers=0", "queue=0.5", "queue=-1", "queue=inf"]
)
def test_what_is_no_limit_or_no_number_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError, match="--limit"):
        limited([wrong])


@pytest.mark.usefixtures("loggers")
def test_options_become_settings(started: list[Settings], tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text(new_token("a", "read")[1].line)
    words = (
        "--private --tokens tokens --origin https://a.example --origin https://b.example --proxies 2 "
        "--base-url https://data.example/ --deadline 3 --limit queue=8 --disk-above 5 --weak-sandbox"
    ).replace("--tokens tokens", f"--tokens {tmp_path / 'tokens'}")
    done = CliRunner().invoke(serve, words.split(), catch_exceptions=False)
    assert done.exit_code == 0
    [settings] = started
    assert settings == Settings(
        public_url="https://data.example/",
        tokens=settings.tokens,
        open_reads=False,
        origins=("https://a.example", "https://b.example"),
        trusted_proxies=2,
        limits=replace(Limits(), anonymous_deadline=3.0, queue=8),
        disk_above=5,
        weak_sandbox=True,
    )
    assert [token.name for token in settings.tokens] == ["a"]


@pytest.mark.usefixtures("loggers")
def test_reads_are_open_on_this_machine_and_pages_of_every_origin_may_read(started: list[Settings]) -> None:
    CliRunner().invoke(serve, [], catch_exceptions=False)
    assert started == [Settings()]


@pytest.mark.parametrize("words", [["--private"], ["--host", "0.0.0.0"], ["--host", "data.example"]])
def test_who_asks_for_tokens_must_give_some(started: list[Settings], words: list[str]) -> None:
    with pytest.raises(UsageError, match="communique token"):
        CliRunner().invoke(serve, words, catch_exceptions=False)
    assert not started


def test_the_demo_is_no_more_open_than_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMMUNIQUE_TOKENS", raising=False)
    store = tmp_path / "store"
    with pytest.raises(UsageError, match=r"0\.0\.0\.0 can be reached from other machines"):
        CliRunner().invoke(demo, ["--store", str(store), "--host", "0.0.0.0"], catch_exceptions=False)
    assert not store.exists()


@pytest.fixture
def loggers() -> Iterator[None]:
    """The loggers of the program, as they were before."""
    names = ("communique", "communique.access", "communique.slow")
    before = {name: (logging.getLogger(name).level, logging.getLogger(name).handlers[:]) for name in names}
    yield
    for name, (level, handlers) in before.items():
        logger = logging.getLogger(name)
        for handler in set(logger.handlers) - set(handlers):
            handler.close()
        logger.handlers, logger.propagate = handlers, True
        logger.setLevel(level)


@pytest.mark.usefixtures("loggers")
def test_requests_are_logged_where_the_operator_wants_them(
    started: list[Settings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "access.log"
    CliRunner().invoke(serve, ["--access-log", str(file)], catch_exceptions=False)
    assert len(started) == 1
    logging.getLogger("communique.access").info('{"status": 200}')
    logging.getLogger("communique.slow").warning('{"text": "ASK {}"}')
    assert file.read_text().splitlines() == ['{"status": 200}', '{"text": "ASK {}"}']
    assert "ASK" not in capsys.readouterr().err


@pytest.mark.usefixtures("loggers")
def test_a_log_that_cannot_be_written_is_said_before_anything_starts(
    started: list[Settings], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="--access-log"):
        CliRunner().invoke(serve, ["--access-log", str(tmp_path / "none" / "log")], catch_exceptions=False)
    assert not started
