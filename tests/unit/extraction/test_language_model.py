"""A language model's answers count where their words stand in the article; whatever else it does is told."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from communique.errors import ResourceMissing, ServiceFailure, UsageError
from communique.extraction.language_model import Chat, LanguageModelExtractor, Service, with_names
from communique.extraction.pipeline import Pipeline
from communique.extraction.record import record
from communique.model.claims import Claim, Concept, Extraction, Kind, Predicate, Ref, When
from communique.model.text import Article

TEXT = """LISBON, March 3 - Foreign Minister Rui Tavora of Portugal met his Angolan counterpart, Joana Kiala, on Tuesday.

The two will hold a second round in Luanda on 14 March, an aide said. Tavora flew home “satisfied”.

Portugal's navy has leased Porto Novo naval base in Cape Verde since 1998.
"""
ARTICLE = Article(TEXT, date(2015, 3, 3), publisher="Test")
PEOPLE = "P1 Rui Tavora (also: Tavora)\nP2 Joana Kiala"
RIGHT: dict[str, Any] = {
    "offices": [
        {"holder": "P1", "title": "Foreign Minister", "polity": "C1", "capacity": "current", "sentence": 2},
    ],
    "meetings": [
        {"kind": "meeting", "status": "held", "trigger": "met", "participants": ["P1", "P2"], "sides": [],
         "place": None, "date": "on Tuesday", "sentences": [2]},
        {"kind": "conference", "status": "planned", "trigger": "second round", "participants": [],
         "sides": ["C1", "C2"], "place": "L2", "date": "14 March", "sentences": [3, 2]},
    ],
    "bases": [],
}  # fmt: skip


@dataclass
class Recorded:
    """A service on the loopback that gives recorded replies in turn, and keeps what it was asked."""

    replies: list[tuple[int, dict[str, str], str]]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    delay: float = 0.0
    url: str = ""


def said(answer: Any) -> tuple[int, dict[str, str], str]:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return 200, {}, json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]})


@pytest.fixture
def serve() -> Iterator[Callable[..., Recorded]]:
    servers: list[ThreadingHTTPServer] = []

    def start(*replies: tuple[int, dict[str, str], str], delay: float = 0.0) -> Recorded:
        service = Recorded(list(replies), delay=delay)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.asked.append({"path": self.path, **json.loads(body)})
                service.headers.append(dict(self.headers))
                time.sleep(service.delay)
                status, headers, text = (
                    service.replies.pop(0) if len(service.replies) > 1 else service.replies[0]
                )
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_arguments: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        service.url = f"http://127.0.0.1:{server.server_port}/v1"
        return service

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline("sm")


def extractor(
    pipeline: Pipeline, service: Recorded, cache: Path | None = None, **settings: Any
) -> LanguageModelExtractor:
    chat = Chat(Service(service.url, "test-1", **settings), cache, pause=lambda _seconds: None)
    return LanguageModelExtractor(pipeline, chat)


def of(extraction: Extraction, predicate: Predicate) -> list[Claim]:
    return [claim for claim in extraction.claims if claim.predicate is predicate]


def quoted(claims: list[Claim]) -> list[str]:
    return [ARTICLE.quote(claim.words) for claim in claims]


def test_the_model_is_shown_numbered_sentences_and_a_closed_list_and_no_offsets(
    pipeline: Pipeline, serve: Callable[..., Recorded]
) -> None:
    service = serve(said(RIGHT))
    extractor(pipeline, service, key="secret").extract(ARTICLE)
    (asked,) = service.asked
    question = asked["messages"][1]["content"]
    assert asked["path"] == "/v1/chat/completions"
    assert (asked["model"], asked["temperature"]) == ("test-1", 0)
    assert asked["response_format"]["type"] == "json_schema"
    assert service.headers[0]["Authorization"] == "Bearer secret"
    assert PEOPLE in question
    assert "Published: Tuesday, 3 March 2015" in question
    assert "[3] The two will hold a second round in Luanda on 14 March, an aide said." in question


def test_what_the_model_read_becomes_claims_with_exact_words_and_its_name(
    pipeline: Pipeline, serve: Callable[..., Recorded]
) -> None:
    found = extractor(pipeline, serve(said(RIGHT))).extract(ARTICLE)
    assert found.notes == ()
    assert {claim.extractor for claim in found.claims} == {"llm"}
    assert "llm test-1" in found.engine
    assert quoted(of(found, Predicate.KIND)) == ["met", "second round"]
    assert quoted(of(found, Predicate.PARTICIPANT)) == ["Rui Tavora", "Joana Kiala"]
    dates = [claim.object for claim in of(found, Predicate.DATE)]
    assert [when.interval.edtf for when in dates if isinstance(when, When)] == ["2015-03-03", "2015-03-14"]
    statuses = [claim.object for claim in of(found, Predicate.STATUS)]
    assert [one.key for one in statuses if isinstance(one, Concept)] == ["held", "planned"]
    (held,) = of(found, Predicate.HELD_OFFICE)
    assert (held.verbatim, held.capacity) == ("Foreign Minister", "current")


def test_claims_on_what_the_rules_found_too_have_the_same_subject(
    pipeline: Pipeline, serve: Callable[..., Recorded]
) -> None:
    rules, model = extractor(pipeline, serve(said(RIGHT))).both(ARTICLE)
    met = [c.subject for c in of(rules, Predicate.KIND) if ARTICLE.quote(c.words) == "met"]
    assert met
    assert met[0] in {claim.subject for claim in of(model, Predicate.KIND)}
    offices = {entity.id for entity in rules.entities if entity.kind is Kind.OFFICE}
    assert {c.object.id for c in of(model, Predicate.HELD_OFFICE) if isinstance(c.object, Ref)} <= offices
    assert not {claim.id for claim in rules.claims} & {claim.id for claim in model.claims}


def test_a_record_of_the_model_alone_has_the_names_of_its_persons(
    pipeline: Pipeline, serve: Callable[..., Recorded]
) -> None:
    both = extractor(pipeline, serve(said(RIGHT))).both(ARTICLE)
    made = record(ARTICLE, with_names(*both))
    assert [person["name"] for person in made["persons"]] == ["Rui Tavora", "Joana Kiala"]
    assert next(meeting["participants"] for meeting in made["meetings"]) == ["Rui Tavora", "Joana Kiala"]


def wrong(**changes: Any) -> dict[str, Any]:
    return {**RIGHT, "meetings": [{**RIGHT["meetings"][0], **changes}]}


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        (wrong(trigger="shook hands with"), "a meeting whose words do not stand once"),
        (wrong(trigger="e"), "a meeting whose words do not stand once"),
        (wrong(sentences=[99]), "a meeting whose words do not stand once"),
        (wrong(participants=["P7"]), "a participant that is not in the list"),
        (wrong(participants=["C1", "P1"]), "a participant that is not in the list"),
        (wrong(trigger="satisfied", sentences=[4], participants=["P2", "P1"]), "a participant whom the sentences"),
        (wrong(participants=[]), "a meeting of nobody"),
        (wrong(date="on Friday"), "a date whose words do not stand once"),
        (wrong(date="met"), "a date that names no day"),
        (wrong(place="L9"), "a place that is not in the list"),
        (wrong(kind="party"), "meeting without its form"),
        ({**RIGHT, "offices": [{**RIGHT["offices"][0], "title": "Queen"}]}, "an office whose words"),
        ({**RIGHT, "offices": ["P1"]}, "office without its form"),
        ({**RIGHT, "bases": [{"name": "Porto Nuovo", "kind": "naval", "operator": None, "host": None, "sentence": 5}]},
         "a base whose name does not stand once"),
    ],
)  # fmt: skip
def test_what_does_not_stand_in_the_article_is_dropped_and_counted(
    pipeline: Pipeline, serve: Callable[..., Recorded], answer: dict[str, Any], note: str
) -> None:
    found = extractor(pipeline, serve(said(answer))).extract(ARTICLE)
    assert any(note in one for one in found.notes), found.notes
    for claim in found.claims:
        assert claim.verbatim is None or claim.verbatim == ARTICLE.quote(claim.words)


def test_a_base_has_its_name_kind_and_countries(pipeline: Pipeline, serve: Callable[..., Recorded]) -> None:
    sheet = serve(said(RIGHT))
    extractor(pipeline, sheet).extract(ARTICLE)
    listed = sheet.asked[0]["messages"][1]["content"]
    codes = {
        line.split(" ", 1)[1]: line.split(" ", 1)[0]
        for line in listed.splitlines()
        if line.startswith(("C", "L"))
    }
    host = next(code for label, code in codes.items() if label.startswith("Cape Verde"))
    base = {"name": "Porto Novo naval base", "kind": "naval", "operator": "C1", "host": host, "sentence": 5}
    found = extractor(pipeline, serve(said({**RIGHT, "bases": [base]}))).extract(ARTICLE)
    assert quoted(of(found, Predicate.BASE_KIND)) == ["Porto Novo naval base"]
    assert quoted(of(found, Predicate.HOST_COUNTRY)) == ["Cape Verde"]


def test_a_malformed_answer_is_complained_of_once_and_only_a_good_one_is_kept(
    pipeline: Pipeline, serve: Callable[..., Recorded], tmp_path: Path
) -> None:
    service = serve(said("Sure! Here you are: {"), said(f"```json\n{json.dumps(RIGHT)}\n```"))
    found = extractor(pipeline, service, tmp_path).extract(ARTICLE)
    assert quoted(of(found, Predicate.KIND)) == ["met", "second round"]
    assert len(service.asked) == 2
    assert "could not be used: it is no JSON" in service.asked[1]["messages"][-1]["content"]
    again = extractor(pipeline, service, tmp_path).extract(ARTICLE)
    assert again == found
    assert len(service.asked) == 2


def test_two_malformed_answers_are_a_failure_and_nothing_is_kept(
    pipeline: Pipeline, serve: Callable[..., Recorded], tmp_path: Path
) -> None:
    with pytest.raises(ServiceFailure, match="cannot be used, twice: it is no object with the lists"):
        extractor(pipeline, serve(said("[]")), tmp_path / "cache").extract(ARTICLE)
    assert not (tmp_path / "cache").exists()


def test_a_busy_service_is_asked_again_after_the_pause_it_wants(
    pipeline: Pipeline, serve: Callable[..., Recorded]
) -> None:
    service = serve((429, {"Retry-After": "7"}, "slow down"), (503, {}, "starting"), said(RIGHT))
    pauses: list[float] = []
    chat = Chat(Service(service.url, "test-1"), pause=pauses.append)
    found = LanguageModelExtractor(pipeline, chat).extract(ARTICLE)
    assert quoted(of(found, Predicate.KIND)) == ["met", "second round"]
    assert pauses == [7.0, 2.0]


@pytest.mark.parametrize(
    ("reply", "message", "times"),
    [
        ((429, {"Retry-After": "3600"}, "quota"), "asks for a pause of 3600 s", 1),
        ((401, {}, "no such key"), "HTTP 401: no such key", 1),
        ((500, {}, "oops"), "HTTP 500: oops", 4),
        ((200, {}, "<html>"), "does not speak the chat protocol: <html>", 1),
        ((200, {}, '{"choices": []}'), "does not speak the chat protocol", 1),
    ],
)
def test_a_service_that_cannot_answer_is_named_with_its_words(
    pipeline: Pipeline,
    serve: Callable[..., Recorded],
    reply: tuple[int, dict[str, str], str],
    message: str,
    times: int,
) -> None:
    service = serve(reply)
    with pytest.raises(ServiceFailure, match=message):
        extractor(pipeline, service).extract(ARTICLE)
    assert len(service.asked) == times


def test_a_service_that_knows_no_schema_is_asked_without(
    pipeline: Pipeline, serve: Callable[..., Recorded]
) -> None:
    service = serve((400, {}, "response_format is not supported"), said(RIGHT))
    assert extractor(pipeline, service).extract(ARTICLE).claims
    assert ["response_format" in asked for asked in service.asked] == [True, False]


def test_a_service_that_does_not_answer_in_time_is_given_up(
    pipeline: Pipeline, serve: Callable[..., Recorded]
) -> None:
    with pytest.raises(ServiceFailure, match=r"no answer within 0\.05 s"):
        extractor(pipeline, serve(said(RIGHT), delay=0.4), timeout=0.05).extract(ARTICLE)


def test_a_damaged_file_of_the_cache_is_asked_anew(
    pipeline: Pipeline, serve: Callable[..., Recorded], tmp_path: Path
) -> None:
    service = serve(said(RIGHT))
    extractor(pipeline, service, tmp_path).extract(ARTICLE)
    (file,) = tmp_path.iterdir()
    file.write_text("{")
    extractor(pipeline, service, tmp_path).extract(ARTICLE)
    assert len(service.asked) == 2
    assert json.loads(file.read_text())["model"] == "test-1"


def test_a_long_article_is_asked_about_in_parts(pipeline: Pipeline, serve: Callable[..., Recorded]) -> None:
    nothing: dict[str, list[object]] = {"offices": [], "meetings": [], "bases": []}
    service = serve(said(nothing))
    text = "\n\n".join(f"Rui Tavora spoke about item {number} of the list." for number in range(130))
    extractor(pipeline, service).extract(Article(text, date(2015, 3, 3)))
    assert len(service.asked) == 3
    assert "[130] Rui Tavora spoke about item 129" in service.asked[2]["messages"][1]["content"]


@pytest.mark.parametrize(("url", "model"), [("localhost:11434", "x"), ("http://127.0.0.1:1/v1", "")])
def test_an_address_that_is_none_is_refused(url: str, model: str) -> None:
    with pytest.raises(UsageError):
        Service(url, model)


def test_without_httpx_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(ResourceMissing, match=r"pip install 'communique\[llm\]'"):
        Chat(Service("http://127.0.0.1:1/v1", "x"))


def extract(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "communique", "extract", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_command_prints_the_model_s_record_and_says_what_is_missing(
    serve: Callable[..., Recorded], tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    given = (str(file), "--published", "2015-03-03", "--model", "sm", "--extractor", "llm")
    done = extract(*given)
    assert done.returncode == 2
    assert "--extractor llm needs --llm-base-url" in done.stderr
    cache = ("--llm-cache", str(tmp_path / "cache"))
    url = serve(said(RIGHT)).url
    done = extract(*given, *cache, "--llm-base-url", url, "--llm-model", "test-1")
    assert done.returncode == 0, done.stderr
    assert [one["as_written"] for one in json.loads(done.stdout)["offices"]] == ["Foreign Minister"]
    url = serve((401, {}, "no such key")).url
    done = extract(*given, "--llm-base-url", url, "--llm-model", "other", *cache)
    assert done.returncode == 2
    assert "HTTP 401: no such key" in done.stderr
