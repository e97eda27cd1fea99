"""Words inside drawings: where they come to stand is only known when they are painted, letter by letter.

What is anchored at its middle or end is painted into a group of its own, which is moved when its width is known; so
letters wait in their group until that is painted.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from compiler.typeset.adapters.painting import Brush
from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Box, Untyped, draw_text, line_break, pydyf, stream, svg_text

LEANS_ON: Leaning = (
    ("weasyprint.svg.text.text", "67a30c3e181b"),
    ("weasyprint.svg.SVG.draw_node", "dea48a8ac353"),
    ("weasyprint.draw.text.draw_first_line", "1bb8eae6d88e"),
    ("weasyprint.pdf.stream.Stream.transform", "99927700786a"),
    ("weasyprint.pdf.stream.Stream.add_group", "9ed2a38c947c"),
    ("weasyprint.pdf.generate_pdf", "626343ef25c3"),
    ("pydyf.Stream.draw_x_object", "98b3db452ca7"),
)

POINT = 0.75
"""PDF points in a CSS pixel."""

Point = tuple[float, float]


@dataclass
class Label:
    """Letters in the drawing of `box`; `ends` are those of their base lines, in pixels from the trim's lower left."""

    box: Box
    style: Untyped
    text: str
    ends: list[Point]


class _Followed:
    """Labels on the page, and those that wait in groups, by the id of the stream they are painted into."""

    def __init__(self, brush: Brush) -> None:
        self._brush = brush
        self._waiting: dict[int, list[Label]] = {}
        self._groups: dict[tuple[int, str], Untyped] = {}
        self.on_page: list[Label] = []

    def letter(self, target: Untyped, letter: Box, matrix: Untyped) -> None:
        """A letter is painted into a stream."""
        line, _ = letter.pango_layout.get_first_line()
        width, _ = line_break.line_size(line, letter.style)
        placed = matrix @ target.ctm
        labels = self._labels(target)
        if not labels or labels[-1].style is not letter.style:
            labels.append(Label(self._brush.box, letter.style, "", []))
        labels[-1].text += letter.text
        if letter.text.strip():
            labels[-1].ends += [placed.transform_point(x, 0) for x in (0, width)]

    def group(self, parent: Untyped, group: Untyped) -> None:
        """A stream begins a group."""
        self._groups[id(parent), group.id] = group

    def paint(self, parent: Untyped, name: str) -> None:
        """A stream paints a group: what waits in it stands where the stream is now."""
        group = self._groups.get((id(parent), name))
        for label in self._waiting.pop(id(group), []):
            label.ends = [parent.ctm.transform_point(*end) for end in label.ends]
            self._labels(parent).append(label)

    def _labels(self, target: Untyped) -> list[Label]:
        # Groups have an id, pages have none.
        return self._waiting.setdefault(id(target), []) if hasattr(target, "id") else self.on_page


@contextmanager
def labels_followed(brush: Brush) -> Generator[list[Label]]:
    """Follow labels while the context lasts; the list is complete after it."""
    followed = _Followed(brush)
    draw_first_line, add_group, paint = draw_text.draw_first_line, stream.Stream.add_group, pydyf.Stream.draw_x_object

    def drawn(target: Untyped, letter: Box, overflow: str, ellipsis: str, matrix: Untyped) -> Untyped:
        if brush.ours or not isinstance(letter, svg_text.TextBox):
            return draw_first_line(target, letter, overflow, ellipsis, matrix)
        followed.letter(target, letter, matrix)
        brush.style = letter.style
        try:
            return draw_first_line(target, letter, overflow, ellipsis, matrix)
        finally:
            brush.style = None

    def grouped(self: Untyped, x: float, y: float, width: float, height: float) -> Untyped:
        group = add_group(self, x, y, width, height)
        followed.group(self, group)
        return group

    def painted(self: Untyped, reference: Untyped) -> None:
        followed.paint(self, reference)
        paint(self, reference)

    with replaced(
        (draw_text, "draw_first_line", drawn),
        (stream.Stream, "add_group", grouped),
        (pydyf.Stream, "draw_x_object", painted),
    ):
        yield followed.on_page
    for label in followed.on_page:
        label.ends = [(x / POINT, y / POINT) for x, y in label.ends]
