"""Tiny pages in the layouts' own fonts: parts poured by hand, and a look with a few swatches."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from compiler.model.copy import Digest, PartId
from compiler.model.diagnostics import Diagnostic, Outcome
from compiler.model.galley import Settings, SetVolume
from compiler.model.look import Face, Look, Swatch
from compiler.model.measures import Size, mm
from compiler.model.part import Asset, Numerals, Part, PartKind, Poured, StyleSheet
from compiler.model.publication import Side
from compiler.typeset import typeset

FONTS = Path(__file__).resolve().parents[2] / "layouts" / "fonts"

SHEET = """
@page { size: 60mm 50mm; margin: 5mm 5mm 10mm 25mm; @bottom-left { content: var(--folio) } }
@page :right { margin: 5mm 25mm 10mm 5mm }
@page full { margin: 0; @bottom-left { content: none } }
html { font: 8pt/10pt "Source Serif 4"; color: color(--ink 1) }
body { orphans: 2; widows: 2 } p, h1 { margin: 0; font-size: inherit; font-weight: inherit } a { color: inherit }
.full { page: full; position: relative; width: 60mm; height: 50mm }
.fn { float: footnote; footnote-policy: line; font: 6pt/8pt "Source Serif 4" }
.fn::footnote-call { font: 5pt/0 "Source Serif 4"; vertical-align: 3pt }
.m { float: right; clear: right; width: 14mm; margin-right: -17mm; font: 6pt/8pt "Source Serif 4"; text-align: left }
.kept { break-inside: avoid }
"""


def a_face(name: str, family: str, weight: int, italic: bool = False) -> Face:
    data = (FONTS / name).read_bytes()
    return Face(f"layouts/fonts/{name}", family, weight, italic, Digest(hashlib.sha256(data).hexdigest()), data)


@cache
def faces() -> tuple[Face, ...]:
    return (
        a_face("SourceSerif4-Regular.ttf", "Source Serif 4", 400),
        a_face("SourceSerif4-Italic.ttf", "Source Serif 4", 400, italic=True),
        a_face("Archivo-Regular.ttf", "Archivo", 400),
    )


def a_swatch(name: str, srgb: tuple[int, int, int]) -> Swatch:
    return Swatch(name, srgb, (0, 0, 0, 100), None, "paper", True, "tests")


def a_look(css: str = "", swatches: Mapping[str, tuple[int, int, int]] | None = None) -> Look:
    colours = swatches or {"ink": (20, 30, 40), "red": (200, 40, 20), "paper": (255, 255, 255)}
    return Look(
        trim=Size(mm(60), mm(50)),
        bleed=mm(3),
        measures={"measure": mm(30), "gutter": mm(3)},
        swatches={name: a_swatch(name, srgb) for name, srgb in colours.items()},
        faces=faces(),
        families={"serif": "Source Serif 4", "sans": "Archivo"},
        signs={},
        css=css,
    )


def a_part(
    id_: str = "one",
    opens: Side = "either",
    *,
    kind: PartKind = "report",
    numerals: Numerals = "arabic",
    restart: bool = False,
    counted: bool = True,
) -> Part:
    return Part(PartId(id_), kind, None, id_.title(), opens, numerals, restart, counted, None)


def a_poured(
    html: str,
    part: Part | None = None,
    *,
    css: str = "",
    tokens: Mapping[str, str] | None = None,
    assets: tuple[Asset, ...] = (),
) -> Poured:
    part = part or a_part()
    sheets = [StyleSheet("layouts/sheet.css", None, SHEET)]
    if css:
        sheets.append(StyleSheet(f"layouts/parts/{part.id}.css", part.kind, css))
    wrapped = f'<div class="part {part.kind}" id="{part.id}" data-src="{part.id}">{html}</div>'
    return Poured(part, wrapped, tokens or {}, tuple(sheets), assets, ())


def settings(
    *,
    pdf: bool = False,
    stamp: str | None = None,
    marks: tuple[tuple[str, str], ...] = (),
    language: str = "en",
) -> Settings:
    return Settings(
        language=language,
        title="A title",
        author="An author",
        subject="A subject",
        keywords=("one", "two"),
        date=datetime.datetime(2019, 11, 7, tzinfo=datetime.UTC),
        stamp=stamp,
        marks=marks,  # pyright: ignore[reportArgumentType]: fields are written as plain text here
        pdf=pdf,
    )


def set_(
    *poured: Poured, pdf: bool = False, look: Look | None = None, given: Settings | None = None
) -> Outcome[SetVolume]:
    """Set parts; that tiny pages have no heading to find one's way by is no matter here."""
    outcome = typeset(poured, look or a_look(), given or settings(pdf=pdf))
    return Outcome(outcome.value, tuple(each for each in outcome.diagnostics if each.name != "missing-main-heading"))


def galley_of(*poured: Poured, pdf: bool = False, look: Look | None = None) -> SetVolume:
    """The galley of parts that have no faults."""
    outcome = set_(*poured, pdf=pdf, look=look)
    assert outcome.diagnostics == (), told(outcome.diagnostics)
    assert outcome.value is not None
    return outcome.value


def names(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [each.name for each in diagnostics]


def told(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{each.name} ({each.field}): {each.message}" for each in diagnostics]


def page_texts(galley: SetVolume) -> list[str]:
    """The text of each page, boxes joined by spaces."""
    out = [""] * len(galley.pages)
    for text in galley.texts:
        out[text.page_index] = f"{out[text.page_index]} {text.text.strip()}".strip()
    return out


WORDS = [
    "city",
    "network",
    "of",
    "the",
    "participation",
    "a",
    "public",
    "service",
    "data",
    "neighbourhood",
    "and",
    "transport",
]


def words(count: int) -> str:
    return " ".join(WORDS[index % len(WORDS)] for index in range(count))
