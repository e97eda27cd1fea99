"""What the typesetter draws wrong, drops in silence or cannot know of: refused in style sheets, each at its place.

The findings behind the rules stand in compiler/decisions/ and in the explanation of each name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePosixPath

from compiler.model.diagnostics import Diagnostic, Label, Source, Span, error
from compiler.model.look import Look
from compiler.pour.css import Broken, Declaration, Item, Rule, Sheet, Value, groups, is_colour, walk, words
from compiler.pour.look import LAYOUTS, TOKENS
from compiler.pour.near import offer
from compiler.pour.views import VIEWS

SHEET = LAYOUTS / "sheet.css"
BLOCKS = LAYOUTS / "blocks"
PARTS = LAYOUTS / "parts"

PART_TOKENS = ("--c", "--on", "--tab-top", "--tab-height", "--tab-label", "--folio", "--numerals", "--spine")
"""Custom properties that every part brings of itself."""

OWN_COUNTERS = ("footnote", "list-item")
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

KEYWORDS = ("inherit", "initial", "unset", "revert")
UNSEEN = "\ue000"
"""Stands for what Jinja prints, while a template is read as HTML."""


@dataclass(slots=True)
class Findings:
    """Gathers faults; `blank` are declarations that would stop the typesetter, to be left out of the sheets."""

    said: list[Diagnostic] = field(default_factory=list[Diagnostic])
    blank: dict[PurePosixPath, list[Span]] = field(default_factory=dict[PurePosixPath, "list[Span]"])

    def add(self, name: str, message: str, label: Label, *remedy: str) -> None:
        self.said.append(error(name, message, label, help=tuple(remedy)))


@dataclass(frozen=True, slots=True)
class Known:
    """What exists in the look: swatches, tokens, families, page masters."""

    swatches: frozenset[str]
    tokens: frozenset[str]
    families: frozenset[str]
    masters: frozenset[str]


def lint_sheets(sources: Iterable[Source], look: Look, inline: Iterable[str], found: Findings) -> Known:
    """Check all style sheets; `inline` are tokens that style attributes of templates declare."""
    read = [(Sheet(source), Sheet(source).rules()) for source in sources]
    known = _known(read, look, inline)
    for sheet, rules in read:
        _SheetLint(sheet, known, found).check(rules)
    _defaults(read, found)
    return known


def blanked(source: Source, found: Findings) -> str:
    """A sheet without the declarations that would stop the typesetter; lines keep their numbers."""
    text = source.text
    for span in found.blank.get(source.path, []):
        text = (
            text[: span.start]
            + "".join(char if char in "\r\n" else " " for char in text[span.start : span.end])
            + text[span.end :]
        )
    return text


def _known(read: list[tuple[Sheet, tuple[Item, ...]]], look: Look, inline: Iterable[str]) -> Known:
    tokens = {*PART_TOKENS, *(f"--{name}" for name in look.swatches), *inline}
    masters: set[str] = set()
    for _, rules in read:
        for rule in _rules(rules):
            tokens |= {
                item.name for item in rule.content or () if isinstance(item, Declaration) and item.name[:2] == "--"
            }
            if rule.keyword == "page" and words(rule.prelude) and words(rule.prelude)[0].kind == "ident":
                masters.add(words(rule.prelude)[0].name)
    families = frozenset(face.family for face in look.faces)
    return Known(frozenset(look.swatches), frozenset(tokens), families, frozenset(masters))


def _rules(items: Iterable[Item]) -> Iterator[Rule]:
    for item in items:
        if isinstance(item, Rule):
            yield item
            yield from _rules(item.content or ())


def _defaults(read: list[tuple[Sheet, tuple[Item, ...]]], found: Findings) -> None:
    """Links, rules and the page itself have colours of their own, no swatches, until a sheet gives them one."""
    coloured: set[str] = set()
    for _, rules in read:
        for rule in _rules(rules):
            if any(isinstance(item, Declaration) and item.name == "color" for item in rule.content or ()):
                coloured |= {words(group)[0].name for group in groups(rule.prelude) if len(words(group)) == 1}
    sheet = next((sheet for sheet, _ in read if sheet.source.path == SHEET), None)
    if sheet is None:
        return
    at = Label(Span(SHEET, 0, min(1, len(sheet.source.text))))
    for name, what in (("html", "the page"), ("a", "links"), ("hr", "rules")):
        if name not in coloured:
            remedy = "html { color: var(--ink) }" if name == "html" else f"{name} {{ color: inherit }}"
            found.add("default-colour", f"{what} would be drawn in a colour that is no swatch", at, f"add `{remedy}`")


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


class _SheetLint(DeclarationLint):
    """Checks one style sheet: its selectors, its page masters, its counters."""

    def __init__(self, sheet: Sheet, known: Known, found: Findings) -> None:
        super().__init__(sheet, known, found)
        self._path = sheet.source.path
        self._scope = _scope_of(self._path)
        self._resets: set[str] = set()

    def check(self, rules: tuple[Item, ...]) -> None:
        for rule in _rules(rules):
            if self._path != SHEET and rule.keyword != "page":
                self._resets |= {name for item in rule.content or () for name in _counters(item, ("counter-reset",))}
        for item in rules:
            self._top(item)

    def _top(self, item: Item) -> None:
        if isinstance(item, Broken):
            self.broken(item)
        elif isinstance(item, Rule):
            if not item.keyword:
                self._selectors(item)
            elif not self._at_rule(item):
                return
            self._content(item, inside_page=item.keyword == "page")

    def _at_rule(self, rule: Rule) -> bool:
        """Check an at-rule; True when its content is to be looked at."""
        match rule.keyword:
            case "swatch":
                if self._path != TOKENS:
                    self._add("unscoped-selector", "swatches are born in tokens.css alone", rule, "move it there")
                return False
            case "page":
                self._master(rule)
            case "import":
                message = "a sheet may not fetch another"
                self._add("remote-address", message, rule, "all sheets of layouts/ are read of themselves")
            case "font-face":
                self._add("unknown-font", "faces are the files in layouts/fonts", rule, "put the .ttf file there")
                return False
            case "media" | "supports" | "layer":
                for item in rule.content or ():
                    self._top(item)
                return False
            case _:
                return True
        return True

    def _master(self, rule: Rule) -> None:
        if self._path != SHEET:
            message = "page masters stand in sheet.css, where every part finds them"
            self._add("unscoped-selector", message, rule, "move it there, and choose it with `page: <name>`")
        for value in words(rule.prelude):
            if value.name == "first":
                message = "`:first` is the first page of the publication, not of a part"
                self._add("first-page", message, value, "write `:nth(1 of <master>)`, or choose a master with `page:`")

    def _selectors(self, rule: Rule) -> None:
        for group in groups(rule.prelude):
            fault = self._wrong_scope(group)
            if fault and group:
                self._found.add(
                    "unscoped-selector",
                    f"`{''.join(value.text for value in group).strip()}` {fault[0]}",
                    Label(Span(self._path, group[0].start, group[-1].end)),
                    fault[1],
                )

    def _wrong_scope(self, group: list[Value]) -> tuple[str, str] | None:
        classes = _classes(_first_compound(group))
        if self._path == TOKENS:
            if "".join(value.text for value in group).strip() in (":root", "html"):
                return None
            return "is a rule, and tokens.css holds measures and swatches", "move it to sheet.css, blocks/ or parts/"
        if self._path == SHEET:
            if not any(value.name == "." for value in group):
                return None
            return "is a rule for a class, and sheet.css is the ground of all parts", "move it to blocks/ or parts/"
        if self._scope is not None:
            if self._scope in classes:
                return None
            return "reaches beyond its part", f"begin it with the part's class: `.{self._scope} …`"
        if not classes:
            return "reaches every part", "begin it with the class of a block, or move it to sheet.css"
        kind = next((name for name in classes if name in VIEWS), None)
        if kind is not None and self._path.parent == BLOCKS:
            return f"is a rule for the part `{kind}`", f"move it to parts/{kind}.css"
        return None

    def _content(self, rule: Rule, inside_page: bool) -> None:
        for item in rule.content or ():
            if isinstance(item, Declaration):
                self.declaration(item)
                self._counted(item, inside_page)
            elif isinstance(item, Broken):
                self.broken(item)
            else:
                self._content(item, inside_page)

    def _counted(self, item: Declaration, inside_page: bool) -> None:
        for name in _counters(item, ("counter-reset", "counter-increment", "counter-set")):
            if name in OWN_COUNTERS and not inside_page:
                continue
            if item.name == "counter-reset" and not inside_page and self._path != SHEET:
                continue
            if inside_page or name not in self._resets:
                message = f"the counter `{name}` would go on counting in the next part"
                remedy = f"reset it on the part: `.{self._scope or 'report'} {{ counter-reset: {name} }}`"
                self._add("carried-over", message, item, remedy)


def _counters(item: Item, names: tuple[str, ...]) -> list[str]:
    if not isinstance(item, Declaration) or item.name not in names:
        return []
    return [value.name for value in item.value if value.kind == "ident" and value.name not in ("none", *KEYWORDS)]


def _scope_of(path: PurePosixPath) -> str | None:
    return path.stem if path.parent == PARTS else None


def _first_compound(group: list[Value]) -> list[Value]:
    """The selector up to its first combinator."""
    compound: list[Value] = []
    for value in group:
        if value.kind == "whitespace" or (value.kind == "literal" and value.name in (">", "+", "~")):
            break
        compound.append(value)
    return compound


def _classes(compound: list[Value]) -> list[str]:
    return [
        after.name
        for before, after in pairwise(compound)
        if before.kind == "literal" and before.name == "." and after.kind == "ident"
    ]
