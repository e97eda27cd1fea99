"""What is refused in the HTML and SVG of templates: read as HTML with what Jinja prints left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from compiler.model.diagnostics import Label, Source, Span
from compiler.pour.css import Broken, Declaration, Sheet
from compiler.pour.lint.declarations import DeclarationLint
from compiler.pour.lint.findings import UNSEEN, Findings, Known

FILLED = {"path", "text", "rect", "circle", "ellipse", "polygon", "polyline", "use"}
"""Elements of SVG that are filled unless they say otherwise (SVG 2, 13.2)."""

PAINTS = ("fill", "stroke", "color", "stop-color", "flood-color", "lighting-color")
FETCHING = {"script", "link", "iframe", "object", "embed", "video", "audio", "base"}
FORBIDDEN_SVG = {
    "mask": "a mask", "pattern": "a pattern", "lineargradient": "a gradient", "radialgradient": "a gradient",
    "meshgradient": "a gradient", "foreignobject": "HTML inside a drawing", "filter": "a filter",
}  # fmt: skip

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def lint_template(source: Source, known: Known, found: Findings) -> None:
    """Check one template."""
    _Reader(source, known, found).check()


def inline_tokens(source: Source) -> Iterator[str]:
    """Custom properties that style attributes of a template declare."""
    yield from re.findall(r"(--[\w-]+)\s*:", opened(source.text))


def opened(text: str) -> str:
    """A template as HTML of the same length: what it prints is a private character, what it says to Jinja is space."""

    def fill(found: re.Match[str]) -> str:
        mark = UNSEEN if found[0].startswith("{{") else " "
        return "".join("\n" if char == "\n" else mark for char in found[0])

    return _JINJA.sub(fill, text)


class _Reader(HTMLParser):
    """Walks the elements; inside <svg> it knows what is filled by an ancestor."""

    def __init__(self, source: Source, known: Known, found: Findings) -> None:
        super().__init__(convert_charrefs=False)
        self._source, self._known, self._found = source, known, found
        self._text = opened(source.text)
        self._opened = Source(source.path, self._text)
        self._starts = self._opened.starts()
        self._inside: list[tuple[str, bool]] = []

    def check(self) -> None:
        self.feed(self._text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        filled = self._element(tag)
        if tag not in ("br", "img", "hr", "meta", "link", "input", "col", "wbr"):
            self._inside.append((tag, filled))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._inside) - 1, -1, -1):
            if self._inside[index][0] == tag:
                del self._inside[index:]
                return

    # -- one element

    def _element(self, tag: str) -> bool:
        """Check an element; True when it gives its content a fill."""
        line, column = self.getpos()
        start = self._starts[line - 1] + column
        text = self.get_starttag_text() or ""
        given = {name.lower(): (value, start + at) for name, value, at in _attributes(text)}
        in_svg = tag == "svg" or any(name == "svg" for name, _ in self._inside)
        here = Label(Span(self._source.path, start, start + len(tag) + 1))
        if tag in FETCHING:
            self._found.add("remote-address", f"a layout may not hold <{tag}>", here, "take it out")
        if tag == "style":
            message = "rules inside a template reach every part"
            self._found.add("unscoped-selector", message, here, "move them to the sheet of the part or block")
        if tag in FORBIDDEN_SVG:
            name = "gradient" if "gradient" in tag else "mask-or-pattern"
            message = f"{FORBIDDEN_SVG[tag]} cannot be drawn in swatches"
            self._found.add(name, message, here, "draw the shapes themselves, in flat tints")
        if tag not in FETCHING:
            self._addresses(tag, given)
        if in_svg:
            self._drawing(given)
        if "style" in given:
            self._style(given["style"], in_svg)
        filled = "fill" in given or UNSEEN in "".join(_names(text)) or bool(self._inside and self._inside[-1][1])
        if in_svg and tag in FILLED and not filled:
            message = f"a <{tag}> without fill prints black, which is no swatch"
            self._found.add("svg-without-fill", message, here, 'give it `fill="color(--ink 1)"`, or `fill="none"`')
        return in_svg and filled

    def _addresses(self, tag: str, given: dict[str, tuple[str, int]]) -> None:
        for name in ("src", "srcset", "poster", "data", "xlink:href", "href"):
            if name not in given or (name == "href" and tag in ("a", "link", "base")):
                continue
            value, at = given[name]
            if value and not value.startswith("#") and UNSEEN not in value and not value.startswith("asset:"):
                label = Label(Span(self._source.path, at, at + len(value)))
                remedy = "signs stand in layouts/signs, pictures come with the copy: `{{ (block|picture).address }}`"
                self._found.add("remote-address", f"a layout may not fetch `{value[:60]}`", label, remedy)

    def _drawing(self, given: dict[str, tuple[str, int]]) -> None:
        """Attributes of SVG: no variables, no colours but swatches."""
        for name, (value, at) in given.items():
            label = Label(Span(self._source.path, at, at + max(1, len(value))))
            if "var(" in value or "currentcolor" in value.lower():
                what = "var()" if "var(" in value else "currentColor"
                message = f"`{what}` prints black inside a drawing"
                self._found.add("svg-variable", message, label, f'write the swatch itself: {name}="color(--ink 1)"')
            elif name in PAINTS and value not in ("none", "transparent", "inherit"):
                self._paint(name, at, at + len(value))
            elif name == "opacity" and value not in ("1", ""):
                message = "text under opacity loses its tags, and its swatch is mixed with what lies below"
                self._found.add("faded-text", message, label, "use a tint of the swatch: `color(--ink 0.72)`")
            elif name in ("mask", "filter"):
                message = f"`{name}` cannot be separated into swatches"
                self._found.add("mask-or-pattern", message, label, "draw the shape itself")

    def _paint(self, name: str, start: int, end: int) -> None:
        sheet = Sheet(self._opened, start, end)
        values = sheet.values()
        if values:
            DeclarationLint(sheet, self._known, self._found).colours(Declaration(name, values, start))

    def _style(self, given: tuple[str, int], in_svg: bool) -> None:
        value, at = given
        sheet = Sheet(self._opened, at, at + len(value))
        lint = DeclarationLint(sheet, self._known, self._found)
        for item in sheet.declarations():
            if isinstance(item, Broken):
                lint.broken(item)
            elif isinstance(item, Declaration) and not (in_svg and item.name in ("fill", "stroke")):
                lint.declaration(item)


def _attributes(tag: str) -> Iterator[tuple[str, str, int]]:
    """Name, value and place of each attribute in the text of a start tag."""
    for found in _ATTRIBUTE.finditer(tag):
        group = next(index for index in (2, 3, 4) if found[index] is not None)
        yield found[1], found[group], found.start(group)


def _names(tag: str) -> list[str]:
    """The words of a start tag outside its values: attributes that Jinja prints show among them."""
    return _ATTRIBUTE.sub(" ", tag).split()
