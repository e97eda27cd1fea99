"""What the typesetter must not break: figures and their units, days of a month, short last words, French spaces."""

from __future__ import annotations

import re
from functools import lru_cache

from compiler.pour.language import months

NO_BREAK, THIN = "\u00a0", "\u202f"

UNITS = (
    "%|‰|°|°C|€|£|\\$|km|m|cm|mm|km²|m²|m³|ha|kg|t|g|l|W|kW|MW|GW|kWh|MWh|GWh|h|min|s|"
    "per|million|millions|billion|milliard|milliards|euros|hectares|communes|residents|habitants"
)
_FIGURE = re.compile(rf"(?<=\d) (?=(?:{UNITS})(?![\w’']))")
_THOUSANDS = re.compile(r"(?<![\d])(\d{1,3})((?: \d{3})+)(?!\d)")

_NUMBERED = re.compile(r"(?<=\b[Nn]o\.) (?=\d)|(?<=[Nn][°º]) (?=\d)")

_FRENCH = (
    (re.compile(r"[ \u00a0\u202f](?=[;!?])"), THIN),
    (re.compile(r"[ \u00a0\u202f](?=[:»])"), NO_BREAK),
    (re.compile(r"(?<=«)[ \u00a0\u202f]"), NO_BREAK),
)
"""Spaces before high punctuation and inside guillemets, as the Imprimerie nationale has them.

Spaces are never put in or taken away, so that the page holds the words of the copy.
"""

RUNT = 6
"""A last word of so many characters or fewer does not stand on a line of its own."""


def typographic(text: str, language: str) -> str:
    """Text with the spaces that must not break; its words stay as they are."""
    text = _FIGURE.sub(NO_BREAK, text)
    text = _NUMBERED.sub(NO_BREAK, text)
    text = _day(language).sub(NO_BREAK, text)
    if language.split("-")[0] == "fr":
        text = _THOUSANDS.sub(lambda found: found[0].replace(" ", THIN), text)
        for pattern, space in _FRENCH:
            text = pattern.sub(space, text)
    return text


@lru_cache(maxsize=64)
def _day(language: str) -> re.Pattern[str]:
    """The space between a day and its month; that after two days, `19–21 May`, may break, or the dash would."""
    names = "|".join(re.escape(name) for name in months(language)) or r"(?!)"
    return re.compile(rf"(?:(?<=(?<![\d–-])\d)|(?<=(?<![\d–-])\d\d)) (?=(?:{names})(?!\w))")


def no_runt(text: str) -> str:
    """Text whose short last word holds on to the word before it, if it has three words at least."""
    head, space, last = text.rstrip().rpartition(" ")
    if not space or len(last) > RUNT or " " not in head.strip():
        return text
    return f"{head}{NO_BREAK}{last}{text[len(text.rstrip()) :]}"
