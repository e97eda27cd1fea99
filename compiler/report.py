"""Draws diagnostics: in full with the lines of the copy, concise (one line each), or as JSON (one object a line).

Copy is foreign text: it may hold control characters that move a terminal's cursor, letters two cells wide, marks of no
width, and lines of any length. Everything drawn goes through `_cell`, and marks stand below cells, not characters.
"""

from __future__ import annotations

import bisect
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Literal, get_args

from compiler.model.copy import Field, Places
from compiler.model.diagnostics import Diagnostic, Label, Severity, Source, Span

MessageFormat = Literal["full", "concise", "json"]
Sources = Mapping[PurePosixPath, Source]

LINE_CELLS = 140
"""Cells of a source line that are drawn; copy is wrapped at 120, longer lines show the part that is marked."""

BEFORE_CELLS = 40
"""Cells drawn before the mark where a line is cut."""

PIECE = 1000
"""Characters of a longer line that are measured, so that a file without line ends is drawn as fast as others."""

_LINE_END = re.compile(r"\r\n|\r|\n")


FORMATS: tuple[MessageFormat, ...] = get_args(MessageFormat)


def draw(
    diagnostics: Iterable[Diagnostic],
    sources: Sources,
    places: Places,
    message_format: MessageFormat,
    colours: bool = False,
) -> str:
    """All diagnostics as text that ends in a line end, or nothing at all: sorted, repeats dropped.

    A diagnostic that knows its field but no place gets the place of the field, or of the nearest field that holds it.
    The same input gives the same text. `colours` adds ANSI colours to the full form.
    """
    pages = {path: _Page(source) for path, source in sources.items()}
    found = arranged(diagnostics, places)
    if message_format == "json":
        lines = [_as_json(each, pages) for each in found]
    elif message_format == "concise":
        lines = [_concise(each, pages) for each in found]
    else:
        lines = [line for each in found for line in _full(each, pages, _Paint(colours))]
    return "".join(f"{line}\n" for line in lines)


def summary(diagnostics: Iterable[Diagnostic], places: Places) -> str:
    """How many there are, as in `3 errors, 1 warning in 2 files`; empty when there are none."""
    found = arranged(diagnostics, places)
    counts = [(sum(each.severity is severity for each in found), str(severity)) for severity in Severity]
    told = ", ".join(_count(number, word) for number, word in counts if number)
    files = len({each.primary.span.path for each in found if each.primary})
    return f"{told} in {_count(files, 'file')}" if files else told


def arranged(diagnostics: Iterable[Diagnostic], places: Places) -> list[Diagnostic]:
    """Diagnostics with their places, by file, place, severity and name; those without a file come last."""
    unique = {_identity(each): each for each in (_placed(each, places) for each in diagnostics)}
    return [unique[key] for key in sorted(unique)]


def _identity(each: Diagnostic) -> tuple[bool, str, int, int, int, str, str, str]:
    severity, name, message = int(each.severity), each.name, each.message
    if each.primary is None:
        # Without a place, the field keeps apart what is said of two pieces of copy.
        return True, "", 0, 0, severity, name, message, each.field or ""
    span = each.primary.span
    return False, str(span.path), span.start, span.end, severity, name, message, ""


def _placed(each: Diagnostic, places: Places) -> Diagnostic:
    if each.primary is not None or each.field is None:
        return each
    span = _nearest(each.field, places)
    return replace(each, primary=Label(span)) if span else each


def _nearest(field: str, places: Places) -> Span | None:
    """The place of a field, or of the nearest one that holds it."""
    while field:
        if (span := places.get(Field(field))) is not None:
            return span
        field = field.rpartition("/")[0]
    return None


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


# ---- one line each -------------------------------------------------------------------------------------------------


def _concise(each: Diagnostic, pages: Mapping[PurePosixPath, _Page]) -> str:
    where = f"{_where(each.primary.span, pages)}: " if each.primary else ""
    return f"{where}{each.severity}[{each.name}] {_shown(each.message)}"


def _as_json(each: Diagnostic, pages: Mapping[PurePosixPath, _Page]) -> str:
    marks = [(each.primary, True)] if each.primary else []
    marks += [(label, False) for label in each.secondary]
    place = _json_place(each.primary.span if each.primary else None, pages)
    labels = [{**_json_place(mark.span, pages), "text": mark.text, "primary": first} for mark, first in marks]
    told = {"name": each.name, "severity": str(each.severity), "message": each.message}
    # ASCII only, so that no terminal or log is moved by what the copy holds.
    return json.dumps({**told, **place, "labels": labels, "help": list(each.help), "notes": list(each.notes)})


def _json_place(span: Span | None, pages: Mapping[PurePosixPath, _Page]) -> dict[str, str | int | None]:
    """Lines and columns count from 1, the end is excluded; null where there is no file, or none with lines."""
    page = pages.get(span.path) if span else None
    line, column = page.place(span.start) if page and span else (None, None)
    end_line, end_column = page.place(span.end) if page and span else (None, None)
    path = str(span.path) if span else None
    return {"path": path, "line": line, "column": column, "end_line": end_line, "end_column": end_column}


def _where(span: Span, pages: Mapping[PurePosixPath, _Page]) -> str:
    page = pages.get(span.path)
    path = _shown(str(span.path))
    return "{}:{}:{}".format(path, *page.place(span.start)) if page else path


# ---- in full -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Paint:
    """ANSI colours (ECMA-48, SGR), or none."""

    on: bool

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text

    def severity(self, text: str, severity: Severity) -> str:
        return self(text, "1;31" if severity is Severity.ERROR else "1;33")

    def frame(self, text: str) -> str:
        return self(text, "34")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A label on a line of a file; `line` counts from 0, `start` and `end` are characters of that line."""

    line: int
    start: int
    end: int
    text: str
    primary: bool


def _full(each: Diagnostic, pages: Mapping[PurePosixPath, _Page], paint: _Paint) -> Iterator[str]:
    head = paint.severity(f"{each.severity}[{each.name}]", each.severity)
    yield f"{head}{paint(f': {_shown(each.message)}', '1')}"
    if each.primary is not None:
        yield from _snippets(each, each.primary, pages, paint)
    yield from (f"{paint('note', '1')}: {_shown(note)}" for note in each.notes)
    yield from (f"{paint('help', '1;36')}: {_shown(help_)}" for help_ in each.help)


def _snippets(each: Diagnostic, primary: Label, pages: Mapping[PurePosixPath, _Page], paint: _Paint) -> Iterator[str]:
    """The marked lines, file by file, that of the primary mark first."""
    labels = [(primary, True), *((label, False) for label in each.secondary)]
    files = dict.fromkeys(label.span.path for label, _ in labels)
    marks: dict[PurePosixPath, list[_Mark]] = {}
    for path in files:
        page = pages.get(path)
        here = [(label, first) for label, first in labels if label.span.path == path]
        marks[path] = [page.mark(label, first) for label, first in here] if page else []
    width = len(str(max((mark.line + 1 for found in marks.values() for mark in found), default=1)))
    for path in files:
        label = next(label for label, _ in labels if label.span.path == path)
        arrow = "-->" if path == primary.span.path else ":::"
        yield f"{' ' * width}{paint.frame(arrow)} {_where(label.span, pages)}"
        if path in pages and pages[path].lines != [""]:
            yield from pages[path].snippet(marks[path], width, each.severity, paint)


class _Page:
    """A file as lines, to be marked."""

    def __init__(self, source: Source) -> None:
        self._length = len(source.text)
        ends = [found.span() for found in _LINE_END.finditer(source.text)]
        self.starts = [0, *(end for _, end in ends)]
        stops = [*(start for start, _ in ends), self._length]
        self.lines = [source.text[start:stop] for start, stop in zip(self.starts, stops, strict=True)]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, counted from 1; columns count characters."""
        offset = max(0, min(offset, self._length))
        line = bisect.bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def mark(self, label: Label, primary: bool) -> _Mark:
        """A label as a mark on its first line; what goes over several lines is marked to the end of that line."""
        line, column = self.place(label.span.start)
        start, text = column - 1, self.lines[line - 1]
        end = max(start + max(label.span.end - label.span.start, 0), start + 1)
        stop = max(len(text.rstrip()), start + 1)
        return _Mark(line - 1, start, min(end, stop), label.text, primary)

    def snippet(self, marks: Sequence[_Mark], width: int, severity: Severity, paint: _Paint) -> Iterator[str]:
        """The marked lines with their numbers, and below each its marks."""
        by_line: dict[int, list[_Mark]] = {}
        for mark in sorted(marks, key=lambda mark: (mark.line, not mark.primary, mark.start)):
            by_line.setdefault(mark.line, []).append(mark)
        bar = paint.frame("|")
        yield f"{' ' * width} {bar}"
        last: int | None = None
        for line, found in by_line.items():
            before = self._lead(line) if last is None else None
            if last is not None and line > last + 2:
                yield paint.frame("...")
            elif last is not None and line == last + 2:
                before = line - 1
            if before is not None:
                text, _, _ = _cut(self.lines[before], 0, 0)
                yield f"{paint.frame(f'{before + 1:>{width}} |')} {text}".rstrip()
            yield from self._marked(line, found, width, severity, paint)
            last = line

    def _lead(self, line: int) -> int | None:
        """The line above, when it is the key that the marked line is the first entry of."""
        if line == 0:
            return None
        above, here = self.lines[line - 1], self.lines[line]
        deeper = len(here) - len(here.lstrip(" ")) > len(above) - len(above.lstrip(" "))
        return line - 1 if deeper and above.rstrip().endswith(":") else None

    def _marked(
        self, line: int, marks: Sequence[_Mark], width: int, severity: Severity, paint: _Paint
    ) -> Iterator[str]:
        """A line and its marks; a line too long is drawn once for each part that is marked."""
        drawn: str | None = None
        for mark in marks:
            text, start, end = _cut(self.lines[line], mark.start, mark.end)
            if text != drawn:
                yield f"{paint.frame(f'{line + 1:>{width}} |')} {text}".rstrip()
                drawn = text
            sign = ("^" if mark.primary else "-") * (end - start)
            told = f"{sign} {_shown(mark.text)}".rstrip()
            told = paint.severity(told, severity) if mark.primary else paint.frame(told)
            yield f"{' ' * width} {paint.frame('|')} {' ' * start}{told}"


# ---- text in cells -------------------------------------------------------------------------------------------------


def _cell(character: str) -> tuple[str, int]:
    """A character as a terminal may be given it, and its cells (UAX 11); what moves or reorders text is spelled out."""
    if " " <= character <= "~":
        return character, 1
    if character == "\t":
        return "→   ", 4
    category = unicodedata.category(character)
    # Joiners belong to Persian and Indian writing; all other format characters are unseen or turn the text round.
    if category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and character not in "\u200c\u200d"):
        code = f"<U+{ord(character):04X}>"
        return code, len(code)
    if category in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _shown(text: str) -> str:
    """Text of a message, on one line and harmless."""
    return "".join(" " if character in "\r\n\t" else _cell(character)[0] for character in text)


def _cut(line: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a line that holds the characters from `start` on, and the cells between which these are drawn.

    A line that fits is drawn whole; of others, `…` stands for what is left out.
    """
    base = 0 if len(line) <= PIECE else max(0, start - PIECE // 4)
    cells = [_cell(character) for character in line[base : base + PIECE]]
    edges = [0, *accumulate(width for _, width in cells)]
    begin, close = _edge(edges, start - base), max(_edge(edges, end - base), _edge(edges, start - base) + 1)
    more = base + PIECE < len(line)
    if not base and not more and edges[-1] <= LINE_CELLS:
        return "".join(text for text, _ in cells), begin, close
    room = LINE_CELLS - 2
    # A mark that fits is shown whole, with some of what stands before it.
    left = 0 if close <= room else max(0, min(begin - BEFORE_CELLS, edges[-1] - room))
    first = next((index for index, edge in enumerate(edges) if edge >= left), 0)
    last = max(index for index, edge in enumerate(edges) if edge <= edges[first] + room)
    lead, tail = "…" if first or base else "", "…" if last < len(cells) or more else ""
    shift = len(lead) - edges[first]
    text = "".join(text for text, _ in cells[first:last])
    return f"{lead}{text}{tail}", begin + shift, max(min(close + shift, len(lead) + room), begin + shift + 1)


def _edge(edges: Sequence[int], character: int) -> int:
    """The cell at which a character begins; beyond the line's end each counts one."""
    beyond = character - (len(edges) - 1)
    return edges[-1] + beyond if beyond > 0 else edges[character]
