"""Whose conditions hold: those of a printer's profile in sources/printers/."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from compiler.model.measures import mm
from compiler.preflight import Conditions, Edges
from compiler.preflight.printers import conditions_of
from tests.check.test_printers import a_house, the_house, with_a_house
from tests.faults.conftest import inside
from tests.preflight.builders import a_pdf
from tests.printed.builders import TINY, with_printers

STRICT = a_house(
    condition={"name": "FOGRA52", "about": "Uncoated", "icc": "press.icc"},
    bleed={"all": "5", "inner": "0"},
    ink="220",
    least_line="0.5",
    least_type="9",
    resolution={"wanted": "400", "enough": "350", "least": "280"},
    page_multiple="16",
)


def asked_of(path: Path) -> dict[str, Any]:
    return json.loads(path.with_name(f"{path.stem}-preflight.json").read_bytes())


def test_a_profile_becomes_conditions() -> None:
    conditions = conditions_of(the_house(with_a_house(**STRICT)))
    assert conditions == Conditions(
        standard="PDF/X-4",
        output="FOGRA52",
        bleed=Edges(mm(5), mm(5), mm(0), mm(5)),
        multiple=16,
        ink=220,
        line=0.5,
        type=9,
        picture_ppi=350,
        least_picture_ppi=280,
    )


def test_a_cover_fills_no_signature() -> None:
    assert conditions_of(the_house(with_a_house()), cover=True).multiple == 1


def test_the_conditions_of_a_printer_hold(tmp_path: Path) -> None:
    root = with_printers(tmp_path, TINY, three=a_house(), sixteen=a_house(page_multiple="16", least_line="0.7"))
    path, cover = root / "theirs.pdf", root / "cover.pdf"
    for each in (path, cover):
        each.write_bytes(a_pdf("0 0 0 1 K 0.5 w 100 100 m 200 100 l S", pages=4))
    told = {
        name: {
            each["name"]
            for each in inside(root, "preflight", str(file), *which, "--message-format", "json").diagnostics
        }
        for name, file, which in (
            ("most", path, ()),
            ("three", path, ("--printer", "three")),
            ("sixteen", path, ("--printer", "sixteen")),
            ("cover", cover, ("--printer", "sixteen")),
        )
    }
    asked = {"hairline", "page-multiple"}
    assert {name: found & asked for name, found in told.items()} == {
        "most": set(),
        "three": set(),
        "sixteen": asked,
        "cover": {"hairline"},
    }


def test_a_printer_that_nobody_knows(tmp_path: Path) -> None:
    root = with_printers(tmp_path, TINY, three=a_house())
    path = root / "theirs.pdf"
    path.write_bytes(a_pdf(""))
    done = inside(root, "preflight", str(path), "--printer", "gutenberg")
    assert (done.code, done.err) == (2, "report: there is no profile of a printer `gutenberg`\n")


def test_no_publication_has_no_printers(tmp_path: Path) -> None:
    path = tmp_path / "theirs.pdf"
    path.write_bytes(a_pdf(""))
    done = inside(tmp_path, "preflight", str(path), "--printer", "three", "--message-format", "concise")
    assert done.code == 1
    assert "missing-publication" in done.err
    assert not (tmp_path / "theirs-preflight.html").exists()
