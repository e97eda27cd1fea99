"""What is refused in style sheets besides: selectors out of their scope, page masters, counters."""

from __future__ import annotations

from itertools import pairwise
from pathlib import PurePosixPath

from compiler.model.diagnostics import Label, Span
from compiler.pour.css import Broken, Declaration, Item, Rule, Sheet, Value, groups, rules_in, words
from compiler.pour.lint.declarations import DeclarationLint
from compiler.pour.lint.findings import KEYWORDS, Findings, Known
from compiler.pour.look import LAYOUTS, TOKENS
from compiler.pour.views import VIEWS

SHEET = LAYOUTS / "sheet.css"
BLOCKS = LAYOUTS / "blocks"
PARTS = LAYOUTS / "parts"

OWN_COUNTERS = ("footnote", "list-item")


class SheetLint(DeclarationLint):
    """Checks one style sheet: its selectors, its page masters, its counters."""

    def __init__(self, sheet: Sheet, known: Known, found: Findings) -> None:
        super().__init__(sheet, known, found)
        self._path = sheet.source.path
        self._scope = _scope_of(self._path)
        self._resets: set[str] = set()

    def check(self, rules: tuple[Item, ...]) -> None:
        for rule in rules_in(rules):
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
