"""Galleys made by hand, linked: each tree of the PDF as other readers see it."""

from __future__ import annotations

import gc
import hashlib
import subprocess
import sys
import tracemalloc
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from pypdf.generic import Destination as Bookmark

from compiler.link.binding import bind, blanks_of, folios
from compiler.link.volume import link
from compiler.model.container import Container, DamagedGalleyError, packed
from compiler.model.galley import Galley, GalleyObject, Ink
from compiler.model.volume import Stamp
from tests.link.builders import (
    DIGEST,
    a_galley,
    a_part,
    a_picture,
    an_edition,
    linked,
    opened,
    outcome,
)
from tests.link.reading import Raw, catalog, content, entries, reader
from tests.pdfium import Document

ROOT = Path(__file__).resolve().parents[2]


def a_volume() -> bytes:
    """Three parts with all there is."""
    pictures = {"grey": a_picture(), "masked": a_picture(90, masked=True)}
    one = a_galley("one", pages=3, links=("two", "three"), refers=("two",), pictures=pictures, headings=[("One", 1)])
    two = a_galley("two", pages=2, pictures=pictures, ids=("two-a", "two-b"), headings=[("Two", 1), ("Below", 2)])
    three = a_galley("three", text="xyz", links=("one",), roles={"Title": "H1"})
    parts = [a_part("one", "recto"), a_part("two", "recto"), a_part("three", "verso")]
    return linked(one, two, three, parts=parts)


def test_other_readers_open_it(tmp_path: Path) -> None:
    path = tmp_path / "volume.pdf"
    path.write_bytes(a_volume())
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No syntax or stream encoding errors" in done.stdout
    texts = [text.split() for text in Document(path).texts()]
    assert texts == [["Abc5", "1"], ["Abc", "2"], ["Abc", "3"], [], ["Abc", "5"], ["Abc", "6"], [], ["xyz", "8"]]
    assert len(reader(a_volume()).pages) == 8


def test_the_same_input_gives_the_same_bytes_in_other_processes() -> None:
    code = "import hashlib; from tests.link.test_volume import a_volume; print(hashlib.sha256(a_volume()).hexdigest())"
    found = {hashlib.sha256(a_volume()).hexdigest()}
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout.strip())
    assert len(found) == 1


def test_what_is_told_of_the_file_is_true() -> None:
    data, said = outcome(a_galley(pages=2))
    assert said.value is not None
    assert said.value.digest == hashlib.sha256(data).hexdigest()
    assert (said.value.pages, said.value.length) == (2, len(data))
    assert said.value.objects == int(cast("int", reader(data).trailer["/Size"])) - 1


def test_other_content_has_another_identifier() -> None:
    first, second = (reader(linked(a_galley(text=text))).trailer["/ID"] for text in ("abc", "abd"))
    assert first != second


def test_numbers_of_objects_have_no_gap() -> None:
    found = reader(a_volume())
    size = int(cast("int", found.trailer["/Size"]))
    known = set(found.xref_objStm) | set(found.xref[0])
    assert known >= set(range(1, size))


# ---- structure


def test_each_key_stands_in_the_parent_tree_once() -> None:
    data = a_volume()
    tree = catalog(data)["/StructTreeRoot"]
    keys = [int(key) for key, _ in entries(tree["/ParentTree"], "/Nums")]
    wanted: list[int] = []
    for page in reader(data).pages:
        wanted += [int(cast("int", page["/StructParents"]))] if "/StructParents" in page else []
        wanted += [int(each.get_object()["/StructParent"]) for each in page.get("/Annots", [])]
    assert Counter(keys) == Counter(wanted)
    assert keys == sorted(keys)
    assert int(tree["/ParentTreeNextKey"]) == max(keys) + 1


def test_marked_content_and_its_element_know_each_other() -> None:
    data = a_volume()
    found = reader(data)
    tree = cast("Raw", found.trailer["/Root"])["/StructTreeRoot"]
    parents = dict(entries(tree["/ParentTree"], "/Nums"))
    document = tree["/K"][0]
    for page in found.pages:
        if "/StructParents" not in page:
            assert "/Contents" not in page
            continue
        element = parents[page["/StructParents"]][0].get_object()
        assert element.raw_get("/Pg") == page.indirect_reference
        assert element["/K"][0] == 0
        assert element.raw_get("/P") == document.indirect_reference
        assert element.indirect_reference in list(document["/K"])
        for annotation in page.get("/Annots", []):
            link_element = parents[annotation.get_object()["/StructParent"]].get_object()
            assert link_element["/S"] == "/Link"
            assert link_element["/K"][0].raw_get("/Obj") == annotation


def test_roles_and_ids_are_those_of_all_parts() -> None:
    tree = catalog(a_volume())["/StructTreeRoot"]
    assert dict(tree["/RoleMap"]) == {"/Title": "/H1"}
    assert [str(name) for name, _ in entries(tree["/IDTree"], "/Names")] == ["two-a", "two-b"]
    assert [each["/ID"] for _, each in entries(tree["/IDTree"], "/Names")] == ["two-a", "two-b"]


def test_a_role_has_one_meaning() -> None:
    with pytest.raises(DamagedGalleyError, match="role `Title` is another one in the part `two`"):
        linked(a_galley("one", roles={"Title": "H1"}), a_galley("two", roles={"Title": "P"}))


# ---- names


def test_links_between_parts_arrive() -> None:
    data = a_volume()
    found = reader(data)
    names = {str(name): place for name, place in entries(catalog(data)["/Names"]["/Dests"], "/Names")}
    assert {name: found.get_page_number(place[0].get_object()) for name, place in names.items()} == {
        "one": 0,
        "two": 4,
        "three": 7,
    }
    assert [str(each) for each in names["two"][1:]] == ["/XYZ", "20", "110", "0"]
    leads = [str(each.get_object()["/Dest"]) for each in cast("Raw", found.pages[0])["/Annots"]]
    assert leads == ["two", "three"]


def test_a_link_to_nowhere_is_told() -> None:
    _, said = outcome(a_galley("one", links=("two", "gone")), a_galley("two"))
    assert [(each.name, each.message, each.notes) for each in said.diagnostics] == [
        ("dangling-link", "a link goes to `gone`, which is nowhere in the publication", ("in the part `one`",))
    ]


def test_a_folio_of_nowhere_is_told() -> None:
    data, said = outcome(a_galley("one", refers=("gone",), shown_figures=1))
    assert [(each.name, each.message) for each in said.diagnostics] == [
        ("dangling-link", "the folio of `gone` is printed, which has none")
    ]
    assert data.startswith(b"%PDF")


def test_a_folio_that_gained_a_figure_in_running_text_is_told() -> None:
    galleys = [a_galley("one", pages=9, refers=("two",)), a_galley("two", shown_figures=2)]
    _, said = outcome(*galleys)
    assert [(each.name, each.message) for each in said.diagnostics] == [
        ("unsettled-folios", "the folio of `two` is 10, the part `one` was set with a figure for it")
    ]


def test_a_name_given_twice_is_told() -> None:
    _, said = outcome(a_galley("one", anchors=("same",)), a_galley("two", anchors=("same",)))
    assert [(each.name, each.message) for each in said.diagnostics] == [
        ("duplicate-anchor", "the anchor `same` is given 2 times; it has to be given once")
    ]


def test_many_names_are_found_by_halving() -> None:
    """Limits are checked where the tree is read; names are sorted by their bytes, not as letters."""
    anchors = [f"one/{letter}{number}" for letter in "aZé" for number in range(1500)]
    data = linked(a_galley("one", anchors=anchors))
    root = catalog(data)["/Names"]["/Dests"]
    assert len(root["/Kids"]) <= 64
    names = [name.original_bytes for name, _ in entries(root, "/Names")]
    assert names == sorted(names)
    assert len(names) == 4501


# ---- pages


def test_blank_pages_have_the_size_of_the_page_before() -> None:
    found = reader(linked(a_galley("one", width=210), a_galley("two"), parts=[a_part("one"), a_part("two", "recto")]))
    page = cast("Raw", found.pages[1])
    assert [float(edge) for edge in page["/TrimBox"]] == [0, 0, 210, 300]
    assert "/Contents" not in page
    assert "/StructParents" not in page
    assert dict(page["/Resources"]) == {}


def test_boxes_are_trim_and_bleed() -> None:
    for bled, crop in ((False, [0, 0, 200, 300]), (True, [-10, -10, 210, 310])):
        page = reader(linked(a_galley(), edition=an_edition(bled=bled))).pages[0]
        assert [float(edge) for edge in page.mediabox] == [-10, -10, 210, 310]
        assert [float(edge) for edge in page.bleedbox] == [-10, -10, 210, 310]
        assert [float(edge) for edge in page.trimbox] == [0, 0, 200, 300]
        assert [float(edge) for edge in page.cropbox] == crop
        assert page["/Tabs"] == "/S"


def test_a_large_volume_has_a_balanced_tree_of_pages() -> None:
    data = linked(a_galley(pages=200, shown_figures=1))
    root = catalog(data)["/Pages"]
    assert int(root["/Count"]) == 200
    assert [int(kid.get_object()["/Count"]) for kid in root["/Kids"]] == [64, 64, 64, 8]
    found = reader(data)
    assert [page["/StructParents"] for page in found.pages] == list(range(200))
    for page in found.pages:
        assert page.indirect_reference in list(cast("Raw", page["/Parent"])["/Kids"])


def test_labels_are_folios_in_ranges() -> None:
    parts = [
        a_part("cover", counted=False, label="Cover"),
        a_part("front", numerals="roman"),
        a_part("body", restart=True),
    ]
    galleys = [a_galley("cover", counted=False), a_galley("front", pages=2, counted=False), a_galley("body", pages=2)]
    data = linked(*galleys, parts=parts)
    assert reader(data).page_labels == ["Cover", "i", "ii", "1", "2"]


# ---- the catalog


def test_the_catalog_says_how_the_volume_is_to_be_shown() -> None:
    root = catalog(a_volume())
    assert root["/Lang"] == "en"
    assert dict(root["/MarkInfo"]) == {"/Marked": True}
    assert dict(root["/ViewerPreferences"]) == {"/DisplayDocTitle": True}
    assert (root["/PageMode"], root["/PageLayout"]) == ("/UseOutlines", "/TwoPageRight")
    assert root["/OutputIntents"][0]["/DestOutputProfile"]["/N"] == 3


def test_a_page_alone_and_a_book_bound_on_the_right() -> None:
    root = catalog(linked(a_galley()))
    assert (root["/PageMode"], root["/PageLayout"]) == ("/UseNone", "/SinglePage")
    assert "/Outlines" not in root
    root = catalog(linked(a_galley(pages=2), edition=an_edition(language="ar", backwards=True)))
    assert root["/PageLayout"] == "/TwoPageLeft"
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"


def test_metadata_is_said_twice_alike() -> None:
    found = reader(a_volume())
    assert found.metadata is not None
    assert (found.metadata.title, found.metadata.author) == ("A title", "An author")
    assert found.xmp_metadata is not None
    assert found.xmp_metadata.dc_title == {"x-default": "A title"}


def test_the_outline_has_two_levels() -> None:
    found = reader(a_volume())
    outline = cast("list[Bookmark | list[Bookmark]]", found.outline)
    assert [each.title if not isinstance(each, list) else [one.title for one in each] for each in outline] == [
        "One",
        "Two",
        ["Below"],
    ]
    assert int(catalog(a_volume())["/Outlines"]["/Count"]) == 3
    pages = [found.get_destination_page_number(each) for each in outline if not isinstance(each, list)]
    assert pages == [0, 4]


def test_titles_of_any_script_reach_the_outline() -> None:
    titles = ["(a\\b) 5 0 R", "Überblick", "目次", "a\nb\r"]
    data = linked(a_galley(headings=[(title, 1) for title in titles]))
    assert [each.title for each in cast("list[Bookmark]", reader(data).outline)] == titles


# ---- what galleys hold


def test_pictures_are_written_once() -> None:
    data = a_volume()
    found = reader(data)
    drawn = [cast("Raw", found.pages[index])["/Resources"]["/XObject"] for index in (0, 4)]
    for name in ("/P0", "/P1"):
        assert drawn[0].raw_get(name) == drawn[1].raw_get(name)
    assert "/SMask" not in drawn[0]["/P0"]
    assert drawn[0]["/P1"]["/SMask"].get_data() == bytes([0, 255] * 2)
    assert data.count(b"/Subtype/Image") == 3


def test_text_that_looks_like_a_reference_stays() -> None:
    titles = [b"(5 0 R \\(1 0 R\\) \\\\ endobj f0 |)", b"<feff00350020003000200052>"]
    for title, said in zip(titles, ["5 0 R (1 0 R) \\ endobj f0 |", "5 0 R"], strict=True):
        tree = catalog(linked(a_galley("one"), a_galley("two", title=title)))["/StructTreeRoot"]
        assert tree["/K"][0]["/K"][1]["/T"] == said


def test_figures_in_titles_are_those_of_folios() -> None:
    def titled(title: bytes) -> str:
        first = a_galley("one", title=title, refers=("two",))
        return str(catalog(linked(first, a_galley("two")))["/StructTreeRoot"]["/K"][0]["/K"][0]["/T"])

    assert titled(b"(page \0f1\0)") == "page 2"
    assert titled(b"<feff00e90020\0h1\0>") == "é 2"


def test_inks_are_tints_over_the_paper() -> None:
    inks = (Ink("red", 1, False), Ink("red", 0.5, True), Ink("red", 0, False), Ink("gone", 1, False))
    lines = content(linked(a_galley(inks=inks)), 0).split(b"\n")
    assert lines[1:5] == [
        b"0.784314 0.156863 0.078431 rg",
        b"0.882353 0.568627 0.509804 RG",
        b"0.980392 0.980392 0.941176 rg",
        b"0 0 0 rg",
    ]


# ---- galleys at fault


def spoilt(head: bytes) -> Galley:
    galley = a_galley()
    return replace(galley, objects=(GalleyObject("plain", head, b""), *galley.objects[1:]))


@pytest.mark.parametrize(
    "head",
    [
        b"<</A \0r99\0>>",
        b"<</A \0r0\0>>",
        b"<</A \0g1\0>>",
        b"<</A \0p0\0>>",
        b"<</A \0k9\0>>",
        b"<</A \0f9\0>>",
        b"<</A \0s0\0>>",
        b"<</A \0r-1\0>>",
        b"<</A \0other\0>>",
        b"<</A \0\0>>",
        b"<</A \0r1>>",
        b"<<\0|\0>>",
        b"<<\0|\0|\0>>",
    ],
)
def test_a_token_for_nothing_is_damage(head: bytes) -> None:
    with pytest.raises(DamagedGalleyError):
        linked(spoilt(head))


@pytest.mark.parametrize(
    "changed",
    [{"parents": 99}, {"kids": (0,)}, {"ids": {"a": 50}}, {"keys": 0}, {"objects": 5}],
)
def test_symbols_that_contradict_themselves_are_damage(changed: dict[str, object]) -> None:
    galley = a_galley()
    symbols = replace(galley.symbols, **changed)  # pyright: ignore[reportArgumentType]: one value of each type
    parts = [a_part()]
    binding = bind(parts, blanks_of([symbols]))
    found = folios(binding, parts, [{}])
    with Path("/dev/null").open("wb") as out, pytest.raises(DamagedGalleyError):
        link(binding, found, [symbols], [opened(galley)], an_edition(), out)


def test_galleys_and_binding_belong_together() -> None:
    """What a caller mixes up is its own fault, not that of a galley."""
    galley, edition = a_galley(pages=2), an_edition()
    for parts, blanks in (([a_part()], [[False]]), ([a_part(), a_part("two")], [[False, False], [False]])):
        binding = bind(parts, blanks)
        found = folios(binding, parts, [galley.anchors for _ in parts])
        with Path("/dev/null").open("wb") as out, pytest.raises(ValueError, match="bound") as caught:
            link(binding, found, [galley.symbols], [opened(galley)], edition, out)
        assert not isinstance(caught.value, DamagedGalleyError)


def test_a_volume_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="there are no pages to link"):
        outcome(parts=[])


# ---- memory


def peak(count: int) -> int:
    """The most memory that linking takes beside symbols, for so many parts."""
    text = "".join(map(chr, range(97, 123))) * 1500
    galley = a_galley("one", text=text, pages=2, shown_figures=4)
    data = packed(galley)
    symbols, parts = [galley.symbols] * count, [a_part() for _ in range(count)]
    binding = bind(parts, blanks_of(symbols))
    found = folios(binding, parts, [galley.anchors] * count)
    edition = an_edition()

    def again() -> Container:
        return Container(data)

    # Others may have asked Python to look for cycles more seldom.
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    gc.collect()
    with Path("/dev/null").open("wb") as out:
        tracemalloc.start()
        try:
            link(binding, found, symbols, [again] * count, edition, out)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            gc.set_threshold(*before)


def test_memory_does_not_grow_with_the_volume() -> None:
    """A part draws some 320 kB; of each there may remain numbers, references and names, less than 2 kB."""
    few, many = peak(30), peak(300)
    assert many - few < 270 * 2000, (few, many)


# ---- proofs


def test_the_stamp_stands_on_every_page_and_hides_nothing(tmp_path: Path) -> None:
    """Blank pages too; its text can be found, and is an artifact."""
    parts = [a_part("one", opens="recto"), a_part("two", opens="recto")]
    galleys = [a_galley("one", text="a", pages=1), a_galley("two", text="b", pages=1)]
    stamp = Stamp("Proof", DIGEST, Ink("red", 1, stroke=True), Ink("red", 0, stroke=True))
    plain, proof = (
        texts(tmp_path, linked(*galleys, parts=parts, edition=replace(an_edition(), stamp=each)))
        for each in (None, stamp)
    )
    assert len(plain) == 3
    assert all("Proof" in text for text in proof)
    assert [text.replace("Proof", "").strip() for text in proof] == [text.strip() for text in plain]


def texts(folder: Path, data: bytes) -> list[str]:
    path = folder / f"{hashlib.sha256(data).hexdigest()}.pdf"
    path.write_bytes(data)
    with Document(path) as document:
        return document.texts()
