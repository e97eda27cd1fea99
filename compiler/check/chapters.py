"""Sheets of reports and convergences -> the model, every name in them looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from compiler.check.blocks import Setter, enter_anchors, references
from compiler.check.desk import Desk
from compiler.check.faults import near
from compiler.check.frame import Frame
from compiler.check.references import Names, Scope
from compiler.check.sheets.reports import CitySheet, ConvergenceSheet, InitiativeSheet, KeyFigureSheet, ReportSheet
from compiler.check.spots import Spot, Words
from compiler.model.copy import Anchor, Field, Line, PartId, Prose, Slug
from compiler.model.publication import (
    Convergence,
    CrossReference,
    Fact,
    Initiative,
    KeyFigure,
    Later,
    Partner,
    Position,
    Report,
    Theme,
)

HOLES = frozenset({"missing-field", "unknown-field", "wrong-kind", "crowded-block", "empty-field", "missing-source"})
"""Faults that leave something of the copy unread."""


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """A report as read: either half may be missing or unusable, which has been reported."""

    slug: Slug
    number: int
    spot: Spot
    city: CitySheet | None
    sheet: ReportSheet | None


@dataclass(frozen=True, slots=True)
class ConvergenceFile:
    slug: Slug
    number: int
    sheet: ConvergenceSheet


def read_reports(desk: Desk, slugs: list[Words]) -> list[ReportFiles]:
    """The two files of every report that is listed."""
    found: list[ReportFiles] = []
    for number, slug in enumerate(slugs, 1):
        desk.free_slug(slug, "report", slug.spot)
        folder = desk.folder("cities", slug)
        city, text = folder / "city.yaml", desk.file(folder)
        for path, what in ((city, "the city"), (text, f"its copy in `{desk.language}`")):
            if desk.absent(path):
                _missing_report(desk, slug, path, what)
        prefix = str(slug)
        found.append(
            ReportFiles(
                Slug(prefix),
                number,
                slug.spot,
                desk.sheet(CitySheet, city, prefix),
                desk.sheet(ReportSheet, text, prefix),
            )
        )
    return found


def _missing_report(desk: Desk, slug: Words, path: PurePosixPath, what: str) -> None:
    folders = {each.parent.name for each in desk.copy.sources if each.parent.parent == desk.folder("cities")}
    desk.faults.error(
        "missing-report",
        f"the report `{slug}` is listed, and the file of {what} is not there",
        slug.spot,
        "listed here",
        help=near(slug, folders - {str(slug)}, "folder") or (f"write {path}; `report new city {slug}` begins it",),
    )


def read_convergences(desk: Desk, slugs: list[Words]) -> list[ConvergenceFile]:
    found: list[ConvergenceFile] = []
    for number, slug in enumerate(slugs, 1):
        desk.free_slug(slug, "convergence", slug.spot)
        path = desk.file(desk.folder("convergences", slug))
        if desk.absent(path):
            desk.faults.error(
                "missing-copy",
                f"the convergence `{slug}` is listed, and its copy is not there",
                slug.spot,
                "listed here",
                help=(f"write {path}, or take it out of the list",),
            )
        sheet = desk.sheet(ConvergenceSheet, path, str(slug))
        if sheet is not None:
            found.append(ConvergenceFile(Slug(str(slug)), number, sheet))
    return found


def enter_report(names: Names, files: ReportFiles) -> None:
    """Enter the anchors of a report."""
    sheet, part = files.sheet, PartId(files.slug)
    if sheet is None:
        return
    for each in sheet.initiatives:
        names.anchor(part, each.anchor, "initiative")
    for blocks in (sheet.approach, *(each.body for each in sheet.initiatives), sheet.closing):
        enter_anchors(names, part, blocks)


def make_report(desk: Desk, names: Names, frame: Frame, files: ReportFiles) -> Report:
    """The report; one that lacks a half is `missing` and holds what the other half tells."""
    city, sheet = files.city, files.sheet
    themes = tuple(found for key in (city.themes if city else ()) if (found := names.theme(key)) is not None)
    field = Field(f"{files.slug}/position")
    located = city is not None and field in desk.faults.spots and not desk.faults.errors_below(field)
    position = Position(city.position.latitude, city.position.longitude) if city and located else Position(0.0, 0.0)
    area = city.area.text if city and city.area else None
    if sheet is None:
        return _placeholder(files, position, area, themes)
    scope = Scope(PartId(files.slug), references(sheet.sources))
    setter = Setter(names, scope, desk.folder("cities", files.slug), desk.copy.pictures)
    report = Report(
        slug=files.slug,
        number=files.number,
        position=position,
        area=area,
        name=sheet.name if sheet.name.text else Line(files.slug, sheet.name.field),
        authority=sheet.authority,
        size=sheet.size,
        area_name=sheet.area_name,
        region=sheet.region,
        themes=themes,
        key_figures=tuple(_key_figure(names, scope, each) for each in sheet.key_figures),
        standfirst=setter.prose(sheet.standfirst),
        approach=setter.body(sheet.approach),
        initiatives=tuple(_initiative(names, frame, setter, each, scope.part, themes) for each in sheet.initiatives),
        closing=setter.body(sheet.closing),
        not_known=setter.prose(sheet.not_known),
        since_then=tuple(
            Later(each.date, setter.prose(each.text), names.sources(each.sources, scope)) for each in sheet.since_then
        ),
        elsewhere=tuple(
            CrossReference(target, each.text)
            for each in sheet.elsewhere
            if (target := names.target(each.to, scope)) is not None
        ),
        index=setter.index(sheet.index),
        sources=tuple(scope.sources.values()),
        excuse=sheet.excuse,
        missing=not located or not themes,
        field=sheet.spot.field,
    )
    _unused_sources(desk, scope)
    return report


def _placeholder(files: ReportFiles, position: Position, area: str | None, themes: tuple[Theme, ...]) -> Report:
    """A report whose copy is not there: its name is the slug, all else is empty."""
    field = Field(files.slug)
    empty, blank = Line("", field), Prose("", field)
    return Report(
        slug=files.slug,
        number=files.number,
        position=position,
        area=area,
        name=Line(files.slug, field),
        authority=empty,
        size=empty,
        area_name=None,
        region=empty,
        themes=themes,
        key_figures=(),
        standfirst=blank,
        approach=(),
        initiatives=(),
        closing=(),
        not_known=blank,
        since_then=(),
        elsewhere=(),
        index=(),
        sources=(),
        excuse=None,
        missing=True,
        field=field,
    )


def _key_figure(names: Names, scope: Scope, sheet: KeyFigureSheet) -> KeyFigure:
    source = names.source(sheet.source, scope) or ""
    return KeyFigure(sheet.figure, sheet.text, sheet.credit, source, sheet.year)


def _initiative(
    names: Names, frame: Frame, setter: Setter, sheet: InitiativeSheet, part: PartId, others: tuple[Theme, ...]
) -> Initiative:
    """The initiative; when none of its themes is known, it has the first of its report's."""
    partners = tuple(partner for key in sheet.with_ if (partner := _partner(names, frame.partners, key)) is not None)
    joined = Line(", ".join(each.name.text for each in partners), Field(sheet.field_of("with")))
    lines = {
        "since": sheet.since,
        "when": sheet.when,
        "for": sheet.for_,
        "with": joined if partners else None,
        "mind": sheet.mind,
    }
    themes = tuple(found for key in sheet.themes if (found := names.theme(key)) is not None) or others[:1]
    facts = tuple(Fact(label, line) for label, line in lines.items() if line is not None)
    # One that is no name has been reported, and could not be an address of a page.
    name = sheet.anchor if not sheet.anchor.blank else sheet.spot.field.partition("/")[2].replace("/", "-")
    anchor = Anchor(f"{part}/{name}")
    return Initiative(anchor, sheet.title, themes, facts, partners, setter.body(sheet.body), sheet.spot.field)


def _partner(names: Names, partners: Mapping[str, Partner], key: Words) -> Partner | None:
    if key.blank:
        return None
    found = partners.get(key)
    if found is None:
        names.unknown("partner", key, partners, key.spot)
    else:
        names.partners_used.add(str(key))
    return found


def make_convergence(desk: Desk, names: Names, files: ConvergenceFile) -> Convergence:
    """The convergence, its links looked up."""
    sheet = files.sheet
    scope = Scope(PartId(files.slug), references(sheet.sources))
    setter = Setter(names, scope, desk.folder("convergences", files.slug), desk.copy.pictures)
    made = Convergence(
        slug=files.slug,
        number=files.number,
        title=tuple(sheet.title),
        standfirst=setter.prose(sheet.standfirst),
        reports=tuple(found for slug in sheet.reports if (found := names.report(slug)) is not None),
        body=setter.body(sheet.body),
        sources=tuple(scope.sources.values()),
        index=setter.index(sheet.index),
        field=sheet.spot.field,
    )
    _unused_sources(desk, scope)
    return made


def _unused_sources(desk: Desk, scope: Scope) -> None:
    """Report sources that nothing in their file names; where parts of it could not be read, nobody knows."""
    if desk.faults.errors_below(scope.part, HOLES):
        return
    for key in scope.sources:
        if key in scope.used:
            continue
        field = Field(f"{scope.part}/sources/{key}")
        spot = desk.faults.spots.get(field)
        desk.faults.warning(
            "unused-source",
            f"nothing in `{scope.part}` names the source `{key}`",
            spot.key.span if spot and spot.key else spot,
            help=(f"name it where it is used, `[](source:{key})`, or delete it",),
            field=field,
        )
