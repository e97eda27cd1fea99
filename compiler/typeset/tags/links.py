"""Which rectangles lead where: one for each line of a link, and the ways between a note and its call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from compiler.typeset.door import Box, Untyped
from compiler.typeset.tags.tree import Area, Tree

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels from the top left corner of the trim."""

TOLERANCE = 0.5


class Links:
    """The links of a document, as WeasyPrint is told of them."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._anchors: dict[int, list[tuple[str, float, float]]] = {}
        for number, (element, calls) in enumerate(tree.calls.items(), start=1):
            for name, area in ((f"call:{number}", calls[0]), (f"note:{number}", tree.notes.get(element))):
                if area is not None:
                    x, y, _, _ = area.box.hit_area()
                    self._anchors.setdefault(area.page_index, []).append((name, x, y))
        self._ways: dict[int, list[tuple[str, Area]]] = self._ways_of_notes()

    def _ways_of_notes(self) -> dict[int, list[tuple[str, Area]]]:
        ways: dict[int, list[tuple[str, Area]]] = {}
        for number, (element, calls) in enumerate(self._tree.calls.items(), start=1):
            if element not in self._tree.notes:
                continue
            for area in calls:
                self._tree.node(element, "footnote-call").areas.append(area)
                ways.setdefault(area.page_index, []).append((f"note:{number}", area))
            for area in self._tree.markers.get(element, ()):
                self._tree.node(element, "footnote-marker").areas.append(area)
                ways.setdefault(area.page_index, []).append((f"call:{number}", area))
        return ways

    def of_page(self, page_index: int, links: Iterable[Untyped]) -> tuple[list[Untyped], list[tuple[str, float, float]]]:
        """The links of a page that become annotations, and the anchors that notes add."""
        kept: list[Untyped] = []
        taken: dict[Element, list[Rectangle]] = {}
        for link in links:
            kind, _, rectangle, box = link
            if box in self._tree.artifacts or kind not in ("internal", "external"):
                continue
            owner = self._owner(box)
            if owner is None or _empty(rectangle) or any(_covers(other, rectangle) for other in taken.get(owner, ())):
                continue
            taken.setdefault(owner, []).append(rectangle)
            self._tree.node(owner).areas.append(Area(box, page_index))
            kept.append(link)
        for name, area in self._ways.get(page_index, ()):
            x, y, width, height = area.box.hit_area()
            kept.append(("internal", name, (x, y, x + width, y + height), area.box))
        return kept, self._anchors.get(page_index, [])

    def _owner(self, box: Box) -> Element | None:
        """The element that is the link: the nearest `a` with an address."""
        element: Element | None = box.element
        while element is not None and (element.tag != "a" or element.get("href") is None):
            element = self._tree.parents.get(element)
        return element


def _empty(rectangle: Rectangle) -> bool:
    left, top, right, bottom = rectangle
    return right - left < TOLERANCE or bottom - top < TOLERANCE


def _covers(outer: Rectangle, inner: Rectangle) -> bool:
    """Whether a rectangle adds nothing to one of the same line: it is no wider, and half of its height is in it."""
    left, top, right, bottom = inner
    within = left >= outer[0] - TOLERANCE and right <= outer[2] + TOLERANCE
    return within and min(bottom, outer[3]) - max(top, outer[1]) >= (bottom - top) / 2
