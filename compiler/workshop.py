"""Cache, crew and record round the stages of a build: for one build, or for one after another while copy is edited."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from compiler import keys
from compiler.cache import Cache
from compiler.model.diagnostics import Outcome
from compiler.record import Record, Recorder
from compiler.world import Disk

if TYPE_CHECKING:  # a build with nothing to do is over before any of these is needed
    from compiler.build import Built
    from compiler.compositor import Task
    from compiler.model.look import Look
    from compiler.proofread import Proofread
    from compiler.settle import Progress
    from compiler.workers import Crew

CACHE = Path("build/cache")

DRAWING = ("shapely", "numpy", "pyproj", "fonttools", "babel", "pyuca")
"""Packages that change a drawing, or an order."""

RARELY = 200_000
"""How many objects are made before Python looks for cycles: there are few, and looking took a fifth of the time."""


class NoClusterError(Exception):
    """The cluster cannot be used; the message says why, and what would help."""


@dataclass(frozen=True, slots=True)
class Made:
    """A build: what was read, and what came of it; or the `record` of the last one, when nothing had changed."""

    read: Outcome[Proofread] | None
    outcome: Outcome[Built] | None
    record: Record | None


class DrawingShelf:
    """Drawings in the cache: a moment each to find, a tenth of a second to draw."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def key(self, *made_of: object) -> str:
        return keys.digest(keys.code("pour", "model"), keys.versions(DRAWING), made_of)

    def find(self, key: str, name: str) -> str | None:
        data = self._cache.get("drawing", keys.digest(key, name))
        return data.decode() if data is not None else None

    def keep(self, key: str, name: str, text: str) -> None:
        self._cache.put("drawing", keys.digest(key, name), text.encode())


class Workshop:
    """Where one publication is built. As a context it closes its crew at the end.

    `jobs` is how many parts are set at once (None: as many as there are processors), `cluster` the address of a Dask
    scheduler that sets them instead, `crew` those who do it when they are hired already. `make` raises `NoClusterError`
    when the cluster cannot be used.
    """

    def __init__(
        self,
        root: Path,
        language: str | None,
        jobs: int | None,
        cluster: str | None,
        keep: bool,
        crew: Crew[Look, Task] | None = None,
    ) -> None:
        self._root, self._language, self._jobs, self._cluster = root, language, jobs, cluster
        self.cache = Cache(root / CACHE) if keep else Cache.none()
        self._crew = crew

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._crew is not None:
            self._crew.close()

    def warm(self) -> None:
        """Load and start what a build needs, while there is nothing to do."""
        self._start(early=1)
        import_module("compiler.build")
        import_module("compiler.proofread")

    def make(self, release: bool, progress: Progress) -> Made:
        """Build what is not built yet."""
        world = Disk(self._root)
        world.date()  # a bad one is told before any work is done
        recorder = Recorder(self.cache, world, self._root, self._language)
        record = recorder.unchanged()
        if record is not None and not (release and record.summary):
            return Made(None, None, record)
        gc.set_threshold(RARELY, 20, 20)
        progress("checking")
        # Workers load the typesetter while the copy is checked; after an edit one of them is enough.
        self._start(early=1 if recorder.known else None)
        from compiler.build import build
        from compiler.compositor import Compositor
        from compiler.proofread import proofread

        shelf = DrawingShelf(self.cache)
        read = proofread(world, self._language, shelf)

        def compositor(look: Look) -> Compositor:
            return Compositor(self.cache, self._hired, look)

        outcome = build(world, self._root, read, compositor, release, progress, shelf)
        recorder.keep(world, read.value, outcome)
        self.cache.trim()
        return Made(read, outcome, None)

    def _start(self, early: int | None) -> None:
        from compiler.compositor import prepare, set_part
        from compiler.workers import Hands

        if self._crew is not None:
            return
        if self._cluster is not None:
            from compiler.workers.cluster import Cluster, ClusterFault

            try:
                self._crew = Cluster(self._cluster, set_part, prepare=prepare)
            except ClusterFault as fault:
                raise NoClusterError(str(fault)) from fault
        else:
            self._crew = Hands(set_part, self._jobs, prepare=prepare, early=early)

    def _hired(self) -> Crew[Look, Task]:
        assert self._crew is not None, "a build has begun"
        return self._crew
