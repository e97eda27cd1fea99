"""The order of the stages that read: layouts, copy, check. Nothing is poured, and no typesetter is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from compiler.check import Checked, check
from compiler.load import load
from compiler.model.copy import Places
from compiler.model.diagnostics import Diagnostic, Label, Outcome, Source, Span, error
from compiler.model.printer import Printer, widest_bleed
from compiler.pour import Layouts, Shelf, check_terms, open_layouts
from compiler.world import Disk

TOKENS = PurePosixPath("layouts/tokens.css")


@dataclass(frozen=True, slots=True)
class Proofread:
    """The publication as checked, with all that is needed to draw diagnostics.

    `layouts` are None when nothing can be set with them.
    """

    checked: Checked | None
    layouts: Layouts | None
    sources: dict[PurePosixPath, Source]
    places: Places


def proofread(world: Disk, language: str | None, shelf: Shelf | None = None) -> Outcome[Proofread]:
    """Load and check sources and layouts; nothing is poured. The `shelf` knows layouts that were faultless before."""
    layouts = open_layouts(world, shelf)
    copy = load(world, language)
    said = [*layouts.diagnostics, *_without_a_font(layouts.value), *copy.diagnostics]
    sources: dict[PurePosixPath, Source] = dict(layouts.value.sources) if layouts.value else {}
    if copy.value is None:
        return Outcome(Proofread(None, layouts.value, sources, {}), tuple(said))
    sources.update(copy.value.sources)
    checked = check(copy.value, language, layouts.value.look if layouts.value else None)
    said += checked.diagnostics
    if layouts.value is not None and checked.value is not None and checked.value.publication is not None:
        # Told again when it is poured; repeats are dropped.
        said += check_terms(layouts.value, checked.value.publication)
    places: Places = checked.value.places if checked.value else {}
    settable = layouts.value if layouts.value is not None and layouts.value.look.faces else None
    if settable is not None and checked.value is not None and checked.value.publication is not None:
        settable = _with_bleed(settable, checked.value.publication.printers)
    return Outcome(Proofread(checked.value, settable, sources, places), tuple(said))


def _with_bleed(layouts: Layouts, printers: Sequence[Printer]) -> Layouts:
    """Layouts whose pages bleed as far as any printer asks for; as they are where nobody prints."""
    bleed = widest_bleed(printers)
    return layouts if bleed is None else layouts.with_measures({"bleed": bleed})


def _without_a_font(layouts: Layouts | None) -> tuple[Diagnostic, ...]:
    """Nothing can be set without any face: Pango 1.50 ends the process when it finds no font at all."""
    if layouts is None or layouts.look.faces:
        return ()
    help_ = "put the static `.ttf` of each face into layouts/fonts, with its licence beside it"
    return (error("missing-font", "there is no font in layouts/fonts", Label(Span(TOKENS, 0, 0)), help=(help_,)),)
