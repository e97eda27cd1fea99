"""Printed folios become relocations: the operator that shows the figures is replaced by a token when it is drawn.

A folio is set in figures of one width and without kerning (`.folio` in the layouts, or a margin box of its own), so
that another number of as many figures moves nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from compiler.model.copy import Anchor
from compiler.model.galley import Align, FolioUse
from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Box, Untyped, boxes, draw_text, matrix
from compiler.typeset.tags.words import glyphs

LEANS_ON: Leaning = (
    ("weasyprint.draw.text.draw_first_line", "1bb8eae6d88e"),
    ("weasyprint.text.line_break.TextLayout.set_text", ""),
)

FIGURES = "0123456789"

NEARLY = 1.5
"""Thousandths of the type size by which figures may differ in width: widths are rounded."""

ALIGNS: Mapping[str, Align] = {"center": "center", "right": "end", "end": "end"}


@dataclass
class Folios:
    """Folios met so far, and the boxes that print them; `uneven` are boxes whose figures are not of one width."""

    uses: list[FolioUse]
    boxes: dict[Box, int]
    uneven: list[Box] = field(default_factory=list[Box])


@dataclass(slots=True)
class _Run:
    """A run of text to be drawn in the place of another."""

    style: Untyped
    pango_layout: Untyped
    text: str


def own_folios(pages: Sequence[Untyped]) -> tuple[dict[Box, int], list[Box]]:
    """Runs in margin boxes that show nothing but the page's own folio, with its page; margin boxes that mix it in."""
    own: dict[Box, int] = {}
    mixed: list[Box] = []
    for index, page in enumerate(pages):
        for margin in page._page_box.children:
            if not isinstance(margin, boxes.MarginBox):
                continue
            parts = _content(margin)
            counted: Untyped = [part for part in parts if part[0] == "counter()" and part[1][0] == "page"]
            if counted and len(parts) > 1:
                mixed.append(margin)
            elif counted:
                own |= {run: index for run in margin.descendants() if isinstance(run, boxes.TextBox)}
    return own, mixed


def _content(margin: Box) -> Sequence[Untyped]:
    """What a margin box shows, piece by piece."""
    content: Untyped = margin.style["content"]
    return cast("Sequence[Untyped]", content) if isinstance(content, list | tuple) else ()


@contextmanager
def folios_relocated(own: Mapping[Box, int], printed: dict[Box, int]) -> Generator[Folios]:
    """Relocate folios while the context lasts: those of `own` by their page, others by the anchor of their element.

    `printed` is filled with the boxes that print a folio and the index of its use.
    """
    found = Folios([], printed)
    known: dict[tuple[Untyped, ...], tuple[tuple[str, ...], float] | None] = {}
    draw_first_line = draw_text.draw_first_line

    def drawn(target: Untyped, box: Box, overflow: str, ellipsis: str, place: Untyped) -> Untyped:
        start = len(target.stream)
        emojis = draw_first_line(target, box, overflow, ellipsis, place)
        if not isinstance(box, boxes.TextBox):
            return emojis
        element = box.element
        anchor = element.get("data-folio") if element is not None and box not in own else None
        if (anchor is None and box not in own) or not (box.text.isascii() and box.text.isdigit()):
            return emojis
        showing = [at for at in range(start, len(target.stream)) if _shows(target.stream[at])]
        key = _type(box)
        if key not in known:
            known[key] = _figures(target, box, draw_first_line)
        figures = known[key]
        if figures is None or len(showing) != 1:
            found.uneven.append(box)
            return emojis
        align = ALIGNS.get(box.style["text_align_all"], "start")
        use = FolioUse(Anchor(anchor) if anchor else None, own.get(box, 0), *figures, align, len(box.text))
        found.boxes[box] = len(found.uses)
        target.stream[showing[0]] = b"\0f%d\0" % len(found.uses)
        found.uses.append(use)
        return emojis

    with replaced((draw_text, "draw_first_line", drawn)):
        yield found


def _shows(operation: Untyped) -> bool:
    return isinstance(operation, bytes) and operation.endswith(b"TJ")


def _type(box: Box) -> tuple[Untyped, ...]:
    """All of a style that decides how figures look."""
    names = (
        "font_family", "font_size", "font_weight", "font_style", "font_stretch", "font_kerning",
        "font_feature_settings", "font_variant_numeric", "font_variant_caps", "font_variant_position",
        "letter_spacing", "lang",
    )  # fmt: skip
    return tuple(box.style[name] for name in names)


def _figures(target: Untyped, box: Box, draw: Untyped) -> tuple[tuple[str, ...], float] | None:
    """What shows each figure in a TJ array, and the advance they share in thousandths of the type size, else None.

    They are drawn and taken back, so that all ten are among the glyphs used; in pairs, for letters are spaced between
    two. What follows the last figure of a folio begins at a place of its own, so there the space does no harm.
    """
    layout, text = box.pango_layout, box.pango_layout.text
    shown: list[str] = []
    advances: list[float] = []
    for figure in FIGURES:
        start = len(target.stream)
        layout.set_text(figure * 2)
        draw(target, _Run(box.style, layout, figure * 2), "clip", "none", matrix.Matrix())
        made = [each for each in target.stream[start:] if _shows(each)]
        del target.stream[start:]
        run = glyphs(made[0]) if len(made) == 1 else None
        if run is None or len(run) != 2 or run[0][0] != run[1][0]:
            return None
        code, adjustment = run[0]
        width = _width(target, int(code, 16))
        kern = sum(float(each) for each in adjustment.split())
        shown.append(f"<{code.decode()}>{kern:g}" if kern else f"<{code.decode()}>")
        advances.append(width - kern)
    layout.set_text(text)
    # Widths that are not known differ from everything.
    return (tuple(shown), advances[0]) if max(advances) - min(advances) <= NEARLY else None


def _width(target: Untyped, glyph: int) -> float:
    """The width of a glyph in the font that was set last; NaN when none has it, which is even with nothing."""
    name, _ = target._current_font
    widths = (font.widths[glyph] for font in target._fonts.values() if font.hash == name and glyph in font.widths)
    return float(next(widths, math.nan))
