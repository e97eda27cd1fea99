"""The only module that knows the order of the stages.

`check` loads and checks; `build` goes on to pour and typeset until the folios have settled, looks at what was set, and
writes the results. What a stage says is gathered, never dropped.
"""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import compiler
from compiler.check import Checked, check
from compiler.link.folios import folios_of, number_pages, unsettled
from compiler.load import load
from compiler.model.copy import Places
from compiler.model.diagnostics import Diagnostic, Outcome, Severity, Source
from compiler.model.galley import Box, Galley, Settings
from compiler.model.part import Folios, Part
from compiler.model.publication import Publication
from compiler.output import write_whole
from compiler.plan import cover_sheet, plan
from compiler.pour import Layouts, expected, open_layouts, pour
from compiler.typeset import lost, typeset
from compiler.world import Disk

PASSES = 5
"""How often the publication may be set before its folios count as unsettled; two are usual."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Proofread:
    """The publication as checked, with all that is needed to draw diagnostics."""

    checked: Checked | None
    layouts: Layouts | None
    sources: dict[PurePosixPath, Source]
    places: Places


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, relative to the publication's folder, and how the volume turned out."""

    files: tuple[PurePosixPath, ...]
    pages: int
    proof: bool


def proofread(world: Disk, language: str | None) -> Outcome[Proofread]:
    """Load and check sources and layouts; nothing is poured."""
    layouts = open_layouts(world)
    copy = load(world, language)
    said = [*layouts.diagnostics, *copy.diagnostics]
    sources: dict[PurePosixPath, Source] = dict(layouts.value.sources) if layouts.value else {}
    if copy.value is None:
        return Outcome(Proofread(None, layouts.value, sources, {}), tuple(said))
    sources.update(copy.value.sources)
    swatches = tuple(layouts.value.look.swatches) if layouts.value else None
    checked = check(copy.value, language, swatches)
    said += checked.diagnostics
    places = checked.value.places if checked.value else {}
    return Outcome(Proofread(checked.value, layouts.value, sources, places), tuple(said))


def build(
    world: Disk, root: Path, read: Outcome[Proofread], release: bool, progress: Progress
) -> Outcome[Built]:
    """Pour, typeset and write the screen edition; a volume with faults is stamped, a release with faults not written."""
    said = list(read.diagnostics)
    if read.value is None or read.value.checked is None or read.value.layouts is None:
        return Outcome(None, tuple(said))
    publication, layouts = read.value.checked.publication, read.value.layouts
    if publication is None or (release and said):
        return Outcome(None, tuple(said))
    parts = plan(publication)
    settled = _settle(world, layouts, publication, parts, said, progress)
    if settled.value is None:
        return Outcome(None, (*said, *settled.diagnostics))
    galley = settled.value
    said += settled.diagnostics
    said += lost(expected(publication, parts), galley)
    proof = any(each.severity is Severity.ERROR for each in said)
    if release and said:
        return Outcome(None, tuple(said))
    progress("writing")
    sheet = _sheet(world, layouts, publication, galley, said, proof)
    files = _write(world, root, publication, read.value, galley, sheet, parts)
    return Outcome(Built(files, len(galley.pages), proof), tuple(said))


def _settle(
    world: Disk,
    layouts: Layouts,
    publication: Publication,
    parts: tuple[Part, ...],
    before: Sequence[Diagnostic],
    progress: Progress,
) -> Outcome[Galley]:
    """Set the publication with the folios of the pass before, until a pass prints what it found."""
    settings = _settings(world, publication)
    seen: list[Folios] = []
    folios: Folios | None = None
    for turn in range(1, PASSES + 1):
        progress(f"setting {len(parts)} parts, pass {turn}")
        poured = pour(layouts, publication, parts, folios, world)
        if poured.value is None:
            return Outcome(None, poured.diagnostics)
        set_ = typeset(poured.value, layouts.look, settings)
        said = (*poured.diagnostics, *set_.diagnostics)
        if set_.value is None:
            return Outcome(None, said)
        found = folios_of(set_.value, parts)
        seen.append(found)
        if found == folios:
            break
        folios = found
    else:
        said = (*said, unsettled(seen))
    faults = [each for each in (*before, *said, *lost(expected(publication, parts), set_.value))]
    if any(each.severity is Severity.ERROR for each in faults):
        progress("setting the proof")
        marks = tuple((each.field, each.message) for each in faults if each.field is not None)
        stamp = publication.terms["proof"].text
        again = typeset(poured.value, layouts.look, replace(settings, stamp=stamp, marks=marks, pdf=True))
    else:
        again = typeset(poured.value, layouts.look, replace(settings, pdf=True))
    return Outcome(again.value, said)


def _settings(world: Disk, publication: Publication) -> Settings:
    midnight = datetime.datetime.combine(publication.date, datetime.time(), datetime.timezone.utc)
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
