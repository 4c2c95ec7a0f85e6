"""A client of reconciliation services: which things there are meant by names here.

Protocol: Reconciliation Service API 0.2 (W3C Community Group, https://reconciliation-api.github.io/specs/0.2/):
the manifest (section 3) is fetched once, queries are sent as the form field ``queries`` (section 4), in
batches of the manifest's ``batchSize``. Nothing here runs unless a person gives the command to link.
"""

from __future__ import annotations

import email.utils
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from communique import __version__
from communique.errors import ServiceFailure, UsageError

WIKIDATA = "https://wikidata.reconci.link/en/api"
BATCH = 10
"""Queries of one request where the manifest names no batchSize; never more than ``MOST``."""
MOST = 50
LARGEST = 16 * 2**20
"""Bytes of an answer that are read."""
LONGEST_WAIT = 120.0
"""Seconds that a service may ask us to wait before the next attempt."""
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may pass: the request is sent again."""
_IRI = re.compile(r"""https?://[^\s<>"{}|^`\\]+""")


@dataclass(frozen=True, slots=True)
class Query:
    """One name, with what is known of its bearer: ``kind`` is the service's id of a type, ``properties`` are
    pairs of the service's id of a property and a value in words."""

    name: str
    kind: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    limit: int = 3

    def as_json(self) -> dict[str, Any]:
        """The query as section 4.1 has it."""
        query: dict[str, Any] = {"query": self.name, "limit": self.limit}
        if self.kind:
            query["type"] = self.kind
        if self.properties:
            query["properties"] = [{"pid": pid, "v": value} for pid, value in self.properties]
        return query


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that a service takes for what was asked. ``score`` has the service's own scale, ``match`` says
    that it is sure; ``types`` are names."""

    iri: str
    name: str
    score: float
    match: bool
    types: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A service as its manifest describes it. ``space`` is the identifier space: what begins the IRIs of its
    things if ids are not IRIs themselves; ``schema`` that of types and properties."""

    url: str
    name: str
    space: str
    schema: str
    view: str
    batch: int


@dataclass(slots=True)
class Client:
    """Speaks to one service. ``timeout`` is in seconds for each request, which is sent ``attempts`` times at
    most; ``wait`` is how time passes between them. ``moved`` is where the service's own address led to: a
    form is sent there, since whoever follows a redirect may lose it (RFC 9110, section 15.4)."""

    url: str
    timeout: float = 30.0
    attempts: int = 5
    wait: Callable[[float], None] = time.sleep
    waited: list[float] = field(default_factory=list)
    moved: str = ""

    def __post_init__(self) -> None:
        if not _IRI.fullmatch(self.url):
            raise UsageError(
                f"--service is {self.url!r}; it must be the http(s) address of a reconciliation service"
            )

    def manifest(self) -> Service:
        """What the service says of itself. Raises ``ServiceFailure`` if it speaks no version 0.2."""
        found = self._json(None)
        space, name = found.get("identifierSpace"), found.get("name")
        if not isinstance(space, str) or not isinstance(name, str):
            raise ServiceFailure(
                f"{self.url} is no reconciliation service: its answer has no name and identifierSpace"
            )
        versions = found.get("versions", ["0.2"])
        if isinstance(versions, list) and not {"0.1", "0.2"} & {str(one) for one in versions}:
            raise ServiceFailure(
                f"{self.url} speaks versions {', '.join(map(str, versions))}; version 0.2 is needed"
            )
        view, batch = found.get("view"), found.get("batchSize", BATCH)
        address = view.get("url", "") if isinstance(view, dict) else ""
        view_url = address if isinstance(address, str) else ""
        size = batch if isinstance(batch, int) and batch > 0 else BATCH
        schema = str(found.get("schemaSpace", ""))
        return Service(self.url, name, space, schema, view_url, min(size, MOST))

    def ask(self, service: Service, queries: Sequence[Query]) -> Iterator[tuple[Match, ...]]:
        """The matches of every query, best first, in the order of the queries; sent in batches.

        Raises ``ServiceFailure`` when a batch has failed for good; what came before was given out.
        """
        for start in range(0, len(queries), service.batch):
            batch = {
                f"q{number}": one.as_json()
                for number, one in enumerate(queries[start : start + service.batch])
            }
            found = self._json(urllib.parse.urlencode({"queries": json.dumps(batch)}).encode())
            if found.get("status") == "error" and "q0" not in found:
                why = [str(found[part]) for part in ("message", "details") if found.get(part)]
                raise ServiceFailure(f"{self.url} refused {len(batch)} queries: {_shown(' - '.join(why))}")
            unknown = sorted(found.keys() - batch.keys())
            if unknown:
                raise ServiceFailure(f"{self.url} answered {unknown[0][:80]!r}, which was not asked")
            for key in batch:
                if key not in found:
                    raise ServiceFailure(f"{self.url} left {key} of {len(batch)} queries unanswered")
                yield tuple(sorted(self._matches(service, found[key]), key=lambda one: (-one.score, one.iri)))

    def _matches(self, service: Service, answer: Any) -> Iterator[Match]:
        results = answer.get("result") if isinstance(answer, dict) else None
        if not isinstance(results, list):
            raise ServiceFailure(f"{self.url}: an answer has no list 'result': {_shown(answer)}")
        for one in results:
            if (
                not isinstance(one, dict)
                or not isinstance(one.get("id"), str)
                or not _number(one.get("score"))
            ):
                raise ServiceFailure(f"{self.url}: a candidate needs an id and a score: {_shown(one)}")
            types = one.get("type", [])
            names = (
                [t.get("name", "") if isinstance(t, dict) else t for t in types]
                if isinstance(types, list)
                else []
            )
            yield Match(
                self._iri(service, one["id"]),
                str(one.get("name", "")),
                float(one["score"]),
                one.get("match") is True,
                tuple(str(name) for name in names),
                str(one.get("description") or ""),
            )

    def _iri(self, service: Service, found: str) -> str:
        """The IRI of a thing: its id if that is one, else the identifier space and the id, else its page."""
        named = urllib.parse.quote(found, safe="/:@!$&'()*+,;=-._~%#")
        for iri in (found, service.space + named if service.space.endswith(("/", "#", "=")) else ""):
            if _IRI.fullmatch(iri):
                return iri
        page = service.view.replace("{{id}}", named)
        if _IRI.fullmatch(page):
            return page
        raise ServiceFailure(
            f"{self.url}: {found!r} is no IRI, and the manifest does not say how to make one of it"
        )

    def _json(self, form: bytes | None) -> Mapping[str, Any]:
        """The answer to a request; what may pass is tried again, after as long as the service asks."""
        for attempt in range(1, self.attempts + 1):
            pause = min(2.0 ** (attempt - 1), LONGEST_WAIT)
            try:
                return self._once(form)
            except urllib.error.HTTPError as error:
                with error:
                    said = _shown(error.read(300))
                problem = f"answered {error.code} {error.reason}"
                if error.code not in BUSY:
                    raise ServiceFailure(f"{self.url} {problem}: {said}") from error
                pause = _asked_for(error.headers.get("Retry-After"), pause)
                if pause > LONGEST_WAIT:
                    raise ServiceFailure(
                        f"{self.url} {problem}, and asks to wait {pause:.0f} s; try later"
                    ) from error
            except (OSError, urllib.error.URLError) as error:
                problem = _trouble(error, self.timeout)
            if attempt < self.attempts:
                self.waited.append(pause)
                self.wait(pause)
        raise ServiceFailure(
            f"{self.url} {problem}, {self.attempts} times; check the address and the network"
        )

    def _once(self, form: bytes | None) -> Mapping[str, Any]:
        agent = {"User-Agent": f"communique/{__version__}", "Accept": "application/json"}
        request = urllib.request.Request(self.moved or self.url, form, agent)  # noqa: S310 - http(s) only, see __post_init__
        with urllib.request.urlopen(request, timeout=self.timeout) as reply:  # noqa: S310 - as above
            body: bytes = reply.read(LARGEST + 1)
            if form is None and _IRI.fullmatch(reply.url):
                self.moved = reply.url
        if len(body) > LARGEST:
            raise ServiceFailure(f"{self.url} answered more than {LARGEST} bytes")
        try:
            found = json.loads(body)
        except ValueError as error:
            raise ServiceFailure(f"{self.url} answered what is no JSON: {_shown(body[:200])}") from error
        if not isinstance(found, dict):
            raise ServiceFailure(f"{self.url} answered JSON that is no object: {_shown(found)}")
        return found


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(found: object) -> str:
    """The beginning of an answer, on one line."""
    text = found.decode("utf-8", "replace") if isinstance(found, bytes) else json.dumps(found, default=str)
    return " ".join(text.split())[:200] or "nothing"


def _trouble(error: OSError, timeout: float) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return f"did not answer within {timeout:g} s"
    return f"cannot be reached ({reason})"


def _asked_for(header: str | None, otherwise: float) -> float:
    """Seconds that ``Retry-After`` asks for (RFC 9110 section 10.2.3: a number, or a date)."""
    if header is None:
        return otherwise
    if header.strip().isdecimal():
        return float(header)
    try:
        until = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return otherwise
    return max(0.0, (until - datetime.now(UTC)).total_seconds()) if until.tzinfo else otherwise
