"""What data from outside must satisfy: claims with evidence, and nothing that is ours to decide."""

from __future__ import annotations

import pyoxigraph as ox

from communique import resources
from communique.validation import Severity, validate_contribution
from communique.validation.shape import read_shapes

PREFIXES = """
@prefix : <https://example.org/> . @prefix dip: <https://w3id.org/communique/ns#> .
@prefix standing: <https://w3id.org/communique/concept/standing/> .
@prefix modality: <https://w3id.org/communique/concept/modality/> .
@prefix status: <https://w3id.org/communique/concept/status/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
VALID = (
    PREFIXES
    + """
:article a dip:Article ; dcterms:title "A meeting"@en ; dcterms:issued "2030-05-04"^^xsd:date ; dcterms:rights "CC0-1.0" ;
    dcterms:language "en" ; dip:sha256 "0000000000000000000000000000000000000000000000000000000000000000" .
:sentence a dip:Sentence ; dip:inArticle :article ; oa:start 0 ; oa:end 9 ; oa:exact "They met." .
:talks a dip:Meeting ; skos:prefLabel "Talks"@en ; rdfs:label "Talks"@en ; dip:status status:held .
:claim a dip:Claim ; rdf:subject :talks ; rdf:predicate dip:status ; rdf:object status:held ; dip:source :article ;
    dip:evidence :sentence ; dip:standing standing:accepted ; dip:extractor "a reader" ; dip:confidence 0.9 ;
    dip:modality modality:stated .
"""
)
FAILING = (
    PREFIXES
    + """
:article a dip:Article . :sentence a dip:Sentence . :claim a dip:Claim ; dip:standing standing:disputed .
:tenure a dip:Tenure . :verin dip:met :calder .
"""
)
SHAPES = read_shapes(resources.read("ontology", "contribution.ttl"))


def parsed(turtle: str) -> list[ox.Quad]:
    return list(ox.parse(turtle.encode("utf-8"), format=ox.RdfFormat.TURTLE))


def test_a_contribution_with_evidence_is_taken() -> None:
    report = validate_contribution(parsed(VALID))
    assert [r for r in report.results if r.severity is not Severity.INFO] == []


def test_every_demand_on_a_contribution_can_fail() -> None:
    found = {r.check for r in validate_contribution(parsed(FAILING)).results}
    demanded = {part.iri for s in SHAPES for part in (s, *s.properties) if part.constraints}
    assert demanded <= found


def test_a_contribution_must_satisfy_the_shapes_of_the_graph_too() -> None:
    broken = VALID.replace("rdf:predicate dip:status ;", "rdf:predicate dip:statsu ;")
    report = validate_contribution(parsed(broken))
    assert {r.check.rpartition("#")[2] for r in report.violations} == {"Claim-predicate"}
