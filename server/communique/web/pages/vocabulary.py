"""The documentation of the vocabulary, made from its files: terms, concepts, patterns, shapes.

The addresses are those to which w3id.org leads: ``/ns`` and ``/concept/...`` are answered here for browsers
and by ``communique.web.linked`` for programs.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from communique.alignment import describe_alignments
from communique.sparql import formats
from communique.sparql.negotiation import negotiate
from communique.validation.patterns import answer, describe_patterns, drawing, excerpt
from communique.validation.picture import in_words, picture
from communique.validation.questions import questions
from communique.validation.vocabulary import describe_vocabulary, sections, version
from communique.web.pages import terminology
from communique.web.pages.answering import POLICY, Visit, page, render
from communique.web.service import caller

blueprint = Blueprint("vocabulary", __name__)

OFFERS = (*formats.GRAPH, formats.HTML)
"""What the addresses of the ontology give, by Accept; Turtle where nothing is asked for."""
_NS = re.compile(r"/ns(?:/([^/]+))?/?")
_CONCEPT = re.compile(r"/concept(?:/([a-z]+)(?:/([a-z0-9-]+))?)?/?")
_SHAPES = re.compile(rf"/({'|'.join(terminology.DOCUMENTS)})/?")


@blueprint.before_app_request
def negotiated() -> AnyResponse | None:
    """Answer browsers that ask for what the ontology names; ``None`` leaves the request to others."""
    show = _shown(request.path)
    if show is None or request.method not in {"GET", "HEAD"}:
        return None
    caller("read")
    wanted = negotiate(request.headers.get("Accept"), OFFERS, request.args.getlist("format"))
    if wanted.format is not formats.HTML:
        return None
    response = show()
    response.vary.add("Accept")
    return response


def _shown(path: str) -> Callable[[], AnyResponse] | None:
    """What makes the page of an address; ``None`` if there is none."""
    if named := _NS.fullmatch(path):
        return terms if named[1] in {None, version()} else None
    if named := _SHAPES.fullmatch(path):
        return partial(shapes, named[1])
    if (named := _CONCEPT.fullmatch(path)) and named[2] is None:
        return partial(schemes, named[1]) if terminology.scheme_exists(named[1]) else None
    if named and terminology.concept_exists(named[1], named[2]):
        return partial(redirect, f"{request.script_root}/concept/{named[1]}#{named[2]}", 303)
    return None


@blueprint.get("/ns.html")
@page
def terms(visit: Visit) -> str:
    """Every term with definition, example, the shapes that bind it and queries that use it."""
    _styled(visit)
    known = {term.name: term for term in describe_vocabulary()}
    return render(
        visit,
        "vocabulary.html",
        style=_style(),
        version=version(),
        count=len(known),
        groups=[(title, [known[name] for name in names]) for title, names in sections()],
        patterns=describe_patterns(),
        questions={question.name: question for question in questions()},
        alignments=describe_alignments(),
        refer=_refer(visit),
    )


@blueprint.get("/term/<name>")
@page
def term(visit: Visit, name: str) -> str:
    """One term with all shapes that bind it, and all queries and patterns that use it."""
    found = next((one for one in describe_vocabulary() if one.name == name), None)
    if found is None:
        abort(404)
    _styled(visit)
    return render(
        visit,
        "term.html",
        style=_style(),
        shown=found,
        use=terminology.uses()[found.iri],
        questions=[one for one in questions() if one.name in found.questions],
        refer=_refer(visit),
    )


@blueprint.get("/question/<name>")
def question(name: str) -> AnyResponse:
    """The editor with one of the questions in it."""
    caller("read")
    found = next((one for one in questions() if one.name == name), None)
    if found is None:
        abort(404)
    return redirect(f"{request.script_root}/sparql?{urlencode({'query': found.query})}", 303)


@page
def schemes(visit: Visit, key: str | None) -> str:
    """All concept schemes, or one with its concepts."""
    _styled(visit)
    found = terminology.schemes()
    one = next((scheme for scheme in found if scheme.key == key), None)
    return render(visit, "schemes.html", style=_style(), schemes=found, one=one, refer=_refer(visit))


@page
def shapes(visit: Visit, document: str) -> str:
    """What data must satisfy, what contributions must, or what the vocabulary itself must."""
    _styled(visit)
    shown = terminology.shapes_of(document)
    others = [(f"/{name}", title) for name, (title, _) in terminology.DOCUMENTS.items() if name != document]
    title, about = terminology.DOCUMENTS[document]
    return render(
        visit,
        "shapes.html",
        style=_style(),
        title=title,
        about=about,
        others=others,
        path=f"/{document}",
        shapes=shown,
        audits=terminology.shown_audits() if document == "shapes" else (),
        refer=_refer(visit),
    )


@blueprint.get("/patterns")
@page
def patterns(visit: Visit) -> str:
    """The modelling patterns."""
    return render(visit, "patterns.html", patterns=describe_patterns())


@blueprint.get("/patterns/<slug>")
@page
def pattern(visit: Visit, slug: str) -> str:
    """One modelling pattern."""
    every = describe_patterns()
    number = next((n for n, one in enumerate(every) if one.slug == slug), None)
    if number is None:
        abort(404)
    _styled(visit)
    shown = every[number]
    boxes, arrows = drawing(shown)
    return render(
        visit,
        "pattern.html",
        style=_style(),
        pattern=shown,
        # Made from the files of the package alone, every text in it escaped.
        picture=Markup(picture(boxes, arrows, shown.title, shown.slug)),  # noqa: S704  # see above
        words_of_picture=in_words(boxes, arrows),
        properties=list(dict.fromkeys(terminology.property_iri(arrow.name) for arrow in arrows)),
        answer=answer(shown),
        data=excerpt(shown),
        before=every[number - 1] if number else None,
        after=every[number + 1] if number + 1 < len(every) else None,
        refer=_refer(visit),
    )


@blueprint.get("/patterns/<slug>.trig")
def pattern_data(slug: str) -> Response:
    """The data of one pattern."""
    caller("read")
    found = next((one for one in describe_patterns() if one.slug == slug), None)
    if found is None:
        abort(404)
    response = make_response(found.trig)
    response.headers["Content-Type"] = formats.TRIG.content_type()
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _refer(visit: Visit) -> Callable[[str], terminology.Reference]:
    return lambda iri: terminology.refer(visit.paths, iri)


def _styled(visit: Visit) -> None:
    """Allow the page its own style sheet, by its hash (Content Security Policy 3, section 2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    visit.policy = f"{POLICY}; style-src 'self' 'sha256-{digest}'"


@cache
def _style() -> Markup:
    text = files("communique.web").joinpath("templates", "vocabulary.css").read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704  # a file of the package
