"""Golden pages: what a reader sees and hears of them does not change unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.golden.pages import GOLDEN, HERE, comparison, pages, unlike
from tests.runs import Run

pytestmark = pytest.mark.slow

TOLERANCE = 0.01
"""Share of dots that may differ: faces are rasterised a little differently from one machine to the next."""


@pytest.fixture(scope="module")
def found(volume: Run) -> dict[str, tuple[str, Image.Image]]:
    return pages(volume.pdf)


@pytest.mark.parametrize("label", GOLDEN)
def test_reads_as_it_did(label: str, found: dict[str, tuple[str, Image.Image]]) -> None:
    assert found[label][0] == (HERE / f"{label}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("label", GOLDEN)
def test_looks_as_it_did(label: str, found: dict[str, tuple[str, Image.Image]], tmp_path: Path) -> None:
    before, after = Image.open(HERE / f"{label}.png").convert("RGB"), found[label][1]
    share = unlike(before, after)
    if share > TOLERANCE:
        sheet = tmp_path / f"{label}.png"
        comparison(before, after).save(sheet)
        pytest.fail(f"{share:.1%} of the dots of page {label} differ; before, after and difference: {sheet}")


def test_a_moved_block_is_noticed() -> None:
    page = Image.open(HERE / f"{GOLDEN[-1]}.png").convert("RGB")
    moved = Image.new("RGB", page.size, "white")
    moved.paste(page, (0, 5))
    assert unlike(page, moved) > TOLERANCE
    assert unlike(page, page) == 0
