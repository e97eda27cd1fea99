"""Workers on this machine, and the worker that is this process."""

from __future__ import annotations

import pickle
import queue
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, Self

from compiler.workers.child import attempt
from compiler.workers.crew import Common, Failed, Limits, Task, TooMuchMemory, Work, granted, nothing
from compiler.workers.hand import Hand
from compiler.workers.wire import DONE, FAILED, Shared


class Hands(Generic[Common, Task]):
    """A process for each processor granted, or `jobs` of them. `early` of them start at once, the others when needed.

    `prepare` runs in each as it starts, and may import what the work needs, so that nobody waits for it later.
    """

    def __init__(
        self,
        work: Work[Common, Task],
        jobs: int | None = None,
        limits: Limits | None = None,
        prepare: Callable[[], None] = nothing,
        early: int | None = None,
    ) -> None:
        jobs = granted() if jobs is None else jobs
        if jobs < 1:
            raise ValueError(f"{jobs} workers get nothing done")
        self._work = work
        self._shared: Shared | None = None
        self._hands = [Hand(prepare, limits or Limits()) for _ in range(jobs)]
        # Those that run are on top: one that has not started is taken only when all others work.
        self._idle: queue.LifoQueue[Hand] = queue.LifoQueue()
        for hand in reversed(self._hands):
            self._idle.put(hand)
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="hand")
        try:
            for hand in self._hands[:early]:
                hand.start()
        except BaseException:
            self.close()
            raise

    def share(self, common: Common) -> None:
        self._shared = Shared.of(common)

    def submit(self, name: str, task: Task) -> Future[bytes]:
        if self._shared is None:
            raise RuntimeError("nothing has been shared yet")
        return self._threads.submit(self._run, name, self._shared, task)

    def _run(self, name: str, shared: Shared, task: Task) -> bytes:
        errand = pickle.dumps((self._work, task), pickle.HIGHEST_PROTOCOL)
        hand = self._idle.get()
        try:
            return hand.run(name, shared, errand)
        finally:
            self._idle.put(hand)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for hand in self._hands:
            hand.kill()
        self._threads.shutdown()
        for hand in self._hands:
            hand.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Alone(Generic[Common, Task]):
    """No worker but this process, which does each task as it is submitted; it cannot be held to limits."""

    def __init__(self, work: Work[Common, Task]) -> None:
        self._work = work
        self._shared: list[Common] = []
        self._closed = False

    def share(self, common: Common) -> None:
        self._shared = [common]

    def submit(self, name: str, task: Task) -> Future[bytes]:
        if not self._shared:
            raise RuntimeError("nothing has been shared yet")
        if self._closed:
            raise RuntimeError("the crew has been closed")
        future: Future[bytes] = Future()
        kind, data = attempt(lambda: self._work(self._shared[0], task))
        if kind == DONE:
            future.set_result(data)
        elif kind == FAILED:
            future.set_exception(Failed(name, *pickle.loads(data)))
        else:
            future.set_exception(TooMuchMemory(name, None))
        return future

    def close(self) -> None:
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
