"""A page as the checks see it: its boxes, its marks, and what its file claims to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from compiler.model.measures import points
from compiler.preflight.conditions import Conditions
from compiler.preflight.exemptions import Exemption
from compiler.preflight.geometry import Box
from compiler.preflight.marks import Mark
from compiler.preflight.objects import Leaf


@dataclass(frozen=True)
class Sheet:
    """`claims` are the standards that the file claims; `exemptions` are empty for a file that is not ours."""

    leaf: Leaf
    marks: tuple[Mark, ...]
    claims: tuple[str, ...] = ()
    exemptions: tuple[Exemption, ...] = ()

    @property
    def page_index(self) -> int:
        return self.leaf.page_index

    @cached_property
    def trim(self) -> Box:
        return self.leaf.trim

    @cached_property
    def printed(self) -> tuple[Mark, ...]:
        """Marks that ink is laid down for, in what is kept after printing or cut away as bleed."""
        area = self.leaf.bleed
        found = (each for each in self.marks if each.kind != "group" and not each.mask)
        return tuple(each for each in found if each.alpha > 0 and not each.box.cut(area).empty)

    def type(self) -> Iterator[Mark]:
        return (each for each in self.printed if each.kind == "type")


def wanted_bleed(leaf: Leaf, conditions: Conditions) -> Box:
    """The trim and the bleed that is asked for at each of its edges; a page of odd index is a verso."""
    edges, trim = conditions.bleed, leaf.trim
    verso = leaf.page_index % 2 == 1
    left, right = (edges.outer, edges.inner) if verso else (edges.inner, edges.outer)
    return Box(
        trim.left - points(left),
        trim.bottom - points(edges.bottom),
        trim.right + points(right),
        trim.top + points(edges.top),
    )
