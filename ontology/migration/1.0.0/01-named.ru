# From the prototype vocabulary to dip:, in every named graph.
PREFIX dip: <https://w3id.org/communique/ns#>
PREFIX ex: <https://example.org/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

# A claim that a tenure has a holder, beside one that it has an office, is one claim that the person held the office.
# The two claims of one article share their sentence; the claim about the holder keeps its name.
DELETE { GRAPH ?graph { ?claim rdf:subject ?tenure ; rdf:predicate ex:holder ; rdf:object ?person . ?second ?p ?o . } }
INSERT { GRAPH ?graph { ?claim rdf:subject ?person ; rdf:predicate dip:heldOffice ; rdf:object ?office . } }
WHERE {
  GRAPH ?graph { ?claim rdf:subject ?tenure ; rdf:predicate ex:holder ; rdf:object ?person ; ex:source ?article . ?second rdf:subject ?tenure ; rdf:predicate ex:office ; rdf:object ?office ; ex:source ?article ; ?p ?o . }
} ;

# Classes.
DELETE { GRAPH ?graph { ?thing a ?old } }
INSERT { GRAPH ?graph { ?thing a ?new } }
WHERE {
  GRAPH ?graph { ?thing a ?old }
  FILTER(STRSTARTS(STR(?old), STR(ex:)))
  BIND(IRI(CONCAT(STR(dip:), STRAFTER(STR(?old), "#"))) AS ?new)
} ;

# What claims say their property is.
DELETE { GRAPH ?graph { ?claim rdf:predicate ?old } }
INSERT { GRAPH ?graph { ?claim rdf:predicate ?new } }
WHERE {
  GRAPH ?graph { ?claim rdf:predicate ?old }
  FILTER(STRSTARTS(STR(?old), STR(ex:)))
  BIND(IRI(CONCAT(STR(dip:), STRAFTER(STR(?old), "#"))) AS ?new)
} ;

# Properties.
DELETE { GRAPH ?graph { ?thing ?old ?value } }
INSERT { GRAPH ?graph { ?thing ?new ?value } }
WHERE {
  GRAPH ?graph { ?thing ?old ?value }
  FILTER(STRSTARTS(STR(?old), STR(ex:)))
  BIND(IRI(CONCAT(STR(dip:), STRAFTER(STR(?old), "#"))) AS ?new)
}
