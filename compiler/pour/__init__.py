"""Pour: layouts and copy -> HTML of every part."""

from __future__ import annotations

from compiler.model.copy import PartId
from compiler.model.diagnostics import Diagnostic, Outcome
from compiler.model.part import Folios, Part, Poured
from compiler.model.publication import Publication
from compiler.model.world import World
from compiler.pour.drawings import open_outlines
from compiler.pour.expected import expected
from compiler.pour.layouts import Layouts, open_layouts
from compiler.pour.parts import pour_part
from compiler.pour.terms import unmatched
from compiler.pour.volume import Volume

__all__ = ["Layouts", "expected", "open_layouts", "pour"]


def pour(
    layouts: Layouts,
    publication: Publication,
    parts: tuple[Part, ...],
    folios: Folios | None,
    plates: frozenset[PartId],
    world: World,
) -> Outcome[tuple[Poured, ...]]:
    """All parts as HTML. `folios` are those of the pass before; `plates` the reports that a plate has to close."""
    outlines = open_outlines(publication, world)
    said: list[Diagnostic] = [*unmatched(layouts.terms, publication), *outlines.diagnostics]
    if outlines.value is None:
        return Outcome(None, tuple(said))
    volume = Volume(publication, parts, layouts.look, outlines.value, folios, plates, layouts.drawn)
    poured: list[Poured] = []
    for part in parts:
        made, faults = pour_part(layouts, volume, part, world)
        poured.append(made)
        said += faults
    return Outcome(tuple(poured), tuple(dict.fromkeys(said)))
