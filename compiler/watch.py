"""What is saved in a publication's folder while it is worked on: one burst of changes after the other."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from watchfiles import Change, watch

from compiler.record import FOLDERS
from compiler.world import Disk

STEP = 50
"""Milliseconds in which nothing may be saved for a burst to be over."""

LONGEST = 1600
"""Milliseconds after which a burst counts as over, whatever else is being saved."""

TICK = 500
"""Milliseconds between two looks whether the folders are still the same, and not others of their names."""

_NONE_OF_OURS = re.compile(r"\..*|.*~|.*\.(?:swp|swo|swx|tmp|bak)|4913|#.*#|.*___jb_(?:tmp|old)___")
"""Names of what editors put beside a file while they save it, and of what systems hide."""

POLLING = "WATCHFILES_FORCE_POLLING"
"""The variable that asks for looking at files instead of being told, as network folders need (decisions/0007)."""

Changes = tuple[PurePosixPath, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """What stands in a file, by its SHA-256, and when that or anything else of it changed, by the file system."""

    digest: str
    stamp: int


_Files = Mapping[PurePosixPath, _File]
_Folders = Mapping[str, tuple[int, int]]


class Watch:
    """The folder of a publication, watched. `tell` hears when the system cannot tell of changes."""

    def __init__(self, root: Path, tell: Callable[[str], None]) -> None:
        self._root, self._tell = root, tell
        self._polling = os.environ.get(POLLING, "").lower() not in {"", "false", "disable", "disabled"}

    def bursts(self) -> Iterator[Changes]:
        """Nothing at first, then what has changed, each time that it has; without an end.

        Notifications say only when to look: it counts what stands in the files. So nothing is lost that is saved while
        the caller is at work with the changes before.
        """
        seen = self._seen()
        yield ()
        while True:
            now = self._settled(seen)
            # Also what was written and put back: whoever read in between has read something else.
            changed = _changed(seen, now, lambda before, after: before == after)
            if not changed:
                now = self._later(now)
                changed = _changed(seen, now, _same)
            seen = now
            yield changed

    def _seen(self) -> _Files:
        world = Disk(self._root)
        paths = [path for folder in FOLDERS for path in world.files(folder) if _ours(path)]
        return {path: self._file(world, path) for path in paths}

    def _file(self, world: Disk, path: PurePosixPath) -> _File:
        try:
            # Before it is read: what is written while it is read will differ.
            stamp = (self._root / path).stat().st_ctime_ns
            world.read(path)
        except OSError:
            return _File("unreadable", 0)
        return _File(world.read_digests[path], stamp)

    def _settled(self, before: _Files) -> _Files:
        """All files as they are now, or if something is being saved, as they are after it."""
        now = self._seen()
        for _ in range(LONGEST // STEP):
            if now == before:
                break
            time.sleep(STEP / 1000)
            before, now = now, self._seen()
        return now

    def _later(self, before: _Files) -> _Files:
        """All files as they are once something else stands in them."""
        while True:
            folders = _folders(self._root)
            if not folders:
                time.sleep(TICK / 1000)
            # The first time comes for certain: what was saved before the watching began is seen then.
            looked = False
            for told in self._told(folders):
                # Polling compares times in whole seconds, and would miss the second save of two in one.
                if told or self._polling or not looked:
                    # A burst that is told is over; one that was met by chance may have just begun.
                    now, looked = self._seen() if told else self._settled(before), True
                    if _changed(before, now, _same):
                        return now
                # What is watched is a folder, not a name; another may bear it now. Links may lead elsewhere, too.
                if told or _folders(self._root) != folders:
                    break

    def _told(self, folders: _Folders) -> Generator[bool]:
        """For each burst True, for each tick without one False; it ends when watching is no longer possible so."""
        if not folders:
            yield False
            return
        targets = [*folders, *_led_to(self._root)]
        following = watch(
            *targets,
            watch_filter=_Ours([*folders]),
            debounce=LONGEST,
            step=STEP,
            rust_timeout=TICK,
            yield_on_timeout=True,
            force_polling=self._polling or None,
            ignore_permission_denied=True,
        )
        try:
            with closing(following):
                for changes in following:
                    yield bool(changes)
        except FileNotFoundError:
            # Gone since it was seen.
            time.sleep(STEP / 1000)
        except (OSError, RuntimeError) as fault:
            # Too much is being watched on this machine, by all programs together.
            if self._polling:
                raise
            self._polling = True
            self._tell(f"the system tells of no changes, so files are looked at again and again: {fault}")


class _Ours:
    """Keeps changes of files that can be part of a publication, by their names below the folders watched."""

    def __init__(self, folders: list[str]) -> None:
        self._folders = folders

    def __call__(self, change: Change, path: str) -> bool:
        found = Path(path)
        folder = next((each for each in self._folders if found.is_relative_to(each)), None)
        # Elsewhere lies only what a link leads to, whose own name tells nothing.
        return folder is None or _ours(PurePosixPath(found.relative_to(folder)))


def _ours(path: PurePosixPath) -> bool:
    return not any(_NONE_OF_OURS.fullmatch(part) for part in path.parts)


def _same(before: _File | None, after: _File | None) -> bool:
    return before is not None and after is not None and before.digest == after.digest


def _changed(before: _Files, after: _Files, same: Callable[[_File | None, _File | None], bool]) -> Changes:
    """What is there only before or only after, or is not the same."""
    return tuple(sorted(path for path in {*before, *after} if not same(before.get(path), after.get(path))))


def _folders(root: Path) -> _Folders:
    """The folders that are there, where they really lie, and which they are."""
    found: dict[str, tuple[int, int]] = {}
    for folder in FOLDERS:
        place = os.path.realpath(root / folder)
        try:
            facts = os.stat(place)  # noqa: PTH116 - a string goes in and out
        except OSError:
            continue
        found[place] = (facts.st_dev, facts.st_ino)
    return found


def _led_to(root: Path) -> list[str]:
    """What files that are links lead to: it changes without the link."""
    world = Disk(root)
    links = [root / path for folder in FOLDERS for path in world.files(folder) if (root / path).is_symlink()]
    return [os.path.realpath(link) for link in links if link.exists()]
