"""What is costly and shared: the publication of this repository, set once for the session by the command."""

from __future__ import annotations

import signal

import pytest

from tests.runs import Run, copied, report

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what it puts in the background deaf to Ctrl-C, and commands would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return report(copied(tmp_path_factory.mktemp("volume")), "build")
