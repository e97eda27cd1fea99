"""Which files of the sources make an edition, and what stands beside them unread."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from compiler.load.pictures import SUFFIXES, look_at
from compiler.load.profiles import SUFFIXES as PROFILES
from compiler.load.profiles import look_at_profile, unusable
from compiler.load.yaml import read
from compiler.model.diagnostics import Diagnostic, Label, Outcome, Severity, Source, Span
from compiler.model.printer import ProfileFacts
from compiler.model.tree import Copy, MappingNode, Node, PictureFacts, ScalarNode, SequenceNode
from compiler.model.world import World

SOURCES = PurePosixPath("sources")
FRAME = SOURCES / "publication.yaml"

PRINTERS = SOURCES / "printers"
"""Profiles of printing houses, a file each: they are in no language."""

# Folders with one file a language, below sources/; a star is any slug.
_FOLDERS = (
    "words",
    "partners",
    "cities/*",
    "convergences/*",
    "front/cover",
    "front/how-to-read",
    "front/foreword",
    "back/colophon",
    "back/sources",
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

_TROUBLES = {
    errno.ENOENT: "leads to a file that does not exist",
    errno.EISDIR: "is a folder, a file is needed",
    errno.ENOTDIR: "is a folder, a file is needed",
    errno.ELOOP: "leads back to itself",
    errno.ENAMETOOLONG: "has too long a name",
}

_REFUSALS = {
    "leaves": "leads out of the folder of the publication by a link",
    "regular": "is no file but a pipe or a device",
}
"""What the door to the disk refuses, by a word of its reason (`world.py`)."""

_FORBIDDEN = "may not be read by you"


def load(world: World, language: str | None) -> Outcome[Copy]:
    """Read every YAML file of one edition, every picture and colour profile.

    Without a language, it is the first of the publication's. The value is None only when there is no publication.yaml
    to begin with. A file that cannot be understood is missing from `trees`, and its faults are told; those of all other
    files are told in the same run.
    """
    shelf = _Shelf(world)
    shelf.yaml(FRAME, needed=True)
    if FRAME not in shelf.sources:
        return Outcome(None, tuple(shelf.said))
    files = world.files(SOURCES)
    listed = _languages(shelf.trees.get(FRAME))
    chosen = language or (listed[0] if listed else _guess(files))
    if language is not None and listed and language not in listed:
        shelf.said.append(_unknown(language, listed, shelf.trees[FRAME]))
        chosen = language if _LANGUAGE.fullmatch(language) else None
    for path in _wanted(files, chosen):
        shelf.yaml(path, needed=path in files)
    for path in files:
        if path.suffix.lower() in SUFFIXES:
            shelf.picture(path)
        elif path.suffix.lower() in PROFILES and path.is_relative_to(PRINTERS):
            shelf.profile(path)
    shelf.said += _left(files, shelf, listed)
    return Outcome(Copy(shelf.sources, shelf.trees, shelf.pictures, shelf.profiles), tuple(shelf.said))


@dataclass(slots=True)
class _Shelf:
    """What has been read so far."""

    world: World
    sources: dict[PurePosixPath, Source] = field(default_factory=dict[PurePosixPath, Source])
    trees: dict[PurePosixPath, Node] = field(default_factory=dict[PurePosixPath, Node])
    pictures: dict[PurePosixPath, PictureFacts] = field(default_factory=dict[PurePosixPath, PictureFacts])
    profiles: dict[PurePosixPath, ProfileFacts] = field(default_factory=dict[PurePosixPath, ProfileFacts])
    said: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def yaml(self, path: PurePosixPath, needed: bool) -> None:
        """Read a YAML file; one that is not `needed` may be absent, which the checks will tell with more sense."""
        data = self._bytes(path, needed)
        if data is None:
            return
        found = read(path, data)
        self.sources[path] = found.source
        self.said += found.diagnostics
        if found.tree is not None:
            self.trees[path] = found.tree

    def picture(self, path: PurePosixPath) -> None:
        data = self._bytes(path, True)
        if data is None:
            return
        facts = look_at(path, data)
        self.said += facts.diagnostics
        if facts.value is not None:
            self.pictures[path] = facts.value

    def profile(self, path: PurePosixPath) -> None:
        data = self._bytes(path, True)
        facts = look_at_profile(path, data) if data is not None else Outcome(unusable(path))
        self.said += facts.diagnostics
        if facts.value is not None:
            self.profiles[path] = facts.value

    def _bytes(self, path: PurePosixPath, needed: bool) -> bytes | None:
        try:
            return self.world.read(path)
        except FileNotFoundError as fault:
            if needed:
                self.said.append(_absent(path) if path == FRAME else _unreadable(path, fault))
        except OSError as fault:
            self.said.append(_unreadable(path, fault))
            if path.suffix == ".yaml":
                # It is there: the checks must not ask for it.
                self.sources[path] = Source(path, "")
        return None


def _languages(frame: Node | None) -> tuple[str, ...]:
    """The languages that publication.yaml lists; what is wrong with the list is the checks' to say."""
    value = _list_of_languages(frame)
    items = value.items if isinstance(value, SequenceNode) else (value,)
    texts = [item.text.strip() for item in items if isinstance(item, ScalarNode)]
    return tuple(text for text in texts if _LANGUAGE.fullmatch(text))


def _list_of_languages(frame: Node | None) -> Node | None:
    entries = frame.entries if isinstance(frame, MappingNode) else ()
    return next((value for key, value in entries if key.text == "languages"), None)


def _guess(files: tuple[PurePosixPath, ...]) -> str | None:
    """With the list of languages out of order, a language that the copy is in, so that its faults are told too."""
    words = [path.stem for path in files if path.parent == SOURCES / "words" and path.suffix == ".yaml"]
    return words[0] if words else None


def _wanted(files: tuple[PurePosixPath, ...], language: str | None) -> Iterator[PurePosixPath]:
    """The files of an edition besides publication.yaml: one a folder, both halves of each city, all printers."""
    for pattern in _FOLDERS:
        for folder in _folders(files, pattern):
            if pattern == "cities/*":
                yield folder / "city.yaml"
            if language is not None:
                yield folder / f"{language}.yaml"
    yield from (path for path in files if path.parent == PRINTERS and path.suffix == ".yaml")


def _folders(files: tuple[PurePosixPath, ...], pattern: str) -> list[PurePosixPath]:
    """Folders that a pattern means: one without a star by itself, else those in which there is a file."""
    top = SOURCES / pattern.removesuffix("/*")
    if "*" not in pattern:
        return [top]
    depth = len(top.parts)
    below = (path for path in files if path.is_relative_to(top) and len(path.parts) > depth + 1)
    return [top / slug for slug in dict.fromkeys(path.parts[depth] for path in below)]


def _left(files: tuple[PurePosixPath, ...], shelf: _Shelf, listed: tuple[str, ...]) -> Iterator[Diagnostic]:
    """YAML files that nobody read, though their author may think so."""
    faulty = {label.span.path for each in shelf.said if (label := each.primary)}
    for path in files:
        if path.suffix.lower() not in (".yaml", ".yml") or path in shelf.sources or path in faulty:
            continue
        if not any(path.is_relative_to(other) for other in faulty) and (fault := _unread(path, listed)):
            yield fault


def _unread(path: PurePosixPath, listed: tuple[str, ...]) -> Diagnostic | None:
    if path.suffix != ".yaml":
        return _stray(path, f"`{path.name}` does not end in `.yaml` and is not read", f"name it `{path.stem}.yaml`")
    folder = path.parent
    placed = any(folder.match(f"{SOURCES}/{pattern}") and len(folder.parts) == _depth(pattern) for pattern in _FOLDERS)
    if not placed:
        places = ", ".join(f"`{SOURCES}/{pattern}/`".replace("*", "<slug>") for pattern in _FOLDERS)
        return _stray(
            path, "the file stands where no copy is looked for", "move it, or delete it", f"copy is in {places}"
        )
    if path.stem in listed or (not listed and _LANGUAGE.fullmatch(path.stem)):
        return None
    help_ = f"name it after a language of the publication, or list `{path.stem}` in `{FRAME}` if it is one"
    return _stray(path, f"`{path.stem}` is not one of the languages of the publication", help_)


def _depth(pattern: str) -> int:
    return len(SOURCES.parts) + len(PurePosixPath(pattern).parts)


def _stray(path: PurePosixPath, message: str, remedy: str, *notes: str) -> Diagnostic:
    label = Label(Span(path, 0, 0))
    return Diagnostic("unread-file", Severity.WARNING, message, label, help=(remedy,), notes=notes)


def _unknown(language: str, listed: tuple[str, ...], frame: Node) -> Diagnostic:
    value = _list_of_languages(frame)
    label = Label(value.span, "these are listed") if value else None
    message = f"`{language}` is not one of the languages of the publication"
    help_ = f"ask for {' or '.join(f'`{each}`' for each in listed)}, or list `{language}` here"
    return Diagnostic("unknown-language", Severity.ERROR, message, label, help=(help_,))


def _absent(path: PurePosixPath) -> Diagnostic:
    help_ = "give the folder that holds it with `--root`"
    label = Label(Span(path, 0, 0))
    return Diagnostic("missing-publication", Severity.ERROR, f"there is no `{path}` here", label, help=(help_,))


def _unreadable(path: PurePosixPath, fault: OSError) -> Diagnostic:
    """A file that is there and cannot be read; the words of the system are told only where we have none."""
    trouble = _TROUBLES.get(fault.errno or 0)
    if trouble is None and isinstance(fault, PermissionError):
        trouble = next((told for word, told in _REFUSALS.items() if word in (fault.strerror or "")), _FORBIDDEN)
    label = Label(Span(path, 0, 0))
    message = f"`{path.name}` {trouble or 'cannot be read from the disk'}"
    help_ = "put the file itself in its place, readable for you"
    return Diagnostic("unreadable-file", Severity.ERROR, message, label, help=(help_,))
