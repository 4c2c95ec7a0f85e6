"""The guide: how to read the pages, and how to use the graph from elsewhere."""

from __future__ import annotations

from flask import Blueprint

from communique.web.pages.answering import Visit, page, render
from communique.web.pages.wording import HUES, STANDING
from communique.web.service import public_url, service

blueprint = Blueprint("docs", __name__)


@blueprint.get("/docs")
@page
def docs(visit: Visit) -> str:
    """The guide."""
    return render(
        visit,
        "docs.html",
        url=public_url(),
        base=service().settings.base,
        hues=HUES,
        standings=STANDING,
        deadline=service().settings.limits.anonymous_deadline,
    )
