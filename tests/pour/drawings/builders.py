"""Publications and looks that are valid in all respects, for drawings to be made of."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from fontTools.ttLib import TTFont

from compiler.model.copy import Anchor, Digest, Field, Line, Prose, Slug
from compiler.model.look import Face, Look, Swatch
from compiler.model.measures import Size, mm
from compiler.model.publication import (
    Chart,
    ChartKind,
    Convergence,
    ConvergenceSettings,
    Cover,
    Datum,
    Family,
    Foreword,
    Geography,
    Mark,
    Matter,
    Position,
    Publication,
    Report,
    Shape,
    SignName,
    Terms,
    Theme,
)

ROOT = Path(__file__).parents[3]

FRANCE = Geography(
    land=PurePosixPath("geography/france-departements-96.geojson"),
    areas=PurePosixPath("geography/france-departements-96.geojson"),
    area_key="insee",
    parallels=(44, 49),
    meridian=3,
    credits=(),
)

TERMS = {
    "north": "N",
    "south": "S",
    "east": "E",
    "west": "W",
    "kilometres": "km",
    "metres": "m",
    "alt_cover": "A meridian and a parallel for each city, woven: {cities}",
    "alt_title": "The same weave in hairlines: {cities}",
    "alt_foreword_plate": "A detail of the weave: {cities}",
    "alt_map": "Map of the cities: {cities}",
    "alt_opener": "{area} in outline, cut into quarters by the meridian and the parallel of {city}",
    "alt_opener_without_area": "The meridian and the parallel of {city}",
    "alt_closing_plate": "The crossing of {city} again, larger",
    "alt_convergence_plate": "Outlines at one scale: {cities}",
    "alt_chart_key": "How charts are drawn",
    "alt_band": "A band of the weave: {cities}",
    "map_inset": "{cities}: see the inset, {times} times as large.",
    "map_shared": "{cities} share {area}, striped in the colours of both.",
    "key_published": "as published",
    "key_rounded": "rounded in the source",
    "key_target": "a target, not a result",
    "key_none": "no figure: the year keeps its place",
}

FAMILIES = (("deciding", "Deciding and living together", "red"), ("services", "Services and care", "blue"),
            ("getting-about", "Getting about", "yellow"), ("resources", "Resources", "green"))  # fmt: skip
THEMES = (
    ("participation", "Participation", "deciding", "triangle"), ("together", "Living together", "deciding", "squares"),
    ("access", "Access to public services", "services", "bars"), ("health", "Health care", "services", "cross"),
    ("solidarity", "Social solidarity", "services", "discs"),
    ("transport", "Transport and mobility", "getting-about", "diagonals"),
    ("ecology", "Ecological transition", "resources", "zigzags"),
    ("consumption", "Consumption", "resources", "lattice"),
)  # fmt: skip

CITIES = """angers|Angers|47.47156|-0.55202|49|Maine-et-Loire|participation access ecology
annecy|Annecy|45.90878|6.12565|74|Haute-Savoie|ecology participation access
dijon|Dijon|47.31344|5.01391|21|Côte-d’Or|access transport ecology
dunkerque|Dunkirk|51.0344|2.37681|59|Nord|transport ecology participation
grenoble|Grenoble|45.17869|5.71479|38|Isère|participation transport access
issy|Issy-les-Moulineaux|48.82104|2.27718|92|Hauts-de-Seine|ecology transport participation
lille|Lille|50.63391|3.05512|59|Nord|access participation solidarity
lyon|Lyon|45.74906|4.84789|69|Rhône|ecology access transport
marseille|Marseille|43.29695|5.38107|13|Bouches-du-Rhône|transport ecology access
montpellier|Montpellier|43.61093|3.87635|34|Hérault|access ecology together
mulhouse|Mulhouse|47.75205|7.32866|68|Haut-Rhin|transport participation together
nantes|Nantes|47.21725|-1.55336|44|Loire-Atlantique|participation ecology access
paris|Paris|48.85341|2.3488|75|Paris|participation access ecology
strasbourg|Strasbourg|48.58392|7.74553|67|Bas-Rhin|health participation access
toulouse|Toulouse|43.60426|1.44367|31|Haute-Garonne|transport ecology access"""


class Shelf:
    """A World of the repository's own files, or of some given ones."""

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        self._files = files

    def read(self, path: PurePosixPath) -> bytes:
        if self._files is None:
            return (ROOT / path).read_bytes()
        if str(path) not in self._files:
            raise FileNotFoundError(2, "no such file", str(path))
        return self._files[str(path)]

    def files(self, folder: PurePosixPath) -> tuple[PurePosixPath, ...]:
        del folder
        return ()

    def date(self) -> datetime.datetime | None:
        return None


def line(words: str, field: str = "test/line") -> Line:
    return Line(words, Field(field))


def prose(words: str = "", field: str = "test/prose") -> Prose:
    return Prose(words, Field(field))


def swatches() -> dict[str, Swatch]:
    def swatch(name: str, srgb: str, cmyk: tuple[float, float, float, float], on: str) -> Swatch:
        red, green, blue = bytes.fromhex(srgb)
        return Swatch(name, (red, green, blue), cmyk, None, on, on == "paper", "")

    return {
        each.name: each
        for each in (
            swatch("ink", "1f1f1d", (0, 0, 0, 100), "paper"),
            swatch("paper", "ffffff", (0, 0, 0, 0), "ink"),
            swatch("mist", "e6eef1", (12, 3, 6, 0), "ink"),
            swatch("red", "ce2f1f", (0, 92, 92, 14), "paper"),
            swatch("blue", "09428f", (100, 78, 0, 8), "paper"),
            swatch("green", "027051", (92, 28, 76, 22), "paper"),
            swatch("yellow", "fec704", (0, 23, 95, 0), "ink"),
        )
    }


def a_look(*, bleed: float = 3, faces: bool = True) -> Look:
    """The house's look, as far as drawings ask for it."""
    return Look(
        trim=Size(mm(210), mm(297)),
        bleed=mm(bleed),
        measures={"base": mm(4.7625), "measure": mm(115), "wide": mm(175), "margin-measure": mm(55)},
        swatches=swatches(),
        faces=_faces() if faces else (),
        families={"sans": "Archivo", "serif": "Source Serif 4"},
        signs={file.stem: _figure(file) for file in sorted((ROOT / "layouts/signs").glob("*.svg"))},
        css="",
    )


def a_theme(key: str) -> Theme:
    for theme, name, family, sign in THEMES:
        if theme == key:
            label, swatch = next((label, swatch) for each, label, swatch in FAMILIES if each == family)
            group = Family(family, line(label), swatch)
            return Theme(key, line(name), line(name), group, SignName(sign))
    raise KeyError(key)


def a_report(
    slug: str, number: int, *, name: str | None = None, latitude: float = 45, longitude: float = 3,
    area: str | None = None, area_name: str | None = None,
    themes: Sequence[str] = ("participation", "access", "ecology"),
) -> Report:  # fmt: skip
    return Report(
        slug=Slug(slug),
        number=number,
        position=Position(latitude, longitude),
        area=area,
        name=line(name or slug.capitalize(), f"{slug}/name"),
        authority=line("City"),
        size=line("1 commune"),
        area_name=line(area_name, f"{slug}/area_name") if area_name else None,
        region=line("Region"),
        themes=tuple(a_theme(theme) for theme in themes),
        key_figures=(),
        standfirst=prose(),
        approach=(),
        initiatives=(),
        closing=(),
        not_known=prose(),
        since_then=(),
        elsewhere=(),
        index=(),
        sources=(),
        excuse=None,
        missing=False,
        field=Field(slug),
    )


def the_fifteen(only: Sequence[str] | None = None) -> tuple[Report, ...]:
    """Reports of the fifteen cities, or of some of them, numbered in order."""
    rows = [row.split("|") for row in CITIES.splitlines()]
    chosen = [row for row in rows if only is None or row[0] in only]
    return tuple(
        a_report(slug, number, name=name, latitude=float(north), longitude=float(east), area=area, area_name=area_name,
                 themes=themes.split())
        for number, (slug, name, north, east, area, area_name, themes) in enumerate(chosen, 1)
    )  # fmt: skip


def a_cover(*, ground: str = "yellow", lines: int = 4) -> Cover:
    title = ("French experiences", "in digital technology", "and social innovation", "in cities")[:lines]
    return Cover(
        lines=tuple(line(each, "cover/lines") for each in title),
        translated_title=line("Villes, numérique et innovation sociale : expériences françaises"),
        standfirst=prose("Fifteen French cities"),
        spine=line("French experiences in digital technology", "cover/spine"),
        spine_imprint=line("France urbaine 2019", "cover/spine_imprint"),
        imprint=(line("France urbaine"),),
        date_line=(line("France urbaine"), line("November 2019")),
        ground=ground,
        field=Field("cover"),
    )


def a_publication(
    reports: Sequence[Report] | None = None, *, geography: Geography | None = FRANCE,
    convergences: Sequence[Convergence] = (), ground: str = "yellow", terms: Mapping[str, str] = TERMS,
) -> Publication:  # fmt: skip
    themes = tuple(a_theme(key) for key, *_ in THEMES)
    foreword = Foreword(
        line("Foreword"), (line("The city that"), line("asks before"), line("it measures")), "red", prose(), (), (),
        Field("foreword"),
    )  # fmt: skip
    return Publication(
        slug=Slug("test"),
        language="en",
        title=line("Test"),
        author=line("Test"),
        subject=line("Test"),
        keywords=(),
        date=datetime.date(2019, 11, 7),
        geography=geography,
        convergence_settings=ConvergenceSettings(len(convergences), 3),
        parts=(),
        families=tuple(Family(key, line(name), swatch) for key, name, swatch in FAMILIES),
        themes=themes,
        partners={},
        terms=Terms({key: line(words, f"words/terms/{key}") for key, words in terms.items()}),
        matter=Matter(a_cover(ground=ground), None, foreword, None, ()),
        reports=tuple(reports if reports is not None else the_fifteen()),
        convergences=tuple(convergences),
        printers=(),
        printer=None,
        field=Field("publication"),
    )


def a_convergence(*reports: str) -> Convergence:
    title = (line("Sharing and"), line("reciprocity"), line("between territories"))
    slugs = tuple(Slug(report) for report in reports)
    return Convergence(Slug("reciprocity"), 1, title, prose(), slugs, (), (), (), Field("reciprocity"))


def a_datum(
    name: str, value: float | None = None, shown: str | None = None, *, mark: Mark = "published", accent: bool = False,
    low: float | None = None, high: float | None = None, at: float | None = None, detail: str | None = None,
    shape: Shape | None = None, points: Sequence[tuple[float, Shape]] = (), report: str | None = None,
) -> Datum:  # fmt: skip
    return Datum(
        name=line(name, "test/chart/data/0/name"),
        value=value,
        shown=line(shown, "test/chart/data/0/shown") if shown is not None else None,
        mark=mark,
        accent=accent,
        low=low,
        high=high,
        at=at,
        detail=line(detail, "test/chart/data/0/detail") if detail is not None else None,
        shape=shape,
        points=tuple(points),
        report=Slug(report) if report else None,
    )


def a_chart(
    kind: ChartKind, data: Sequence[Datum], *, place: str = "text", unit: float | None = None,
    legend: Sequence[tuple[Shape, str]] = (), alternative: str = "A chart",
) -> Chart:  # fmt: skip
    return Chart(
        kind="chart",
        chart=kind,
        anchor=Anchor("test/chart"),
        title=line("Title of the chart"),
        alternative=line(alternative),
        note=None,
        sources=(),
        data=tuple(data),
        unit=unit,
        legend=tuple((shape, line(words)) for shape, words in legend),
        place="wide" if place == "wide" else "margin" if place == "margin" else "text",
        field=Field("test/chart"),
    )


def _faces() -> tuple[Face, ...]:
    return tuple(_face(file) for file in sorted((ROOT / "layouts/fonts").glob("*.ttf")))


def _face(file: Path) -> Face:
    data = file.read_bytes()
    font = TTFont(io.BytesIO(data), lazy=True)
    names: Any = font["name"]
    weights: Any = font["OS/2"]
    family = str(names.getDebugName(16) or names.getDebugName(1))
    return Face(
        f"fonts/{file.name}", family, int(weights.usWeightClass), "Italic" in file.name,
        Digest(sha256(data).hexdigest()), data,
    )  # fmt: skip


def _figure(file: Path) -> str:
    return file.read_text(encoding="utf-8").split(' d="', 1)[1].split('"', 1)[0]
