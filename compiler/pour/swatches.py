"""@swatch rules of tokens.css -> swatches: a recipe for the screen and one for the press."""

from __future__ import annotations

import re
from dataclasses import replace

from compiler.model.diagnostics import Diagnostic, Label, Span, error
from compiler.model.look import Swatch
from compiler.pour.css import Declaration, Rule, Sheet, Value, words
from compiler.pour.near import offer

DESCRIPTORS = ("srgb", "cmyk", "spot", "type-on", "text", "use")
STANDING_IN = {
    "ink": Swatch("ink", (0, 0, 0), (0, 0, 0, 100), None, "paper", True, "stands in"),
    "paper": Swatch("paper", (255, 255, 255), (0, 0, 0, 0), None, "ink", False, "stands in"),
}
"""Swatches of a look that has none, so that a proof can be drawn."""


class _Recipe:
    """One @swatch being read."""

    def __init__(self, sheet: Sheet, rule: Rule, name: str, said: list[Diagnostic]) -> None:
        self._sheet, self._rule, self._name, self._said = sheet, rule, name, said
        self._given: dict[str, Declaration] = {}
        for item in rule.content or ():
            if isinstance(item, Declaration):
                self._take(item)

    def _take(self, item: Declaration) -> None:
        if item.name in self._given:
            self._fault(item, f"swatch `{self._name}` gives `{item.name}` twice", ("keep one of them",))
        elif item.name not in DESCRIPTORS:
            self._fault(item, f"a swatch has no `{item.name}`", offer(item.name, DESCRIPTORS, "descriptor"))
        self._given.setdefault(item.name, item)

    def _fault(self, at: Declaration | Rule, message: str, remedy: tuple[str, ...]) -> None:
        self._said.append(error("swatch-recipe", message, self._sheet.label(at), help=remedy))

    def read(self) -> Swatch | None:
        """The swatch; None when it lacks a colour for one of the editions."""
        srgb, cmyk = self._srgb(), self._cmyk()
        if srgb is None or cmyk is None:
            return None
        given = self._given
        return Swatch(
            name=self._name,
            srgb=srgb,
            cmyk=cmyk,
            spot=_string(given["spot"]) if "spot" in given else None,
            type_on=self._word("type-on", "ink"),
            text=self._word("text", "no") == "yes",
            use=_string(given["use"]) if "use" in given else "",
            span=self._sheet.label(self._rule).span,
        )

    def _srgb(self) -> tuple[int, int, int] | None:
        given = self._given.get("srgb")
        if given is None:
            self._fault(self._rule, f"swatch `{self._name}` has no `srgb`", ("add `srgb: #rrggbb;`",))
            return None
        value = words(given.value)
        if len(value) != 1 or value[0].kind != "hash" or not re.fullmatch(r"[0-9a-fA-F]{6}", value[0].name):
            self._fault(given, f"`{given.text}` is no sRGB colour", ("write six hexadecimal digits: `srgb: #1f1f1d;`",))
            return None
        red, green, blue = bytes.fromhex(value[0].name)
        return red, green, blue

    def _cmyk(self) -> tuple[float, float, float, float] | None:
        given = self._given.get("cmyk")
        if given is None:
            self._fault(self._rule, f"swatch `{self._name}` has no `cmyk` recipe", ("add `cmyk: 0 92 92 14;`",))
            return None
        inks = [value.number for value in words(given.value) if value.kind == "number"]
        if len(inks) != 4 or len(inks) != len(words(given.value)) or not all(0 <= ink <= 100 for ink in inks):
            self._fault(
                given, f"`{given.text}` is no recipe", ("give four numbers from 0 to 100: `cmyk: 0 92 92 14;`",)
            )
            return None
        cyan, magenta, yellow, black = inks
        return cyan, magenta, yellow, black

    def _word(self, name: str, default: str) -> str:
        given = self._given.get(name)
        if given is None:
            return default
        if name == "text" and given.text not in ("yes", "no"):
            self._fault(given, f"`text` is `{given.text}`; it has to be yes or no", ())
        return given.text


def _string(declaration: Declaration) -> str:
    value: tuple[Value, ...] = words(declaration.value)
    return value[0].name if len(value) == 1 and value[0].kind == "string" else declaration.text


def read_swatches(sheet: Sheet, rules: list[Rule], said: list[Diagnostic]) -> dict[str, Swatch]:
    found: dict[str, Swatch] = {}
    places: dict[str, Rule] = {}
    for rule in rules:
        name = rule.selector
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            message = f"`{name}` is no name for a swatch"
            help_ = ("use lower-case letters, digits and hyphens",)
            said.append(error("swatch-recipe", message, sheet.label(rule), help=help_))
            continue
        if name in places:
            first = (sheet.label(places[name], "first given here"),)
            message = f"swatch `{name}` is given twice"
            said.append(error("swatch-recipe", message, sheet.label(rule), secondary=first, help=("keep one of them",)))
            continue
        places[name] = rule
        swatch = _Recipe(sheet, rule, name, said).read()
        if swatch is not None:
            found[name] = swatch
    for name, swatch in found.items():
        if swatch.type_on not in places:
            message = f"type on `{name}` is `{swatch.type_on}`, which is no swatch"
            help_ = offer(swatch.type_on, places, "swatch")
            said.append(error("unknown-swatch", message, sheet.label(places[name]), help=help_))
    if not found:
        label = Label(Span(sheet.source.path, 0, 0))
        help_ = ('begin with `@swatch ink { srgb: #1f1f1d; cmyk: 0 0 0 100; type-on: paper; text: yes; use: "text" }`',)
        said.append(error("missing-token", "the look has no swatch that can be read", label, help=help_))
        return dict(STANDING_IN)
    # A drawing asks for the type on a swatch without a thought: it must exist even in a proof.
    fallback = "ink" if "ink" in found else next(iter(found))
    return {
        name: swatch if swatch.type_on in found else replace(swatch, type_on=fallback) for name, swatch in found.items()
    }
