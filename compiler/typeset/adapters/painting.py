"""Which box is being painted, so that what is found while drawing can be laid at somebody's door."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass

from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Box, Untyped, draw, stream

LEANS_ON: Leaning = (
    ("weasyprint.draw.draw_text", "ebaf96239c6c"),
    ("weasyprint.draw.draw_border", "8ba918f30893"),
    ("weasyprint.draw.draw_table", "7aea3dfc0ddf"),
    ("weasyprint.draw.draw_replacedbox", "7cb1486a51be"),
    ("weasyprint.draw.set_mask_border", "2d237bb80221"),
    ("weasyprint.draw.draw_inline_level", "068162a401d0"),
    ("weasyprint.draw.draw_stacking_context", "c5811b178bdf"),
    ("weasyprint.pdf.stream.Stream.add_font", "c3d55912c67d"),
)


@dataclass
class Brush:
    """The box painted at this moment; `ours` while something is painted that no layout asked for (marks of a proof).

    `style` is that of a letter in a drawing, else None.
    """

    box: Box = None
    style: Untyped = None
    ours: bool = False


@contextmanager
def painting_followed(on_font: Callable[[Untyped, Brush], None]) -> Generator[Brush]:
    """Follow the brush; `on_font` hears of each run of type: the PDF font, and where the brush is."""
    brush = Brush()

    def followed(name: str) -> tuple[Untyped, str, Untyped]:
        original = getattr(draw, name)

        def painted(target: Untyped, box: Box, *rest: Untyped, **more: Untyped) -> Untyped:
            brush.box = box
            return original(target, box, *rest, **more)

        return draw, name, painted

    add_font = stream.Stream.add_font

    def heard(self: Untyped, pango_font: Untyped) -> Untyped:
        font, size = add_font(self, pango_font)
        on_font(font, brush)
        return font, size

    # `set_mask_border` is called with the box before each background, which itself does not know its box.
    names = ("draw_text", "draw_border", "draw_table", "draw_replacedbox", "set_mask_border")
    with replaced(*(followed(name) for name in names), (stream.Stream, "add_font", heard)):
        yield brush
