"""What becomes of a part that no worker could set."""

from __future__ import annotations

import errno
from concurrent.futures import Future
from types import TracebackType
from typing import Self

import pytest

from compiler.cache import Cache
from compiler.compositor import Compositor, Task
from compiler.model.look import Look
from compiler.settle import FIRST
from compiler.workers import Failed, TookTooLong, WorkFault
from tests.typeset.builders import a_look, a_poured, settings


class Failing:
    """Workers of whom every task fails in the same way."""

    def __init__(self, fault: WorkFault) -> None:
        self._fault = fault

    def share(self, common: Look) -> None:
        """They need nothing."""

    def submit(self, name: str, task: Task) -> Future[bytes]:
        future: Future[bytes] = Future()
        future.set_exception(self._fault)
        return future

    def close(self) -> None:
        """They hold nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to close."""


def set_by(fault: WorkFault) -> object:
    compositor = Compositor(Cache.none(), lambda: Failing(fault), a_look())
    try:
        return compositor.set((Task(a_poured("<p>One.</p>"), settings(), FIRST, ()),))[0]
    finally:
        compositor.close()


def test_a_part_that_takes_too_long_is_given_up() -> None:
    fault = TookTooLong("one", 300)
    assert set_by(fault) is fault


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EROFS])
def test_a_full_disk_is_no_fault_of_the_part(number: int) -> None:
    with pytest.raises(OSError, match="no room") as caught:
        set_by(Failed("one", "OSError", f"[Errno {number}] no room", "..."))
    assert caught.value.errno == number
    assert caught.value.filename


def test_other_failures_are_the_parts() -> None:
    fault = Failed("one", "ZeroDivisionError", "division by zero", "...")
    assert set_by(fault) is fault
