"""What WeasyPrint logged -> diagnostics: no message of a library reaches the author raw, and none is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from compiler.model.diagnostics import Diagnostic, Label, Span, error
from compiler.model.part import Poured, StyleSheet
from compiler.typeset.desk import Desk
from compiler.typeset.door import Untyped
from compiler.typeset.listening import Heard
from compiler.typeset.sheets import Remark

PLACE = re.compile(r" at (\d+):(\d+)")
IGNORED = re.compile(
    r"^Ignored `(?P<name>[\w-]+): ?(?P<value>.*)` at (?P<line>\d+):(?P<column>\d+), (?P<why>.*)\.$", re.S
)
SELECTOR = re.compile(r"^Invalid or unsupported selector, '?(?P<selector>.*?)'?(?:, (?P<why>.*))?$", re.S)
GLYPH = re.compile(r'"(?P<character>.)" \((?P<code>U\+[0-9A-F]+)\)$', re.S)
ADDRESS = re.compile(r"""^Failed to load \w+ at '?(?P<address>[^\s']+?)'? ?:(?: |$)""")

MOST = 6
"""How many missing characters of a piece of copy are named."""

FOUND_OURSELVES = {
    "Anchor defined twice": "duplicate-anchor",
    "No anchor #": "dangling-link",
    "Content discarded: target points": "dangling-link",
}
"""How messages begin of faults that are looked for in the document itself, with their field, and what we call them."""


def of_sheets(remarks: Sequence[Remark]) -> tuple[Diagnostic, ...]:
    """What was said while a sheet was read."""
    return tuple(_of_sheet(remark.heard, remark.sheet) for remark in remarks)


def _of_sheet(heard: Heard, sheet: StyleSheet) -> Diagnostic:
    text = heard.text
    if ignored := IGNORED.match(text):
        what = f"`{ignored['name']}: {ignored['value'].strip()}` was ignored: {ignored['why']}"
        return _ignored(what, sheet, int(ignored["line"]), int(ignored["column"]))
    if selector := SELECTOR.match(text):
        at = sheet.css.find(selector["selector"].strip())
        line = sheet.css.count("\n", 0, at) + 1 if at >= 0 else 0
        return _ignored(f"a rule was ignored: no such selector as `{selector['selector'].strip()}`", sheet, line, 1)
    if place := PLACE.search(text):
        said = (text[: place.start()] + text[place.end() :]).strip(" .:")
        return _ignored(f"something was ignored: {_lower(said)}", sheet, int(place[1]), int(place[2]))
    return _ignored(f"the typesetter says: {_lower(text)}", sheet, 0, 0)


def _ignored(message: str, sheet: StyleSheet, line: int, column: int) -> Diagnostic:
    if not line:
        return error("ignored-style", message, notes=(f"in {sheet.path}",))
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n|\f", sheet.css))]
    start = starts[min(line, len(starts)) - 1] + column - 1
    rest = re.match(r"[^;{}\n\r]*", sheet.css[start:])
    end = start + (len(rest[0].rstrip()) if rest else 0)
    return error("ignored-style", message, Label(Span(PurePosixPath(sheet.path), start, max(end, start + 1))))


def of_run(heard: Sequence[Heard], files: Sequence[StyleSheet], poured: Sequence[Poured], desk: Desk) -> None:
    """What was said while the document was laid out and drawn."""
    found = {each.name for each in desk.found}
    _of_glyphs(heard, desk)
    for each in heard:
        if not (GLYPH.search(each.text) or _known(each.text, found)):
            _of_run(each, files, poured, desk)


def _known(text: str, found: AbstractSet[str]) -> bool:
    """Whether a message tells of a fault that we have found ourselves, with its place."""
    return any(text.startswith(form) and name in found for form, name in FOUND_OURSELVES.items())


def _of_run(heard: Heard, files: Sequence[StyleSheet], poured: Sequence[Poured], desk: Desk) -> None:
    text, element = heard.text, _element(heard.box)
    if ignored := IGNORED.match(text):
        line, column = int(ignored["line"]), int(ignored["column"])
        for sheet in files:
            if _declares(sheet.css, ignored["name"], line, column):
                desk.take(_of_sheet(heard, sheet))
                return
        what = f"`{ignored['name']}: {ignored['value'].strip()}` was ignored: {ignored['why']}"
        for note in _written_inline(ignored["name"], line, column, desk) or ((),):
            desk.take(error("ignored-style", what, notes=note))
    elif text.startswith(("Failed to load image", "Failed to load stylesheet", "Relative URI")):
        found = ADDRESS.search(text)
        address = found["address"] if found else text.rpartition(": ")[2]
        _of_asset(address, poured, desk)
    elif text.startswith(("Failed to render SVG", "Failed to load inline SVG")):
        desk.tell("broken-picture", "a drawing could not be drawn", element)
    elif text.startswith("Font-face"):
        desk.tell("missing-font", _lower(text.replace("'", "`")))
    else:
        desk.tell("typesetter-message", f"the typesetter says: {_lower(text)}", element)


def _of_glyphs(heard: Sequence[Heard], desk: Desk) -> None:
    """Characters that no font has, gathered for each element."""
    lacking: dict[Untyped, dict[str, str]] = {}
    for each in heard:
        if glyph := GLYPH.search(each.text):
            lacking.setdefault(_element(each.box), {})[glyph["character"]] = glyph["code"]
    for element, characters in lacking.items():
        named = ", ".join(f"`{character}` ({code})" for character, code in list(characters.items())[:MOST])
        more = f" and {len(characters) - MOST} more" if len(characters) > MOST else ""
        desk.tell(
            "missing-glyph",
            f"no font of the layouts has {named}{more}",
            element,
            help=("write it with other characters", "or add a font that has them to the layouts"),
        )


def _of_asset(address: str, poured: Sequence[Poured], desk: Desk) -> None:
    """An address that gave no picture: not declared by its part, or no picture."""
    declared = any(asset.address == address for each in poured for asset in each.assets)
    name, what = ("broken-picture", "cannot be read") if declared else ("undeclared-asset", "was not fetched")
    message = f"`{address}` {what}" if declared else f"`{address}` {what}: a part uses its own assets only"
    users = [each.part.id for each in poured if address in each.html]
    sheets = {sheet.path: sheet for each in poured for sheet in each.styles if address in sheet.css}
    for user in users:
        desk.take(error(name, message, notes=(f"in the part `{user}`",)))
    for path, sheet in sheets.items():
        start = sheet.css.index(address)
        desk.take(error(name, message, Label(Span(PurePosixPath(path), start, start + len(address)))))
    if not users and not sheets:
        desk.take(error(name, message))


def _declares(css: str, name: str, line: int, column: int) -> bool:
    """Whether the value of a property called so begins at a place of a sheet."""
    lines = css.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if not 0 < line <= len(lines):
        return False
    before = "\n".join([*lines[: line - 1], lines[line - 1][: column - 1]])
    return re.search(rf"(?<![\w-]){re.escape(name)}\s*:\s*$", before, re.I) is not None


def _written_inline(name: str, line: int, column: int, desk: Desk) -> tuple[tuple[str, ...], ...]:
    """Where a property stands in the `style` of elements: their tags and parts, as notes."""
    found: dict[tuple[str, ...], None] = {}
    for element in desk.origins.elements:
        css = element.get("style")
        if css and (_declares(css, name, line, column) or _begins(css, name, line, column)):
            part = desk.origins.part(element)
            within = f", in the part `{part}`" if part is not None else ""
            found[(f"in `style` of `<{element.tag}>`{within}",)] = None
    return tuple(found)


def _begins(css: str, name: str, line: int, column: int) -> bool:
    """Whether a declaration of a property begins at a place."""
    lines = css.split("\n")
    return 0 < line <= len(lines) and lines[line - 1][column - 1 :].lower().startswith(name.lower())


def _element(box: Untyped) -> Untyped:
    return box.element if box is not None else None


def _lower(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].lower() + text[1:]
