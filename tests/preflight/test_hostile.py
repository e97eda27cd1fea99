"""Files that are damaged, locked, huge, or made to do harm: told of, within limits, and never a crash."""

from __future__ import annotations

import logging
import random
import time
import zlib
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from compiler.preflight import preflight
from compiler.preflight.conditions import Conditions
from compiler.preflight.inspection import Common, Task
from compiler.preflight.objects import UnreadableError, opened
from compiler.workers import Hands, Limits
from compiler.world import Disk
from tests.preflight.builders import ASKED, PAGE, a_packed, a_pdf, a_stream, assembled, found, names
from tests.preflight.working import never_ends, takes_memory

AREA = "100 100 50 50 re f"
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 600 800]"


def tree(objects: dict[int, bytes | str]) -> bytes:
    """A file whose page tree begins with object 2."""
    return assembled({1: "<< /Type /Catalog /Pages 2 0 R >>", **objects}, "/Root 1 0 R /ID [<01> <02>]")


def a_leaf(parent: int = 2) -> str:
    boxes = " ".join(f"/{key} {value}" for key, value in PAGE.items())
    return f"<< /Type /Page /Parent {parent} 0 R {boxes} >>"


# ---- no PDF, and damaged ones --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 a package", b"%PDF-1.7", b"%PDF-1.7\n" + bytes(5000), b"%PDF-1.4\nxref"]
)
def test_what_is_no_pdf(content: bytes) -> None:
    assert "unreadable-pdf" in names(content)


def test_a_wrong_table_is_mended_and_told() -> None:
    pdf = a_pdf(AREA).replace(b"startxref\n", b"startxref\n9")
    (finding,) = found(pdf)
    assert finding.name == "damaged-pdf"
    assert finding.notes


def test_a_table_with_wrong_places_is_mended_and_told() -> None:
    head, _, tail = a_pdf(AREA).partition(b"xref\n")
    assert {"damaged-pdf"} <= names(head + b"xref\n" + tail.replace(b"0000000", b"0000001", 4))


def test_a_file_cut_off() -> None:
    pdf = a_pdf(AREA)
    for length in (50, len(pdf) // 3, len(pdf) // 2, len(pdf) - 30):
        assert names(pdf[:length]) & {"unreadable-pdf", "damaged-pdf", "unchecked"}


def test_damage_anywhere_is_never_a_crash() -> None:
    """Bytes changed at random, with a fixed seed; whatever comes of it is a finding."""
    chance = random.Random(6)
    content = f"q 1 0 0 1 5 5 cm /X Do Q BT /F 9 Tf 90 90 Td [(a) 5 (b)] TJ ET {AREA}"
    pdf = a_pdf(content, objects="/X 20 0 R", more=[a_stream(AREA, FORM)], page={"Annots": "[<< /Subtype /Link >>]"})
    logging.disable(logging.CRITICAL)
    try:
        for _ in range(150):
            damaged = bytearray(pdf)
            for _ in range(chance.choice((1, 5, 40))):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            assert all(each.message for each in found(bytes(damaged)))
    finally:
        logging.disable(logging.NOTSET)


def test_entries_of_other_types() -> None:
    wrong = ("null", "5", "(x)", "/N", "[1 2 3 4 5 6]", "<< /A 1 >>", "99 0 R", "true")
    for value in wrong:
        page = {
            "MediaBox": value,
            "TrimBox": value,
            "Annots": value,
            "Resources": value,
            "Rotate": value,
            "Group": value,
        }
        assert all(each.message for each in found(a_pdf(AREA, page=page)))
        catalogue = {
            "OutputIntents": value,
            "Metadata": value,
            "Names": value,
            "OCProperties": value,
            "MarkInfo": value,
        }
        assert all(each.message for each in found(a_pdf(AREA, catalogue=catalogue)))
        held = {"fonts": f"/F {value}", "spaces": f"/C {value}", "states": f"/S {value}", "objects": f"/X {value}"}
        content = f"/S gs /C cs 1 scn /X Do /C sh BT /F 10 Tf 100 100 Td (x) Tj ET {AREA}"
        assert all(each.message for each in found(a_pdf(content, **held)))  # type: ignore[arg-type]


def test_operators_without_operands() -> None:
    every = "w gs cs CS sc SCN rg K g m l c v y h re W n S f B b BT Tf Td TD Tm T* Tj TJ ' \" Do sh cm Q Q Q BI ID EI"
    assert names(a_pdf(every)) == {"damaged-page"}


# ---- locked ---------------------------------------------------------------------------------------------------------


def test_a_locked_file_is_told_and_not_looked_into() -> None:
    entries = "/Filter /Standard /V 1 /R 2 /P -1 /O <" + "41" * 32 + "> /U <" + "42" * 32 + ">"
    assert names(a_pdf(AREA, trailer=f"/ID [<01> <02>] /Encrypt << {entries} >>")) == {"encrypted", "unchecked"}


def test_a_lock_that_nobody_knows() -> None:
    assert names(a_pdf(AREA, trailer="/ID [<01> <02>] /Encrypt << /Filter /Ours /V 9 >>")) & {
        "encrypted",
        "unreadable-pdf",
    }


def a_locked(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(a_pdf(f"1 0 0 rg {AREA}")))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_lock_without_a_password_is_told_and_opened() -> None:
    assert {"encrypted", "rgb-colour"} <= names(a_locked(""))
    assert names(a_locked("user")) == {"encrypted", "unchecked"}


# ---- loops and depths -----------------------------------------------------------------------------------------------


def test_a_page_tree_that_holds_itself() -> None:
    pdf = tree({2: "<< /Type /Pages /Count 2 /Kids [3 0 R 2 0 R] >>", 3: a_leaf()})
    document = opened(pdf)
    assert len(document.pages) == 1
    assert any("holds itself" in words for words in document.mended.said)


def test_branches_that_share_their_branches() -> None:
    """Forty levels of two each: more branches than anybody could walk."""
    objects: dict[int, bytes | str] = {
        at: f"<< /Type /Pages /Count 1 /Kids [{at + 1} 0 R {at + 1} 0 R] >>" for at in range(2, 42)
    }
    empty = tree({**objects, 42: "<< /Type /Pages /Count 0 /Kids [] >>"})
    assert any("more branches" in words for words in opened(empty).mended.said)
    full = opened(tree({**objects, 42: a_leaf(41)}))
    assert full.more
    assert len(full.pages) == 5000


def test_a_reference_that_leads_to_itself() -> None:
    assert "unreadable-pdf" in names(tree({2: "2 0 R"}))
    assert names(a_pdf(AREA, page={"Contents": "20 0 R"}, more=["21 0 R", "20 0 R"])) <= {"damaged-pdf", "unchecked"}


@pytest.mark.parametrize("depth", [500, 100_000])
def test_deep_nesting(depth: int) -> None:
    deep = "[" * depth + "]" * depth
    assert all(each.message for each in found(a_pdf(AREA, page={"Trial": deep})))
    assert all(each.message for each in found(a_pdf(f"{deep} x {AREA}")))


def test_a_form_that_draws_itself() -> None:
    pdf = a_pdf(
        "/X Do",
        objects="/X 20 0 R",
        more=[a_stream(f"/X Do {AREA}", f"{FORM} /Resources << /XObject << /X 20 0 R >> >>")],
    )
    (finding,) = found(pdf)
    assert (finding.name, finding.notes) == ("damaged-page", ("a form draws itself, or forms are nested too deeply",))


def test_a_pattern_and_a_mask_that_hold_themselves() -> None:
    tile = a_stream(
        "/Pattern cs /P scn 0 0 9 9 re f", "/PatternType 1 /PaintType 1 /Resources << /Pattern << /P 20 0 R >> >>"
    )
    assert found(a_pdf(f"/Pattern cs /P scn {AREA}", resources="/Pattern << /P 20 0 R >>", more=[tile])) == []
    mask = a_stream(AREA, f"{FORM} /Resources << /ExtGState << /M 21 0 R >> >>").replace(b"100 100", b"/M gs 9", 1)
    assert names(
        a_pdf(f"/M gs {AREA}", states="/M 21 0 R", more=[mask, "<< /SMask << /S /Luminosity /G 20 0 R >> >>"])
    ) <= {"damaged-page"}


# ---- bombs ----------------------------------------------------------------------------------------------------------


def test_forms_that_multiply() -> None:
    """Twelve levels of twenty each are 4 to the 15th power of drawings; the budget of the page ends them."""
    more = [a_stream("/X Do " * 20, f"{FORM} /Resources << /XObject << /X {21 + at} 0 R >> >>") for at in range(12)] + [
        a_stream(AREA, FORM)
    ]
    began = time.process_time()
    (finding,) = found(a_pdf("/X Do", objects="/X 20 0 R", more=more))
    assert (finding.name, finding.unproven) == ("unchecked", True)
    assert "too much work" in finding.message
    assert time.process_time() - began < 30


def test_a_stream_that_unpacks_without_end() -> None:
    bomb = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    stream = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n" % len(bomb) + bomb + b"\nendstream"
    assert len(bomb) < 2000
    assert names(a_pdf(page={"Contents": "20 0 R"}, more=[stream])) == {"damaged-page"}


def test_a_picture_that_unpacks_without_end() -> None:
    picture = a_packed(
        bytes(200_000_000),
        "/Type /XObject /Subtype /Image /Width 9000 /Height 9000 /BitsPerComponent 8 /ColorSpace /DeviceCMYK",
    )
    pdf = a_pdf("q 500 0 0 500 50 50 cm /I Do Q", objects="/I 20 0 R", more=[picture])
    told = found(pdf)
    assert [(each.name, each.unproven) for each in told] == [("degraded-check", True)]


def test_metadata_that_multiply() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(20)
    )
    assert "no-standard" in names(a_pdf(AREA, xmp=f"{bomb}]><x>&u;</x>"))


def test_numbers_that_are_no_size() -> None:
    for number in ("1e400", "9" * 400, "-" * 50 + "1", "0.0000000000000000000001", "NaN"):
        content = (
            f"{number} 0 0 {number} 0 0 cm {number} w 1 1 m {number} {number} l S BT /F {number} Tf (x) Tj ET {AREA}"
        )
        assert all(each.message for each in found(a_pdf(content)))
        box = f"[0 0 {number} {number}]"
        assert all(each.message for each in found(a_pdf(AREA, page={"MediaBox": box}), kinds=("file", "pages", "look")))


# ---- processes ------------------------------------------------------------------------------------------------------


def test_a_page_that_never_ends_takes_no_other_with_it(tmp_path: Path) -> None:
    path = tmp_path / "trial.pdf"
    path.write_bytes(a_pdf("1 0 0 rg 100 100 50 50 re f", pages=6, page={"Trial": "/Endless"}))
    crew: Hands[Common, Task] = Hands(never_ends, 2, Limits(seconds=3, memory=1 << 30))
    verdict, _ = preflight(path, Disk(tmp_path), ASKED, lambda: crew)
    told = [
        (each.finding.name, each.finding.message) for each in verdict.found if each.finding.name != "degraded-check"
    ]
    assert (
        "unchecked",
        "the content of pages 1 to 4 could not be checked: `pages 1 to 4` took longer than 3 s",
    ) in told
    assert verdict.pages == 6
    assert not verdict.proven
    assert verdict.errors == 1


def test_a_file_that_eats_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "trial.pdf"
    path.write_bytes(a_pdf())
    crew: Hands[Common, Task] = Hands(takes_memory, 1, Limits(seconds=60, memory=200 << 20))
    verdict, _ = preflight(path, Disk(tmp_path), Conditions(), lambda: crew)
    assert {each.finding.name for each in verdict.found} == {"unreadable-pdf", "unchecked"}
    assert "200 MiB" in verdict.found[0].finding.message


def test_unreadable_says_why() -> None:
    with pytest.raises(UnreadableError, match="does not begin"):
        opened(b"nothing")
