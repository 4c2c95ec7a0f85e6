"""Flask: the endpoint and the pages."""
