"""Every figure of the copy occurs in what was read at its source.

`evidence/<slug>.yaml` holds, under the key of each source, words seen there; `confirm` names figures that rest on
something else, with the reason, for a person to look at. A figure of a key figure, result, table or chart has to occur
at one of the sources it names; one in running text at any source of its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import pytest
import yaml

from compiler.check import check
from compiler.load import load
from compiler.model.copy import Prose
from compiler.model.prose import List, plain
from compiler.model.publication import Aside, Block, Chart, Publication, Report, Result, Table, Text
from compiler.world import Disk

ROOT = Path(__file__).parents[2]
EVIDENCE = Path(__file__).parent / "evidence"

_COPY = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?")
_SEEN = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")


@dataclass(frozen=True)
class Said:
    """Some words of the copy and the sources that answer for the figures in them; none: any source of the file."""

    where: str
    words: str
    sources: tuple[str, ...]


@cache
def publication() -> Publication:
    copy = load(Disk(ROOT), None).value
    assert copy is not None
    checked = check(copy, None, None).value
    assert checked is not None
    assert checked.publication is not None
    return checked.publication


@cache
def evidence(slug: str) -> dict[str, frozenset[str]]:
    """Figures seen, by source; under `confirm` those that a person has to confirm."""
    read = cast("dict[str, list[str] | dict[str, str]]", yaml.safe_load((EVIDENCE / f"{slug}.yaml").read_text("utf-8")))
    return {key: frozenset(_seen(words)) for key, words in read.items()}


def figures(words: str) -> set[str]:
    """The figures in words of the copy, as plain decimal numbers: `24,456` is 24456."""
    return {found.replace(",", "") for found in _COPY.findall(words)}


def _seen(words: list[str] | dict[str, str]) -> Iterator[str]:
    """All numbers that a token may mean: `53.000` and `198 341` may be whole, `56,74` may not."""
    for text in words:
        for token in _SEEN.findall(str(text)):
            pieces = re.split(r"[.,\u00a0\u202f ]", token)
            for begin in range(len(pieces)):
                for end in range(begin + 1, len(pieces) + 1):
                    part = pieces[begin:end]
                    if all(len(piece) == 3 for piece in part[1:]):
                        yield "".join(part)
                    if len(part) > 1:
                        yield f"{''.join(part[:-1])}.{part[-1]}"


def _prose(prose: Prose) -> str:
    words: list[str] = []
    for block in prose.blocks:
        items = [each for item in block.items for each in item] if isinstance(block, List) else [block]
        words += [plain(each.children) for each in items]
    return " ".join(words)


def _blocks(blocks: Iterable[Block]) -> Iterator[Said]:
    for block in blocks:
        where = str(block.field)
        match block:
            case Text() | Aside():
                yield Said(where, _prose(block.prose), ())
            case Result():
                words = " ".join(f"{each.figure} {each.caption}" for each in block.figures)
                yield Said(where, f"{block.credit} {words}", block.sources)
            case Table():
                cells = " ".join(str(cell.text) for row in block.rows for cell in row)
                yield Said(where, f"{block.caption} {cells}", block.sources)
            case Chart():
                data = " ".join(f"{each.name} {each.shown or ''} {each.detail or ''}" for each in block.data)
                yield Said(where, f"{block.title} {data}", block.sources)
                values = {f"{each.value:g}" for each in block.data if each.value is not None}
                assert values <= {f"{float(each):g}" for each in figures(data)}, f"{where} draws what it does not show"
            case _:
                pass


def report_says(report: Report) -> Iterator[Said]:
    prefix = str(report.field)
    yield Said(prefix, f"{report.size} {_prose(report.standfirst)} {_prose(report.not_known)}", ())
    for index, figure in enumerate(report.key_figures):
        where = f"{prefix}/key_figures/{index}"
        yield Said(where, f"{figure.figure} {figure.text} {figure.year}", (figure.source,))
    yield from _blocks((*report.approach, *report.closing))
    for initiative in report.initiatives:
        words = " ".join(f"{fact.text}" for fact in initiative.facts if fact.label != "with")
        yield Said(str(initiative.field), f"{initiative.title} {words}", ())
        yield from _blocks(initiative.body)
    for later in report.since_then:
        yield Said(f"{prefix}/since_then", f"{later.date} {_prose(later.prose)}", later.sources)


def unproven(said: Said, seen: dict[str, frozenset[str]]) -> set[str]:
    """Figures that occur at none of the sources and are not listed as to be confirmed."""
    keys = said.sources or tuple(seen)
    known = frozenset[str]().union(*(seen.get(key, frozenset()) for key in keys), seen["confirm"])
    return figures(said.words) - known


SLUGS = sorted(path.stem for path in EVIDENCE.glob("*.yaml"))


def test_every_report_has_evidence() -> None:
    assert {str(report.slug) for report in publication().reports if not report.missing} <= set(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_source_was_read(slug: str) -> None:
    report = next(each for each in publication().reports if each.slug == slug)
    assert set(evidence(slug)) - {"confirm", "populations"} == {each.key for each in report.sources}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_figure_was_seen(slug: str) -> None:
    report = next(each for each in publication().reports if each.slug == slug)
    missing = {said.where: lost for said in report_says(report) if (lost := unproven(said, evidence(slug)))}
    assert missing == {}


def test_chapters_repeat_only_what_was_seen() -> None:
    seen = {f"{slug}/{key}": numbers for slug in SLUGS for key, numbers in evidence(slug).items()}
    seen["confirm"] = frozenset[str]().union(*(evidence(slug)["confirm"] for slug in SLUGS))
    made = publication()
    says = [said for each in made.convergences for said in _blocks(each.body)]
    if made.matter.foreword:
        says += [said for section in made.matter.foreword.sections for said in _blocks(section.body)]
    missing = {said.where: lost for said in says if (lost := unproven(Said(said.where, said.words, ()), seen))}
    assert missing == {}


@pytest.mark.parametrize(
    ("seen", "number"),
    [
        ("198 341 habitants", "198341"),
        ("53.000", "53000"),
        ("56,74 %", "56.74"),
        ("1,8 M€", "1.8"),
        ("44.135", "44135"),
    ],
)
def test_french_figures_are_understood(seen: str, number: str) -> None:
    assert number in set(_seen([seen]))


def test_a_figure_that_was_not_seen_is_found() -> None:
    seen = {"le-monde": frozenset({"65"}), "other": frozenset({"99"}), "confirm": frozenset[str]()}
    assert unproven(Said("", "up by 65 and 99 per cent", ("le-monde",)), seen) == {"99"}
