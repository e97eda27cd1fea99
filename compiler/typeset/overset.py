"""Matter that leaves its page or its container: text that does not fit its place.

Lines are measured, not letters: a line may be lower than its type. A box that is placed absolutely, or pulled about by
`position: relative`, stands where the designer put it; only its own lines have to fit it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from compiler.typeset.adapters.labels import Label
from compiler.typeset.desk import Desk
from compiler.typeset.door import Box, Untyped, boxes
from compiler.typeset.sourcemap import PIXEL, Seen, visible_text

SLACK = 1.0
"""Pixels that text may run over before it counts: letters have no sharp edge."""

LABEL_SLACK = 2.0
"""Pixels that a label may run over its drawing: in drawings letters are set one by one, without kerning."""

SHARE = 0.3
"""Share of a line's height by which it may leave a container downwards: designers shift lines to sit well."""


@dataclass(frozen=True, slots=True)
class Over:
    """Something runs over: the box, by how many pixels, and which way."""

    box: Box
    by: float
    way: str


def look_at_pages(
    walked: Sequence[Seen], pages: Sequence[Untyped], desk: Desk, overset: AbstractSet[tuple[object, int]]
) -> None:
    """Text stays on the trimmed page; pictures too, but those placed absolutely may reach into the bleed.

    What is `overset` (an element on a page) has been told.
    """
    told = set(overset)
    for seen in walked:
        text, picture = visible_text(seen), isinstance(seen.box, boxes.ReplacedBox)
        if not (text or picture) or (seen.box.element, seen.page_index) in told:
            continue
        page = pages[seen.page_index]
        bleed = page.bleed if picture and seen.absolute else {"left": 0, "top": 0, "right": 0, "bottom": 0}
        left, top, right, bottom = seen.rectangle()
        over = max(
            -bleed["left"] - left,
            -bleed["top"] - top,
            right - page.width - bleed["right"],
            bottom - page.height - bleed["bottom"],
        )
        if over > SLACK:
            told.add((seen.box.element, seen.page_index))
            what = f"`{_short(seen.box.text)}`" if text else "a picture"
            desk.tell(
                "off-page",
                f"{what} runs {_mm(over)} over the edge of the page",
                seen.box.element,
                seen.page_index,
            )


def look_at_containers(pages: Sequence[Untyped], desk: Desk) -> set[tuple[object, int]]:
    """Lines stay in boxes of given height and width, table cells and margin boxes included; tells which did not."""
    overset: set[tuple[object, int]] = set()
    for index, page in enumerate(pages):
        told: set[object] = set()
        for over in _search(page._page_box, None, 0.0):
            element = over.box.element
            if element in told and element is not None:
                continue
            told.add(element)
            words = _short(_words(over.box))
            what = f"`{words}`" if words else "a table" if over.box.is_table_wrapper else "a picture"
            desk.tell(
                "overset",
                f"{what} does not fit its place: it runs {_mm(over.by)} over {over.way}",
                element,
                index,
                help=("shorten the text",),
            )
        overset |= {(element, index) for element in told}
    return overset


def look_at_labels(labels: Sequence[Label], pages: Sequence[Untyped], walked: Sequence[Seen], desk: Desk) -> None:
    """Words in a drawing stay inside it."""
    drawings = {id(seen.box): seen for seen in walked if isinstance(seen.box, boxes.ReplacedBox)}
    for label in labels:
        seen = drawings.get(id(label.box))
        if seen is None:
            continue
        left, top, right, bottom = seen.rectangle()
        height = pages[seen.page_index].height
        over = max(
            (max(left - x, x - right, top - (height - y), height - y - bottom) for x, y in label.ends), default=0.0
        )
        if over > LABEL_SLACK:
            desk.tell(
                "overset",
                f"`{_short(label.text)}` does not fit its drawing: it runs {_mm(over)} over its edge",
                seen.box.element,
                seen.page_index,
                help=("shorten the text",),
            )


def _search(box: Box, frame: Box | None, floor: float) -> Iterator[Over]:
    """Matter in `box` that runs over `frame`, the nearest box of given size, down at `floor`, or sideways."""
    for child in box.children:
        child = getattr(child, "_box", child)
        if isinstance(child, boxes.LineBox):
            yield from _line(child, box, frame, floor)
        if isinstance(child, boxes.BlockReplacedBox) or child.is_table_wrapper:
            yield from _block(child, box, frame, floor)
        if isinstance(child, boxes.TextBox | boxes.ReplacedBox):
            continue
        if _sized(child):
            yield from _search(child, child, child.content_box_y() + child.height + child.padding_bottom)
        elif _free(child):
            yield from _search(child, None, 0.0)
        else:
            yield from _search(child, frame, floor)


def _block(child: Box, around: Box, frame: Box | None, floor: float) -> Iterator[Over]:
    """A picture or table in the flow that is too large for what is around it."""
    if _free(child):
        return
    below = child.border_box_y() + child.border_height() - floor if frame is not None else 0.0
    wide = child.margin_width() - around.width
    if below > SLACK:
        yield Over(child, below, "at the foot")
    elif wide > SLACK:
        yield Over(child, wide, "at the side")


def _line(line: Box, around: Box, frame: Box | None, floor: float) -> Iterator[Over]:
    below = line.position_y + line.height - floor if frame is not None else 0.0
    if below > max(SLACK, line.height * SHARE):
        yield Over(line, below, "at the foot")
    if around.width == 0 or not _words(line).strip():
        # A box without width is how a layout hangs a letter into the margin.
        return
    ends = [child for child in _leaves(line) if isinstance(child, boxes.TextBox) and child.text.strip()]
    if not ends:
        return
    right = max(child.position_x + child.width for child in ends) - (around.content_box_x() + around.width)
    left = around.content_box_x() - min(child.position_x for child in ends)
    indent = min(0.0, getattr(line, "text_indent", 0) or 0)
    over = max(right, left + indent - around.padding_left)
    if over > SLACK:
        yield Over(line, over, "at the side")


def _leaves(line: Box) -> Iterator[Box]:
    """Runs of text of a line, not those of boxes that are placed for themselves."""
    for child in line.children:
        child = getattr(child, "_box", child)
        if isinstance(child, boxes.InlineBox):
            if not child.is_absolutely_positioned() and child.style["position"] != "relative":
                yield from _leaves(child)
        elif isinstance(child, boxes.TextBox):
            yield child


def _sized(box: Box) -> bool:
    """Whether the height of a box is given, not that of what it holds."""
    if isinstance(box, boxes.MarginBox):
        return True
    holds = isinstance(box, boxes.BlockContainerBox | boxes.FlexContainerBox)
    if not holds or isinstance(box, boxes.TableCellBox) or box.is_for_root_element:
        return False
    style = box.style
    both_ends = box.is_absolutely_positioned() and style["top"] != "auto" and style["bottom"] != "auto"
    return style["height"] != "auto" or style["max_height"].value != float("inf") or both_ends


def _free(box: Box) -> bool:
    """Whether a box stands where it was put, so that what is around it is no measure for it."""
    relative = box.style["position"] == "relative"
    return box.is_absolutely_positioned() or box.is_floated() or (relative and not isinstance(box, boxes.InlineBox))


def _words(box: Box) -> str:
    """The words of a line; a picture or table has none here."""
    return "".join(leaf.text for leaf in _leaves(box)) if isinstance(box, boxes.LineBox) else ""


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:39].rstrip()}…"


def _mm(pixels: float) -> str:
    return f"{pixels * PIXEL / 1000:.1f} mm"
