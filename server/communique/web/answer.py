"""From a query to its HTTP reply: format, validators, cache, and a body that is whole or visibly broken."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from flask import Response, abort, g, make_response, request

from communique import __version__
from communique.errors import QueryError
from communique.sparql import columnar, formats
from communique.sparql.advice import advise
from communique.sparql.coding import Coding, encode, encode_all, negotiate_coding
from communique.sparql.dataset import Dataset, from_clauses
from communique.sparql.etag import answer_tag, matches
from communique.sparql.evaluation import Answer, Evaluation
from communique.sparql.limits import MIB
from communique.sparql.negotiation import Choice, negotiate
from communique.sparql.outline import Outline
from communique.sparql.prefixes import PREFIXES
from communique.sparql.request import ProtocolRequest
from communique.web.access import Caller
from communique.web.service import (
    EditorView,
    Service,
    arrival,
    client_left,
    mark_cacheable,
    old_client,
    public_url,
)

LEAST_CODED = 1024
"""Bytes; a smaller body is not worth compressing."""

MOST_ON_PAGE = 8 * MIB
"""Bytes of an answer that the page around the editor takes; more is for downloads."""

MOST_OF_COLUMNS = 16 * MIB
"""Bytes of JSON that are turned into columns in this process, at about 20 MiB a second."""

_SAFE = {"GET", "HEAD", "QUERY"}
_SETTLED = timedelta(seconds=2)
_KINDS = {"select": "bindings", "ask": "boolean", "construct": "graph", "describe": "graph"}


@dataclass(frozen=True, slots=True)
class Variant:
    """How one reply is written, and what it shows of the request's wishes."""

    choice: Choice
    coding: Coding
    etag: str | None
    key: str | None
    base_iri: str


def answer_query(
    here: Service, asked: ProtocolRequest, text: str, found: Outline, who: Caller, extension: str | None
) -> Response:
    """The reply to a query."""
    choice = _choose(here, asked, found, extension)
    if choice.format is formats.HTML and here.editor is not None:
        return _page(here, asked, text, found, who)
    variant = _variant(here, asked, text, found, choice, here.evaluator.commit)
    if variant.etag is not None and _is_current(here, variant.etag):
        return _finish(here, make_response("", 304), asked, variant, here.evaluator.commit)
    kept = here.results.get(variant.key) if variant.key is not None else None
    if kept is not None:
        reply = make_response("", 304) if _is_any_known() else _whole(kept, variant.coding)
        return _finish(here, reply, asked, variant, here.evaluator.commit)
    if choice.format in formats.COLUMNAR:
        return _columns(here, asked, text, found, who, variant)
    answer = here.evaluator.query(evaluation(here, asked, text, found, who, choice), client_left())
    if found.form in _KINDS and answer.kind != _KINDS[found.form]:
        answer.close()
        raise QueryError("the form of this query cannot be told; write it without escapes in its keywords")
    if answer.commit != here.evaluator.commit or variant.etag is not None:
        variant = _variant(here, asked, text, found, choice, answer.commit)
    if _is_any_known():
        answer.close()
        return _finish(here, make_response("", 304), asked, variant, answer.commit)
    reply = _reply(here, answer, variant)
    reply.headers["X-Query-Id"] = answer.id
    _say_cut(here, reply, asked, answer)
    return _finish(here, reply, asked, variant, answer.commit)


def evaluation(
    here: Service, asked: ProtocolRequest, text: str, found: Outline, who: Caller, choice: Choice
) -> Evaluation:
    """What the query tier is asked to do."""
    limits = here.settings.limits
    base = public_url() + request.path.lstrip("/")
    dataset = _dataset(asked, found, base)
    # One cannot see a broken stream; the other learns from a header what only the whole answer shows.
    whole = old_client() or asked.max_rows is not None
    return Evaluation(
        text=text,
        format=choice.format.name,
        default_graphs=dataset.default if dataset else None,
        named_graphs=dataset.named if dataset else None,
        deadline=limits.deadline(asked.wait, token=who.has_token),
        begun=arrival(),
        max_bytes=limits.result_bytes,
        spool_bytes=limits.result_bytes if whole else limits.spool_bytes,
        columns=found.variables if found.star else None,
        base_iri=base,
        prefixes=tuple({**PREFIXES, **{each.name: each.iri for each in found.prefixes}}.items()),
        client=who.name,
        max_rows=limits.rows(asked.max_rows),
        cut_rows=asked.max_rows is not None,
    )


def _dataset(asked: ProtocolRequest, found: Outline, base: str) -> Dataset | None:
    if asked.default_graphs is not None or asked.named_graphs is not None:
        return Dataset(asked.default_graphs or (), asked.named_graphs or ())
    return from_clauses(found, base)


def _choose(here: Service, asked: ProtocolRequest, found: Outline, extension: str | None) -> Choice:
    offers = formats.offered(found.form)
    if found.form == "select":
        offers = (*offers, *columnar.available())
    if here.editor is not None:
        offers = (*offers, formats.HTML)
    override = asked.option("format", "output", "results")
    if extension is not None:
        if not any(extension in each.names for each in formats.EVERY):
            abort(404, f"no format is called {extension!r}")
        override = (extension,)
    return negotiate(request.headers.get("Accept"), offers, override)


def _variant(
    here: Service, asked: ProtocolRequest, text: str, found: Outline, choice: Choice, commit: str
) -> Variant:
    coding: Coding = "identity"
    if not old_client():
        coding = negotiate_coding(request.headers.get("Accept-Encoding"))
    base = public_url() + request.path.lstrip("/")
    if found.volatile or not found.is_query:
        return Variant(choice, coding, None, None, base)
    decides = (
        commit, __version__, base, text,
        asked.default_graphs, asked.named_graphs, here.settings.default_graph, choice.content_type,
        here.settings.limits.rows(asked.max_rows) if asked.max_rows else None,
    )  # fmt: skip
    return Variant(choice, coding, answer_tag(*decides, coding), answer_tag(*decides), base)


def _is_current(here: Service, etag: str) -> bool:
    """Whether the client holds this answer already (RFC 9110, section 13.2.2); a POST is never told so."""
    if request.method not in _SAFE:
        return False
    header = request.headers.get("If-None-Match")
    if header is not None:
        return matches(header, etag)
    since = request.if_modified_since
    changed = _last_modified(here)
    return since is not None and changed is not None and changed <= since


def _is_any_known() -> bool:
    """Whether the client wants no answer if there is any, which only evaluating can tell (13.1.2)."""
    return request.method in _SAFE and request.headers.get("If-None-Match", "").strip() == "*"


def _last_modified(here: Service) -> datetime | None:
    """When answers last changed, to the second; unknown while another change could fall into that second."""
    changed = max(here.evaluator.committed, here.started)
    settled = datetime.now(UTC) - changed >= _SETTLED
    return changed.replace(microsecond=0) if settled else None


def _reply(here: Service, answer: Answer, variant: Variant) -> Response:
    if answer.length is None or answer.length > here.settings.limits.spool_bytes:
        return sent(answer, variant.coding)
    try:
        body = b"".join(answer.frames)
    finally:
        answer.close()
    _keep(here, answer, variant, body)
    return _whole(body, variant.coding)


def sent(answer: Answer, coding: Coding) -> Response:
    """The answer as a body that is passed on as it comes, with its length where that is known."""
    reply = _streamed(answer, coding)
    if coding == "identity" and answer.length is not None:
        reply.content_length = answer.length
    return reply


def _keep(here: Service, answer: Answer, variant: Variant, body: bytes) -> None:
    """Remember an answer that is whole; of one that was cut, the cache could not say so."""
    if variant.key is not None and not answer.cut:
        here.results.put(variant.key, body)


def _whole(body: bytes, coding: Coding) -> Response:
    if coding == "identity" or len(body) < LEAST_CODED:
        return make_response(body)
    reply = make_response(encode_all(body, coding))
    reply.headers["Content-Encoding"] = coding
    return reply


def _streamed(answer: Answer, coding: Coding) -> Response:
    if request.method == "HEAD":
        answer.close()
        reply = make_response("")
        del reply.headers["Content-Length"]
        reply.automatically_set_content_length = False  # it would be 0, as of an empty answer
    else:
        reply = Response(encode(_frames(answer), coding))
        reply.call_on_close(answer.close)
    if coding != "identity":
        reply.headers["Content-Encoding"] = coding
    return reply


def _frames(answer: Answer) -> Iterator[bytes]:
    """The frames; an error goes on to the server, which breaks the connection off."""
    try:
        yield from answer.frames
    finally:
        answer.close()


def _finish(
    here: Service, reply: Response, asked: ProtocolRequest, variant: Variant, commit: str
) -> Response:
    if reply.status_code != 304:
        reply.headers["Content-Type"] = variant.choice.content_type
        reply.headers["X-Content-Type-Options"] = "nosniff"
        _name(reply, asked, variant)
    for name in ("Accept", "Accept-Encoding"):
        reply.vary.add(name)
    mark_cacheable(reply)
    reply.headers["X-Commit"] = commit
    if variant.etag is not None:
        reply.headers["ETag"] = variant.etag
        changed = _last_modified(here)
        if changed is not None and commit == here.evaluator.commit:
            reply.last_modified = changed
    here.statistics.count_soon()
    for hint in advise(g.asked.outline, here.statistics.terms()):
        reply.headers.add("X-Query-Hint", hint.encode("ascii", "backslashreplace").decode())
    if g.asked.added:
        reply.headers["X-Prefixes-Added"] = ", ".join(g.asked.added)
    _say_wait(here, reply, asked)
    return reply


def _say_wait(here: Service, reply: Response, asked: ProtocolRequest) -> None:
    """Tell a client that asked for a deadline which one it got."""
    if asked.wait is None:
        return
    granted = here.settings.limits.deadline(asked.wait, token=g.caller.has_token)
    clamped = f"; asked={asked.wait:g}" if granted != asked.wait else ""
    reply.headers["X-Timeout"] = f"{granted:g}{clamped}"
    if "wait" in request.headers.get("Prefer", "").lower() and "timeout" not in asked.options:
        reply.headers["Preference-Applied"] = f"wait={granted:g}"


def _say_cut(here: Service, reply: Response, asked: ProtocolRequest, answer: Answer) -> None:
    """Tell a client that asked for the first rows that there are others."""
    if not answer.cut or asked.max_rows is None:
        return
    granted = here.settings.limits.rows(asked.max_rows)
    clamped = f"; asked={asked.max_rows}" if granted != asked.max_rows else ""
    reply.headers["X-Rows-Cut"] = f"{granted}{clamped}"


def _name(reply: Response, asked: ProtocolRequest, variant: Variant) -> None:
    """Name the download, if it shall be one: ``_dl=1``, or ``download=`` with a name."""
    names = asked.option("download")
    if not names and not asked.flag("_dl"):
        return
    stem = re.sub(r"[^\w.-]+", "-", names[-1] if names else "").strip(".-")[:80] or "result"
    file = f"{stem}.{variant.choice.format.extension}"
    plain = file.encode("ascii", "replace").decode().replace("?", "_")
    reply.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file, safe='')}"
    )


def _columns(
    here: Service, asked: ProtocolRequest, text: str, found: Outline, who: Caller, variant: Variant
) -> Response:
    """A table for data frames, made of the JSON that the tier gives."""
    choice = variant.choice
    wanted = replace(
        evaluation(here, asked, text, found, who, Choice(formats.JSON, formats.JSON.media_type)),
        max_bytes=MOST_OF_COLUMNS,
        spool_bytes=MOST_OF_COLUMNS,
    )
    answer = here.evaluator.query(wanted, client_left())
    try:
        body = columnar.convert(b"".join(answer.frames), choice.format.name)
    finally:
        answer.close()
    variant = _variant(here, asked, text, found, choice, answer.commit)
    _keep(here, answer, variant, body)
    reply = make_response("", 304) if _is_any_known() else _whole(body, variant.coding)
    _say_cut(here, reply, asked, answer)
    return _finish(here, reply, asked, variant, answer.commit)


def _page(here: Service, asked: ProtocolRequest, text: str, found: Outline, who: Caller) -> Response:
    """The page around the editor, with the answer in it."""
    assert here.editor is not None
    offers = formats.offered(found.form)
    inner = Choice(offers[0], offers[0].media_type)
    start = time.monotonic()
    asked_for = replace(
        evaluation(here, asked, text, found, who, inner), max_bytes=MOST_ON_PAGE, spool_bytes=MOST_ON_PAGE
    )
    answer = here.evaluator.query(asked_for, client_left())
    try:
        body = b"".join(answer.frames)
    finally:
        answer.close()
    graph = answer.kind == "graph"
    return here.editor(
        EditorView(
            asked,
            solutions=None if graph else body,
            graph=body if graph else None,
            prefixes_added=g.asked.added,
            hints=(*_cut_hint(here, asked, answer), *advise(g.asked.outline, here.statistics.terms())),
            commit=answer.commit,
            seconds=time.monotonic() - start,
        )
    )


def _cut_hint(here: Service, asked: ProtocolRequest, answer: Answer) -> tuple[str, ...]:
    most = here.settings.limits.rows(asked.max_rows)
    return (f"only the first {most:,} are shown, as max-rows= asked; there are more",) if answer.cut else ()
