"""Every command as a script sees it: exit codes, what goes to which stream, proofs and releases."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from compiler.check import schemas
from tests.faults.conftest import Run, edit, inside, run
from tests.pdfium import Document

KEYS = [
    "name", "severity", "message", "path", "line", "column", "end_line", "end_column", "labels", "help", "notes",
]  # fmt: skip
REPORT = "cities/town-1/en.yaml"


@pytest.mark.slow
def test_the_way_from_a_fault_to_a_release(root: Path) -> None:
    """A proof with a fault; a refused release that leaves the proof; a mended one that replaces it; then nothing."""
    pdf = root / "build/en/publication.pdf"
    edit(root, REPORT, "'Benches'", "''")
    proof = run(root, "build", "--message-format", "json")
    assert proof.code == 1
    assert [each["name"] for each in proof.diagnostics] == ["empty-field"]
    texts = Document(pdf).texts()
    assert all("Proof" in text for text in texts if text)
    assert any("`title` is empty" in text for text in texts), "the fault is marked on its page"
    before = pdf.read_bytes()
    refused = run(root, "build", "--release")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.endswith("1 error in 1 file\nnothing was written\n")
    assert pdf.read_bytes() == before
    edit(root, REPORT, "title: ''", "title: 'Benches'")
    release = run(root, "build", "--release")
    assert (release.code, release.out) == (0, "")
    assert not any("Proof" in text for text in Document(pdf).texts())
    assert run(root, "clean") == Run(0, "", "")
    assert list((root / "build").iterdir()) == []
    assert run(root, "clean") == Run(0, "", "")


@pytest.mark.slow
def test_a_report_that_is_missing_is_a_page_that_says_so(pair: Path) -> None:
    (pair / "sources/cities/town-2/en.yaml").unlink()
    done = run(pair, "build", "--quiet", "--message-format", "json")
    assert (done.code, done.err) == (1, "")
    assert [each["name"] for each in done.diagnostics] == ["missing-report"]
    assert all(each["path"] for each in done.diagnostics)
    texts = Document(pair / "build/en/publication.pdf").texts()
    assert all("Proof" in text for text in texts if text)
    assert any("sources/cities/town-2/en.yaml" in text for text in texts)


def test_formats(root: Path) -> None:
    edit(root, REPORT, "region: ", "regoin: ")
    machine = inside(root, "check", "--message-format", "json")
    assert (machine.code, machine.err) == (1, "")
    assert {each["name"] for each in machine.diagnostics} == {"unknown-field", "missing-field"}
    for each in machine.diagnostics:
        assert list(each) == KEYS
        assert all(list(label) == [*KEYS[3:8], "text", "primary"] for label in each["labels"])
    concise = inside(root, "check", "--message-format", "concise", "--quiet")
    assert (concise.code, concise.out) == (1, "")
    assert [line.split(" ")[1] for line in concise.err.splitlines()] == ["error[missing-field]", "error[unknown-field]"]
    assert all(line.startswith("sources/cities/town-1/en.yaml:") for line in concise.err.splitlines())
    full = inside(root, "check")
    assert (full.code, full.out) == (1, "")
    assert full.err.endswith("2 errors in 1 file\n")
    assert "2 errors" not in inside(root, "check", "--quiet").err


def test_check_tells_the_terms_that_layouts_print(root: Path) -> None:
    """A build must not find fault with copy that was checked."""
    edit(root, "words/en.yaml", "  not_known:", "  not_knwon:")
    found = inside(root, "check", "--message-format", "json")
    assert found.code == 1
    assert {each["name"] for each in found.diagnostics} == {"missing-term", "unused-term"}


def test_good_copy_says_nothing(root: Path) -> None:
    for form in ("full", "concise", "json"):
        assert inside(root, "check", "--message-format", form) == Run(0, "", "")


def test_status(pair: Path) -> None:
    good = inside(pair, "status")
    assert (good.code, good.err) == (0, "")
    assert "Town 2" in good.out
    edit(pair, "cities/town-2/en.yaml", "region: ", "regoin: ")
    bad = inside(pair, "status", "--message-format", "json")
    assert bad.code == 1
    assert [each["errors"] for each in map(json.loads, bad.out.splitlines())][:2] == [0, 2]


def test_new_and_schema(root: Path) -> None:
    made = inside(root, "new", "city", "rauma")
    assert (made.code, made.out) == (0, "")
    assert [line for line in made.err.splitlines() if line.endswith(".yaml")] == [
        str(root / "sources/cities/rauma" / f"{name}.yaml") for name in ("city", "en")
    ]
    assert inside(root, "new", "city", "rauma").code == 2
    assert inside(root, "new", "city", "lahti", "--quiet") == Run(0, "", "")
    written = inside(root, "schema")
    assert written.code == 0
    assert written.err.splitlines() == [str(root / path) for path in schemas()]
    assert all((root / path).read_text(encoding="utf-8") == text for path, text in schemas().items())


@pytest.mark.parametrize(
    ("slug", "language"),
    [("../x", "en"), ("A b", "en"), ("", "en"), ("index", "en"), ("x", "../../../evil"), ("x", "")],
)
def test_new_writes_nowhere_else(root: Path, slug: str, language: str) -> None:
    before = sorted(root.parent.rglob("*"))
    done = inside(root, "new", "city", slug, "--language", language)
    assert done.code == 2
    assert done.err.startswith("error[")
    assert sorted(root.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "COMMAND"),
        (("frob",), "frob"),
        (("check", "--frob"), "--frob"),
        (("check", "--message-format", "xml"), "xml"),
        (("check", "--root", "/nowhere/at/all"), "there is no folder `/nowhere/at/all`"),
        (("check", "--root", "/etc/hostname"), "there is no folder `/etc/hostname`"),
        (("explain", "overste"), "there is `overset`"),
        (("explain", "../overset"), "no diagnostic has the name"),
        (("new", "town", "x"), "town"),
    ],
)
def test_misuse(arguments: tuple[str, ...], said: str) -> None:
    done = inside(None, *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_help_and_explain() -> None:
    assert run(None, "--version").out.startswith("report ")
    assert "build" in run(None, "--help").out
    told = run(None, "explain", "overset")
    assert (told.code, told.err) == (0, "")
    assert "Remedy:" in told.out


@pytest.mark.parametrize("command", ["check", "build", "status"])
def test_a_language_that_is_not_listed(root: Path, command: str) -> None:
    done = inside(root, command, "--language", "../xx", "--message-format", "json", "--quiet")
    assert (done.code, done.err) == (1, "")
    assert [each["name"] for each in done.diagnostics] == ["unknown-language"]
    assert done.diagnostics[0]["path"] == "sources/publication.yaml"


@pytest.mark.parametrize("stamp", ["-1", "x", "", "1.5", "100000000000000000000", "9" * 400, "253402300800"])
def test_dates_that_are_none(root: Path, stamp: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", stamp)
    done = inside(root, "build")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("report: SOURCE_DATE_EPOCH is ")
    assert done.err.count("\n") == 1
    assert not (root / "build").exists()


@pytest.mark.slow
def test_a_date_is_obeyed(root: Path) -> None:
    assert run(root, "build", SOURCE_DATE_EPOCH="86400").code == 0
    about = PdfReader(root / "build/en/publication.pdf").metadata
    assert about is not None
    assert about.creation_date == datetime(1970, 1, 2, tzinfo=UTC)


BOOM = """
from compiler import commands
def boom(options): raise ZeroDivisionError("a fault")
commands.COMMANDS["check"] = boom
"""


def test_a_bug_is_told_as_a_bug(root: Path) -> None:
    done = run(root, "check", before=BOOM)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("report: this is a bug in the compiler, not in your copy (ZeroDivisionError)\n")
    told = (root / "build/bug.txt").read_text(encoding="utf-8")
    assert "ZeroDivisionError: a fault" in told
    assert "report 0." in told


def test_a_bug_is_told_where_nothing_can_be_written(root: Path) -> None:
    (root / "build").write_text("in the way")
    done = run(root, "check", before=BOOM, traceback=True)
    assert (done.code, done.out) == (2, "")
    assert "ZeroDivisionError: a fault" in done.err
    assert (root / "build").read_text(encoding="utf-8") == "in the way"
