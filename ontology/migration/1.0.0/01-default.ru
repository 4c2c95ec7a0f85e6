# From the prototype vocabulary to dip:, in the default graph.
PREFIX dip: <https://w3id.org/communique/ns#>
PREFIX ex: <https://example.org/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

# A claim that a tenure has a holder, beside one that it has an office, is one claim that the person held the office.
# The two claims of one article share their sentence; the claim about the holder keeps its name.
DELETE { ?claim rdf:subject ?tenure ; rdf:predicate ex:holder ; rdf:object ?person . ?second ?p ?o . }
INSERT { ?claim rdf:subject ?person ; rdf:predicate dip:heldOffice ; rdf:object ?office . }
WHERE {
  ?claim rdf:subject ?tenure ; rdf:predicate ex:holder ; rdf:object ?person ; ex:source ?article . ?second rdf:subject ?tenure ; rdf:predicate ex:office ; rdf:object ?office ; ex:source ?article ; ?p ?o .
} ;

# Classes.
DELETE { ?thing a ?old }
INSERT { ?thing a ?new }
WHERE {
  ?thing a ?old
  FILTER(STRSTARTS(STR(?old), STR(ex:)))
  BIND(IRI(CONCAT(STR(dip:), STRAFTER(STR(?old), "#"))) AS ?new)
} ;

# What claims say their property is.
DELETE { ?claim rdf:predicate ?old }
INSERT { ?claim rdf:predicate ?new }
WHERE {
  ?claim rdf:predicate ?old
  FILTER(STRSTARTS(STR(?old), STR(ex:)))
  BIND(IRI(CONCAT(STR(dip:), STRAFTER(STR(?old), "#"))) AS ?new)
} ;

# Properties.
DELETE { ?thing ?old ?value }
INSERT { ?thing ?new ?value }
WHERE {
  ?thing ?old ?value
  FILTER(STRSTARTS(STR(?old), STR(ex:)))
  BIND(IRI(CONCAT(STR(dip:), STRAFTER(STR(?old), "#"))) AS ?new)
}
