"""The assets in the package are what their sources build, and their licences lie beside them."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
UI = ROOT / "server" / "ui"
STATIC = ROOT / "server" / "communique" / "web" / "static"
TEMPLATES = ROOT / "server" / "communique" / "web" / "templates"


def test_building_again_gives_the_same_bytes() -> None:
    if shutil.which("node") is None or not (UI / "node_modules").is_dir():
        reason = "node or server/ui/node_modules is missing: run `npm ci` in server/ui"
        if os.environ.get("COMMUNIQUE_CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run(
        ["node", "build.mjs", "--check"], cwd=UI, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "exactly what their sources build" in done.stdout


def test_every_asset_that_a_template_names_is_there() -> None:
    named = {
        name
        for template in TEMPLATES.glob("*.html")
        for name in re.findall(r"asset\('([^']+)'\)", template.read_text(encoding="utf-8"))
    }
    assert len(named) >= 8
    assert [name for name in named if not (STATIC / name).is_file()] == []


def test_no_asset_names_another_host_to_load_from() -> None:
    """Addresses stand in namespaces and notices only; none in a place from which something is loaded."""
    for file in STATIC.rglob("*"):
        if file.suffix in {".js", ".css", ".svg"}:
            content = file.read_text(encoding="utf-8")
            loads = re.findall(
                r"(?:url\(|@import|import\(|from\s*|src=|href=|fetch\()\s*[\"']?(https?://[^\"')\s]+)",
                content,
            )
            assert loads == [], file.name


def test_everything_bundled_comes_with_its_licence() -> None:
    notices = (STATIC / "THIRD_PARTY_LICENSES.txt").read_text(encoding="utf-8")
    for work in (
        "@codemirror/view",
        "codemirror-lang-sparql",
        "d3-force",
        "@reactodia/workspace",
        "world-atlas",
        "public-sans",
        "source-serif",
    ):
        assert work in notices
    assert notices.count("Permission") >= 10
    assert "SIL OPEN FONT LICENSE" in notices.upper()


def test_the_assets_of_every_page_but_the_editor_are_light() -> None:
    light = sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in ("site.css", "site.js"))
    assert light < 10_000
    assert sum(file.stat().st_size for file in STATIC.rglob("*") if file.is_file()) < 2_000_000
