"""The command line: what it prints, what it exits with, what it says when something is wrong."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ARTICLES = ROOT / "data" / "articles"


def run(*words: str, text: str | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "communique", *words]
    return subprocess.run(
        command, capture_output=True, text=True, input=text, cwd=cwd, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "store"
    done = run("build", str(ARTICLES), "--store", str(folder), "--base", "http://127.0.0.1:8000/")
    assert done.returncode == 0, done.stderr
    assert "5  articles (5 new, 0 removed)" in done.stdout
    return folder


def test_articles_are_listed_with_id_date_publisher_and_title(store: Path) -> None:
    lines = run("articles", "--store", str(store)).stdout.splitlines()
    assert len(lines) == 5
    assert all(len(line.split("\t")) == 4 for line in lines)


def test_a_query_may_leave_out_known_prefixes(store: Path) -> None:
    done = run("query", "ASK { ?m dip:status status:held }", "--store", str(store))
    assert done.stdout == "yes\n"
    done = run(
        "query", "SELECT (COUNT(*) AS ?n) { ?a a dip:Article }", "--store", str(store), "--format", "csv"
    )
    assert done.stdout.split() == ["n", "5"]


def test_a_query_comes_from_a_file_or_a_pipe_too(store: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { ?a a dip:Article }")
    assert run("query", str(tmp_path / "q.rq"), "--store", str(store)).stdout == "yes\n"
    assert run("query", "-", "--store", str(store), text="ASK { ?a a dip:Nothing }").stdout == "no\n"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { ?s ?p }", "line 1, column 18"),
        ("SELECT * { ?s foo:p ?o }", "the prefix foo: is not declared"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "no query"),
        ("no-such-file.rq", "neither a query nor a file"),
    ],
)
def test_a_bad_query_is_one_message_and_no_traceback(store: Path, query: str, message: str) -> None:
    done = run("query", query, "--store", str(store))
    assert done.returncode != 0
    assert message in done.stderr
    assert done.stderr.startswith("communique: ")
    assert "Traceback" not in done.stderr


def test_the_extraction_record_is_one_json_object_an_article_with_exact_offsets() -> None:
    file = next(iter(sorted(ARTICLES.glob("*.md"))))
    done = run("extract", str(file))
    record = json.loads(done.stdout)
    text = file.read_text().split("---\n", 2)[2]
    assert set(record) >= {"article", "persons", "offices", "meetings", "bases"}
    for kind in ("persons", "offices", "meetings", "bases"):
        for item in record[kind]:
            for evidence in item["evidence"]:
                assert text[evidence["start"] : evidence["end"]] == evidence["text"]


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    for command in (("serve",), ("query", "ASK {}"), ("articles",), ("validate",), ("export",)):
        done = run(*command, "--store", str(tmp_path / "none"))
        assert done.returncode == 4, command
        assert "communique build" in done.stderr


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("build", str(ARTICLES), "--store", str(tmp_path / "file" / "store"))
    assert done.returncode == 4
    assert "--store" in done.stderr


def test_what_the_system_refuses_is_one_message_and_no_traceback(store: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    target = tmp_path / "file" / "graph.nq"
    for words in (("export", "-o", str(target)), ("backup", str(target))):
        done = run(*words, "--store", str(store))
        assert done.returncode == 4, done.stderr
        assert re.match(rf"communique: {tmp_path}/file\S*: Not a directory", done.stderr), done.stderr


def test_validation_of_the_demo_corpus_finds_no_violation(store: Path) -> None:
    done = run("validate", "--store", str(store))
    assert done.returncode == 0, done.stdout
    report = json.loads(run("validate", "--store", str(store), "--format", "json").stdout)
    assert report


@pytest.mark.parametrize("suffix", ["nq", "trig", "ttl", "nt", "jsonld", "rdf"])
def test_the_graph_is_exported_in_every_format(store: Path, suffix: str, tmp_path: Path) -> None:
    done = run("export", "--store", str(store), "--format", suffix, "-o", str(tmp_path / f"g.{suffix}"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"g.{suffix}").stat().st_size > 100_000


class Server:
    """A served store."""

    def __init__(self, store: Path, *more: str) -> None:
        command = [sys.executable, "-m", "communique", "serve", "--store", str(store), "--port", "0", *more]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = self.hint = ""
        for line in self.process.stdout:
            if line.startswith("Pages"):
                self.url = line.split()[1]
            if line.startswith("Command line"):
                self.hint = line.removeprefix("Command line").strip()
            if line.startswith("Press"):
                break

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=20) as reply:
            return str(reply.read().decode())

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return code


@pytest.fixture
def server(store: Path) -> Iterator[Server]:
    made = Server(store)
    yield made
    if made.process.poll() is None:
        made.stop()


COUNT = "sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fa%20a%20%3Chttps%3A%2F%2Fw3id.org%2Fcommunique%2Fns%23Article%3E%7D&format=csv"


def test_a_server_shows_what_the_command_line_changes_meanwhile(tmp_path: Path) -> None:
    files = sorted(str(f) for f in ARTICLES.glob("*.md"))
    store = tmp_path / "s"
    assert run("build", files[0], "--store", str(store)).returncode == 0
    server = Server(store)
    try:
        assert server.get(COUNT).split() == ["n", "1"]
        assert run("add", files[1], "--store", str(store)).returncode == 0
        until = time.monotonic() + 20
        while server.get(COUNT).split() != ["n", "2"] and time.monotonic() < until:
            time.sleep(0.1)
        assert server.get(COUNT).split() == ["n", "2"]
    finally:
        assert server.stop() == 0


def test_a_server_says_how_the_command_line_asks_its_store(server: Server) -> None:
    """What it prints runs as it stands, also where the program is not on the path."""
    asked = subprocess.run(server.hint, shell=True, capture_output=True, text=True, check=False, timeout=60)
    assert asked.returncode == 0, asked.stderr
    assert "Sergey Lavrov" in asked.stdout


def test_two_servers_on_one_store_are_refused(store: Path, server: Server) -> None:
    done = run("serve", "--store", str(store), "--port", "0")
    assert done.returncode == 4
    assert "in use by another server" in done.stderr


def test_a_server_on_a_damaged_store_says_what_is_wrong(store: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(store, tmp_path / "broken")
    shutil.rmtree(broken / "quads")
    done = run("serve", "--store", str(broken), "--port", "0")
    assert done.returncode == 4
    assert done.stderr.splitlines()[-1].startswith(f"communique: {broken}/quads was lost or replaced")


def test_listening_beyond_this_machine_needs_tokens(store: Path) -> None:
    done = run("serve", "--store", str(store), "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 2
    assert "communique token" in done.stderr


def test_a_token_opens_writing_and_its_secret_is_shown_once(store: Path, tmp_path: Path) -> None:
    made = run("token", "ana", "write")
    (tmp_path / "tokens").write_text(made.stdout)
    secret = made.stderr.rsplit(" ", 1)[1].strip()
    assert secret not in made.stdout
    server = Server(store, "--tokens", str(tmp_path / "tokens"))
    try:
        update = b"INSERT DATA { GRAPH <http://127.0.0.1:8000/graph/user/t> { <a:b> <a:c> 1 } }"
        request = urllib.request.Request(
            server.url + "update", update, {"Content-Type": "application/sparql-update"}
        )
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(request, timeout=20)
        request.add_header("Authorization", f"Bearer {secret}")
        with urllib.request.urlopen(request, timeout=20) as reply:
            assert reply.status in (200, 204)
    finally:
        server.stop()


def test_a_port_in_use_is_named(store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--store", str(store), "--port", str(port))
    assert done.returncode == 2
    assert str(port) in done.stderr
    assert "Traceback" not in done.stderr
