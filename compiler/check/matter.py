"""Front and back matter -> the model. A part that is listed and has no copy is reported and left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

from compiler.check.blocks import Setter, enter_anchors, references
from compiler.check.desk import Desk
from compiler.check.frame import Frame, known_swatch
from compiler.check.references import Names, Scope
from compiler.check.sheets.matter import (
    ColophonSheet,
    CoverSheet,
    ForewordSheet,
    HowToReadSheet,
    SectionSheet,
    SourcesSheet,
)
from compiler.model.copy import Line, PartId, Slug
from compiler.model.diagnostics import Span
from compiler.model.look import Look
from compiler.model.publication import Colophon, Cover, Foreword, HowToRead, Matter, Reference

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MatterFiles:
    """Sheets of front and back matter, as far as they are there."""

    cover: CoverSheet | None
    how_to_read: HowToReadSheet | None
    foreword: ForewordSheet | None
    colophon: ColophonSheet | None
    sources: SourcesSheet | None


def read_matter(desk: Desk, frame: Frame) -> MatterFiles:
    """Every file that a listed part needs; `title` takes its words from the cover."""

    def read(model: type[T], half: str, name: str, *kinds: str) -> T | None:
        path = desk.file(desk.folder(half, name))
        listed = not kinds or any(setting.kind in kinds for setting in frame.parts)
        if not listed and not desk.absent(path):
            _unlisted(desk, path, name)
            return None
        if desk.absent(path):
            for setting in frame.parts:
                if setting.kind in kinds:
                    _missing(desk, path, setting.kind, desk.faults.spots[setting.field].span)
                    break
        return desk.sheet(model, path, name)

    return MatterFiles(
        read(CoverSheet, "front", "cover", "cover", "title"),
        read(HowToReadSheet, "front", "how-to-read", "how-to-read"),
        read(ForewordSheet, "front", "foreword", "foreword"),
        read(ColophonSheet, "back", "colophon", "colophon"),
        read(SourcesSheet, "back", "sources"),
    )


def _missing(desk: Desk, path: PurePosixPath, kind: str, at: Span) -> None:
    desk.faults.error(
        "missing-copy",
        f"the part `{kind}` is listed, and its copy is not there",
        at,
        "listed here",
        help=(f"write {path}, or take the part out of the list",),
    )


def _unlisted(desk: Desk, path: PurePosixPath, kind: str) -> None:
    desk.faults.warning(
        "unlisted-copy",
        f"the part `{kind}` is not listed in publication.yaml",
        Span(path, 0, 0),
        "not printed",
        help=(f"list `{kind}` under `parts`, or take the file away",),
    )


def enter_matter(names: Names, files: MatterFiles) -> None:
    """Enter the anchors of foreword and colophon."""
    for part, sections in _sections(files):
        for section in sections:
            names.anchor(part, section.anchor, "section")
            enter_anchors(names, part, section.body)


def _sections(files: MatterFiles) -> Iterator[tuple[PartId, list[SectionSheet]]]:
    if files.foreword:
        yield PartId("foreword"), files.foreword.sections
    if files.colophon:
        yield PartId("colophon"), [*files.colophon.left, *files.colophon.right]


def general_sources(files: MatterFiles) -> tuple[tuple[Line, tuple[Reference, ...]], ...]:
    """Groups of the sources that belong to no single report."""
    if files.sources is None:
        return ()
    return tuple((group.name, tuple(references(group.sources).values())) for group in files.sources.groups)


def make_matter(desk: Desk, names: Names, files: MatterFiles, look: Look | None) -> Matter:
    """Front and back matter, every name in it looked up."""
    groups = general_sources(files)

    def setter(part: str, half: str) -> Setter:
        return Setter(names, Scope(PartId(part), {}), desk.folder(half, part), desk.copy.pictures)

    return Matter(
        _cover(desk, setter("cover", "front"), files.cover, look) if files.cover else None,
        _how_to_read(names, setter("how-to-read", "front"), files.how_to_read) if files.how_to_read else None,
        _foreword(desk, setter("foreword", "front"), files.foreword, look) if files.foreword else None,
        _colophon(setter("colophon", "back"), files.colophon) if files.colophon else None,
        groups,
    )


def _cover(desk: Desk, setter: Setter, sheet: CoverSheet, look: Look | None) -> Cover:
    return Cover(
        lines=tuple(sheet.lines),
        translated_title=sheet.translated_title,
        standfirst=setter.prose(sheet.standfirst),
        spine=sheet.spine,
        spine_imprint=sheet.spine_imprint,
        imprint=tuple(sheet.imprint),
        date_line=tuple(sheet.date_line),
        ground=known_swatch(desk, sheet.ground, look),
        field=sheet.spot.field,
    )


def _how_to_read(names: Names, setter: Setter, sheet: HowToReadSheet) -> HowToRead:
    example = names.report(sheet.example) or next(iter(names.reports), Slug(""))
    return HowToRead(
        title=sheet.title,
        standfirst=setter.prose(sheet.standfirst),
        example=example,
        opener=setter.prose(sheet.opener),
        signs=setter.prose(sheet.signs),
        results=setter.prose(sheet.results),
        sample_figure=sheet.sample_figure,
        sample_caption=sheet.sample_caption,
        sample_none=sheet.sample_none,
        field=sheet.spot.field,
    )


def _foreword(desk: Desk, setter: Setter, sheet: ForewordSheet, look: Look | None) -> Foreword:
    return Foreword(
        title=sheet.title,
        plate=tuple(sheet.plate),
        swatch=known_swatch(desk, sheet.swatch, look),
        standfirst=setter.prose(sheet.standfirst),
        sections=setter.sections(sheet.sections),
        index=setter.index(sheet.index),
        field=sheet.spot.field,
    )


def _colophon(setter: Setter, sheet: ColophonSheet) -> Colophon:
    return Colophon(
        title=sheet.title,
        left=setter.sections(sheet.left),
        right=setter.sections(sheet.right),
        foot=setter.prose(sheet.foot),
        field=sheet.spot.field,
    )
