"""The short form of hostile.py: a minute of eight hostile clients, and every line of its table holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_a_minute_of_hostile_clients_changes_nothing_for_the_others() -> None:
    program = Path(__file__).with_name("hostile.py")
    run = subprocess.run(
        [sys.executable, str(program), "--seconds", "60", "--kills", "250", "--lenient"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
