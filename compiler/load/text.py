"""Bytes of a YAML file -> its characters; what YAML could not carry is reported and replaced, one character for one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from compiler.model.diagnostics import Diagnostic, Label, Severity, Span

FILE_LIMIT = 1_000_000
"""Bytes of a YAML file. The copy of a long report takes 40,000; a file of a million was not written by hand."""

ALIKE_LIMIT = 20
"""How many faults of one name are told one by one in a file; a file with more has one cause, not many."""

# C0 and C1 controls but tab and line ends; line ends of Unicode, which YAML breaks lines at and other programs do not;
# a byte order mark amid the text; code points that are no characters, which escapes may name.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SAVE = "save the file as UTF-8"


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` is what the editor sees; `clean` has the same length and holds nothing YAML stumbles over.

    `tabbed` is True where a tab indents a line: what YAML says of the indentation is then only an echo.
    """

    text: str
    clean: str
    tabbed: bool
    diagnostics: tuple[Diagnostic, ...]


def decode(path: PurePosixPath, data: bytes) -> Decoded:
    """Decode a file. Every fault is an error; the text goes on as well as it can be guessed."""
    text, said = _characters(path, data)
    controls = list(_CONTROL.finditer(text))
    tabs = list(re.finditer(r"\t+", text))
    said += few([_control(path, found) for found in controls[:ALIKE_LIMIT]], len(controls))
    said += few([_tab(path, text, found) for found in tabs[:ALIKE_LIMIT]], len(tabs))
    indents = re.search(r"(?:^|(?<=[\r\n]))[ ]*\t[ \t]*(?=[^\s#])", text) is not None
    clean = _CONTROL.sub(" ", text).replace("\t", " ")
    return Decoded(text, clean, indents, tuple(said))


def control_in(text: str) -> str | None:
    """The first character of a text that is none to print, as `U+0007`."""
    found = _CONTROL.search(text)
    return _code(found.group()) if found else None


def without_controls(text: str) -> str:
    """The text with a space for each such character."""
    return _CONTROL.sub(" ", text)


def few(diagnostics: list[Diagnostic], number: int) -> list[Diagnostic]:
    """The first of a `number` of faults of one kind; the last one kept says how many more there are."""
    kept = diagnostics[:ALIKE_LIMIT]
    if number <= len(kept):
        return kept
    note = f"{number - len(kept)} more of the kind in this file"
    return [*kept[:-1], replace(kept[-1], notes=(note,))]


def _characters(path: PurePosixPath, data: bytes) -> tuple[str, list[Diagnostic]]:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _wide(path, data[len(mark) :], codec, name)
    if re.match(rb"(?:[^\0]\0){2}", data):
        return _wide(path, data, "utf-16-le", "UTF-16")
    if re.match(rb"(?:\0[^\0]){2}", data):
        return _wide(path, data, "utf-16-be", "UTF-16")
    # Editors of Windows put a byte order mark in front of UTF-8; it does no harm and is no character of the text.
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(), []
    except UnicodeDecodeError as fault:
        return _narrow(path, data, fault.start)


def _wide(path: PurePosixPath, data: bytes, codec: str, name: str) -> tuple[str, list[Diagnostic]]:
    text = data.decode(codec, errors="replace")
    start = Label(Span(path, 0, min(1, len(text))))
    fault = _error("wrong-encoding", f"the file is written in {name}, UTF-8 is needed", start, _SAVE)
    return text, [fault]


def _narrow(path: PurePosixPath, data: bytes, at: int) -> tuple[str, list[Diagnostic]]:
    """A file in an 8-bit encoding, or UTF-8 with some foreign bytes in it."""
    before = len(data[:at].decode())
    single = data[at : at + 1].decode("cp1252", errors="replace")
    mixed = data.decode(errors="ignore") != data.decode("ascii", errors="ignore")
    text = data.decode(errors="replace") if mixed else data.decode("cp1252", errors="replace")
    lines = sum(not each.isascii() for each in data.split(b"\n"))
    seen = f"; it would be `{single}` in Windows-1252" if single.isprintable() and single != "\ufffd" else ""
    line = data.count(b"\n", 0, at) + 1
    message = f"line {line} holds the byte 0x{data[at]:02x}, which is not UTF-8{seen}"
    notes = (f"{lines} lines hold characters beyond ASCII: look them over after saving",) if lines > 1 else ()
    label = Label(Span(path, before, before + 1), "this character")
    return text, [Diagnostic("wrong-encoding", Severity.ERROR, message, label, (), (_SAVE,), notes)]


def _control(path: PurePosixPath, found: re.Match[str]) -> Diagnostic:
    label = Label(Span(path, found.start(), found.end()), "stands here, unseen in most editors")
    message = f"the text holds the control character {_code(found.group())}"
    return _error("control-character", message, label, "delete it; it often comes along when text is pasted")


def _tab(path: PurePosixPath, text: str, found: re.Match[str]) -> Diagnostic:
    line = text[max(text.rfind("\n", 0, found.start()), text.rfind("\r", 0, found.start())) + 1 : found.start()]
    label = Label(Span(path, found.start(), found.end()))
    if not line.strip():
        return _error("tab", "the line is indented with a tab", label, "indent with spaces, two for each level")
    return _error("tab", "the text holds a tab", label, "put a space in its place")


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _error(name: str, message: str, primary: Label, remedy: str) -> Diagnostic:
    return Diagnostic(name, Severity.ERROR, message, primary, help=(remedy,))
