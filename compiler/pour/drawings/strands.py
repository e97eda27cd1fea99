"""Threads as strands of a weave: side by side where they are near, over and under in turn where they cross."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from compiler.pour.drawings.svg import rectangle

NARROW = 0.72
"""A strand that shares a band keeps so much of its width."""


@dataclass(frozen=True, slots=True)
class Strand:
    """The thread of a city: its middle, its width, and the band it runs in, counted from 0."""

    key: str
    at: float
    width: float
    band: int


@dataclass(frozen=True, slots=True)
class Fabric:
    """Uprights and levels of a weave, cut where the other passes over; path data by key."""

    uprights: Mapping[str, str]
    levels: Mapping[str, str]


def strands(threads: Iterable[tuple[str, float]], width: float, gap: float) -> tuple[Strand, ...]:
    """Threads in order; those nearer than their width lie side by side as one band, which keeps clear of the next."""
    bands: list[list[tuple[str, float]]] = []
    for key, at in sorted(threads, key=lambda item: (item[1], item[0])):
        bands.append([(key, at)])
        while len(bands) > 1 and _start(bands[-1], width) < _end(bands[-2], width) + gap / 2:
            last = bands.pop()
            bands[-1].extend(last)
    return tuple(
        Strand(key, _middle(band) + (index - (len(band) - 1) / 2) * _each(band, width), _each(band, width), number)
        for number, band in enumerate(bands)
        for index, (key, _) in enumerate(band)
    )


def weave(
    uprights: Sequence[Strand], levels: Sequence[Strand], window: tuple[float, float, float, float], gap: float,
    top: float, left: float,
) -> Fabric:  # fmt: skip
    """The pieces that show in a window. Uprights hang from `top`, levels begin at `left`."""
    over = {
        (upright, level): (upright + level) % 2 == 1
        for upright in {strand.band for strand in uprights}
        for level in {strand.band for strand in levels}
    }
    standing, lying = _extents(uprights), _extents(levels)
    x0, y0, x1, y1 = max(window[0], left), max(window[1], top), window[2], window[3]
    # A level that passes over cuts the uprights of the crossing, and the other way round.
    upright_cuts = {
        band: [(low - gap, high + gap) for other, (low, high) in lying.items() if over[band, other]]
        for band in standing
    }
    level_cuts = {
        band: [(low - gap, high + gap) for other, (low, high) in standing.items() if not over[other, band]]
        for band in lying
    }
    return Fabric(
        {
            each.key: "".join(
                rectangle(each.at - each.width / 2, start, each.width, end - start)
                for start, end in _between(y0, y1, upright_cuts[each.band])
            )
            for each in uprights
            if window[0] - each.width < each.at < window[2] + each.width
        },
        {
            each.key: "".join(
                rectangle(start, each.at - each.width / 2, end - start, each.width)
                for start, end in _between(x0, x1, level_cuts[each.band])
            )
            for each in levels
            if window[1] - each.width < each.at < window[3] + each.width
        },
    )


def _extents(all_strands: Sequence[Strand]) -> dict[int, tuple[float, float]]:
    found: dict[int, tuple[float, float]] = {}
    for strand in all_strands:
        low, high = strand.at - strand.width / 2, strand.at + strand.width / 2
        before = found.get(strand.band, (low, high))
        found[strand.band] = min(low, before[0]), max(high, before[1])
    return found


def _between(start: float, end: float, cuts: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is left of a stretch between cuts."""
    pieces: list[tuple[float, float]] = []
    for low, high in sorted(cuts):
        if low > start:
            pieces.append((start, min(low, end)))
        start = max(start, high)
        if start >= end:
            break
    if start < end:
        pieces.append((start, end))
    return [(low, high) for low, high in pieces if high - low > 0.01]


def _each(band: Sequence[tuple[str, float]], width: float) -> float:
    return width if len(band) == 1 else width * NARROW


def _middle(band: Sequence[tuple[str, float]]) -> float:
    return sum(at for _, at in band) / len(band)


def _start(band: Sequence[tuple[str, float]], width: float) -> float:
    return _middle(band) - len(band) * _each(band, width) / 2


def _end(band: Sequence[tuple[str, float]], width: float) -> float:
    return _middle(band) + len(band) * _each(band, width) / 2
