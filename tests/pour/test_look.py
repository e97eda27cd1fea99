"""Tokens, fonts and signs: what a look is read from, and what is said when it cannot be."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import pytest
from fontTools.ttLib import TTFont, newTable

from compiler.model.measures import Length, Size, mm
from compiler.pour import open_layouts
from tests.builders import Folder
from tests.pour.second import FONTS, add, look, marked, opened, second, swap

TOKENS = "layouts/tokens.css"
SERIF = "layouts/fonts/SourceSerif4-Regular.ttf"


def test_the_look_as_written() -> None:
    found = look()
    assert found.trim == Size(mm(148), mm(210))
    assert found.bleed == mm(3)
    assert found.measures["base"] == Length(4762)
    assert found.families == {"serif": "Source Serif 4", "sans": "Source Serif 4"}
    assert found.swatches["sea"].srgb == (0x0B, 0x5C, 0x6B)
    assert found.swatches["sea"].cmyk == (90, 30, 35, 35)
    assert found.swatches["sea"].type_on == "chalk"
    assert set(found.signs) == {"square", "peak", "bar"}
    assert [(face.weight, face.italic) for face in found.faces] == [(400, True), (400, False), (600, False)]


def test_recipes_become_custom_properties_and_lines_keep_their_numbers() -> None:
    found = look()
    text = second().read(PurePosixPath(TOKENS)).decode()
    assert "@swatch" not in found.css
    assert "--sea: color(--sea 1);" in found.css
    line = next(number for number, row in enumerate(text.splitlines()) if ":root" in row)
    assert ":root" in found.css.splitlines()[line]


def test_a_spot_colour() -> None:
    found = look(
        second({TOKENS: add('@swatch gold { srgb: #aa8800; cmyk: 0 20 80 30; spot: "PANTONE 871 C"; type-on: night }')})
    )
    assert found.swatches["gold"].spot == "PANTONE 871 C"
    assert not found.swatches["gold"].text


@pytest.mark.parametrize(
    ("recipe", "name", "words"),
    [
        ("@swatch x { cmyk: 0 0 0 0 }", "swatch-recipe", "has no `srgb`"),
        ("@swatch x { srgb: #123456 }", "swatch-recipe", "has no `cmyk`"),
        ("@swatch x { srgb: #12; cmyk: 0 0 0 0 }", "swatch-recipe", "is no sRGB colour"),
        ("@swatch x { srgb: #123456; cmyk: 0 0 0 }", "swatch-recipe", "is no recipe"),
        ("@swatch x { srgb: #123456; cmyk: 0 0 0 101 }", "swatch-recipe", "is no recipe"),
        ("@swatch x { srgb: #123456; cmyk: 0 0 0 a }", "swatch-recipe", "is no recipe"),
        ("@swatch x { srgb: #123456; cmyk: 0 0 0 0; ink: yes }", "swatch-recipe", "has no `ink`"),
        ("@swatch x { srgb: #123456; srgb: #123456; cmyk: 0 0 0 0 }", "swatch-recipe", "twice"),
        ("@swatch x { srgb: #123456; cmyk: 0 0 0 0; text: maybe }", "swatch-recipe", "yes or no"),
        ("@swatch X! { srgb: #123456; cmyk: 0 0 0 0 }", "swatch-recipe", "is no name"),
        ("@swatch sea { srgb: #123456; cmyk: 0 0 0 0 }", "swatch-recipe", "given twice"),
        ("@swatch x { srgb: #123456; cmyk: 0 0 0 0; type-on: chulk }", "unknown-swatch", "`chulk`, which is no swatch"),
        (".x { top: 0 }", "unscoped-selector", "is a rule"),
    ],
)
def test_recipes_that_cannot_be_read(recipe: str, name: str, words: str) -> None:
    layouts, said = opened(second({TOKENS: add(recipe)}))
    found = [each for each in said if each.name == name and words in each.message]
    assert len(found) == 1, said
    assert marked(found[0], layouts.sources).startswith(f"{TOKENS}:")
    assert all(swatch.type_on in layouts.look.swatches for swatch in layouts.look.swatches.values())


@pytest.mark.parametrize(("old", "new"), [("--base: 13.5pt;", ""), ("--base: 13.5pt;", "--base: 1.2em;")])
def test_measures_that_are_needed(old: str, new: str) -> None:
    _, said = opened(second({TOKENS: swap(old, new)}))
    assert "missing-token" in [each.name for each in said]


@pytest.mark.parametrize("name", ["tokens.css", "sheet.css"])
def test_files_that_are_needed(name: str) -> None:
    outcome = open_layouts(second({f"layouts/{name}": None}))
    assert "missing-layout" in [each.name for each in outcome.diagnostics]
    assert (outcome.value is None) == (name == "tokens.css")


def a_font(change: Callable[[Any], None]) -> bytes:
    """A font file of the look, changed."""
    font = TTFont(FONTS / "SourceSerif4-Regular.ttf")
    change(font)
    out = io.BytesIO()
    font.save(out)  # pyright: ignore[reportUnknownMemberType]
    return out.getvalue()


def vary(font: Any) -> None:  # noqa: ANN401 - fontTools has no types
    font["fvar"] = newTable("fvar")


def restrict(font: Any) -> None:  # noqa: ANN401
    font["OS/2"].fsType = 2


def unname(font: Any) -> None:  # noqa: ANN401
    font["name"].names = []


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({SERIF: b"no font"}, "unreadable-font"),
        ({"layouts/fonts/SourceSerif4-Bold.woff2": b"wOF2"}, "font-format"),
        ({"layouts/fonts/SourceSerif4-OFL.txt": None}, "missing-licence"),
        ({"layouts/fonts/SourceSerif4-Variable.ttf": a_font(vary)}, "variable-font"),
        ({SERIF: a_font(restrict)}, "missing-licence"),
        ({SERIF: a_font(unname)}, "unreadable-font"),
    ],
)
def test_fonts_that_do_not_serve(changes: dict[str, str | bytes | None], name: str) -> None:
    layouts, said = opened(second(dict(changes)))
    found = [each for each in said if each.name == name]
    assert found
    assert all(each.primary is not None and each.primary.span.path in layouts.sources for each in found)


@pytest.mark.parametrize(
    "drawing",
    [
        '<svg viewBox="0 0 100 100"><path d="M0 0"/></svg>',
        '<svg viewBox="0 0 24 24"><path d="M0 0"/><path d="M0 0"/></svg>',
        '<svg viewBox="0 0 24 24"><circle r="3"/></svg>',
        '<svg viewBox="0 0 24 24"><path d="Mar(3"/></svg>',
        '<svg viewBox="0 0 24 24"><path d="M0 0L1e999 0L0 9z"/></svg>',
        "<svg",
        "",
    ],
)
def test_signs_are_one_path_in_a_square_of_24(drawing: str) -> None:
    _, said = opened(second({"layouts/signs/bar.svg": drawing}))
    assert [each.name for each in said] == ["sign-form"]


def test_a_file_in_another_encoding() -> None:
    layouts, said = opened(second({"layouts/parts/title.html.j2": "abc é".encode("latin-1")}))
    assert [each.name for each in said] == ["layout-encoding"]
    assert marked(said[0], layouts.sources) == "layouts/parts/title.html.j2:1: \ufffd"


def test_a_mark_of_byte_order_is_no_fault() -> None:
    assert opened(second({TOKENS: lambda text: f"\ufeff{text}"}))[1] == ()


class Shut(Folder):
    """A world with one file that cannot be read."""

    def read(self, path: PurePosixPath) -> bytes:
        if path.name in ("title.html.j2", "bar.svg", "SourceSerif4-Italic.ttf"):
            raise PermissionError(13, "Permission denied", str(path))
        return super().read(path)


def test_files_that_cannot_be_read() -> None:
    outcome = open_layouts(Shut(second().held))
    assert outcome.value is not None
    assert sorted(each.name for each in outcome.diagnostics) == [
        "sign-form",
        "unreadable-file",
        "unreadable-file",
        "unreadable-file",
        "unreadable-font",
    ]
