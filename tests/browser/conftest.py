"""A real browser on the demo graph: Debian's chromium, driven by Playwright, with every other host blocked.

Where chromium, Playwright or axe is missing these tests are skipped; with ``COMMUNIQUE_CI=1`` they fail.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.live import Live, demo_server, demo_store, live
from tests.web.pages.test_hostile import hostile_lines

CHROMIUM = shutil.which("chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND,EXCLUDE 127.0.0.1",
]


def missing(what: str) -> None:
    """Skip, or fail where nothing may be skipped."""
    if os.environ.get("COMMUNIQUE_CI"):
        pytest.fail(f"{what} is missing, and COMMUNIQUE_CI forbids to skip")
    pytest.skip(f"{what} is missing: see .ci/packages and the dependency groups")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the demo graph."""
    return demo_store(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def demo(store: Path) -> Iterator[Live]:
    """The server of the demo graph, on a port of the loopback."""
    with demo_server(store) as found:
        yield found


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The pages of a graph in which every label is an attack."""
    with live(hostile_lines(), tmp_path_factory.mktemp("hostile")) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """One browser for the session."""
    if CHROMIUM is None:
        missing("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()
