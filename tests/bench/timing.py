"""What a process costs: wall clock, CPU and memory of it and of all its children."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

TICK = os.sysconf("SC_CLK_TCK")
EVERY = 0.04
"""Seconds between two looks at the memory of a tree of processes."""


@dataclass(frozen=True)
class Sample:
    """One run: seconds of wall clock and CPU, MiB.

    `cpu` is user and system time of the process and all its children. `peak` is the most that any one process held
    (VmHWM, read while it lives); `together` the most that all held at once (VmRSS; pages they share count for each).
    """

    wall: float
    cpu: float
    peak: float
    together: float


class FailedError(Exception):
    """A process that is measured ended otherwise than it should."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str], good: Sequence[int]) -> Sample:
    """Run a command to its end; what it says is told only when its exit code is none of the good ones."""
    began = time.perf_counter()
    with _start(command, folder, environment) as process, _Watch(process.pid) as watch:
        said = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in good:
        raise FailedError(f"{' '.join(command)} ended with {process.returncode}\n{said.decode(errors='replace')}")
    # Children that were never waited for are in no account of the system's; what was seen of them is.
    cpu = max(usage.ru_utime + usage.ru_stime, watch.cpu)
    return Sample(wall, cpu, watch.peak, watch.together)


class Server:
    """A process that lives on: it answers each line it is sent with a line, `done` or what went wrong.

    What it says to standard error goes to the file `log`, and is told when it fails.
    """

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        with log.open("wb") as errors:
            self._process = _start(command, folder, environment, subprocess.PIPE, errors.fileno())
        self._answer()

    def ask(self, line: str) -> Sample:
        """Send a line, and wait for the answer; memory is the most held since the process began."""
        assert self._process.stdin is not None
        before = _cpu_of(tree_of(self._process.pid))
        with _Watch(self._process.pid) as watch:
            began = time.perf_counter()
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()
            self._answer()
            wall = time.perf_counter() - began
        return Sample(wall, _cpu_of(tree_of(self._process.pid)) - before, watch.peak, watch.together)

    def _answer(self) -> None:
        assert self._process.stdout is not None
        answer = self._process.stdout.readline().decode().strip()
        if answer != "done":
            self.close()
            said = self._log.read_text(encoding="utf-8", errors="replace")
            raise FailedError(f"{answer or 'a process that was to live on has ended'}\n{said}")

    def close(self) -> None:
        """Let it end: there is nothing more to read for it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def _start(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    stdin: int = subprocess.DEVNULL,
    stderr: int = subprocess.STDOUT,
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        start_new_session=True,
    )


# ---- a tree of processes -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Process:
    """A process as /proc tells of it; `own` and `waited` are seconds of CPU, its own and of children waited for."""

    pid: int
    parent: int
    own: float
    waited: float
    peak: float
    held: float


def tree_of(leader: int) -> tuple[Process, ...]:
    """A process and all that descend from it, as far as they live."""
    found = {pid: entry for pid in _pids() if (entry := _process(pid))}
    inside = {leader}
    while True:
        more = {entry.pid for entry in found.values() if entry.parent in inside} - inside
        if not more:
            return tuple(found[pid] for pid in sorted(inside) if pid in found)
        inside |= more


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _process(pid: int) -> Process | None:
    """None for one that has ended meanwhile."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name in brackets may hold anything; the fields behind it are told in proc(5), from the third on.
    fields = stat.rpartition(")")[2].split()
    held = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    times = [int(each) / TICK for each in fields[11:15]]
    return Process(
        pid, int(fields[1]), times[0] + times[1], times[2] + times[3], _mib(held, "VmHWM"), _mib(held, "VmRSS")
    )


def _mib(status: Mapping[str, str], name: str) -> float:
    """Zero for one that is ending, which holds no memory any more."""
    return int(status.get(name, "0 kB").split()[0]) / 1024


def _cpu_of(tree: Sequence[Process]) -> float:
    return sum(each.own + each.waited for each in tree)


class _Watch:
    """Looks at a tree of processes again and again in a thread, while a `with` lasts."""

    def __init__(self, leader: int) -> None:
        self._leader, self._over = leader, Event()
        self._cpu: dict[int, float] = {}
        self.peak = self.together = 0.0
        self._thread = Thread(target=self._run, daemon=True)

    @property
    def cpu(self) -> float:
        """Seconds of CPU of all that were seen, up to the last time they were."""
        return sum(self._cpu.values())

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            tree = tree_of(self._leader)
            self._cpu |= {each.pid: each.own for each in tree}
            self.peak = max([self.peak, *(each.peak for each in tree)])
            self.together = max(self.together, sum(each.held for each in tree))
            if self._over.wait(EVERY):
                return
