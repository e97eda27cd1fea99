"""Front and back matter: front/<part>/<language>.yaml and back/<part>/<language>.yaml."""

from __future__ import annotations

from typing import Annotated

from compiler.check.kinds import KEY, LINK, Count, Keys, line, prose, says
from compiler.check.sheets.blocks import Body
from compiler.check.sheets.common import Sheet
from compiler.check.sheets.reports import Index, ReferenceSheet
from compiler.check.spots import Words
from compiler.model.copy import Line, Prose


class CoverSheet(Sheet):
    """Words on the cover sheet and on the title page; the drawing is computed."""

    lines: Annotated[list[Annotated[Line, line(30)]], Count(1, 5), says("The title, broken into lines.")]
    translated_title: Annotated[Line, line(120), says("The title in the other language.")]
    standfirst: Annotated[Prose, prose(400), says("What the publication is, for the back cover.")]
    spine: Annotated[Line, line(100), says("Words on the spine.")]
    spine_imprint: Annotated[Line, line(40), says("Publisher, at the foot of the spine.")]
    imprint: Annotated[list[Annotated[Line, line(80)]], Count(1, 6), says("Publisher and address, in lines.")]
    date_line: Annotated[list[Annotated[Line, line(60)]], Count(1, 3), says("Publisher, place and date, in lines.")]
    ground: Annotated[Words, KEY, says("Swatch of the ground.", "yellow")]


class HowToReadSheet(Sheet):
    """The page that explains signs, plates and charts."""

    title: Annotated[Line, line(40), says("Head of the page.", "How to read this book")]
    standfirst: Annotated[Prose, prose(300), says("The page in one or two sentences.")]
    example: Annotated[Words, LINK, says("Slug of the report whose opener is shown small.", "oulu")]
    opener: Annotated[Prose, prose(600), says("What an opener shows.")]
    signs: Annotated[Prose, prose(600), says("What colours and signs mean.")]
    results: Annotated[Prose, prose(600), says("What the filled plate and the open square mean.")]
    sample_figure: Annotated[Line, line(7), says("Figure on the sample of a result.", "123")]
    sample_caption: Annotated[Line, line(34), says("Caption of the sample.")]
    sample_none: Annotated[Line, line(44, may_be_empty=True), says("Words of the sample without a result.")]


class SectionSheet(Sheet):
    anchor: Annotated[Words | None, KEY, says("Name by which links reach it.")] = None
    head: Annotated[Line | None, line(60), says("Head; a section without one continues the text.")] = None
    body: Body


class ForewordSheet(Sheet):
    """The foreword: a plate, then headed sections."""

    title: Annotated[Line, line(60), says("Title in contents and running head.", "Foreword")]
    plate: Annotated[list[Annotated[Line, line(19)]], Count(1, 5), says("Words on the plate, broken into lines.")]
    swatch: Annotated[Words, KEY, says("Swatch of the plate.", "blue")]
    standfirst: Annotated[Prose, prose(400), says("The argument in one or two sentences.")]
    sections: Annotated[list[SectionSheet], Count(1), says("Headed sections.")]
    index: Index


class ColophonSheet(Sheet):
    """Who publishes, and how it was made."""

    title: Annotated[Line, line(60), says("Title in contents and running head.", "Colophon")]
    left: Annotated[list[SectionSheet], Count(1), says("Sections of the left column.")]
    right: Annotated[list[SectionSheet], Count(1), says("Sections of the right column.")]
    foot: Annotated[Prose, prose(800), says("What runs below both columns.")]


class GroupSheet(Sheet):
    name: Annotated[Line, line(60), says("Head of the group.", "Maps")]
    sources: Annotated[dict[str, ReferenceSheet], Keys("source"), says("Sources by keys that every file may name.")]


class SourcesSheet(Sheet):
    """Sources that belong to no single report."""

    groups: Annotated[list[GroupSheet], says("Groups of sources, in printed order.", default_factory=list)]
