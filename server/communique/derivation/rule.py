"""Rules as they stand in their files: a CONSTRUCT query, the focus it turns on, what it reads around it.

Comment lines declare the last two::

    # reads ?event: dip:host dip:delegation          triples of the focus itself
    # reads ?event/dip:delegation: dip:member        triples of what a path from the focus leads to
    # reads ?base/^rdf:subject[rdf:predicate dip:operator]: rdf:object
    ...
      # focus: ?event                                where VALUES ?event { ... } may stand
      # focus: ?office having dip:role               the same; whence a path leads nowhere can be no focus
      # focus: ?office having dip:role and ^dip:office      several paths, the one that costs least first

A path is made of predicates, ``^`` for one against its direction; brackets behind one hold a triple without
which the rule makes nothing of the node. The declaration must name every triple that the query reads for
one value of its focus; tests hold the files to that. Brackets and ``having`` spare reading what is of no
use: of the claims about a person some give an office, and very many give names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from communique import resources
from communique.derivation.template import Template, Text, read_template
from communique.errors import ResourceMissing

# The base that the rule files are written for; it stands in their BASE line alone.
WRITTEN_FOR = "BASE <http://127.0.0.1:8000/>"
_NAME = r"[\w-]*:[\w-]+"
_STEP = rf"\^?{_NAME}(?:\[{_NAME} {_NAME}\])?"
_PATH = rf"{_STEP}(?:/{_STEP})*"
_FOCUS = re.compile(rf"^[ ]*# focus: \?(\w+)(?: having ({_PATH}(?: and {_PATH})*))?$", re.MULTILINE)
_READS = re.compile(rf"^# reads \?\w+(?:/({_PATH}))?: (.+)$", re.MULTILINE)
_ONE = re.compile(rf"(\^?)({_NAME})(?:\[({_NAME}) ({_NAME})\])?")
_PREFIX = re.compile(r"^PREFIX ([\w-]*:) <([^>]*)>$", re.MULTILINE)
_CONSTRUCT = re.compile(r"CONSTRUCT \{(.*?)\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One predicate of a path; ``back`` if it is walked from object to subject. ``where`` is a predicate and
    its value (IRIs) without which a node at the end does not count."""

    predicate: str
    back: bool = False
    where: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reads:
    """Triples with these predicates whose subject the path leads to from the focus."""

    path: tuple[Step, ...]
    predicates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One CONSTRUCT query; ``name`` is that of its file, without the suffix (``05-tenures``).

    ``having`` are paths that lead somewhere from every focus of which the rule makes anything.
    """

    name: str
    query: str
    focus: str | None = None
    reads: tuple[Reads, ...] = ()
    having: tuple[tuple[Step, ...], ...] = ()

    @property
    def made(self) -> frozenset[str]:
        """The predicates (IRIs) of what the rule makes."""
        return frozenset(predicate.strip("<>") for _, predicate, _ in _template(self).triples)

    @property
    def bounded(self) -> bool:
        """Whether the rule can be run around single values of its focus."""
        return self.focus is not None and bool(self.reads)

    def rows(self, base: str, foci: Iterable[str] | None = None) -> str:
        """A SELECT of the focus and of all that the template takes; of these foci (IRIs) only."""
        template = _template(self)
        names = sorted({*template.variables, *([self.focus] if self.focus else [])})
        columns = " ".join(f"?{name}" for name in names)
        query = _CONSTRUCT.sub(f"SELECT DISTINCT {columns}", self.query, count=1)
        if foci is not None:
            values = " ".join(f"<{focus}>" for focus in foci)
            query = _FOCUS.sub(f"VALUES ?{self.focus} {{ {values} }}", query, count=1)
        return query.replace(WRITTEN_FOR, f"BASE <{base}>")

    def produced(self, store: ox.Store, base: str, foci: Iterable[str] | None = None) -> Made:
        """What the rule makes of a store that holds all graphs as one, by focus.

        A rule without a focus makes everything for the focus "".
        """
        found = store.query(self.rows(base, foci))
        if not isinstance(found, ox.QuerySolutions):
            raise ResourceMissing(f"ontology/rules/{self.name}.rq is no CONSTRUCT query")
        names = [variable.value for variable in found.variables]
        template = _template(self)
        made: dict[str, set[Text]] = {}
        for row in found:
            cells = {name: str(term) for name, term in zip(names, row, strict=True) if term is not None}
            focus = cells[self.focus].strip("<>") if self.focus else ""
            made.setdefault(focus, set()).update(template.filled(cells))
        return made


Made = dict[str, set[Text]]
"""Triples (``s p o`` without the full stop) by focus."""


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule that ships with the package, in the order of its number; read once a process."""
    files = sorted(
        (f for f in resources.folder("ontology", "rules").iterdir() if f.name.endswith(".rq")),
        key=lambda f: f.name,
    )
    if not files:
        raise ResourceMissing("ontology/rules holds no rule: install the package again")
    return tuple(read_rule(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8")) for f in files)


def read_rule(name: str, text: str) -> Rule:
    """A rule from the text of its file."""
    prefixes = dict(_PREFIX.findall(text))
    focus = _FOCUS.search(text)
    try:
        reads = tuple(
            Reads(_path(path, prefixes), frozenset(_expanded(one, prefixes) for one in predicates.split()))
            for path, predicates in _READS.findall(text)
        )
        paths = focus[2].split(" and ") if focus and focus[2] else []
        having = tuple(_path(path, prefixes) for path in paths)
    except KeyError as error:
        raise ResourceMissing(f"rule {name} declares a term with the unknown prefix {error}") from error
    return Rule(name, text, focus[1] if focus else None, reads, having)


def _path(text: str, prefixes: Mapping[str, str]) -> tuple[Step, ...]:
    return tuple(
        Step(
            _expanded(predicate, prefixes),
            bool(back),
            (_expanded(key, prefixes), _expanded(value, prefixes)) if key else None,
        )
        for back, predicate, key, value in _ONE.findall(text)
    )


_WELL_KNOWN = {"rdf:": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}


def _expanded(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    known = {**_WELL_KNOWN, **prefixes}
    return known[f"{prefix}:"] + local


@cache
def _template(rule: Rule) -> Template:
    found = _CONSTRUCT.search(rule.query)
    if found is None:
        raise ResourceMissing(f"ontology/rules/{rule.name}.rq is no CONSTRUCT query")
    return read_template(rule.name, found[1], dict(_PREFIX.findall(rule.query)))
