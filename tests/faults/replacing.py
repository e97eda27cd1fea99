"""Fields of the small publication, replaced: what is done to them, and what becomes of the volume."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, cast

from compiler.build import settings_of
from compiler.check import check
from compiler.load import load
from compiler.model.copy import Places
from compiler.model.diagnostics import Diagnostic, Severity
from compiler.plan import cover_sheet, plan
from compiler.pour import expected, pour
from compiler.report import arranged
from compiler.lost import lost
from compiler.typeset import typeset
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
    out = deepcopy(dict(files))
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
    copy = load(a_volume(files), None)
    assert copy.value is not None
    outcome = check(copy.value, None, look())
    found: Places = outcome.value.places if outcome.value else {}
    return arranged([*copy.diagnostics, *outcome.diagnostics], found)


def result(files: dict[str, object], *, pdf: bool = False) -> Result:
    """Load, check, pour once and set once."""
    world = a_volume(files)
    copy = load(world, None)
    assert copy.value is not None
    outcome = check(copy.value, None, look())
    made = outcome.value
    found: Places = made.places if made else {}
    checks = arranged([*copy.diagnostics, *outcome.diagnostics], found)
    if made is None or made.publication is None:
        return Result(checks, None)
    parts = plan(made.publication)
    poured = pour(layouts(), made.publication, parts, None, frozenset(), world)
    if poured.value is None:
        return Result(checks, arranged(poured.diagnostics, found))
    settings = replace(settings_of(world, made.publication), pdf=pdf)
    galley = typeset(poured.value, look(), settings)
    said = [*poured.diagnostics, *galley.diagnostics]
    if galley.value is not None:
        said += lost(expected(made.publication, parts), galley.value)
    sheet = cover_sheet(made.publication)
    if sheet is not None:
        one = pour(layouts(), made.publication, (sheet,), None, frozenset(), world)
        assert one.value is not None
        said += [*one.diagnostics, *typeset(one.value, look(), settings).diagnostics]
    return Result(checks, arranged(said, found))


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
