"""What is refused in declarations, of a sheet or of a style attribute."""

from __future__ import annotations

from collections.abc import Iterable

from compiler.model.diagnostics import Span
from compiler.pour.css import Broken, Declaration, Rule, Sheet, Value, groups, is_colour, walk, words
from compiler.pour.lint.findings import KEYWORDS, UNSEEN, Findings, Known
from compiler.pour.look import TOKENS
from compiler.pour.near import offer

BROKEN_BORDERS = ("groove", "ridge", "inset", "outset")
COLOUR_FUNCTIONS = (
    "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color-mix", "device-cmyk", "light-dark",
)  # fmt: skip
COLOURED = (
    "color",
    "background",
    "border",
    "outline",
    "fill",
    "stroke",
    "shadow",
    "rule",
    "decoration",
    "emphasis",
    "--",
)
"""Properties whose name begins with or holds one of these may hold a colour."""


class DeclarationLint:
    """Checks declarations, of a sheet or of a style attribute."""

    def __init__(self, sheet: Sheet, known: Known, found: Findings) -> None:
        self._sheet, self._known, self._found = sheet, known, found

    def _add(self, name: str, message: str, piece: Value | Declaration | Rule | Broken, *remedy: str) -> None:
        self._found.add(name, message, self._sheet.label(piece), *remedy)

    def _leave_out(self, item: Declaration) -> None:
        span = Span(self._sheet.source.path, item.start, item.end)
        self._found.blank.setdefault(span.path, []).append(span)

    def declaration(self, item: Declaration) -> None:
        """All that can be wrong with one declaration."""
        values = list(walk(item.value))
        self._property(item, values)
        self._functions(item, values)
        self.colours(item)
        self._fonts(item)

    def broken(self, item: Broken) -> None:
        self._add(
            "css-syntax",
            "this is no CSS, and would be passed over in silence",
            item,
            "look for a missing `;`, `}` or quote nearby",
        )

    # -- properties

    def _property(self, item: Declaration, values: list[Value]) -> None:
        idents = [value for value in values if value.kind == "ident"]
        name = item.name.lower()
        if name.startswith(("border", "outline", "column-rule")):
            for value in idents:
                if value.name.lower() in BROKEN_BORDERS:
                    message = f"the typesetter cannot draw a border `{value.name}`"
                    self._add("refused-border", message, value, "use solid, double, dashed or dotted")
                    self._leave_out(item)
        if name == "opacity" and item.text not in ("1", "100%") and UNSEEN not in item.text:
            message = "text under opacity loses its tags, and its swatch is mixed with what lies below"
            self._add("faded-text", message, item, "use a tint of the swatch: `color(--ink 0.72)`")
        if name == "position" and any(value.name == "fixed" for value in idents):
            message = "a fixed box is repeated on every page of the publication, not of its part"
            self._add("fixed-box", message, item, "use `position: absolute`, or a margin box of the page master")
            self._leave_out(item)
        if name in ("marks", "crop"):
            message = "`marks` stand inside the bleed, in a colour that is no swatch"
            self._add("crop-marks", message, item, "leave them out: the print edition draws its own")
            self._leave_out(item)
        if name.startswith("mask"):
            message = f"`{name}` cannot be separated into swatches"
            self._add("mask-or-pattern", message, item, "draw the shape itself")
        if name in ("fill", "stroke"):
            message = "style sheets do not reach into drawings: they would print black"
            remedy = f'write it as an attribute of the shape: <path {name}="color(--ink 1)" …>'
            self._add("svg-variable", message, item, remedy)
        if name == "page":
            for value in idents:
                if value.name not in (*self._known.masters, "auto", *KEYWORDS):
                    help_ = offer(value.name, self._known.masters, "master")
                    self._add("unknown-master", f"no page master is named `{value.name}`", value, *help_)
        if name == "string-set":
            self._strings(item)

    def _strings(self, item: Declaration) -> None:
        for group in groups(item.value):
            if group and group[0].kind == "ident" and group[0].name not in ("run", "none"):
                message = f"the string `{group[0].name}` would be carried over into the next part"
                self._add("carried-over", message, group[0], "use the string `run`, which every part begins anew")

    # -- functions

    def _functions(self, item: Declaration, values: list[Value]) -> None:
        for value in values:
            if value.kind == "url" or (value.kind == "function" and value.name in ("url", "src")):
                self._address(item, value)
            if value.kind != "function":
                continue
            first = next((each.name for each in words(value.children)), "")
            if value.name.endswith("gradient"):
                message = f"`{value.name}()` cannot be drawn in swatches"
                self._add("gradient", message, value, "use flat tints, one beside the other")
                self._leave_out(item)
            elif value.name == "leader":
                self._add("leader", "a leader is read aloud dot by dot", value, "set the folio beside its title")
            elif value.name in ("counter", "counters") and first in ("page", "pages"):
                message = f"`{value.name}({first})` counts pages of the PDF, which are not the folios"
                self._add("page-count", message, value, "write `content: var(--folio)`")
            elif value.name in ("target-counter", "target-counters"):
                message = f"`{value.name}()` counts pages of the PDF, which are not the folios"
                self._add("page-count", message, value, "print the folio of an anchor: `{{ anchor|folio }}`")
            elif value.name in ("element", "running"):
                message = f"`{value.name}()` carries an element over into the next part"
                self._add("carried-over", message, value, "use `string-set: run …` and `content: string(run)`")
            elif value.name == "var":
                self._variable(value)

    def _address(self, item: Declaration, value: Value) -> None:
        address = value.name if value.kind == "url" else next((each.name for each in words(value.children)), "")
        if address.startswith("#") or UNSEEN in address:
            return
        message = f"a layout may not fetch `{address[:60]}`"
        self._add("remote-address", message, value, "signs stand in layouts/signs, pictures come with the copy")
        self._leave_out(item)

    def _variable(self, value: Value) -> None:
        inside = list(words(value.children))
        if len(inside) != 1 or UNSEEN in inside[0].name:
            return  # a fallback is given, or the name comes from the copy
        token = inside[0]
        if token.name not in self._known.tokens:
            message = f"there is no token `{token.name}`: the declaration would be passed over in silence"
            self._add("unknown-token", message, token, *offer(token.name, self._known.tokens, "token"))

    # -- colours

    def colours(self, item: Declaration) -> None:
        """Every colour of a declaration, or of an attribute of SVG, has to be a swatch."""
        takes = any(mark in item.name for mark in COLOURED) and "family" not in item.name
        remedy = "name a swatch: `var(--ink)`, or a tint of it: `color(--ink 0.72)`"
        for value in walk(item.value):
            if value.kind == "hash" or (value.kind == "function" and value.name in COLOUR_FUNCTIONS):
                self._add("literal-colour", f"`{value.text}` is a colour, and no swatch", value, remedy)
            elif value.kind == "ident" and takes and is_colour(value.name):
                self._add("literal-colour", f"`{value.name}` is a colour, and no swatch", value, remedy)
            elif value.kind == "function" and value.name == "color":
                self._swatch(value)

    def _swatch(self, value: Value) -> None:
        inside = words(value.children)
        name = inside[0].name if inside and inside[0].kind == "ident" else ""
        if UNSEEN in value.text:
            return
        if not name.startswith("--"):
            remedy = "write `color(--ink 0.72)`: a swatch, then its tint"
            self._add("literal-colour", f"`{value.text}` names no swatch", value, remedy)
        elif name[2:] not in self._known.swatches:
            help_ = offer(name[2:], self._known.swatches, "swatch")
            self._add("unknown-swatch", f"there is no swatch `{name[2:]}`", value, *help_)

    # -- fonts

    def _fonts(self, item: Declaration) -> None:
        if item.name == "font-family" or (item.name in ("--sans", "--serif") and self._sheet.source.path == TOKENS):
            values: Iterable[Value] = item.value
        elif item.name == "font":
            values = _after_size(item.value)
        else:
            return
        for group in groups(values):
            name = _family(group)
            if name is None or name in self._known.families or name.lower() in KEYWORDS or UNSEEN in name:
                continue
            message = f"the font family `{name}` is not in layouts/fonts"
            help_ = offer(name, self._known.families, "family")
            self._add("unknown-font", message, group[0], *help_)


def _after_size(values: tuple[Value, ...]) -> list[Value]:
    """The families of a `font` shorthand: what follows size and line height (CSS Fonts 4, 2.8)."""
    last = -1
    for index, value in enumerate(values):
        sized = value.kind in ("dimension", "percentage")
        leading = value.kind in ("number", "function") and _follows_slash(values, index)
        if sized or leading:
            last = index
    return list(values[last + 1 :]) if last >= 0 else []


def _follows_slash(values: tuple[Value, ...], index: int) -> bool:
    before = [value for value in values[:index] if value.kind != "whitespace"]
    return bool(before) and before[-1].name == "/"


def _family(group: list[Value]) -> str | None:
    """A family's name: a string, or identifiers; None where it comes from a token."""
    found = words(group)
    if not found or any(value.kind == "function" for value in found):
        return None
    return " ".join(value.name for value in found)
