"""Linked data for tools: entities as RDF, dumps, tables, networks, search, reconciliation.

One blueprint a file. Pages for people lie in ``communique.web.pages``; nothing there imports from here.
"""

from __future__ import annotations

from flask import Blueprint

from communique.web.linked import (
    dereferencing,
    dumps,
    lists,
    network,
    ontology,
    reconciliation,
    reconciliation_draft,
    search,
    specifications,
    tables,
)


def blueprints() -> list[Blueprint]:
    """Every blueprint of this package."""
    return [
        dereferencing.blueprint,
        dumps.blueprint,
        lists.blueprint,
        network.blueprint,
        ontology.blueprint,
        reconciliation.blueprint,
        reconciliation_draft.blueprint,
        search.blueprint,
        specifications.blueprint,
        tables.blueprint,
    ]


__all__ = ["blueprints"]
