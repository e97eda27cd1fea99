"""The second look and its publication as a world in memory, so that a test changes one file of it.

world = second({"layouts/sheet.css": add("p { opacity: .5 }")})
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from compiler.check import check
from compiler.load import load
from compiler.model.diagnostics import Diagnostic, Source
from compiler.model.look import Look
from compiler.model.publication import Publication
from compiler.pour import Layouts, open_layouts
from compiler.pour.drawings.geography import Outlines
from compiler.pour.volume import Frame, framed
from tests.builders import Folder

TESTS = Path(__file__).resolve().parents[1]
FONTS = TESTS.parent / "layouts" / "fonts"

Change = str | bytes | None | Callable[[str], str]
"""A file's new content, None to leave it out, or a function of what it holds."""


@cache
def _files() -> Mapping[PurePosixPath, bytes]:
    held: dict[PurePosixPath, bytes] = {}
    for path in sorted((TESTS / "second").rglob("*")):
        if path.is_file():
            held[PurePosixPath(path.relative_to(TESTS / "second").as_posix())] = path.read_bytes()
    for path in FONTS.glob("SourceSerif4-*"):
        held[PurePosixPath("layouts/fonts", path.name)] = path.read_bytes()
    return held


def second(changes: Mapping[str, Change] | None = None) -> Folder:
    """The second publication, some of its files changed."""
    held = dict(_files())
    for name, change in (changes or {}).items():
        path = PurePosixPath(name)
        if change is None:
            del held[path]
        elif callable(change):
            held[path] = change(held.get(path, b"").decode()).encode()
        else:
            held[path] = change if isinstance(change, bytes) else change.encode()
    return Folder(held)


def add(text: str) -> Callable[[str], str]:
    """A change that adds a line at the end."""
    return lambda before: f"{before}{text}\n"


def swap(old: str, new: str) -> Callable[[str], str]:
    """A change of one stretch of text, which has to be there once at least."""

    def change(before: str) -> str:
        assert old in before
        return before.replace(old, new, 1)

    return change


@cache
def as_it_is() -> tuple[Layouts, tuple[Diagnostic, ...]]:
    """The second look without a change, opened once."""
    return opened(second())


def opened(world: Folder) -> tuple[Layouts, tuple[Diagnostic, ...]]:
    """The layouts of a world and what is said of them."""
    outcome = open_layouts(world)
    assert outcome.value is not None
    return outcome.value, outcome.diagnostics


def look(world: Folder | None = None) -> Look:
    return opened(world)[0].look if world else as_it_is()[0].look


@cache
def publication() -> Publication:
    """The second publication as checked copy, without a change."""
    return checked(second())


def checked(world: Folder) -> Publication:
    """The publication of a world as checked copy, whatever is said of it."""
    copy = load(world, None)
    assert copy.value is not None
    outcome = check(copy.value, None, look())
    assert outcome.value is not None
    assert outcome.value.publication is not None
    return outcome.value.publication


def marked(diagnostic: Diagnostic, sources: Mapping[PurePosixPath, Source]) -> str:
    """`path:line: text under the mark` of a diagnostic, for comparing with what a test expects."""
    assert diagnostic.primary is not None
    span = diagnostic.primary.span
    source = sources[span.path]
    return f"{span.path}:{source.place(span.start)[0]}: {source.text[span.start : span.end]}"


def frame_of(copy: Publication, outlines: Outlines) -> Frame:
    """What drawings are made from, with nothing kept."""
    return Frame(framed(copy), look(), lambda: outlines, "", None)
