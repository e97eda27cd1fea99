"""The back of the cover: where each parallel meets the name and latitude of its city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compiler.model.look import Look
from compiler.model.publication import Publication, Report
from compiler.pour.drawings.frame import Frame
from compiler.pour.drawings.strands import Strand
from compiler.pour.drawings.svg import POINT, number, paint, stroke, text
from compiler.pour.drawings.type import Type, typeface
from compiler.pour.drawings.words import latitude

SIZE, TIGHT, LOOSE = 8.5, 3.5, 4.2
"""Size of names in points; least distance of rows in millimetres, at need and as we like it."""
WIDEST = 0.5
"""Share of the back that the column of names may take."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The columns of the back, in millimetres: where names begin, latitudes end, threads begin; head and foot."""

    names_from: float
    latitudes_to: float
    threads_from: float
    names_width: float
    top: float
    bottom: float


def back_rows(look: Look, publication: Publication, page: Frame, left: float) -> Rows:
    """Columns wide enough for every name alone; two names that share a row fit in the least width of the study."""
    bold, plain = typeface(look, 700), typeface(look, 500)
    size = SIZE * POINT
    reports = publication.reports
    names = max((bold.width(report.name.text, size) for report in reports), default=0)
    names = min(max(names, 40.0), page.width * WIDEST)
    degrees = max((plain.width(latitude(publication, report.position), size) for report in reports), default=0)
    begin = left + page.outer
    end = begin + names + 3 + degrees
    return Rows(begin, end, end + 3, names, page.height * 0.3, page.height - 12)


def drawn_rows(
    look: Look, publication: Publication, rows: Rows, levels: Sequence[Strand], ground: str
) -> list[str]:  # fmt: skip
    """Names and latitudes at their threads; rows that would meet are spread, and tied to their thread by a hairline."""
    bold, plain = typeface(look, 700), typeface(look, 500)
    size, colour = SIZE * POINT, paint(look.swatches[ground].type_on)
    by_slug: dict[str, Report] = {report.slug: report for report in publication.reports}
    groups = _grouped([(level.at, by_slug[level.key]) for level in levels], rows, bold, size)
    wanted = [sum(at for at, _ in group) / len(group) for group in groups]
    body: list[str] = []
    for group, middle, y in zip(groups, wanted, spread_rows(wanted, rows.top, rows.bottom), strict=True):
        x = rows.names_from
        for index, (_, report) in enumerate(group):
            comma = ", " if index < len(group) - 1 else ""
            body.append(
                text(x, y + size * 0.335, report.name, family=bold.family, size=size, weight=bold.weight, fill=colour,
                     piece=report.name.text + comma)
            )  # fmt: skip
            x += bold.width(report.name.text + comma, size)
        words = latitude(publication, group[0][1].position)
        body.append(
            text(rows.latitudes_to, y + size * 0.335, words, family=plain.family, size=size, weight=plain.weight,
                 fill=colour, anchor="end")
        )  # fmt: skip
        if abs(y - middle) > 0.6:
            line = f"M{number(rows.latitudes_to + 0.8)} {number(y)}L{number(rows.threads_from)} {number(middle)}"
            body.append(stroke(line, colour, 0.2))
    return body


def spread_rows(wanted: Sequence[float], top: float, bottom: float) -> list[float]:
    """Heights near the wanted ones (which rise), one row apart and inside the column; rows that meet share a shift."""
    if not wanted:
        return []
    pitch = max(0.1, min(LOOSE, (bottom - top) / max(len(wanted), 1)))
    pools: list[tuple[float, int]] = []
    for index, value in enumerate(wanted):
        pools.append((value - index * pitch, 1))
        while len(pools) > 1 and pools[-1][0] < pools[-2][0]:
            (one, few), (other, more) = pools[-1], pools[-2]
            pools[-2:] = [((one * few + other * more) / (few + more), few + more)]
    lowest, highest = top, bottom - (len(wanted) - 1) * pitch
    heights = [min(max(value, lowest), highest) for value, count in pools for _ in range(count)]
    return [height + index * pitch for index, height in enumerate(heights)]


Group = list[tuple[float, Report]]


def _grouped(threads: Sequence[tuple[float, Report]], rows: Rows, letters: Type, size: float) -> list[Group]:
    """Rows of names: near ones share a row where it is wide enough, and more of them do when room is short."""
    ordered = sorted(threads, key=lambda item: (item[0], item[1].number))
    groups: list[Group] = [[item] for item in ordered]

    def fits(one: Group, other: Group) -> bool:
        words = ", ".join(report.name.text for _, report in (*one, *other))
        return letters.width(words, size) <= rows.names_width

    def merge(limit: float) -> None:
        index = 0
        while index < len(groups) - 1:
            near = groups[index + 1][-1][0] - groups[index][0][0] <= limit
            if near and fits(groups[index], groups[index + 1]):
                groups[index] += groups.pop(index + 1)
            else:
                index += 1

    merge(2.6)
    limit = 2.6
    while len(groups) * TIGHT > rows.bottom - rows.top and limit < 40:
        limit *= 1.3
        merge(limit)
    return groups
