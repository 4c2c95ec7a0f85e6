"""A language model's claims stand beside those of the rules; where it gives no answer, the rules' stand alone."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from communique import build as work
from communique.build import Options, Outcome
from communique.exchange import exported
from communique.extraction.language_model import Chat, Service

TEXT = """---
published: 2015-03-03
publisher: Test
---
Foreign Minister Rui Tavora of Portugal met his Angolan counterpart, Joana Kiala, in Luanda on Tuesday.
"""
ANSWER = {
    "offices": [],
    "meetings": [
        {"kind": "meeting", "status": "held", "trigger": "met", "participants": ["P1", "P2"], "sides": [],
         "place": None, "date": "on Tuesday", "sentences": [1]},
    ],
    "bases": [],
}  # fmt: skip


class Model:
    """A service on the loopback; ``down`` makes it refuse."""

    def __init__(self) -> None:
        self.asked = 0
        self.down = False
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.asked += 1
                self.rfile.read(int(self.headers["Content-Length"]))
                content = json.dumps(ANSWER)
                body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
                self.send_response(401 if outer.down else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def chat(self, cache: Path | None = None) -> Chat:
        return Chat(Service(f"http://127.0.0.1:{self.server.server_port}/v1", "test-1"), cache)


@pytest.fixture
def model() -> Iterator[Model]:
    model = Model()
    yield model
    model.server.shutdown()
    model.server.server_close()


def write(folder: Path, count: int = 1) -> list[str]:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number}.md").write_text(f"{TEXT}\nThis is report {number}.\n")
    return [str(folder)]


def build(paths: list[str], store: Path, chat: Chat | None) -> Outcome:
    return work.build(paths, store, Options(model="sm", chat=chat), lambda _stage, _done, _total: None)


def extractors(store: Path) -> set[str]:
    lines = exported(store, "nq").decode().splitlines()
    return {line.split('"')[1] for line in lines if line.split(" ")[1].endswith("ns#extractor>")}


def test_both_readers_are_named_on_their_claims_and_a_build_without_the_model_has_none_of_it(
    model: Model, tmp_path: Path
) -> None:
    paths, store = write(tmp_path / "articles"), tmp_path / "store"
    alone = build(paths, store, None)
    assert extractors(store) == {"rules"}
    both = build(paths, store, model.chat())
    assert both.exit_code == 0
    assert extractors(store) == {"rules", "llm"}
    assert both.counts["event"] == alone.counts["event"]
    assert both.counts["claims"] > alone.counts["claims"]
    assert build(paths, store, None).commit is not None
    assert extractors(store) == {"rules"}


def test_what_the_model_read_before_is_not_asked_again(model: Model, tmp_path: Path) -> None:
    paths, store = write(tmp_path / "articles"), tmp_path / "store"
    build(paths, store, model.chat())
    assert build(paths, store, model.chat()).commit is None
    assert model.asked == 1


def test_articles_stay_with_the_rules_claims_where_the_model_gives_no_answer(
    model: Model, tmp_path: Path
) -> None:
    paths, store = write(tmp_path / "articles", 5), tmp_path / "store"
    model.down = True
    outcome = build(paths, store, model.chat())
    assert (outcome.articles, outcome.exit_code, model.asked) == (5, 2, 3)
    assert extractors(store) == {"rules"}
    reasons = [failure.reason for failure in outcome.failures]
    assert all(reason.startswith("read by the rules alone: ") for reason in reasons)
    assert sum("HTTP 401" in reason for reason in reasons) == 3
    assert sum("no answer 3 times in a row" in reason for reason in reasons) == 2
