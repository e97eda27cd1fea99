"""Fields of the small publication, replaced: what is done to them, and what becomes of the volume."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from compiler.build import build, settings_of
from compiler.cache import Cache
from compiler.check import check
from compiler.compositor import Compositor, set_part
from compiler.load import load
from compiler.lost import lost
from compiler.model.copy import Places
from compiler.model.diagnostics import Diagnostic, Outcome, Severity
from compiler.model.world import World
from compiler.plan import cover_sheet, plan
from compiler.pour import expected, pour
from compiler.proofread import Proofread
from compiler.report import arranged
from compiler.typeset import typeset
from compiler.workers import Alone
from compiler.world import Disk
from tests.builders import GONE
from tests.faults.volumes import a_volume, layouts, look, rich_files

Step = str | int
Change = Callable[[str], object]
"""From what a field holds to what shall stand there; `GONE` takes it out."""


@dataclass(frozen=True)
class Place:
    """A field of the copy: the file below sources/, and the steps to it."""

    file: str
    steps: tuple[Step, ...]

    @property
    def field(self) -> str:
        """The field's path, as diagnostics name it."""
        *folders, _ = self.file.split("/")
        prefix = folders[-1] if folders else "publication"
        return "/".join(str(each) for each in (prefix, *self.steps))

    def holds(self, other: Place) -> bool:
        return self.file == other.file and other.steps[: len(self.steps)] == self.steps


def places(files: Mapping[str, object], *, leaves: bool) -> Iterator[Place]:
    """Every field of every file; with `leaves` only those that hold a text."""
    for name, copy in files.items():
        for steps, value in _below(copy, ()):
            if not leaves or not isinstance(value, dict | list):
                yield Place(name, steps)


def _below(value: object, steps: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], object]]:
    entries: Iterable[tuple[Step, object]] = ()
    if isinstance(value, dict):
        entries = cast("dict[Step, object]", value).items()
    elif isinstance(value, list):
        entries = enumerate(cast("list[object]", value))
    for step, child in entries:
        yield (*steps, step), child
        yield from _below(child, (*steps, step))


def changed(files: Mapping[str, object], all_: Iterable[Place], change: Change) -> dict[str, object]:
    """The files with some fields changed; what is taken out goes last, from the end, so that no index moves."""
    # Charts of the small publication share their data, which `deepcopy` would keep.
    out: dict[str, Any] = json.loads(json.dumps(files))
    gone: list[tuple[Any, Step]] = []
    for place in all_:
        *way, last = place.steps
        holder: Any = out[place.file]
        for step in way:
            holder = holder[step]
        value = change(str(holder[last]))
        if value is GONE:
            gone.append((holder, last))
        else:
            holder[last] = value
    for holder, last in reversed(gone):
        del holder[last]
    return out


# ---- what becomes of it --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """What is said by checks and by pages; None of pages where nothing can be set."""

    checks: list[Diagnostic]
    pages: list[Diagnostic] | None

    @property
    def refused(self) -> set[str]:
        """Fields that the checks find errors in, and what they mark."""
        return {str(each.field) for each in self.checks if _is_error(each)}


def checked(files: dict[str, object]) -> list[Diagnostic]:
    """What load and check say, with places."""
    return _told(_read(a_volume(files)))


def result(files: dict[str, object]) -> Result:
    """Read, pour once and set in one run, the cover sheet besides: a quarter of what a build costs."""
    world = a_volume(files)
    read = _read(world)
    made = read.value.checked.publication if read.value and read.value.checked else None
    if made is None:
        return Result(_told(read), None)
    said: list[Diagnostic] = []
    settings = settings_of(world, made)
    for parts in (plan(made), tuple(part for part in (cover_sheet(made),) if part is not None)):
        poured = pour(layouts(), made, parts, None, frozenset(), world)
        assert poured.value is not None
        volume = typeset(poured.value, look(), settings)
        said += [*poured.diagnostics, *volume.diagnostics]
        if volume.value is not None and len(parts) > 1:
            said += lost(expected(made, parts), volume.value.texts, lambda index: f"on page {index + 1}")
    return Result(_told(read), _told(Outcome(read.value, tuple(said))))


def built(files: dict[str, object]) -> Result:
    """Read, set part by part, link and write as the command does, in this process and without a cache."""
    with TemporaryDirectory() as name:
        root = Path(name)
        for path, data in a_volume(files).held.items():
            if path.parts[0] != "layouts":
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(data)
        world = Disk(root)
        read = _read(world)
        crew = Alone(set_part)
        made = build(world, root, read, lambda look: Compositor(Cache.none(), lambda: crew, look), False, _nothing)
        checks, said = _told(read), _told(Outcome(read.value, made.diagnostics))
        if made.value is None:
            return Result(checks, None)
        assert made.value.proof == any(map(_is_error, said))
        assert (root / made.value.files[0]).read_bytes().startswith(b"%PDF-")
        return Result(checks, [each for each in said if each not in checks])


def _nothing(text: str) -> None:
    """Nobody watches."""


def _read(world: World) -> Outcome[Proofread]:
    """What `proofread` gives, with layouts that are opened once for all."""
    copy = load(world, None)
    assert copy.value is not None
    outcome = check(copy.value, None, look())
    found: Places = outcome.value.places if outcome.value else {}
    sources = {**layouts().sources, **copy.value.sources}
    return Outcome(Proofread(outcome.value, layouts(), sources, found), (*copy.diagnostics, *outcome.diagnostics))


def _told(read: Outcome[Proofread]) -> list[Diagnostic]:
    return arranged(read.diagnostics, read.value.places if read.value else {})


def accepted(all_: list[Place], change: Change) -> list[Place]:
    """The fields whose change is not refused at the field itself; other fields may still complain of what is gone."""
    kept = all_
    for _ in range(3):
        blamed = {str(each.field) for each in checked(changed(rich_files(), kept, change)) if _is_error(each)}
        free = [place for place in kept if not any(f"{each}/".startswith(f"{place.field}/") for each in blamed)]
        if len(free) == len(kept):
            break
        kept = free
    return kept


def _is_error(each: Diagnostic) -> bool:
    return each.severity is Severity.ERROR
