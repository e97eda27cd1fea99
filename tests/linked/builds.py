"""Builds in this process, with the parts set by whoever the test hires."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from compiler.build import Built
from compiler.cache import Cache
from compiler.compositor import Compositor, Task, set_part
from compiler.model.diagnostics import Diagnostic
from compiler.model.look import Look
from compiler.proofread import proofread
from compiler.settle import Settler
from compiler.workers import Alone, Crew
from compiler.workshop import CACHE, Workshop
from compiler.world import Disk
from tests.oracle import Known

PDF = Path("build/en/publication.pdf")

RESULTS = (PDF, Path("build/en/cover-sheet.pdf"), Path("build/en/map.json"), Path("build/manifest.json"))
"""All that a build may write; there is no cover sheet without a cover."""


@dataclass(frozen=True)
class Done:
    """What a build wrote and said; `built` is None when nothing had changed."""

    results: Mapping[str, bytes]
    said: tuple[Diagnostic, ...]
    built: Built | None


def alone() -> Alone[Look, Task]:
    """The same process sets the parts."""
    return Alone(set_part)


class Nobody(Alone[Look, Task]):
    """A crew that has nothing to do."""

    def submit(self, name: str, task: Task) -> Future[bytes]:
        raise AssertionError(f"`{name}` is set again")


def nobody() -> Alone[Look, Task]:
    """Whoever is asked to set a part fails."""
    return Nobody(set_part)


class Shuffling(Alone[Look, Task]):
    """A crew that finishes tasks in another order than they came in."""

    def __init__(self, seed: int) -> None:
        super().__init__(set_part)
        self._chance = random.Random(seed)
        self._waiting: list[tuple[str, Task, Promise]] = []

    def submit(self, name: str, task: Task) -> Future[bytes]:
        promise = Promise(self.work)
        self._waiting.append((name, task, promise))
        return promise

    def work(self) -> None:
        """Do all that waits."""
        waiting, self._waiting = self._waiting, []
        self._chance.shuffle(waiting)
        for name, task, promise in waiting:
            promise.set_result(super().submit(name, task).result())


class Promise(Future[bytes]):
    """The future of a task that is begun when somebody asks for a result."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def result(self, timeout: float | None = None) -> bytes:
        if not self.done():
            self._work()
        return super().result(timeout)


def build(root: Path, crew: Crew[Look, Task] | None = None, keep: bool = True) -> Done:
    """Build what has changed; `keep` as for a workshop."""
    with Workshop(root, None, None, None, keep, crew or alone()) as workshop:
        made = workshop.make(release=False, progress=lambda _: None)
    said = made.outcome.diagnostics if made.outcome is not None else ()
    return Done(results(root), said, made.outcome.value if made.outcome is not None else None)


def results(root: Path) -> dict[str, bytes]:
    """What stands in build/ of all that builds write there."""
    return {str(path): (root / path).read_bytes() for path in RESULTS if (root / path).exists()}


def known_to(root: Path) -> Known:
    """The folios and plates of the last build, all of it from its cache: nobody is there to set anything."""
    world = Disk(root)
    read = proofread(world, None).value
    assert read is not None
    assert read.checked is not None
    assert read.checked.publication is not None
    assert read.layouts is not None
    compositor = Compositor(Cache(root / CACHE), nobody, read.layouts.look)
    try:
        made = Settler(world, read.layouts, read.checked.publication, compositor, lambda _: None).volume(())
    finally:
        compositor.close()
    assert made.value is not None
    bound, _ = made.value
    return bound.folios, bound.plates
