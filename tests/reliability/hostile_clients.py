"""Clients that send hostile requests and measure what comes back."""

from __future__ import annotations

import contextlib
import random
import select
import socket
import struct
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.reliability.hostile_queries import Attack, Family
from tests.reliability.hostile_requests import FAMILIES

PATIENCE = 20.0
"""Seconds after which a connection that the server should have closed counts as tied up."""


@dataclass
class Findings:
    """What one client has seen."""

    sent: Counter[str] = field(default_factory=Counter)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    """By family and status; 0 is a connection closed or broken off without a whole head."""
    broken: int = 0
    """Replies that began with 200 and visibly did not end."""
    late: list[tuple[str, float]] = field(default_factory=list)
    """Replies that took longer than the deadline and a second."""
    bound: Counter[str] = field(default_factory=Counter)
    """Requests that used their deadline up, by family."""
    tied_up: int = 0
    """Slow connections that the server did not get rid of."""
    slowest: float = 0.0


def draw(rng: random.Random) -> tuple[str, Family]:
    """One family, by its weight."""
    names = list(FAMILIES)
    [name] = rng.choices(names, [FAMILIES[each][1] for each in names])
    return name, FAMILIES[name][0]


class Client:
    """One hostile client on a loopback address of its own."""

    def __init__(self, number: int, port: int, canary: int, deadline: float, seed: int) -> None:
        self.address = f"127.0.0.{number + 2}"
        self.findings = Findings()
        self._port = port
        self._canary = canary
        self._deadline = deadline
        self._rng = random.Random(seed * 1000 + number)
        self._lingering: list[_Lingering] = []

    def run(self, requests: int, rate: float, until: float) -> None:
        """Send so many requests, at most ``rate`` a second, or as many as time allows.

        Then wait for the slow connections.
        """
        began = time.monotonic()
        for number in range(requests):
            time.sleep(max(0.0, began + number / rate - time.monotonic()))
            if time.monotonic() >= until:
                break
            name, family = draw(self._rng)
            self._attack(name, family(self._rng, self._canary))
            self._tend()
        ends = time.monotonic() + PATIENCE
        while self._lingering and time.monotonic() < ends:
            self._tend()
            time.sleep(0.1)
        for left in self._lingering:
            self.findings.tied_up += 1
            left.sock.close()

    def _attack(self, name: str, attack: Attack) -> None:
        self.findings.sent[name] += 1
        try:
            sock = socket.create_connection(
                ("127.0.0.1", self._port), timeout=PATIENCE, source_address=(self.address, 0)
            )
        except OSError:
            self.findings.statuses[name, 0] += 1
            return
        match attack.manner:
            case "drip" | "slow-read" | "half-close":
                self._lingering.append(_Lingering(sock, attack))
            case "leave":
                self._leave(sock, attack)
            case _:
                self._exchange(name, sock, attack)

    def _exchange(self, name: str, sock: socket.socket, attack: Attack) -> None:
        """Send all, read all, and hold the time against the deadline."""
        with sock:
            with contextlib.suppress(OSError):
                sock.sendall(attack.data)
            began = time.monotonic()
            status, whole = read_reply(sock)
            seconds = time.monotonic() - began
        found = self.findings
        found.statuses[name, status] += 1
        found.broken += status == 200 and not whole
        if attack.manner == "plain":
            found.slowest = max(found.slowest, seconds)
            found.bound[name] += seconds > self._deadline * 0.9
            if seconds > self._deadline + 1:
                found.late.append((name, seconds))

    def _leave(self, sock: socket.socket, attack: Attack) -> None:
        """Send the request and reset the connection a moment later."""
        with contextlib.suppress(OSError):
            sock.sendall(attack.data)
            time.sleep(self._rng.uniform(0, 0.2))
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()

    def _tend(self) -> None:
        """Give every slow connection its next byte, and forget those that the server has closed."""
        self._lingering = [each for each in self._lingering if each.step()]


class _Lingering:
    """A connection that is kept open as slowly as the server lets it."""

    def __init__(self, sock: socket.socket, attack: Attack) -> None:
        self.sock = sock
        self._manner = attack.manner
        self._data = attack.data
        self._place = 0
        self._next = 0.0
        sock.setblocking(False)
        if attack.manner != "drip":
            with contextlib.suppress(OSError):
                sock.send(attack.data)
                if attack.manner == "half-close":
                    sock.shutdown(socket.SHUT_WR)
                else:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)

    def step(self) -> bool:
        """One byte more; ``False`` when the server has ended the connection."""
        now = time.monotonic()
        if now < self._next:
            return True
        self._next = now + 0.3
        try:
            if self._manner == "drip" and self._place < len(self._data) - 1:
                self.sock.send(self._data[self._place : self._place + 1])
                self._place += 1
            if self._let_go():
                self.sock.close()
                return False
            data = self.sock.recv(1)
            while data and self._manner == "half-close":
                data = self.sock.recv(1 << 20)
            if not data:
                self.sock.close()
                return False
        except BlockingIOError:
            return True
        except OSError:
            self.sock.close()
            return False
        return True

    def _let_go(self) -> bool:
        """Whether the server has ended the connection, although what it sent before is still to be read."""
        poll = select.poll()
        poll.register(self.sock, getattr(select, "POLLRDHUP", 0))
        return bool(poll.poll(0))


def read_reply(sock: socket.socket) -> tuple[int, bool]:
    """Status of a reply and whether it was whole by its own framing."""
    data = bytearray()
    for piece in _pieces(sock):
        data += piece
    head, found, body = bytes(data).partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    if not found or len(words) < 2 or not words[1].isdigit():
        return 0, False
    status = int(words[1])
    fields = head.lower()
    if b"\r\ntransfer-encoding: chunked" in fields:
        return status, body.endswith(b"\r\n0\r\n\r\n") or body == b"0\r\n\r\n"
    length = next((line for line in fields.split(b"\r\n") if line.startswith(b"content-length:")), None)
    return status, length is None or len(body) >= int(length.split(b":")[1])


def _pieces(sock: socket.socket) -> Iterator[bytes]:
    """What comes until the end; the requests ask the server to close."""
    with contextlib.suppress(OSError):
        while piece := sock.recv(1 << 16):
            yield piece
