"""Running heads and folios: the page counter follows the numbering of the parts, strings do not cross between parts.

`@page :nth(1 of NAME) { counter-reset: page N }` cannot number a part that begins on a master of its own (an opener)
and ends on it again; so the counter is set before the margin boxes of a page are made. Counters in the text are not
touched: folios in the text come from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Box, Untyped, layout

LEANS_ON: Leaning = (
    ("weasyprint.layout.page.make_margin_boxes", "4a2d2e301eb3"),
    ("weasyprint.layout.LayoutContext.get_string_or_element_for", "c84ebad669f2"),
    ("weasyprint.layout.layout_document", "a5cbf437e99c"),
)


@contextmanager
def heads_of(number: Callable[[Box], tuple[int | None, bool]]) -> Generator[None]:
    """`number` is asked once for each page, in order: the number to print, and whether a part begins on it."""
    make = layout.make_margin_boxes

    def make_margin_boxes(context: Untyped, page: Box, state: Untyped) -> Iterator[Box]:
        folio, begins = number(page)
        if folio is not None:
            state[1]["page"] = [folio]
        if begins:
            for pages in context.string_set.values():
                if context.current_page not in pages:
                    pages[context.current_page] = [""]
        yield from make(context, page, state)

    with replaced((layout, "make_margin_boxes", make_margin_boxes)):
        yield
