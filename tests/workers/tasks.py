"""Work that goes wrong in every way a task can."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path


def do(common: bytes, task: tuple[str, object]) -> bytes:
    """What the task names, done to its argument."""
    what, how = task
    return WORKS[what](common, how)


def echo(common: bytes, how: object) -> bytes:
    return common + str(how).encode()


def big(_: bytes, how: object) -> bytes:
    assert isinstance(how, int)
    return b"x" * how


def leave(_: bytes, how: object) -> bytes:
    assert isinstance(how, int)
    sys.stderr.write("last words\n")
    sys.stderr.flush()
    os._exit(how)


def killed(_: bytes, how: object) -> bytes:
    assert isinstance(how, int)
    os.kill(os.getpid(), how)
    threading.Event().wait()
    return b""


def signalled(_: bytes, how: object) -> bytes:
    """Is sent a signal, and goes on."""
    assert isinstance(how, int)
    os.kill(os.getpid(), how)
    return b"went on"


def crash(*_: object) -> bytes:
    ctypes.string_at(0)
    return b""


def hang(*_: object) -> bytes:
    threading.Event().wait()
    return b""


def hang_without_python(*_: object) -> bytes:
    """In C, which holds the interpreter's lock all the while: no signal handler and no thread gets its turn."""
    return str(sum(range(10**15))).encode()


def stop_half_way(*_: object) -> bytes:
    """Stopped by somebody, not ended."""
    os.kill(os.getpid(), signal.SIGSTOP)
    return b""


def leap(_: bytes, how: object) -> bytes:
    """Asks for more than there may be, all at once, and has not yet touched it: nobody could see it coming."""
    assert isinstance(how, int)
    return bytes(how)[:1]


def creep(*_: object) -> bytes:
    """Takes memory little by little, in C, and gives up as Pango would when there is no more."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while True:
        taken: int | None = libc.malloc(ctypes.c_size_t(1_000_000))
        if taken is None:
            os.abort()
        ctypes.memset(taken, 1, 1_000_000)
        time.sleep(0.002)


def swallow(*_: object) -> bytes:
    """Goes on when there is no memory, as a library may that catches everything."""
    held: list[bytearray] = []
    while True:
        try:
            held.append(bytearray(b"x") * 10_000_000)
        except MemoryError:
            held.append(bytearray(b"x"))


def raising(_: bytes, how: object) -> bytes:
    raise KeyError(how)


def leaving(*_: object) -> bytes:
    sys.exit(3)


def talking(_: bytes, how: object) -> bytes:
    sys.stdout.write("not a result\n")
    sys.stderr.write(f"a word about {how}\n")
    sys.stdout.flush()
    return b"said"


def whose(*_: object) -> bytes:
    return str(os.getpid()).encode()


def mark(_: bytes, how: object) -> bytes:
    """Writes its process's id to a file, and stays."""
    Path(str(how)).write_text(str(os.getpid()))
    return hang()


def no_bytes(*_: object) -> bytes:
    return 5  # pyright: ignore[reportReturnType]: what goes wrong here


class Unspeakable(Exception):  # noqa: N818 - its name is the point
    """Cannot be packed, nor say what it is."""

    def __reduce__(self) -> str:
        raise TypeError

    def __str__(self) -> str:
        raise ValueError


def unspeakable(*_: object) -> bytes:
    raise Unspeakable


def interrupted(*_: object) -> bytes:
    raise KeyboardInterrupt


def told_where(_: bytes, how: object) -> bytes:
    """Writes down its own process and the one that started it, and stays until it is told to go on."""
    told = Path(str(how))
    told.write_text(f"{os.getpid()} {os.getppid()}")
    gate = told.with_suffix(".go")
    while not gate.exists():
        time.sleep(0.01)
    return told.name.encode()


def take_along(*_: object) -> bytes:
    """Ends the worker of the cluster that holds this process."""
    os.kill(os.getppid(), signal.SIGKILL)
    threading.Event().wait()
    return b""


WORKS = {
    "told where": told_where,
    "take along": take_along,
    "unspeakable": unspeakable,
    "interrupted": interrupted,
    "echo": echo,
    "big": big,
    "leave": leave,
    "killed": killed,
    "crash": crash,
    "signalled": signalled,
    "hang": hang,
    "hang without python": hang_without_python,
    "stop": stop_half_way,
    "leap": leap,
    "creep": creep,
    "swallow": swallow,
    "raising": raising,
    "leaving": leaving,
    "talking": talking,
    "whose": whose,
    "mark": mark,
    "no bytes": no_bytes,
}


def broken() -> None:
    """What a worker may not be able to prepare."""
    raise ImportError("no such typesetter")


def ended() -> None:
    os._exit(9)


def prepared() -> None:
    Path(os.environ["PREPARED"], str(os.getpid())).touch()


class Counted:
    """Knows how often it has been unpacked in this process."""

    times = 0

    def __reduce__(self) -> tuple[Callable[[], Counted], tuple[()]]:
        return count, ()


def count() -> Counted:
    Counted.times += 1
    return Counted()


def unpacked(common: Counted, _: int) -> bytes:
    return str(common.times).encode()


def alike() -> str:
    return "alike"


def unlike() -> str:
    """Another in each process."""
    return str(os.getpid())


def import_typesetter() -> None:
    import compiler.typeset  # noqa: F401  # pyright: ignore[reportUnusedImport]


def typeset_page(_: None, html: str) -> bytes:
    from tests.typeset.builders import a_poured, galley_of

    return galley_of(a_poured(html), pdf=True).pdf
