"""The record of the last build: when nothing has changed since, there is nothing to do.

Neither typesetter nor checks are loaded for it: it costs one key over all inputs, and one over all outputs.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from compiler import keys, report
from compiler.cache import Cache
from compiler.model.copy import Digest
from compiler.model.diagnostics import Outcome
from compiler.world import EPOCH, Disk

if TYPE_CHECKING:
    from compiler.build import Built
    from compiler.proofread import Proofread

FOLDERS = (PurePosixPath("sources"), PurePosixPath("layouts"))

PACKAGES = (
    "pydantic",
    "pyyaml",
    "markdown-it-py",
    "jinja2",
    "babel",
    "pyuca",
    "shapely",
    "pyproj",
    "uharfbuzz",
    "pillow",
)
"""Packages that change a volume besides those that set it."""


@dataclass(frozen=True, slots=True)
class Record:
    """What was built: the volume's pages, its file first among all, each with its SHA-256.

    `said` is what was told, drawn in each format of messages; `summary` its last line. There were no errors.
    """

    inputs: str
    outputs: Mapping[str, str]
    pages: int
    said: Mapping[str, str]
    summary: str


class Recorder:
    """Takes the inputs of a build before it begins, and keeps its record once it has ended.

    `asked` are the editions and the printer that were asked for: each such build has a record of its own.
    """

    def __init__(self, cache: Cache, world: Disk, root: Path, language: str | None, asked: tuple[str, ...]) -> None:
        self._cache, self._root = cache, root
        name = "\n".join((language or "", *asked))
        self._name = f"build-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
        self._read = dict(_files(world, root))
        packages = keys.versions(PACKAGES)
        date = os.environ.get(EPOCH)
        self._inputs = keys.digest(language, date, keys.code(), keys.engine(), packages, self._read)

    def unchanged(self) -> Record | None:
        """The record of the last build, if it would come out the same and its results are all there."""
        try:
            record = Record(**json.loads(self._cache.recall(self._name) or b"null"))
        except (ValueError, TypeError):
            return None
        if record.inputs != self._inputs:
            return None
        for path, digest in record.outputs.items():
            if _digest(self._root / path) != digest:
                return None
        return record

    @property
    def known(self) -> bool:
        """Whether there is a record at all: then little is likely to have changed."""
        return self._cache.recall(self._name) is not None

    def keep(self, world: Disk, read: Proofread | None, outcome: Outcome[Built]) -> None:
        """Keep the record of a build without errors; not of one whose copy was saved while it was read."""
        built = outcome.value
        if built is None or built.proof or read is None:
            return
        if any(self._read.get(path) != digest for path, digest in world.read_digests.items()):
            return
        said = {form: report.draw(outcome.diagnostics, read.sources, read.places, form) for form in report.FORMATS}
        summary = report.summary(outcome.diagnostics, read.places) if outcome.diagnostics else ""
        outputs = {str(path): _digest(self._root / path) or "" for path in built.files}
        record = Record(self._inputs, outputs, built.pages, said, summary)
        self._cache.remember(self._name, json.dumps(asdict(record)).encode())


def _files(world: Disk, root: Path) -> Iterator[tuple[PurePosixPath, Digest]]:
    """All files of the publication; one that cannot be read is as good as changed each time it can."""
    for folder in FOLDERS:
        for path in world.files(folder):
            yield path, Digest(_digest(root / path) or "unreadable")


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    except OSError:
        return None
