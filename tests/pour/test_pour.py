"""Parts as poured: their wrapper, tokens, sheets, assets; and what becomes of a layout that fails."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from PIL import Image

from compiler.model.copy import PartId, Slug
from compiler.model.diagnostics import Severity
from compiler.pour import check_terms
from compiler.pour.pictures import pixels
from tests.pour.galleys import folios, poured
from tests.pour.second import Change, add, as_it_is, checked, marked, opened, publication, second, swap

REPORT, MAP, ALL = "layouts/parts/report.html.j2", "layouts/parts/map.html.j2", "layouts/blocks/all.html.j2"
CITY, WORDS = "sources/cities/ermoupoli/el.yaml", "sources/words/el.yaml"


def test_a_part_is_one_wrapper_with_its_sheets_and_tokens() -> None:
    parts, said = poured()
    report = parts["ermoupoli"]
    assert said == ()
    assert report.html.startswith('<div class="part report" id="ermoupoli" data-src="ermoupoli">\n')
    assert report.html.endswith("\n</div>")
    assert report.tokens == {"--c": "color(--sea 1)", "--on": "color(--chalk 1)"}
    paths = [sheet.path.removeprefix("layouts/") for sheet in report.styles]
    assert paths == ["tokens.css", "sheet.css", "blocks/all.css", "parts/report.css"]
    assert [sheet.scope for sheet in report.styles] == [None, None, None, "report"]
    assert "parts/report.css" not in [sheet.path.removeprefix("layouts/") for sheet in parts["index"].styles]


def test_folios_are_placeholders_first_and_printed_then() -> None:
    known = folios({"ermoupoli/fota": 2, "ermoupoli/dromoi": 2, "map": 3}, {"ermoupoli": (1, 2), "map": (3, 3)})
    first, _ = poured()
    then, _ = poured(folios=known)
    assert set(re.findall(r'data-folio="[^"]*">(\d+)<', first["contents"].html)) == {"000"}
    assert re.findall(r'data-folio="(map|ermoupoli[^"]*)">(\d+)<', then["contents"].html) == [
        ("ermoupoli", "1"), ("ermoupoli/fota", "2"), ("ermoupoli/dromoi", "2"), ("map", "3"),
    ]  # fmt: skip
    assert set(first["contents"].refers) == set(then["contents"].refers)
    assert "ermoupoli/$end" in first["index"].refers


def test_a_folio_for_what_no_page_carries() -> None:
    _, said = poured(folios=folios({"ermoupoli/fota": 2}, {"ermoupoli": (1, 2)}))
    assert [(each.name, each.field) for each in said] == [("unplaced-anchor", "ermoupoli")]
    assert "`ermoupoli/dromoi`" in said[0].message


def test_everything_printed_is_tied_to_its_field() -> None:
    html = "".join(part.html for part in poured()[0].values())
    fields = set(re.findall(r'data-src="([^"]+)"', html))
    assert {"ermoupoli/name", "ermoupoli/initiatives/0/body/2/table/rows/1/0", "words/terms/not_known"} <= fields
    assert {"ermoupoli/initiatives/1/body/1/chart/data/0/name", "foreword/sections/0/head"} <= fields


PICTURE = """
      - picture:
          anchor: limani
          file: limani.{suffix}
          alternative: Το λιμάνι από ψηλά
          caption: |
            Το *λιμάνι*.
          credit: Δήμος
          rights: με άδεια
"""


def with_picture(suffix: str, data: bytes) -> Mapping[str, Change]:
    def place(text: str) -> str:
        head, tail = text.split("  - anchor: dromoi", 1)
        return f"{head.rstrip()}{PICTURE.format(suffix=suffix)}  - anchor: dromoi{tail}"

    return {CITY: place, f"sources/cities/ermoupoli/pictures/limani.{suffix}": data}


def drawn(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), (10, 90, 120)).save(out, kind, dpi=(300, 300))
    return out.getvalue()


@pytest.mark.parametrize(("suffix", "kind"), [("png", "PNG"), ("jpg", "JPEG")])
def test_a_picture_is_an_asset_with_alternative_caption_and_credit(suffix: str, kind: str) -> None:
    data = drawn(kind)
    world = second(with_picture(suffix, data))
    report = poured(world)[0]["ermoupoli"]
    assert [asset.data for asset in report.assets] == [data]
    assert f'<img src="{report.assets[0].address}" alt="Το λιμάνι από ψηλά"' in report.html
    assert "Το <em>λιμάνι</em>." in report.html
    assert "Δήμος</span>, " in report.html
    assert pixels(data) == (1600, 900)


def test_what_is_no_picture_has_no_size() -> None:
    assert pixels(b"") is None
    assert pixels(b"\xff\xd8\xff") is None
    assert pixels(b"GIF89a" + bytes(20)) is None


def test_a_picture_that_cannot_be_placed_is_told() -> None:
    world = second(with_picture("png", drawn("PNG")))
    copy = checked(world)
    path = next(path for path in world.held if path.name == "limani.png")
    broken = type(world)({**world.held, path: b"GIF89a"})
    _, said = poured(broken, copy=copy)
    assert [(each.name, each.field) for each in said] == [("unplaced-picture", "ermoupoli/initiatives/0/body/3")]


# ---- layouts that fail -----------------------------------------------------------------------------------------------

FAULTS = [
    (MAP, "{{ view.entries[7].name|copy }}", "there is no item 7 of 1"),
    (MAP, "{{ view.entries[0].name|folio }}", "`folio` needs an anchor, not a Line"),
    (MAP, "{{ none|copy }}", "`copy` needs a line of copy, not nothing"),
    (MAP, "{{ view.entries|prose }}", "`prose` needs prose"),
    (MAP, "{{ 1 / 0 }}", "cannot do this: division by zero"),
    (MAP, "{{ 'x' + 1 }}", "cannot do this"),
    (MAP, "{% for i in range(2000) %}{% for j in range(2000) %}{% endfor %}{% endfor %}", "more than 1,000,000 turns"),
    (MAP, "{{ range(10000000)|list }}", "a range has 10,000,000 steps"),
    (MAP, "{{ 'x' * 1000000 }}", "repeats something"),
    (MAP, "{{ 9 ** 9 }}", "`**` is not for layouts"),
    (MAP, "{{ '%100000000d'|format(1) }}", "makes at most"),
    (MAP, "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "call one another without end"),
    (MAP, "{{ ''.__class__ }}", "unsafe"),
    (MAP, "{{ view.entries.append(1) }}", "has no `append`"),
    (MAP, "{{ publication.themes[0]|sign(9, 'rust') }}", "there is no swatch `rust`"),
    (MAP, "{{ terms.contents|date }}", "`date` needs a date"),
    (MAP, "{{ terms.contents|number }}", "`number` needs a number"),
    (MAP, "{{ terms.contents|chart('sea') }}", "`chart` needs a chart"),
    (MAP, "{{ terms.contents|picture }}", "`picture` needs a picture"),
]


@pytest.mark.parametrize(("path", "text", "words"), FAULTS)
def test_a_layout_that_fails_is_marked_and_its_part_kept(path: str, text: str, words: str) -> None:
    world = second({path: add(text)})
    layouts, _ = opened(world)
    parts, said = poured(world, layouts=layouts, copy=publication(), only="map")
    found = [each for each in said if each.name == "layout-fault"]
    assert len(found) == 1
    assert words in found[0].message
    line = layouts.sources[PurePosixPath(path)].text.count("\n")
    assert marked(found[0], layouts.sources).startswith(f"{path}:{line}:")
    assert 'class="part placeholder" id="map"' in parts["map"].html
    assert "compiler" not in found[0].message


def test_a_fault_in_a_macro_is_marked_there() -> None:
    world = second({ALL: swap("{{ block.caption|copy }}", "\n{{ block.caption|folio }}")})
    layouts, _ = opened(world)
    _, said = poured(world, layouts=layouts)
    assert [marked(each, layouts.sources) for each in said] == [f"{ALL}:9: {{{{ block.caption|folio }}}}</caption>"]


def test_links_into_a_part_that_failed_lead_to_its_beginning() -> None:
    parts, said = poured(second({REPORT: add("{{ none|copy }}")}))
    assert [each.name for each in said] == ["layout-fault"]
    assert 'href="#ermoupoli/' not in "".join(part.html for part in parts.values())
    assert 'href="#ermoupoli"' in parts["contents"].html


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({MAP: None}, "unpoured-part"),
        ({MAP: None, "layouts/parts/placeholder.html.j2": None}, "unpoured-part"),
        ({MAP: add("{% if %}")}, "layout-syntax"),
    ],
)
def test_a_part_without_a_layout_is_a_placeholder(changes: Mapping[str, Change], name: str) -> None:
    parts, said = poured(second(changes), copy=publication(), only="map")
    assert name in [each.name for each in said]
    assert "Ο χάρτης" in parts["map"].html


def test_a_part_without_its_copy_is_a_placeholder() -> None:
    copy = publication()
    guide = copy.matter.how_to_read
    assert guide is not None
    astray = replace(copy, matter=replace(copy.matter, how_to_read=replace(guide, example=Slug("nowhere"))))
    parts, said = poured(copy=astray)
    assert [(each.name, each.field) for each in said] == [("unpoured-part", "how-to-read")]
    assert "`nowhere`" in parts["how-to-read"].html


# ---- terms -----------------------------------------------------------------------------------------------------------


def test_terms_of_the_copy_match_those_of_layouts() -> None:
    assert check_terms(as_it_is()[0], publication()) == ()


def test_a_term_that_the_copy_lacks_is_told_and_printed_as_its_name() -> None:
    world = second({WORDS: swap("  not_known:", "  not_knwon:")})
    layouts, _ = opened(world)
    parts, said = poured(world, layouts=layouts)
    assert [(each.name, each.severity) for each in said] == [
        ("missing-term", Severity.ERROR),
        ("unused-term", Severity.WARNING),
    ]
    assert marked(said[0], layouts.sources).endswith(": not_known")
    assert "`not_knwon`" in " ".join(said[0].help)
    assert said[1].field == "words/terms/not_knwon"
    assert ">[not_known]<" in parts["ermoupoli"].html


def test_a_term_that_drawings_need() -> None:
    _, said = poured(second({WORDS: swap("  alt_map:", "  alt_mappa:")}))
    assert [(each.name, each.field) for each in said] == [
        ("missing-term", "words/terms"),
        ("unused-term", "words/terms/alt_mappa"),
    ]


def test_a_placeholder_that_the_layout_does_not_fill() -> None:
    changes: Mapping[str, Change] = {
        WORDS: swap("not_known: Τι δεν ξέρουμε", "not_known: '{nummer} Τι'"),
        REPORT: swap("{{ terms.not_known|copy }}", "{{ terms.not_known|fill(number=1)|copy }}"),
    }
    _, said = poured(second(changes))
    assert [(each.name, each.field) for each in said] == [("unfilled-placeholder", "words/terms/not_known")]
    assert "`{number}`" in said[0].help[0]


def test_a_term_filled_with_a_folio_is_printed_at_once() -> None:
    filled = "{{ terms.reference|fill(text='<i>', folio=part.id|folio) }}"
    parts, said = poured(second({MAP: add(filled)}))
    assert said == ()
    assert (
        '<span data-src="words/terms/reference">&lt;i&gt; (σ. <span class="folio" data-folio="map">000</span>)</span>'
        in parts["map"].html
    )


def test_a_closing_plate_is_poured_when_wanted() -> None:
    plain, _ = poured()
    closed, _ = poured(plates=frozenset({PartId("ermoupoli")}))
    assert "plate-end" not in plain["ermoupoli"].html
    assert "plate-end" in closed["ermoupoli"].html


def test_numbers_and_dates_are_those_of_the_language() -> None:
    parts, _ = poured(second({MAP: add("<p>{{ 12345.5|number }} {{ publication.date|date }}</p>")}))
    assert "12.345,5 25 Μαρτίου 2021" in parts["map"].html
