"""publication.yaml, words and partners -> the frame of the publication: families, themes, terms, settings of parts."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import cast

from compiler.check.desk import Desk
from compiler.check.faults import listed, near
from compiler.check.sheets.frame import GeographySheet, PartnerSheet, PublicationSheet, ThemeWords, WordsSheet
from compiler.check.spots import Spot, Words
from compiler.model.copy import Field, Line
from compiler.model.look import Look
from compiler.model.publication import (
    Family,
    Geography,
    Numerals,
    Partner,
    PartSetting,
    Side,
    SignName,
    Terms,
    Theme,
)
from compiler.model.terms import COMPILER_TERMS


@dataclass(frozen=True, slots=True)
class Frame:
    """What reports are checked against. A family or theme that has no name is here too, called by its key."""

    families: tuple[Family, ...]
    themes: tuple[Theme, ...]
    terms: Terms
    partners: Mapping[str, Partner]
    parts: tuple[PartSetting, ...]


def frame(desk: Desk, sheet: PublicationSheet, words: WordsSheet, look: Look | None) -> Frame:
    """The frame, with every name in it looked up."""
    families = _families(desk, sheet, words, look)
    themes = _themes(desk, sheet, words, {each.key: each for each in families}, look)
    return Frame(families, themes, _terms(desk, words), _partners(desk), _parts(desk, sheet))


def known_swatch(desk: Desk, words: Words, look: Look | None) -> str:
    """The name of a swatch; without layouts to compare with it is believed. One that is not known is not used."""
    if look is None:
        return str(words)
    if words in look.swatches and not words.blank:
        return str(words)
    if not words.blank:
        _unknown(desk, "swatch", words, look.swatches, words.spot)
    return next(iter(look.swatches), "")


def _unknown(desk: Desk, what: str, name: str, known: Iterable[str], at: Spot) -> None:
    names = list(known)
    help_ = near(name, names, what) or (
        (f"known are {listed(names, 12)}",) if names else (f"there is no {what} at all",)
    )
    desk.faults.error(f"unknown-{what}", f"no {what} has the name `{name}`", at, "named here", help=help_)


def twice(desk: Desk, what: str, keys: Iterable[Words]) -> list[Words]:
    """Keys that count; a repeated one is reported and left out."""
    first: dict[str, Words] = {}
    for key in keys:
        if key.blank:
            continue
        if key in first:
            desk.faults.error(
                f"duplicate-{what}",
                f"the {what} `{key}` is listed twice",
                key.spot,
                "listed again here",
                also=[(first[key].spot, "first listed here")],
                help=("keep one of them",),
            )
        else:
            first[key] = key
    return list(first.values())


def _families(desk: Desk, sheet: PublicationSheet, words: WordsSheet, look: Look | None) -> tuple[Family, ...]:
    kept = {id(key) for key in twice(desk, "family", (each.key for each in sheet.families))}
    made: list[Family] = []
    for each in sheet.families:
        if id(each.key) in kept:
            name = words.families.get(each.key) or _unnamed(desk, words, "families", each.key)
            made.append(Family(str(each.key), name, known_swatch(desk, each.swatch, look)))
    _needless(desk, words, "families", words.families, {str(each.key) for each in sheet.families})
    return tuple(made)


def _themes(
    desk: Desk, sheet: PublicationSheet, words: WordsSheet, families: Mapping[str, Family], look: Look | None
) -> tuple[Theme, ...]:
    kept = {id(key) for key in twice(desk, "theme", (each.key for each in sheet.themes))}
    made: list[Theme] = []
    for each in sheet.themes:
        if id(each.key) not in kept:
            continue
        if look is not None and not each.sign.blank and each.sign not in look.signs:
            _unknown(desk, "sign", each.sign, look.signs, each.sign.spot)
        family = families.get(each.family)
        if family is None:
            if not each.family.blank:
                _unknown(desk, "family", each.family, families, each.family.spot)
            continue
        given: ThemeWords | None = words.themes.get(each.key)
        name = given.name if given else _unnamed(desk, words, "themes", each.key)
        short = given.short if given and given.short else name
        made.append(Theme(str(each.key), name, short, family, SignName(str(each.sign))))
    _needless(desk, words, "themes", words.themes, {str(each.key) for each in sheet.themes})
    return tuple(made)


def _unnamed(desk: Desk, words: WordsSheet, group: str, key: Words) -> Line:
    at = desk.faults.spot(words.field_of(group))
    desk.faults.error(
        "missing-word",
        f"`{key}` has no name in the words of this language",
        at,
        f"`{key}:` is wanted below",
        also=[(key.spot, "listed here")],
        help=(f"write it there: `{key}: {'{name: Its printed name}' if group == 'themes' else 'Its printed name'}`",),
    )
    return Line(str(key), Field(words.field_of(group)))


def _needless(desk: Desk, words: WordsSheet, group: str, given: Iterable[str], wanted: set[str]) -> None:
    for key in given:
        if key not in wanted:
            spot = desk.faults.spots.get(Field(f"{words.field_of(group)}/{key}"))
            desk.faults.warning(
                "unused-word",
                f"`{key}` is named here and not listed in publication.yaml",
                spot.key.span if spot and spot.key else spot,
                help=near(key, wanted, group) or ("delete it, or list it there",),
            )


def _terms(desk: Desk, words: WordsSheet) -> Terms:
    terms = dict(words.terms)
    for key, line in terms.items():
        _placeholders(desk, key, line)
    at = desk.faults.spot(words.field_of("terms"))
    for key, needed in COMPILER_TERMS.items():
        if key in terms:
            continue
        desk.faults.error(
            "missing-term",
            f"the term `{key}` is missing",
            at.key.span if at and at.key else at,
            f"`{key}:` is wanted below",
            help=near(key, [each for each in terms if each not in COMPILER_TERMS], "term"),
            notes=(f"it holds {_braced(needed)}",) if needed else (),
        )
        terms[key] = Line(
            _braced(needed, " ").replace("`", "") or key.replace("_", " "), Field(words.field_of("terms"))
        )
    return Terms(terms)


def _braced(names: Iterable[str], between: str = " and ") -> str:
    return between.join(f"`{{{name}}}`" for name in names)


def _placeholders(desk: Desk, key: str, line: Line) -> None:
    """Braces must pair and hold a name; in a term of the compiler, the names that it fills."""
    spot = desk.faults.spots[line.field]
    found = _names_in(line.text)
    if found is None:
        desk.faults.error(
            "bad-placeholder",
            f"the term `{key}` has braces that do not hold a name",
            spot,
            help=("write `{name}`; a brace that is to be printed is written twice",),
        )
        return
    needed = COMPILER_TERMS.get(key, found)
    for name in [each for each in found if each not in needed]:
        help_ = near(name, needed, "placeholder") or (f"it holds {_braced(needed)}" if needed else "delete it",)
        desk.faults.error(
            "bad-placeholder", f"the term `{key}` holds `{{{name}}}`, which nothing fills", spot, help=help_
        )
    for name in [each for each in needed if each not in found]:
        desk.faults.error("bad-placeholder", f"the term `{key}` lacks `{{{name}}}`", spot)


def _names_in(text: str) -> tuple[str, ...] | None:
    """The names in braces; None when braces hold anything else."""
    try:
        fields = [field for field in string.Formatter().parse(text) if field[1] is not None]
    except ValueError:
        return None
    if any(form or turn or not re.fullmatch(r"[a-z_]+", name or "") for _, name, form, turn in fields):
        return None
    return tuple(name for _, name, _, _ in fields if name is not None)


def _partners(desk: Desk) -> dict[str, Partner]:
    path = desk.file(desk.folder("partners"))
    found = desk.sheet(dict[str, PartnerSheet], path, "partners") or {}
    return {key: Partner(key, each.name, each.what) for key, each in found.items()}


def _parts(desk: Desk, sheet: PublicationSheet) -> tuple[PartSetting, ...]:
    seen: dict[str, Spot] = {}
    made: list[PartSetting] = []
    for each in sheet.parts:
        if each.kind in seen:
            desk.faults.error(
                "duplicate-part",
                f"the part `{each.kind}` is listed twice",
                each.spot,
                "listed again here",
                also=[(seen[each.kind], "first listed here")],
                help=("keep one of them",),
            )
            continue
        seen[each.kind] = each.spot
        opens, numerals = cast("Side | None", each.opens), cast("Numerals | None", each.numerals)
        made.append(PartSetting(each.kind, opens, numerals, each.restart, each.spot.field))
    return tuple(made)


def geography(sheet: GeographySheet | None, words: WordsSheet) -> Geography | None:
    """What maps are drawn from; the files are read where maps are drawn."""
    if sheet is None:
        return None
    parallels = (sheet.parallels[0], sheet.parallels[-1]) if sheet.parallels else (0.0, 0.0)
    areas = PurePosixPath(sheet.areas) if sheet.areas else None
    credits_ = tuple(words.geography_credits)
    return Geography(PurePosixPath(sheet.land), areas, str(sheet.area_key or ""), parallels, sheet.meridian, credits_)
