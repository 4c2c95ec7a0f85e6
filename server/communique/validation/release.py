"""Fingerprints of the terms, so that no released definition changes unnoticed.

``python -m communique.validation.release > ontology/releases/<version>.csv`` when a version is released.
"""

from __future__ import annotations

import csv
import hashlib
import sys

from communique.validation.vocabulary import Term, describe_vocabulary


def fingerprint(term: Term) -> str:
    """Sixteen hex digits of what a term means: kind, definition, domain, range, broader terms."""
    parts = (term.kind, term.definition, *term.domain, "", *term.range, "", *term.broader)
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:16]


def fingerprints() -> dict[str, str]:
    """The fingerprint of every term by its local name."""
    return {term.name: fingerprint(term) for term in describe_vocabulary()}


if __name__ == "__main__":
    csv.writer(sys.stdout, lineterminator="\n").writerows(sorted(fingerprints().items()))
