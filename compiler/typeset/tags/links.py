"""Which rectangles lead where: one for each line of a link, and the ways between a note and its call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from compiler.typeset.door import Box, Untyped, boxes
from compiler.typeset.tags.tree import Area, Node, Tree

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels from the top left corner of the trim."""

TOLERANCE = 0.5


def note_names(tree: Tree) -> dict[Element, str]:
    """A name for each note: its part, and its number there."""
    counted: Counter[str] = Counter()
    names: dict[Element, str] = {}
    for element in tree.calls:
        part = tree.part(element)
        counted[part] += 1
        names[element] = f"{part}/{counted[part]}"
    return names


class Links:
    """The links of a document, as WeasyPrint is told of them."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._anchors: dict[int, list[tuple[str, float, float]]] = {}
        self._ways: dict[int, list[tuple[str, Area]]] = {}
        for element, name in note_names(tree).items():
            self._tie(name, element, tree.calls[element])

    def _tie(self, name: str, element: Element, call: Area) -> None:
        """Lead from a call to its note, and from the mark before the note to its call."""
        note, marker = self._tree.notes.get(element), self._tree.markers.get(element)
        if note is None:
            return
        self._anchor(f"call:{name}", call)
        self._anchor(f"note:{name}", note)
        self._way(f"note:{name}", call, self._tree.node(element, "footnote-call"))
        if marker is not None:
            self._way(f"call:{name}", marker, self._tree.node(element, "footnote-marker"))

    def _anchor(self, name: str, area: Area) -> None:
        x, y, _, _ = _rectangle(area)
        self._anchors.setdefault(area.page_index, []).append((name, x, y))

    def _way(self, name: str, area: Area, node: Node) -> None:
        if not _empty(_rectangle(area)):
            node.areas.append(area)
            self._ways.setdefault(area.page_index, []).append((name, area))

    def of_page(
        self, page_index: int, links: Iterable[Untyped]
    ) -> tuple[list[Untyped], list[tuple[str, float, float]]]:
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
            kept.append(("internal", name, _rectangle(area), area.box))
        return kept, self._anchors.get(page_index, [])

    def _owner(self, box: Box) -> Element | None:
        """The element that is the link: the nearest `a` with an address."""
        element: Element | None = box.element
        while element is not None and (element.tag != "a" or element.get("href") is None):
            element = self._tree.parents.get(element)
        return element


def _rectangle(area: Area) -> Rectangle:
    """Where the text of a call or mark is; its box may have no height, so that it does not part lines."""
    box = next((each for each in area.box.descendants() if isinstance(each, boxes.TextBox)), area.box)
    left, top = box.content_box_x(), box.content_box_y()
    return left, top, left + box.width, top + box.height


def _empty(rectangle: Rectangle) -> bool:
    left, top, right, bottom = rectangle
    return right - left < TOLERANCE or bottom - top < TOLERANCE


def _covers(outer: Rectangle, inner: Rectangle) -> bool:
    """Whether a rectangle adds nothing to one of the same line: it is no wider, and half of its height is in it."""
    left, top, right, bottom = inner
    within = left >= outer[0] - TOLERANCE and right <= outer[2] + TOLERANCE
    return within and min(bottom, outer[3]) - max(top, outer[1]) >= (bottom - top) / 2
