# dip:endedBy, which read as if somebody had ended it, is dip:overBy: in the default graph.
PREFIX dip: <https://w3id.org/communique/ns#>

DELETE { ?thing <https://w3id.org/communique/ns#endedBy> ?day }
INSERT { ?thing dip:overBy ?day }
WHERE { ?thing <https://w3id.org/communique/ns#endedBy> ?day }
