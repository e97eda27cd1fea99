"""The one door to files, the date and the environment, as stages see it."""

from __future__ import annotations

import datetime
from pathlib import PurePosixPath
from typing import Protocol


class World(Protocol):
    """Paths are relative to the root of the publication (the folder with `sources/` and `layouts/`)."""

    def read(self, path: PurePosixPath) -> bytes:
        """Bytes of a file; raises `OSError` as `open` does."""
        ...

    def files(self, folder: PurePosixPath) -> tuple[PurePosixPath, ...]:
        """All files below a folder, sorted; none if there is no such folder."""
        ...

    def date(self) -> datetime.datetime | None:
        """The instant of SOURCE_DATE_EPOCH, if it is set."""
        ...
