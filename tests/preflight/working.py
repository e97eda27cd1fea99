"""What workers do in tests, where a process of its own can import it."""

from __future__ import annotations

import time

from compiler.preflight.inspection import Common, Task, work


def never_ends(common: Common, task: Task) -> bytes:
    """As ever, but for the first pages' content."""
    if task.kind == "pages" and task.first == 0:
        time.sleep(600)
    return work(common, task)


def takes_memory(common: Common, task: Task) -> bytes:
    """More and more, until somebody stops it."""
    del common, task
    held: list[bytearray] = []
    while True:
        held.append(bytearray(b"x" * (20 << 20)))
