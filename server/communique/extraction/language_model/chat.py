"""One question to a language model over HTTP, answered from the cache where it was asked before."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from communique.errors import ResourceMissing, ServiceFailure, UsageError

if TYPE_CHECKING:
    import httpx

ATTEMPTS: Final = 4
"""How often a question is sent before it is given up."""

LONGEST_PAUSE: Final = 60.0
"""Seconds; a service that asks for a longer pause (Retry-After) is given up instead."""

_AGAIN: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})

Read = TypeVar("Read")
Message = Mapping[str, str]


class MalformedAnswer(Exception):
    """An answer that is not what was asked for; the message says why, in words that the model is shown."""


@dataclass(frozen=True, slots=True)
class Service:
    """Where the model is: ``base_url`` ends before ``/chat/completions``; ``timeout`` in seconds."""

    base_url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 120.0

    def __post_init__(self) -> None:
        if not self.base_url.startswith(("http://", "https://")):
            raise UsageError(
                f"{self.base_url!r} is no address of a language model: give one such as http://127.0.0.1:11434/v1"
            )
        if not self.model:
            raise UsageError("the language model has no name: give --llm-model")


class Chat:
    """Asks a service.

    ``cache`` is a folder that keeps answers by the hash of model and question, or None. ``pause`` waits
    between attempts. Raises ``ResourceMissing`` where httpx is not installed.
    """

    def __init__(
        self, service: Service, cache: Path | None = None, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.service = service
        self._cache = cache
        self._pause = pause
        _library()

    def ask(
        self, messages: Sequence[Message], schema: Mapping[str, Any], read: Callable[[str], Read]
    ) -> Read:
        """What ``read`` makes of the answer.

        An answer at which ``read`` raises ``MalformedAnswer`` is complained of once, and asked for again;
        only what could be read is cached. Raises ``ServiceFailure`` where no answer can be had or read.
        """
        kept = self._kept(messages)
        if kept is not None:
            return read(kept)
        answer = self._send(messages, schema)
        try:
            result = read(answer)
        except MalformedAnswer as complaint:
            again = (
                *messages,
                {"role": "assistant", "content": answer},
                {
                    "role": "user",
                    "content": f"That could not be used: {complaint} Answer again with the JSON alone.",
                },
            )
            answer = self._send(again, schema)
            try:
                result = read(answer)
            except MalformedAnswer as second:
                raise ServiceFailure(
                    f"{self.service.model} at {self.service.base_url} gave an answer that cannot be used, "
                    f"twice: {second}"
                ) from second
        self._keep(messages, answer)
        return result

    def _send(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> str:
        wanted = {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": schema}}
        body: dict[str, Any] = {"model": self.service.model, "messages": list(messages), "temperature": 0}
        httpx = _library()
        trouble = ""
        constrained = True
        with httpx.Client(timeout=self.service.timeout, headers=self._headers()) as client:
            for attempt in range(1, ATTEMPTS + 1):
                request = {**body, "response_format": wanted} if constrained else body
                wait = min(2.0 ** (attempt - 1), LONGEST_PAUSE)
                try:
                    reply = client.post(f"{self.service.base_url.rstrip('/')}/chat/completions", json=request)
                except httpx.TimeoutException:
                    trouble = f"no answer within {self.service.timeout:g} s"
                except httpx.HTTPError as error:
                    trouble = f"{type(error).__name__}: {error}"
                else:
                    if reply.status_code == 200:
                        return _content(reply, self.service)
                    trouble = f"HTTP {reply.status_code}: {_shown(reply.text)}"
                    if reply.status_code in {400, 422} and constrained:
                        constrained = False  # not every service can hold an answer to a schema
                        continue
                    if reply.status_code not in _AGAIN:
                        break
                    wait = _retry_after(reply, wait)
                    if wait > LONGEST_PAUSE:
                        trouble += f" (it asks for a pause of {wait:g} s)"
                        break
                if attempt < ATTEMPTS:
                    self._pause(wait)
        raise ServiceFailure(
            f"the language model at {self.service.base_url} gives no answer: {trouble}. "
            "Check --llm-base-url, --llm-model and the key in COMMUNIQUE_LLM_KEY; what was answered is kept."
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.service.key}"} if self.service.key else {}

    def _file(self, messages: Sequence[Message]) -> Path | None:
        if self._cache is None:
            return None
        asked = json.dumps([self.service.model, list(messages)], ensure_ascii=False, sort_keys=True)
        return self._cache / f"{hashlib.sha256(asked.encode('utf-8')).hexdigest()}.json"

    def _kept(self, messages: Sequence[Message]) -> str | None:
        file = self._file(messages)
        if file is None or not file.is_file():
            return None
        try:
            return str(json.loads(file.read_text(encoding="utf-8"))["answer"])
        except (ValueError, KeyError, OSError):
            return None  # a damaged file is as good as none: it is asked again and written anew

    def _keep(self, messages: Sequence[Message], answer: str) -> None:
        file = self._file(messages)
        if file is None:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_name(f".{file.name}.{os.getpid()}")
        record = {"model": self.service.model, "answer": answer}
        half.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        half.replace(file)


def _library() -> Any:
    """httpx, which only the extra ``llm`` installs."""
    try:
        import httpx  # noqa: PLC0415 - an extra; everything else works without it
    except ImportError as error:
        raise ResourceMissing(
            "a language model is asked through httpx, which is not installed: pip install 'communique[llm]'"
        ) from error
    return httpx


def _content(reply: httpx.Response, service: Service) -> str:
    try:
        content = reply.json()["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError):
        content = None
    if not isinstance(content, str):
        raise ServiceFailure(
            f"{service.base_url} does not speak the chat protocol: {_shown(reply.text)} "
            "has no choices[0].message.content. Is it an OpenAI-compatible address, "
            "ending before /chat/completions?"
        )
    return content


def _retry_after(reply: httpx.Response, otherwise: float) -> float:
    """Seconds to wait, as the service asks (RFC 9110, section 10.2.3; the form with a date is not read)."""
    asked = reply.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else otherwise


def _shown(text: str) -> str:
    short = " ".join(text.split())
    return short[:200] + ("..." if len(short) > 200 else "")
