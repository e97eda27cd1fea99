"""Every field of the last reports, one at a time; see `test_every_field.py`."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from tests.check.spoiling import REPORTS, faults_of, fields, slices


@pytest.mark.slow
@pytest.mark.parametrize("path", REPORTS[8:], ids=str)
def test_every_field(path: PurePosixPath) -> None:
    assert [fault for part in slices(path) for fault in faults_of(part, fields(part))] == []
