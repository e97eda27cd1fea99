"""Kerning from a font's GPOS table: the pairs of its `kern` feature (OpenType 1.9, lookup type 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from fontTools.ttLib import TTFont

Table: TypeAlias = Any
"""The tables of fontTools are made at run time and carry no types; they come in here and leave as numbers."""


def pair_subtables(font: TTFont) -> tuple[Table, ...]:
    """All subtables of pair adjustments that the `kern` feature of the default script names, in order."""
    if "GPOS" not in font:
        return ()
    table: Table = font["GPOS"].table  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType, reportAttributeAccessIssue]
    if table.FeatureList is None or table.LookupList is None:
        return ()
    records = [record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == "kern"]
    wanted = sorted({index for feature in records for index in feature.LookupListIndex})
    return tuple(subtable for index in wanted for subtable in _unwrapped(table.LookupList.Lookup[index]))


def kern(subtables: tuple[Table, ...], left: str, right: str) -> int:
    """Font units by which the second glyph moves; the first subtable that knows the pair decides."""
    for subtable in subtables:
        if left not in subtable.Coverage.glyphs:
            continue
        if subtable.Format == 1:
            for pair in subtable.PairSet[subtable.Coverage.glyphs.index(left)].PairValueRecord:
                if pair.SecondGlyph == right:
                    return _advance(pair.Value1)
        elif subtable.Format == 2:
            first = subtable.ClassDef1.classDefs.get(left, 0)
            second = subtable.ClassDef2.classDefs.get(right, 0)
            return _advance(subtable.Class1Record[first].Class2Record[second].Value1)
    return 0


def _unwrapped(lookup: Table) -> Iterator[Table]:
    for subtable in lookup.SubTable:
        inner = subtable.ExtSubTable if lookup.LookupType == 9 else subtable
        if getattr(inner, "LookupType", lookup.LookupType) == 2:
            yield inner


def _advance(value: Table) -> int:
    return int(getattr(value, "XAdvance", 0) or 0) if value is not None else 0
