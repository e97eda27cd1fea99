"""The order of the stages that set pages.

What `proofread` found is poured and typeset until the folios have settled, looked at, and written. What a stage says is
gathered, never dropped.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from compiler import manifest
from compiler.link.endings import odd_reports, short_endings
from compiler.link.folios import folios_of, unsettled
from compiler.model.diagnostics import Diagnostic, Outcome, Severity
from compiler.model.galley import Galley, Settings
from compiler.model.part import Folios, Part, PartId
from compiler.model.publication import Publication
from compiler.model.world import World
from compiler.output import write_together
from compiler.plan import cover_sheet, plan
from compiler.pour import Layouts, expected, pour
from compiler.proofread import Proofread
from compiler.typeset import lost, typeset
from compiler.world import Disk

PASSES = 5
"""How often the publication may be set before its folios count as unsettled; two are usual."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, relative to the publication's folder, and how the volume turned out."""

    files: tuple[PurePosixPath, ...]
    pages: int
    proof: bool


@dataclass(frozen=True, slots=True)
class _Set:
    """The volume as set for the last time, and the cover sheet."""

    volume: Galley
    sheet: Galley | None


def build(world: Disk, root: Path, read: Outcome[Proofread], release: bool, progress: Progress) -> Outcome[Built]:
    """Pour, typeset and write the screen edition: with faults it is stamped, and as a release not written."""
    said = list(read.diagnostics)
    if read.value is None or read.value.checked is None or read.value.layouts is None:
        return Outcome(None, tuple(said))
    publication = read.value.checked.publication
    if publication is None or (release and said):
        return Outcome(None, tuple(said))
    set_ = _Setter(world, read.value.layouts, publication, progress).set(said)
    said += set_.diagnostics
    if set_.value is None or (release and said):
        return Outcome(None, tuple(said))
    progress("writing")
    files = _write(world, root, publication, read.value, set_.value)
    proof = _faulty(said)
    return Outcome(Built(files, len(set_.value.volume.pages), proof), tuple(said))


class _Setter:
    """Sets the publication again and again until it prints the folios that it has."""

    def __init__(self, world: Disk, layouts: Layouts, publication: Publication, progress: Progress) -> None:
        self._world, self._layouts, self._publication, self._progress = world, layouts, publication, progress
        self._parts = plan(publication)
        self._settings = settings_of(world, publication)

    def set(self, before: Sequence[Diagnostic]) -> Outcome[_Set]:
        """Set volume and cover sheet; both are stamped as a proof when anything is at fault."""
        settings = replace(self._settings, stamp=self._stamp(before), marks=_marks(before))
        folios: Folios | None = None
        plates: frozenset[PartId] = frozenset()
        seen: list[Folios] = []
        while True:
            turn = len(seen) + 1
            self._progress(f"setting {len(self._parts)} parts, pass {turn}")
            # Nobody looks at the first pass, whose folios are placeholders.
            settings = replace(settings, pdf=turn > 1)
            set_ = self._typeset(self._parts, folios, plates, settings)
            if set_.value is None:
                return Outcome(None, set_.diagnostics)
            found, wanted = folios_of(set_.value, self._parts), odd_reports(set_.value, self._parts, plates)
            seen.append(found)
            if found == folios and wanted == plates:
                said = set_.diagnostics
                break
            if turn == PASSES:
                said = (*set_.diagnostics, unsettled(seen))
                break
            folios, plates = found, wanted
        said += short_endings(set_.value, self._publication, self._layouts.look, plates)
        said += lost(expected(self._publication, self._parts), set_.value)
        volume = set_.value
        if _faulty(said):
            self._progress("setting the proof")
            faults = (*before, *said)
            settings = replace(settings, stamp=self._stamp(faults), marks=_marks(faults), pdf=True)
            volume = self._typeset(self._parts, folios, plates, settings).value or volume
        sheet = self._cover_sheet(folios, settings)
        return Outcome(_Set(volume, sheet.value), (*said, *sheet.diagnostics))

    def _typeset(
        self, parts: tuple[Part, ...], folios: Folios | None, plates: frozenset[PartId], settings: Settings
    ) -> Outcome[Galley]:
        poured = pour(self._layouts, self._publication, parts, folios, plates, self._world)
        if poured.value is None:
            return Outcome(None, poured.diagnostics)
        set_ = typeset(poured.value, self._layouts.look, settings)
        return Outcome(set_.value, (*poured.diagnostics, *set_.diagnostics))

    def _cover_sheet(self, folios: Folios | None, settings: Settings) -> Outcome[Galley]:
        """The sheet that folds round the volume, set on its own: its page has another size."""
        part = cover_sheet(self._publication)
        if part is None:
            return Outcome(None)
        return self._typeset((part,), folios, frozenset(), replace(settings, pdf=True))

    def _stamp(self, faults: Sequence[Diagnostic]) -> str | None:
        return self._publication.terms["proof"].text if _faulty(faults) else None


def _faulty(said: Sequence[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in said)


def _marks(faults: Sequence[Diagnostic]) -> tuple[tuple[str, str], ...]:
    return tuple((each.field, each.message) for each in faults if each.field is not None)


def settings_of(world: World, publication: Publication) -> Settings:
    """How a publication is set before anything is known of its faults: without a stamp, and without a PDF."""
    midnight = datetime.datetime.combine(publication.date, datetime.time(), datetime.UTC)
    return Settings(
        language=publication.language,
        title=publication.title.text,
        author=publication.author.text,
        subject=publication.subject.text,
        keywords=publication.keywords,
        date=world.date() or midnight,
        stamp=None,
        marks=(),
        pdf=False,
    )


def _write(world: Disk, root: Path, publication: Publication, read: Proofread, set_: _Set) -> tuple[PurePosixPath, ...]:
    """Write volume, cover sheet, map and manifest; each appears whole, or none of them, the manifest last."""
    folder = PurePosixPath("build", publication.language)
    results = {folder / "publication.pdf": set_.volume.pdf}
    if set_.sheet is not None:
        results[folder / "cover-sheet.pdf"] = set_.sheet.pdf
    results[folder / "map.json"] = manifest.field_map(set_.volume, read.places, read.sources)
    layouts = read.layouts
    faces = layouts.look.faces if layouts else ()
    results[PurePosixPath("build/manifest.json")] = manifest.manifest(world.read_digests, results, faces)
    write_together({root / path: data for path, data in results.items()})
    return tuple(results)
