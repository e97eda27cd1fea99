"""Filters of the layouts. They are the whole of what a layout can do with copy besides printing it in elements.

Drawings are loaded when the first one is asked for: with them come Shapely and PROJ, which a mere check can do without.
"""

from __future__ import annotations

import datetime
import re
import urllib.parse
from collections.abc import Callable, Mapping

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import TemplateRuntimeError
from markupsafe import Markup, escape

from compiler.model.copy import Anchor, Line, Prose
from compiler.model.diagnostics import Diagnostic, Outcome, error
from compiler.model.publication import Chart, Picture, Theme
from compiler.pour import pictures, prose
from compiler.pour.bench import AT_WORK, Bench, source_mark
from compiler.pour.drawings.placed import report_swatches
from compiler.pour.language import closing
from compiler.pour.language import locale as locale_of
from compiler.pour.pictures import Placed
from compiler.pour.typography import NO_BREAK, no_runt, typographic

GAP = re.compile(r"\{(\w+)\}")
_CODES = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
LONGEST = 1000
"""Characters that `format` may make of one value."""


class MisuseError(TemplateRuntimeError):
    """A filter was given what it cannot work on; the message is for the layout's author."""


def copy(value: object) -> Markup:
    """`line|copy`: a line of copy in a span that carries its field; a plain string or number as it stands."""
    text = escape(typographic(_words(value, "copy"), _bench().language))
    return Markup("<span {}>{}</span>").format(source_mark(value.field), text) if isinstance(value, Line) else text


def src(value: object) -> Markup:
    """`line|src`: the attribute `data-src` for an element of the layout's own; a string is taken for a field."""
    if isinstance(value, Line | Prose):
        return source_mark(value.field)
    if isinstance(value, str):
        return source_mark(value)
    raise MisuseError(f"`src` needs copy or a field, not {_kind(value)}")


def prose_(value: object, inline: bool = False) -> Markup:
    """`prose|prose`: paragraphs and lists; with `inline=true` the content of a single paragraph."""
    if not isinstance(value, Prose):
        raise MisuseError(f"`prose` needs prose, not {_kind(value)}; a line is printed with `copy`")
    return prose.inline(value, _bench()) if inline else prose.blocks(value, _bench())


def folio(value: object) -> Markup:
    """`anchor|folio`: the folio of the page where an anchor stands."""
    if not isinstance(value, str) or not value:
        raise MisuseError(f"`folio` needs an anchor, not {_kind(value)}")
    bench = _bench()
    return bench.folio(bench.targets.landing(Anchor(value)) or Anchor(value))


def fill(value: object, **given: object) -> Line | Markup:
    """`term|fill(number=1)`: a term with its placeholders filled; printed at once if a value is HTML (a folio)."""
    if not isinstance(value, Line):
        raise MisuseError(f"`fill` needs a term, not {_kind(value)}")
    wanting = [name for name in dict.fromkeys(GAP.findall(value.text)) if name not in given]
    if wanting:
        _bench().said.append(
            error(
                "unfilled-placeholder",
                f"`{{{wanting[0]}}}` stands for nothing that the layout fills in",
                field=str(value.field),
                help=(f"it may hold {', '.join(f'`{{{name}}}`' for name in given) or 'no placeholder'}",),
            )
        )
    if any(isinstance(each, Markup) for each in given.values()):
        return _filled_markup(value, given)
    return Line(GAP.sub(lambda gap: str(given.get(gap[1], gap[0])), value.text), value.field)


def _filled_markup(value: Line, given: Mapping[str, object]) -> Markup:
    text = str(escape(typographic(value.text, _bench().language)))
    text = GAP.sub(lambda gap: str(escape(given.get(gap[1], gap[0]))), text)
    return Markup("<span {}>{}</span>").format(source_mark(value.field), Markup(text))


def nobreak(value: object) -> object:
    """`line|nobreak`: the short last word of a head or caption does not stand alone on a line."""
    if isinstance(value, Line):
        return Line(no_runt(value.text), value.field)
    return no_runt(_words(value, "nobreak"))


def together(value: object) -> object:
    """`line|together`: no space of it breaks."""
    if isinstance(value, Line):
        return Line(value.text.replace(" ", NO_BREAK), value.field)
    return _words(value, "together").replace(" ", NO_BREAK)


def closed(value: object) -> object:
    """`line|closed`: a line with the full stop that the copy leaves out; one that ends in a mark stays as it is."""
    text = _words(value, "closed")
    whole = text + closing(text, _bench().language)
    return Line(whole, value.field) if isinstance(value, Line) else whole


def web(value: object) -> str:
    """`reference.address|web`: an address as one types it, without scheme and `www.`, letters in place of codes."""
    address = re.sub(r"^https?://(?:www\.)?", "", _words(value, "web"))
    return _CODES.sub(_letters, address)


def _letters(codes: re.Match[str]) -> str:
    """The letters that some codes stand for (RFC 3987, 3.2); what is no letter stays coded, or it would mean a mark."""
    try:
        letters = urllib.parse.unquote(codes[0], errors="strict")
    except UnicodeDecodeError:
        return codes[0]
    return letters if letters.isalpha() else codes[0]


def number(value: object) -> str:
    """`12345|number`: a number as the language writes it."""
    if not isinstance(value, int | float):
        raise MisuseError(f"`number` needs a number, not {_kind(value)}")
    return format_decimal(value, locale=_locale())


def date(value: object, length: str = "long") -> str:
    """`publication.date|date`: a date as the language writes it; `short`, `medium`, `long` or `full`."""
    if not isinstance(value, datetime.date) or length not in ("short", "medium", "long", "full"):
        raise MisuseError(f"`date` needs a date and short, medium, long or full, not {_kind(value)} and `{length}`")
    return format_date(value, format=length, locale=_locale())


def sign(value: object, points: float = 13.5, ground: str | None = None, figure: str | None = None) -> Markup:
    """`theme|sign(24)`: the sign beside its label, as decoration; size in points, other swatches if wanted."""
    from compiler.pour.drawings import signs

    return signs.sign(_bench().look, _theme(value, "sign"), points, _swatch(ground), _swatch(figure))


def sign_alone(value: object, points: float = 13.5, ground: str | None = None, figure: str | None = None) -> Markup:
    """`theme|sign_alone(13.5)`: the sign where no label says its name; it is read aloud."""
    from compiler.pour.drawings import signs

    return signs.sign_alone(_bench().look, _theme(value, "sign_alone"), points, _swatch(ground), _swatch(figure))


def chart(value: object, swatch: str) -> Markup:
    """`block|chart(view.swatch)`: a chart as drawn in a colour."""
    if not isinstance(value, Chart):
        raise MisuseError(f"`chart` needs a chart, not {_kind(value)}")
    bench, colour = _bench(), _swatch(swatch) or swatch

    def draw() -> Outcome[Markup]:
        from compiler.pour.drawings import charts

        reports = report_swatches(bench.publication)
        return charts.chart(bench.look, value, colour, bench.language, reports)

    return bench.drawn(("chart", value, colour, report_swatches(bench.publication)), draw)


def picture(value: object) -> Placed:
    """`block|picture`: address, width and height of a picture file, in pixels."""
    if not isinstance(value, Picture):
        raise MisuseError(f"`picture` needs a picture, not {_kind(value)}")
    bench = _bench()
    try:
        data = bench.world.read(value.file)
    except OSError as fault:
        bench.said.append(_unreadable(value, fault.strerror or type(fault).__name__))
        return Placed("", 1, 1)
    size = pictures.pixels(data)
    if size is None:
        bench.said.append(_unreadable(value, "it is neither PNG nor JPEG"))
        return Placed("", 1, 1)
    made = pictures.asset(value.file, data)
    bench.assets[made.address] = made
    return Placed(made.address, *size)


def format_(pattern: str, *values: object) -> str:
    """`'%.2f'|format(x)`: as Python formats, within bounds."""
    if any(int(width) > LONGEST for width in re.findall(r"\d+", pattern)) or "*" in pattern:
        raise MisuseError(f"`format` makes at most {LONGEST} characters of a value")
    return pattern % tuple(values)


OWN: Mapping[str, Callable[..., object]] = {
    "copy": copy,
    "src": src,
    "prose": prose_,
    "folio": folio,
    "fill": fill,
    "nobreak": nobreak,
    "together": together,
    "closed": closed,
    "web": web,
    "number": number,
    "date": date,
    "sign": sign,
    "sign_alone": sign_alone,
    "chart": chart,
    "picture": picture,
    "format": format_,
}
"""Filters by the name that layouts use."""


def _bench() -> Bench:
    return AT_WORK.get()


def _locale() -> Locale:
    return locale_of(_bench().language)


def _theme(value: object, name: str) -> Theme:
    if not isinstance(value, Theme):
        raise MisuseError(f"`{name}` needs a theme, not {_kind(value)}")
    return value


def _swatch(name: str | None) -> str | None:
    if name is not None and name not in _bench().look.swatches:
        raise MisuseError(f"there is no swatch `{name}`")
    return name


def _words(value: object, name: str) -> str:
    if isinstance(value, Line):
        return value.text
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise MisuseError(f"`{name}` needs a line of copy, not {_kind(value)}")


def _kind(value: object) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"


def _unreadable(block: Picture, reason: str) -> Diagnostic:
    message = f"`{block.file}` cannot be placed: {reason}"
    return error("unplaced-picture", message, field=str(block.field), help=("give a PNG or JPEG file",))
