"""The publication of this repository: its parts set alone equal the one run, the measure of any faster way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from compiler.model.copy import PartId
from compiler.model.galley import SetVolume
from compiler.plan import plan
from compiler.pour import pour
from compiler.proofread import proofread
from compiler.typeset import typeset
from compiler.world import Disk
from tests.typeset.builders import settings

ROOT = Path(__file__).resolve().parents[2]


def printed(galley: SetVolume, part: PartId, first: int) -> list[object]:
    """What is printed of the copy of a part, with its place counted from the part's first page."""
    return [
        (text.field, text.text, replace(text.box, page_index=text.box.page_index - first))
        for text in galley.texts
        if text.part == part and text.field is not None
    ]


@pytest.mark.slow
def test_parts_alone_equal_one_run() -> None:
    world = Disk(ROOT)
    read = proofread(world, None).value
    assert read is not None
    assert read.layouts is not None
    assert read.checked is not None
    assert read.checked.publication is not None
    parts = plan(read.checked.publication)
    poured = pour(read.layouts, read.checked.publication, parts, None, frozenset(), world).value
    assert poured is not None
    wanted = replace(settings(), language=read.checked.publication.language)
    whole = typeset(poured, read.layouts.look, wanted).value
    assert whole is not None
    for each in poured:
        first = next(page.page_index for page in whole.pages if page.part == each.part.id)
        opening = replace(each, part=replace(each.part, opens="verso" if first % 2 else "recto"))
        alone = typeset((opening,), read.layouts.look, wanted).value
        assert alone is not None
        assert printed(alone, each.part.id, 0) == printed(whole, each.part.id, first), each.part.id
