"""One process that works on one task at a time, and whoever holds it to its limits."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from compiler.workers.crew import Died, Failed, Limits, TookTooLong, TooMuchMemory, how_it_ended
from compiler.workers.wire import COMMON, DONE, FAILED, HEAD, NO_MEMORY, READY, SETUP, TASK, Setup, Shared, send, size

TICK = 0.05
"""Seconds between two looks at what a worker takes."""
LEAVE = 2.0
"""Seconds in which a worker that is dismissed has to end: it clears up what its libraries have put aside."""
START = 120.0
"""Seconds in which a worker has to be ready, on a machine that has much else to do."""
_SAID = 8192
"""How many bytes of a worker's last words are kept."""
_BOOT = "import sys; sys.path[:] = {path!r}; from compiler.workers.child import main; main({talk}, {life})"


class _GoneError(Exception):
    """The process is not there any more."""


@dataclass(frozen=True, slots=True)
class _Process:
    """A running process: our ends of its lines, and what it writes to its standard error."""

    popen: subprocess.Popen[bytes]
    line: socket.socket
    life: socket.socket
    said: IO[bytes]


class Hand:
    """A worker in a process of its own, which is replaced whenever it ends.

    The process is a fresh interpreter: nothing but what it is told comes along. It shares neither pipe nor lock with
    any other, so that nobody has to care in the midst of what it is killed. `run` is for one thread at a time; `kill`
    may be called from another.
    """

    def __init__(self, prepare: Callable[[], None], limits: Limits, idle: float | None = None) -> None:
        # What grows little by little is seen when it passes the limit; the ceiling is for what leaps.
        self._setup = pickle.dumps(Setup(pickle.dumps(prepare), 2 * limits.memory, idle))
        self._limits = limits
        self._process: _Process | None = None
        self._ready = False
        self._has = ""
        self._looked = self._deadline = 0.0
        self._heard = 0
        self._killed = self._busy = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the process, which then prepares by itself; without effect if it runs.

        Raises `CancelledError` once the hand has been killed.
        """
        with self._lock:
            if self._killed:
                raise CancelledError
            if self._process is not None:
                return
            self._process, self._ready, self._has, self._heard = _started(), False, "", 0
        # Small enough for the socket to take it while the interpreter still starts; if it has ended, `run` will see.
        with contextlib.suppress(ConnectionError):
            send(self._process.line, SETUP, self._setup)

    def run(self, name: str, shared: Shared, errand: bytes) -> bytes:
        """What the work makes of its task; raises a `WorkFault`, or `CancelledError` when the hand was killed."""
        self._busy = True
        self._hand_over(name, shared, errand)
        try:
            kind, data = self._answer(time.monotonic() + self._limits.seconds)
            self._busy = False
        except _GoneError:
            raise self._died(name) from None
        except TimeoutError:
            self.end()
            raise TookTooLong(name, self._limits.seconds) from None
        except MemoryError:
            kind, data = NO_MEMORY, b""
        if kind == DONE:
            self._pass_on()
        return self._result(name, kind, data)

    def kill(self) -> None:
        """End the process for good, at once if it is at work; whoever waits in `run` hears of it."""
        with self._lock:
            self._killed = True
            if self._process is None:
                return
            if self._ready and not self._busy:
                with contextlib.suppress(OSError):
                    self._process.line.shutdown(socket.SHUT_RDWR)
            else:
                self._process.popen.kill()

    def end(self) -> tuple[str, str]:
        """End the process if it runs, and clear up after it; tells how it ended, and its last words."""
        process, self._process = self._process, None
        if process is None:
            return "", ""
        if self._ready and not self._busy and self._killed:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.popen.wait(timeout=LEAVE)
        process.popen.kill()
        code = process.popen.wait()
        said = self._new_words(process)
        process.line.close()
        process.life.close()
        process.said.close()
        return how_it_ended(code), said

    def _hand_over(self, name: str, shared: Shared, errand: bytes) -> None:
        """Get the task begun; a process that ended while it had nothing to do is replaced, once."""
        for last in (False, True):
            self.start()
            try:
                if not self._ready:
                    kind, data = self._answer(time.monotonic() + START)
                    if kind != READY:
                        self.end()
                        self._result(name, kind, data)
                    self._ready = True
                self._send(shared, errand)
                self._answer(time.monotonic() + START)
            except _GoneError:
                fault = self._died(name)
                if last:
                    raise fault from None
            except TimeoutError:
                _, said = self.end()
                raise Died(name, f"did not begin within {START:g} s", said) from None
            except MemoryError:
                self.end()
                raise TooMuchMemory(name, self._limits.memory) from None
            else:
                return

    def _send(self, shared: Shared, errand: bytes) -> None:
        process = self._running()
        process.line.settimeout(START)
        try:
            if self._has != shared.digest:
                send(process.line, COMMON, shared.packed)
                self._has = shared.digest
            send(process.line, TASK, errand)
        except ConnectionError:
            raise _GoneError from None

    def _result(self, name: str, kind: bytes, data: bytes) -> bytes:
        if kind == DONE:
            return data
        if kind == FAILED:
            raise Failed(name, *pickle.loads(data))
        # What else it had to do may be as short of memory.
        self.end()
        raise TooMuchMemory(name, self._limits.memory)

    def _answer(self, deadline: float) -> tuple[bytes, bytes]:
        """The next message; raises `_GoneError`, `TimeoutError`, or `MemoryError` when it takes too much of it."""
        self._deadline = deadline
        head = self._exactly(HEAD)
        return head[:1], self._exactly(size(head))

    def _exactly(self, number: int) -> bytes:
        process = self._running()
        process.line.settimeout(TICK)
        data = bytearray(number)
        left = memoryview(data)
        while left:
            try:
                got = process.line.recv_into(left)
            except TimeoutError:
                self._look(process)
                continue
            except ConnectionError:
                raise _GoneError from None
            if not got:
                raise _GoneError
            left = left[got:]
            self._look(process)
        return bytes(data)

    def _look(self, process: _Process) -> None:
        now = time.monotonic()
        if now < self._looked + TICK:
            return
        self._looked = now
        if now > self._deadline:
            raise TimeoutError
        if _memory(process.popen.pid) > self._limits.memory:
            raise MemoryError

    def _running(self) -> _Process:
        if self._process is None:
            raise _GoneError
        return self._process

    def _died(self, name: str) -> Died:
        """What to raise when the process has gone; if that was our own doing, `CancelledError` is raised here."""
        process = self._process
        if process is not None:
            # The line breaks a moment before the process has ended, and how it ends is to be told.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.popen.wait(timeout=5)
        how, said = self.end()
        if self._killed:
            raise CancelledError
        return Died(name, how, said)

    def _pass_on(self) -> None:
        """What a worker says beside its work is not for us to judge, nor to keep."""
        process = self._process
        words = self._new_words(process) if process is not None else ""
        if words and sys.stderr is not None:  # pyright: ignore[reportUnnecessaryComparison]: there may be no stream
            sys.stderr.write(words)

    def _new_words(self, process: _Process) -> str:
        end = os.fstat(process.said.fileno()).st_size
        first = max(self._heard, end - _SAID)
        self._heard = end
        return os.pread(process.said.fileno(), end - first, first).decode(errors="replace")


def _started() -> _Process:
    """A fresh interpreter that will find the same modules as this one, and that Ctrl-C does not reach."""
    here, there = socket.socketpair()
    life, held = socket.socketpair()
    said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
    path = [each or str(Path.cwd()) for each in sys.path]
    boot = _BOOT.format(path=path, talk=there.fileno(), life=held.fileno())
    with there, held:
        # The mask is inherited: there is no instant in which the interruption of the whole group could meet it.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            popen = subprocess.Popen(
                [sys.executable, "-c", boot],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                pass_fds=(there.fileno(), held.fileno()),
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return _Process(popen, here, life, said)


def _memory(pid: int) -> int:
    """Bytes that a process has to itself; 0 where the system does not say."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_bytes().split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * _PAGE


_PAGE = os.sysconf("SC_PAGE_SIZE")
