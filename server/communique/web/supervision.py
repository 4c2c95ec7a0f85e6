"""What an administrator may see and do of the query tier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable


class RunningQuery(Protocol):
    """One query under way."""

    @property
    def id(self) -> str:
        """What ``DELETE /queries/<id>`` names."""

    @property
    def text(self) -> str:
        """The query."""

    @property
    def operation(self) -> str:
        """``query``, ``dump`` or ``parse``."""

    @property
    def client(self) -> str:
        """Name of the token, else the address."""

    @property
    def arrived(self) -> datetime:
        """When it came (UTC)."""

    @property
    def seconds(self) -> float:
        """Its age."""

    @property
    def deadline(self) -> float:
        """The age at which it is stopped."""

    @property
    def state(self) -> str:
        """``queued``, ``running`` or ``sending``."""

    @property
    def bytes(self) -> int:
        """Size of the answer so far."""


class Register(Protocol):
    """The queries under way."""

    def list(self) -> Sequence[RunningQuery]:
        """All of them, the oldest first."""


@runtime_checkable
class Supervised(Protocol):
    """An evaluator whose queries can be seen and stopped."""

    @property
    def running(self) -> Register:
        """The queries under way."""

    def stop(self, query_id: str) -> bool:
        """Stop one; ``False`` if there is none of this id."""

    def state(self) -> Mapping[str, int]:
        """Slots, processes, kills and the like."""
