"""How a reply is framed on its connection, so that a part of it is never taken for all of it."""

from __future__ import annotations

from typing import Any

from gunicorn.http.wsgi import Response


class HonestResponse(Response):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's response, except that a chunked one never says ``Connection: close``.

    Node's ``fetch`` (undici, measured with Node 20) takes a chunked body that breaks off for complete once
    the reply has said so. Without it the missing last chunk is an error, as it should be; the server
    closes the connection all the same, which RFC 9112 (9.6) leaves it free to announce or not.
    """

    def default_headers(self) -> list[str]:
        """The lines that every reply begins with."""
        headers: list[str] = super().default_headers()
        if self.chunked:
            headers = [line for line in headers if line != "Connection: close\r\n"]
        return headers


def announced(response: Any) -> bool:
    """Whether the head of a reply is on its way, so that its status cannot change any more."""
    return response is not None and bool(response.headers_sent)
