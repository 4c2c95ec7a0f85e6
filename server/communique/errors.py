"""Every error communique raises on purpose.

    CommuniqueError
    ├── InputError               an article or file that cannot be taken in        exit 2
    │   ├── UnreadableArticle    empty, binary, not UTF-8, no text
    │   └── MissingDate          no publication date where one is needed
    ├── UsageError               a command or setting that makes no sense          exit 2
    ├── ResourceMissing          a model, file or package that must be installed   exit 3
    ├── StoreError               the store cannot be opened or written             exit 4
    │   ├── StoreBusy            another process owns it
    │   └── StoreFull            the disk is full                                  HTTP 507
    ├── InvalidGraph             a SHACL violation                                 exit 1, HTTP 422
    │   └── ShapesViolated       of the shapes of a users' graph; has the report
    ├── ServiceFailure           a service that was asked to be used gives no answer   exit 5
    └── QueryError               a request to the endpoint that cannot be answered HTTP 400
        ├── QuerySyntaxError     the text is no SPARQL; knows line and column      HTTP 400
        ├── Unauthorized         no token, or none that is known                   HTTP 401
        ├── Forbidden            SERVICE, LOAD, a read-only graph, a missing role  HTTP 403
        ├── GraphMissing         no graph of this name                             HTTP 404
        ├── NotAcceptable        no format that the client accepts                 HTTP 406
        ├── StaleGraph           a graph is not what If-Match says                 HTTP 412
        ├── TooLarge             text or result above its limit                    HTTP 413
        ├── UnsupportedType      a media type or charset that we do not read       HTTP 415
        ├── Cancelled            the client left, or somebody stopped the query    HTTP 503
        ├── Overloaded           no slot free; try again                           HTTP 503
        └── DeadlineExceeded     the query took longer than it may                 HTTP 504

Each class knows the status that HTTP shows (``status``) and the code a command exits with
(``exit_code``). A message says what was seen, where, and what to do.
"""

from __future__ import annotations

from typing import Literal


class CommuniqueError(Exception):
    """The root of the tree; never raised itself."""

    status: int = 500
    exit_code: int = 1


class InputError(CommuniqueError):
    """An article or file that cannot be taken in."""

    status = 422
    exit_code = 2


class UnreadableArticle(InputError):
    """Empty, binary, not UTF-8, or without any text."""


class MissingDate(InputError):
    """No publication date where one is needed."""


class UsageError(CommuniqueError):
    """A command line or a setting that makes no sense."""

    status = 400
    exit_code = 2


class ResourceMissing(CommuniqueError):
    """A model, file or package that must be installed first."""

    exit_code = 3


class StoreError(CommuniqueError):
    """The store cannot be opened, read or written."""

    exit_code = 4


class StoreBusy(StoreError):
    """Another process owns the store."""

    status = 503


class StoreFull(StoreError):
    """The disk that holds the store is full."""

    status = 507


class InvalidGraph(CommuniqueError):
    """The graph breaks a rule that it must not break."""

    status = 422
    exit_code = 1


class ServiceFailure(CommuniqueError):
    """A service that a command was told to use, such as a language model, gives no answer."""

    status = 502
    exit_code = 5


class ShapesViolated(InvalidGraph):
    """A write would break the shapes of a graph; ``report`` is a ``sh:ValidationReport`` as N-Triples."""

    def __init__(self, message: str, *, report: str) -> None:
        super().__init__(message)
        self.report = report


class QueryError(CommuniqueError):
    """A request to the endpoint that cannot be answered."""

    status = 400


class QuerySyntaxError(QueryError):
    """The text is no SPARQL. ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class Unauthorized(QueryError):
    """No token, or none that is known here."""

    status = 401


class Forbidden(QueryError):
    """SERVICE, LOAD, a graph that is read-only, or a role that is missing."""

    status = 403


class GraphMissing(QueryError):
    """There is no graph of this name."""

    status = 404


class NotAcceptable(QueryError):
    """No format that the client accepts."""

    status = 406


class StaleGraph(QueryError):
    """The graph is no longer what the client thinks it is (If-Match)."""

    status = 412


class TooLarge(QueryError):
    """A text or a result above its limit."""

    status = 413


class UnsupportedType(QueryError):
    """A media type or charset that is not read here."""

    status = 415


class Cancelled(QueryError):
    """The client left, or an administrator stopped the query; ``by`` says which."""

    status = 503

    def __init__(self, message: str, *, by: Literal["client", "administrator", "shutdown"]) -> None:
        super().__init__(message)
        self.by = by


class Overloaded(QueryError):
    """No slot is free; ``retry_after`` (seconds) says when to try again."""

    status = 503

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DeadlineExceeded(QueryError):
    """The query took longer than it may."""

    status = 504
