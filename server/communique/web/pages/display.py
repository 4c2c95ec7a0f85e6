"""What templates call: links, numbers and dates. One place, so that no page links an unsafe address."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup, escape

from communique.web.pages import assets, dates, wording
from communique.web.pages.paths import Paths, compact
from communique.web.pages.terms import PREFIXES, Iri, Literal, Term

blueprint = Blueprint("display", __name__)

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
DATE_TYPES = {EDTF: dates.spoken, PREFIXES["xsd"] + "date": dates.spoken_day}
MARKED_TYPES = {EDTF: dates.marked, PREFIXES["xsd"] + "date": dates.marked_day}
LONG_LABEL = 140
"""Characters of a label that lists and headings show; the whole stands in the title attribute."""


@blueprint.record
def install(state: BlueprintSetupState) -> None:
    """Give the templates of an application their filters and globals."""
    environment = state.app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters.update(
        number=number,
        short=short,
        value=value,
        compact=compact,
        brief=brief,
        question=question,
        spoken=dates.spoken,
        when=dates.marked,
        day=dates.marked_day,
        dated=dates.dated,
        undated=dates.undated,
        attributes=language_attributes,
    )
    environment.globals.update(asset=assets.address, words=wording, link=link)
    environment.tests["iri"] = lambda term: isinstance(term, Iri)


def number(value: int) -> str:
    """``12,345``."""
    return f"{value:,}"


def short(text: str, most: int = LONG_LABEL) -> str:
    """The text, cut at a space before ``most`` characters, with an ellipsis."""
    if len(text) <= most:
        return text
    return f"{text[:most].rsplit(' ', 1)[0]}…"


def value(term: Term) -> str:
    """A literal as text, dates in words; an IRI by its last part."""
    match term:
        case Literal(value=text, datatype=datatype):
            return DATE_TYPES[datatype](text) if datatype in DATE_TYPES else text
        case Iri():
            return term.local.replace("-", " ")
        case _:
            return str(term)


def brief(iri: Iri, base: str) -> str:
    """An IRI for a narrow cell: prefixed where a prefix fits, without the base where it is ours."""
    return iri.value.removeprefix(base) or compact(iri) if iri.value.startswith(base) else compact(iri)


def question(text: str) -> str:
    """The first sentence of an example's comment: the question itself."""
    asked, mark, _ = text.partition("?")
    return f"{asked}?" if mark else text.partition(". ")[0]


def language_attributes(language: str | None) -> Markup:
    """``lang`` and ``dir`` for words in a language; ``dir=auto`` lets right-to-left text stand right."""
    return Markup(' lang="{}" dir="auto"').format(language) if language else Markup(' dir="auto"')


def link(paths: Paths, term: Term, label: str = "", css: str = "") -> Markup:
    """A term as HTML: linked if it is an IRI that may be linked, else its text, always escaped."""
    away = isinstance(term, Iri) and paths.page(term) is None
    if not label and isinstance(term, Literal) and term.datatype in MARKED_TYPES:
        return MARKED_TYPES[term.datatype](term.value)
    shown = dates.dated(label) or (compact(term) if isinstance(term, Iri) and away else value(term))
    cut = short(shown)
    title = Markup(' title="{}"').format(shown) if cut != shown else Markup("")
    kind = Markup(' class="{}"').format(css) if css else Markup("")
    if isinstance(term, Iri):
        target = paths.link(term)
        if target is None:
            return Markup("<bdi{}{}>{}</bdi>").format(kind, title, cut)
        relation = Markup(' rel="noreferrer external"') if away else Markup("")
        return Markup('<a href="{}"{}{}{}><bdi>{}</bdi></a>').format(target, kind, relation, title, cut)
    language = term.language if isinstance(term, Literal) else None
    attribute = Markup(' lang="{}"').format(language) if language else Markup("")
    return Markup("<bdi{}{}{}>{}</bdi>").format(kind, attribute, title, escape(cut))
