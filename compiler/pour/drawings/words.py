"""Words that drawings print or speak: all of them terms of the copy."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.model.copy import Line
from compiler.model.publication import Position, Publication, Terms
from compiler.pour import language

THIN = "\u2009"


def term(publication: Publication, key: str) -> Line | None:
    """A term as copy; None when the copy lacks it (which the names check reports)."""
    words: Terms = publication.terms
    return words.words.get(key)


def say(publication: Publication, key: str, **values: str) -> str:
    """A term with its placeholders filled; without the term, the values alone, so that nothing goes unsaid."""
    line = term(publication, key)
    if line is None:
        return ", ".join(values.values())
    filled = line.text
    for name, value in values.items():
        filled = filled.replace("{" + name + "}", value)
    return filled


def listed(publication: Publication, names: Sequence[str]) -> str:
    """Names as the publication's language lists them."""
    return language.listed(names, publication.language)


def cities(publication: Publication) -> str:
    """The names of all reports."""
    return listed(publication, [report.name.text for report in publication.reports])


def degrees(publication: Publication, value: float, positive: str, negative: str) -> str:
    """An angle in degrees and whole minutes, as ISO 6709 rounds it for maps."""
    minutes = round(abs(value) * 60)
    side = say(publication, positive if value >= 0 else negative)
    return f"{minutes // 60}°{THIN}{minutes % 60:02d}′{THIN}{side}".rstrip(THIN)


def latitude(publication: Publication, position: Position) -> str:
    return degrees(publication, position.latitude, "north", "south")


def longitude(publication: Publication, position: Position) -> str:
    """The longitude between 180° west and 180° east."""
    return degrees(publication, (position.longitude + 180) % 360 - 180, "east", "west")


def distance(publication: Publication, kilometres: float) -> str:
    """A round distance with its unit: metres below one kilometre."""
    if kilometres >= 1:
        number, key, unit = f"{kilometres:g}", "kilometres", "km"
    else:
        number, key, unit = f"{kilometres * 1000:g}", "metres", "m"
    return f"{number}\u00a0{say(publication, key) or unit}"
