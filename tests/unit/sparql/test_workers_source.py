"""Where workers come from: what their processes say is not lost."""

from __future__ import annotations

import logging
import socket
import sys
import time

import pytest

from communique.sparql.workers.source import launch


def test_what_a_process_says_on_its_standard_error_stands_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Line by line, under the name of its module, as text even where it is none, cut to what can be read."""
    said = "import sys; sys.stderr.buffer.write(b'thread panicked\\nno text \\xff\\n' + b'x' * 9000)"
    ours, theirs = socket.socketpair()
    with ours, theirs, caplog.at_level(logging.WARNING, "communique.workers"):
        process = launch([sys.executable, "-c", said, "communique.some.zygote"], theirs)
        assert process.wait(timeout=30) == 0
        until = time.monotonic() + 20
        while len(caplog.messages) < 3 and time.monotonic() < until:
            time.sleep(0.02)
    assert caplog.messages[:2] == ["zygote: thread panicked", "zygote: no text \ufffd"]
    assert 1000 < len(caplog.messages[2]) < 2100
