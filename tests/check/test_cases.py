"""Cases: a piece of copy with the diagnostics it must give, written where they point.

A file of tests/cases/ holds cases, each after a line `=== what it is about`. A case changes files of the small
publication of `builders.py`: after `--- path` stand top-level fields, which replace those of the file (`… whole`:
all of it, `… gone`: no such file). What is expected is written as a comment:

    title: [a, b]  # error[wrong-kind]          on this line
    # +2 error[too-long]                         two lines below; inside `|` there are no comments
    # elsewhere error[missing-field]             in this file, on a line that the case does not show
    #- region                                    takes the field out

Every diagnostic must be expected, and every expectation met.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from compiler.explain import names
from tests.builders import GONE, a_look, a_publication, as_yaml, checked, copy_files

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
EXPECTED = re.compile(r"(?:(?P<way>\+\d+|elsewhere)\s+)?(?P<severity>error|warning)\[(?P<name>[a-z-]+)\]")
Fault = tuple[str, str, str, int]
"""Severity, name, path below sources/, line; 0 for a line that the case does not show."""


@dataclass(frozen=True)
class Case:
    """What to replace in the small publication, and what must be said."""

    files: dict[str, object]
    expected: Counter[Fault]
    shown: dict[str, range]
    """Lines of each file that the case shows."""


def cases() -> dict[str, str]:
    """Every case by its file and title."""
    found: dict[str, str] = {}
    for path in sorted(CASES.glob("*.case")):
        for part in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, text = part.partition("\n")
            assert f"{path.stem}: {title}" not in found, title
            found[f"{path.stem}: {title}"] = text
    return found


def read_case(text: str) -> Case:
    """The files and expectations of a case."""
    files: dict[str, object] = {}
    expected: Counter[Fault] = Counter()
    shown: dict[str, range] = {}
    for part in re.split(r"^--- ", text, flags=re.MULTILINE)[1:]:
        head, _, piece = part.partition("\n")
        path, _, how = head.partition(" ")
        if how == "gone":
            files[path] = GONE
            continue
        base = copy_files().get(path)
        first, whole = _merged("" if how == "whole" or base is None else as_yaml(base), piece)
        files[path] = whole
        shown[path] = range(first, first + piece.count("\n"))
        for number, row in enumerate(piece.split("\n")):
            for match in EXPECTED.finditer(row.partition("# ")[2]):
                way = match["way"] or "+0"
                line = 0 if way == "elsewhere" else first + number + int(way)
                expected[match["severity"], match["name"], path, line] += 1
    return Case(files, expected, shown)


def _merged(base: str, piece: str) -> tuple[int, str]:
    """The base without the fields that the piece gives or takes out, then the piece; and the piece's first line."""
    given = set(re.findall(r"^(?:#- )?([a-z_]+)(?=:|$)", piece, re.MULTILINE))
    kept = [field for field in re.split(r"^(?=\w)", base, flags=re.MULTILINE) if field.partition(":")[0] not in given]
    before = "".join(kept)
    return before.count("\n") + 1, before + piece


@pytest.mark.parametrize("title", cases())
def test_case(title: str) -> None:
    case = read_case(cases()[title])
    world = a_publication(case.files)
    found: Counter[Fault] = Counter()
    for each in checked(world, look=a_look()).diagnostics:
        assert each.primary is not None, each
        path = each.primary.span.path
        text = world.held.get(path, b"").decode("utf-8", "replace")
        line = text.count("\n", 0, each.primary.span.start) + 1
        name = str(path.relative_to("sources")) if path.is_relative_to("sources") else str(path)
        if line not in case.shown.get(name, range(0)):
            line = 0
        found[str(each.severity), each.name, name, line] += 1
    assert found == case.expected


def test_every_diagnostic_of_load_and_check_is_tested() -> None:
    """Faults of bytes and disks, which no case can write down, are tested beside the loader."""
    stages = [path.read_text(encoding="utf-8") for stage in ("load", "check") for path in _modules(stage)]
    emitted = {name for name in names() if any(f'"{name}"' in text for text in stages)}
    assert len(emitted) > 60
    tested = {match["name"] for text in cases().values() for match in EXPECTED.finditer(text)}
    written = "".join(path.read_text(encoding="utf-8") for stage in ("load", "check") for path in _tests(stage))
    assert emitted - tested - {name for name in emitted if f'"{name}"' in written} == set()


def _modules(stage: str) -> list[Path]:
    return sorted((ROOT / "compiler" / stage).rglob("*.py"))


def _tests(stage: str) -> list[Path]:
    return sorted((ROOT / "tests" / stage).glob("*.py"))


def test_every_diagnostic_of_check_is_explained() -> None:
    said = {match["name"] for text in cases().values() for match in EXPECTED.finditer(text)}
    assert said - set(names()) == set()
