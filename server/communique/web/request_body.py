"""The body of a request, within its limits."""

from __future__ import annotations

from flask import request

from communique.errors import TooLarge
from communique.sparql.coding import decode_all


def body_of(most: int) -> bytes:
    """The body of the request at hand, its content coding undone; ``TooLarge`` beyond ``most`` bytes."""
    size = request.content_length
    if size is not None and size > most:
        raise TooLarge(f"the body has {size} bytes, more than the {most} that are read here")
    body = request.get_data(cache=False)
    return decode_all(body, request.headers.get("Content-Encoding", ""), most)
