"""The compositor sets parts: from the cache where nothing that matters has changed, else by the hands of a crew."""

from __future__ import annotations

import errno
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import cast

from compiler import keys
from compiler.cache import Cache
from compiler.model.container import Container, DamagedGalleyError, packed
from compiler.model.copy import Anchor, Digest, Line, PartId, Prose
from compiler.model.diagnostics import Diagnostic, error
from compiler.model.galley import Box, Galley, GalleyPage, Settings, Symbols
from compiler.model.look import Look
from compiler.model.measures import Length
from compiler.model.part import Poured
from compiler.workers import Crew, Failed, WorkFault

KIND = "galley"
"""What galleys are called in the cache."""

LAST = "parts"
"""Under which name the cache remembers what each part was made of, to say why it was set again."""

DISK = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS})

_FIGURES = "8"
"""Stand for the figures of folios in poured HTML."""


@dataclass(frozen=True, slots=True)
class Task:
    """A part to be set: `part.opens` is the side it really begins on, `first` the number of its first page.

    `expected` is the copy that a reader must find in it.
    """

    poured: Poured
    settings: Settings
    first: int
    expected: tuple[Line | Prose, ...]


@dataclass(frozen=True, slots=True)
class SetPart:
    """A part as set. `load` opens its galley again: many of them would not fit into memory."""

    symbols: Symbols
    anchors: Mapping[Anchor, Box]
    said: tuple[Diagnostic, ...]
    load: Callable[[], Container]


def prepare() -> None:
    """Load the typesetter before there is anything to set."""
    import compiler.typeset  # noqa: F401  # pyright: ignore[reportUnusedImport]


def set_part(look: Look, task: Task) -> bytes:
    """The galley of a part as a container; one without pages where the typesetter gave up, which its faults tell."""
    from compiler.lost import lost
    from compiler.model.galley import page_mark
    from compiler.typeset import set_galley

    made = set_galley(task.poured, look, task.settings, task.first)
    if made.value is None:
        return packed(_nothing(task.poured.part.id, made.diagnostics))
    said = (*made.value.said, *lost(task.expected, made.value.texts, page_mark))
    return packed(replace(made.value, said=said))


def _nothing(part: PartId, said: tuple[Diagnostic, ...]) -> Galley:
    symbols = Symbols(part, (), {}, (), (), (), {}, (), (), (), 0, (), 0, {}, {}, 0)
    return Galley(symbols, (), {}, {}, {}, (), said)


class _Shelf:
    """Galleys of this build in a file without a name: memory does not grow with the volume."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="galleys-")  # noqa: SIM115  # as long as the shelf lives

    def put(self, data: bytes) -> Callable[[], Container]:
        start = self._file.seek(0, os.SEEK_END)
        self._file.write(data)

        def load() -> Container:
            self._file.seek(start)
            return Container(self._file.read(len(data)))

        return load

    def close(self) -> None:
        self._file.close()


class Compositor:
    """Sets parts as often as it is asked; what it has set in this build it gives out again.

    `crew` is asked for when there is something to set. `reasons` tells for each part that had to be set why it was.
    """

    def __init__(self, cache: Cache, crew: Callable[[], Crew[Look, Task]], look: Look) -> None:
        self._cache, self._crew, self._look = cache, crew, look
        self._shelf = _Shelf()
        self._made: dict[Digest, SetPart] = {}
        self._last = _recalled(cache)
        self._now: dict[str, dict[str, str]] = {}
        self._look_digest = _look_digest(look)
        self._shared = False
        self.reasons: dict[PartId, str] = {}

    def set(self, tasks: Sequence[Task], ready: Callable[[str], None] = lambda _: None) -> list[SetPart | WorkFault]:
        """The tasks in their order, set; a `WorkFault` in the place of one that no worker could finish.

        `ready` hears the name of each part that has been set anew.
        """
        found: dict[Digest, SetPart | WorkFault] = {}
        waiting: dict[Digest, Task] = {}
        order: list[Digest] = []
        for task in tasks:
            part, made = task.poured.part.id, self._ingredients(task)
            key = keys.digest(made)
            kept = self._made.get(key) or self._kept(key)
            if kept is not None:
                found[key] = self._made[key] = kept
            else:
                waiting[key] = task
                self.reasons[part] = _reason(self._now.get(part) or self._last.get(part), made)
            self._now[part] = made
            order.append(key)
        # The longest first, or the last one alone would keep the others waiting.
        longest = sorted(waiting.items(), key=lambda item: (-len(item[1].poured.html), item[1].poured.part.id))
        futures = {key: self._submit(task) for key, task in longest}
        for key, future in futures.items():
            found[key] = self._finished(key, future)
            ready(waiting[key].poured.part.id)
        return [found[key] for key in order]

    def close(self) -> None:
        """Remember what each part was made of, and let the galleys go."""
        self._cache.remember(LAST, json.dumps(self._last | self._now, sort_keys=True).encode())
        self._shelf.close()

    def _submit(self, task: Task) -> Future[bytes]:
        crew = self._crew()
        if not self._shared:
            crew.share(_travelling(self._look))
            self._shared = True
        return crew.submit(task.poured.part.id, task)

    def _finished(self, key: Digest, future: Future[bytes]) -> SetPart | WorkFault:
        try:
            data = future.result()
        except WorkFault as fault:
            trouble = _trouble_of_the_disk(fault)
            if trouble is not None:
                raise trouble from fault
            return fault
        made = self._made[key] = self._opened(data)
        self._cache.put(KIND, key, data)
        return made

    def _kept(self, key: Digest) -> SetPart | None:
        """What the cache has under a key; a damaged galley is as good as none."""
        data = self._cache.get(KIND, key)
        if data is None:
            return None
        try:
            return self._opened(data)
        except DamagedGalleyError:
            return None

    def _opened(self, data: bytes) -> SetPart:
        galley = Container(data)
        return SetPart(galley.symbols, galley.anchors(), galley.said(), self._shelf.put(data))

    # ---- keys

    def _ingredients(self, task: Task) -> dict[str, str]:
        """Everything that the galley depends on, each by its digest."""
        poured, settings = task.poured, task.settings
        html, figures = _without_figures(poured.html)
        return {
            "text": keys.digest(html, dict(poured.tokens), poured.part.id, poured.part.kind, poured.part.title),
            "copy asked for": keys.digest(task.expected),
            "figures of a reference": keys.digest(figures),
            "side": poured.part.opens,
            "numbering": keys.digest(poured.part.numerals, poured.part.counted, task.first),
            "styles": keys.digest(poured.styles),
            "pictures": keys.digest([asset.address for asset in poured.assets]),
            "look": self._look_digest,
            "language": settings.language,
            "marks of a proof": keys.digest(settings.stamp, settings.marks),
            "typesetter": keys.digest(keys.engine()),
            "compiler": keys.code("typeset", "model"),
        }


def _trouble_of_the_disk(fault: WorkFault) -> OSError | None:
    """A full or read-only disk that a worker met where it writes for itself: no fault of the part."""
    found = re.match(r"\[Errno (\d+)\] (.+)", fault.reason) if isinstance(fault, Failed) else None
    if found is None or int(found[1]) not in DISK:
        return None
    return OSError(int(found[1]), found[2], tempfile.gettempdir())


def _travelling(look: Look) -> Look:
    """A look that can be sent to another process, with plain mappings; signs have become drawings before."""
    mappings = {"measures": dict(look.measures), "swatches": dict(look.swatches), "families": dict(look.families)}
    return replace(look, signs={}, **mappings)


def _look_digest(look: Look) -> Digest:
    """A look by its content; where swatches are declared only matters to diagnostics."""
    faces = [(face.family, face.weight, face.italic, face.digest) for face in look.faces]
    swatches = {name: replace(swatch, span=None) for name, swatch in look.swatches.items()}
    return keys.digest(look.trim, look.bleed, look.measures, swatches, faces, look.families, look.css)


def _without_figures(html: str) -> tuple[str, list[int]]:
    """HTML without the figures of folios, and how many each has."""
    pieces = html.split('data-folio="')
    figures: list[int] = []
    out = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition('">')
        bare = rest.lstrip(_FIGURES)
        figures.append(len(rest) - len(bare))
        out.append(f'data-folio="{name}">{bare}')
    return "".join(out), figures


def _reason(before: Mapping[str, str] | None, now: Mapping[str, str]) -> str:
    """What has changed since the last time; all of it."""
    if before is None:
        return "it has not been set before"
    changed = [name for name, value in now.items() if before.get(name) != value]
    return f"changed: {', '.join(changed)}" if changed else "its galley is no longer in the cache"


def _recalled(cache: Cache) -> dict[str, dict[str, str]]:
    """What each part was made of the last time; only reasons depend on it."""
    try:
        found: object = json.loads(cache.recall(LAST) or b"{}")
    except ValueError:
        return {}
    return cast("dict[str, dict[str, str]]", found) if isinstance(found, dict) else {}


def stand_in(part: PartId, pages: int) -> SetPart:
    """A part before it has been set, with as many pages as it is likely to have."""
    page = GalleyPage(0, 0, (0, 0, 0, 0), 0, 0, (), blank=False, depth=Length(0))
    galley = replace(_nothing(part, ()), symbols=replace(_nothing(part, ()).symbols, pages=(page,) * pages))
    return SetPart(galley.symbols, {}, (), lambda: Container(packed(galley)))


def unset(part: PartId, fault: WorkFault) -> Diagnostic:
    """The fault of a part that no worker could set."""
    return error(
        "unset-part",
        f"the part `{part}` was given up: {fault}",
        notes=(f"in the part `{part}`",),
        help=("look for something in its copy or layout that never ends, or grows without end",),
    )
