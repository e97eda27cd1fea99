"""Which files are read, and what is said of those that are not."""

from __future__ import annotations

import datetime
import io
from pathlib import Path, PurePosixPath

import pytest
from PIL import Image

from compiler.load import load
from compiler.model.diagnostics import Outcome
from compiler.model.tree import Copy
from compiler.world import Disk

Files = dict[str, bytes | OSError]


class Shelf:
    """A world of files in memory; a file that is an error raises it."""

    def __init__(self, files: Files) -> None:
        self._files = {PurePosixPath("sources", name): data for name, data in files.items()}

    def read(self, path: PurePosixPath) -> bytes:
        data = self._files.get(path, FileNotFoundError(2, "no such file"))
        if isinstance(data, OSError):
            raise data
        return data

    def files(self, folder: PurePosixPath) -> tuple[PurePosixPath, ...]:
        return tuple(sorted(path for path in self._files if path.is_relative_to(folder)))

    def date(self) -> datetime.datetime | None:
        return None


def loading(files: Files, language: str | None = None, languages: str = "[en, fr]") -> Outcome[Copy]:
    """Load a publication of some files below `sources/`."""
    frame: Files = {"publication.yaml": f"languages: {languages}\n".encode()}
    return load(Shelf(frame | files), language)


def said(found: Outcome[Copy]) -> list[tuple[str, str]]:
    return [(each.name, str(each.primary.span.path) if each.primary else "") for each in found.diagnostics]


def read(found: Outcome[Copy]) -> set[str]:
    assert found.value is not None
    return {str(path.relative_to("sources")) for path in found.value.trees} - {"publication.yaml"}


X = b"a: x\n"


def test_an_edition_is_read_in_its_language() -> None:
    files: Files = {
        "words/en.yaml": X, "words/fr.yaml": X, "partners/en.yaml": X, "cities/oulu/city.yaml": X,
        "cities/oulu/en.yaml": X, "cities/oulu/fr.yaml": X, "cities/oulu/README.md": X,
        "convergences/simple/en.yaml": X, "front/cover/en.yaml": X, "front/foreword/fr.yaml": X,
        "back/colophon/en.yaml": X, "schema/city.json": X,
    }  # fmt: skip
    english = {
        "words/en.yaml", "partners/en.yaml", "cities/oulu/city.yaml", "cities/oulu/en.yaml",
        "convergences/simple/en.yaml", "front/cover/en.yaml", "back/colophon/en.yaml",
    }  # fmt: skip
    first = loading(files)
    assert first.diagnostics == ()
    assert read(first) == english
    french = {"words/fr.yaml", "cities/oulu/city.yaml", "cities/oulu/fr.yaml", "front/foreword/fr.yaml"}
    assert read(loading(files, "fr")) == french


def test_an_unlisted_language_is_told_and_read() -> None:
    found = loading({"words/de.yaml": X}, "de")
    assert said(found) == [("unknown-language", "sources/publication.yaml")]
    assert read(found) == {"words/de.yaml"}


def test_a_language_never_leads_out_of_the_folder() -> None:
    assert said(loading({}, "../../secret")) == [("unknown-language", "sources/publication.yaml")]


def test_without_a_publication_there_is_nothing() -> None:
    found = load(Shelf({"words/en.yaml": X}), None)
    assert found.value is None
    assert said(found) == [("missing-publication", "sources/publication.yaml")]


def test_a_fault_in_one_file_hides_none_in_others() -> None:
    found = loading(
        {"words/en.yaml": b"a: b: c\n", "cities/oulu/city.yaml": b"a: 1\na: 2\n", "cities/oulu/en.yaml": b"\tx"}
    )
    assert said(found) == [
        ("yaml-syntax", "sources/words/en.yaml"),
        ("duplicate-key", "sources/cities/oulu/city.yaml"),
        ("tab", "sources/cities/oulu/en.yaml"),
    ]
    assert "words/en.yaml" not in read(found)


def test_a_broken_publication_hides_no_fault_either() -> None:
    found = loading({"words/en.yaml": b"a: 1\na: 2\n"}, languages="[en")
    assert [name for name, _ in said(found)] == ["yaml-syntax", "duplicate-key"]


@pytest.mark.parametrize(
    "name",
    [
        "words/de.yaml",
        "cities/oulu/en.yml",
        "cities/oulu/more/en.yaml",
        "cities/oulu/notes.yaml",
        "cities/en.yaml",
        "front/preface/en.yaml",
        "back/colophon/en.YAML",
        "stray.yaml",
    ],
)
def test_stray_files(name: str) -> None:
    assert said(loading({name: X})) == [("unread-file", f"sources/{name}")]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (PermissionError(13, "Permission denied"), "may not be read by you"),
        (PermissionError(13, "leaves the folder of the publication"), "leads out of the folder"),
        (FileNotFoundError(2, "No such file"), "does not exist"),
        (IsADirectoryError(21, "Is a directory"), "is a folder"),
        (OSError(40, "Too many levels of symbolic links"), "leads back to itself"),
        (OSError(5, "Input/output error"), "cannot be read from the disk"),
    ],
)
def test_unreadable_files(fault: OSError, words: str) -> None:
    found = loading({"words/en.yaml": fault})
    assert said(found) == [("unreadable-file", "sources/words/en.yaml")]
    assert words in found.diagnostics[0].message


def test_pictures_stand_beside_the_copy() -> None:
    into = io.BytesIO()
    Image.new("RGB", (3, 2)).save(into, "PNG")
    found = loading({"cities/oulu/pictures/a.png": into.getvalue(), "cities/oulu/pictures/b.png": b"", "cover.PNG": X})
    assert found.value is not None
    assert [str(path) for path in found.value.pictures] == ["sources/cities/oulu/pictures/a.png"]
    assert said(found) == [
        ("damaged-picture", "sources/cities/oulu/pictures/b.png"),
        ("damaged-picture", "sources/cover.PNG"),
    ]


def test_on_a_real_disk(tmp_path: Path) -> None:
    (tmp_path / "sources/words/en.yaml").mkdir(parents=True)
    (tmp_path / "sources/partners").mkdir()
    (tmp_path / "sources/partners/en.yaml").symlink_to("/etc/hostname")
    (tmp_path / "sources/cities/oulu").mkdir(parents=True)
    (tmp_path / "sources/cities/oulu/en.yaml").symlink_to("nowhere")
    (tmp_path / "sources/publication.yaml").write_text("languages: [en]\n")
    assert said(load(Disk(tmp_path), None)) == [
        ("unreadable-file", "sources/words/en.yaml"),
        ("unreadable-file", "sources/partners/en.yaml"),
        ("unreadable-file", "sources/cities/oulu/en.yaml"),
    ]
