"""Where people decide what is one: open pairs with their evidence, and what became of each decision.

Everybody who may read sees the pairs; deciding takes a token with the role ``write``, which a browser asks
for itself (HTTP Basic, RFC 7617) and sends to every address below ``/judge/``. A form carries a proof that
this server gave to this caller, so that no other site can send it with the password a browser remembers.
"""

from __future__ import annotations

import hmac
import shlex
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, g, make_response, redirect, request

from communique.errors import Forbidden, QueryError
from communique.model.judgement import Judgement, Verdict
from communique.web.access import ROLES, Caller
from communique.web.judging import EXTENSION, Attempt, Judging
from communique.web.pages import candidates
from communique.web.pages.answering import Visit, argument, iri_argument, missing, page, page_number, render
from communique.web.pages.comparing import lines, side
from communique.web.pages.graph import text
from communique.web.pages.readings import CLAIM_COLUMNS, CLAIM_DETAILS, readings
from communique.web.pages.terms import Iri, bind, is_iri
from communique.web.pages.wording import forward
from communique.web.service import caller, service

blueprint = Blueprint("judge", __name__)

SHOWN = 20
PAST_SHOWN = 100
PATIENCE = 25.0
"""Seconds that the answer to a decision waits for its effect; then it leads to a page that looks again."""
LONGEST_WHY = 1000
_CLAIM = f"""
SELECT {CLAIM_COLUMNS} ?subject ?subject_label WHERE {{
  BIND($claim AS ?claim)
  ?claim rdf:subject ?subject ; rdf:predicate ?p ; rdf:object ?other ; dip:source ?article .
  OPTIONAL {{ ?subject rdfs:label ?subject_label }}
{CLAIM_DETAILS}}}
"""
BESIDE = (Verdict.SAME, Verdict.DIFFERENT)


@blueprint.get("/judge")
def short() -> Response:
    """A browser sends its password to what lies below the slash."""
    where = f"{request.script_root}/judge/"
    query = request.query_string.decode("utf-8", "replace")
    return make_response(redirect(f"{where}?{query}" if query else where, 308))


@blueprint.get("/judge/")
@page
def pairs(visit: Visit) -> str | Response:
    """The pairs that await a decision, and the decisions made so far."""
    counting = visit.shown("How many pairs are open", bind(candidates.COUNT))
    total = visit.graph.number(counting)
    number = page_number()
    first = (number - 1) * SHOWN
    if first and first >= total:
        return missing(visit, f"{total} pairs are open; page {number} lies beyond them.")
    judging = _judging()
    return _private(
        render(
            visit,
            "judge.html",
            pairs=candidates.open_ones(visit, SHOWN, first),
            total=total,
            counting=counting,
            number=number,
            pages=-(-total // SHOWN),
            decided=_decided(visit, judging) if judging else [],
            **_desk(),
        )
    )


@blueprint.get("/judge/pair")
@page
def pair(visit: Visit) -> str | Response:
    """Two things side by side, with what speaks for and against their being one."""
    left, right = iri_argument("left"), iri_argument("right")
    if not left or not right:
        return missing(visit, "This page compares two things: give their IRIs as ?left= and ?right=.")
    one, other = side(visit, Iri(left)), side(visit, Iri(right))
    if one is None or other is None:
        return missing(visit, f"The graph says nothing about {right if one else left}.")
    whole = one.portrait is not None and other.portrait is not None
    return _private(
        render(
            visit,
            "pair.html",
            one=one,
            other=other,
            lines=lines(one.portrait, other.portrait) if one.portrait and other.portrait else [],
            candidate=candidates.between(visit, one.thing, other.thing) if whole else None,
            commands=[_command(verdict, left, right) for verdict in BESIDE],
            **_desk(),
        )
    )


@blueprint.get("/judge/claim")
@page
def verdict(visit: Visit) -> str | Response:
    """One claim with its words, to be accepted or rejected."""
    thing = Iri(iri_argument("claim") or "urn:none")
    said = visit.graph.rows(visit.shown("The claim", bind(_CLAIM, claim=thing)))
    found = next(iter(readings(said)), None)
    if found is None:
        return missing(visit, "This page decides on a claim: give its IRI as ?claim=.")
    commands = [_command(verdict, thing.value) for verdict in (Verdict.ACCEPT, Verdict.REJECT)]
    return _private(
        render(
            visit,
            "verdict.html",
            thing=thing,
            here_said=found,
            subject=said[0]["subject"],
            subject_label=text(said[0], "subject_label"),
            phrase="Kind" if found.predicate.local == "type" else forward(found.predicate),
            commands=commands,
            **_desk(),
        )
    )


@blueprint.get("/judge/sign-in")
@page
def sign_in(visit: Visit) -> Response:  # noqa: ARG001  # views take the visit
    """Ask the browser for a token, then go back to where the visitor was."""
    caller("write")
    back = argument("back")
    return make_response(redirect(f"{request.script_root}{_own(back)}", 303))


@blueprint.post("/judge/decide")
@page
def decide(visit: Visit) -> Response:
    """Record a decision, and wait a while for its effect."""
    who = _writer()
    judging = _judging()
    if judging is None:
        raise Forbidden("this server has no store of its own to decide in")
    verdict, left, right = (request.form.get(name, "").strip() for name in ("verdict", "left", "right"))
    why = " ".join(request.form.get("why", "").split())[:LONGEST_WHY]
    if verdict == "withdraw":
        _unchanged(judging, left, right)
        attempt = judging.withdraw(int(left), who=who.name)
    else:
        if verdict not in set(Verdict) - {Verdict.CORRECT}:
            raise QueryError(f"{verdict!r} is no decision: choose same, different, accept or reject")
        things = [left, right] if verdict in BESIDE else [left]
        for thing in things:
            if not is_iri(thing) or not thing.startswith(visit.paths.base):
                raise QueryError(f"{thing!r} is nothing that this store holds")
        if not why:
            raise QueryError("a decision needs its reason: say why, in your words")
        attempt = judging.decide(verdict, left, right if verdict in BESIDE else "", who=who.name, why=why)
    attempt.done.wait(PATIENCE)
    return make_response(redirect(f"{request.script_root}/judge/decision/{attempt.number}", 303))


@blueprint.get("/judge/decision/<int:number>")
@page
def decision(visit: Visit, number: int) -> str | Response:
    """What became of a decision."""
    judging = _judging()
    attempt = judging.attempt(number) if judging else None
    if attempt is None:
        return missing(visit, "What became of this decision is no longer known; the list of decisions is.")
    response = _private(render(visit, "decision.html", attempt=attempt, state=_state(attempt)))
    if not attempt.done.is_set():
        response.headers["Refresh"] = "3"
    return response


@dataclass(frozen=True, slots=True)
class Past:
    """A decision that stands in the file, by its number there; ``things`` are what it is about."""

    number: int
    judgement: Judgement
    things: tuple[tuple[Iri | None, str], ...]
    """Each with words for it."""


def _decided(visit: Visit, judging: Judging) -> list[Past]:
    """The latest decisions, the latest first."""
    held = list(enumerate(judging.decided(), 1))[::-1][:PAST_SHOWN]
    names = {name for _, one in held for name in (one.left, one.right) if "#" in name}
    articles = {name: visit.paths.named(f"{visit.paths.base}article/{name.split('#')[0]}") for name in names}
    labels = visit.graph.labels(article for article in articles.values() if article)

    def words(name: str) -> tuple[Iri | None, str]:
        article = articles.get(name)
        if article is None:
            return None, name
        kind = name.partition("#")[2].partition("-")[0]
        title = labels.get(article, article.local)
        return visit.paths.named(f"{visit.paths.base}article/{name}"), f"{kind} in “{title}”"

    return [
        Past(number, one, tuple(words(name) for name in (one.left, one.right) if name))
        for number, one in held
    ]


def _judging() -> Judging | None:
    found = current_app.extensions.get(EXTENSION)
    assert found is None or isinstance(found, Judging)
    return found


def _desk() -> dict[str, object]:
    """What a form needs: whether this caller may decide, the proof, and whether anybody can sign in."""
    judging, who = _judging(), g.caller
    assert isinstance(who, Caller)
    able = who.role is not None and ROLES.index(who.role) >= ROLES.index("write")
    return {
        "judge": who.name if able and judging else "",
        "proof": judging.proof(who.name) if judging and able else "",
        "open_to_tokens": judging is not None and bool(service().settings.tokens),
        "here": request.full_path.rstrip("?"),
    }


def _writer() -> Caller:
    """Who decides; raises unless they may, and unless the form is one that this server gave them."""
    who = caller("write")
    judging = _judging()
    header = request.headers.get("Authorization", "").lower()
    if judging is not None and not header.startswith("bearer "):
        given = request.form.get("proof", "")
        if not hmac.compare_digest(given.encode("utf-8"), judging.proof(who.name).encode("utf-8")):
            raise Forbidden("this form is old, or not from this server: open the page again and decide there")
    return who


def _unchanged(judging: Judging, number: str, seen: str) -> None:
    """Refuse to take back a decision that is no longer the one the page showed."""
    held = judging.decided()
    if not number.isdecimal() or not 1 <= int(number) <= len(held) or held[int(number) - 1].when != seen:
        raise QueryError("the list of decisions has changed since this page was made; open it again")


def _state(attempt: Attempt) -> str:
    return "waiting" if not attempt.done.is_set() else "failed" if attempt.failed else "done"


def _command(verdict: str, *things: str) -> str:
    return shlex.join(["communique", "judge", verdict, *things, "--why"]) + ' "..."'


def _own(path: str) -> str:
    """A path of these pages; anything else becomes the list."""
    return path if path.startswith("/judge/") and "\\" not in path else "/judge/"


def _private(html: str) -> Response:
    """Pages that differ with who asks are kept nowhere."""
    response = make_response(html)
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Authorization")
    return response
