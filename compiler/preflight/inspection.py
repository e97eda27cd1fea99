"""What is done in a process of its own: a file opened, and some of its pages looked at."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

from compiler.preflight import (
    actions,
    black,
    bleed,
    boxes,
    colours,
    encryption,
    fonts,
    ink,
    intent,
    lines,
    markup,
    metadata,
    multiple,
    overprint,
    pictures,
    separations,
    small_type,
    standard,
    transparency,
    zone,
)
from compiler.preflight.conditions import Conditions
from compiler.preflight.exemptions import Exemption
from compiler.preflight.findings import Finding, error, gathered, unchecked, unproven, warning
from compiler.preflight.geometry import A4, Box
from compiler.preflight.objects import PAGES, Document, Leaf, UnreadableError, opened
from compiler.preflight.raster import Raster, marked
from compiler.preflight.sheet import Sheet
from compiler.preflight.walk import TooMuchError, marks_of
from compiler.preflight.wire import Answer, Shown, pack
from compiler.preflight.xmp import Xmp, claims

PICTURE_SCALE = 1.1
"""Dots a point of the pictures in a report."""

OfFile = Callable[[Document, Conditions], Iterable[Finding]]
OfPage = Callable[[Sheet, Conditions], Iterable[Finding]]

FILE: dict[str, OfFile] = {
    "encryption": encryption.check,
    "standard": standard.check,
    "output intent": intent.check,
    "metadata": metadata.check,
    "number of pages": multiple.check,
    "boxes": boxes.check,
    "annotations": markup.check,
    "scripts, files and layers": actions.check,
}
PAGE: dict[str, OfPage] = {
    "fonts": fonts.check,
    "colours": colours.check,
    "resolution": pictures.check,
    "lines": lines.check,
    "small type": small_type.check,
    "black type": black.check,
    "overprint": overprint.check,
    "transparency": transparency.check,
    "safe zone": zone.check,
}

Kind = Literal["file", "pages", "look", "pictures"]


@dataclass(frozen=True, slots=True)
class Common:
    """What all tasks share. `ours` says that this compiler made the file, so that Ghostscript may see it."""

    path: str
    digest: str
    ours: bool
    conditions: Conditions
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Pages from `first` to before `last`; `boxes` are what is drawn on pictures: page, number, and where."""

    kind: Kind
    first: int = 0
    last: int = 0
    boxes: tuple[tuple[int, str, Box], ...] = ()


def work(common: Common, task: Task) -> bytes:
    """One task, in a worker."""
    content = _content(common.path, common.digest)
    return pack(inspect(content, common, task))


@functools.lru_cache(maxsize=1)
def _content(path: str, digest: str) -> bytes:
    """The file, as long as it is the one that was asked about."""
    content = Path(path).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise OSError("the file was changed while it was looked at")
    return content


@functools.lru_cache(maxsize=1)
def _document(content: bytes) -> Document:
    return opened(content)


def inspect(content: bytes, common: Common, task: Task) -> Answer:
    """One task on the bytes of a file; whatever the file does to it becomes a finding."""
    if task.kind == "pictures":
        return Answer(pictures=tuple(_pictures(content, task)))
    try:
        document = _document(content)
    except UnreadableError as fault:
        return Answer((error("unreadable-pdf", f"the file cannot be read as PDF: {fault}"),))
    if task.kind == "file":
        found = gathered(_of_file(document, common))
        return Answer(tuple(found), tuple(_trim(leaf) for leaf in document.pages), _claims(document))
    leaves = document.pages[task.first : task.last]
    what = _of_pages if task.kind == "pages" else _looked_at
    return Answer(tuple(gathered(what(content, document, leaves, common))))


def _trim(leaf: Leaf) -> Box:
    try:
        return leaf.trim
    except Exception:  # told by the check of boxes, which asks the same
        return A4


def _claims(document: Document) -> tuple[str, ...]:
    try:
        return claims(document, Xmp.of(document))
    except Exception:  # told by the check of the standard, which asks the same
        return ()


def _of_file(document: Document, common: Common) -> Iterator[Finding]:
    if document.locked:
        yield from encryption.check(document, common.conditions)
        yield unchecked("every other check", "the file is encrypted")
        return
    for what, check in FILE.items():
        yield from _guarded(what, None, lambda check=check: check(document, common.conditions))
    if document.more:
        yield unchecked(f"pages after the first {PAGES}", "there are too many")
    if document.mended.said:
        told = "the file is damaged: readers have to guess what was meant"
        yield warning("damaged-pdf", told, notes=tuple(document.mended.said))
    if not (common.ours and separations.ghostscript()):
        why = "Ghostscript is not installed" if common.ours else "Ghostscript is not shown files of others"
        told = f"total ink was summed for each colour and picture by itself, without what overlaps: {why}"
        yield unproven("degraded-check", told)


def _of_pages(
    content: bytes, document: Document, leaves: tuple[Leaf, ...], common: Common
) -> Iterator[Finding]:  # fmt: skip
    del content
    claimed = _claims(document)
    separate = common.ours and separations.ghostscript() is not None
    for leaf in leaves:
        yield from _of_page(leaf, claimed, common, {} if separate else {"total ink": ink.check})
    if separate:
        yield from separations.check(Path(common.path), leaves, common.conditions)


def _of_page(
    leaf: Leaf, claimed: tuple[str, ...], common: Common, more: dict[str, OfPage]
) -> Iterator[Finding]:  # fmt: skip
    at = leaf.page_index
    try:
        marks, troubles = marks_of(leaf)
    except TooMuchError:
        yield unchecked("the content of the page", "it wants too much work", at)
        return
    except MemoryError:
        raise
    except Exception as fault:  # pypdf raises all kinds on damaged files
        yield unchecked("the content of the page", _reason(fault), at)
        return
    sheet = Sheet(leaf, tuple(marks), claimed, common.exemptions)
    if troubles:
        yield error("damaged-page", "some of the page cannot be read", at, notes=tuple(troubles))
    for what, check in {**PAGE, **more}.items():
        yield from _guarded(what, at, lambda check=check: check(sheet, common.conditions))


def _looked_at(
    content: bytes, document: Document, leaves: tuple[Leaf, ...], common: Common
) -> Iterator[Finding]:  # fmt: skip
    """What needs a picture of the page."""
    del document
    try:
        with Raster(content) as raster:
            for leaf in leaves:
                yield from _guarded("bleed", leaf.page_index, lambda leaf=leaf: _bleed(raster, leaf, common.conditions))
    except OSError as fault:
        first, last = leaves[0].page_index + 1, leaves[-1].page_index + 1
        yield unchecked(f"the bleed of pages {first} to {last}", str(fault))


def _bleed(raster: Raster, leaf: Leaf, conditions: Conditions) -> Iterator[Finding]:
    picture, scale = raster.picture(leaf.page_index, leaf.media, bleed.SCALE)
    if scale < bleed.LEAST_SCALE:
        yield unchecked("bleed", "the page is too large to be seen at a useful size", leaf.page_index)
        return
    yield from bleed.check(picture, scale, leaf, conditions)


def _pictures(content: bytes, task: Task) -> Iterator[Shown]:
    """Pages with faults drawn on them; one that cannot be drawn is left out, and the report says so."""
    try:
        leaves = _document(content).pages
        with Raster(content) as raster:
            for index in sorted({index for index, _, _ in task.boxes}):
                leaf = leaves[index]
                picture, scale = raster.picture(index, leaf.media, PICTURE_SCALE)
                here = [(number, box) for at, number, box in task.boxes if at == index and not box.empty]
                data = BytesIO()
                marked(picture, scale, leaf.media, leaf.trim, here).quantize(128).save(data, "PNG", optimize=True)
                yield Shown(index, data.getvalue())
    except (OSError, UnreadableError, IndexError):
        return


def _guarded(what: str, page_index: int | None, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What a check finds, up to where the file breaks it."""
    try:
        yield from check()
    except MemoryError:
        raise
    except Exception as fault:  # pypdf raises all kinds on damaged files
        yield unchecked(what, _reason(fault), page_index)


def _reason(fault: Exception) -> str:
    return " ".join(str(fault).split())[:200] or type(fault).__name__
