"""How long each page takes, cold and warm: ``python tests/bench/pages.py [quads]`` (a million without).

The graph is the worked examples of the ontology, copied under other names until it is large enough; two
people stay the same in every copy and so become hubs. Cold is the first answer at a commit, warm any later.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.web.pages.site import BASE, Site, served, worked_examples

from communique.web.pages.graph import AnswerCache

HUBS = ("person/ana-verin-4e1d0c2a", "country/norland")
WARM = 7
_OWN = re.compile(
    re.escape(BASE)
    + r"(article|event|person|office|delegation|remark|agent|base|presence|disagreement|tenure"
    r"|derivation|merge|candidate)/([^>#/ ]+)"
)


def copies(most: int) -> Iterator[str]:
    """N-Quads lines until there are ``most``."""
    examples = worked_examples()
    made = 0
    for number in count():
        for line in examples:
            if number and "graph/reference" in line:
                continue
            yield _OWN.sub(partial(_renamed, number), line) if number else line
            made += 1
        if made >= most:
            return


def _renamed(number: int, match: re.Match[str]) -> str:
    kind, name = match[1], match[2]
    if f"{kind}/{name}" in HUBS:
        return match[0]
    if kind == "article":
        return f"{BASE}article/{(int(name, 16) + number) % 2**64:016x}"
    # People and offices come back in every fiftieth copy, as they do in the news.
    return f"{BASE}{kind}/{name}-{number % 50 if kind in {'person', 'office'} else number}"


def addresses(site: Site) -> list[str]:
    """One page of each kind."""
    client = site.app.test_client()

    def first(listing: str, kind: str) -> str:
        found = re.search(rf'href="(/{kind}/[^"?]+)"', client.get(listing).get_data(as_text=True))
        return found[1] if found else listing

    return [
        "/",
        *(f"/{hub}" for hub in HUBS),
        first("/event/?page=3", "event"),
        first("/article/?page=2", "article"),
        first("/office/", "office"),
        first("/disagreements", "disagreement"),
        *(f"/{kind}/" for kind in ("person", "office", "event", "base", "country", "article", "claim")),
        f"/event/?with={quote(BASE + HUBS[0], safe='')}",
        "/disagreements",
        "/timeline",
        "/network",
        "/map",
        "/search?q=verin",
        "/sparql?format=html",
        "/docs",
    ]


def main(most: int) -> None:
    """Print a line for each page."""
    with tempfile.TemporaryDirectory() as scratch, served(copies(most), Path(scratch)) as site:
        client = site.app.test_client()
        client.get("/docs")
        sys.stdout.write(f"{len(site.store):,} quads\n{'page':60} {'kB':>6} {'cold ms':>8} {'warm ms':>8}\n")
        for path in addresses(site):
            site.app.extensions["communique.pages"] = AnswerCache()
            times = []
            for _ in range(WARM + 1):
                start = time.perf_counter()
                reply = client.get(path)
                times.append((time.perf_counter() - start) * 1000)
            size = len(reply.data) / 1000
            warm = statistics.median(times[1:])
            sys.stdout.write(f"{path[:60]:60} {size:6.1f} {times[0]:8.0f} {warm:8.0f}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
