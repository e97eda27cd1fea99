"""What is asked of workers, wherever they are, and what may become of a task."""

from __future__ import annotations

import math
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

Common = TypeVar("Common")
Task = TypeVar("Task")
Common_contra = TypeVar("Common_contra", contravariant=True)
Task_contra = TypeVar("Task_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: seconds on the clock, and bytes of memory of its worker that no other process shares."""

    seconds: float = 300
    memory: int = 2 << 30


Work = Callable[[Common, Task], bytes]
"""What workers do: a function at the top of a module, so that another process can import it."""


class Crew(Protocol[Common_contra, Task_contra]):
    """Workers, and the queue in front of them."""

    def share(self, common: Common_contra) -> None:
        """Say what every task needs; it goes to each worker once. Needed before the first task, and when it changes."""
        ...

    def submit(self, name: str, task: Task_contra) -> Future[bytes]:
        """Queue a task; tasks are begun in the order in which they came.

        What becomes of it stands in the future: its result, or a `WorkFault`. `name` is what faults call it by.
        """
        ...

    def close(self) -> None:
        """Stop what runs and cancel what waits; afterwards no process is left."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class WorkFault(Exception):  # noqa: N818 - the house says fault
    """A task came to nothing, through itself or its worker; the message says how, and the other tasks go on."""

    def __init__(self, name: str, message: str, *given: object) -> None:
        super().__init__(message)
        self.name = name
        self._given = (name, *given)

    def __reduce__(self) -> tuple[type[WorkFault], tuple[object, ...]]:
        """A fault may come from another machine: made anew from what it was made of."""
        return type(self), self._given


class Failed(WorkFault):
    """The work raised an exception of class `kind`, which says `reason`; `traceback` is its text."""

    def __init__(self, name: str, kind: str, reason: str, traceback: str) -> None:
        what = f"{kind}: {reason}" if reason else kind
        super().__init__(name, f"`{name}` failed: {what}", kind, reason, traceback)
        self.kind, self.reason, self.traceback = kind, reason, traceback


class Died(WorkFault):
    """The worker ended while it had the task. `said` is what it wrote to its standard error, the end of it."""

    def __init__(self, name: str, how: str, said: str) -> None:
        super().__init__(name, f"the process that worked on `{name}` {how}", how, said)
        self.how, self.said = how, said


class TookTooLong(WorkFault):
    """The task was stopped when its time was up."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(name, f"`{name}` took longer than {seconds:g} s", seconds)
        self.seconds = seconds


class TooMuchMemory(WorkFault):
    """The task was stopped when it took more memory than it may, or than there is where `memory` is None."""

    def __init__(self, name: str, memory: int | None) -> None:
        much = "memory than there is" if memory is None else f"than {memory >> 20} MiB of memory"
        super().__init__(name, f"`{name}` needed more {much}", memory)
        self.memory = memory


class Lost(WorkFault):
    """The cluster can no longer be reached, or nobody is left there to work."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, f"`{name}` could not be worked on: {why}", why)
        self.why = why


def nothing() -> None:
    """What a worker prepares when there is nothing to prepare."""


def how_it_ended(code: int) -> str:
    """An exit code as `subprocess` has it, in words."""
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"was killed by signal {-code}"


def granted() -> int:
    """How many processors this process may really use: those it is bound to, and its share of a container's."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    shares = [math.ceil(quota) for quota in quotas(Path("/sys/fs/cgroup"), Path("/proc/self/cgroup"))]
    return max(1, min([bound, *shares]))


def quotas(mount: Path, groups: Path) -> list[float]:
    """Processors that the control groups of this process grant, of both versions; a group's parents bind it too."""
    found: list[float] = []
    for group in _lines(groups):
        _, controllers, place = group.split(":", 2)
        if controllers and "cpu" not in controllers.split(","):
            continue
        # Inside a container the path is often that of outside: then the mount itself is the group.
        folder = (mount / controllers if controllers else mount) / place.lstrip("/")
        for each in [folder, *folder.parents]:
            if not each.is_relative_to(mount):
                break
            # Version 2: one file, `max 100000` or `150000 100000`; version 1: a file each, -1 for no limit.
            both = _lines(each / "cpu.max") or ["max 100000"]
            quota, period = both[0].split()
            if quota == "max":
                quota = "".join(_lines(each / "cpu.cfs_quota_us")) or "-1"
                period = "".join(_lines(each / "cpu.cfs_period_us")) or "100000"
            if int(quota) > 0 and int(period) > 0:
                found.append(int(quota) / int(period))
    return found


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").splitlines()
    except OSError:
        # No such group, or no control groups at all.
        return []
