"""The same query as code: what to paste into a shell, a notebook, an R script, a web page."""

from __future__ import annotations

import json
import shlex


def all_of(endpoint: str, query: str) -> list[tuple[str, str]]:
    """Name and text of each snippet. Every one runs as it is: the query is quoted for its language."""
    return [
        ("curl", _curl(endpoint, query)),
        ("Python", _python(endpoint, query)),
        ("R", _r(endpoint, query)),
        ("JavaScript", _javascript(endpoint, query)),
    ]


def _curl(endpoint: str, query: str) -> str:
    words = (
        "curl -H 'Accept: text/csv'",
        f"--data-urlencode query={shlex.quote(query)}",
        shlex.quote(endpoint),
    )
    return " \\\n  ".join(words) + "\n"


def _python(endpoint: str, query: str) -> str:
    quoted = repr(query) if '"""' in query or "\\" in query else f'"""\n{query}\n"""'
    return (
        "from urllib.parse import urlencode\n\nimport pandas as pd\n\n"
        f"query = {quoted}\n"
        f"table = pd.read_csv({endpoint!r} + '?' + urlencode({{'query': query, 'format': 'csv'}}))\n"
    )


def _r(endpoint: str, query: str) -> str:
    # A JSON string is also one of R, but for the escape of the slash, which json.dumps never writes.
    return (
        f"query <- {json.dumps(query, ensure_ascii=False)}\n"
        f'url <- paste0({json.dumps(endpoint)}, "?format=csv&query=", URLencode(query, reserved = TRUE))\n'
        "table <- read.csv(url)\n"
    )


def _javascript(endpoint: str, query: str) -> str:
    return (
        f"const query = {json.dumps(query, ensure_ascii=False)};\n"
        f"const reply = await fetch({json.dumps(endpoint)}, {{\n"
        '  method: "POST",\n'
        '  headers: { Accept: "application/sparql-results+json" },\n'
        "  body: new URLSearchParams({ query }),\n"
        "});\n"
        "const rows = (await reply.json()).results.bindings;\n"
    )
