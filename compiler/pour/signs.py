"""layouts/signs/ -> path data of each sign: one path in a square of 24 units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from types import MappingProxyType

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib import path as svg_path

from compiler.model.diagnostics import Diagnostic, Label, Outcome, Source, Span, error

VIEW_BOX, SIDE = "0 0 24 24", 24
ALLOWED = {"svg", "path", "title", "g"}


@dataclass(frozen=True, slots=True)
class Signs:
    paths: Mapping[str, str]
    sources: Mapping[PurePosixPath, Source]


class _Drawing(HTMLParser):
    """The elements of an SVG file, as far as a sign may have them."""

    def __init__(self) -> None:
        super().__init__()
        self.view_box: str | None = None
        self.paths: list[str] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "svg":
            self.view_box = " ".join((given.get("viewbox") or "").replace(",", " ").split())
        elif tag == "path":
            self.paths.append(given.get("d") or "")
        elif tag not in ALLOWED:
            self.others.append(tag)


def open_signs(read: Callable[[PurePosixPath], bytes], files: Iterable[PurePosixPath]) -> Outcome[Signs]:
    """The figure of each sign by its name; colours are the compiler's, for each theme has its own."""
    paths: dict[str, str] = {}
    sources: dict[PurePosixPath, Source] = {}
    said: list[Diagnostic] = []
    for path in files:
        if path.suffix != ".svg":
            continue
        sources[path] = source = Source(path, read(path).decode("utf-8-sig", "replace"))
        drawing = _Drawing()
        drawing.feed(source.text)
        wrong = _wrong(drawing)
        if wrong:
            label = Label(Span(path, 0, min(4, len(source.text))))
            remedy = (f'write one <path d="…"> in <svg viewBox="{VIEW_BOX}">; holes by the even-odd rule',)
            said.append(error("sign-form", f"the sign `{path.stem}` {wrong}", label, help=remedy))
        if wrong is None:
            paths[path.stem] = drawing.paths[0]
    return Outcome(Signs(MappingProxyType(paths), MappingProxyType(sources)), tuple(said))


def _wrong(drawing: _Drawing) -> str | None:
    if drawing.view_box != VIEW_BOX:
        return f"is drawn in `{drawing.view_box or 'no viewBox'}`, not in `{VIEW_BOX}`"
    if drawing.others:
        return f"holds a <{drawing.others[0]}>"
    if len(drawing.paths) != 1 or not drawing.paths[0]:
        return f"has {len(drawing.paths)} paths, not one"
    points = _points(drawing.paths[0])
    if not points:
        return "has path data that cannot be read"
    if not all(-SIDE <= value <= 2 * SIDE for point in points for value in point):
        return "reaches far beyond its square"
    return None


def _points(data: str) -> list[tuple[float, float]]:
    """The points that path data goes through; none when it is no path data (SVG 2, 9.3)."""
    pen = RecordingPen()
    try:
        svg_path.parse_path(data, pen)  # pyright: ignore[reportUnknownMemberType] - fontTools has no types
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, ArithmeticError, AssertionError):
        return []
    drawn: list[tuple[str, tuple[tuple[float, float], ...]]] = pen.value  # pyright: ignore[reportUnknownMemberType]
    if not drawn or drawn[0][0] != "moveTo":
        return []
    return [point for _, points in drawn for point in points]
