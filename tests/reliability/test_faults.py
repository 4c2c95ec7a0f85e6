"""The short form of faults.py: no client takes a part of an answer for the whole."""

from __future__ import annotations

from tests.reliability.faults import FORMATS, run


def test_no_client_takes_a_part_for_the_whole() -> None:
    tally = run(responses=8, seed=7, browser=False, seconds=12)
    ends = {name for counter in tally.by_format.values() for name in counter} - {"faults"}
    assert ends <= {"complete", "refused", "broken"}, tally.by_fault
    assert {"complete", "broken"} <= ends
    assert set(tally.by_format) == set(FORMATS)
    assert len({name.partition(":")[0] for name in tally.by_fault}) >= 2
