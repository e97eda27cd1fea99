"""What WeasyPrint does not say: found on the pages, and laid at the door of its field."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from compiler import typeset as typeset_package
from compiler.model.copy import Digest
from compiler.model.diagnostics import Diagnostic, Severity
from compiler.model.part import Asset
from compiler.typeset import door
from tests.typeset.builders import a_look, a_part, a_poured, galley_of, names, set_, told, words


def a_picture() -> Asset:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), (200, 40, 20)).save(out, "PNG")
    return Asset(Digest("0123abcd"), "png", out.getvalue())


def only(*args: object, name: str, pdf: bool = False, **more: object) -> Diagnostic:
    """The one fault of a part."""
    outcome = set_(a_poured(*args, **more), pdf=pdf)  # type: ignore[arg-type]
    assert names(outcome.diagnostics) == [name], told(outcome.diagnostics)
    return outcome.diagnostics[0]


# ---- places --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "where"),
    [
        ("height: 20pt", "at the foot"),
        ("max-height: 20pt; overflow: hidden", "at the foot"),
        ("position: absolute; top: 0; height: 20pt; width: 20mm", "at the foot"),
        ("position: absolute; top: 0; bottom: 25mm; width: 20mm", "at the foot"),
        ("width: 5mm; white-space: nowrap", "at the side"),
    ],
)
def test_text_that_does_not_fit_its_box(style: str, where: str) -> None:
    html = f'<div style="position: relative; height: 40pt"><p data-src="one/p" style="{style}">{words(14)}</p></div>'
    outcome = set_(a_poured(html))
    found = [each for each in outcome.diagnostics if each.name == "overset"]
    assert [each.field for each in found] == ["one/p"]
    assert where in found[0].message


def test_a_word_wider_than_its_cell() -> None:
    html = (
        '<table style="table-layout: fixed; width: 30mm"><tr><td data-src="one/cell">Incomprehensibilities</td>'
        "<td>b</td><td>c</td></tr></table>"
    )
    assert only(html, name="overset").field == "one/cell"


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<img data-src="one/x" alt="red" style="display: block; width: 34mm; height: 5mm" src="{}">', "a picture"),
        ('<img data-src="one/x" alt="red" style="display: block; width: 9mm; height: 25mm" src="{}">', "at the foot"),
        ('<table data-src="one/x" style="width: 34mm"><tr><td>a</td></tr></table>', "a table does not fit"),
    ],
)
def test_a_picture_or_table_too_large_for_its_place(html: str, said: str) -> None:
    picture = a_picture()
    html = f'<div style="height: 20mm">{html.format(picture.address)}</div>'
    found = only(html, name="overset", assets=(picture,))
    assert (found.field, said in found.message) == ("one/x", True)


@pytest.mark.parametrize(
    ("place", "fits"),
    [
        ('x="2" y="10"', True),
        ('x="50" y="10"', False),
        ('x="2" y="30"', False),
        ('x="58" y="10" text-anchor="end"', True),
        ('x="2" y="10" text-anchor="end"', False),
        ('x="30" y="10" text-anchor="middle" opacity=".5"', True),
        ('x="3" y="10" text-anchor="middle" opacity=".5"', False),
        ('transform="translate(50 18) rotate(-90)"', False),
        ('transform="translate(0 1) scale(.5)" y="10"', True),
    ],
)
def test_a_label_that_leaves_its_drawing(place: str, fits: bool) -> None:
    html = (
        '<p>line</p><svg data-src="one/svg" width="60" height="20" viewBox="0 0 60 20"><title>t</title>'
        f'<text {place} font-size="8" font-family="Archivo" fill="color(--ink 1)">labels</text></svg>'
    )
    outcome = set_(a_poured(html, a_part("one", "verso")), pdf=True)
    assert names(outcome.diagnostics) == ([] if fits else ["overset"]), told(outcome.diagnostics)
    if not fits:
        assert "`labels` does not fit its drawing" in outcome.diagnostics[0].message
        assert outcome.diagnostics[0].field == "one/svg"


def test_a_running_head_wider_than_its_margin_box() -> None:
    css = f'@page {{ @top-left {{ content: "{words(12)}"; white-space: nowrap; width: 20mm }} }}'
    found = only("<p>text</p>", name="overset", css=css)
    assert found.field is None
    assert found.notes == ("in the part `one`", "on page 1")


def test_text_that_fits_is_not_reported() -> None:
    galley_of(
        a_poured(
            '<div style="height: 20pt; position: relative"><p>one</p><p>two</p>'
            '<p style="position: absolute; top: 30pt; white-space: nowrap">placed outside on purpose</p></div>'
            '<p>a<sup style="display: inline-block; width: 0; font-size: 5pt">a</sup></p>'
            '<p style="text-indent: -3mm; padding-left: 3mm">hanging</p>'
            '<p style="font: 14pt/10pt Source Serif\\ 4; height: 10pt">tight</p>'
        )
    )


def test_text_that_leaves_the_page() -> None:
    found = only(
        '<p data-src="one/p" style="position: absolute; left: 50mm; white-space: nowrap">far out on the right</p>',
        name="off-page",
    )
    assert found.field == "one/p"
    assert "`far out on the right` runs" in found.message


def test_a_picture_may_bleed_when_it_is_placed() -> None:
    picture, css = a_picture(), "@page { bleed: 3mm } img { width: 66mm; height: 20mm }"
    placed = f'<img alt="red" style="position: absolute; left: -3mm; top: -3mm" src="{picture.address}">'
    galley_of(a_poured(f'<div class="full">{placed}</div>', css=css, assets=(picture,)))
    found = only(
        f'<img alt="red" data-src="one/i" src="{picture.address}">', name="off-page", css=css, assets=(picture,)
    )
    assert (found.field, "a picture runs" in found.message) == ("one/i", True)


def test_what_does_not_fit_the_last_page_is_reported() -> None:
    tall = f'<div data-src="one/tall" style="float: left; width: 20mm; break-inside: auto">{words(150)}</div>'
    outcome = set_(a_poured(f"{tall}<p>end</p>"))
    assert ("stray-matter", "one/tall") in [(each.name, each.field) for each in outcome.diagnostics]


def test_what_runs_into_the_next_part_is_reported() -> None:
    tall = f'<div data-src="one/tall" style="float: left; width: 20mm; break-inside: auto">{words(150)}</div>'
    outcome = set_(a_poured(f"{tall}<p>end</p>"), a_poured("<p>text</p>", a_part("two")))
    assert ("stray-matter", "one/tall") in [(each.name, each.field) for each in outcome.diagnostics]


# ---- names ---------------------------------------------------------------------------------------------------------


def test_a_link_to_nowhere() -> None:
    found = only('<p data-src="one/p"><a href="#two/x">there</a></p>', name="dangling-link", pdf=True)
    assert (found.field, "`two/x`" in found.message) == ("one/p", True)


def test_an_anchor_given_twice() -> None:
    found = only('<p id="one/x">a</p><p id="one/x" data-src="one/p">b</p>', name="duplicate-anchor", pdf=True)
    assert (found.field, "`one/x` is given 2 times" in found.message) == ("one/p", True)


def test_links_between_parts_are_no_fault() -> None:
    galley_of(a_poured('<p id="one/x"><a href="#two">there</a></p>'), a_poured("<p>text</p>", a_part("two")), pdf=True)


def test_a_counted_target_that_is_nowhere() -> None:
    css = "i::after { content: target-counter('#nowhere', page) }"
    assert only("<p><i>see </i></p>", name="typesetter-message", css=css).message.startswith("the typesetter says: ")


# ---- type ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("font-family: Nowhere", "the font `Nowhere` is asked for"),
        ("font-family: Archivo; font-weight: 700", "weight 700 of `Archivo` is asked for"),
        ("font-family: Archivo; font-style: italic", "weight 400 italic of `Archivo` is asked for"),
    ],
)
def test_a_font_that_is_not_there(style: str, said: str) -> None:
    found = only(f'<p data-src="one/p" style="{style}">text</p>', name="missing-font")
    assert (found.field, said in found.message) == ("one/p", True)


def test_a_character_that_no_font_has() -> None:
    outcome = set_(a_poured('<p data-src="one/p">text 漢</p>'), pdf=True)
    found = [each for each in outcome.diagnostics if each.name == "missing-glyph"]
    assert [(each.field, "`漢` (U+6F22)" in each.message) for each in found] == [("one/p", True)]


def test_a_character_that_another_font_lends() -> None:
    """Source Serif has the arrow, Archivo has not."""
    found = only('<p data-src="one/p" style="font-family: Archivo">up ⅝ ⅜</p>', name="substituted-font", pdf=True)
    assert (found.field, "`Archivo` lacks a character" in found.message) == ("one/p", True)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ('font-family="Nowhere">text', "missing-font"),
        ('font-family="Archivo" font-weight="700">text', "missing-font"),
        ('font-family="Archivo">⅝', "substituted-font"),
        ('font-family="Archivo">漢', "missing-glyph"),
        ('font-family="Source Serif 4">⅝', None),
    ],
)
def test_fonts_of_a_drawing(label: str, name: str | None) -> None:
    html = (
        f'<svg data-src="one/svg" width="60" height="20"><title>t</title><text x="1" y="9" font-size="8" {label}</text>'
    )
    outcome = set_(a_poured(html.replace("<text", '<text fill="color(--ink 1)"') + "</svg>"), pdf=True)
    assert name in names(outcome.diagnostics) or (name is None and outcome.diagnostics == ())
    assert {each.field for each in outcome.diagnostics} <= {"one/svg"}


def test_fonts_of_the_machine_are_not_seen() -> None:
    outcome = set_(a_poured('<p style="font-family: DejaVu Sans, Liberation Sans, sans-serif">text</p>'), pdf=True)
    assert names(outcome.diagnostics) == ["missing-font", "substituted-font"]


# ---- colours -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        '<p data-src="one/p" style="color: rgb(1 2 3)">text</p>',
        '<p data-src="one/p" style="background: #eeeeee">text</p>',
        '<p data-src="one/p" style="border-top: 1pt solid black">text</p>',
        '<p data-src="one/p" style="color: color(--nothing 1)">text</p>',
        '<div data-src="one/p"><svg width="20" height="20"><title>t</title><path d="M0 0h9v9z"/></svg></div>',
        '<div data-src="one/p"><svg width="20" height="20"><title>t</title>'
        '<text x="1" y="9" font-size="8" font-family="Archivo">t</text></svg></div>',
    ],
)
def test_a_colour_that_is_no_swatch(html: str) -> None:
    found = only(html, name="unnamed-colour", pdf=True)
    assert found.field == "one/p"


def test_swatches_are_painted_as_tints_over_paper() -> None:
    look = a_look(swatches={"ink": (0, 0, 0), "red": (200, 0, 100), "paper": (255, 255, 255)})
    html = '<p style="background: color(--red 0.5)">text <svg width="9" height="9"><title>t</title>'
    html += '<rect width="9" height="9" fill="color(--red 1 / 0.5)"/></svg></p>'
    pdf = galley_of(a_poured(html), pdf=True, look=look).pdf
    import pypdf

    content = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert content is not None
    data = content.get_data()
    assert b"0.892157 0.5 0.696078 rg" in data
    assert b"0.784314 0 0.392157 rg" in data
    assert b"cs" not in data.split()


# ---- assets --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["https://example.org/a.png", "file:///etc/hostname", "asset:ffff.png", "a.png"])
def test_an_address_that_is_no_declared_asset(address: str) -> None:
    found = only(f'<p data-src="one/p"><img alt="a" src="{address}">text</p>', name="undeclared-asset", pdf=True)
    assert f"`{address}`" in found.message
    assert found.notes == ("in the part `one`",)


def test_an_undeclared_asset_of_a_sheet() -> None:
    css = "p { color: color(--ink 1);\n  background-image: url(https://example.org/b.png) }"
    found = only("<p>text</p>", name="undeclared-asset", css=css)
    assert found.primary is not None
    assert str(found.primary.span.path) == "layouts/parts/one.css"
    assert css[found.primary.span.start : found.primary.span.end] == "https://example.org/b.png"


def test_a_picture_that_cannot_be_read() -> None:
    broken = Asset(Digest("0123abcd"), "png", b"no picture")
    html = f'<img alt="a" src="{broken.address}">text'
    assert only(html, name="broken-picture", assets=(broken,)).notes == ("in the part `one`",)


def test_declared_pictures_are_set() -> None:
    picture = a_picture()
    pdf = galley_of(a_poured(f'<img alt="red" src="{picture.address}">', assets=(picture,)), pdf=True).pdf
    assert b"/Image" in pdf


# ---- sheets --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("css", "marked", "said"),
    [
        ("p { color: color(--ink 1);\n  colour: red }", "colour: red", "`colour: red` was ignored"),
        ("\n@page front { size: 10mm 10mm;\n margin: nonsense }", "margin: nonsense", "`margin: nonsense` was ignored"),
        ("p:nope { margin: 0 }", "p:nope", "no such selector"),
        ("p { --x: 3em;\n width: calc(oops) }", "width: calc(oops)", "was ignored"),
        ("p { --x: red;\n margin-top: var(--x) }", "var(--x)", "`margin-top: red` was ignored"),
    ],
)
def test_what_a_sheet_says_in_vain(css: str, marked: str, said: str) -> None:
    found = only("<p>text</p>", name="ignored-style", css=css)
    assert said in found.message
    assert found.primary is not None
    assert str(found.primary.span.path) == "layouts/parts/one.css"
    assert css[found.primary.span.start :].startswith(marked.split("(")[0])


def test_a_rule_of_a_master_is_told_once_for_all_parts() -> None:
    css = "@page front { margin: nonsense }"
    outcome = set_(*(a_poured("<p>text</p>", a_part(id_), css=css) for id_ in ("one", "two")))
    assert names(outcome.diagnostics) == ["ignored-style", "ignored-style"]
    assert {str(each.primary.span.path) for each in outcome.diagnostics if each.primary} == {
        "layouts/parts/one.css",
        "layouts/parts/two.css",
    }


def test_what_cannot_be_painted_is_an_error_not_a_crash() -> None:
    outcome = set_(a_poured('<p data-src="one/p" style="border: 2pt groove color(--ink 1)">text</p>'), pdf=True)
    assert outcome.value is None
    assert [(each.name, each.field) for each in outcome.diagnostics] == [("undrawable", "one/p")]


def test_an_unknown_message_is_passed_on() -> None:
    html = '<p data-src="one/p"><a href="https://[::bad/">text</a></p>'
    css = "div { display: inline-grid } p { margin: 0 }"
    outcome = set_(a_poured(html, css=css))
    assert set(names(outcome.diagnostics)) <= {"typesetter-message"}


def test_a_layout_that_does_not_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only two turns are allowed, where counting all pages in the text wants three."""
    original = door.document.layout_document

    def hasty(html: object, root_box: object, context: object) -> object:
        return original(html, root_box, context, max_loops=1)

    monkeypatch.setattr(door.document, "layout_document", hasty)
    monkeypatch.setattr(door.layout.layout_document, "__defaults__", (1,))
    css = "i::after { content: counter(pages) }"
    outcome = set_(a_poured(f"<p><i>of </i>{words(60)}</p>", css=css))
    assert names(outcome.diagnostics) == ["unsettled-layout"]


def test_every_name_is_explained() -> None:
    package = Path(typeset_package.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in (*package.glob("*.py"), package.parent / "lost.py")]
    emitted = {name for text in sources for name in re.findall(r'(?:tell|error)\(\s*"([a-z]+(?:-[a-z]+)*)"', text)}
    assert {"overset", "lost-copy", "note-away"} <= emitted
    assert not [name for name in emitted if not (package.parent / "explain" / f"{name}.md").exists()]


def test_a_breakdown_names_the_part(monkeypatch: pytest.MonkeyPatch) -> None:
    original = door.layout.layout_backgrounds

    def fragile(page: door.Box, get_image: door.Untyped) -> None:
        if any(getattr(box, "text", "") == "fragile" for box in page.descendants()):
            raise ValueError("too fragile")
        original(page, get_image)

    monkeypatch.setattr(door.layout, "layout_backgrounds", fragile)
    outcome = set_(a_poured("<p>text</p>"), a_poured("<p>fragile</p>", a_part("two")))
    assert outcome.value is None
    assert told(outcome.diagnostics) == ["typesetter-crash (None): the typesetter broke down over the part `two`"]
    assert outcome.diagnostics[0].notes == ("ValueError: too fragile",)


def test_good_copy_is_silent() -> None:
    galley_of(a_poured(f'<p data-src="one/p">{words(80)}</p>'), pdf=True)


def test_only_marginalia_are_a_matter_of_warning() -> None:
    outcome = set_(a_poured('<p><a href="#x">x</a></p>'))
    assert {each.severity for each in outcome.diagnostics} == {Severity.ERROR}


@pytest.mark.parametrize("style", ["colour: red", "top: 0; colour: red", "width: var(--wide)"])
def test_a_style_of_an_element_is_told_with_its_part(style: str) -> None:
    html, css = f'<p data-src="one/p" style="{style}">text</p>', ":root { --wide: red }"
    one, two = a_poured("<p>text</p>"), a_poured(html, a_part("two"), css=css)
    outcome = set_(one, two)
    assert [(each.name, each.field, each.notes) for each in outcome.diagnostics] == [
        ("ignored-style", None, ("in `style` of `<p>`, in the part `two`",))
    ]
