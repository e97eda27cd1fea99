"""Views of front and back matter: covers, title, how to read, foreword, map, colophon, placeholders."""

from __future__ import annotations

from typing import Literal

from compiler.model.copy import Anchor
from compiler.model.measures import points
from compiler.model.part import Part, PartKind
from compiler.model.publication import Cover
from compiler.pour import drawings
from compiler.pour.views import (
    ColophonView,
    CoverView,
    ForewordView,
    HowToReadView,
    InsideCoverView,
    MapEntry,
    MapView,
    PlaceholderView,
    TitleView,
)
from compiler.pour.volume import Unpourable, Volume

PANELS: dict[PartKind, Literal["front", "back", "sheet"]] = {
    "cover-front": "front",
    "cover-back": "back",
    "cover-sheet": "sheet",
}


def cover_view(volume: Volume, part: Part) -> CoverView:
    """A panel of the cover, or the sheet that folds into all of it."""
    cover, publication, panel = _cover(volume), volume.publication, PANELS[part.kind]
    spine = volume.look.measures.get("spine")
    if panel == "sheet" and spine is None:
        raise Unpourable("the cover sheet needs the width of the spine: `--spine` in the tokens")

    drawing = volume.keep(
        f"cover-{panel}",
        lambda: (
            drawings.cover(volume.look, publication, panel, spine)
            if spine is not None
            else drawings.cover(volume.look, publication, panel)
        ),
    )
    return CoverView(
        cover=cover,
        drawing=drawing,
        ground=cover.ground,
        type_on=volume.type_on(cover.ground),
        legend=publication.families,
        publisher=publication.author,
        publisher_lines=cover.imprint,
        spine_width=points(spine) if spine is not None else 0.0,
    )


def inside_cover_view(volume: Volume) -> InsideCoverView:
    cover = _cover(volume)
    return InsideCoverView(cover.ground, volume.type_on(cover.ground))


def title_view(volume: Volume) -> TitleView:
    drawing = volume.keep("title", lambda: drawings.title(volume.look, volume.publication))
    return TitleView(_cover(volume), drawing)


def how_to_read_view(volume: Volume) -> HowToReadView:
    """The page that explains; its example is drawn as wide as a column of three."""
    page, publication, look = volume.publication.matter.how_to_read, volume.publication, volume.look
    if page is None:
        raise Unpourable("the copy of `how-to-read` is missing")
    example = next((report for report in publication.reports if report.slug == page.example), None)
    if example is None:
        raise Unpourable(f"the example `{page.example}` is no report of this publication")
    if example.missing:
        raise Unpourable(f"the report `{page.example}`, its example, is missing")
    width = look.measures.get("third", look.measures.get("margin-measure", look.trim.width))
    columns = look.measures.get("half", width)
    return HowToReadView(
        page=page,
        example=volume.keep(
            "example",
            lambda: drawings.how_to_read_example(look, publication, example, volume.outlines, points(width)),
        ),
        example_name=example.name,
        families=tuple(
            (family, tuple(theme for theme in publication.themes if theme.family.key == family.key))
            for family in publication.families
        ),
        chart_key=volume.keep("chart-key", lambda: drawings.chart_key(look, publication, points(columns))),
    )


def foreword_view(volume: Volume) -> ForewordView:
    foreword = volume.publication.matter.foreword
    if foreword is None:
        raise Unpourable("the copy of `foreword` is missing")
    drawing = volume.keep("foreword", lambda: drawings.foreword_plate(volume.look, volume.publication, volume.outlines))
    return ForewordView(foreword, drawing, volume.type_on(foreword.swatch))


def map_view(volume: Volume) -> MapView:
    swatches = drawings.report_swatches(volume.publication)
    drawn = volume.keep("map", lambda: drawings.cities_map(volume.look, volume.publication, volume.outlines))
    ink = next(iter(volume.look.swatches), "")
    entries = tuple(
        MapEntry(report.number, report.name, Anchor(report.slug), swatches.get(report.slug, ink))
        for report in volume.publication.reports
    )
    return MapView(drawn.drawing, entries, drawn.inset, drawn.shared)


def colophon_view(volume: Volume) -> ColophonView:
    colophon = volume.publication.matter.colophon
    if colophon is None:
        raise Unpourable("the copy of `colophon` is missing")
    return ColophonView(colophon, volume.publication.themes, tuple(volume.look.swatches))


def placeholder_view(volume: Volume, part: Part, faults: tuple[str, ...]) -> PlaceholderView:
    """A page that keeps the place of a part, and says what it waits for."""
    told = faults or (f"sources/cities/{part.id}/{volume.publication.language}.yaml",)
    return PlaceholderView(part.id, part.title, told)


def _cover(volume: Volume) -> Cover:
    cover = volume.publication.matter.cover
    if cover is None:
        raise Unpourable("the copy of `cover` is missing")
    return cover
