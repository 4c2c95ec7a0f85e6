"""The concept scheme of roles, made from the gazetteer's list: ``python -m communique.validation.roles``."""

from __future__ import annotations

import sys

import pyoxigraph as ox
import yaml

from communique import resources
from communique.errors import ResourceMissing

SCHEME = "https://w3id.org/communique/concept/role"
_HEAD = f"""# Made by `python -m communique.validation.roles` from roles.yaml and single-seat.txt.
@prefix dip: <https://w3id.org/communique/ns#> .
@prefix role: <{SCHEME}/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<{SCHEME}> a skos:ConceptScheme ;
    skos:prefLabel "Roles"@en ;
    rdfs:label "Roles"@en ;
    skos:definition "What an office is, whatever it is called and whosever it is."@en ;
    dcterms:license <https://opensource.org/license/mit> ;
    rdfs:isDefinedBy <{SCHEME}> .
"""


def role_scheme() -> str:
    """The scheme in Turtle, one concept for every row of ``data/gazetteer/roles.yaml``."""
    rows = yaml.safe_load(resources.read("data", "gazetteer", "roles.yaml"))
    keys = {row["key"] for row in rows}
    lines = resources.read("ontology", "concepts", "single-seat.txt").splitlines()
    single = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    if unknown := single - keys:
        raise ResourceMissing(f"single-seat.txt names roles that roles.yaml lacks: {sorted(unknown)}")
    return "\n".join([_HEAD, *(_concept(row, row["key"] in single) for row in rows)])


def _concept(row: dict[str, str], single: bool) -> str:
    label = ox.Literal(row["label"], language="en")
    parts = [
        ("skos:prefLabel", str(label)),
        ("rdfs:label", str(label)),
        ("skos:definition", str(ox.Literal(row["definition"], language="en"))),
    ]
    if "broader" in row:
        parts.append(("skos:broader", f"role:{row['broader']}"))
    else:
        parts.append(("skos:topConceptOf", f"<{SCHEME}>"))
    parts += [("dip:singleSeat", "true")] if single else []
    parts += [("skos:inScheme", f"<{SCHEME}>"), ("rdfs:isDefinedBy", f"<{SCHEME}>")]
    body = " ;\n    ".join(f"{name} {value}" for name, value in parts)
    return f"role:{row['key']} a skos:Concept ;\n    {body} .\n"


if __name__ == "__main__":
    sys.stdout.write(role_scheme())
