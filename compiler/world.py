"""The one door to files, the date and the environment; it remembers what was read."""

from __future__ import annotations

import datetime
import errno
import hashlib
import os
import re
import stat
from pathlib import Path, PurePosixPath

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable that holds the date of results, in seconds since 1970 (reproducible-builds.org)."""


class BadEpochError(ValueError):
    """SOURCE_DATE_EPOCH holds no instant."""


class Disk:
    """A publication's folder on disk.

    Paths are relative to the root and may not leave it, not even through a symbolic link: a press kit must never
    carry a file of the machine it was made on. `read_digests` tells the SHA-256 of all that was read.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self.read_digests: dict[PurePosixPath, str] = {}

    def read(self, path: PurePosixPath) -> bytes:
        """Bytes of a file; `PermissionError` when the path leaves the root, else as `open` raises.

        Only regular files are read: a pipe would never end.
        """
        try:
            target = (self._root / path).resolve()
        except RuntimeError:
            # What Python 3.11 makes of a link that leads back to itself; later ones leave it to `stat`.
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None
        if not target.is_relative_to(self._root):
            raise PermissionError(errno.EACCES, "leaves the folder of the publication", str(path))
        mode = target.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise PermissionError(errno.EACCES, "is no regular file", str(path))
        data = target.read_bytes()
        self.read_digests[path] = hashlib.sha256(data).hexdigest()
        return data

    def files(self, folder: PurePosixPath) -> tuple[PurePosixPath, ...]:
        """All files below a folder, sorted; names that begin with a dot are none of ours."""
        top = self._root / folder
        found = (
            PurePosixPath(Path(where, name).relative_to(self._root).as_posix())
            for where, folders, names in os.walk(top)
            for name in names
            if not name.startswith(".") and not folders.sort()
        )
        return tuple(sorted(path for path in found if not any(part.startswith(".") for part in path.parts)))

    def date(self) -> datetime.datetime | None:
        """The instant of SOURCE_DATE_EPOCH in UTC, None without one.

        Raises `BadEpochError` when it is no whole number of seconds since 1970, or lies beyond the year 9999.
        """
        stamp = os.environ.get(EPOCH)
        if stamp is None:
            return None
        if not re.fullmatch(r"[0-9]{1,20}", stamp):
            raise BadEpochError(f"SOURCE_DATE_EPOCH is `{stamp[:40]}`, and a number of seconds since 1970 is needed")
        try:
            return datetime.datetime.fromtimestamp(int(stamp), tz=datetime.UTC)
        except (ValueError, OverflowError, OSError):
            raise BadEpochError(f"SOURCE_DATE_EPOCH is {stamp}, which lies beyond the year 9999") from None
