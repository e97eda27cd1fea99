"""Space before a block falls away at the head of a page, unless the layouts themselves began the page.

CSS Fragmentation 3, 5.2: margins that adjoin an unforced break are truncated to zero, those after a forced one are
kept. WeasyPrint 70 sees neither the break nor the head of the page as it should:

- It takes each page with a name for one begun by a forced break, and all our pages have names. Where a name changes, or
  a break is asked for, `next_page["break"]` is another value than `any`: that alone is a forced break.
- A float that comes first, such as a note in the margin, takes the head of the page from the block after it.
- It calls a page empty for what it sets in a float or a cell too, whose spaces are none of the page's.
- It does not look into a formatting context (`display: flow-root`) that goes on from the page before.

So each box in the flow is told whether its margin adjoins the break, from the root down.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import cache

from compiler.typeset.adapters.patch import Leaning, altered, replaced
from compiler.typeset.door import Box, Untyped, block, page

LEANS_ON: Leaning = (
    ("weasyprint.layout.page.remake_page", "1ff09b2dffa1"),
    ("weasyprint.layout.block.block_level_layout", "c1301dde9284"),
    ("weasyprint.layout.block._in_flow_layout", "c2537262836d"),
    ("weasyprint.layout.block.block_level_page_break", "4c36f807aa76"),
    ("weasyprint.layout.block.block_container_layout", "65842ca53a83"),
)

_NAMED = "context.forced_break = (next_page['break'] != 'any' or next_page['page'])"
_FORCED = "context.forced_break = next_page['break'] != 'any'"
_EMPTY = "if context.current_page > 1 and page_is_empty:"
_AT_HEAD = "if context.current_page > 1 and getattr({}, 'at_head', False):"
_COLLAPSES = """collapse_with_page = (
                containing_block.is_for_root_element or adjoining_margins)"""
_ALWAYS = "collapse_with_page = True"


@cache
def _mended() -> tuple[Untyped, Untyped, Untyped]:
    remake = altered(page.remake_page, page.__dict__, (_NAMED, _FORCED))
    level = altered(block.block_level_layout, block.__dict__, (_EMPTY, _AT_HEAD.format("box")), (_COLLAPSES, _ALWAYS))
    flow = altered(block._in_flow_layout, block.__dict__, (_EMPTY, _AT_HEAD.format("child")))
    return remake, level, flow


def at_head(box: Box, index: int, before: Sequence[Box], resumes: bool) -> bool:
    """Whether nothing stands between the head of the page and the margin of the child `index` of `box`.

    `before` are the children already on the page, `resumes` says that the child goes on from the page before.
    """
    if block.find_last_in_flow_child(before) is not None:
        return False
    if box.is_for_root_element:
        return True
    goes_on = resumes or index > len(before)
    return getattr(box, "at_head", False) and (goes_on or box.top_margin_collapses())


@contextmanager
def heads_closed() -> Generator[None]:
    """Drop space at the head of pages while the context lasts."""
    remake, level, flow = _mended()

    def in_flow(context: Untyped, box: Box, index: int, child: Box, before: Sequence[Box], *rest: Untyped) -> Untyped:
        *_, skip_stack, _, _, _, _, _ = rest
        child.at_head = at_head(box, index, before, skip_stack is not None)
        return flow(context, box, index, child, before, *rest)

    with replaced(
        (page, "remake_page", remake), (block, "block_level_layout", level), (block, "_in_flow_layout", in_flow)
    ):
        yield
