"""Boxes, sizes and rotation of pages (ISO 32000-1, 14.11.2; GWG 2015, 4.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from compiler.model.measures import points
from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error, warning
from compiler.preflight.geometry import MM, Box
from compiler.preflight.objects import Document, Leaf, number
from compiler.preflight.sheet import wanted_bleed

OF_THE_PAGE = ("box-outside-box", "crop-box", "short-bleed", "uneven-pages", "wrong-trim")
"""Faults that have a place on the page, and that no line of the copy has made."""
SLACK = 0.1 * MM
"""Points by which sizes may differ: a tenth of a millimetre, less than any knife is exact."""
TINY = 0.02
"""Points that rounding may take from a bleed."""


def check(document: Document, conditions: Conditions) -> Iterator[Finding]:
    sizes = Counter(_size(page.trim) for page in document.pages)
    usual = sizes.most_common(1)[0][0] if sizes else (0, 0)
    for page in document.pages:
        yield from _boxes(page, conditions)
        yield from _turned(page)
        yield from _sized(page, conditions, usual)


def _boxes(page: Leaf, conditions: Conditions) -> Iterator[Finding]:
    at, media = page.page_index, page.media
    if page.box("/MediaBox") is None:
        yield error("no-media-box", "the page does not say how large its sheet is", at)
    trim, art, crop, bleed = (page.box(key) for key in ("/TrimBox", "/ArtBox", "/CropBox", "/BleedBox"))
    if trim is None and art is None:
        yield error("no-trim-box", "the page does not say where it is trimmed", at)
    if trim is not None and art is not None:
        yield warning("two-trims", "the page has a TrimBox and an ArtBox, and one of them is needed", at)
    for name, box in (("TrimBox", trim), ("BleedBox", bleed), ("CropBox", crop)):
        if box is not None and not media.holds(box, TINY):
            yield error("box-outside-box", f"the {name} reaches beyond the MediaBox", at, box)
    if bleed is not None and not bleed.holds(page.trim, TINY):
        yield error("box-outside-box", "the TrimBox reaches beyond the BleedBox", at, page.trim)
    if crop is not None and crop != media and not (media.holds(crop, TINY) and crop.holds(media, TINY)):
        yield warning("crop-box", "the CropBox hides a part of the sheet", at, crop)
    want = wanted_bleed(page, conditions)
    if not page.bleed.holds(want, TINY):
        given = _margins(page.trim, page.bleed)
        yield error(
            "short-bleed",
            f"the page has {given} of bleed, and {_margins(page.trim, want)} are needed",
            at,
            page.bleed,
        )


def _margins(trim: Box, outer: Box) -> str:
    """Bleed at top, right, bottom and left; one figure where they are all the same."""
    found = [outer.top - trim.top, outer.right - trim.right, trim.bottom - outer.bottom, trim.left - outer.left]
    told = [f"{max(0.0, each) / MM:.2f}".rstrip("0").rstrip(".") for each in found]
    return f"{told[0]} mm" if len(set(told)) == 1 else f"{', '.join(told)} mm (top, right, bottom, left)"


def _turned(page: Leaf) -> Iterator[Finding]:
    turn = number(page.get("/Rotate")) or 0
    if turn % 360:
        yield error("rotated-page", f"the page is to be turned by {turn:g} degrees when it is shown", page.page_index)
    unit = number(page.get("/UserUnit"))
    if unit is not None and unit != 1:
        yield error("scaled-page", f"the page is to be shown {unit:g} times as large", page.page_index)


def _sized(page: Leaf, conditions: Conditions, usual: tuple[int, int]) -> Iterator[Finding]:
    size = page.trim
    told = f"{size.width / MM:.1f} x {size.height / MM:.1f} mm"
    if conditions.trim is not None:
        want = points(conditions.trim.width), points(conditions.trim.height)
        if abs(size.width - want[0]) > SLACK or abs(size.height - want[1]) > SLACK:
            asked = f"{want[0] / MM:.1f} x {want[1] / MM:.1f} mm"
            yield error(
                "wrong-trim", f"the trimmed page measures {told}, and {asked} are needed", page.page_index, size
            )
    elif _size(size) != usual:
        yield error("uneven-pages", f"the trimmed page measures {told}, and most others do not", page.page_index, size)


def _size(box: Box) -> tuple[int, int]:
    """A size that rounding does not tell from another: in tenths of a millimetre."""
    return round(box.width / SLACK), round(box.height / SLACK)
