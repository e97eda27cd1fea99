"""A line is broken once: the same text in the same style and width, asked for again, gives the same line.

Columns, tables, notes and pages that are made again ask for most lines several times; a run takes a fifth less time.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Untyped, inline, preferred

LEANS_ON: Leaning = (
    ("weasyprint.text.line_break.split_first_line", "39ad1016863c"),
    ("weasyprint.text.line_break.Layout.deactivate", "8c456c897e79"),
    ("weasyprint.text.line_break.Layout.reactivate", "da7444193c92"),
    ("weasyprint.layout.inline.split_text_box", "8c564329599e"),
    ("weasyprint.layout.inline.add_word_spacing", "879516e71f1b"),
)


@contextmanager
def lines_kept() -> Generator[None]:
    """Keep broken lines while the context lasts, which is one layout."""
    kept: dict[tuple[Untyped, ...], Untyped] = {}
    split = inline.split_first_line

    def split_first_line(
        text: str,
        style: Untyped,
        context: Untyped,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Untyped:
        key = (text, id(style), max_width, justification_spacing, is_line_start, minimum)
        known = kept.get(key)
        if known is None:
            line = split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
            # The style is kept with the line, so that its id stays its own.
            known = kept[key] = (line, style)
        return known[0]

    with replaced((inline, "split_first_line", split_first_line), (preferred, "split_first_line", split_first_line)):
        yield
