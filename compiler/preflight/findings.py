"""What a check has found: a name, a sentence, a page, and where on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from compiler.model.diagnostics import Severity
from compiler.preflight.geometry import Box

DRAWN = 60
"""Boxes of one finding that are kept: more would not be told apart on a picture of the page."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `page_index` is None where the whole file is meant; boxes in points of the page, as PDF counts them.

    `unproven` marks what says that a check did not run, or ran with less than it needs: the file may be good, but
    nobody knows.
    """

    name: str
    severity: Severity
    message: str
    page_index: int | None = None
    boxes: tuple[Box, ...] = ()
    help: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unproven: bool = False
    count: int = field(default=1)


def error(
    name: str,
    message: str,
    page_index: int | None = None,
    box: Box | None = None,
    help: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Finding:
    return Finding(name, Severity.ERROR, message, page_index, (box,) if box else (), help, notes)


def warning(
    name: str,
    message: str,
    page_index: int | None = None,
    box: Box | None = None,
    help: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Finding:
    return Finding(name, Severity.WARNING, message, page_index, (box,) if box else (), help, notes)


def unproven(name: str, message: str, page_index: int | None = None, notes: tuple[str, ...] = ()) -> Finding:
    """A check that ran with less than it needs."""
    return Finding(name, Severity.WARNING, message, page_index, notes=notes, unproven=True)


def unchecked(what: str, why: str, page_index: int | None = None) -> Finding:
    """A check that did not run, or not to its end."""
    told = f"{what} could not be checked: {why}"
    return Finding("unchecked", Severity.ERROR, told, page_index, unproven=True)


def gathered(found: Iterable[Finding]) -> list[Finding]:
    """Findings that say the same of the same page as one, with all their boxes, in the order in which they came."""
    whole: dict[tuple[str, str, int | None, Severity], Finding] = {}
    for each in found:
        key = each.name, each.message, each.page_index, each.severity
        before = whole.get(key)
        if before is None:
            whole[key] = each
        else:
            boxes = before.boxes if len(before.boxes) >= DRAWN else (*before.boxes, *each.boxes)
            whole[key] = replace(before, boxes=boxes, count=before.count + each.count)
    return list(whole.values())
