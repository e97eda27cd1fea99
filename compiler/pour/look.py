"""layouts/tokens.css, fonts/ and signs/ -> Look: measures, swatches, faces, signs, each fault at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType

from compiler.model.diagnostics import Diagnostic, Label, Outcome, Source, Span, error
from compiler.model.look import Look, Swatch
from compiler.model.measures import Length, Size, mm
from compiler.pour.css import Declaration, Rule, Sheet, Value, groups, words
from compiler.pour.fonts import open_faces
from compiler.pour.near import offer
from compiler.pour.signs import open_signs

LAYOUTS = PurePosixPath("layouts")
TOKENS = LAYOUTS / "tokens.css"

UNITS: Mapping[str, float] = {
    "mm": 1000, "cm": 10_000, "q": 250, "in": 25_400, "pt": 25_400 / 72, "pc": 25_400 / 6, "px": 25_400 / 96,
}  # fmt: skip
"""Micrometres in each absolute unit (CSS Values 4, 6.2)."""

DESCRIPTORS = ("srgb", "cmyk", "spot", "type-on", "text", "use")
STANDING_IN = {
    "ink": Swatch("ink", (0, 0, 0), (0, 0, 0, 100), None, "paper", True, "stands in"),
    "paper": Swatch("paper", (255, 255, 255), (0, 0, 0, 0), None, "ink", False, "stands in"),
}
"""Swatches of a look that has none, so that a proof can be drawn."""

REQUIRED = ("trim-width", "trim-height", "bleed", "base", "head-margin", "foot-margin")
"""Measures without which no page can be set or judged."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A look, and the files it was read from."""

    look: Look
    sources: Mapping[PurePosixPath, Source]


def open_look(read: Callable[[PurePosixPath], bytes], files: tuple[PurePosixPath, ...]) -> Outcome[Opened]:
    """Read tokens, fonts and signs; only a folder without tokens gives no look at all."""
    if TOKENS not in files:
        return Outcome(None, (missing(TOKENS, "holds every measure and every swatch"),))
    source = Source(TOKENS, read(TOKENS).decode("utf-8", "replace"))
    said: list[Diagnostic] = []
    sheet = Sheet(source)
    rules = sheet.rules()
    swatches = _swatches(sheet, [item for item in rules if isinstance(item, Rule) and item.keyword == "swatch"], said)
    tokens = dict(_tokens(rules))
    measures = {name: length for name, each in tokens.items() if (length := _length(each)) is not None}
    for name in REQUIRED:
        if name not in measures:
            said.append(_no_measure(source, name, tokens.get(name), sheet))
    faces = open_faces(read, [path for path in files if path.is_relative_to(LAYOUTS / "fonts")])
    signs = open_signs(read, [path for path in files if path.is_relative_to(LAYOUTS / "signs")])
    said += [*faces.diagnostics, *signs.diagnostics]
    look = Look(
        trim=Size(measures.get("trim-width", mm(210)), measures.get("trim-height", mm(297))),
        bleed=measures.get("bleed", mm(3)),
        measures=MappingProxyType(measures),
        swatches=MappingProxyType(swatches),
        faces=faces.value.faces if faces.value else (),
        families=MappingProxyType(_families(tokens)),
        signs=MappingProxyType(dict(signs.value.paths) if signs.value else {}),
        css=_style_sheet(source.text, rules, swatches),
    )
    sources = {source.path: source}
    for opened in (faces.value, signs.value):
        sources.update(opened.sources if opened else {})
    return Outcome(Opened(look, MappingProxyType(sources)), tuple(said))


def missing(path: PurePosixPath, why: str) -> Diagnostic:
    """The fault of a file that a look cannot do without."""
    return error(
        "missing-layout", f"there is no `{path}`, which {why}", help=(f"write `{path}`; see `{LAYOUTS}/README.md`",)
    )


def _tokens(rules: tuple[object, ...]) -> Iterator[tuple[str, Declaration]]:
    """Custom properties of `:root`, without their dashes."""
    for rule in rules:
        if isinstance(rule, Rule) and not rule.keyword and rule.selector in (":root", "html"):
            for item in rule.content or ():
                if isinstance(item, Declaration) and item.name.startswith("--"):
                    yield item.name[2:], item


def _length(declaration: Declaration) -> Length | None:
    value = words(declaration.value)
    if len(value) != 1:
        return None
    if value[0].kind == "number" and value[0].number == 0:
        return Length(0)
    if value[0].kind == "dimension" and value[0].name in UNITS:
        return Length(round(value[0].number * UNITS[value[0].name]))
    return None


def _families(tokens: Mapping[str, Declaration]) -> dict[str, str]:
    """Tokens that hold nothing but names of families; of several the first, without quotes."""
    families: dict[str, str] = {}
    for name, declaration in tokens.items():
        value = words(declaration.value)
        if name in ("sans", "serif") or (value and all(each.kind == "string" or each.name == "," for each in value)):
            first = words(groups(declaration.value)[0])
            families[name] = " ".join(each.name for each in first)
    return families


def _no_measure(source: Source, name: str, given: Declaration | None, sheet: Sheet) -> Diagnostic:
    if given is not None:
        return error(
            "missing-token",
            f"`--{name}` is `{given.text}`, which is no length",
            sheet.label(given),
            help=("give a length in mm, pt or another absolute unit",),
        )
    return error(
        "missing-token",
        f"the look has no measure `--{name}`",
        Label(Span(source.path, 0, 0)),
        help=(f"add `--{name}: <length>;` to `:root`",),
    )


def _style_sheet(text: str, rules: tuple[object, ...], swatches: Mapping[str, Swatch]) -> str:
    """tokens.css as CSS: swatch recipes blanked (lines keep their numbers), then a custom property for each swatch."""
    for rule in rules:
        if isinstance(rule, Rule) and rule.keyword == "swatch":
            end = _closing(text, rule.start)
            text = text[: rule.start] + re.sub(r"[^\n\r]", " ", text[rule.start : end]) + text[end:]
    named = " ".join(f"--{name}: color(--{name} 1);" for name in swatches)
    return f"{text}\n:root {{ {named} }}\n"


def _closing(text: str, start: int) -> int:
    """Where the block that opens after `start` ends; strings and comments may hold braces."""
    depth = 0
    for match in re.finditer(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|/\*.*?\*/|[{}]", text[start:], re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if match.group() == "}" and depth == 0:
            return start + match.end()
    return len(text)


# ---- swatches ------------------------------------------------------------------------------------------------------


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


def _swatches(sheet: Sheet, rules: list[Rule], said: list[Diagnostic]) -> dict[str, Swatch]:
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
