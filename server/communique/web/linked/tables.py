"""CSV tables of the graph, each with CSV on the Web metadata: what a column means, and of which type it is.

Every column is the answer to one query: joined in one query, they cost a hash join each. Cells are exactly
what the graph says: whoever opens them in a spreadsheet should import all columns as text. IRIs are
selected as strings, since the engine's CSV does not quote an IRI that holds a comma.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response

from communique.web.linked.reply import document
from communique.web.linked.snapshot import Snapshot
from communique.web.pages.terms import bind
from communique.web.service import public_url

blueprint = Blueprint("tables", __name__)

SEPARATOR: Final = "; "
"""Between the values of one cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """``pattern`` binds ``?value`` from ``?x``; a ``several`` column joins all values by ``SEPARATOR``."""

    name: str
    title: str
    pattern: str
    datatype: str = "string"
    several: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """``where`` binds ``?x``, the subject of each row."""

    title: str
    where: str
    columns: tuple[Column, ...]


def _many(name: str, title: str, path: str) -> Column:
    return Column(name, title, f"?x {path} ?value", several=True)


def _iri(name: str, title: str, path: str) -> Column:
    return Column(name, title, f"?x {path} ?value", "anyURI")


def _day(name: str, title: str, path: str) -> Column:
    return Column(name, title, f"?x {path} ?value", "date")


_LABEL = Column("label", "Label", "?x rdfs:label ?value")
_NAMES = (
    _many("spellings", "Other spellings", "skos:altLabel"),
    _many("misspellings", "Spellings taken for misprints", "skos:hiddenLabel"),
)

TABLES: Final[Mapping[str, Table]] = {
    "persons": Table(
        "People",
        "?x a dip:Person",
        (
            _LABEL,
            *_NAMES,
            _many("offices", "Offices held", "dip:heldOffice/rdfs:label"),
            _many("represents", "Speaks for", "dip:represents/rdfs:label"),
        ),
    ),
    "offices": Table(
        "Offices",
        "?x a dip:Office",
        (
            _LABEL,
            _many("role", "Role", "dip:role/rdfs:label"),
            _many("of", "State or organization", "dip:officeOf/rdfs:label"),
            _many("holders", "People who held it", "^dip:heldOffice/rdfs:label"),
        ),
    ),
    "tenures": Table(
        "Tenures: who held which office when",
        "?x a dip:Tenure",
        (
            _LABEL,
            _iri("holder", "Holder", "dip:holder"),
            _iri("office", "Office", "dip:office"),
            _many("capacity", "Capacity", "dip:capacity/rdfs:label"),
            _day("attested_from", "First day on which a source has the holder in office", "dip:attestedFrom"),
            _day("attested_until", "Last such day", "dip:attestedUntil"),
            _day("ended_by", "Day by which it had ended", "dip:overBy"),
        ),
    ),
    "meetings": Table(
        "Meetings, calls, visits and other events",
        "?x a dip:Event",
        (
            _LABEL,
            Column(
                "kind",
                "Kind",
                "?x a ?kind . ?kind rdfs:label ?value FILTER(?kind != dip:Event)",
                several=True,
            ),
            Column("date", "Date or dates (EDTF)", "?x dip:date ?value", several=True),
            _day("earliest", "First day on which it may have been", "dip:earliest"),
            _day("latest", "Last day on which it may have been", "dip:latest"),
            _many("status", "Status", "dip:status/rdfs:label"),
            _many("place", "Place", "dip:place/rdfs:label"),
            _many("participants", "Participants", "dip:participant/rdfs:label"),
            _many("sides", "States and organizations taking part", "dip:side/rdfs:label"),
        ),
    ),
    "bases": Table(
        "Military bases",
        "?x a dip:Base",
        (
            _LABEL,
            *_NAMES,
            _many("kind", "Kind", "dip:baseKind/rdfs:label"),
            _many("operator", "Operated by", "dip:operator/rdfs:label"),
            _many("country", "Lies in", "dip:hostCountry/rdfs:label"),
            _many("near", "Near", "dip:near/rdfs:label"),
        ),
    ),
    "claims": Table(
        "Claims: what which article says, in which sentence",
        "?x a dip:Claim",
        (
            _iri("subject", "Subject", "rdf:subject"),
            _iri("predicate", "Predicate", "rdf:predicate"),
            Column("object", "Object, IRI or literal", "?x rdf:object ?value"),
            Column("standing", "Standing", "?x dip:standing/rdfs:label ?value"),
            Column("modality", "Modality", "?x dip:modality/rdfs:label ?value"),
            _iri("article", "Article", "dip:source"),
            Column("publisher", "Publisher", "?x dip:source/dcterms:publisher ?value"),
            Column("start", "First character in the article, from 0", "?x dip:wordsStart ?value", "integer"),
            Column("end", "Character after the last", "?x dip:wordsEnd ?value", "integer"),
            Column("sentence", "The sentence it rests on", "?x dip:evidence/oa:exact ?value", several=True),
        ),
    ),
}


def query_of(table: Table, column: Column) -> str:
    """The query that fills a column: the IRI of each thing with its values, as strings."""
    return bind(
        f"SELECT (STR(?x) AS ?iri) (STR(?value) AS ?cell) WHERE {{ {table.where} . {column.pattern} }}"
    )


def written(seen: Snapshot, table: Table) -> bytes:
    """The table as CSV (RFC 4180, UTF-8), rows by IRI; of several values of a single cell the first."""
    things = sorted(_cells(seen, bind(f"SELECT (STR(?x) AS ?iri) WHERE {{ {table.where} }}")))
    filled = [_cells(seen, query_of(table, column)) for column in table.columns]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["iri", *(column.name for column in table.columns)])
    for thing in things:
        cells = [sorted(values.get(thing, ())) for values in filled]
        writer.writerow(
            [
                thing,
                *(
                    SEPARATOR.join(values) if column.several else "".join(values[:1])
                    for column, values in zip(table.columns, cells, strict=True)
                ),
            ]
        )
    return out.getvalue().encode()


def _cells(seen: Snapshot, query: str) -> dict[str, set[str]]:
    """The second column's values by the first column's."""
    rows = csv.reader(io.StringIO(seen.body(query, "csv").decode(), newline=""))
    next(rows, None)
    found: dict[str, set[str]] = {}
    for first, *rest in rows:
        found.setdefault(first, set()).update(rest)
    return found


def metadata(name: str, root: str) -> dict[str, object]:
    """The table as CSV on the Web describes it (https://www.w3.org/TR/tabular-metadata/, section 5.4)."""
    table = TABLES[name]
    key = Column("iri", "IRI", "", "anyURI")
    columns = []
    for column in (key, *table.columns):
        described: dict[str, object] = {
            "name": column.name,
            "titles": column.name,
            "dc:description": column.title,
            "datatype": column.datatype,
            "required": column is key,
        }
        if column.several:
            described["separator"] = SEPARATOR
        columns.append(described)
    return {
        "url": f"{root}tables/{name}.csv",
        "dc:title": table.title,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {"columns": columns, "primaryKey": "iri", "aboutUrl": "{+iri}"},
    }


@blueprint.get(f"/tables/<any({', '.join(TABLES)}):name>.csv")
def table(name: str) -> Response:
    """One table."""

    def make(seen: Snapshot) -> bytes:
        return written(seen, TABLES[name])

    response = document(make, "text/csv; charset=utf-8; header=present")
    # https://www.w3.org/TR/tabular-data-model/, section 5.2
    response.headers.add(
        "Link",
        f'<{public_url()}tables/{name}.csv-metadata.json>; rel="describedby"; type="application/csvm+json"',
    )
    return response


@blueprint.get(f"/tables/<any({', '.join(TABLES)}):name>.csv-metadata.json")
def described(name: str) -> Response:
    """What the columns of one table mean."""
    whole = {"@context": "http://www.w3.org/ns/csvw", **metadata(name, public_url())}
    return document(lambda _: _json(whole), "application/csvm+json")


@blueprint.get("/tables/csv-metadata.json")
@blueprint.get("/tables/")
def group() -> Response:
    """All tables as one group."""
    tables = [metadata(name, public_url()) for name in TABLES]
    whole = {"@context": "http://www.w3.org/ns/csvw", "tables": tables}
    return document(lambda _: _json(whole), "application/csvm+json")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
