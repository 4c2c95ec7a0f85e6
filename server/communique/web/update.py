"""Updates: what must be refused before anything is evaluated, and what goes on to the writer."""

from __future__ import annotations

from flask import Response, g, make_response, request

from communique.errors import Forbidden, QueryError
from communique.sparql.evaluation import UNNAMED_GRAPH
from communique.sparql.operations import Targets, loads_are_well_formed, targets, with_using
from communique.sparql.outline import Outline, check_words, outline
from communique.sparql.prefixes import complete
from communique.sparql.request import ProtocolRequest
from communique.sparql.tokens import Token, position
from communique.sparql.updates import Update, Updater, is_user_graph
from communique.web.access import Caller
from communique.web.service import Asked, Service, client_left, public_url


def answer_update(here: Service, asked: ProtocolRequest, who: Caller) -> Response:
    """Apply an update; 204 when it is durable."""
    found = outline(asked.text)
    g.asked = Asked(asked, found)
    updater = writer(here)
    _check(asked, found)
    text = asked.text
    added: tuple[str, ...] = ()
    if asked.flag("add-prefixes"):
        text, added = complete(text, found)
        found = outline(text)
        g.asked = Asked(asked, found, shift=1 if added else 0, added=added)
    check_words(found)
    base = public_url() + request.path.lstrip("/")
    changes = targets(found, base)
    if not here.settings.writable:
        _check_targets(here, text, changes)
    if asked.default_graphs is not None or asked.named_graphs is not None:
        text = with_using(text, found, asked.default_graphs or (), asked.named_graphs or ())
    commit = updater.update(
        Update(
            text,
            targets=None if changes.open is not None else changes.graphs,
            base_iri=base,
            deadline=here.settings.limits.deadline(asked.wait, token=True),
            client=who.name,
        ),
        client_left(),
    )
    reply = make_response("", 204)
    del reply.headers["Content-Type"]
    reply.headers["X-Commit"] = commit.id
    if added:
        reply.headers["X-Prefixes-Added"] = ", ".join(added)
    return reply


def writer(here: Service) -> Updater:
    """Who writes; raises ``Forbidden`` on a server that only reads."""
    if here.updater is None:
        raise Forbidden("this server is read-only")
    return here.updater


def at(text: str, token: Token, message: str) -> str:
    """A message with the place it is about."""
    line, column = position(text, token.start)
    return f"{message} (line {line}, column {column})"


def _check(asked: ProtocolRequest, found: Outline) -> None:
    if found.is_query:
        raise QueryError(
            "this is a query, sent as an update; send it as query= or as application/sparql-query"
        )
    if found.loads and loads_are_well_formed(found):
        raise Forbidden(at(asked.text, found.loads[0], "LOAD is switched off: send the graph itself"))
    if found.remote:
        raise Forbidden(at(asked.text, found.remote[0], "SERVICE is switched off"))
    dataset = asked.default_graphs is not None or asked.named_graphs is not None
    if dataset and found.conflicts is not None:
        word = found.conflicts.text.upper()
        raise QueryError(at(asked.text, found.conflicts, f"{word} in the text excludes using-graph-uri"))


def _check_targets(here: Service, text: str, changes: Targets) -> None:
    """Let an update touch users' graphs only, as far as its text tells; the writer checks what it does."""
    below = f"{here.settings.base}graph/user/"
    if changes.open is not None:
        raise Forbidden(
            at(text, changes.open, f"name the graph that this changes: only those below {below} may change")
        )
    for graph in changes.graphs:
        if not is_user_graph(graph, here.settings.base):
            name = "the unnamed graph" if graph == UNNAMED_GRAPH else f"<{graph}>"
            raise Forbidden(f"{name} belongs to the build and is read-only; graphs below {below} may change")
