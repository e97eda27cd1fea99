"""Marginalia: on the outer side, whole, within the type area.

Layouts set what stands in the margin (attribute `data-margin`) as on a recto: floats to the right of the text column,
pulled out of it by a negative margin, and wide blocks that reach from the column into the margin. Three things are
mended:

- A float with `data-margin` neither breaks nor moves on to the next page, so the text never depends on it.
- When its page is made, a float that ends below the type area is lifted to it and pushes those above it. One that then
  leaves the head of the type area is reported in `Crowded`.
- On left pages both kinds are mirrored at the middle of the text column.

The latter two happen before backgrounds, links and anchors are read from the boxes.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Box, Untyped, block, inline, layout

LEANS_ON: Leaning = (
    ("weasyprint.layout.float.float_layout", "d6c66bc08432"),
    ("weasyprint.layout.block._out_of_flow_layout", "2ace1b03f455"),
    ("weasyprint.layout.background.layout_backgrounds", "5d7d4d589e3d"),
    ("weasyprint.layout.layout_document", "a5cbf437e99c"),
)

NEVER = -1e6
"""A room below the page so large that nothing ends there."""

SLACK = 0.01
"""Pixels by which positions may differ from what they are."""


@dataclass(frozen=True, slots=True)
class Crowded:
    """A margin note (its element) that stands `over` pixels above the type area for want of room."""

    element: Untyped
    over: float


def in_margin(box: Box) -> bool:
    """Whether a box is the one of an element with `data-margin`, not one of its anonymous or generated boxes."""
    return (
        type(box).__name__ in {"BlockBox", "FlexBox", "GridBox", "BlockReplacedBox"}
        and box.element is not None
        and "::" not in (box.element_tag or "")
        and box.element.get("data-margin") is not None
    )


def bottom(box: Box) -> float:
    """Where the border box of a box ends."""
    return box.border_box_y() + box.border_height()


def lift(page: Box) -> list[Crowded]:
    """Lift floats of the margin that end below the type area, last first."""
    head, foot = page.content_box_y(), page.content_box_y() + page.height
    notes = [box for box in page.descendants() if in_margin(box) and box.is_floated()]
    notes.sort(key=lambda box: box.position_y)
    limit = foot
    for box in reversed(notes):
        # Only the lowest may end on the foot itself; the others keep the distance below them.
        end = bottom(box) + (box.margin_bottom if box is not notes[-1] else 0)
        if end > limit + SLACK:
            box.translate(0, limit - end)
        limit = min(limit, box.position_y)
    return [Crowded(box.element, head - box.border_box_y()) for box in notes if box.border_box_y() < head - SLACK]


def mirror(page: Box) -> None:
    """On a left page, move what stands in the right margin to the left one."""
    if page.page_type.side != "left":
        return
    edges = 2 * page.content_box_x() + page.width
    for box in [box for box in page.descendants() if in_margin(box)]:
        box.translate(edges - 2 * box.border_box_x() - box.border_width())


@contextmanager
def margins_settled() -> Generator[list[Crowded]]:
    """Mend marginalia while the context lasts; the list fills with notes that found no room."""
    crowded: list[Crowded] = []
    float_layout, out_of_flow = block.float_layout, block._out_of_flow_layout
    backgrounds = layout.layout_backgrounds

    def whole_float(
        context: Untyped,
        box: Box,
        containing_block: Box,
        absolute_boxes: Untyped,
        fixed_boxes: Untyped,
        bottom_space: float,
        skip_stack: Untyped,
    ) -> Untyped:
        room = NEVER if in_margin(box) else bottom_space
        return float_layout(context, box, containing_block, absolute_boxes, fixed_boxes, room, skip_stack)

    def stays(context: Untyped, box: Box, index: int, child: Box, *rest: Untyped) -> Untyped:
        *others, space = rest
        room = NEVER if child.is_floated() and in_margin(child) else space
        return out_of_flow(context, box, index, child, *others, room)

    def settled(page: Box, get_image: Untyped) -> Untyped:
        crowded.extend(lift(page))
        mirror(page)
        return backgrounds(page, get_image)

    with replaced(
        (block, "float_layout", whole_float),
        (inline, "float_layout", whole_float),
        (block, "_out_of_flow_layout", stays),
        (layout, "layout_backgrounds", settled),
    ):
        yield crowded
