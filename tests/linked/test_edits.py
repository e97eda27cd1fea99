"""After any edit, what is built on what was kept is what is built from nothing, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.model.copy import PartId
from tests.linked.builds import alone, build
from tests.linked.editing import Desk, Memory

GOOD = 0.6
"""How many of the steps at least are to be volumes without a fault, which no stamp makes alike."""


def edited(folder: Path, seed: int, steps: int, afresh: int) -> None:
    """So many edits; every `afresh` steps the clean build sets all parts itself."""
    desk, memory = Desk(folder, seed), Memory()
    done: list[str] = ["as it was written"]
    faultless = 0
    for step in range(steps):
        if step:
            done.append(desk.edit())
        kept = build(desk.kept, memory.crew())
        clean = build(desk.clean, memory.crew() if step % afresh else alone(), keep=False)
        assert clean.built is not None, f"nothing is written after {done[-3:]}: {clean.said}"
        faultless += not clean.built.proof
        for name, data in clean.results.items():
            assert kept.results[name] == data, f"step {step}: {name} is not that of a clean build after {done[-5:]}"
        assert kept.results.keys() == clean.results.keys()
        if kept.built is not None:
            assert kept.said == clean.said, f"step {step}, after {done[-5:]}"
    assert faultless >= GOOD * steps, f"{faultless} of {steps} are good"


def test_incremental_equals_clean(tmp_path: Path) -> None:
    edited(tmp_path, 1, 24, 23)


@pytest.mark.slow
def test_incremental_equals_clean_for_long(tmp_path: Path) -> None:
    edited(tmp_path, 2, 150, 40)
