"""Nothing later than the edition stands outside a 'Since then' box, and nothing earlier inside one.

Dates are found in the words themselves: `2020-03-01`, `12 March 2020`, `March 2020`, `2020`. What is named less exactly
than to the day counts as later only if all of it is. A year to come is no fault where the copy says that it is an aim:
after a word such as `by` (`look_ahead` in the words file), or as the end of a range that has begun.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from compiler.check.faults import At, Faults
from compiler.check.kinds import prose_text, stretch
from compiler.check.references import Use
from compiler.model.copy import Field, Line, Prose
from compiler.model.publication import Chart, Publication
from compiler.model.tree import ScalarNode

LOOK_AHEAD = {
    "en": ("by", "until", "till", "to", "before", "for", "towards", "from", "end of", "horizon"),
    "fr": ("d’ici", "d’ici à", "d’ici fin", "jusqu’en", "jusqu’à", "pour", "avant", "vers", "dès", "à partir de",
           "à l’horizon", "horizon", "fin"),
}  # fmt: skip
"""Words after which a year to come may stand, where the words file gives none."""

_RANGE = re.compile(r"(\d{4})\s*(?:[-–—/]|to|and|à|et)\s*$")


@dataclass(frozen=True, slots=True)
class Dated:
    """A stretch of text that names a day, month or year: its first and last day."""

    start: int
    end: int
    first: datetime.date
    last: datetime.date


def check_dates(publication: Publication, uses: list[Use], look_ahead: tuple[str, ...], faults: Faults) -> None:
    """Compare every date of reports, convergences and foreword with the date of the edition."""
    chapters = {each.slug for each in (*publication.reports, *publication.convergences)} | {"foreword"}
    ahead = look_ahead or LOOK_AHEAD.get(publication.language.partition("-")[0], ())
    for field, copy in faults.copy.items():
        prefix, _, rest = field.partition("/")
        if prefix in chapters and rest.partition("/")[0] not in ("since_then", "sources", "excuse"):
            _later_words(copy, publication, ahead, faults)
    for report in publication.reports:
        for figure in report.key_figures:
            if figure.year > publication.date.year:
                field = figure.figure.field.rpartition("/")[0] + "/year"
                _say(faults, f"the year {figure.year}", faults.spot(field), publication.date, Field(field))
        for later in report.since_then:
            _earlier(later.date, publication, faults)
    _charts(publication, faults)
    _later_sources(publication, uses, faults)


def _later_words(copy: Line | Prose, publication: Publication, ahead: tuple[str, ...], faults: Faults) -> None:
    text = copy.text
    if not _may_be_later(text, publication.date.year):
        return
    spot = faults.spots[copy.field]
    for dated in find_dates(text, publication.language):
        if dated.first <= publication.date or _is_aim(text, dated, publication.date, ahead):
            continue
        if (
            isinstance(copy, Prose)
            and text[dated.start : dated.end] not in prose_text(copy)
            and _in_address(text, dated)
        ):
            continue
        lead = 0
        if isinstance(copy, Line) and isinstance(spot.node, ScalarNode):
            lead = max(0, spot.node.text.find(text))
        mark = stretch(spot, lead + dated.start, lead + dated.end, faults)
        _say(faults, f"`{text[dated.start : dated.end]}`", mark, publication.date, copy.field)


def _may_be_later(text: str, year: int) -> bool:
    """Whether any year from that of the edition on is named; spares most texts the closer look."""
    return any(int(found) >= year for found in re.findall(r"\d{4}", text))


def _in_address(text: str, dated: Dated) -> bool:
    """Whether a date is part of a web address or a key in brackets, which nobody reads."""
    opened = text.rfind("](", 0, dated.start)
    return opened >= 0 and ")" not in text[opened : dated.start]


def _is_aim(text: str, dated: Dated, edition: datetime.date, ahead: tuple[str, ...]) -> bool:
    before = text[: dated.start].rstrip().casefold().replace("'", "’")
    if any(re.search(rf"(?:^|\W){re.escape(word.casefold())}$", before) for word in ahead):
        return True
    begun = _RANGE.search(before)
    return begun is not None and int(begun[1]) <= edition.year


def _say(faults: Faults, what: str, at: At, edition: datetime.date, field: Field) -> None:
    faults.error(
        "after-edition",
        f"{what} is later than the edition of {edition.isoformat()}",
        at,
        help=("move it to `since_then`; an aim may stand here if the sentence says so: `by 2024`, `2018–2022`",),
        field=field,
    )


def _earlier(line: Line, publication: Publication, faults: Faults) -> None:
    """A box of what came since holds dates after the edition."""
    if not line.text:
        return
    found = list(find_dates(line.text, publication.language))
    spot = faults.spots[line.field]
    if not found:
        faults.error(
            "bad-date",
            f"`date` is `{line.text[:40]}`, and a year, month or day is needed",
            spot,
            help=("write it like `March 2020` or `2020-03-12`",),
        )
    elif found[-1].last <= publication.date:
        faults.error(
            "before-edition",
            f"`{line.text}` is not after the edition of {publication.date.isoformat()}",
            spot,
            help=("tell it in the report itself",),
        )


def _charts(publication: Publication, faults: Faults) -> None:
    for block in _blocks(publication):
        for datum in block.data:
            if datum.at is None or datum.mark == "target":
                continue
            edition = publication.date.year + publication.date.timetuple().tm_yday / 366
            if datum.at > edition + 0.01:
                field = datum.name.field.rpartition("/")[0] + "/at"
                _say(
                    faults,
                    f"the place {datum.at:g} on the time line",
                    faults.spot(field),
                    publication.date,
                    Field(field),
                )


def _blocks(publication: Publication) -> Iterator[Chart]:
    for report in publication.reports:
        bodies = (report.approach, *(each.body for each in report.initiatives), report.closing)
        yield from (block for body in bodies for block in body if block.kind == "chart")
    for each in publication.convergences:
        yield from (block for block in each.body if block.kind == "chart")


def _later_sources(publication: Publication, uses: list[Use], faults: Faults) -> None:
    """A source that appeared after the edition can only be named in a 'Since then' box."""
    for use in uses:
        line = use.reference.date
        if line is None or "/since_then/" in use.field or not _may_be_later(line.text, publication.date.year):
            continue
        found = list(find_dates(line.text, publication.language))
        if found and min(each.first for each in found) > publication.date:
            faults.error(
                "after-edition",
                f"the source `{use.reference.key}` appeared after the edition of {publication.date.isoformat()}",
                use.at,
                "named here",
                also=[(faults.spots.get(line.field), "its date")],
                help=("name it in `since_then` only",),
                field=use.field,
            )


# ---- finding -------------------------------------------------------------------------------------------------------


def find_dates(text: str, language: str) -> Iterator[Dated]:
    """Dates in the order of the text; a year by itself counts if it is a number of four digits from 1000 to 2999."""
    months = _months(language)
    taken = [False] * len(text)
    found: list[Dated] = []
    for expression in (_iso(), _with_month(language), _bare_year()):
        for match in expression.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            dated = _dated(match, months)
            if dated is not None:
                found.append(dated)
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return iter(sorted(found, key=lambda each: each.start))


@cache
def _iso() -> re.Pattern[str]:
    return re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<number>\d{2})(?:-(?P<day>\d{2}))?(?![\d-])")


@cache
def _bare_year() -> re.Pattern[str]:
    return re.compile(r"(?<![\d.,/€$£%#_-])(?P<year>[12]\d{3})(?![\d%€_]|[.,]\d|-\d|\s?(?:%|€|km|m²))")


@cache
def _with_month(language: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_months(language), key=len, reverse=True)) or r"(?!)"
    day = r"(?:(?P<day>\d{1,2})(?:er|st|nd|rd|th|\.|º)?\s+(?:de\s+)?)?"
    named = rf"{day}(?<!\w)(?P<month>{names})\.?,?\s+(?:de\s+)?(?P<year>\d{{4}})"
    turned = rf"(?P<year2>\d{{4}})(?:\.\s*|\s+|年\s?)(?P<month2>{names})(?!\w)"
    return re.compile(rf"{named}(?!\d)|(?<!\d){turned}", re.IGNORECASE)


@cache
def _months(language: str) -> dict[str, int]:
    """Names of months and their short forms, in small letters, as the language writes them."""
    # Babel is slow to import, and most checks need no month.
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return {}
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                if len(name) > 1:
                    names.setdefault(name.casefold().rstrip("."), number)
    return names


def _dated(match: re.Match[str], months: dict[str, int]) -> Dated | None:
    parts = match.groupdict()
    year = int(parts.get("year") or parts.get("year2") or 0)
    name = parts.get("month") or parts.get("month2")
    month = months.get(name.casefold()) if name else int(parts.get("number") or 0) or None
    day = int(parts.get("day") or 0) or None
    try:
        if month is None:
            first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        elif day is None:
            first = datetime.date(year, month, 1)
            last = datetime.date(year, month, calendar.monthrange(year, month)[1])
        else:
            first = last = datetime.date(year, month, day)
    except ValueError:
        return None
    return Dated(match.start(), match.end(), first, last)
