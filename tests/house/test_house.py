"""Rules of the house that a machine can check."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml

import communique
from communique import errors
from communique.cli import communique as command

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "server" / "communique").rglob("*.py"))
COMMANDS = sorted(command.commands.items())


def test_the_version_is_the_same_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == communique.__version__
    changelog = (ROOT / "CHANGELOG.md").read_text()
    versions = re.findall(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE)
    assert not versions or versions[0] == communique.__version__


def test_the_tree_in_errors_is_the_tree_of_classes() -> None:
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    classes = {
        name for name, item in vars(errors).items() if inspect.isclass(item) and issubclass(item, Exception)
    }
    assert set(drawn) | {"CommuniqueError"} == classes


@pytest.mark.parametrize("file", SOURCES, ids=lambda f: str(f.relative_to(ROOT)))
def test_files_and_functions_stay_small(file: Path) -> None:
    content = file.read_text(encoding="utf-8")
    assert content.count("\n") <= 400
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def test_no_file_is_named_for_nothing() -> None:
    assert [f for f in SOURCES if f.stem in {"utils", "helpers", "common", "misc"}] == []


@pytest.mark.parametrize(("name", "one"), COMMANDS)
def test_every_command_has_help_and_is_in_the_readme(name: str, one: click.Command) -> None:
    assert one.help
    assert f"communique {name}" in (ROOT / "README.md").read_text(encoding="utf-8")
    for parameter in one.params:
        if isinstance(parameter, click.Option):
            assert parameter.help or parameter.name in {"suffix", "chosen"}, parameter.name


def test_serving_loads_neither_spacy_nor_pyshacl() -> None:
    program = (
        "import sys, communique.cli, communique.cli.serving, communique.web.app, communique.web.server, "
        "communique.sparql.workers.tier\n"
        "heavy = {'spacy', 'pyshacl', 'rdflib', 'trafilatura', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {sorted(heavy)}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_dependency_that_is_imported_is_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [name for group in declared["optional-dependencies"].values() for name in group]
    names = {
        re.split(r"[<>=~!\[; ]", d)[0].lower().replace("-", "_") for d in [*declared["dependencies"], *extras]
    }
    modules = {
        "yaml": "pyyaml",
        "prometheus_client": "prometheus_client",
        "werkzeug": "flask",
        "jinja2": "flask",
        "markupsafe": "flask",
    }
    imported: set[str] = set()
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                imported.add(node.module.split(".")[0])
    foreign = imported - set(sys.stdlib_module_names) - {"communique"}
    assert {modules.get(name, name) for name in foreign} <= names
