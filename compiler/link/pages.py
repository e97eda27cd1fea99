"""Pages: their boxes, and what hangs on them (ISO 32000-1, 7.7.3.3 and 14.11.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compiler.link.syntax import numbers, reference, references
from compiler.model.galley import GalleyPage, Symbols
from compiler.model.volume import Binding

PLACES = 6
"""Decimals of the edges of boxes."""


def boxes(page: GalleyPage, bled: bool) -> bytes:
    """The boxes of a page. All that is drawn is the bleed; viewers show the trim, or with `bled` the bleed."""
    left, bottom, right, top = page.bleed
    trim = numbers((0, 0, page.width, page.height))
    edges = (-left, -bottom, page.width + right, page.height + top)
    bleed = numbers(round(edge, PLACES) for edge in edges)
    return b"/MediaBox%s/TrimBox%s/BleedBox%s/CropBox%s" % (bleed, trim, bleed, bleed if bled else trim)


def page_of_part(
    page: GalleyPage, parent: int, numbered: Sequence[int], key: int, bled: bool, contents: bytes | None = None
) -> bytes:
    """A page with its contents: object 1 of its galley has the first of these numbers, `key` is that of its tags.

    `contents` stand in the place of those it has alone.
    """
    annotated = [numbered[each - 1] for each in page.annotations]
    annotations = b"/Annots%s" % references(annotated) if annotated else b""
    own = contents or reference(numbered[page.contents - 1])
    return b"<</Type/Page/Parent %s%s/Tabs/S/StructParents %d/Contents %s/Resources %s%s>>" % (
        *(reference(parent), boxes(page, bled), key),
        *(own, reference(numbered[page.resources - 1]), annotations),
    )


def blank_page(like: GalleyPage, parent: int, bled: bool, drawn: tuple[bytes, int] | None = None) -> bytes:
    """A page on which nothing stands, of the size of another: there is nothing on it to tag.

    What is `drawn` on it all the same are contents, with the fonts they need.
    """
    shown = b"/Contents %s/Resources<</Font %s>>" % (drawn[0], reference(drawn[1])) if drawn else b"/Resources<<>>"
    return b"<</Type/Page/Parent %s%s/Tabs/S%s>>" % (reference(parent), boxes(like, bled), shown)


def blank_pages(binding: Binding, symbols: Sequence[Symbols]) -> Iterator[tuple[int, GalleyPage]]:
    """The blank pages that were put in: the index of each, and a page whose size it has, the last before it."""
    like = next(page for each in symbols for page in each.pages)
    for index, page in enumerate(binding.pages):
        if page.part is None:
            yield index, like
        else:
            like = symbols[page.part].pages[page.page_index]
