"""What was made before, found again by the digest of all that went into it.

An entry is one file, `<kind>-<key>`, which begins with the SHA-256 of its name and its data. So whatever is damaged,
cut short, exchanged or not ours is found out on reading, and made again. File times decide what is thrown out first,
never what is right. A cache that cannot be used costs time and nothing else: what keeps it from writing stands in
`unwritten`, for the build to tell.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from compiler.model.copy import Digest

LIMIT = 1 << 30
"""Bytes that a cache may hold once it has been trimmed."""

_MARK = b"report-cache 1\n\0"
_HEAD = len(_MARK) + 8 + hashlib.sha256().digest_size
_KIND = re.compile(r"[a-z][a-z0-9-]{0,39}")
_KEY = re.compile(r"[0-9a-f]{64}")
_RECORD = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
# No kind has a dot, so that no record is taken for an entry.
_STATE = "state."
_ENTRY = re.compile(rf"{re.escape(_STATE)}{_RECORD.pattern}|{_KIND.pattern}-{_KEY.pattern}")
_ASIDE = re.compile(r"\.aside-[0-9a-f]{16}")
_TRIES = 5
"""How often an entry is written anew when its file aside, or the whole folder, is removed while it is written."""


class _DamagedError(Exception):
    """What stands under the name of an entry is none."""


class Cache:
    """A folder of entries, which other builds may use at the same time and anyone may delete at any time.

    The folder is made when the first entry is written. It may not be a symbolic link, and no link in it is followed:
    nothing outside is ever read, written or deleted. `damaged` names the entries that were found out and deleted;
    `unwritten` says why an entry could not be written, in lower case and as the system has it, and is None if all
    could.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._folder: Path | None = folder
        self._limit = limit
        self.damaged: list[str] = []
        self.unwritten: str | None = None

    @classmethod
    def none(cls) -> Cache:
        """A cache that finds nothing and keeps nothing."""
        cache = cls(Path())
        cache._folder = None
        return cache

    def get(self, kind: str, key: Digest) -> bytes | None:
        """The data as it was put, or None. Raises `ValueError` when kind or key are not of the form of such."""
        return self._read(_entry(kind, key))

    def put(self, kind: str, key: Digest, data: bytes) -> None:
        """Keep data under a key that everything in it depends on; raises `ValueError` as `get` does."""
        self._write(_entry(kind, key), data)

    def recall(self, name: str) -> bytes | None:
        """What `remember` was told last, by this build or another, or None."""
        return self._read(_record(name))

    def remember(self, name: str, data: bytes) -> None:
        """Keep data under a name, in place of what was there. Raises `ValueError` when the name could be a path."""
        self._write(_record(name), data)

    def trim(self) -> None:
        """Remove what dead builds left half-written, then the entries longest unused, until the limit is kept.

        Files that are not ours by their names stay and do not count. An entry that another build is reading stays
        readable for it.
        """
        with self._opened(make=False) as folder:
            if folder is None:
                return
            found = [*_listed(folder, _ENTRY), *_left_over(folder)]
            # Of the same instant (clocks of file systems are coarse) the name decides, so that two builds agree.
            found.sort(key=lambda file: (file.used, file.name))
            size = sum(file.size for file in found)
            for file in found:
                if size <= self._limit:
                    break
                _remove(folder, file.name)
                size -= file.size

    def _read(self, name: str) -> bytes | None:
        with self._opened(make=False) as folder:
            if folder is None:
                return None
            try:
                return _data(folder, name)
            except _DamagedError:
                self.damaged.append(name)
                _remove(folder, name)
            except OSError:
                # Not there, or not for us to read: made again either way.
                return None
        return None

    def _write(self, name: str, data: bytes) -> None:
        if self._folder is None:
            return
        for tries in range(1, _TRIES + 1):
            try:
                with self._opened(make=True) as folder:
                    if folder is None:
                        return
                    _put(folder, name, data)
                return
            except FileNotFoundError as fault:
                # Another build took the file aside for a dead one's, or someone emptied build/.
                if tries == _TRIES:
                    self._tell(fault)
            except OSError as fault:
                self._tell(fault)
                return

    def _tell(self, fault: OSError) -> None:
        if self.unwritten is None:
            self.unwritten = os.strerror(fault.errno or errno.EIO).lower()

    @contextlib.contextmanager
    def _opened(self, *, make: bool) -> Generator[int | None]:
        """The folder as a descriptor, None if it cannot be read; with `make` it is made, and `OSError` raised."""
        if self._folder is None:
            yield None
            return
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            if make:
                _make(self._folder)
            folder = os.open(self._folder, flags)
        except OSError:
            if make:
                raise
            yield None
            return
        try:
            yield folder
        finally:
            os.close(folder)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    size: int
    used: int


def _entry(kind: str, key: Digest) -> str:
    if not _KIND.fullmatch(kind):
        raise ValueError(f"`{kind}` is no kind of entry")
    if not _KEY.fullmatch(key):
        raise ValueError(f"`{key}` is no SHA-256 in hexadecimal")
    return f"{kind}-{key}"


def _record(name: str) -> str:
    if not _RECORD.fullmatch(name):
        raise ValueError(f"`{name}` is no name of a record")
    return f"{_STATE}{name}"


def _head(name: str, data: bytes) -> bytes:
    """What an entry begins with: the digest covers its name, so that one entry cannot stand for another."""
    digest = hashlib.sha256(name.encode() + b"\0", usedforsecurity=False)
    digest.update(data)
    return _begins(len(data)) + digest.digest()


def _begins(size: int) -> bytes:
    return _MARK + size.to_bytes(8, "big")


def _data(folder: int, name: str) -> bytes:
    """The data of an entry, which now counts as used; raises `_DamagedError`, or `OSError` if it cannot be read."""
    try:
        # Not blocking: a pipe in place of an entry would be waited for.
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError as fault:
        # A link, or a socket.
        if fault.errno in (errno.ELOOP, errno.ENXIO):
            raise _DamagedError from fault
        raise
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise _DamagedError
        with os.fdopen(handle, "rb", buffering=0, closefd=False) as file:
            head = file.read(_HEAD)
            # Looked at first: a foreign file may be of any size.
            if not head.startswith(_begins(max(found.st_size - _HEAD, 0))):
                raise _DamagedError
            data = file.readall()
        if head != _head(name, data):
            raise _DamagedError
        # On a disk that cannot be written nothing is thrown out either.
        with contextlib.suppress(OSError):
            os.utime(handle)
        return data
    except OSError as fault:
        # It could be opened, so the disk is at fault.
        raise _DamagedError from fault
    finally:
        os.close(handle)


def _put(folder: int, name: str, data: bytes) -> None:
    """Write an entry aside and put it in place.

    The file aside is locked as long as its writer lives, which the system sees to: so a dead build's can be told.
    """
    aside = f".aside-{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(aside, flags, 0o666, dir_fd=folder)
    try:
        with os.fdopen(handle, "wb", buffering=0) as file:
            # Where there are no locks, what is left over waits to be the longest unused.
            with contextlib.suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for piece in (_head(name, data), data):
                left = memoryview(piece)
                while left:
                    left = left[file.write(left) :]
            os.replace(aside, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        _remove(folder, aside)
        raise


def _listed(folder: int, names: re.Pattern[str]) -> list[_File]:
    """Files of such names, and whatever else bears one, but no folders."""
    found: list[_File] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                # Gone again, by another build.
                with contextlib.suppress(FileNotFoundError):
                    if names.fullmatch(entry.name) and not entry.is_dir(follow_symlinks=False):
                        facts = entry.stat(follow_symlinks=False)
                        found.append(_File(entry.name, facts.st_size, facts.st_mtime_ns))
    except OSError:
        # What cannot be listed cannot be thrown out.
        return []
    return found


def _left_over(folder: int) -> list[_File]:
    """Files aside that are left after those of dead builds have been removed."""
    return [file for file in _listed(folder, _ASIDE) if not _removed_as_dead(folder, file.name)]


def _removed_as_dead(folder: int, name: str) -> bool:
    try:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError as fault:
        return fault.errno == errno.ENOENT
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove(folder, name)
    except OSError:
        # Its writer lives, or there are no locks here.
        return False
    finally:
        os.close(handle)
    return True


def _remove(folder: int, name: str) -> None:
    """Remove a file or a link, never what the link leads to; what cannot be removed stays, and is found out again."""
    with contextlib.suppress(OSError):
        os.unlink(name, dir_fd=folder)
