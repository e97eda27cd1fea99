"""Inspection of a PDF before the press: any file, ours or not; in processes of their own, within limits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from compiler.model.diagnostics import Label, Source
from compiler.model.world import World
from compiler.preflight.boxes import OF_THE_PAGE
from compiler.preflight.conditions import Conditions, Edges
from compiler.preflight.findings import Finding, error, gathered, unchecked
from compiler.preflight.geometry import Box
from compiler.preflight.house import Field, House, house_of, span_of
from compiler.preflight.inspection import Common, Kind, Task, work
from compiler.preflight.verdict import Located, Verdict, told_pages
from compiler.preflight.wire import Answer, Shown, unpack
from compiler.workers import Crew, Hands, Limits, WorkFault

__all__ = ["Conditions", "Edges", "House", "Verdict", "house_of", "preflight"]

LARGEST = 1 << 30
"""Bytes of a file that is looked at."""
LIMITS = Limits(seconds=120, memory=1536 << 20)
"""What one task may take: a few pages, or the file without its pages."""
TOGETHER = 4
"""Pages of a task: as many are not checked when one of them takes too much."""
PATIENCE = 3
"""Tasks of a kind that may come to nothing before the others are given up: a file that is meant to do harm."""
PICTURED = 60
"""Pages of which the report has a picture."""

Crews = Callable[[], Crew[Common, Task]]


def hands() -> Crew[Common, Task]:
    """As many processes as there are processors."""
    return Hands(work, limits=LIMITS)


def preflight(
    path: Path,
    world: World,
    conditions: Conditions,
    crews: Crews = hands,
    progress: Callable[[str], None] | None = None,
) -> tuple[Verdict, House | None]:
    """Look at a file. `world` is the folder of the publication, in whose build/ it may have been made.

    Raises `OSError` when the file cannot be read at all; everything else is a finding.
    """
    say = progress or _quietly
    digest, size = _digest(path)
    if size > LARGEST:
        fault = error("unreadable-pdf", f"the file cannot be read: it is larger than {LARGEST >> 30} GiB")
        return Verdict(path.name, digest, 0, (), conditions, (Located(1, fault),)), None
    house = house_of(world, digest)
    exemptions = house.exemptions if house else ()
    with crews() as crew:
        crew.share(Common(str(path.resolve()), digest, house is not None, conditions, exemptions))
        desk = _Desk(crew, say)
        say("reading the file")
        answer = desk.ask(path.name, Task("file"))
        found = [*answer.findings, *desk.of_pages("pages", answer.trims), *desk.of_pages("look", answer.trims)]
        located, sources = _located(_in_order(found), house, world, answer.trims)
        say("drawing pages")
        pictures = desk.pictures(located)
    return Verdict(path.name, digest, len(answer.trims), answer.claims, conditions, located, pictures, sources), house


def _quietly(_: str) -> None:
    pass


def _digest(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
            size += len(piece)
            if size > LARGEST:
                break
    return digest.hexdigest(), size


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    """By page, those of the whole file first; then as checks have found them."""
    return sorted(gathered(found), key=lambda each: (-1 if each.page_index is None else each.page_index, each.severity))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who hands out tasks, and hears what became of them."""

    crew: Crew[Common, Task]
    say: Callable[[str], None]

    def ask(self, name: str, task: Task) -> Answer:
        """One task of the whole file: what it does not survive is what is found."""
        try:
            return unpack(self.crew.submit(name, task).result())
        except (WorkFault, ValueError, KeyError, TypeError) as fault:
            unread = error("unreadable-pdf", f"the file cannot be read as PDF: {fault}")
            return Answer((unread, unchecked("every other check", "the file was given up")))

    def of_pages(self, kind: Kind, trims: tuple[Box, ...]) -> Iterator[Finding]:
        number = len(trims)
        tasks = [Task(kind, first, min(first + TOGETHER, number)) for first in range(0, number, TOGETHER)]
        waiting: list[tuple[Task, Future[bytes]]] = []
        for task in tasks:
            waiting.append((task, self.crew.submit(_told(task), task)))
        lost, given_up = 0, False
        for task, future in waiting:
            if given_up and future.cancel():
                yield unchecked(_told(task), "too many others were given up")
                continue
            self.say(f"{'checking' if kind == 'pages' else 'looking at'} {_told(task)}")
            try:
                yield from unpack(future.result()).findings
            except (WorkFault, ValueError, KeyError, TypeError) as fault:
                lost += 1
                given_up = lost >= PATIENCE
                what = "the content" if kind == "pages" else "the bleed"
                yield unchecked(f"{what} of {_told(task)}", str(fault))

    def pictures(self, located: tuple[Located, ...]) -> tuple[Shown, ...]:
        boxes = [
            (each.finding.page_index, str(each.number), box)
            for each in located
            if each.finding.page_index is not None
            for box in each.finding.boxes or (Box(0, 0, 0, 0),)
        ]
        pages = sorted({index for index, _, _ in boxes})[:PICTURED]
        tasks = [pages[at : at + TOGETHER] for at in range(0, len(pages), TOGETHER)]
        futures = [
            self.crew.submit("pictures", Task("pictures", boxes=tuple(box for box in boxes if box[0] in some)))
            for some in tasks
        ]
        shown: list[Shown] = []
        for future in futures:
            try:
                shown += unpack(future.result()).pictures
            except (WorkFault, ValueError, KeyError, TypeError):
                # The report says of each page without a picture that it has none.
                continue
        return tuple(shown)


def _told(task: Task) -> str:
    return told_pages(range(task.first, task.last))


# ---- places in the copy --------------------------------------------------------------------------------------------


def _located(
    found: list[Finding], house: House | None, world: World, trims: tuple[Box, ...]
) -> tuple[tuple[Located, ...], Mapping[PurePosixPath, Source]]:
    sources: dict[PurePosixPath, Source] = {}
    located: list[Located] = []
    for number, finding in enumerate(found, 1):
        field = _field(finding, house, trims)
        source = _source(field, house, world, sources) if field and house else None
        if field is None or source is None:
            located.append(Located(number, finding, field=field.name if field else None))
        else:
            label = Label(span_of(field, source), "set here")
            located.append(Located(number, finding, label, field.line, field.name))
    return tuple(located), sources


def _field(finding: Finding, house: House | None, trims: tuple[Box, ...]) -> Field | None:
    if house is None or finding.page_index is None or not finding.boxes or finding.page_index >= len(trims):
        return None
    if finding.name in OF_THE_PAGE:
        return None
    return house.field_at(finding.page_index, finding.boxes[0], trims[finding.page_index])


def _source(
    field: Field, house: House, world: World, sources: dict[PurePosixPath, Source]
) -> Source | None:  # fmt: skip
    """The file of a field, as long as it is the one that was built from: lines of another would mislead."""
    if field.path not in sources:
        try:
            data = world.read(field.path)
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != house.digests.get(str(field.path)):
            return None
        sources[field.path] = Source(field.path, data.decode("utf-8-sig", "replace"))
    return sources[field.path]
