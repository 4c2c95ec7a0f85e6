"""Answers to what never became a request: no application sees it, the journal shall all the same."""

from __future__ import annotations

import contextlib
import json
import socket
from http import HTTPStatus

from communique.sparql.problem import Problem
from communique.web.journal import access, now


def say(sock: socket.socket, client: str, status: int, detail: str) -> None:
    """Send a problem without waiting, and note it; a client that does not listen misses it."""
    body = Problem(status, detail[:500]).as_json().encode()
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Connection: close",
        "Content-Type: application/problem+json",
        f"Content-Length: {len(body)}",
        "Access-Control-Allow-Origin: *",
        *(["Retry-After: 1"] if status == HTTPStatus.SERVICE_UNAVAILABLE else []),
    ]
    with contextlib.suppress(OSError):
        socket.socket.send(sock, "\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    line = {"time": now(), "status": status, "bytes": len(body), "client": client, "detail": detail[:200]}
    access.info(json.dumps(line))
