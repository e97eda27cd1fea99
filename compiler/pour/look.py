"""layouts/tokens.css, fonts/ and signs/ -> Look: measures, swatches, faces, signs, each fault at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

from compiler.model.diagnostics import Diagnostic, Label, Outcome, Source, Span, error
from compiler.model.look import Look, Swatch
from compiler.model.measures import Length, Size, mm
from compiler.pour.css import Declaration, Rule, Sheet, groups, words
from compiler.pour.fonts import open_faces
from compiler.pour.signs import open_signs
from compiler.pour.swatches import read_swatches

LAYOUTS = PurePosixPath("layouts")
TOKENS = LAYOUTS / "tokens.css"

UNITS: Mapping[str, float] = {
    "mm": 1000, "cm": 10_000, "q": 250, "in": 25_400, "pt": 25_400 / 72, "pc": 25_400 / 6, "px": 25_400 / 96,
}  # fmt: skip
"""Micrometres in each absolute unit (CSS Values 4, 6.2)."""

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
    source = Source(TOKENS, read(TOKENS).decode("utf-8-sig", "replace"))
    said: list[Diagnostic] = []
    sheet = Sheet(source)
    rules = sheet.rules()
    swatches = read_swatches(
        sheet, [item for item in rules if isinstance(item, Rule) and item.keyword == "swatch"], said
    )
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
