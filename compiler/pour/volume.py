"""What views are made from, gathered once for all parts of one pass; drawings are kept from pass to pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

from compiler.model.copy import PartId
from compiler.model.look import Look
from compiler.model.part import Folios, Part
from compiler.model.publication import Publication

if TYPE_CHECKING:  # the drawings bring Shapely along, which those who only check do without
    from compiler.pour.drawings import Outlines

T = TypeVar("T")


class Unpourable(Exception):  # noqa: N818  # caught in parts.py, where it becomes a diagnostic
    """The copy that a part needs is not there; the message says which."""


@dataclass(slots=True)
class Drawn:
    """Drawings of one publication: none depends on folios, so that a second pass draws nothing again."""

    publication: Publication | None = None
    made: dict[str, object] = field(default_factory=dict[str, object])

    def keep(self, publication: Publication, name: str, draw: Callable[[], T]) -> T:
        """The drawing of that name, made when it is asked for the first time."""
        if self.publication is not publication:
            self.publication = publication
            self.made.clear()
        if name not in self.made:
            self.made[name] = draw()
        return cast("T", self.made[name])


@dataclass(frozen=True, slots=True)
class Volume:
    publication: Publication
    parts: tuple[Part, ...]
    look: Look
    outlines: Outlines
    folios: Folios | None
    plates: frozenset[PartId]
    drawn: Drawn
    relocated: bool = False

    def keep(self, name: str, draw: Callable[[], T]) -> T:
        return self.drawn.keep(self.publication, name, draw)

    def type_on(self, swatch: str) -> str:
        """The swatch of type printed on another; the look has reported a swatch that does not exist."""
        found = self.look.swatches.get(swatch)
        return found.type_on if found else swatch
