"""What is costly and shared: the publication of this repository, set once for the session by the command."""

from __future__ import annotations

import pytest

from tests.runs import Run, copied, report


@pytest.fixture(scope="session")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return report(copied(tmp_path_factory.mktemp("volume")), "build")
