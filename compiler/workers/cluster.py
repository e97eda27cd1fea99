"""Workers on other machines: the same calls, sent to Dask.

A Dask worker does no work itself. It holds hands, as this machine would, so that the limits are the same there, and a
task that ends its process does not end the worker. Tasks, what they share and their results travel as bytes.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import functools
import hashlib
import logging
import pickle
import platform
import re
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Generic, Protocol, Self, cast

import compiler
from compiler.model.copy import Digest
from compiler.workers.crew import Common, Died, Failed, Limits, Lost, Task, Work, WorkFault, nothing
from compiler.workers.hand import Hand
from compiler.workers.wire import Shared

IDLE = 120.0
"""Seconds after which a process on a worker ends that nobody gives a task: its client may have been cut off."""

_PACKAGE = "report-compiler"


class ClusterFault(Exception):  # noqa: N818 - the house says fault
    """The cluster cannot be used; the message says why, and what would help."""


@dataclass(frozen=True, slots=True)
class Order:
    """A task as it travels. `crew` tells one client's processes from another's, `ours` is the client's likeness."""

    crew: str
    name: str
    errand: bytes
    digest: Digest
    prepare: Callable[[], None]
    limits: Limits
    likeness: Callable[[], str]
    ours: str


def likeness() -> str:
    """Digest of all that makes two machines set the same page: Python, the compiler's own code, its libraries."""
    digest = hashlib.sha256(platform.python_version().encode(), usedforsecurity=False)
    home = Path(compiler.__file__).parent
    for path in sorted(home.rglob("*.py")):
        digest.update(f"\0{path.relative_to(home).as_posix()}\0".encode() + path.read_bytes())
    for name, version in _libraries():
        digest.update(f"\0{name} {version}".encode())
    return digest.hexdigest()


def _libraries() -> list[tuple[str, str]]:
    """The libraries without which there is no compiler, and which version of each is installed."""
    from importlib import metadata

    try:
        needed = metadata.requires(_PACKAGE) or []
    except metadata.PackageNotFoundError:
        # Run from a folder, without having been installed.
        return []
    names = [found[0] for need in needed if "extra ==" not in need and (found := re.match(r"[\w.-]+", need))]
    return [(name, metadata.version(name)) for name in sorted(names)]


class _Sent(Protocol):
    """What we use of a future of Dask's."""

    def result(self) -> object: ...
    def release(self) -> None: ...
    def add_done_callback(self, fn: Callable[[_Sent], None]) -> None: ...


class _Client(Protocol):
    """What we use of a client of Dask's."""

    status: str

    def submit(self, func: Callable[..., object], *args: object, key: str, pure: bool) -> _Sent: ...
    def run(self, function: Callable[..., object], *args: object, on_error: str = "raise") -> object: ...
    def wait_for_workers(self, n_workers: int, timeout: float) -> None: ...
    def cancel(self, futures: list[_Sent], force: bool) -> None: ...
    def close(self, timeout: float) -> None: ...


class Cluster(Generic[Common, Task]):
    """A Dask cluster with its workers, all of which run the same version of the compiler.

    Raises `ClusterFault` when Dask is not installed here, when no scheduler answers within `patience` seconds, when it
    has no workers by then, or when `likeness` is another there than here. When a worker dies, Dask gives its tasks to
    others; a task is given up as `Died` when it took several workers with it, and as `Lost` when there has been nobody
    left for `patience` seconds.
    """

    def __init__(
        self,
        address: str,
        work: Work[Common, Task],
        limits: Limits | None = None,
        prepare: Callable[[], None] = nothing,
        patience: float = 10,
        likeness: Callable[[], str] = likeness,
    ) -> None:
        self._address, self._work, self._prepare, self._likeness = address, work, prepare, likeness
        self._limits = limits or Limits()
        self._patience = patience
        self._crew = secrets.token_hex(8)
        self._shared: tuple[Digest, _Sent] | None = None
        self._waiting: dict[str, tuple[str, Future[bytes], _Sent]] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._client = _connected(address, patience)
        try:
            self._ours = _alike(self._client, address, patience, likeness)
        except BaseException:
            self._client.close(timeout=patience)
            raise
        self._watch = threading.Thread(target=self._watching, name="cluster", daemon=True)
        self._watch.start()

    def share(self, common: Common) -> None:
        shared = Shared.of(common)
        # As a task of its own, not scattered: what is scattered is lost with the workers that hold it.
        kept = self._send(_here, shared.packed, key=f"shared-{self._crew}-{shared.digest}")
        self._shared = shared.digest, kept

    def submit(self, name: str, task: Task) -> Future[bytes]:
        if self._shared is None:
            raise RuntimeError("nothing has been shared yet")
        if self._closing.is_set():
            raise RuntimeError("the crew has been closed")
        digest, kept = self._shared
        errand = pickle.dumps((self._work, task), pickle.HIGHEST_PROTOCOL)
        order = Order(self._crew, name, errand, digest, self._prepare, self._limits, self._likeness, self._ours)
        future: Future[bytes] = Future()
        future.set_running_or_notify_cancel()
        key = f"part-{self._crew}-{secrets.token_hex(8)}"
        sent = self._send(at_worker, order, kept, key=key)
        with self._lock:
            self._waiting[key] = name, future, sent
        sent.add_done_callback(functools.partial(self._arrived, key))
        return future

    def close(self) -> None:
        if self._closing.is_set():
            return
        self._closing.set()
        self._watch.join()
        sent = self._give_up(CancelledError())
        # Whatever has become of the cluster: nobody here waits for it any longer.
        with contextlib.suppress(Exception):
            if self._client.status == "running":
                self._client.cancel(sent, force=True)
                self._client.run(forget, self._crew, on_error="ignore")
        self._client.close(timeout=self._patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self, work: Callable[..., object], *arguments: object, key: str) -> _Sent:
        from dask import config

        # Fonts and pictures are what they are.
        with config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):
            return self._client.submit(work, *arguments, key=key, pure=False)

    def _arrived(self, key: str, sent: _Sent) -> None:
        """What Dask calls, in a thread of its own, when a task has come to an end of any kind."""
        with self._lock:
            name, future, _ = self._waiting.pop(key, ("", None, None))
        if future is None:
            return
        try:
            answer: object = sent.result()
        except concurrent.futures.CancelledError:
            answer = Lost(name, f"the scheduler at `{self._address}` has forgotten it")
        except Exception as fault:
            answer = _fault(name, fault)
        if isinstance(answer, bytes):
            future.set_result(answer)
        else:
            future.set_exception(cast(WorkFault, answer))
        sent.release()

    def _watching(self) -> None:
        """Give up when there has been nobody to work for too long: Dask would wait for ever."""
        since = 0.0
        tick = min(1.0, self._patience / 4)
        while not self._closing.wait(tick):
            with self._lock:
                idle = not self._waiting
            why = None if idle else self._nobody(tick)
            since = 0.0 if why is None else since + tick
            if why is not None and since >= self._patience:
                self._give_up(why)

    def _nobody(self, seconds: float) -> str | None:
        """Why nobody works, None if somebody does."""
        try:
            self._client.wait_for_workers(1, timeout=max(1.0, seconds))
        except TimeoutError:
            return f"the scheduler at `{self._address}` has no worker left"
        except Exception:
            return f"the scheduler at `{self._address}` does not answer any more"
        return None

    def _give_up(self, why: str | BaseException) -> list[_Sent]:
        """Bring all that waits to an end, and return what Dask still has of it."""
        with self._lock:
            waiting = list(self._waiting.values())
            self._waiting.clear()
        for name, future, _ in waiting:
            future.set_exception(Lost(name, why) if isinstance(why, str) else why)
        return [sent for _, _, sent in waiting]


def _fault(name: str, fault: Exception) -> WorkFault:
    """What Dask itself says of a task, in our words; `at_worker` raises nothing."""
    from distributed.scheduler import KilledWorker

    if isinstance(fault, KilledWorker):
        return Died(name, f"took {fault.allowed_failures + 1} workers of the cluster with it", "")
    return Failed(name, type(fault).__qualname__, str(fault), "")


def _connected(address: str, patience: float) -> _Client:
    try:
        from dask import config
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
    except ImportError:
        raise ClusterFault(f"Dask is not installed here; `pip install '{_PACKAGE}[cluster]'` does it") from None
    # What it has to say is said by the faults.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    # Also when it is to be reached again: by itself Dask tries for half a minute at every turn.
    config.set({"distributed.comm.timeouts.connect": f"{patience:g}s"})
    try:
        # A client that finds this out by itself leaves threads behind, and is long in coming to its end.
        get_address_host_port(address)
        return cast(_Client, Client(address, timeout=patience, set_as_default=False))
    except (OSError, TimeoutError):
        raise ClusterFault(f"no Dask scheduler answered at `{address}` within {patience:g} s") from None
    except ValueError as fault:
        raise ClusterFault(
            f"`{address}` is no address of a scheduler, such as `tcp://10.0.0.5:8786`: {fault}"
        ) from None


def _alike(client: _Client, address: str, patience: float, likeness: Callable[[], str]) -> str:
    """The likeness that all workers share with this process."""
    try:
        client.wait_for_workers(1, timeout=patience)
        found = cast(dict[str, str], client.run(likeness))
    except TimeoutError:
        raise ClusterFault(f"the scheduler at `{address}` has no workers; `dask worker {address}` starts one") from None
    except ImportError as fault:
        raise ClusterFault(f"the workers of `{address}` lack the report compiler: {fault}") from None
    ours = likeness()
    others = sorted(worker for worker, theirs in found.items() if theirs != ours)
    if others:
        raise ClusterFault(
            f"`{others[0]}` has other versions of the report compiler, its libraries or Python than here"
        )
    return ours


# ---- on the worker ----


class _Bench:
    """The hands that one client has on this worker, and which of them are free; `ours` is this worker's likeness."""

    def __init__(self, ours: str) -> None:
        self.ours = ours
        self.all: list[Hand] = []
        self.free: list[Hand] = []


_benches: dict[str, _Bench] = {}
_lock = threading.Lock()


def at_worker(order: Order, packed: bytes) -> bytes | WorkFault:
    """Do a task in a process of its own on this machine; what becomes of it is returned, not raised."""
    hand = _taken(order)
    if hand is None:
        return Lost(order.name, "a worker has joined that has other versions of the compiler, its libraries or Python")
    try:
        return hand.run(order.name, Shared(order.digest, packed), order.errand)
    except WorkFault as fault:
        return fault
    except CancelledError:
        # Nobody will read it.
        return Lost(order.name, "it was stopped")
    finally:
        with _lock:
            if order.crew in _benches:
                _benches[order.crew].free.append(hand)


def _taken(order: Order) -> Hand | None:
    """A hand that is free now, None if this worker is not like the client."""
    with _lock:
        if order.crew not in _benches:
            _benches[order.crew] = _Bench(order.likeness())
        bench = _benches[order.crew]
        if bench.ours != order.ours:
            return None
        if bench.free:
            return bench.free.pop()
        hand = Hand(order.prepare, order.limits, idle=IDLE)
        bench.all.append(hand)
        return hand


def forget(crew: str) -> None:
    """End what works here for a client that has gone."""
    with _lock:
        bench = _benches.pop(crew, None)
    if bench is None:
        return
    for hand in bench.all:
        hand.kill()
    for hand in bench.free:
        hand.end()


def _here(packed: bytes) -> bytes:
    return packed
