"""What can be said of the layouts without setting a page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
import tinycss2
import tinycss2.ast

from compiler.model.part import PartKind
from compiler.pour import open_layouts
from tests.layouts.builders import LAYOUTS, a_world, the_layouts

KINDS: tuple[str, ...] = get_args(PartKind)
SHEETS = sorted(LAYOUTS.rglob("*.css"))
TEMPLATES = sorted(LAYOUTS.rglob("*.html.j2"))
STEP = 0.375
"""Points: half a CSS pixel, in which WeasyPrint adds heights without a remainder."""


def test_the_layouts_have_no_fault() -> None:
    assert open_layouts(a_world()).diagnostics == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_part_has_a_layout_and_a_sheet_of_its_own(kind: str) -> None:
    assert (LAYOUTS / "parts" / f"{kind}.html.j2").is_file()
    assert (LAYOUTS / "parts" / f"{kind}.css").is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_the_sheet_of_a_part_reaches_that_part_only(kind: str) -> None:
    for rule in _rules((LAYOUTS / "parts" / f"{kind}.css").read_text("utf-8")):
        for selector in tinycss2.serialize(rule.prelude).split(","):
            assert selector.strip().startswith(f".{kind} "), selector


def test_blocks_do_not_take_the_name_of_a_part() -> None:
    for sheet in (LAYOUTS / "blocks").glob("*.css"):
        for rule in _rules(sheet.read_text("utf-8")):
            assert not set(re.findall(r"\.([\w-]+)", tinycss2.serialize(rule.prelude))) & set(KINDS), sheet.name


@pytest.mark.parametrize("sheet", [path for path in SHEETS if path.name != "tokens.css"], ids=lambda path: path.name)
def test_colours_come_from_swatches(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|(?<![-\w])(?:black|white|gr[ae]y)(?![-\w])", text)


@pytest.mark.parametrize("token", ["base", "head-margin", "type-height", "head-top"])
def test_vertical_measures_are_whole_half_pixels(token: str) -> None:
    written = re.search(rf"--{token}: ([\d.]+)pt", (LAYOUTS / "tokens.css").read_text("utf-8"))
    assert written is not None
    assert (float(written[1]) / STEP).is_integer()


def test_the_type_area_is_whole_base_lines() -> None:
    measures = the_layouts().look.measures
    assert measures["type-height"] / measures["base"] == pytest.approx(52, abs=0.01)
    height = the_layouts().look.trim.height - measures["head-margin"] - measures["foot-margin"]
    assert height == pytest.approx(measures["type-height"], abs=10)


def test_text_and_margin_column_fill_the_measure_between_the_margins() -> None:
    measures = the_layouts().look.measures
    assert measures["measure"] + measures["gutter"] + measures["margin-measure"] == measures["wide"]
    assert measures["inner-margin"] + measures["wide"] + measures["outer-margin"] == the_layouts().look.trim.width


def test_every_swatch_tells_its_use_and_both_recipes() -> None:
    for swatch in the_layouts().look.swatches.values():
        assert swatch.use
        assert sum(swatch.cmyk) <= 300


def test_headings_of_parts_come_first() -> None:
    """PDF/UA-1, 7.4.2: the first heading of a document is an h1; parts are read one after another."""
    for template in (LAYOUTS / "parts").glob("*.html.j2"):
        text = re.sub(r"{%-? macro.*?endmacro -?%}", "", template.read_text("utf-8"), flags=re.DOTALL)
        first = re.search(r"<h([1-6])", text)
        assert first is None or first[1] == "1", template.name


def test_cells_that_head_rows_and_columns_say_so() -> None:
    for template in TEMPLATES:
        for cell in re.findall(r"<th\b[^>]*>", template.read_text("utf-8")):
            assert 'scope="' in cell, template.name


def _rules(text: str) -> list[tinycss2.ast.QualifiedRule]:
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return [node for node in nodes if isinstance(node, tinycss2.ast.QualifiedRule)]


def test_the_scale_of_type_stands_in_whole_half_pixels() -> None:
    scale = re.findall(r"--type-[a-z]+: ([\d.]+)pt/([\d.]+)", (LAYOUTS / "tokens.css").read_text("utf-8"))
    assert len(scale) > 10
    assert all((float(lead) / STEP).is_integer() for _, lead in scale)


def test_every_token_is_used() -> None:
    sheets = "".join(path.read_text("utf-8") for path in SHEETS)
    tokens = set(re.findall(r"^  --([\w-]+):", sheets, flags=re.MULTILINE))
    # Those that let something pass are read by preflight, whose tests hold them.
    assert not {each for each in tokens if f"var(--{each}" not in sheets and not each.startswith("exempt-")}
