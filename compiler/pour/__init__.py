"""Pour: layouts and copy -> HTML of every part.

Opening layouts loads little; pouring loads the drawings, and with them Shapely and PROJ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from compiler.model.copy import PartId
from compiler.model.diagnostics import Diagnostic, Outcome, error
from compiler.model.look import Look
from compiler.model.part import Folios, Part, Poured
from compiler.model.publication import Publication
from compiler.model.world import World
from compiler.pour.bench import printed
from compiler.pour.expected import expected
from compiler.pour.layouts import Layouts, open_layouts
from compiler.pour.targets import END
from compiler.pour.terms import unmatched
from compiler.pour.volume import Shelf

if TYPE_CHECKING:
    from compiler.pour.drawings.geography import Outlines
    from compiler.pour.parts import Made
    from compiler.pour.volume import Frame, Volume

SOURCES = PurePosixPath("sources")

SOUND = "outlines"
"""Under which name the shelf keeps that outlines were opened, and nothing had to be said of them."""

__all__ = ["Layouts", "Pourer", "Shelf", "check_terms", "expected", "open_layouts", "open_pourer", "pour"]


def pour(
    layouts: Layouts,
    publication: Publication,
    parts: tuple[Part, ...],
    folios: Folios | None,
    plates: frozenset[PartId],
    world: World,
) -> Outcome[tuple[Poured, ...]]:
    """All parts as HTML. `folios` are those of the pass before; `plates` the reports that a plate has to close."""
    opened = open_pourer(layouts, publication, parts, world)
    if opened.value is None:
        return Outcome(None, opened.diagnostics)
    return opened.value.pour(folios, plates)


def open_pourer(
    layouts: Layouts,
    publication: Publication,
    parts: tuple[Part, ...],
    world: World,
    relocated: bool = False,
    shelf: Shelf | None = None,
) -> Outcome[Pourer]:
    """What pours these parts; None where the outlines that drawings need cannot be read.

    With `relocated`, arabic folios are printed as so many figures that the linker writes over. Drawings are looked for
    on the `shelf`, and kept there.
    """
    said = check_terms(layouts, publication)
    framed_ = _framed(layouts, publication, world, shelf)
    said = (*said, *framed_.diagnostics)
    if framed_.value is None:
        return Outcome(None, said)
    return Outcome(Pourer(layouts, publication, parts, framed_.value, world, relocated, said), said)


def _framed(layouts: Layouts, publication: Publication, world: World, shelf: Shelf | None) -> Outcome[Frame]:
    """What drawings are made from. Outlines that were sound when they were opened last wait until they are needed."""
    from compiler.pour.volume import Frame, framed

    frame, look = framed(publication), _completed(layouts.look, publication)
    key = ""
    if shelf is not None:
        faces = [(face.family, face.weight, face.italic, face.digest) for face in look.faces]
        swatches = {name: replace(swatch, span=None) for name, swatch in look.swatches.items()}
        look_made_of = (look.trim, look.bleed, look.measures, swatches, faces, look.families, look.signs)
        key = shelf.key(frame, look_made_of, _outlines_read(publication, world))
        if shelf.find(key, SOUND) is not None:
            return Outcome(Frame(frame, look, lambda: _outlines(publication, world), key, shelf))
    from compiler.pour.drawings.geography import open_outlines

    opened = open_outlines(publication, world)
    outlines = opened.value
    if outlines is None:
        return Outcome(None, opened.diagnostics)
    if shelf is not None and not opened.diagnostics:
        shelf.keep(key, SOUND, "")
    return Outcome(Frame(frame, look, lambda: outlines, key, shelf), opened.diagnostics)


def _outlines_read(publication: Publication, world: World) -> tuple[bytes | None, ...]:
    """The files of outlines, as far as they can be read: what is wrong with them is told when they are opened."""
    geography = publication.geography
    if geography is None:
        return ()
    found: list[bytes | None] = []
    for path in (geography.land, *((geography.areas,) if geography.areas else ())):
        try:
            found.append(world.read(SOURCES / path))
        except OSError:
            found.append(None)
    return tuple(found)


def _outlines(publication: Publication, world: World) -> Outlines:
    from compiler.pour.drawings.geography import open_outlines

    outlines = open_outlines(publication, world).value
    assert outlines is not None, "they were sound when they were opened last"
    return outlines


class Pourer:
    """Pours the parts of a publication as often as folios change; a part that prints the same figures is kept."""

    def __init__(
        self,
        layouts: Layouts,
        publication: Publication,
        parts: tuple[Part, ...],
        frame: Frame,
        world: World,
        relocated: bool,
        said: tuple[Diagnostic, ...],
    ) -> None:
        self._layouts, self._publication, self._parts, self._frame = layouts, publication, parts, frame
        self._world, self._relocated, self._said = world, relocated, said
        self._kept: dict[PartId, tuple[object, Made]] = {}
        self._given_up: dict[PartId, tuple[Diagnostic, ...]] = {}
        self.held: frozenset[PartId] = frozenset()
        """Parts in whose place a placeholder was poured last."""

    def pour(self, folios: Folios | None, plates: frozenset[PartId]) -> Outcome[tuple[Poured, ...]]:
        """All parts as HTML. `folios` are those of the pass before; `plates` the reports that a plate has to close."""
        from compiler.pour.volume import Volume

        volume = Volume(
            self._publication,
            self._parts,
            self._frame.look,
            self._frame,
            folios,
            plates,
            self._layouts.drawn,
            self._relocated,
        )
        made = [self._part(volume, part) for part in self._parts]
        held = self.held = frozenset(part.poured.part.id for part in made if part.held)
        said = [*self._said, *(each for part in made for each in part.said)]
        said += _unplaced([part.poured for part in made], folios, held)
        poured = tuple(_led_to_beginnings(part.poured, held) for part in made)
        return Outcome(poured, tuple(dict.fromkeys(said)))

    def give_up(self, part: Part, why: tuple[Diagnostic, ...]) -> Poured:
        """A page that stands for a part that cannot be set, and says why; from now on it is poured in its place."""
        from compiler.pour.parts import placeholder
        from compiler.pour.volume import Volume

        self._given_up[part.id] = why
        self.held |= {part.id}
        volume = Volume(
            self._publication, self._parts, self._frame.look, self._frame, None, frozenset(), self._layouts.drawn
        )
        return placeholder(self._layouts, volume, part, self._world, why).poured

    def _part(self, volume: Volume, part: Part) -> Made:
        from compiler.pour.parts import placeholder, pour_part

        if part.id in self._given_up:
            return placeholder(self._layouts, volume, part, self._world, self._given_up[part.id])
        kept = self._kept.get(part.id)
        if kept is not None and kept[0] == self._shape(volume, part, kept[1].poured):
            return kept[1]
        made = pour_part(self._layouts, volume, part, self._world)
        self._kept[part.id] = self._shape(volume, part, made.poured), made
        return made

    def _shape(self, volume: Volume, part: Part, poured: Poured) -> object:
        """All of the folios that shows in a part. An index joins folios of a term: it wants the folios themselves."""
        folios = volume.folios
        if part.kind == "index" and folios is not None:
            # The folio alone: where a page stands in the PDF is nothing that is printed.
            plain = [{anchor: str(folio) for anchor, folio in each.items()} for each in (folios.of, folios.last)]
            return plain, {part_id: str(folio) for part_id, folio in folios.first.items()}
        return part.id in volume.plates, [printed(folios, anchor, self._relocated) for anchor in poured.refers]


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


def _unplaced(poured: Sequence[Poured], folios: Folios | None, held: frozenset[PartId]) -> Iterator[Diagnostic]:
    """A fault for each anchor that no page carries though its folio is printed; those of parts not poured are known."""
    if folios is None:
        return
    for anchor in sorted({each for part in poured for each in part.refers}):
        owner, _, name = anchor.partition("/")
        if name and name != END and anchor not in folios.of and owner not in held:
            message = f"a folio is printed for `{anchor}`, which stands on no page"
            remedy = f'the layout that prints what stands there has to carry `id="{anchor}"`'
            yield error("unplaced-anchor", message, field=owner, help=(remedy,))


def _led_to_beginnings(poured: Poured, held: frozenset[PartId]) -> Poured:
    """A part whose links into parts that were not poured lead to the beginnings of these."""
    html = poured.html
    for id_ in held:
        html = re.sub(rf'href="#{re.escape(id_)}/[^"]*"', f'href="#{id_}"', html)
    return replace(poured, html=html) if html != poured.html else poured
