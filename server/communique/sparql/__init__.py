"""The SPARQL protocol without an HTTP framework."""
