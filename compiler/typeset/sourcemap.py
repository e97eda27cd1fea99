"""Boxes -> fields: which piece of copy came to stand where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from compiler.model.copy import Anchor, Field, PartId
from compiler.model.galley import Box as Rectangle
from compiler.model.galley import SetPage, SetText
from compiler.model.measures import Length
from compiler.model.part import Part
from compiler.typeset.door import Box, Untyped, anchors, boxes
from compiler.typeset.folios import Numbered

PIXEL = 25400 / 96
"""Micrometres in a CSS pixel."""

SVG = "{http://www.w3.org/2000/svg}"


class Origins:
    """For each element of the document: the field it prints, the part it belongs to."""

    def __init__(self, root: Element, parts: Sequence[Part]) -> None:
        self._of: dict[Element, tuple[Field | None, PartId | None]] = {}
        self.parents: dict[Element, Element] = {}
        self._parts = parts
        self._enter(root, None, None)

    def _enter(self, top: Element, field: Field | None, part: PartId | None) -> None:
        waiting: list[tuple[Element, Field | None, PartId | None]] = [(top, field, part)]
        while waiting:
            element, field, part = waiting.pop()
            index, source = element.get("data-part"), element.get("data-src")
            part = self._parts[int(index)].id if index is not None else part
            field = Field(source) if source else field
            self._of[element] = (field, part)
            for child in element:
                self.parents[child] = element
                waiting.append((child, field, part))

    @property
    def elements(self) -> Iterator[Element]:
        return iter(self._of)

    def field(self, element: Element | None) -> Field | None:
        """The field of an element: its own or that of the nearest one around it."""
        return self._of.get(element, (None, None))[0] if element is not None else None

    def part(self, element: Element | None) -> PartId | None:
        return self._of.get(element, (None, None))[1] if element is not None else None


@dataclass(frozen=True, slots=True)
class Seen:
    """A box on a page, and how it stands there.

    `absolute`, `note`, `aside` and `head` tell of the box or one around it: placed absolutely, in the area of notes, a
    float of the margin, a margin box. `matrix` is the transformation it is drawn with, or None.
    """

    box: Box
    page_index: int
    absolute: bool
    note: bool
    aside: bool
    head: bool
    matrix: Untyped

    @property
    def in_flow(self) -> bool:
        return not (self.absolute or self.note or self.aside or self.head)

    def rectangle(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the border box in pixels, from the top left corner of the trim."""
        box = self.box
        if isinstance(box, boxes.TextBox | boxes.LineBox):
            x, y, width, height = box.position_x, box.position_y, box.width, box.height
        else:
            x, y = box.border_box_x(), box.border_box_y()
            width, height = box.border_width(), box.border_height()
        return anchors.rectangle_aabb(self.matrix, x, y, width, height)

    def placed(self) -> Rectangle:
        return rectangle(self.page_index, self.rectangle())


def rectangle(page_index: int, corners: tuple[float, float, float, float]) -> Rectangle:
    """Pixels as a rectangle in micrometres."""
    left, top, right, bottom = corners
    return Rectangle(page_index, _length(left), _length(top), _length(right - left), _length(bottom - top))


def _length(pixels: float) -> Length:
    return Length(round(pixels * PIXEL))


def walk(pages: Sequence[Untyped]) -> Iterator[Seen]:
    """All boxes of all pages in the order of the document; absolute boxes hide behind placeholders."""
    for index, page in enumerate(pages):
        waiting = [Seen(page._page_box, index, False, False, False, False, None)]
        while waiting:
            seen = waiting.pop()
            yield seen
            children = [getattr(child, "_box", child) for child in seen.box.children]
            waiting += [_below(seen, child) for child in reversed(children)]


def _below(parent: Seen, box: Box) -> Seen:
    matrix = box.transformation_matrix
    if matrix is None:
        matrix = parent.matrix
    elif parent.matrix is not None:
        matrix = matrix @ parent.matrix
    element = box.element
    return Seen(
        box,
        parent.page_index,
        parent.absolute or box.is_absolutely_positioned(),
        parent.note or isinstance(box, boxes.FootnoteAreaBox),
        parent.aside or (element is not None and box.is_floated() and element.get("data-margin") is not None),
        parent.head or isinstance(box, boxes.MarginBox),
        matrix,
    )


def visible_text(seen: Seen) -> bool:
    """Whether a box is a run of text that shows."""
    box = seen.box
    return isinstance(box, boxes.TextBox) and box.style["visibility"] == "visible" and bool(box.text.strip())


def texts(
    walked: Sequence[Seen], origins: Origins, pages: Sequence[Numbered], parts: Sequence[Part]
) -> Iterator[SetText]:
    """Every run of text as set, words inside drawings included."""

    def part_of(seen: Seen) -> PartId:
        # Running heads and folios have no element; their page knows the part.
        own = origins.part(seen.box.element)
        index = pages[seen.page_index].part
        return own if own is not None else parts[index].id if index is not None else PartId("")

    for seen in walked:
        element = seen.box.element
        if visible_text(seen):
            field = origins.field(element)
            yield SetText(seen.page_index, part_of(seen), field, seen.box.text, seen.placed())
        elif isinstance(seen.box, boxes.ReplacedBox) and element is not None and element.tag == f"{SVG}svg":
            for text in drawn_text(element):
                words = "".join(text.itertext())
                if words.strip():
                    yield SetText(seen.page_index, part_of(seen), origins.field(text), words, seen.placed())


def drawn_text(svg: Element) -> Iterator[Element]:
    """The elements of a drawing that print text: outermost `text`, or each `tspan` of its own field."""
    for text in svg.iter(f"{SVG}text"):
        spans = [span for span in text.iter(f"{SVG}tspan") if span.get("data-src")]
        yield from spans or [text]


def anchors_of(pages: Sequence[Untyped]) -> dict[Anchor, Rectangle]:
    """Where each anchor stands; of equal ones the first."""
    found: dict[Anchor, Rectangle] = {}
    for index, page in enumerate(pages):
        for name, corners in page.anchors.items():
            found.setdefault(Anchor(name), rectangle(index, corners))
    return found


def boxes_of(walked: Sequence[Seen], origins: Origins) -> dict[Field, tuple[Rectangle, ...]]:
    """The rectangles of each field, one for each block that carries it on a page, else one for each line."""
    blocks: dict[Field, list[Rectangle]] = {}
    lines: dict[Field, list[Rectangle]] = {}
    for seen in walked:
        element = seen.box.element
        field = origins.field(element)
        if field is None or element is None:
            continue
        if isinstance(seen.box, boxes.TextBox):
            if visible_text(seen):
                lines.setdefault(field, []).append(seen.placed())
        elif _carries(seen.box, field):
            blocks.setdefault(field, []).append(seen.placed())
    found: dict[Field, tuple[Rectangle, ...]] = {}
    for field in (*blocks, *lines):
        found.setdefault(field, tuple(_outermost(blocks.get(field) or lines[field])))
    return found


def _carries(box: Box, field: Field) -> bool:
    """Whether a box is a block, cell or picture whose own element names the field."""
    kind = isinstance(box, boxes.BlockLevelBox | boxes.TableCellBox | boxes.ReplacedBox | boxes.InlineBlockBox)
    return kind and "::" not in (box.element_tag or "") and box.element.get("data-src") == field


def _outermost(found: list[Rectangle]) -> Iterator[Rectangle]:
    """Rectangles that lie in no other."""
    kept: list[Rectangle] = []
    for each in found:
        if not any(_inside(each, other) for other in kept):
            kept = [other for other in kept if not _inside(other, each)]
            kept.append(each)
    return iter(kept)


def _inside(inner: Rectangle, outer: Rectangle) -> bool:
    return (
        inner.page_index == outer.page_index
        and inner.x >= outer.x
        and inner.y >= outer.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def set_pages(walked: Sequence[Seen], numbered: Sequence[Numbered], parts: Sequence[Part]) -> tuple[SetPage, ...]:
    """Pages as set, with how full each is."""
    depth = [0.0] * len(numbered)
    for seen in walked:
        if seen.in_flow and _is_matter(seen.box):
            depth[seen.page_index] = max(depth[seen.page_index], seen.rectangle()[3])
    return tuple(
        SetPage(
            index,
            parts[page.part].id if page.part is not None else None,
            page.part is None,
            str(page.folio) if page.folio is not None else None,
            _length(depth[index]),
        )
        for index, page in enumerate(numbered)
    )


def _is_matter(box: Box) -> bool:
    """Whether a box fills its page by itself: a line, a picture, a block of given height, a ground or rule below.

    Other blocks may be stretched to the foot of a page they continue from, and say nothing.
    """
    if isinstance(box, boxes.LineBox):
        return any(True for _ in box.children)
    if isinstance(box, boxes.ReplacedBox | boxes.TableCellBox):
        return True
    if not isinstance(box, boxes.BlockBox) or box.is_for_root_element:
        return False
    return box.style["height"] != "auto" or (box.border_bottom_width > 0 and not box.force_fragmentation)
