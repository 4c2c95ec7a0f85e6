"""Fixtures for tests over HTTP: the smallest store that has what the test needs, loaded in the test."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.web.plain_store import BASE, TOKENS, PlainStore

from communique.web.app import create_app
from communique.web.settings import Settings


@pytest.fixture
def store() -> PlainStore:
    return PlainStore()


@pytest.fixture
def app(store: PlainStore) -> Flask:
    return create_app(Settings(base=BASE, tokens=TOKENS, pages=False), store, store)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
