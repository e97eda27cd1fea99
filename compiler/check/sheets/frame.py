"""publication.yaml, words/<language>.yaml and partners/<language>.yaml: what the publication is made of."""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar

from compiler.check.kinds import DATE, FILE, KEY, LANGUAGE, SLUG, YES_NO, Count, between, choice, line, says
from compiler.check.sheets.common import Sheet
from compiler.check.spots import Words
from compiler.model.copy import Line

PARTS = (
    "cover",
    "title",
    "how-to-read",
    "contents",
    "foreword",
    "map",
    "reports",
    "convergences",
    "matrix",
    "index",
    "sources",
    "colophon",
)
"""What `parts` may list: layouts, and `reports` and `convergences` for all of them."""

Degrees = Annotated[float, between(-180, 180)]


class FamilySheet(Sheet):
    key: Annotated[Words, KEY, says("Short name; the words file gives it its printed name.", "services")]
    swatch: Annotated[
        Words, KEY, says("A colour of the layouts, by the name of its swatch in layouts/tokens.css.", "blue")
    ]


class ThemeSheet(Sheet):
    key: Annotated[Words, KEY, says("Short name by which reports and initiatives name the theme.", "transport")]
    family: Annotated[Words, KEY, says("Key of the family whose colour the theme wears.", "getting-about")]
    sign: Annotated[Words, KEY, says("A sign of the layouts: the name of its file in layouts/signs/.", "diagonals")]


class GeographySheet(Sheet):
    land: Annotated[Words, FILE, says("Outline of the land, GeoJSON, relative to sources/.", "geography/land.geojson")]
    areas: Annotated[Words | None, FILE, says("Outlines of the areas that the reports' cities lie in, GeoJSON.")] = None
    area_key: Annotated[
        Words | None, KEY, says("The property that carries an area's code; `area` of a city names it.")
    ] = None
    parallels: Annotated[
        list[Annotated[float, between(-89, 89)]],
        Count(2, 2),
        says("The two standard parallels of the maps' conic projection, in degrees."),
    ]
    meridian: Annotated[Degrees, says("The meridian that stands upright on the maps, in degrees.", "3")]


class ConvergencesSheet(Sheet):
    reports_each: Annotated[
        int, between(0, 1000, whole=True), says("From how many reports each convergence must argue.", "3")
    ] = 0
    order: Annotated[
        list[Annotated[Words, SLUG]],
        Count(1),
        says("Slugs of the convergences in printed order, the names of their folders."),
    ]


class PartSheet(Sheet):
    shorthand: ClassVar[str | None] = "kind"

    kind: Annotated[str, choice(*PARTS), says("Which part is printed here.", "foreword")]
    opens: Annotated[
        str | None, choice("verso", "recto", "either"), says("The side it opens on: a blank page is set before it.")
    ] = None
    numerals: Annotated[str | None, choice("arabic", "roman"), says("How its folios are written.")] = None
    restart: Annotated[bool, YES_NO, says("`yes` sets the folio back to 1 on its first page.")] = False


class PublicationSheet(Sheet):
    """The frame: what is printed, in which order, in which languages, to which date."""

    slug: Annotated[Words, SLUG, says("Short name of the publication, used in names of files.", "northern-experiences")]
    languages: Annotated[
        list[Annotated[Words, LANGUAGE]],
        Count(1),
        says("Languages with copy; the first is built unless another is asked for.", "[en]"),
    ]
    date: Annotated[
        datetime.date | None,
        DATE,
        says("Date of the edition. Nothing later stands outside a 'Since then' box.", "2019-11-07"),
    ]
    reports: Annotated[
        list[Annotated[Words, SLUG]],
        Count(1),
        says("Slugs of the reports in printed order, the names of their folders in cities/."),
    ]
    geography: Annotated[GeographySheet | None, says("What the maps are drawn from; without it no map is set.")] = None
    convergences: Annotated[ConvergencesSheet | None, says("The chapters that compare reports; may be left out.")] = (
        None
    )
    families: Annotated[list[FamilySheet], Count(1), says("Groups of themes that share a colour.")]
    themes: Annotated[list[ThemeSheet], Count(1), says("What initiatives are about, in the order of the matrix.")]
    printer: Annotated[
        Words | None, KEY, says("Who prints: the name of a file in printers/, unless another is asked for.", "coated")
    ] = None
    parts: Annotated[
        list[PartSheet], Count(1), says("What is printed, in order: a name, or a name with settings.", "contents")
    ]


class ThemeWords(Sheet):
    name: Annotated[Line, line(34), says("The theme as printed.", "Transport and mobility")]
    short: Annotated[
        Line | None, line(26), says("The same for narrow columns; `|` breaks the line.", "Transport,|mobility")
    ] = None


class WordsSheet(Sheet):
    """Title, themes and all words that the layouts print of themselves, in one language."""

    title: Annotated[Line, line(160), says("Title of the publication.")]
    author: Annotated[Line, line(120), says("Who is named as author in the properties of the file.")]
    subject: Annotated[Line, line(300), says("What it is about, in one sentence, for the properties of the file.")]
    keywords: Annotated[
        list[Annotated[Line, line(60)]],
        says("Words to find the file by, for its properties.", "smart city", default_factory=list),
    ]
    families: Annotated[dict[str, Annotated[Line, line(40)]], says("Printed name of each family of themes, by key.")]
    themes: Annotated[dict[str, ThemeWords], says("Printed names of each theme, by key.")]
    geography_credits: Annotated[
        list[Annotated[Line, line(200)]],
        says("Whose outlines the maps use, and under which licence.", default_factory=list),
    ]
    look_ahead: Annotated[
        list[Annotated[Line, line(30)]],
        says("Words after which a year to come may stand, for it is an aim.", "by", "until", default_factory=list),
    ]
    terms: Annotated[
        dict[str, Annotated[Line, line(400)]],
        says("Words that the layouts and the compiler print of themselves. `{…}` are filled in."),
    ]


class PartnerSheet(Sheet):
    name: Annotated[Line, line(60), says("The organisation as printed.", "VTT")]
    what: Annotated[Line | None, line(80), says("What it is, in a few words.", "research centre")] = None


class PartnersSheet(Sheet):
    """Organisations that initiatives name in `with`, each by a key."""
