"""Slots are shared fairly, the queue is bounded, and one slot is kept for new queries."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from communique.errors import Overloaded
from communique.sparql.workers.slots import Slot, Slots


def soon() -> float:
    return time.monotonic() + 5


def fine() -> None:
    """Nobody has left."""


def in_background(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def pass_through(slots: Slots, client: str) -> None:
    slots.release(slots.take(client, soon(), fine))


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.001)


def test_a_client_holds_at_most_its_share() -> None:
    slots = Slots(4, 3, per_client=2, queue=10)
    for _ in range(2):
        slots.take("a", soon(), fine)
    with pytest.raises(Overloaded, match="No slot became free"):
        slots.take("a", time.monotonic() + 0.05, fine)
    assert slots.take("b", soon(), fine).client == "b"
    assert slots.busy == 3
    assert slots.waiting == 0


def test_clients_that_wait_are_served_in_turn_however_much_each_asks() -> None:
    slots = Slots(2, 1, per_client=2, queue=20)
    held = [slots.take("x", soon(), fine), slots.take("x", soon(), fine)]
    order: list[str] = []
    lock = threading.Lock()

    def ask(client: str) -> None:
        slot = slots.take(client, soon(), fine)
        with lock:
            order.append(client)
        slots.release(slot)

    threads = []
    for client in "aaaab":
        threads.append(in_background(partial(ask, client)))
        wait_for(lambda: slots.waiting == len(threads))
    slots.release(held[0])
    for thread in threads:
        thread.join()
    assert order.index("b") < 2
    assert slots.busy == 1


def test_the_queue_is_bounded_and_the_next_is_told_at_once() -> None:
    slots = Slots(2, 1, per_client=2, queue=2)
    held = [slots.take("x", soon(), fine), slots.take("y", soon(), fine)]
    threads = [in_background(partial(pass_through, slots, name)) for name in "ab"]
    wait_for(lambda: slots.waiting == 2)
    with pytest.raises(Overloaded, match="queue is full") as refused:
        slots.take("c", soon(), fine)
    assert refused.value.retry_after >= 1
    for slot in held:
        slots.release(slot)
    for thread in threads:
        thread.join()


def test_one_client_cannot_fill_the_queue() -> None:
    slots = Slots(2, 1, per_client=1, queue=4)
    held = [slots.take("x", soon(), fine), slots.take("y", soon(), fine)]
    threads = [in_background(partial(pass_through, slots, "a")) for _ in range(2)]
    wait_for(lambda: slots.waiting == 2)
    with pytest.raises(Overloaded, match="half of the queue"):
        slots.take("a", soon(), fine)
    for slot in held:
        slots.release(slot)
    for thread in threads:
        thread.join()


def test_long_queries_leave_one_slot_for_new_ones() -> None:
    slots = Slots(3, 2, per_client=3, queue=4)
    held = [slots.take("a", soon(), fine) for _ in range(3)]
    assert [slots.lengthen(slot) for slot in held] == [True, True, False]
    slots.release(held[2])
    with pytest.raises(Overloaded):
        slots.take("b", time.monotonic() + 0.05, fine, long=True)
    assert not slots.take("b", soon(), fine).long


def test_who_leaves_the_queue_takes_nothing_with_them() -> None:
    slots = Slots(2, 1, per_client=2, queue=4)
    held = [slots.take("x", soon(), fine), slots.take("x", soon(), fine)]

    class Left(Exception):
        pass

    def leave() -> None:
        raise Left

    with pytest.raises(Left):
        slots.take("a", soon(), leave)
    assert slots.waiting == 0
    for slot in held:
        slots.release(slot)
        slots.release(slot)
    assert slots.busy == 0


def test_many_threads_never_hold_more_than_there_is() -> None:
    slots = Slots(3, 2, per_client=2, queue=100)
    lock = threading.Lock()
    held: list[Slot] = []
    worst: list[tuple[int, int]] = []

    def work(client: str) -> None:
        for _ in range(30):
            slot = slots.take(client, time.monotonic() + 30, fine)
            with lock:
                held.append(slot)
                worst.append((len(held), sum(one.client == client for one in held)))
            with lock:
                held.remove(slot)
            slots.release(slot)

    threads = [in_background(partial(work, name)) for name in "aabbccdd"]
    for thread in threads:
        thread.join()
    assert len(worst) == 240
    assert max(total for total, _ in worst) <= 3
    assert max(own for _, own in worst) <= 2
    assert (slots.busy, slots.waiting) == (0, 0)
