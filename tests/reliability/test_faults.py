"""The short form of faults.py: no client takes a part of an answer for the whole."""

from __future__ import annotations

import re

from tests.reliability.faults import FORMATS, run


def test_no_client_takes_a_part_for_the_whole() -> None:
    by_format, by_fault, _ = run(responses=6, seed=7, browser=False, seconds=12)
    verdicts = {name for counter in by_format.values() for name in counter}
    assert verdicts <= {"right", "refused", "broken"}, by_fault
    assert {"right", "broken"} <= verdicts
    assert set(by_format) == set(FORMATS)
    assert len({re.sub(":.*", "", name) for name in by_fault}) >= 2
