"""Lengths that depend on where a text stands; those that do not are told by its kind (`sheets/`).

The numbers are those of the design study's table of copy limits: a block has no room for more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from compiler.check.faults import Faults
from compiler.check.kinds import locate_notes, stretch, too_long, too_long_prose
from compiler.check.prose_tree import notes
from compiler.model.copy import Line, Prose
from compiler.model.prose import Inline, Link, Raised, Run
from compiler.model.publication import Block, Chart, Publication, Reference, Report, Result, Table
from compiler.model.tree import ScalarNode

NAME_LINE = 13
APPROACH = 1350
INITIATIVE = 1050
CONVERGENCE = 2600
SINCE_THEN = 640
NOTE = 150
LIST_VALUE = 60
FIRST_CELL = 34
MARGIN_TITLE = 34
EVENT_LINE, EVENT_DATE = 16, 18
NAMES = {"bars": 14, "columns": 10, "pair": 21, "dots": 34, "sieve": 60, "blocks": 14, "hundred": 66}
"""Longest name of a datum by kind of chart, in the text."""
MARGIN_NAMES = {"bars": 10, "columns": 8, "pair": 21, "dots": 10, "sieve": 24, "blocks": 10, "hundred": 34}


def check_limits(publication: Publication, faults: Faults) -> None:
    """Check lengths report by report, then those of convergences and notes."""
    general = {each.key: each for _, group in publication.matter.general_sources for each in group}
    for report in publication.reports:
        _report(report, faults)
        _notes(report.slug, general | {each.key: each for each in report.sources}, faults)
    for each in publication.convergences:
        _texts(each.body, CONVERGENCE, "body", faults)
        _blocks(each.body, faults)
        _notes(each.slug, general | {source.key: source for source in each.sources}, faults)
    foreword = publication.matter.foreword
    if foreword is not None:
        _notes("foreword", general, faults)
        for section in foreword.sections:
            _blocks(section.body, faults)


def _report(report: Report, faults: Faults) -> None:
    if not report.missing:
        _name(report.name, faults)
    _texts(report.approach, APPROACH, "approach", faults)
    _blocks(report.approach, faults)
    _blocks(report.closing, faults)
    for initiative in report.initiatives:
        _texts(initiative.body, INITIATIVE, "text of the initiative", faults)
        _blocks(initiative.body, faults)
        for fact in initiative.facts:
            if fact.label == "with" and len(fact.text.text) > LIST_VALUE:
                faults.error(
                    "too-long",
                    f"the partners have {len(fact.text.text)} characters together, and {LIST_VALUE} fit",
                    faults.spots[fact.text.field],
                    f"printed as: {fact.text.text}",
                    help=("name fewer, or shorten their names in the partners file",),
                )
    too_long_prose(tuple(each.prose for each in report.since_then), SINCE_THEN, faults, "since_then")


def _name(name: Line, faults: Faults) -> None:
    for piece in re.split(r"[ \-‐–\u00a0]", name.text):
        if len(piece) > NAME_LINE:
            spot = faults.spots[name.field]
            at = name.text.index(piece) + NAME_LINE
            faults.error(
                "too-long",
                f"`{piece}` has {len(piece)} characters, and a line of the opener holds {NAME_LINE}",
                stretch(spot, at, at + len(piece) - NAME_LINE, faults),
                help=("a longer name needs a space or hyphen to break at",),
                field=name.field,
            )


def _texts(body: Iterable[Block], limit: int, name: str, faults: Faults) -> None:
    """All the running text of a body together."""
    too_long_prose(
        tuple(block.prose for block in body if block.kind == "text" and block.prose.text), limit, faults, name
    )


def _blocks(body: Iterable[Block], faults: Faults) -> None:
    for block in body:
        if block.kind == "chart":
            _chart(block, faults)
        elif block.kind == "table":
            _table(block, faults)
        elif block.kind == "result":
            _result(block, faults)


def _result(block: Result, faults: Faults) -> None:
    for each in block.figures:
        text = each.figure.text
        if len(text) == 7 and not set(text) & set(",.\u00a0\u202f "):
            spot = faults.spots[each.figure.field]
            too_long(spot, text, 6, faults, "7 characters fit only if one of them is a comma or point")


def _table(block: Table, faults: Faults) -> None:
    for row in block.rows:
        if row:
            _line(row[0].text, FIRST_CELL, faults, "the first column holds no more")


def _chart(block: Chart, faults: Faults) -> None:
    margin = block.place == "margin"
    if margin:
        _line(block.title, MARGIN_TITLE, faults, "in the margin there is room for no more")
    if block.chart == "timeline":
        for datum in block.data:
            _line(datum.name, EVENT_DATE, faults, "the date of an event has no more room")
            if datum.detail is not None:
                _event(datum.detail, faults)
        return
    limit = (MARGIN_NAMES if margin else NAMES)[block.chart]
    for datum in block.data:
        _line(datum.name, limit, faults, f"a name in `{block.chart}` has no more room here")


def _event(words: Line, faults: Faults) -> None:
    """Words of an event: two lines of 16 characters, broken at spaces."""
    lines: list[str] = []
    for word in words.text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= EVENT_LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) <= 2 and all(len(line) <= EVENT_LINE for line in lines):
        return
    spot = faults.spots[words.field]
    faults.error(
        "too-long",
        f"`{words.text}` takes {len(lines)} lines, and an event has 2 of {EVENT_LINE} characters",
        spot,
        notes=(f"it breaks as: {' / '.join(lines)}",),
        help=("say it in fewer or shorter words",),
    )


def _line(line: Line, limit: int, faults: Faults, why: str) -> None:
    if line.text:
        too_long(faults.spots[line.field], line.text, limit, faults, why)


# ---- notes ---------------------------------------------------------------------------------------------------------


def _notes(part: str, sources: dict[str, Reference], faults: Faults) -> None:
    """Foot notes as printed: a link without words prints the text of its source."""
    for field, prose in faults.copy.items():
        if isinstance(prose, Prose) and "^[" in prose.text and field.partition("/")[0] == part:
            for number, note in enumerate(notes(prose)):
                found = len(_printed(note.children, sources))
                if found > NOTE:
                    spot = faults.spots[field]
                    at = locate_notes(prose.text)[number] if number < len(locate_notes(prose.text)) else 0
                    faults.error(
                        "too-long",
                        f"a note has {found} characters, and {NOTE} fit",
                        stretch(spot, at, at + 2, faults) if isinstance(spot.node, ScalarNode) else spot,
                        f"{found - NOTE} too many",
                        help=("a note is two lines; what is more belongs in the text or in the list of sources",),
                        field=field,
                    )


def _printed(children: tuple[Inline, ...], sources: dict[str, Reference]) -> str:
    words = ""
    for child in children:
        if isinstance(child, Run | Raised):
            words += child.text
        elif isinstance(child, Link) and not child.children and child.scheme == "source":
            words += sources[child.target].text.text if child.target in sources else ""
        else:
            words += _printed(child.children, sources)
    return words
