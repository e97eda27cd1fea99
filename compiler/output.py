"""Writing results: whole or not at all, and safe when two builds run at once."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step: written aside in the same folder, flushed, then renamed.

    Raises `OSError` as the file system does (a full disk, a folder that may not be written), with `path` as its file
    name; what stood at `path` before stays untouched then, and nothing half-written is left.
    """
    write_together({path: data})


def write_together(results: Mapping[Path, bytes]) -> None:
    """Put several files in place, in their order, once all of them have been written aside.

    So a full disk, or a folder in the way of one of them, leaves all that stood there before, and never the first of
    the new files beside the last of the old.
    """
    asides: dict[Path, Path] = {}
    try:
        for path, data in results.items():
            with _told_of(path):
                if path.is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
                asides[path] = _aside(path, data)
        for path, aside in asides.items():
            with _told_of(path):
                aside.replace(path)
    finally:
        for aside in asides.values():
            aside.unlink(missing_ok=True)


@contextmanager
def _told_of(path: Path) -> Generator[None]:
    """Errors name the result, not the file aside that nobody asked for, nor a system call's nothing."""
    try:
        yield
    except OSError as fault:
        # `mkdir` says of a file in the way that it exists, or names a folder below it.
        if isinstance(fault, FileExistsError | NotADirectoryError):
            number, name = errno.ENOTDIR, next(str(each) for each in path.parents if each.exists())
        else:
            number = fault.errno or errno.EIO
            name = fault.filename if _is_folder_of(fault.filename, path) else str(path)
        raise OSError(number, os.strerror(number), name) from fault


def _is_folder_of(name: object, path: Path) -> bool:
    return isinstance(name, str) and Path(name) in path.parents


def _aside(path: Path, data: bytes) -> Path:
    """The data in a file of its own beside `path`, on the disk for sure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp gives 0600; results are for everyone whom the umask allows.
        umask = os.umask(0)
        os.umask(umask)
        aside.chmod(0o666 & ~umask)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside
