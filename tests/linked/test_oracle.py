"""A linked volume and the publication set in one run: no reader can tell them apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from compiler.model.diagnostics import Severity
from tests.linked.builds import PDF, build, known_to
from tests.linked.publications import MOST_SECTIONS, Plan, plans, publication, put
from tests.linked.reading import differences, facts, unlike_pictures
from tests.oracle import Known, Oracle
from tests.runs import Run

ONE_DOT = 1.0
"""Dots a point in pictures of pages."""


def held_against_one_run(root: Path, known: Known, oracle: Oracle) -> list[str]:
    """Where the volume built in a folder differs from one run that prints the folios and plates known."""
    set_ = oracle.set(known, pdf=True)
    assert oracle.found(set_, known) == known, "the one run does not print the folios that it was given"
    path = root / "one-run.pdf"
    path.write_bytes(set_.pdf)
    found = differences(path, root / PDF)
    if found:
        return found
    return [f"page {index} looks otherwise" for index in unlike_pictures(path, root / PDF, ONE_DOT)]


def held(root: Path, plan: Plan, trusting: bool = False) -> int:
    """Build a publication, and hold it against one run that finds its folios itself; returns its pages.

    With `trusting` the run is told the folios, and has only to print the same.
    """
    done = build(put(root, publication(plan)))
    assert [each for each in done.said if each.severity is Severity.ERROR] == []
    assert done.built is not None
    oracle = Oracle(root)
    known = known_to(root)
    if not trusting:
        assert oracle.settled() == known
    assert held_against_one_run(root, known, oracle) == []
    return done.built.pages


@pytest.mark.slow
def test_the_publication_is_that_of_one_run(volume: Run) -> None:
    assert held_against_one_run(volume.root, known_to(volume.root), Oracle(volume.root)) == []


FRONT_AND_BACK = (
    "title", "how-to-read", "contents", "foreword", "map", "convergences", "matrix", "index", "sources", "colophon",
)  # fmt: skip


def test_all_parts_are_those_of_one_run(tmp_path: Path) -> None:
    """Covers, roman numerals in front, numbers that begin again with the reports."""
    held(tmp_path, Plan(2, (1, 2), cover=True, matter=FRONT_AND_BACK, roman=True))


@pytest.mark.slow
def test_folios_of_more_figures(tmp_path: Path) -> None:
    """References of three figures, in parts that are set for one or two at first."""
    plan = Plan(5, (1, 1, 1), matter=("contents", "foreword", "convergences", "matrix", "index"), long=MOST_SECTIONS)
    assert held(tmp_path, plan, trusting=True) > 100


@pytest.mark.slow
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    # A smaller example is not worth the minutes that it takes to find.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(plan=plans(most=2))
def test_publications_at_random(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> None:
    held(tmp_path_factory.mktemp("publication"), plan)


# ---- the measure itself --------------------------------------------------------------------------------------------


def test_a_reader_tells_volumes_apart_that_are_not_the_same(tmp_path: Path) -> None:
    """What is compared is found, and each kind of it notices a change."""
    plan = Plan(7, (1, 1), matter=("contents",))
    one = build(put(tmp_path / "one", publication(plan)))
    other = build(put(tmp_path / "other", publication(replace(plan, seed=8, initiatives=(2, 1), matter=()))))
    assert one.built is not None
    assert other.built is not None
    found = facts(tmp_path / "one" / PDF)
    assert all(found.values()), found
    noticed = {each.partition(":")[0] for each in differences(tmp_path / "one" / PDF, tmp_path / "other" / PDF)}
    assert noticed >= {"pages", "labels", "characters", "outline", "links", "structure", "marked text"}
    assert unlike_pictures(tmp_path / "one" / PDF, tmp_path / "other" / PDF, ONE_DOT)
