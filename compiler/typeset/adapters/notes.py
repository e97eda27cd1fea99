"""Notes stay on the page of their call.

WeasyPrint 70 sends them to a later page, or loses them, for two reasons:

- `_update_footnote_area` compares the bottom of the last note exactly with that of the area, so a rounding fault of
  1e-13 counts as overflow. The tolerant comparison it uses elsewhere is put in its place.
- `_linebox_layout`, when a line does not fit and may not break here, makes room by sending notes ahead, whatever
  `footnote-policy` says. With the policies `line` and `block` it must not.

Inside balanced columns some notes still stray (13 of some 13,000): no calls there, and every run compares call and
note.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache

from compiler.typeset.adapters.patch import Leaning, altered, replaced
from compiler.typeset.door import Untyped, block, layout

LEANS_ON: Leaning = (
    ("weasyprint.layout.LayoutContext._update_footnote_area", "0fcc68f3897d"),
    ("weasyprint.layout.LayoutContext.overflows", "1fe8b977467f"),
    ("weasyprint.layout.block._linebox_layout", "e07bbe000974"),
)

_EXACT = "overflow = last_child_bottom > footnote_area_bottom"
_TOLERANT = "overflow = self.overflows(footnote_area_bottom, last_child_bottom)"
_SENT = "report = not context.in_column and can_break_now and not could_break_before"
_KEPT = (
    "report = (not context.in_column and can_break_now and not could_break_before and not any("
    "note.style['footnote_policy'] != 'auto' for note in context.current_page_footnotes))"
)


@cache
def _mended() -> tuple[Untyped, Untyped]:
    area = altered(layout.LayoutContext._update_footnote_area, layout.__dict__, (_EXACT, _TOLERANT))
    lines = altered(block._linebox_layout, block.__dict__, (_SENT, _KEPT))
    return area, lines


@contextmanager
def notes_stay() -> Generator[None]:
    """Keep notes with their calls while the context lasts."""
    area, lines = _mended()
    with replaced((layout.LayoutContext, "_update_footnote_area", area), (block, "_linebox_layout", lines)):
        yield
