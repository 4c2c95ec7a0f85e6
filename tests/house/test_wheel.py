"""The wheel, installed away from the checkout, does what the checkout does."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_ADDRESS = re.compile(r"^Pages\s+(\S+)")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the wheel's package comes before that of the checkout."""
    folder = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(folder),
        str(wheel),
    ]
    subprocess.run(command, check=True)
    return {**os.environ, "PYTHONPATH": str(folder), "SITE": str(folder)}


def test_the_wheel_is_small_and_holds_nothing_but_the_package(wheel: Path) -> None:
    assert wheel.stat().st_size < 5_000_000
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "communique",
        next(n for n in names if "dist-info" in n).split("/")[0],
    }
    for needed in ("ontology/dip.ttl", "data/gazetteer/states.csv", "py.typed"):
        assert f"communique/{needed}" in names
    assert any(name.startswith("communique/data/articles/") for name in names)
    assert not any(name.endswith((".pyc", ".map")) or "node_modules" in name for name in names)


def test_the_demo_runs_from_the_wheel_alone(installed: dict[str, str], tmp_path: Path) -> None:
    where = "import communique, os; assert communique.__file__.startswith(os.environ['SITE'])"
    subprocess.run([sys.executable, "-c", where], env=installed, cwd=tmp_path, check=True)
    command = [sys.executable, "-m", "communique", "demo", "--build-only", "--store", str(tmp_path / "s")]
    done = subprocess.run(command, env=installed, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "5  articles" in done.stdout


def test_the_demo_ends_quietly_when_it_is_told_to(installed: dict[str, str], tmp_path: Path) -> None:
    """What built the graph holds threads, and must not be what serves: its copies died when they ended."""
    command = [sys.executable, "-m", "communique", "demo", "--port", "0", "--store", str(tmp_path / "s")]
    with subprocess.Popen(
        command,
        env={**installed, "PYTHONUNBUFFERED": "1"},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        try:
            address = next(filter(None, (_ADDRESS.search(line) for line in running.stdout)))[1]
            with urllib.request.urlopen(f"{address}ready", timeout=30) as reply:
                assert reply.status == 200
        finally:
            running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=60) == 0
        assert "Worker" not in running.stderr.read()


def test_html_is_read_by_the_installed_wheel(installed: dict[str, str], tmp_path: Path) -> None:
    sentence = (
        "Foreign Minister Ana Verin of Sweden met her Norwegian counterpart Tomas Calder in Oslo on Monday. "
    )
    (tmp_path / "a.html").write_text(
        "<html><head><title>T</title><meta property='article:published_time' content='2022-02-03'></head>"
        f"<body><article><p>{sentence * 5}</p></article></body></html>"
    )
    command = [sys.executable, "-m", "communique", "extract", str(tmp_path / "a.html")]
    done = subprocess.run(command, env=installed, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Ana Verin" in done.stdout
