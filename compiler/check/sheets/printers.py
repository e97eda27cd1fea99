"""printers/<name>.yaml: what a printing house asks for."""

from __future__ import annotations

from typing import Annotated, ClassVar

from compiler.check.kinds import ADDRESS, FILE, YES_NO, between, choice, line, says
from compiler.check.sheets.common import Sheet
from compiler.check.spots import Words
from compiler.model.copy import Line

STANDARDS = ("PDF/X-4",)


class ConditionSheet(Sheet):
    name: Annotated[Line, line(60), says("The printing condition by its name in the registry.", "FOGRA39")]
    registry: Annotated[Words | None, ADDRESS, says("Where that name is registered.", "http://www.color.org")] = None
    about: Annotated[
        Line, line(160), says("The same for people: paper and standard.", "Coated FOGRA39 (ISO 12647-2:2004)")
    ]
    icc: Annotated[
        Words | None, FILE, says("The condition's ICC profile for CMYK, a file in sources/printers/.", "press.icc")
    ] = None


class BleedSheet(Sheet):
    """Millimetres beyond the trim; an edge that is not named has the bleed of `all`."""

    shorthand: ClassVar[str | None] = "all"

    all: Annotated[float, between(0, 20), says("At every edge.", "3")]
    head: Annotated[float | None, between(0, 20), says("Above the page.")] = None
    foot: Annotated[float | None, between(0, 20), says("Below the page.")] = None
    inner: Annotated[float | None, between(0, 20), says("At the spine; many printers want none there.", "0")] = None
    outer: Annotated[float | None, between(0, 20), says("Opposite the spine.")] = None


class ResolutionSheet(Sheet):
    wanted: Annotated[float, between(36, 2540), says("Finer pictures are made coarser to so many.", "300")]
    enough: Annotated[float, between(36, 2540), says("Coarser pictures are told.", "225")]
    least: Annotated[float, between(36, 2540), says("Coarser pictures are faults.", "150")]


class StockSheet(Sheet):
    grammage: Annotated[float, between(20, 800), says("Grams a square metre.", "115")]
    bulk: Annotated[
        float, between(0.5, 3), says("Cubic centimetres a gram: coated 0.8 to 1, uncoated 1.2 to 1.6.", "0.85")
    ]


class PrinterSheet(Sheet):
    """A printing house: what the print edition keeps to. The file's name is that of the printer."""

    enabled: Annotated[bool, YES_NO, says("`no` leaves it out: no pages are made for it.")] = True
    standard: Annotated[str, choice(*STANDARDS), says("What its files are.", "PDF/X-4")]
    condition: Annotated[ConditionSheet, says("What the colours are made for.")]
    bleed: Annotated[BleedSheet, says("Millimetres printed beyond the trim: one number, or each edge by name.", "3")]
    marks: Annotated[bool, YES_NO, says("`yes` prints crop and registration marks, a colour bar and a slug line.")] = (
        False
    )
    slug_area: Annotated[
        float, between(0, 40), says("Millimetres round the bleed for marks, which take at least 8.", "10")
    ] = 0
    ink: Annotated[float, between(200, 400), says("The most of all four inks together, in per cent.", "300")]
    least_line: Annotated[float, between(0, 5), says("The thinnest line, in points.", "0.25")]
    least_type: Annotated[float, between(0, 20), says("The smallest type, in points.", "8")]
    resolution: Annotated[ResolutionSheet, says("Of pictures, in dots an inch at their printed size.")]
    page_multiple: Annotated[
        int, between(1, 64, whole=True), says("The interior is filled up with blank pages to a multiple of it.", "4")
    ]
    paper: Annotated[StockSheet, says("The paper of the interior, from which the spine is computed.")]
    board: Annotated[StockSheet, says("The board of the cover.")]
    spine: Annotated[
        float | None, between(0.5, 120), says("The spine in millimetres as the printer tells it, which wins.")
    ] = None
