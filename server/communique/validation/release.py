"""Fingerprints of terms and concepts, so that no released definition changes unnoticed.

``python -m communique.validation.release > ontology/releases/<version>.csv`` when a version is released.
"""

from __future__ import annotations

import csv
import hashlib
import sys

from communique.validation.vocabulary import ConceptEntry, Term, describe_concepts, describe_vocabulary


def fingerprint(term: Term) -> str:
    """Sixteen hex digits of what a term means: kind, definition, domain, range, broader terms."""
    return _digest(term.kind, term.definition, *term.domain, "", *term.range, "", *term.broader)


def concept_fingerprint(concept: ConceptEntry) -> str:
    """Sixteen hex digits of what a concept means: definition, broader concept, codes."""
    return _digest(concept.definition, concept.broader or "", *concept.notations)


def fingerprints() -> dict[str, str]:
    """The fingerprint of every term by its local name, and of every concept as ``scheme/key``."""
    found = {term.name: fingerprint(term) for term in describe_vocabulary()}
    for scheme in describe_concepts():
        for concept in scheme.concepts:
            found["/".join(concept.iri.split("/")[-2:])] = concept_fingerprint(concept)
    return found


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:16]


if __name__ == "__main__":
    csv.writer(sys.stdout, lineterminator="\n").writerows(sorted(fingerprints().items()))
