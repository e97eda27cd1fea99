"""The process of a hand.

It ends when the hand closes the line, and at once when the process that started it dies, whatever it is doing: the
system sends it SIGIO when the life line breaks, for which no Python has to run.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import resource
import select
import signal
import socket
import traceback
from collections.abc import Callable
from typing import cast

from compiler.workers.wire import BEGUN, COMMON, DONE, FAILED, HEAD, NO_MEMORY, READY, Kind, Setup, send, size

Answer = tuple[Kind, bytes]


def main(talk: int, life: int) -> None:
    """Prepare, then work on one task after another."""
    _hang_on(life)
    os.set_inheritable(talk, False)
    # What a library prints is no result of the command.
    os.dup2(2, 1)
    # Nor is a core dump.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Nobody is there any more, or nobody wants anything.
    with socket.socket(fileno=talk) as line, contextlib.suppress(EOFError, ConnectionError, TimeoutError):
        _, packed = _receive(line, None)
        setup = cast(Setup, pickle.loads(packed))
        _limit(setup.ceiling)
        kind, data = attempt(lambda: _prepared(setup.prepare))
        send(line, READY if kind == DONE else kind, data)
        if kind == DONE:
            _work(line, setup.idle)


def _work(line: socket.socket, idle: float | None) -> None:
    shared: list[object] = []
    packed = b""
    while True:
        kind, data = _receive(line, idle)
        if kind == COMMON:
            packed = data
            shared.clear()
            continue
        send(line, BEGUN)
        send(line, *attempt(lambda data=data, packed=packed: _one(data, shared, packed)))


def _one(data: bytes, shared: list[object], packed: bytes) -> bytes:
    work, task = cast(tuple[Callable[[object, object], bytes], object], pickle.loads(data))
    if not shared:
        shared.append(pickle.loads(packed))
    return work(shared[0], task)


def _prepared(packed: bytes) -> bytes:
    prepare = cast(Callable[[], None], pickle.loads(packed))
    prepare()
    return b""


def attempt(work: Callable[[], bytes]) -> Answer:
    """Do it, and say what became of it, whatever that is; only Ctrl-C goes through."""
    try:
        result = cast(object, work())
        if not isinstance(result, bytes):
            raise TypeError(f"the work gave {type(result).__name__}, and bytes are needed")
    except MemoryError:
        return NO_MEMORY, b""
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # also what is meant to end a process, as `sys.exit`
        return FAILED, pickle.dumps(told(fault))
    return DONE, result


def told(fault: BaseException) -> tuple[str, str, str]:
    """Class, reason and traceback of an exception, which may itself be broken; our own frames are left out."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    text = "".join(traceback.format_exception(type(fault), fault, trace))
    try:
        reason = str(fault)
    except Exception:  # its own `__str__` fails
        reason = ""
    return type(fault).__qualname__, reason, text


def _receive(line: socket.socket, idle: float | None) -> tuple[bytes, bytes]:
    """The next message; raises `EOFError` at the end, `TimeoutError` when none begins for so long."""
    line.settimeout(idle)
    head = _exactly(line, 1)
    line.settimeout(None)
    head += _exactly(line, HEAD - 1)
    return head[:1], _exactly(line, size(head))


def _exactly(line: socket.socket, number: int) -> bytes:
    data = bytearray(number)
    left = memoryview(data)
    while left:
        got = line.recv_into(left)
        if not got:
            raise EOFError
        left = left[got:]
    return bytes(data)


def _hang_on(life: int) -> None:
    """End when nobody holds the other end of the life line."""
    os.set_inheritable(life, False)
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGIO})
    fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)
    # It may have broken before.
    poll = select.poll()
    poll.register(life, select.POLLIN)
    if poll.poll(0):
        os._exit(0)


def _limit(ceiling: int) -> None:
    """Refuse memory above the ceiling: a leap too high for whoever watches.

    Data, not address space: fonts that are mapped from files are as good as free.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    low = ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (low, hard))
