"""layouts/ -> Layouts: read once, linted, compared with what layouts are given; the disk is not asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

from jinja2 import TemplateSyntaxError

from compiler.model.diagnostics import Diagnostic, Label, Outcome, Source, error
from compiler.model.look import Look
from compiler.model.part import StyleSheet
from compiler.model.world import World
from compiler.pour.jinja import LayoutEnvironment, syntax_fault
from compiler.pour.lint import Findings, blanked, lint_sheets
from compiler.pour.look import LAYOUTS, TOKENS, missing, open_look
from compiler.pour.markup import inline_tokens, lint_template
from compiler.pour.names import compare
from compiler.pour.volume import Drawn

SUFFIX = ".html.j2"
SHEET = LAYOUTS / "sheet.css"


@dataclass(frozen=True, slots=True)
class Layouts:
    """A look and its layouts. `names` are those of templates below layouts/; `sources` all text, for diagnostics.

    `terms` are the terms that templates print, each with the place of its first use.
    """

    look: Look
    sources: Mapping[PurePosixPath, Source]
    names: frozenset[str]
    terms: Mapping[str, Label]
    environment: LayoutEnvironment
    sheets: Mapping[PurePosixPath, StyleSheet]
    drawn: Drawn

    def styles(self, kind: str) -> tuple[StyleSheet, ...]:
        """The sheets of a part in order: tokens, sheet, blocks, and the part's own."""
        own = LAYOUTS / "parts" / f"{kind}.css"
        order = [TOKENS, SHEET, *(path for path in self.sheets if path.parent == LAYOUTS / "blocks"), own]
        return tuple(self.sheets[path] for path in order if path in self.sheets)


def layout_name(kind: str) -> str:
    """The template of a kind of part."""
    return f"parts/{kind}{SUFFIX}"


def open_layouts(world: World) -> Outcome[Layouts]:
    """Read and check all layouts. What is wrong is reported at its line; only without tokens are there no layouts."""
    files = world.files(LAYOUTS)
    opened = open_look(world.read, files)
    if opened.value is None:
        return Outcome(None, opened.diagnostics)
    said = list(opened.diagnostics)
    texts = _texts(world, files, said)
    look = opened.value.look
    sources = {**opened.value.sources, **texts}
    if SHEET not in texts:
        said.append(missing(SHEET, "holds the page masters"))
    templates = {str(path.relative_to(LAYOUTS)): source for path, source in texts.items() if path.name.endswith(SUFFIX)}
    environment = LayoutEnvironment({name: source.text for name, source in templates.items()})
    for name, source in templates.items():
        try:
            environment.parsed(name)
        except TemplateSyntaxError as fault:
            said.append(syntax_fault(fault, source))
    found = Findings()
    known = lint_sheets(
        [source for path, source in texts.items() if path.suffix == ".css"],
        look,
        [token for source in templates.values() for token in inline_tokens(source)],
        found,
    )
    for source in templates.values():
        lint_template(source, known, found)
    said += found.said
    used = compare(environment, templates)
    said += used.said
    sheets = {TOKENS: StyleSheet(str(TOKENS), None, look.css)}
    for path, source in texts.items():
        if path.suffix == ".css" and path != TOKENS:
            sheets[path] = StyleSheet(str(path), _scope(path), blanked(source, found))
    layouts = Layouts(
        look=look,
        sources=MappingProxyType(sources),
        names=frozenset(templates),
        terms=MappingProxyType(used.terms),
        environment=environment,
        sheets=MappingProxyType(sheets),
        drawn=Drawn(),
    )
    return Outcome(layouts, tuple(said))


def _scope(path: PurePosixPath) -> str | None:
    """The class that all selectors of a sheet stand under: the kind, for the sheet of a part."""
    return path.stem if path.parent == LAYOUTS / "parts" else None


def _texts(world: World, files: tuple[PurePosixPath, ...], said: list[Diagnostic]) -> dict[PurePosixPath, Source]:
    """Style sheets and templates; a file that is no UTF-8 is reported."""
    found: dict[PurePosixPath, Source] = {}
    for path in files:
        if path.suffix != ".css" and not path.name.endswith(SUFFIX):
            continue
        try:
            found[path] = Source(path, world.read(path).decode("utf-8"))
        except UnicodeDecodeError as fault:
            found[path] = Source(path, world.read(path).decode("utf-8", "replace"))
            said.append(
                error("layout-encoding", f"`{path}` is no UTF-8 at byte {fault.start}", help=("save it as UTF-8",))
            )
    return found
