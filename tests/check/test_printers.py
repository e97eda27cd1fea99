"""Printers' profiles: edges, spines, and the colour profiles that they name."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from compiler.check import check
from compiler.load import load
from compiler.model.measures import mm
from compiler.model.printer import Printer, widest_bleed
from compiler.model.publication import Publication
from compiler.world import Disk
from tests.builders import Folder, a_publication, checked

ROOT = Path(__file__).resolve().parents[2]
PRESS = (ROOT / "sources" / "printers" / "FOGRA39L_coated.icc").read_bytes()
SCREEN = (ROOT / "compiler" / "link" / "profiles" / "sRGB2014.icc").read_bytes()


def a_house(**changes: object) -> dict[str, Any]:
    house: dict[str, Any] = {
        "standard": "PDF/X-4",
        "condition": {"name": "FOGRA39", "about": "Coated", "icc": "press.icc"},
        "bleed": "3",
        "ink": "300",
        "least_line": "0.25",
        "least_type": "8",
        "resolution": {"wanted": "300", "enough": "225", "least": "150"},
        "page_multiple": "4",
        "paper": {"grammage": "115", "bulk": "0.85"},
        "board": {"grammage": "300", "bulk": "0.9"},
    }
    return house | changes


def with_a_house(profile: bytes = PRESS, **changes: object) -> Folder:
    world = a_publication({"printers/house.yaml": a_house(**changes)})
    return Folder({**world.held, PurePosixPath("sources/printers/press.icc"): profile})


def the_house(world: Folder) -> Printer:
    outcome = checked(world)
    assert [each for each in outcome.diagnostics if (each.field or "").startswith("printer ")] == []
    assert outcome.value is not None
    assert outcome.value.publication is not None
    (house,) = outcome.value.publication.printers
    return house


def shipped() -> Publication:
    copy = load(Disk(ROOT), None).value
    assert copy is not None
    found = check(copy, None, None)
    assert found.value is not None
    assert found.value.publication is not None
    return found.value.publication


def test_three_are_shipped() -> None:
    publication = shipped()
    assert [(each.name, each.enabled, each.ink) for each in publication.printers] == [
        ("coated", True, 300),
        ("coated-330", True, 330),
        ("uncoated", False, 280),
    ]
    assert publication.printer == "coated"
    assert widest_bleed(publication.printers) == mm(3)


def test_an_edge_that_is_not_named_is_like_all() -> None:
    edges = the_house(with_a_house(bleed={"all": "5", "inner": "0"})).bleed
    assert (edges.head, edges.foot, edges.inner, edges.outer) == (mm(5), mm(5), mm(0), mm(5))
    assert edges.widest == mm(5)


def test_the_widest_bleed_is_that_of_the_enabled() -> None:
    houses = [the_house(with_a_house(bleed=bleed, enabled=enabled)) for bleed, enabled in (("3", "yes"), ("5", "no"))]
    assert widest_bleed(houses) == mm(3)
    assert widest_bleed(houses[1:]) is None


def test_the_spine_grows_with_the_leaves() -> None:
    """120 pages of 115 g at 0.85 are 5.9 mm thick, two boards of 300 g at 0.9 another .54."""
    house = the_house(with_a_house())
    assert house.spine_of(120) == round(60 * 115 * 0.85 + 2 * 300 * 0.9)
    assert house.spine_of(117) == house.spine_of(120) < house.spine_of(121) == house.spine_of(124)
    assert house.padded(117) == 120
    assert the_house(with_a_house(spine="7.5")).spine_of(120) == mm(7.5)


@pytest.mark.parametrize(
    ("profile", "name"), [(SCREEN, "wrong-profile"), (PRESS[:-1], "damaged-profile"), (b"", "damaged-profile")]
)
def test_a_profile_that_is_of_no_press(profile: bytes, name: str) -> None:
    outcome = checked(with_a_house(profile))
    assert [each.name for each in outcome.diagnostics] == [name]
