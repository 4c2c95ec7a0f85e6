"""Rules as they stand in their files: a CONSTRUCT query, the focus it turns on, what it reads around it.

Comment lines declare the last two::

    # reads ?event: dip:host dip:delegation          triples of the focus itself
    # reads ?event/dip:delegation: dip:member        triples of what a path from the focus leads to
    ...
      # focus: ?event                                where VALUES ?event { ... } may stand
      # focus: ?office having dip:role               the same; what has no such triple can be no focus

A path is made of predicates, ``^`` for one against its direction. The declaration must name every triple
that the query reads for one value of its focus; a test holds the files to that. ``having`` spares reading
around what a path leads to besides: a claim's object is an office now and then, and often a country that
very many claims are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from communique import resources
from communique.derivation.template import Template, Text, read_template
from communique.errors import ResourceMissing

# The base that the rule files are written for; it stands in their BASE line alone.
WRITTEN_FOR = "BASE <http://127.0.0.1:8000/>"
_FOCUS = re.compile(r"^[ ]*# focus: \?(\w+)(?: having ([\w-]*:[\w-]+))?$", re.MULTILINE)
_READS = re.compile(r"^# reads \?(\w+)((?:/\^?[\w-]*:[\w-]+)*): (.+)$", re.MULTILINE)
_PREFIX = re.compile(r"^PREFIX ([\w-]*:) <([^>]*)>$", re.MULTILINE)
_CONSTRUCT = re.compile(r"CONSTRUCT \{(.*?)\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One predicate of a path; ``back`` if it is walked from object to subject."""

    predicate: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Reads:
    """Triples with these predicates whose subject the path leads to from the focus."""

    path: tuple[Step, ...]
    predicates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One CONSTRUCT query; ``name`` is that of its file, without the suffix (``05-tenures``)."""

    name: str
    query: str
    focus: str | None = None
    reads: tuple[Reads, ...] = ()
    having: str | None = None

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


def rules() -> list[Rule]:
    """Every rule that ships with the package, in the order of its number."""
    files = sorted(
        (f for f in resources.folder("ontology", "rules").iterdir() if f.name.endswith(".rq")),
        key=lambda f: f.name,
    )
    if not files:
        raise ResourceMissing("ontology/rules holds no rule: install the package again")
    return [read_rule(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8")) for f in files]


def read_rule(name: str, text: str) -> Rule:
    """A rule from the text of its file."""
    prefixes = dict(_PREFIX.findall(text))
    focus = _FOCUS.search(text)
    reads = tuple(_declared(name, text, prefixes))
    having = _expanded(focus[2], prefixes) if focus and focus[2] else None
    return Rule(name, text, focus[1] if focus else None, reads, having)


def _declared(name: str, text: str, prefixes: Mapping[str, str]) -> Iterator[Reads]:
    for _, path, predicates in _READS.findall(text):
        steps = [step for step in path.split("/") if step]
        try:
            yield Reads(
                tuple(Step(_expanded(one.lstrip("^"), prefixes), one.startswith("^")) for one in steps),
                frozenset(_expanded(one, prefixes) for one in predicates.split()),
            )
        except KeyError as error:
            raise ResourceMissing(f"rule {name} declares a term with the unknown prefix {error}") from error


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
