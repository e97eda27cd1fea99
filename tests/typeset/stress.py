"""Parts with every construct that the layouts allow, on pages so small that all of it breaks over several."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from functools import cache
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image

from compiler.model.copy import Digest
from compiler.model.galley import SetVolume
from compiler.model.look import Face, Look
from compiler.model.part import Asset, Poured
from tests.pdftree import Structure, read
from tests.typeset.builders import a_look, a_part, a_poured, galley_of

HEBREW = "שלום עולם"
CHINESE = "城市数字技术与社会创新"

CSS = """
@page { size: 90mm 70mm; margin: 5mm 5mm 10mm 25mm }
@page full { size: 90mm 70mm }
.full { width: 90mm; height: 70mm } .m { width: 18mm; margin-right: -20mm }
b, strong, h1, h2, h3 { font-weight: 400 } blockquote { margin: 0 }
html { hyphens: auto }
h1 { font-size: 12pt; line-height: 14pt } h3 { font-size: 8pt; margin: 0 }
h2 { font-size: 10pt; line-height: 10pt; margin: 0 }
h1 span { display: block }
ul, ol { margin: 0; padding-left: 4mm } ul { list-style: disc } ol { list-style: decimal } dl, dd { margin: 0 }
.toc ol, .index ul { list-style: none; padding: 0 }
figure { margin: 0 } figcaption, caption { font: 6pt/8pt "Archivo"; text-align: left }
table { border-collapse: collapse; border: .5pt solid color(--ink 1) } td, th { padding: 0 .5mm; font-weight: 400 }
.wide { width: 70mm; margin-right: -20mm }
.index { columns: 2; column-gap: 2mm }
.hebrew, .chinese { font-family: "Squares" }
.plate { background: color(--red 0.5); border: 1pt solid color(--ink 1) }
.sign { width: 3mm; height: 3mm }
u { text-decoration: underline }
.quoted::before { content: "“" } .quoted::after { content: "”" }
.at-foot { position: absolute; bottom: 2mm; right: 2mm }
"""

LONG = "Representatives of extraordinarily communicative municipalities in Ille-et-Vilaine consider administrative"


def a_look_for_all() -> Look:
    look = a_look()
    return dataclasses.replace(look, faces=(*look.faces, squares()))


def squares() -> Face:
    """A font of squares for the scripts that the layouts' faces do not have."""
    characters = sorted({*HEBREW, *CHINESE, "-"})
    names = [".notdef", *(f"u{ord(each):04X}" for each in characters)]
    builder: Any = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(each): f"u{ord(each):04X}" for each in characters})
    pen: Any = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square, empty = pen.glyph(), TTGlyphPen(None).glyph()
    builder.setupGlyf({name: empty if name == "u0020" else square for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (800, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.setupHead(unitsPerEm=1000, created=0, modified=0)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    data = out.getvalue()
    return Face("tests/squares.ttf", "Squares", 400, False, Digest(hashlib.sha256(data).hexdigest()), data)


def a_picture(transparent: bool = False) -> Asset:
    out = io.BytesIO()
    mode, colour = ("RGBA", (200, 40, 20, 90)) if transparent else ("RGB", (200, 40, 20))
    Image.new(mode, (8, 6), colour).save(out, "PNG")
    return Asset(Digest(f"0123abc{int(transparent)}"), "png", out.getvalue())


def a_chart(title: str = "Three bars: 1, 2 and 3") -> str:
    bars = "".join(f'<path fill="color(--red 1)" d="M{x} 0h8v{9 * (x // 10 + 1)}z"/>' for x in (0, 10, 20))
    text = '<text x="1" y="28" font-size="5" font-family="Archivo" fill="color(--ink 1)">one</text>'
    return f'<svg width="30mm" height="10mm" viewBox="0 0 90 30"><title>{title}</title>{bars}{text}</svg>'


SIGN = '<svg class="sign artifact" data-artifact="" viewBox="0 0 9 9"><path fill="color(--red 1)" d="M0 0h9v9z"/></svg>'
SIGN_ALONE = SIGN.replace(' artifact" data-artifact=""', '"').replace("<path", "<title>Transport</title><path")


def a_note(text: str) -> str:
    return f'<span class="fn">{text}</span>'


def a_row(number: int) -> str:
    head = f'<tr><th scope="row">City {number}</th>'
    if number % 5 == 0:
        return f'{head}<td colspan="2">{number} in both</td></tr>'
    return f"{head}<td>{number}{a_note('A note in a cell.') if number == 9 else ''}</td><td>{number * 2}</td></tr>"


def a_table() -> str:
    return (
        '<table id="one/table"><caption>People by city</caption><thead>'
        '<tr><th scope="col" rowspan="2">City</th><th scope="col" colspan="2">People</th></tr>'
        '<tr><th scope="col">then</th><th scope="col">now</th></tr></thead>'
        f"<tbody>{''.join(map(a_row, range(1, 15)))}</tbody></table>"
    )


def the_report() -> Poured:
    picture, glass = a_picture(), a_picture(transparent=True)
    html = f"""
<section class="full"><h1 data-src="one/name"><span>Dun</span><span>kirk</span></h1><p>Report 1 of 2</p>
{a_chart("Map of Dunkirk")}
<p class="at-foot artifact" data-artifact="">4</p></section>
<article>
<aside class="m" data-margin=""><ul><li><b>42</b> buses</li></ul></aside><h2>Approach</h2>
<p>{LONG}{a_note("A long note that takes more than one line and <a href='https://example.org/note'>leads</a> away.")}
reforms of <a href="https://example.org/long">links that break over lines, with <b>bold words</b> in them,
representatively</a>,
<em>emphasis</em>, <strong>strength</strong>, <u>underlined communications</u>, <span class="quoted">quoted</span>,
<abbr title="Institut national">Insee</abbr>, H<sub>2</sub>O and
<span lang="fr">des mots français</span>. {LONG} reforms.</p>
<aside class="m" data-margin=""><p>A margin note.</p></aside>
<p>It qualifies this paragraph, which leads to
<a href="#one/table">the table (page <span class="folio">5</span>)</a>. {LONG}.</p>
<section id="one/first"><h2>{SIGN}<span>First initiative</span></h2>
<ul><li>one{a_note("A note in a list.")}<ul><li>nested</li>
<li>nested, too, and so long that it breaks over a line</li></ul></li>
<li><p>A paragraph in an item.</p><p>And another.</p></li></ul>
<ol><li>first</li><li>second</li></ol>
<dl><dt>Since</dt><dd>2018</dd><dt>For</dt><dd>everyone</dd><dd>and guests</dd></dl>
<p>{SIGN}Transport and <img alt="" src="{picture.address}" style="width: 3mm">mobility;
<a href="#one">{SIGN_ALONE}</a></p>
<figure id="one/chart"><figcaption>Three bars</figcaption>{a_chart()}</figure>
<figure><div><img alt="A red picture" src="{picture.address}" style="width: 9mm"></div>
<figcaption>Red, with credit{a_note("A note in a caption.")}</figcaption></figure>
<div class="kept"><figure class="wide" data-margin="">{a_chart("A wide chart")}</figure>
<aside class="m" data-margin=""><p>Its source.</p></aside></div>
<img alt="Red glass" src="{glass.address}" style="width: 9mm">
{a_table()}
<div class="plate" role="group"><p>Result, measured</p><ul><li><p><b>+65%</b> bus use</p></li></ul></div>
<table><tr><th aria-label="Participation">Partici-<br>pation</th></tr>
<tr><td>+40%<sup role="doc-noteref">a</sup></td></tr></table>
<aside class="m" data-margin="last"><p>Elsewhere.</p></aside>
<blockquote><p>Said by nobody.</p></blockquote></section>
<section><h2>Other scripts</h2><h3>From the right</h3>
<p class="hebrew" lang="he" dir="rtl">{HEBREW} {HEBREW} {HEBREW} {HEBREW}</p>
<h3>Without spaces</h3><p class="chinese" lang="zh">{CHINESE}{CHINESE}{CHINESE}</p></section>
</article>"""
    return a_poured(html, a_part("one", "verso"), css=CSS, assets=(picture, glass))


def the_contents() -> Poured:
    html = """<h1>Contents</h1><nav class="toc"><ol>
<li><p><a href="#one"><span>4</span> <span>Dunkirk</span></a></p>
<ol><li><a href="#one/first">First initiative</a></li></ol></li>
<li><a href="#two">The index</a></li></ol></nav>"""
    return a_poured(html, a_part("contents", "recto", kind="contents"), css=CSS)


def the_index() -> Poured:
    lines = "".join(
        f'<li aria-level="{1 + n % 3 // 2}">Entry {n}, <a title="Entry {n}" href="#one">4</a>, '
        '<a href="#one/table">5–6</a></li>'
        for n in range(30)
    )
    html = f'<h1>Index</h1><div class="index"><h2>A</h2><ul>{lines}</ul><h2>Sources</h2><ul><li>{LONG}</li></ul></div>'
    return a_poured(html, a_part("two", "recto", kind="index"), css=CSS)


def the_plate() -> Poured:
    html = (
        '<section class="full plate-end"><h1>Elsewhere</h1><ul><li><a href="#two">5 The index</a></li></ul></section>'
    )
    return a_poured(html, a_part("end", "recto", kind="convergence"), css=CSS)


def the_cover() -> Poured:
    part = dataclasses.replace(a_part("cover", "recto", kind="cover-front", counted=False), label="Cover")
    return a_poured('<section class="full"><h1>A title</h1></section>', part, css=CSS)


def everything() -> tuple[Poured, ...]:
    return the_cover(), the_contents(), the_report(), the_index(), the_plate()


@cache
def galley() -> SetVolume:
    """Everything, set without a fault."""
    return galley_of(*everything(), pdf=True, look=a_look_for_all())


def drawn() -> bytes:
    return galley().pdf


@cache
def structure() -> Structure:
    return read(drawn())
