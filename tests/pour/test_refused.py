"""What layouts may not hold: each rule with what breaks it and what comes near and is right."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from compiler.explain import explain
from tests.pour.second import add, marked, opened, second

SHEET, BLOCKS = "layouts/sheet.css", "layouts/blocks/all.css"
REPORT, TEMPLATE = "layouts/parts/report.css", "layouts/parts/report.html.j2"

REFUSED = [
    ("refused-border", BLOCKS, ".note { border: 1pt groove var(--night) }", "groove"),
    ("refused-border", BLOCKS, ".note { border-left-style: ridge }", "ridge"),
    ("refused-border", BLOCKS, ".note { outline: 1pt inset var(--night) }", "inset"),
    ("refused-border", BLOCKS, ".note { column-rule: 1pt outset var(--night) }", "outset"),
    ("gradient", BLOCKS, ".note { background: linear-gradient(var(--sea), var(--clay)) }", "linear-gradient(var"),
    ("gradient", TEMPLATE, '<svg><linearGradient id="g"></linearGradient></svg>', "<linearGradient"),
    ("mask-or-pattern", TEMPLATE, "<svg><mask></mask></svg>", "<mask"),
    ("mask-or-pattern", TEMPLATE, "<svg><pattern></pattern></svg>", "<pattern"),
    ("mask-or-pattern", BLOCKS, ".note { mask-image: none }", "mask-image: none"),
    ("svg-without-fill", TEMPLATE, '<svg><path d="M0 0h9"/></svg>', "<path"),
    ("svg-without-fill", TEMPLATE, '<svg><g stroke="none"><text>9</text></g></svg>', "<text"),
    ("svg-variable", TEMPLATE, '<svg><path fill="var(--sea)"/></svg>', "var(--sea)"),
    ("svg-variable", TEMPLATE, '<svg><path fill="currentColor"/></svg>', "currentColor"),
    ("svg-variable", TEMPLATE, '<svg><path fill="none" style="stroke: var(--sea)"/></svg>', "stroke: var(--sea)"),
    ("svg-variable", BLOCKS, ".note path { fill: var(--sea) }", "fill: var(--sea)"),
    ("faded-text", BLOCKS, ".note { opacity: .7 }", "opacity: .7"),
    ("faded-text", TEMPLATE, '<p style="opacity: 50%">x</p>', "opacity: 50%"),
    ("leader", BLOCKS, '.note::after { content: leader(".") }', "leader("),
    ("first-page", SHEET, "@page :first { margin: 0 }", "first"),
    ("first-page", SHEET, "@page full:first { margin: 0 }", "first"),
    ("page-count", SHEET, "@page full { @top-left { content: counter(pages) } }", "counter(pages)"),
    ("page-count", SHEET, "@page full { @top-left { content: counter(page) } }", "counter(page)"),
    (
        "page-count",
        BLOCKS,
        ".note::after { content: target-counter(attr(href), page) }",
        "target-counter(attr(href), page)",
    ),
    ("carried-over", REPORT, ".report h2 { counter-increment: heads }", "counter-increment: heads"),
    ("carried-over", SHEET, "h2 { counter-reset: heads }", "counter-reset: heads"),
    ("carried-over", SHEET, "@page full { counter-increment: page 2 }", "counter-increment: page 2"),
    ("carried-over", BLOCKS, ".note { string-set: town content() }", "town"),
    ("carried-over", BLOCKS, ".note { position: running(head) }", "running(head)"),
    ("carried-over", SHEET, "@page full { @top-left { content: element(head) } }", "element(head)"),
    ("fixed-box", BLOCKS, ".note { position: fixed }", "position: fixed"),
    ("unscoped-selector", REPORT, "h2 { margin: 0 }", "h2"),
    ("unscoped-selector", REPORT, ".report h2, .note { margin: 0 }", ".note"),
    ("unscoped-selector", REPORT, ".note .report { margin: 0 }", ".note .report"),
    ("unscoped-selector", REPORT, "@media print { h2 { margin: 0 } }", "h2"),
    ("unscoped-selector", REPORT, "@page { margin: 0 }", "@page"),
    ("unscoped-selector", BLOCKS, "h2 { margin: 0 }", "h2"),
    ("unscoped-selector", BLOCKS, ".report h2 { margin: 0 }", ".report h2"),
    ("unscoped-selector", SHEET, ".note { margin: 0 }", ".note"),
    ("unscoped-selector", TEMPLATE, "<style>p { margin: 0 }</style>", "<style"),
    ("unscoped-selector", BLOCKS, "@swatch x { srgb: #000000; cmyk: 0 0 0 1 }", "@swatch x"),
    ("crop-marks", SHEET, "@page full { marks: crop cross }", "marks: crop cross"),
    ("unknown-font", BLOCKS, ".note { font-family: Helvetica }", "Helvetica"),
    ("unknown-font", BLOCKS, '.note { font: 700 8pt/9pt "Source Serif 5", var(--serif) }', '"Source Serif 5"'),
    ("unknown-font", BLOCKS, ".note { font: italic 8pt serif }", "serif"),
    ("unknown-font", SHEET, '@font-face { font-family: "X"; src: url(x.ttf) }', "@font-face"),
    ("remote-address", BLOCKS, '.note { background: url("https://example.org/x.png") }', "url("),
    ("remote-address", BLOCKS, ".note { background: url(//example.org/x.png) }", "url(//example.org/x.png)"),
    ("remote-address", BLOCKS, '@import "other.css";', "@import"),
    ("remote-address", TEMPLATE, '<img src="http://example.org/x.png" alt="x">', "http://example.org/x.png"),
    ("remote-address", TEMPLATE, '<script src="x.js"></script>', "<script"),
    ("literal-colour", BLOCKS, ".note { color: #fff }", "#fff"),
    ("literal-colour", BLOCKS, ".note { border: 1pt solid black }", "black"),
    ("literal-colour", BLOCKS, ".note { background: rgb(0 0 0 / 50%) }", "rgb("),
    ("literal-colour", BLOCKS, ".note { color: color(srgb 0 0 0) }", "color(srgb 0 0 0)"),
    ("literal-colour", BLOCKS, ".note { --mine: teal }", "teal"),
    ("literal-colour", TEMPLATE, '<p style="color: red">x</p>', "red"),
    ("literal-colour", TEMPLATE, '<svg><path fill="white"/></svg>', "white"),
    ("unknown-swatch", BLOCKS, ".note { color: color(--see 0.5) }", "color(--see 0.5)"),
    ("unknown-swatch", TEMPLATE, '<svg><path fill="color(--sae 1)"/></svg>', "color(--sae 1)"),
    ("unknown-token", BLOCKS, ".note { margin: var(--guter) }", "--guter"),
    ("unknown-token", TEMPLATE, '<p style="margin: var(--guter)">x</p>', "--guter"),
    ("unknown-master", BLOCKS, ".note { page: foll }", "foll"),
    ("css-syntax", BLOCKS, ".note { colour var(--sea); margin: 0 }", ";"),
    ("css-syntax", TEMPLATE, '<p style="top 9pt">x</p>', "9"),
]

ALLOWED = [
    (BLOCKS, ".note { border: 1pt dashed color(--sea 0.5 / 0.8); opacity: 1 }"),
    (BLOCKS, ".note { color: currentColor; background: transparent; border-color: inherit }"),
    (BLOCKS, ".note { font: 600 8pt/var(--base) var(--serif), var(--sans); margin: var(--absent, 0) }"),
    (BLOCKS, '.note { font-family: "Source Serif 4" } .note::before { content: "red" counter(list-item) }'),
    (BLOCKS, ".note { string-set: run attr(data-run); position: absolute; page: auto }"),
    (REPORT, ".report { counter-reset: heads } .report h2 { counter-increment: heads }"),
    (REPORT, ".report.wide h2, .report > .note:first-child { margin: 0 }"),
    (REPORT, "@media print { .report h2 { margin: 0 } }"),
    (SHEET, "@page full:nth(1 of full) { margin: 0 } h2 > a { color: inherit }"),
    (TEMPLATE, '<svg><g fill="none"><path d="M0 0h9" stroke="color(--sea 0.5)"/></g></svg>'),
    (TEMPLATE, '<svg><rect fill="{{ view.swatch }}"/><title>x</title><line stroke="color(--sea 1)"/></svg>'),
    (TEMPLATE, '<p style="color: var(--{{ view.swatch }}); top: {{ 1 + 2 }}pt{% if true %}; left: 0{% endif %}">x</p>'),
    (TEMPLATE, '<a href="https://example.org">#fff</a>'),
    (TEMPLATE, '{# <style>p { color: red }</style> #}<p style="--mine: 3pt; margin: var(--mine)">x</p>'),
]


@pytest.mark.parametrize(("name", "path", "text", "under"), REFUSED)
def test_what_is_refused_is_marked(name: str, path: str, text: str, under: str) -> None:
    layouts, said = opened(second({path: add(text)}))
    found = [marked(each, layouts.sources) for each in said if each.name == name]
    lines = layouts.sources[PurePosixPath(path)].lines()
    assert len(found) == 1, said
    assert found[0].startswith(f"{path}:{len(lines) - 1}: {under}")
    assert explain(name) is not None


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_what_is_right_is_let_be(path: str, text: str) -> None:
    assert opened(second({path: add(text)}))[1] == ()


@pytest.mark.parametrize("rule", ["html { ", "a, hr { "])
def test_colours_of_the_typesetter_are_refused(rule: str) -> None:
    _, said = opened(
        second(
            {
                SHEET: lambda text: text.replace(f"{rule}color: inherit; ", rule).replace(
                    "; color: var(--night) }\nbody", " }\nbody"
                )
            }
        )
    )
    assert {each.name for each in said} == {"default-colour"}


def test_what_would_stop_the_typesetter_is_left_out() -> None:
    world = second(
        {BLOCKS: add(".note { border: 1pt groove var(--night);\n background: linear-gradient(red); top: 1pt }")}
    )
    layouts, _ = opened(world)
    sheet = next(sheet.css for sheet in layouts.styles("report") if sheet.path == BLOCKS)
    assert "groove" not in sheet
    assert "gradient" not in sheet
    assert sheet.count("\n") == layouts.sources[PurePosixPath(BLOCKS)].text.count("\n")
    assert sheet.rstrip().endswith("top: 1pt }")


def test_all_at_once_in_their_order() -> None:
    _, said = opened(second({BLOCKS: add(".note { color: red; opacity: 0 }"), REPORT: add("h2 { color: blue }")}))
    assert [each.name for each in said] == ["literal-colour", "faded-text", "unscoped-selector", "literal-colour"]
