"""What the system knows of processes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

PATIENCE = 60.0
"""Seconds after which a test gives up waiting, on a machine that has much else to do."""


def until(condition: Callable[[], bool]) -> bool:
    """Wait for something that has to happen; False if it did not."""
    clock = threading.Event()
    for _ in range(int(PATIENCE / 0.01)):
        if condition():
            return True
        clock.wait(0.01)
    return False


def facts(pid: int) -> tuple[str, int, int] | None:
    """State, parent and session of a process, None if there is none."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name stands in parentheses and may hold any.
    state, parent, _, session, *_ = text.rpartition(")")[2].split()
    return state, int(parent), int(session)


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    found = facts(pid)
    return found is not None and found[0] not in "ZX"


def everyone() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def workers_of(pid: int) -> list[int]:
    """The processes of the hands that a process holds, running or not yet cleared up."""
    return [each for each in everyone() if (found := facts(each)) and found[1] == pid and _is_worker(each)]


def _is_worker(pid: int) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    # A zombie has no command line any more, nor a program just forked one of its own.
    return not command or b"compiler.workers.child" in command


def session_of(pid: int) -> list[int]:
    """The processes that still run in a session."""
    return [each for each in everyone() if (found := facts(each)) and found[2] == pid and alive(each)]


def mine() -> list[int]:
    return workers_of(os.getpid())
