"""The work bench of one part while it is poured: what the filters of its layout look up and leave behind."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from compiler.model.copy import Anchor, Field, PartId
from compiler.model.diagnostics import Diagnostic, Outcome
from compiler.model.look import Look
from compiler.model.part import Asset, Folios, Part
from compiler.model.publication import Publication
from compiler.model.world import World
from compiler.pour.targets import END, Targets

if TYPE_CHECKING:
    from compiler.pour.volume import Frame

PLACEHOLDER = "000"
"""Stands for every folio in the first pass, when none is known."""

FIGURE = "8"
"""Stands for each figure of a folio that is written later."""

STEPS = 1_000_000
"""Turns of loops that a layout may take for one part; more is a loop that does not end."""


@dataclass(slots=True)
class Bench:
    """`refers`, `assets` and `said` gather what the layout asked for; `steps` counts the turns of its loops.

    With `relocated` arabic folios are printed as so many figures, to be written when the volume is joined.
    """

    publication: Publication
    look: Look
    part: Part
    folios: Folios | None
    targets: Targets
    world: World
    relocated: bool = False
    frame: Frame | None = None
    refers: dict[Anchor, None] = field(default_factory=dict[Anchor, None])
    assets: dict[str, Asset] = field(default_factory=dict[str, Asset])
    said: list[Diagnostic] = field(default_factory=list[Diagnostic])
    steps: int = 0

    @property
    def language(self) -> str:
        return self.publication.language

    def drawn(self, made_of: tuple[object, ...], draw: Callable[[], Outcome[Markup]]) -> Markup:
        """A drawing by all that it is made of besides the frame: from the shelf, or else drawn and kept there.

        One of which something had to be said is drawn each time, so that it is said each time.
        """
        shelf = self.frame.shelf if self.frame is not None else None
        key = shelf.key(self.frame.key if self.frame else "", *made_of) if shelf is not None else ""
        if shelf is not None and (kept := shelf.find(key, "drawing")) is not None:
            return Markup(kept)
        made = draw()
        self.said += made.diagnostics
        drawing = made.value or Markup("")
        if shelf is not None and not made.diagnostics:
            shelf.keep(key, "drawing", str(drawing))
        return drawing

    def folio(self, anchor: Anchor) -> Markup:
        """A printed folio, marked so that whoever knows better may write another number into it."""
        self.refers.setdefault(anchor)
        return Markup(f'<span class="folio" data-folio="{escape(anchor)}">{escape(self.printed(anchor))}</span>')

    def printed(self, anchor: Anchor) -> str:
        return printed(self.folios, anchor, self.relocated)


def printed(folios: Folios | None, anchor: Anchor, relocated: bool) -> str:
    """The folio of an anchor as known from the pass before; that of its part when the anchor has none."""
    if folios is None:
        return PLACEHOLDER
    part, _, name = anchor.partition("/")
    own = folios.of.get(anchor) or folios.first.get(PartId(part))
    found = folios.last.get(PartId(part)) if name == END else own
    if found is None:
        return PLACEHOLDER
    return FIGURE * len(str(found)) if relocated and found.numerals == "arabic" else str(found)


AT_WORK: ContextVar[Bench] = ContextVar("bench")
"""The bench of the part being poured; filters have no other way to know it."""


def source_mark(place: Field | str) -> Markup:
    """The attribute that ties an element to its field."""
    return Markup(f'data-src="{escape(place)}"')
