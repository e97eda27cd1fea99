"""printers/*.yaml -> printers' profiles, with the colour profiles that they name."""

from __future__ import annotations

from pathlib import PurePosixPath

from compiler.check.desk import Desk
from compiler.check.faults import listed, near
from compiler.check.sheets.frame import PublicationSheet
from compiler.check.sheets.printers import BleedSheet, ConditionSheet, PrinterSheet, StockSheet
from compiler.model.measures import mm
from compiler.model.printer import Condition, Edges, Printer, Resolution, Stock

FOLDER = PurePosixPath("printers")
"""Below sources/."""

LEAST_SLUG_AREA = 8.0
"""Millimetres that marks take: a millimetre of air, five of mark, two to the edge of the sheet."""

DEVICE, USE = "CMYK", "prtr"
"""What a colour profile of a press says of itself (ICC.1:2022, 7.2.5 and 7.2.6)."""


def printers(desk: Desk) -> tuple[Printer, ...]:
    """All printers, by name; one whose file cannot be understood has been reported and is left out."""
    found: list[Printer] = []
    for path in sorted(desk.copy.trees, key=lambda each: each.stem):
        if path.parent == desk.folder(str(FOLDER)) and path.suffix == ".yaml":
            sheet = desk.sheet(PrinterSheet, path, f"printer {path.stem}")
            if sheet is not None:
                found.append(_printer(desk, path.stem, sheet))
    return tuple(found)


def default_printer(desk: Desk, sheet: PublicationSheet, known: tuple[Printer, ...]) -> str | None:
    """The printer that publication.yaml names, if there is such a one and it is enabled."""
    given = sheet.printer
    if given is None or given.blank:
        return None
    names = [each.name for each in known]
    if given not in names:
        help_ = near(given, names, "printer") or (
            (f"known are {listed(names)}",) if names else (f"write sources/{FOLDER}/{given}.yaml",)
        )
        desk.faults.error("unknown-printer", f"no printer has the name `{given}`", given.spot, "named here", help=help_)
        return None
    chosen = next(each for each in known if each.name == given)
    if not chosen.enabled:
        at = desk.faults.spot(f"{chosen.field}/enabled")
        desk.faults.error(
            "disabled-printer",
            f"the printer `{given}` is not enabled",
            given.spot,
            "named here",
            also=[(at, "left out here")],
            help=("name another one, or write `enabled: yes` in its file",),
        )
        return None
    return chosen.name


def _printer(desk: Desk, name: str, sheet: PrinterSheet) -> Printer:
    if sheet.marks and sheet.slug_area < LEAST_SLUG_AREA:
        desk.faults.error(
            "narrow-slug-area",
            f"`{name}` wants marks in a slug area of {sheet.slug_area:g} mm, and they take {LEAST_SLUG_AREA:g}",
            desk.faults.spot(sheet.field_of("slug_area")),
            help=("write `slug_area: 10`, or `marks: no`",),
        )
    resolution = sheet.resolution
    return Printer(
        name=name,
        enabled=sheet.enabled,
        standard=sheet.standard,
        condition=_condition(desk, name, sheet, sheet.condition),
        bleed=_edges(sheet.bleed),
        marks=sheet.marks,
        slug_area=mm(sheet.slug_area),
        ink=sheet.ink,
        least_line=sheet.least_line,
        least_type=sheet.least_type,
        resolution=Resolution(resolution.wanted, resolution.enough, resolution.least),
        page_multiple=sheet.page_multiple,
        paper=_stock(sheet.paper),
        board=_stock(sheet.board),
        spine=mm(sheet.spine) if sheet.spine is not None else None,
        field=sheet.spot.field,
    )


def _edges(sheet: BleedSheet) -> Edges:
    head, foot, inner, outer = (
        mm(sheet.all if each is None else each) for each in (sheet.head, sheet.foot, sheet.inner, sheet.outer)
    )
    return Edges(head, foot, inner, outer)


def _stock(sheet: StockSheet) -> Stock:
    return Stock(sheet.grammage, sheet.bulk)


def _condition(desk: Desk, name: str, printer: PrinterSheet, sheet: ConditionSheet) -> Condition:
    registry = str(sheet.registry) if sheet.registry is not None else ""
    return Condition(sheet.name.text, registry, sheet.about.text, _icc(desk, name, printer, sheet))


def _icc(desk: Desk, name: str, printer: PrinterSheet, sheet: ConditionSheet) -> PurePosixPath | None:
    """The colour profile's file below sources/; None where there is none that can be used."""
    if sheet.icc is None:
        if printer.enabled:
            desk.faults.error(
                "missing-profile",
                f"the printer `{name}` is enabled and names no colour profile",
                desk.faults.spot(sheet.spot.field),
                "`icc:` is wanted here",
                help=("put the condition's ICC profile into sources/printers/ and name it, or write `enabled: no`",),
            )
        return None
    if sheet.icc.blank:
        return None
    path = FOLDER / sheet.icc
    facts = desk.copy.profiles.get(desk.folder(str(path)))
    if facts is None:
        names = [str(each.relative_to(desk.folder(str(FOLDER)))) for each in desk.copy.profiles]
        desk.faults.error(
            "missing-profile",
            f"there is no colour profile `{sheet.icc}` in sources/{FOLDER}",
            sheet.icc.spot,
            "named here",
            help=near(sheet.icc, names, "file") or ("put it there, with its licence beside it",),
        )
        return None
    if not facts.space:
        return None  # told when it was loaded
    if (facts.space, facts.use) != (DEVICE, USE):
        desk.faults.error(
            "wrong-profile",
            f"the colour profile `{sheet.icc}` is one of `{facts.space}` for `{facts.use}`, "
            f"and one of `{DEVICE}` for `{USE}` is needed",
            sheet.icc.spot,
            "named here",
            help=("ask the printer for the profile of the printing condition",),
        )
        return None
    return path
