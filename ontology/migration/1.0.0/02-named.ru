# dip:endedBy, which read as if somebody had ended it, is dip:overBy: in every named graph.
PREFIX dip: <https://w3id.org/communique/ns#>

DELETE { GRAPH ?graph { ?thing <https://w3id.org/communique/ns#endedBy> ?day } }
INSERT { GRAPH ?graph { ?thing dip:overBy ?day } }
WHERE { GRAPH ?graph { ?thing <https://w3id.org/communique/ns#endedBy> ?day } }
