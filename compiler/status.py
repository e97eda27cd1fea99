"""What is missing, and from whom: a row for each report."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compiler.check import Checked
from compiler.model.diagnostics import Diagnostic, Severity
from compiler.model.publication import Publication, Report

FIELDS = frozenset(
    {"empty-field", "missing-field", "missing-report", "missing-copy", "missing-result", "missing-alt-text", "too-few"}
)
PICTURES = frozenset({"missing-picture", "coarse-picture", "damaged-picture", "unsupported-picture", "huge-picture"})
SOURCES = frozenset({"missing-source", "unknown-source"})
"""Names of diagnostics by what they say is missing; all others are faults of what is there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A report: from whom it comes, what it lacks, and how many errors and warnings it has in all."""

    number: int
    slug: str
    name: str
    authority: str
    delivered: bool
    fields: tuple[str, ...]
    pictures: tuple[str, ...]
    sources: tuple[str, ...]
    errors: int
    warnings: int

    @property
    def state(self) -> str:
        """One word for where the report stands."""
        if not self.delivered:
            return "missing"
        return "faults" if self.errors else "warnings" if self.warnings else "complete"


def rows(publication: Publication, diagnostics: Sequence[Diagnostic]) -> tuple[Row, ...]:
    """A row for each report, in printed order."""
    return tuple(
        _row(report, [each for each in diagnostics if _concerns(each, report)]) for report in publication.reports
    )


def status(checked: Checked, diagnostics: Sequence[Diagnostic], message_format: str) -> str:
    """The rows as a table for people, or one JSON object a line."""
    publication = checked.publication
    if publication is None:
        return ""
    all_ = rows(publication, diagnostics)
    if message_format == "json":
        return "".join(f"{_json(row)}\n" for row in all_)
    if message_format == "concise":
        return "".join(f"{row.slug}: {row.state}{_wanted(row)}\n" for row in all_)
    return _table(all_, _elsewhere(publication, diagnostics))


def _concerns(diagnostic: Diagnostic, report: Report) -> bool:
    """Whether a diagnostic is about a report: by field, else by the folder it points into."""
    if diagnostic.name == "missing-report":
        return f"`{report.slug}`" in diagnostic.message
    if diagnostic.field is not None:
        return diagnostic.field.partition("/")[0] == report.slug
    parts = diagnostic.primary.span.path.parts if diagnostic.primary else ()
    return parts[1:3] == ("cities", str(report.slug))


def _elsewhere(publication: Publication, diagnostics: Sequence[Diagnostic]) -> int:
    """How many diagnostics concern no report."""
    return sum(not any(_concerns(each, report) for report in publication.reports) for each in diagnostics)


def _row(report: Report, said: list[Diagnostic]) -> Row:
    errors = sum(each.severity is Severity.ERROR for each in said)
    return Row(
        number=report.number,
        slug=str(report.slug),
        name=report.name.text,
        authority=report.authority.text,
        delivered=not report.missing,
        fields=_named(said, FIELDS),
        pictures=_named(said, PICTURES),
        sources=_named(said, SOURCES),
        errors=errors,
        warnings=len(said) - errors,
    )


def _named(said: Iterable[Diagnostic], names: frozenset[str]) -> tuple[str, ...]:
    """What diagnostics of some names are about, as a short field or, without one, their message."""
    found = [_subject(each) for each in said if each.name in names]
    return tuple(dict.fromkeys(found))


def _subject(diagnostic: Diagnostic) -> str:
    quoted = diagnostic.message.split("`")
    field = (diagnostic.field or "").partition("/")[2]
    if diagnostic.name in ("missing-report", "missing-copy"):
        return "the whole report" if diagnostic.name == "missing-report" else "copy"
    if diagnostic.name in ("missing-field", "missing-source") and len(quoted) > 1:
        return f"{field}/{quoted[-2] if diagnostic.name == 'missing-source' else quoted[1]}".strip("/")
    return field or diagnostic.message


def _wanted(row: Row) -> str:
    wanted = [*row.fields, *row.pictures, *row.sources]
    from_whom = f", from {row.authority or row.name}" if row.state != "complete" else ""
    return f"{from_whom}: {', '.join(wanted)}" if wanted else from_whom


def _json(row: Row) -> str:
    data = {
        "slug": row.slug,
        "number": row.number,
        "name": row.name,
        "authority": row.authority,
        "state": row.state,
        "fields": row.fields,
        "pictures": row.pictures,
        "sources": row.sources,
        "errors": row.errors,
        "warnings": row.warnings,
    }
    return json.dumps(data, ensure_ascii=False)


def _table(all_: Sequence[Row], elsewhere: int) -> str:
    """A table for the terminal; rich is asked for it here only, and is slow to import."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head, justify in (("", "right"), ("report", "left"), ("from", "left"), ("state", "left")):
        table.add_column(head, justify="right" if justify == "right" else "left", no_wrap=head in ("", "state"))
    table.add_column("errors", justify="right", no_wrap=True)
    table.add_column("warnings", justify="right", no_wrap=True)
    table.add_column("missing", ratio=1)
    for row in all_:
        missing = ", ".join([*row.fields, *row.pictures, *row.sources])
        cells = (
            str(row.number),
            row.name,
            row.authority or "–",
            row.state,
            str(row.errors),
            str(row.warnings),
            missing,
        )
        table.add_row(*(Text(cell) for cell in cells))
    out = io.StringIO()
    console = Console(file=out, width=110, color_system=None, highlight=False)
    console.print(table)
    if elsewhere:
        console.print(f"{elsewhere} more in the frame, the words and the other parts: `report check` tells them.")
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
