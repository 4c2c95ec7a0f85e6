"""What a check found: results, each with the article and the sentence it concerns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is. Only a violation keeps an article out of the graph."""

    VIOLATION = "Violation"
    """Contradiction or broken structure."""
    WARNING = "Warning"
    """Possible, and more likely a mistake."""
    INFO = "Info"
    """What a source merely does not say."""

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Result:
    """One finding.

    ``check`` is the IRI of the shape, or ``audit:<name>``. ``component`` is the local name of the SHACL
    constraint component (``MinCountConstraintComponent``), ``Audit`` for an audit. ``focus`` is an IRI;
    ``path`` a SPARQL property path; ``value`` a term in N-Triples form. ``article`` is the IRI of the
    newest article whose claims bring the finding about, ``articles`` all of them; ``sentence`` the IRI of
    a sentence that such a claim rests on and ``quote`` its words, where they are published.
    """

    severity: Severity
    check: str
    component: str
    focus: str
    message: str
    path: str | None = None
    value: str | None = None
    article: str | None = None
    articles: tuple[str, ...] = ()
    sentence: str | None = None
    quote: str | None = None

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What two engines must agree on."""
        return (self.check, self.component, self.focus, self.path or "", self.value or "")


@dataclass(frozen=True, slots=True)
class Report:
    """All results, the worst first, in an order that depends on nothing else."""

    results: tuple[Result, ...] = ()

    @classmethod
    def of(cls, results: list[Result]) -> Report:
        """A report with its results in order and each of them once."""
        unique = {(r.key, r.severity, r.message): r for r in results}
        return cls(tuple(sorted(unique.values(), key=lambda r: (r.severity.rank, r.article or "", *r.key))))

    @property
    def conforms(self) -> bool:
        """Whether nothing is violated; warnings and information do not count."""
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        """The results that count."""
        return tuple(r for r in self.results if r.severity is Severity.VIOLATION)

    @property
    def quarantined(self) -> tuple[str, ...]:
        """IRIs of the articles to keep out: for each violation the newest article behind it."""
        return tuple(sorted({r.article for r in self.violations if r.article}))

    @property
    def unattributed(self) -> tuple[Result, ...]:
        """Violations that no article is behind: the vocabulary or the reference data is at fault."""
        return tuple(r for r in self.violations if r.article is None)

    def counts(self) -> dict[Severity, int]:
        """How many results of each severity."""
        found = Counter(r.severity for r in self.results)
        return {severity: found[severity] for severity in Severity}
