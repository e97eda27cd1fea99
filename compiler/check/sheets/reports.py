"""cities/<slug>/city.yaml and cities/<slug>/<language>.yaml; convergences/<slug>/<language>.yaml."""

from __future__ import annotations

from typing import Annotated

from compiler.check.kinds import ADDRESS, KEY, LINK, YEAR, YES_NO, Count, Keys, between, line, prose, says
from compiler.check.sheets.blocks import BlockSheet, Body
from compiler.check.sheets.common import Sheet
from compiler.check.spots import Words
from compiler.model.copy import Line, Prose


class PositionSheet(Sheet):
    latitude: Annotated[float, between(-90, 90), says("Degrees, north positive.", "65.0121")]
    longitude: Annotated[float, between(-180, 180), says("Degrees, east positive.", "25.4651")]


class CitySheet(Sheet):
    """What is true of a city in every language."""

    position: Annotated[PositionSheet, says("Where the city stands.")]
    area: Annotated[Line | None, line(20), says("Code of the area whose outline the opener shows.", "'17'")] = None
    themes: Annotated[
        list[Annotated[Words, LINK]],
        Count(3, 3),
        says("Keys of exactly three themes; the first gives the report its colour."),
    ]


class ReferenceSheet(Sheet):
    text: Annotated[Line, line(200), says("What it is: title, publisher, date.", "Minutes of the council, 5 July 2019")]
    address: Annotated[Words | None, ADDRESS, says("Where it can be read.", "https://example.org/minutes")] = None
    date: Annotated[Line | None, line(40), says("When it appeared.", "5 July 2019")] = None


References = Annotated[
    dict[str, ReferenceSheet],
    Keys("source"),
    says("Sources of this file, by keys that figures and `[](source:key)` name.", default_factory=dict),
]


class KeyFigureSheet(Sheet):
    figure: Annotated[Line, line(8), says("The figure as printed.", "203,567")]
    text: Annotated[Line, line(80), says("What it counts.", "residents of the city")]
    credit: Annotated[Line, line(40), says("Who says so, as printed.", "Census of 2018, Statistics Finland")]
    source: Annotated[Words, LINK, says("Key of the source that says so.", "census")]
    year: Annotated[int, YEAR, says("The year it holds for.", "2018")]


class InitiativeSheet(Sheet):
    anchor: Annotated[Words, KEY, says("Name by which links and the index reach it; unique in the file.", "benches")]
    title: Annotated[Line, line(34), says("Head of the initiative.", "Benches where people sit")]
    themes: Annotated[
        list[Annotated[Words, LINK]], Count(1, 2), says("Keys of one or two themes, the main one first.", "[transport]")
    ]
    since: Annotated[Line | None, line(60), says("Since when it has run.", "1 September 2018")] = None
    when: Annotated[Line | None, line(60), says("When it took place, if it is over.", "March to May 2019")] = None
    for_: Annotated[Line | None, line(60), says("Whom it serves.", "all residents", alias="for")] = None
    with_: Annotated[
        list[Annotated[Words, LINK]],
        says(
            "Keys of the partners, from partners/<language>.yaml.",
            "[vtt, university]",
            alias="with",
            default_factory=list,
        ),
    ]
    mind: Annotated[
        Line | None, line(90), says("What the reader should keep in mind.", "the figure is a target, not a result")
    ] = None
    body: Body


class LaterSheet(Sheet):
    date: Annotated[Line, line(40), says("When it came; later than the edition.", "February 2020")]
    text: Annotated[Prose, prose(320), says("What came after the edition.")]
    sources: Annotated[list[Annotated[Words, LINK]], Count(1), says("Keys of the sources that say so.")]


class CrossSheet(Sheet):
    to: Annotated[Words, LINK, says("A report, or an anchor in one: `oulu/benches`.", "oulu/benches")]
    text: Annotated[Line, line(60), says("What is found there.", "where people sit")]


class IndexSheet(Sheet):
    term: Annotated[Line, line(44), says("The entry; one `>` parts heading and sub-entry.", "benches")]
    to: Annotated[Words, LINK, says("An anchor of this file, or `part/anchor`.", "benches")]
    main: Annotated[bool, YES_NO, says("`yes` sets the folio bold.")] = False


Index = Annotated[list[IndexSheet], says("Entries of the index.", default_factory=list)]


class ReportSheet(Sheet):
    """A report: what a city does, in one language."""

    name: Annotated[Line, line(40), says("The city's name; a line of it holds 13 characters.", "Oulu")]
    authority: Annotated[Line, line(66), says("The local authority the report is about.", "City of Oulu")]
    size: Annotated[Line, line(60), says("How large it is.", "203,567 residents")]
    area_name: Annotated[Line | None, line(40), says("Name of the area its opener shows.", "The north")] = None
    region: Annotated[Line, line(40), says("The region it lies in.", "Northern Ostrobothnia")]
    key_figures: Annotated[
        list[KeyFigureSheet],
        Count(0, 4),
        says("Up to four figures for the margin of the first page of text.", default_factory=list),
    ]
    standfirst: Annotated[Prose, prose(170), says("The report in one sentence, four lines at most.")]
    approach: Annotated[
        list[BlockSheet], Count(1), says("The overall approach and how it is governed, up to 1,350 characters of text.")
    ]
    initiatives: Annotated[
        list[InitiativeSheet], Count(1, 5), says("Two or three initiatives, or up to five short ones.")
    ]
    closing: Annotated[
        list[BlockSheet], says("Blocks after the last initiative, such as a time line.", default_factory=list)
    ]
    not_known: Annotated[Prose, prose(600), says("What the sources do not tell and a reader would want to know.")]
    since_then: Annotated[list[LaterSheet], says("What came after the date of the edition.", default_factory=list)]
    elsewhere: Annotated[
        list[CrossSheet], Count(0, 6), says("Where the book speaks of the like.", default_factory=list)
    ]
    index: Index
    sources: References
    excuse: Annotated[
        Line | None,
        line(200),
        says(
            "Reason why the last page may stay short; without it there is a warning.",
            "The city began in 2019 and has published no figures",
        ),
    ] = None


class ConvergenceSheet(Sheet):
    """A chapter that compares reports, in one language."""

    title: Annotated[
        list[Annotated[Line, line(19)]],
        Count(1, 3),
        says("Title, broken into lines for the plate.", "[Answers to, local needs]"),
    ]
    standfirst: Annotated[Prose, prose(260), says("The chapter in one or two sentences.")]
    reports: Annotated[
        list[Annotated[Words, LINK]], Count(1, 4), says("Slugs of the reports that its plate shows, in order.")
    ]
    body: Body
    sources: References
    index: Index
