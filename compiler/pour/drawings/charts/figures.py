"""Figures on scales, and data in words."""

from __future__ import annotations

import math
import re

from babel.numbers import format_decimal

from compiler.model.publication import Chart, Datum
from compiler.pour.language import locale

NUMBER = re.compile(r"\d[\d\s.,’'\u00a0\u202f]*\d|\d")


def written(value: float, language: str) -> str:
    """A number as the language groups and points it."""
    return format_decimal(round(value, 6), locale=locale(language))


def scale_label(value: float, data: tuple[Datum, ...], language: str) -> str:
    """A value of the scale in the clothes of the figures shown: `+50%` where they read `+40%`; zero stands bare."""
    if value == 0:
        return "0"
    shown = next((datum.shown.text for datum in data if datum.shown and NUMBER.search(datum.shown.text)), None)
    figure = written(value, language)
    if shown is None:
        return figure
    found = NUMBER.search(shown)
    assert found is not None
    before, after = shown[: found.start()].split(" ")[-1], shown[found.end() :].split(" ")[0]
    return f"{'' if value < 0 else before}{figure}{after}"


def step(most: float, wanted: int) -> float:
    """A step of 1, 2 or 5 times a power of ten that makes about so many parts."""
    raw = most / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(raw)) if raw > 0 else 1.0
    return next(times * power for times in (1, 2, 5, 10) if times * power >= raw * 0.999)


def alternative(chart: Chart) -> str:
    """Title, description, and the data in words unless the description already tells them."""
    head = _sentence(chart.title.text) + " " + _sentence(chart.alternative.text)
    shown = [_told(datum) for datum in chart.data]
    figures = [datum.shown.text for datum in chart.data if datum.shown]
    if figures and all(figure in chart.alternative.text for figure in figures):
        return head.strip()
    return f"{head.strip()} {'; '.join(shown)}".strip()


def _told(datum: Datum) -> str:
    parts = [datum.name.text.replace("|", " ").strip()]
    if datum.shown:
        parts.append(datum.shown.text)
    elif datum.points:
        parts.append(", ".join(f"{value:g}" for value, _ in datum.points))
    elif datum.value is not None:
        parts.append(f"{datum.value:g}")
    if datum.detail:
        parts.append(datum.detail.text.replace("|", " "))
    return " ".join(part for part in parts if part)


def _sentence(words: str) -> str:
    return words if not words or words[-1] in ".?!:;…" else f"{words}."
