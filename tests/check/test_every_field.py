"""Every field of every source, one at a time: whatever is done to it, something is said, and never a traceback.

The real copy is taken; what is done to it stands in `spoiling.py`. Reports, which hold most of the fields, have two
files beside this one, so that two processes can go through them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

import pytest

from tests.check.spoiling import COPY, PATHS, REPORTS, Entry, faults_of, fields, slices, whole

OTHERS = [path for path in PATHS if path not in REPORTS]


def one_of_a_kind(all_: Iterable[Entry]) -> list[Entry]:
    """The first field of each name and kind of value."""
    return list({(each.key and each.key.text, type(each.value)): each for each in reversed(list(all_))}.values())


@pytest.mark.parametrize("path", [*OTHERS, REPORTS[0]], ids=str)
def test_every_kind_of_field(path: PurePosixPath) -> None:
    file = whole(path)
    assert faults_of(file, one_of_a_kind(fields(file))) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", OTHERS, ids=str)
def test_every_field(path: PurePosixPath) -> None:
    file = whole(path)
    assert faults_of(file, fields(file)) == []


def test_nothing_is_passed_over() -> None:
    """Every file that was read is gone through, and the slices of a report hold each of its fields once."""
    assert set(PATHS) == set(COPY.sources)
    assert len(REPORTS) >= 15
    for path in REPORTS:
        sliced = [written(each) for part in slices(path) for each in fields(part)]
        assert sorted(sliced) == sorted(written(each) for each in fields(whole(path)))


def written(entry: Entry) -> tuple[str, str]:
    """Key and text of a field, by which those of slices and of the whole can be compared."""
    return entry.key.text if entry.key else "", getattr(entry.value, "text", "")
