"""layouts/ -> Layouts: read once, linted, compared with what layouts are given; the disk is not asked again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

from jinja2 import TemplateSyntaxError

from compiler.model.diagnostics import Diagnostic, Label, Outcome, Source, Span, error
from compiler.model.look import Look
from compiler.model.part import StyleSheet
from compiler.model.world import World
from compiler.pour.jinja import LayoutEnvironment, syntax_fault
from compiler.pour.lint import SHEET, Findings, blanked, inline_tokens, lint_sheets, lint_template
from compiler.pour.look import LAYOUTS, TOKENS, missing, open_look
from compiler.pour.names import compare
from compiler.pour.volume import Drawn, Shelf

SUFFIX = ".html.j2"


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


def open_layouts(world: World, shelf: Shelf | None = None) -> Outcome[Layouts]:
    """Read and check all layouts. What is wrong is reported at its line; only without tokens are there no layouts.

    Layouts that were faultless when they were checked last, which the `shelf` knows, are not checked again; those that
    have not changed since the last time in this process are the same.
    """
    reader = _Reader(world)
    files = world.files(LAYOUTS)
    held = tuple((path, reader.read(path)) for path in files)
    if reader.said:
        return _opened(reader, files, shelf)
    if held not in _last:
        opened = _opened(reader, files, shelf)
        _last.clear()
        _last[held] = opened
    return _last[held]


_last: dict[tuple[tuple[PurePosixPath, bytes], ...], Outcome[Layouts]] = {}
"""The layouts that were opened last, by all their files."""


def _opened(reader: _Reader, files: tuple[PurePosixPath, ...], shelf: Shelf | None) -> Outcome[Layouts]:
    opened = open_look(reader.read, files)
    if opened.value is None:
        return Outcome(None, (*reader.said, *opened.diagnostics))
    texts = _texts(reader, files)
    said = [*reader.said, *opened.diagnostics]
    look = opened.value.look
    sources = {**opened.value.sources, **texts}
    templates = {str(path.relative_to(LAYOUTS)): source for path, source in texts.items() if path.name.endswith(SUFFIX)}
    environment = LayoutEnvironment({name: source.text for name, source in templates.items()})
    made_of = (look.css, sorted(look.signs), [(path, source.text) for path, source in texts.items()])
    key = shelf.key(*made_of) if shelf is not None else ""
    kept = shelf.find(key, "layouts") if shelf is not None and not said else None
    found = Findings()
    if kept is not None:
        terms = _terms_read(kept)
    else:
        checked = _checked(environment, texts, templates, look, found)
        terms = checked.value or {}
        if shelf is not None and not said and not checked.diagnostics:
            shelf.keep(key, "layouts", _terms_written(terms))
        said += checked.diagnostics
    sheets = {TOKENS: StyleSheet(str(TOKENS), None, look.css)}
    for path, source in texts.items():
        if path.suffix == ".css" and path != TOKENS:
            sheets[path] = StyleSheet(str(path), _scope(path), blanked(source, found))
    layouts = Layouts(
        look=look,
        sources=MappingProxyType(sources),
        names=frozenset(templates),
        terms=MappingProxyType(terms),
        environment=environment,
        sheets=MappingProxyType(sheets),
        drawn=Drawn(),
    )
    return Outcome(layouts, tuple(said))


def _checked(
    environment: LayoutEnvironment,
    texts: Mapping[PurePosixPath, Source],
    templates: Mapping[str, Source],
    look: Look,
    found: Findings,
) -> Outcome[dict[str, Label]]:
    """What is wrong with sheets and templates, and the terms that templates print."""
    said: list[Diagnostic] = []
    if SHEET not in texts:
        said.append(missing(SHEET, "holds the page masters"))
    for name, source in templates.items():
        try:
            environment.parsed(name)
        except TemplateSyntaxError as fault:
            said.append(syntax_fault(fault, source))
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
    return Outcome(dict(used.terms), (*said, *used.said))


def _terms_written(terms: Mapping[str, Label]) -> str:
    return json.dumps({term: [str(at.span.path), at.span.start, at.span.end, at.text] for term, at in terms.items()})


def _terms_read(text: str) -> dict[str, Label]:
    return {
        term: Label(Span(PurePosixPath(path), start, end), said)
        for term, (path, start, end, said) in json.loads(text).items()
    }


def _scope(path: PurePosixPath) -> str | None:
    """The class that all selectors of a sheet stand under: the kind, for the sheet of a part."""
    return path.stem if path.parent == LAYOUTS / "parts" else None


class _Reader:
    """Reads files; what cannot be read is empty and told, once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._held: dict[PurePosixPath, bytes] = {}
        self.said: list[Diagnostic] = []

    def read(self, path: PurePosixPath) -> bytes:
        if path not in self._held:
            try:
                self._held[path] = self._world.read(path)
            except OSError as fault:
                message = f"`{path}` cannot be read: {(fault.strerror or type(fault).__name__).lower()}"
                self.said.append(error("unreadable-file", message, Label(Span(path, 0, 0))))
                self._held[path] = b""
        return self._held[path]

    def source(self, path: PurePosixPath) -> Source:
        """A file as text; one that is not written in UTF-8 is told at the first place that shows it."""
        data = self.read(path)
        try:
            return Source(path, data.decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            at = len(data[: fault.start].decode("utf-8-sig"))
            label = Label(Span(path, at, at + 1))
            self.said.append(error("layout-encoding", f"`{path}` is not UTF-8", label, help=("save it as UTF-8",)))
            return Source(path, data.decode("utf-8", "replace"))


def _texts(reader: _Reader, files: tuple[PurePosixPath, ...]) -> dict[PurePosixPath, Source]:
    """Style sheets and templates."""
    return {path: reader.source(path) for path in files if path.suffix == ".css" or path.name.endswith(SUFFIX)}
