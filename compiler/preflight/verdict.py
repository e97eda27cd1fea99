"""The verdict on a file: what was found, with its places in the copy, as diagnostics and as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from compiler.model.diagnostics import Diagnostic, Label, Severity, Source
from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding
from compiler.preflight.wire import Shown, as_json

LISTED = 12
"""Stretches of pages that a note lists."""


@dataclass(frozen=True, slots=True)
class Located:
    """A finding, numbered from 1 as the report numbers it, and where in the copy it comes from, if that is known."""

    number: int
    finding: Finding
    label: Label | None = None
    line: int | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`name` is that of the file without its folder; `sources` are the files of the copy that findings point at."""

    name: str
    digest: str
    pages: int
    claims: tuple[str, ...]
    conditions: Conditions
    found: tuple[Located, ...]
    pictures: tuple[Shown, ...] = ()
    sources: Mapping[PurePosixPath, Source] = dataclasses.field(default_factory=dict[PurePosixPath, Source])

    @property
    def proven(self) -> bool:
        """Whether every check ran as it should."""
        return not any(each.finding.unproven for each in self.found)

    @property
    def errors(self) -> int:
        return sum(each.finding.severity is Severity.ERROR for each in self.found)

    @property
    def warnings(self) -> int:
        return len(self.found) - self.errors

    def told(self) -> str:
        """The verdict in a sentence."""
        if self.errors:
            return "The file is not ready for the press."
        if not self.proven:
            return "No error was found, but not every check ran as it should."
        return "Faultless." if not self.found else "The file can be printed; the warnings are to be looked at."


def diagnostics(verdict: Verdict) -> list[Diagnostic]:
    """One for all findings that say the same of the same line of copy; their pages stand in a note."""
    together: dict[tuple[object, ...], list[Located]] = {}
    for each in verdict.found:
        finding = each.finding
        span = each.label.span if each.label else None
        together.setdefault((finding.name, finding.severity, finding.message, span), []).append(each)
    return [_diagnostic(several) for several in together.values()]


def _diagnostic(several: list[Located]) -> Diagnostic:
    finding = several[0].finding
    pages = sorted({each.finding.page_index for each in several if each.finding.page_index is not None})
    notes = dict.fromkeys(note for each in several for note in each.finding.notes)
    if pages:
        count = sum(each.finding.count for each in several)
        times = f", {count} times" if count > len(pages) else ""
        notes = {f"{told_pages(pages)} of the file{times}": None, **notes}
    return Diagnostic(
        finding.name,
        finding.severity,
        finding.message,
        several[0].label,
        help=finding.help,
        notes=tuple(notes),
        field=several[0].field if several[0].label is None else None,
    )


def told_pages(pages: Iterable[int]) -> str:
    """Page indexes as the pages that a viewer counts: `pages 1, 3 to 7`."""
    stretches: list[list[int]] = []
    for page in sorted({index + 1 for index in pages}):
        if stretches and page == stretches[-1][1] + 1:
            stretches[-1][1] = page
        else:
            stretches.append([page, page])
    told = [str(first) if first == last else f"{first} to {last}" for first, last in stretches[:LISTED]]
    more = [f"{len(stretches) - LISTED} more stretches"] if len(stretches) > LISTED else []
    one = len(stretches) == 1 and stretches[0][0] == stretches[0][1]
    return f"{'page' if one else 'pages'} {', '.join([*told, *more])}"


def json_of(verdict: Verdict) -> bytes:
    """The verdict for machines: points of the page for boxes, micrometres for measures of the conditions."""
    found = [
        {
            "number": each.number,
            **as_json(each.finding),
            "field": each.field,
            "path": str(each.label.span.path) if each.label else None,
            "line": each.line,
        }
        for each in verdict.found
    ]
    told = {
        "file": verdict.name,
        "sha256": verdict.digest,
        "pages": verdict.pages,
        "claims": list(verdict.claims),
        "conditions": dataclasses.asdict(verdict.conditions),
        "proven": verdict.proven,
        "errors": verdict.errors,
        "warnings": verdict.warnings,
        "findings": found,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
