"""The graph browser: Reactodia on the endpoint of this server, in a bundle of its own.

It is a drawing board that needs JavaScript; the page says so, and leads to the pages that do not. The
program sets styles as it goes, which the policy allows here and nowhere else.
"""

from __future__ import annotations

from flask import Blueprint

from communique.web.pages.answering import POLICY, Visit, iri_argument, page, render

blueprint = Blueprint("browse", __name__)


@blueprint.get("/browse")
@page
def browse(visit: Visit) -> str:
    """The drawing board, with one thing on it or those with most links."""
    visit.policy = f"{POLICY}; style-src 'self' 'unsafe-inline'; worker-src 'self'"
    return render(visit, "browse.html", iri=iri_argument("iri"))
