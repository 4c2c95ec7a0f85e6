"""Decisions that people make on a page, carried out one after another by the command ``communique judge``.

A decision needs the corpus and everything that builds the graph from it. The process that serves has
neither, so each decision runs in a process of its own, which appends it to judgements.csv under the lock of
the store, or refuses it, and commits the graph that follows; the server then follows that commit.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from communique.errors import CommuniqueError, Overloaded
from communique.model.judgement import Judgement
from communique.resolution.judgements import read

EXTENSION: Final = "communique.judging"
"""Under this key the application holds its ``Judging``; a server without a store has none."""
FILE: Final = "judgements.csv"
LONGEST: Final = 3600.0
"""Seconds that one decision may take; on 1,000 articles the graph is computed in a minute or two."""
MOST_WAITING: Final = 20
KEPT: Final = 200
"""Attempts whose outcome can still be looked at."""

_log = logging.getLogger("communique.judging")


@dataclass(slots=True)
class Attempt:
    """One decision on its way. ``done`` is set when ``failed`` and ``message`` are true."""

    number: int
    what: str
    who: str
    since: datetime
    done: threading.Event = field(default_factory=threading.Event)
    failed: bool = False
    message: str = ""


class Judging:
    """Carries out decisions on a store. ``follow`` is called when one is committed, to serve it at once."""

    def __init__(self, store: Path, follow: Callable[[], object]) -> None:
        self._store = store
        self._follow = follow
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._attempts: OrderedDict[int, Attempt] = OrderedDict()
        self._last = 0
        self._turns = ThreadPoolExecutor(1, "decisions")
        self._running: subprocess.Popen[str] | None = None

    def decide(self, verdict: str, left: str, right: str, *, who: str, why: str) -> Attempt:
        """Have one decision recorded and its effect computed; comes back at once."""
        given = [f"--why={why}", f"--who={who}", "--", verdict, left, *([right] if right else [])]
        return self._submit(verdict, who, given)

    def withdraw(self, number: int, *, who: str) -> Attempt:
        """Have the decision with this number in the file, from 1, taken back."""
        return self._submit("withdraw", who, ["--", "withdraw", str(number)])

    def attempt(self, number: int) -> Attempt | None:
        """An attempt by its number; None for one that is long over."""
        with self._lock:
            return self._attempts.get(number)

    def decided(self) -> tuple[Judgement, ...]:
        """What people decided, in the order of the file; raises ``InputError`` for a file that is broken."""
        return read(self._store / FILE)

    def proof(self, name: str) -> str:
        """What a form must send back, so that no page of another site can send it for this caller."""
        return hmac.new(self._key, name.encode("utf-8"), hashlib.sha256).hexdigest()

    def close(self) -> None:
        """End what is running and take no more; a decision that was committed stays."""
        self._turns.shutdown(wait=False, cancel_futures=True)
        running = self._running
        if running is not None:
            running.terminate()

    def _submit(self, what: str, who: str, given: Sequence[str]) -> Attempt:
        with self._lock:
            if sum(not one.done.is_set() for one in self._attempts.values()) >= MOST_WAITING:
                raise Overloaded(f"{MOST_WAITING} decisions are waiting to be carried out; try again later")
            self._last += 1
            attempt = Attempt(self._last, what, who, datetime.now(UTC))
            self._attempts[attempt.number] = attempt
            while len(self._attempts) > KEPT:
                self._attempts.popitem(last=False)
        self._turns.submit(self._run, attempt, list(given))
        return attempt

    def _run(self, attempt: Attempt, given: list[str]) -> None:
        command = [sys.executable, "-m", "communique", "judge", "--store", str(self._store), *given]
        try:
            code, said = self._command(command)
            attempt.failed = code != 0
            attempt.message = said if attempt.failed else ""
            if not attempt.failed:
                self._follow()
        except (CommuniqueError, OSError, subprocess.SubprocessError) as error:
            attempt.failed = True
            attempt.message = str(error)
        finally:
            attempt.done.set()
        _log.info("decision %d of %s: %s", attempt.number, attempt.who, attempt.message or "published")

    def _command(self, command: list[str]) -> tuple[int, str]:
        """The exit status, and what was said on stderr."""
        none = subprocess.DEVNULL
        with subprocess.Popen(command, stdin=none, stdout=none, stderr=subprocess.PIPE, text=True) as process:
            self._running = process
            try:
                _, said = process.communicate(timeout=LONGEST)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
            finally:
                self._running = None
        return process.returncode, said.strip().removeprefix("communique: ")[:2000]
