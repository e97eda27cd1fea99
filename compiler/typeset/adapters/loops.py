"""Two things WeasyPrint keeps to itself: a layout that did not settle, and matter left over at the end."""

from __future__ import annotations

import inspect
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Untyped, layout, page

LEANS_ON: Leaning = (
    ("weasyprint.layout.layout_document", "a5cbf437e99c"),
    ("weasyprint.layout.page.make_all_pages", "b5e403489484"),
    ("weasyprint.layout.page.remake_page", "1ff09b2dffa1"),
)


@dataclass
class Loops:
    """How often all pages were made, and which elements were left over when the last page was full."""

    turns: int = 0
    settled: bool = True
    left_over: list[Untyped] = field(default_factory=list[Untyped])


@contextmanager
def loops_watched() -> Generator[Loops]:
    """Watch a run; what is seen belongs to its last turn."""
    seen = Loops()
    make_all, remake = layout.make_all_pages, page.remake_page
    most = inspect.signature(layout.layout_document).parameters["max_loops"].default

    def make_all_pages(context: Untyped, *rest: Untyped) -> Iterator[Untyped]:
        yield from make_all(context, *rest)
        seen.turns += 1
        changed = any(state["content_changed"] for *_, state in context.page_maker)
        seen.settled = seen.turns < most or not changed

    def remake_page(index: int, context: Untyped, *rest: Untyped) -> Untyped:
        made, resume_at = remake(index, context, *rest)
        seen.left_over = [box.element for box, *_ in context.broken_out_of_flow.values()] if resume_at is None else []
        return made, resume_at

    with replaced((layout, "make_all_pages", make_all_pages), (page, "remake_page", remake_page)):
        yield seen
