"""Pour: layouts and copy -> HTML of every part.

Opening layouts loads little; pouring loads the drawings, and with them Shapely and PROJ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.model.copy import PartId
from compiler.model.diagnostics import Diagnostic, Outcome, error
from compiler.model.look import Look
from compiler.model.part import Folios, Part, Poured
from compiler.model.publication import Publication
from compiler.model.world import World
from compiler.pour.expected import expected
from compiler.pour.layouts import Layouts, open_layouts
from compiler.pour.terms import unmatched

if TYPE_CHECKING:
    from compiler.pour.parts import Made

__all__ = ["Layouts", "check_terms", "expected", "open_layouts", "pour"]


def pour(
    layouts: Layouts,
    publication: Publication,
    parts: tuple[Part, ...],
    folios: Folios | None,
    plates: frozenset[PartId],
    world: World,
) -> Outcome[tuple[Poured, ...]]:
    """All parts as HTML. `folios` are those of the pass before; `plates` the reports that a plate has to close."""
    from compiler.pour.drawings import open_outlines
    from compiler.pour.parts import pour_part
    from compiler.pour.volume import Volume

    said: list[Diagnostic] = [*check_terms(layouts, publication)]
    outlines = open_outlines(publication, world)
    said += outlines.diagnostics
    if outlines.value is None:
        return Outcome(None, tuple(said))
    volume = Volume(
        publication, parts, _completed(layouts.look, publication), outlines.value, folios, plates, layouts.drawn
    )
    made = [pour_part(layouts, volume, part, world) for part in parts]
    held = {part.poured.part.id for part in made if part.held}
    said += [each for part in made for each in part.said]
    said += _unplaced(made, held)
    poured = tuple(_led_to_beginnings(part.poured, held) for part in made)
    return Outcome(poured, tuple(dict.fromkeys(said)))


def _completed(look: Look, publication: Publication) -> Look:
    """A look with a swatch for every name in the copy; check has reported those that it lacks."""
    matter = publication.matter
    named = {family.swatch for family in publication.families} | {theme.family.swatch for theme in publication.themes}
    named |= {each.ground for each in (matter.cover,) if each} | {each.swatch for each in (matter.foreword,) if each}
    missing = sorted(named - set(look.swatches))
    if not missing:
        return look
    first = next(iter(look.swatches.values()))
    return replace(look, swatches={**look.swatches, **{name: replace(first, name=name) for name in missing}})


def check_terms(layouts: Layouts, publication: Publication) -> tuple[Diagnostic, ...]:
    """Terms that layouts print and the copy lacks, and the other way round."""
    return tuple(unmatched(layouts.terms, publication))


def _unplaced(made: Sequence[Made], held: set[PartId]) -> Iterator[Diagnostic]:
    """A fault for each anchor that no page carries though its folio is printed; those of parts not poured are known."""
    for anchor in sorted({each for part in made for each in part.unplaced}):
        owner, _, _ = anchor.partition("/")
        if owner not in held:
            message = f"a folio is printed for `{anchor}`, which stands on no page"
            remedy = f'the layout that prints what stands there has to carry `id="{anchor}"`'
            yield error("unplaced-anchor", message, field=owner, help=(remedy,))


def _led_to_beginnings(poured: Poured, held: set[PartId]) -> Poured:
    """A part whose links into parts that were not poured lead to the beginnings of these."""
    html = poured.html
    for id_ in held:
        html = re.sub(rf'href="#{re.escape(id_)}/[^"]*"', f'href="#{id_}"', html)
    return replace(poured, html=html) if html != poured.html else poured
