"""Who may do what: tokens with roles.

A token is a random secret that a client sends as ``Authorization: Bearer …``, or as the password of Basic
for clients that know nothing else. The server keeps only SHA-256 digests of them: a secret of 256 random
bits needs no salt or slow hash, and a stolen token file gives no access.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from communique.errors import Forbidden, Unauthorized, UsageError

Role = Literal["read", "write", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

VARIABLE = "COMMUNIQUE_TOKENS"
"""The environment variable with tokens, as lines of a token file with ``;`` between them."""

_LINE = re.compile(r"([A-Za-z0-9_.@-]{1,64})\s+(read|write|admin)\s+sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Token:
    """A token that the server accepts: whose it is, what it may do, the SHA-256 of its secret in hex."""

    name: str
    role: Role
    digest: str

    @property
    def line(self) -> str:
        """Its line in a token file."""
        return f"{self.name} {self.role} sha256:{self.digest}"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request: the name of the token, else the address; the role, if any."""

    name: str
    role: Role | None = None

    @property
    def has_token(self) -> bool:
        """Whether the request carried a token that is known."""
        return self.role is not None


def new_token(name: str, role: Role) -> tuple[str, Token]:
    """A fresh secret, to be shown once, and the token that goes into the file."""
    secret = secrets.token_urlsafe(32)
    return secret, Token(name, role, digest(secret))


def digest(secret: str) -> str:
    """The SHA-256 of a secret in hex."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def read_tokens(path: Path | None, environment: Mapping[str, str]) -> tuple[Token, ...]:
    """The tokens of a file and of the environment; raises ``UsageError`` for a line that is none."""
    lines: list[tuple[str, str]] = []
    if path is not None:
        try:
            content = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"the token file {path} cannot be read: {error}") from error
        lines += [(f"{path}:{number}", line) for number, line in enumerate(content.splitlines(), 1)]
    lines += [(VARIABLE, line) for line in environment.get(VARIABLE, "").split(";")]
    tokens = [_token(where, line.strip()) for where, line in lines if line.strip() and line.strip()[0] != "#"]
    names = [token.name for token in tokens]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"two tokens are named {name!r}; give each its own name")
    return tuple(tokens)


def _token(where: str, line: str) -> Token:
    found = _LINE.fullmatch(line)
    if found is None:
        raise UsageError(f"{where}: expected 'name read|write|admin sha256:<64 hex digits>'")
    role = next(role for role in ROLES if role == found[2])
    return Token(found[1], role, found[3])


def identify(authorization: str | None, address: str, tokens: Sequence[Token]) -> Caller:
    """Who sends a request with this Authorization header; raises ``Unauthorized`` for an unknown token."""
    if not authorization:
        return Caller(address)
    secret = _secret(authorization)
    known = None
    if secret is not None:
        given = digest(secret)
        # Every token is compared, in constant time each, so that time tells nothing about them.
        for token in tokens:
            if hmac.compare_digest(token.digest, given):
                known = token
    if known is None:
        raise Unauthorized("this token is not known here")
    return Caller(known.name, known.role)


def _secret(authorization: str) -> str | None:
    scheme, _, content = authorization.strip().partition(" ")
    if scheme.lower() == "bearer":
        return content.strip()
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(content.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return pair.partition(":")[2]


def authorize(caller: Caller, role: Role, *, open_reads: bool) -> None:
    """Let a caller do what needs a role.

    Raises ``Unauthorized`` without a token, ``Forbidden`` with one of a lesser role.
    """
    if role == "read" and open_reads:
        return
    if caller.role is None:
        raise Unauthorized(f"this needs a token with the role {role}")
    if ROLES.index(caller.role) < ROLES.index(role):
        raise Forbidden(f"the token {caller.name!r} has the role {caller.role}; this needs {role}")
