"""Parts poured, set and bound again and again, until they print the folios that they have."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from compiler.compositor import Compositor, SetPart, Task, stand_in, unset
from compiler.link.binding import bind, blanks_of, folios
from compiler.link.endings import odd_reports, short_endings
from compiler.link.folios import unsettled
from compiler.link.names import faults
from compiler.lost import lost
from compiler.model.copy import Field, PartId
from compiler.model.diagnostics import Diagnostic, Outcome, Severity
from compiler.model.galley import Box, SetPage, SetText, Settings, with_pages
from compiler.model.measures import Length
from compiler.model.part import Folios, Part, Poured, on_page
from compiler.model.publication import Publication
from compiler.model.volume import Binding
from compiler.model.world import World
from compiler.plan import cover_sheet, likely_pages, plan
from compiler.pour import Layouts, Pourer, Shelf, expected, open_pourer
from compiler.workers import WorkFault

PASSES = 6
"""How often parts may be poured before folios count as unsettled; three are usual: to guess, to know, to be sure."""

FIRST = 88
"""The folio that every part is set from: two figures, which the linker writes over."""

NO_DATE = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

LOOSE = frozenset({"cover-front", "cover-back", "title"})
"""Kinds of parts that share their copy: each may print what another does not."""

Progress = Callable[[str], None]
Mark = tuple[Field, str]


@dataclass(frozen=True, slots=True)
class Proof:
    """What is printed over a proof: the stamp, and for each part what is at fault in it."""

    stamp: str
    marks: tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """Parts as set and bound; `plates` are the reports that a plate closes."""

    parts: tuple[Part, ...]
    galleys: tuple[SetPart, ...]
    binding: Binding
    folios: Folios
    plates: frozenset[PartId]

    @property
    def pages(self) -> tuple[SetPage, ...]:
        """Pages in order, as checks look at them."""
        return tuple(
            SetPage(
                index,
                self.parts[page.part].id if page.part is not None and not page.blank else None,
                page.blank,
                str(page.folio) if page.folio is not None else None,
                self.galleys[page.part].symbols.pages[page.page_index].depth if page.part is not None else Length(0),
            )
            for index, page in enumerate(self.binding.pages)
        )

    def boxes(self) -> dict[Field, tuple[Box, ...]]:
        """Where each field stands in the volume, its boxes in the order of the pages."""
        found: dict[Field, tuple[Box, ...]] = {}
        for galley, first in zip(self.galleys, self.binding.firsts, strict=True):
            for field, boxes in galley.load().boxes().items():
                moved = tuple(replace(box, page_index=box.page_index + first) for box in boxes)
                found[field] = found.get(field, ()) + moved
        return found

    def texts(self, index: int) -> Iterator[SetText]:
        """What is set of a part, with the pages of the volume."""
        first = self.binding.firsts[index]
        for text in self.galleys[index].load().texts():
            yield replace(text, page_index=text.page_index + first)

    def said(self) -> Iterator[Diagnostic]:
        """What the galleys say; pages are told by their folios now."""
        for galley, first in zip(self.galleys, self.binding.firsts, strict=True):

            def told(page_index: int, first: int = first) -> str:
                return on_page(self.binding.pages[first + page_index].folio, first + page_index)

            yield from (with_pages(each, told) for each in galley.said)


def faulty(said: Sequence[Diagnostic]) -> bool:
    """Whether anything is at fault; warnings are none."""
    return any(each.severity is Severity.ERROR for each in said)


class Settler:
    """Sets the parts of one publication."""

    def __init__(
        self,
        world: World,
        layouts: Layouts,
        publication: Publication,
        compositor: Compositor,
        progress: Progress,
        shelf: Shelf | None = None,
    ) -> None:
        self._world, self._layouts, self._publication, self._progress = world, layouts, publication, progress
        self._compositor, self._shelf = compositor, shelf
        self._parts = plan(publication)
        # Nothing that no page shows belongs to what a page depends on.
        self._settings = Settings(publication.language, "", "", "", (), NO_DATE, None, (), pdf=True)
        self._expected = {part.id: expected(publication, (part,)) for part in self._parts}
        self._loose = tuple(piece for part in self._parts if part.kind in LOOSE for piece in self._expected[part.id])

    def volume(self, before: Sequence[Diagnostic]) -> Outcome[tuple[Bound, Bound | None]]:
        """Volume and cover sheet; both are stamped as a proof when anything is at fault, `before` or now."""
        opened = self._open(self._parts)
        if opened.value is None:
            return Outcome(None, opened.diagnostics)
        pourer = opened.value
        settled = self._settled(pourer)
        if settled.value is None:
            return Outcome(None, settled.diagnostics)
        bound, said = settled.value, list(settled.diagnostics)
        said += short_endings(bound.pages, self._publication, self._layouts.look, bound.plates)
        sheet = self._cover_sheet(bound.folios, None)
        said += sheet.diagnostics
        if faulty((*before, *said)):
            self._progress("setting the proof")
            proof = self._proof(bound, (*before, *said))
            poured = pourer.pour(bound.folios, bound.plates).value
            stamped = self._bound(pourer, poured, bound, proof=proof).value if poured is not None else None
            return Outcome((stamped or bound, self._cover_sheet(bound.folios, proof).value), tuple(said))
        return Outcome((bound, sheet.value), tuple(said))

    def _open(self, parts: tuple[Part, ...]) -> Outcome[Pourer]:
        return open_pourer(self._layouts, self._publication, parts, self._world, relocated=True, shelf=self._shelf)

    # ---- passes

    def _settled(self, pourer: Pourer) -> Outcome[Bound]:
        """The parts as they stand when another pass would change nothing."""
        bound = self._guess()
        seen: list[Folios] = []
        while True:
            self._progress(f"setting {len(self._parts)} parts, pass {len(seen) + 1}")
            poured = pourer.pour(bound.folios, bound.plates)
            if poured.value is None:
                return Outcome(None, poured.diagnostics)
            held = pourer.held
            made = self._bound(pourer, poured.value, bound, deferred=not seen)
            if made.value is None:
                return Outcome(None, (*poured.diagnostics, *made.diagnostics))
            # A placeholder is no report: no plate closes it.
            plates = odd_reports(made.value.pages, self._parts, bound.plates) - pourer.held
            settled = bool(seen) and (made.value.folios, plates, pourer.held) == (bound.folios, bound.plates, held)
            seen.append(made.value.folios)
            if settled or len(seen) == PASSES:
                said = [*poured.diagnostics, *made.diagnostics, *self._told(made.value)]
                symbols = [each.symbols for each in made.value.galleys]
                said += faults(made.value.binding, made.value.folios, symbols)
                said += () if settled else (unsettled(seen),)
                return Outcome(made.value, tuple(said))
            bound = replace(made.value, plates=plates)

    def _guess(self) -> Bound:
        """Where parts would stand if each had the pages that its copy suggests: it depends on the copy alone.

        So a build always goes the same way, whatever was built before it.
        """
        counts = [likely_pages(part, self._expected[part.id]) for part in self._parts]
        galleys = tuple(stand_in(part.id, count) for part, count in zip(self._parts, counts, strict=True))
        return self._joined(galleys, frozenset())

    def _joined(self, galleys: tuple[SetPart, ...], plates: frozenset[PartId]) -> Bound:
        binding = bind(self._parts, blanks_of([each.symbols for each in galleys]))
        found = folios(binding, self._parts, [each.anchors for each in galleys])
        return Bound(self._parts, galleys, binding, found, plates)

    def _bound(
        self,
        pourer: Pourer,
        poured: Sequence[Poured],
        before: Bound,
        deferred: bool = False,
        proof: Proof | None = None,
    ) -> Outcome[Bound]:
        """All parts set and bound again; None when not even a page could be set that says what is wrong.

        With `deferred` an index waits for folios that are known.
        """
        tasks = {
            index: self._task(index, each, before, proof, pourer.held)
            for index, each in enumerate(poured)
            if not (deferred and each.part.kind == "index")
        }
        made = dict(zip(tasks, self._compositor.set(tuple(tasks.values()), self._ready), strict=True))
        said: list[Diagnostic] = []
        galleys: list[SetPart] = []
        for index, part in enumerate(self._parts):
            each = made.get(index, before.galleys[index])
            if isinstance(each, WorkFault) or not each.symbols.pages:
                why = (unset(part.id, each),) if isinstance(each, WorkFault) else each.said
                said += why
                task = self._task(index, pourer.give_up(part, why), before, proof, pourer.held)
                (each,) = self._compositor.set((task,), self._ready)
            if isinstance(each, WorkFault) or not each.symbols.pages:
                return Outcome(None, tuple(said))
            galleys.append(each)
        return Outcome(self._joined(tuple(galleys), before.plates), tuple(said))

    def _task(self, index: int, poured: Poured, before: Bound, proof: Proof | None, held: frozenset[PartId]) -> Task:
        part, page_index = self._parts[index], before.binding.firsts[index]
        offset = 1 if self._parts[0].opens == "verso" else 0
        side = "verso" if (page_index + offset) % 2 else "recto"
        folio = before.folios.first.get(part.id)
        first = folio.number if folio is not None and part.numerals == "roman" else FIRST
        marks = proof.marks[index] if proof is not None else ()
        settings = replace(self._settings, stamp=proof.stamp if proof is not None else None, marks=marks)
        wanted = () if part.kind in LOOSE or part.id in held else self._expected[part.id]
        return Task(replace(poured, part=replace(poured.part, opens=side)), settings, first, wanted)

    def _ready(self, part: str) -> None:
        self._progress(f"set {part}")

    # ---- what is said

    def _told(self, bound: Bound) -> Iterator[Diagnostic]:
        """What the galleys say, and what covers and title leave out together."""
        yield from bound.said()
        loose = [index for index, part in enumerate(self._parts) if part.kind in LOOSE]
        texts = [text for index in loose for text in bound.texts(index)]
        yield from lost(self._loose, texts, lambda index: on_page(bound.binding.pages[index].folio, index))

    # ---- proofs and covers

    def _proof(self, bound: Bound, said: Sequence[Diagnostic]) -> Proof:
        """Each fault is marked in the parts that print its field, or else told on the first page."""
        standing = [galley.load().boxes() for galley in bound.galleys]
        marks: list[list[Mark]] = [[] for _ in bound.galleys]
        for each in said:
            if each.field is None:
                continue
            shown = _shown(Field(each.field), standing)
            if shown is None:
                marks[0].append((Field(each.field), each.message))
                continue
            for index, boxes in enumerate(standing):
                if shown in boxes:
                    marks[index].append((shown, each.message))
        unique = tuple(tuple(dict.fromkeys(found)) for found in marks)
        return Proof(self._publication.terms["proof"].text, unique)

    def _cover_sheet(self, found: Folios, proof: Proof | None) -> Outcome[Bound]:
        """The sheet that folds round the volume, bound on its own: its page has another size."""
        part = cover_sheet(self._publication)
        if part is None:
            return Outcome(None)
        opened = self._open((part,))
        poured = opened.value.pour(found, frozenset()) if opened.value is not None else None
        if poured is None or poured.value is None:
            return Outcome(None, opened.diagnostics)
        settings = replace(self._settings, stamp=proof.stamp if proof is not None else None)
        (made,) = self._compositor.set((Task(poured.value[0], settings, FIRST, ()),), self._ready)
        if isinstance(made, WorkFault):
            return Outcome(None, (*poured.diagnostics, unset(part.id, made)))
        if not made.symbols.pages:
            return Outcome(None, (*poured.diagnostics, *made.said))
        binding = bind((part,), blanks_of([made.symbols]))
        bound = Bound((part,), (made,), binding, folios(binding, (part,), [made.anchors]), frozenset())
        return Outcome(bound, (*poured.diagnostics, *bound.said()))


def _shown(field: Field, standing: Sequence[Mapping[Field, object]]) -> Field | None:
    """The field itself where it is printed, or the first one in it, or else the nearest around it."""
    if any(field in boxes for boxes in standing):
        return field
    inside = next((each for boxes in standing for each in boxes if each.startswith(f"{field}/")), None)
    if inside is not None:
        return inside
    outer = field.rpartition("/")[0]
    return _shown(Field(outer), standing) if outer else None
