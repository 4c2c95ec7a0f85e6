"""A request of the Graph Store HTTP Protocol, read without any HTTP framework."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP

from communique.errors import QueryError, UnsupportedType
from communique.sparql import formats
from communique.sparql.formats import Format, by_media_type
from communique.sparql.request import is_absolute_iri, parameters

_MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class GraphName:
    """Which graph a request is about: a named one, the unnamed one (``iri`` is ``None``), or every one."""

    iri: str | None = None
    every: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """One document that was sent, and its format."""

    payload: bytes
    format: Format

    @property
    def quads(self) -> bool:
        """Whether its format can name graphs, so that it can stand for a dataset."""
        return self.format in {formats.N_QUADS, formats.TRIG}


def graph_of(query_string: str) -> GraphName:
    """The graph that ``?graph=`` or ``?default`` names (Graph Store HTTP Protocol, 4.2); neither: every one.

    Raises ``QueryError`` for both, for two graphs, and for a name that is no absolute IRI.
    """
    given = parameters(query_string.encode("latin-1", "replace"), "the URL")
    names = given.get("graph", ())
    if "default" in given and names:
        raise QueryError("?default and ?graph= exclude each other; send one of them")
    if "default" in given:
        return GraphName()
    if not names:
        return GraphName(every=True)
    if len(names) > 1:
        raise QueryError("?graph= appears more than once; a request is about one graph")
    if not is_absolute_iri(names[0]):
        raise QueryError(f"?graph={names[0][:200]!r} is not an absolute IRI")
    return GraphName(names[0])


def uploads(content_type: str | None, body: bytes) -> list[Upload]:
    """The documents of a body: one, or the parts of ``multipart/form-data``.

    Raises ``QueryError`` without a Content-Type, ``UnsupportedType`` for one that is not read.
    """
    if not content_type:
        raise QueryError("a graph needs a Content-Type; " + _types())
    head = _headers(f"Content-Type: {content_type}".encode("latin-1", "replace"))
    if head.get_content_type() != "multipart/form-data":
        return [Upload(body, _format(head))]
    message = BytesParser(policy=HTTP).parsebytes(
        f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace") + body
    )
    parts = [part for part in message.walk() if not part.is_multipart()]
    if not message.is_multipart() or not parts or len(parts) > _MOST_PARTS:
        raise QueryError(f"the multipart body has no parts, or more than {_MOST_PARTS}, or ends too early")
    return [Upload(_payload(part), _format(part)) for part in parts]


def _headers(raw: bytes) -> Message:
    return BytesParser(policy=HTTP).parsebytes(raw + b"\r\n\r\n")


def _payload(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _format(head: Message) -> Format:
    charset = head.get_param("charset")
    if charset is not None and str(charset).lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise UnsupportedType(f"charset {charset} is not read here; send UTF-8")
    media_type = head.get_content_type()
    if media_type in {"text/plain", "application/octet-stream"}:
        extension = (head.get_filename() or "").rpartition(".")[2].lower()
        named = next((each for each in formats.GRAPH if extension in {each.extension, *each.names}), None)
        if named is not None:
            return named
    found = by_media_type(media_type, formats.GRAPH)
    if found is None:
        raise UnsupportedType(f"Content-Type {media_type!r} is no RDF format that is read here; {_types()}")
    return found


def _types() -> str:
    return "send " + ", ".join(each.media_type for each in formats.GRAPH)
