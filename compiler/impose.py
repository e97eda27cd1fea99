"""Imposition for printing in the house: pages of a PDF on sheets that are folded and stitched, or gathered and glued.

Each page becomes a form (ISO 32000-1, 8.10) that is drawn at its size. Sheets come front, back, front, back; a printer
that prints both sides turns them over at the short edge.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal, cast

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, PdfObject, StreamObject

from compiler.workers import Failed, Hands, Limits, WorkFault

Scheme = Literal["saddle", "perfect", "2-up"]

MM = 72 / 25.4
SHEETS = {
    "A5": (148, 210),
    "A4": (210, 297),
    "A3": (297, 420),
    "A2": (420, 594),
    "SRA4": (225, 320),
    "SRA3": (320, 450),
}
"""Width and height in millimetres (ISO 216, ISO 217)."""
MOST = 2000
"""Pages of a file."""
LIMITS = Limits(seconds=300, memory=2 << 30)
SLACK = 0.5
"""Points by which pages of a file may differ."""
MARK, GAP = 5 * MM, 1 * MM
"""Length of a mark, and what is left between the bleed and it."""


class UnfitError(Exception):
    """The file or the sheet does not do; the message says why."""


@dataclass(frozen=True, slots=True)
class Job:
    """`sheet` is the name of a size or `WIDTHxHEIGHT` in millimetres, None for one that fits; `creep` in millimetres.

    `signature` is the number of pages of a signature where the scheme is `perfect`.
    """

    scheme: Scheme = "saddle"
    sheet: str | None = None
    signature: int = 16
    creep: float = 0.1
    marks: bool = False


@dataclass(frozen=True, slots=True)
class Imposed:
    """`pages` are counted with the `blanks` at the end, `sheets` as paper; width and height in millimetres."""

    pdf: bytes
    pages: int
    blanks: int
    sheets: int
    width: float
    height: float

    def told_size(self) -> str:
        return f"{self.width:g} x {self.height:g} mm"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: indexes of the pages left and right of the fold, None for blank; `depth` counts the sheets
    of its signature from outside, from 0.
    """

    left: int | None
    right: int | None
    depth: int


# ---- which page goes where -----------------------------------------------------------------------------------------


def sides(number: int, job: Job) -> list[Side]:
    """The sides of all sheets in the order of printing: front, back; of a proof fronts alone."""
    if job.scheme == "2-up":
        # As the volume lies open: the first page on the right.
        return [Side(_page(left, number), _page(left + 1, number), 0) for left in range(-1, number, 2)]
    if job.scheme == "saddle":
        return list(_signature(0, _fours(number), number))
    found: list[Side] = []
    for first in range(0, number, job.signature):
        found += _signature(first, min(job.signature, _fours(number - first)), number)
    return found


def _signature(first: int, length: int, number: int) -> Iterator[Side]:
    """Sheets inside one another; the outermost holds the first page and the last."""
    for depth in range(length // 4):
        low, high = first + 2 * depth, first + length - 1 - 2 * depth
        yield Side(_page(high, number), _page(low, number), depth)
        yield Side(_page(low + 1, number), _page(high - 1, number), depth)


def _page(index: int, number: int) -> int | None:
    return index if 0 <= index < number else None


def _fours(number: int) -> int:
    return -(-number // 4) * 4


# ---- the file ------------------------------------------------------------------------------------------------------


def impose(path: Path, job: Job) -> Imposed:
    """Impose a file, in a process of its own; raises `UnfitError`."""
    with Hands(_work, 1, LIMITS) as crew:
        crew.share(job)
        try:
            packed = crew.submit(path.name, str(path.resolve())).result()
        except Failed as fault:
            raise UnfitError(fault.reason or fault.kind) from None
        except WorkFault as fault:
            raise UnfitError(str(fault)) from None
    head, _, pdf = packed.partition(b"\n")
    told = cast("dict[str, float]", json.loads(head))
    whole = [int(told[key]) for key in ("pages", "blanks", "sheets")]
    return Imposed(pdf, whole[0], whole[1], whole[2], told["width"], told["height"])


def _work(job: Job, path: str) -> bytes:
    made = imposed(Path(path).read_bytes(), job)
    head = {key: getattr(made, key) for key in ("pages", "blanks", "sheets", "width", "height")}
    return json.dumps(head).encode("ascii") + b"\n" + made.pdf


def imposed(content: bytes, job: Job) -> Imposed:
    """Impose a file that is trusted to be one; raises `UnfitError`."""
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise UnfitError("it is encrypted")
        pages = list(reader.pages)
    except UnfitError:
        raise
    except (PyPdfError, RecursionError, ValueError, KeyError, AttributeError, TypeError) as fault:
        raise UnfitError(f"it cannot be read as PDF: {fault}") from None
    if not pages or len(pages) > MOST:
        raise UnfitError(f"it has {len(pages)} pages, and 1 to {MOST} are needed")
    layout = _layout(pages, job)
    writer = pypdf.PdfWriter()
    _with_intents(reader, writer)
    forms: dict[int, object] = {}
    found = sides(len(pages), job)
    for side in found:
        sheet = writer.add_blank_page(layout.width, layout.height)
        _draw(sheet, side, layout, job, pages, writer, forms)
    out = BytesIO()
    writer.write(out)
    places = 2 * len(found) if job.scheme != "2-up" else len(pages)
    paper = len(found) if job.scheme == "2-up" else len(found) // 2
    size = round(layout.width / MM, 1), round(layout.height / MM, 1)
    return Imposed(out.getvalue(), places, places - len(pages), paper, *size)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The sheet and the pages on it, in points; `scale` is 1 but for a proof. The fold is in the middle."""

    width: float
    height: float
    page_width: float
    page_height: float
    bleed: float
    scale: float

    @property
    def fold(self) -> float:
        return self.width / 2

    @property
    def foot(self) -> float:
        return (self.height - self.page_height) / 2


def _layout(pages: Sequence[pypdf.PageObject], job: Job) -> _Layout:
    sizes = [_trim(page) for page in pages]
    width, height = sizes[0][2] - sizes[0][0], sizes[0][3] - sizes[0][1]
    for number, (left, bottom, right, top) in enumerate(sizes, 1):
        if abs(right - left - width) > SLACK or abs(top - bottom - height) > SLACK:
            raise UnfitError(f"page {number} is of another size than page 1")
    if width <= 0 or height <= 0:
        raise UnfitError("its pages have no size")
    bleed = max(0.0, min(min(_bleeds(page)) for page in pages))
    room = bleed + (MARK + GAP if job.marks else 0)
    if job.sheet is None:
        return _Layout(2 * width + 2 * room, height + 2 * room, width, height, bleed, 1)
    sheet = _sheet(job.sheet)
    # Landscape if two pages fit, else portrait.
    fitting = [
        each
        for each in ((max(sheet), min(sheet)), (min(sheet), max(sheet)))
        if each[0] >= 2 * width - SLACK and each[1] >= height - SLACK
    ]
    if fitting:
        return _Layout(fitting[0][0], fitting[0][1], width, height, bleed, 1)
    if job.scheme == "2-up":
        wide = max(sheet), min(sheet)
        scale = min(wide[0] / (2 * width), wide[1] / height)
        return _Layout(wide[0], wide[1], width * scale, height * scale, bleed * scale, scale)
    needed = f"{2 * width / MM:.0f} x {height / MM:.0f} mm"
    raise UnfitError(f"a sheet of {job.sheet} is too small for two pages side by side, which need {needed}")


def _sheet(name: str) -> tuple[float, float]:
    """Width and height of a sheet in points."""
    millimetres: tuple[float, float] | None = SHEETS.get(name.upper())
    measured = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]+)?)x([0-9]{1,4}(?:\.[0-9]+)?)", name)
    if measured is not None:
        millimetres = float(measured[1]), float(measured[2])
    if millimetres is None:
        raise UnfitError(f"there is no sheet `{name}`; there are {', '.join(SHEETS)}, or `WIDTHxHEIGHT` in mm")
    return millimetres[0] * MM, millimetres[1] * MM


def _trim(page: pypdf.PageObject) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the trim; of a page without one, of what is shown."""
    box = page.trimbox
    return float(box.left), float(box.bottom), float(box.right), float(box.top)


def _bleeds(page: pypdf.PageObject) -> tuple[float, float, float, float]:
    outer, trim = page.bleedbox, _trim(page)
    return (
        trim[0] - float(outer.left),
        trim[1] - float(outer.bottom),
        float(outer.right) - trim[2],
        float(outer.top) - trim[3],
    )


def _with_intents(reader: pypdf.PdfReader, writer: pypdf.PdfWriter) -> None:
    """The press for which colours are meant stays the same."""
    intents = reader.root_object.get("/OutputIntents")
    if intents is not None:
        writer.root_object[NameObject("/OutputIntents")] = intents.get_object().clone(writer)


def _draw(
    sheet: pypdf.PageObject,
    side: Side,
    layout: _Layout,
    job: Job,
    pages: Sequence[pypdf.PageObject],
    writer: pypdf.PdfWriter,
    forms: dict[int, object],
) -> None:
    used = DictionaryObject()
    parts: list[str] = []
    # Inner sheets stand out at the fore edge and lose more to the knife: their pages move towards the fold.
    creep = 0.0 if job.scheme == "2-up" else side.depth * job.creep * MM
    for index, is_left in ((side.left, True), (side.right, False)):
        if index is None:
            continue
        if index not in forms:
            forms[index] = writer._add_object(_form(pages[index], writer))  # pyright: ignore[reportPrivateUsage]
        word = f"/P{index + 1}"
        used[NameObject(word)] = cast(PdfObject, forms[index])
        parts.append(_placed(word, _trim(pages[index]), layout, is_left, creep))
    if job.marks:
        parts.append(_marks(layout))
    content = StreamObject()
    content.set_data("\n".join(parts).encode("ascii"))
    sheet[NameObject("/Contents")] = writer._add_object(content)  # pyright: ignore[reportPrivateUsage]
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): used})


def _placed(word: str, trim: tuple[float, float, float, float], layout: _Layout, is_left: bool, creep: float) -> str:
    """Operators that draw a page beside the fold, clipped at the fold and at the end of its bleed."""
    fold, foot, bleed = layout.fold, layout.foot, layout.bleed
    left = fold - layout.page_width + creep if is_left else fold - creep
    start = left - bleed if is_left else fold
    end = fold if is_left else left + layout.page_width + bleed
    clip = f"{start:.3f} {foot - bleed:.3f} {end - start:.3f} {layout.page_height + 2 * bleed:.3f} re W n"
    x, y = left - trim[0] * layout.scale, foot - trim[1] * layout.scale
    return f"q {clip} {layout.scale:.5f} 0 0 {layout.scale:.5f} {x:.3f} {y:.3f} cm {word} Do Q"


def _marks(layout: _Layout) -> str:
    """Crop marks at the corners of both pages together, and dashes at the fold."""
    near = layout.bleed + GAP
    low, high = layout.foot, layout.foot + layout.page_height
    left, right = layout.fold - layout.page_width, layout.fold + layout.page_width
    lines: list[str] = []
    for y in (low, high):
        lines.append(_line(left - near - MARK, y, left - near, y))
        lines.append(_line(right + near, y, right + near + MARK, y))
    for x in (left, right):
        lines.append(_line(x, low - near - MARK, x, low - near))
        lines.append(_line(x, high + near, x, high + near + MARK))
    folds = (_line(layout.fold, low - near - MARK, layout.fold, low - near),
             _line(layout.fold, high + near, layout.fold, high + near + MARK))  # fmt: skip
    return f"q 0 G 0.25 w {' '.join(lines)} [2 2] 0 d {' '.join(folds)} Q"


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S"


def _form(page: pypdf.PageObject, writer: pypdf.PdfWriter) -> StreamObject:
    """A page as a form in its own coordinates; what a viewer turns is turned for good."""
    if page.rotation % 360:
        raise UnfitError("a page is to be turned when it is shown; save it turned first")
    form = StreamObject()
    contents = page.get_contents()
    form.set_data(contents.get_data() if contents is not None else b"")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    box = page.mediabox
    form[NameObject("/BBox")] = ArrayObject(
        FloatObject(float(edge)) for edge in (box.left, box.bottom, box.right, box.top)
    )
    resources = page.get("/Resources")
    form[NameObject("/Resources")] = (
        resources.get_object().clone(writer) if resources is not None else DictionaryObject()
    )
    group = page.get("/Group")
    if group is not None:
        form[NameObject("/Group")] = group.get_object().clone(writer)
    return cast(StreamObject, form.flate_encode())
