"""The whole dataset as files: every quad is there, checksums fit, a file belongs to one commit."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from tests.web.pages.site import BASE as SITE_BASE
from tests.web.pages.site import Site
from tests.web.plain_store import PlainStore

from communique.exchange import exported
from communique.web.app import create_app
from communique.web.linked import dumps
from communique.web.linked.dumps import Shelf
from communique.web.settings import Settings

QUADS = {
    "communique.nq.gz": ox.RdfFormat.N_QUADS,
    "communique.trig.gz": ox.RdfFormat.TRIG,
    "communique.jsonld.gz": ox.RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("name", QUADS)
def test_a_dump_holds_every_quad(client: FlaskClient, site: Site, name: str) -> None:
    reply = client.get(f"/data/{name}", buffered=True)
    assert reply.status_code == 200
    assert reply.headers["X-Commit"] == site.tier.commit
    assert set(ox.parse(gzip.decompress(reply.data), QUADS[name])) == set(site.store)


@pytest.mark.parametrize("at_hand", [1 << 24, 0])
@pytest.mark.parametrize("suffix", ["nq", "trig", "ttl", "jsonld"])
def test_a_dump_is_byte_for_byte_what_communique_export_writes(
    demo: Site, demo_store: Path, suffix: str, at_hand: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when a process of its own writes it."""
    monkeypatch.setattr(dumps, "AT_HAND", at_hand)
    app = create_app(Settings(base=SITE_BASE), demo.tier)
    body = app.test_client().get(f"/data/communique.{suffix}.gz", buffered=True).data
    assert gzip.decompress(body) == exported(demo_store, suffix)
    again = create_app(Settings(base=SITE_BASE), demo.tier).test_client()
    assert again.get(f"/data/communique.{suffix}.gz", buffered=True).data == body


def test_the_manifest_tells_size_and_checksum_once_a_file_is_made(client: FlaskClient) -> None:
    body = client.get("/data/communique.nq.gz", buffered=True).data
    entry = next(
        one
        for one in client.get("/data/manifest.json").get_json()["files"]
        if one["name"] == "communique.nq.gz"
    )
    assert (entry["size"], entry["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())


def test_void_and_the_catalogue_lead_to_every_dump(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/.well-known/void").data, format="turtle")
    listed = {entry["url"] for entry in client.get("/data/manifest.json").get_json()["files"]}
    assert {str(one) for one in graph.objects(None, URIRef("http://rdfs.org/ns/void#dataDump"))} == listed
    assert {
        str(one) for one in graph.objects(None, URIRef("http://www.w3.org/ns/dcat#downloadURL"))
    } >= listed
    told = {str(one) for one in graph.objects(None, URIRef("http://www.w3.org/2000/01/rdf-schema#seeAlso"))}
    assert {f"{one}.sha256" for one in listed} <= told


def test_turtle_holds_every_triple(client: FlaskClient, site: Site) -> None:
    body = gzip.decompress(client.get("/data/communique.ttl.gz", buffered=True).data)
    found = {quad.triple for quad in ox.parse(body, ox.RdfFormat.TURTLE)}
    assert found == {quad.triple for quad in site.store}


def test_the_manifest_names_files_that_are_there_with_their_checksums(client: FlaskClient) -> None:
    listed = client.get("/data/manifest.json", buffered=True).get_json()
    assert len(listed["files"]) == 4
    for entry in listed["files"]:
        body = client.get(entry["url"].partition("localhost")[2], buffered=True).data
        said = client.get(entry["checksum"].partition("localhost")[2], buffered=True).get_data(as_text=True)
        assert said == f"{hashlib.sha256(body).hexdigest()}  {entry['name']}\n"
        assert entry["url"].endswith(entry["name"])


def test_a_download_can_be_taken_up_again_and_is_not_sent_twice(client: FlaskClient) -> None:
    whole = client.get("/data/communique.nq.gz", buffered=True)
    tail = client.get("/data/communique.nq.gz", headers={"Range": "bytes=100-"}, buffered=True)
    assert tail.status_code == 206
    assert tail.data == whole.data[100:]
    held = {"If-None-Match": whole.headers["ETag"]}
    assert client.get("/data/communique.nq.gz", headers=held, buffered=True).status_code == 304


@pytest.fixture
def moving() -> tuple[Flask, PlainStore]:
    store = PlainStore()
    store.load("@prefix : <http://e/> . :a :b :c .")
    return create_app(Settings(base=SITE_BASE, pages=False), store), store


def test_a_file_is_made_once_for_each_commit(moving: tuple[Flask, PlainStore]) -> None:
    app, store = moving
    client = app.test_client()
    first = client.get("/data/communique.nq.gz", buffered=True)
    asked = store.evaluated
    assert client.get("/data/communique.nq.gz", buffered=True).data == first.data
    assert store.evaluated == asked
    store.load("@prefix : <http://e/> . :a :b :d .")
    second = client.get("/data/communique.nq.gz", buffered=True)
    assert second.headers["X-Commit"] != first.headers["X-Commit"]
    assert gzip.decompress(second.data).count(b"\n") == 2


def test_only_files_of_the_latest_commit_are_kept(moving: tuple[Flask, PlainStore]) -> None:
    app, store = moving
    client = app.test_client()
    client.get("/data/communique.nq.gz", buffered=True)
    client.get("/data/communique.trig.gz", buffered=True)
    store.load("@prefix : <http://e/> . :a :b :d .")
    client.get("/data/communique.nq.gz", buffered=True)
    shelf = app.extensions["communique.dumps"]
    assert isinstance(shelf, Shelf)
    folder = Path(shelf._folder)
    assert [file.name.partition("-")[2] for file in folder.iterdir()] == ["communique.nq.gz"]
