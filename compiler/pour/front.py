"""Views of front and back matter: covers, title, how to read, foreword, map, colophon, placeholders."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup

from compiler.model.copy import Anchor
from compiler.model.measures import points
from compiler.model.part import Part, PartKind
from compiler.model.publication import Cover
from compiler.pour.drawings.placed import report_swatches
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
from compiler.pour.volume import Frame, Unpourable, Volume

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

    drawing = volume.keep(f"cover-{panel}", lambda frame: _cover_drawing(frame, panel))
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
    return TitleView(_cover(volume), volume.keep("title", _title))


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
        example=volume.keep(f"example/{example.slug}", lambda frame: _example(frame, example.slug, points(width))),
        example_name=example.name,
        families=tuple(
            (family, tuple(theme for theme in publication.themes if theme.family.key == family.key))
            for family in publication.families
        ),
        chart_key=volume.keep("chart-key", lambda frame: _chart_key(frame, points(columns))),
    )


def foreword_view(volume: Volume) -> ForewordView:
    foreword = volume.publication.matter.foreword
    if foreword is None:
        raise Unpourable("the copy of `foreword` is missing")
    return ForewordView(foreword, volume.keep("foreword", _foreword_plate), volume.type_on(foreword.swatch))


def map_view(volume: Volume) -> MapView:
    swatches = report_swatches(volume.publication)
    drawing, inset, shared = volume.keep_several("map", _map)
    ink = next(iter(volume.look.swatches), "")
    entries = tuple(
        MapEntry(report.number, report.name, Anchor(report.slug), swatches.get(report.slug, ink))
        for report in volume.publication.reports
    )
    return MapView(drawing or Markup(""), entries, inset and str(inset), shared and str(shared))


def colophon_view(volume: Volume) -> ColophonView:
    colophon = volume.publication.matter.colophon
    if colophon is None:
        raise Unpourable("the copy of `colophon` is missing")
    return ColophonView(colophon, volume.publication.themes, tuple(volume.look.swatches))


def placeholder_view(volume: Volume, part: Part, faults: tuple[str, ...]) -> PlaceholderView:
    """A page that keeps the place of a part, and says what it waits for."""
    told = faults or (f"sources/cities/{part.id}/{volume.publication.language}.yaml",)
    return PlaceholderView(part.id, part.title, told)


# ---- drawings: their modules are loaded when one has to be made ----


def _cover_drawing(frame: Frame, panel: Literal["front", "back", "sheet"]) -> Markup:
    from compiler.pour.drawings.cover import cover

    spine = frame.look.measures.get("spine")
    given = (spine,) if spine is not None else ()
    return cover(frame.look, frame.publication, panel, *given)


def _title(frame: Frame) -> Markup:
    from compiler.pour.drawings.cover import title

    return title(frame.look, frame.publication)


def _example(frame: Frame, slug: str, width: float) -> Markup:
    from compiler.pour.drawings.opener import how_to_read_example

    return how_to_read_example(frame.look, frame.publication, frame.report(slug), frame.outlines(), width)


def _chart_key(frame: Frame, width: float) -> Markup:
    from compiler.pour.drawings.charts import chart_key

    return chart_key(frame.look, frame.publication, width)


def _foreword_plate(frame: Frame) -> Markup:
    from compiler.pour.drawings.cover import foreword_plate

    return foreword_plate(frame.look, frame.publication, frame.outlines())


def _map(frame: Frame) -> tuple[Markup | None, ...]:
    from compiler.pour.drawings.map import cities_map

    made = cities_map(frame.look, frame.publication, frame.outlines())
    return made.drawing, *(Markup(note) if note else None for note in (made.inset, made.shared))


def _cover(volume: Volume) -> Cover:
    cover = volume.publication.matter.cover
    if cover is None:
        raise Unpourable("the copy of `cover` is missing")
    return cover
