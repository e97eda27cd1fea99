"""The command: what it says, writes and returns; our own files and their lines of the copy; Ghostscript."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from compiler.explain import meanings, names
from compiler.model.diagnostics import Severity
from compiler.preflight import house_of, separations
from compiler.preflight.conditions import Conditions
from compiler.preflight.exemptions import exemptions
from compiler.preflight.findings import Finding
from compiler.preflight.geometry import Box
from compiler.preflight.inspection import Common, Task, inspect
from compiler.preflight.page import page
from compiler.preflight.verdict import Located, Verdict, diagnostics, told_pages
from compiler.preflight.wire import Answer, Shown, pack, unpack
from compiler.world import Disk
from tests.faults.conftest import ROOT, Run, inside
from tests.preflight.builders import ASKED, a_pdf, found

FAULTY = "1 0 0 rg 100 100 50 50 re f BT 0 g /F 7 Tf 200 700 Td (small) Tj ET"
YAML = "name: Oulu\ntitle: A small title\n"


def write(root: Path, content: str = FAULTY, ours: bool = True) -> Path:
    """A publication's folder that holds a PDF, and, if it is ours, all that is known of it."""
    files: dict[str, bytes] = {
        "sources/cities/oulu/en.yaml": YAML.encode(),
        "layouts/tokens.css": (ROOT / "layouts" / "tokens.css").read_bytes(),
        "build/en/print/interior.pdf": a_pdf(content, intent="", xmp=None),
    }
    # The map counts the covers: page 0 of the interior is page 2 of the screen edition. The trim begins at (20, 20).
    boxes = [{"page_index": 2, "folio": "1", "x": 60000, "y": 45000, "width": 30000, "height": 15000},
             {"page_index": 3, "folio": "2", "x": 0, "y": 0, "width": 1000, "height": 1000}]  # fmt: skip
    whole = [{"page_index": 2, "folio": "1", "x": 0, "y": 0, "width": 210000, "height": 297000}]
    place = {"path": "sources/cities/oulu/en.yaml", "column": 8}
    fields = {
        "oulu/title": {**place, "line": 2, "boxes": boxes},
        "oulu": {**place, "line": 1, "column": 1, "boxes": whole},
    }
    files["build/en/map.json"] = json.dumps({"unit": "micrometre", "fields": fields}).encode()
    if ours:
        digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
        files["build/manifest.json"] = json.dumps({"inputs": digests, "outputs": digests}).encode()
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root / "build/en/print/interior.pdf"


def said(run: Run, name: str) -> dict[str, Any]:
    return next(each for each in run.diagnostics if each["name"] == name)


# ---- the command ----------------------------------------------------------------------------------------------------


def test_a_file_of_others(tmp_path: Path) -> None:
    path = tmp_path / "theirs.pdf"
    path.write_bytes(a_pdf(FAULTY))
    run = inside(tmp_path, "preflight", str(path), "--message-format", "json")
    assert run.code == 1
    assert {each["name"] for each in run.diagnostics} == {"rgb-colour", "small-type", "degraded-check"}
    assert said(run, "small-type")["notes"] == ["page 1 of the file"]
    assert said(run, "small-type")["path"] is None
    told = json.loads((tmp_path / "theirs-preflight.json").read_bytes())
    assert (told["errors"], told["warnings"], told["proven"], told["pages"]) == (2, 1, False, 2)
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "theirs-preflight.html: 2 pages. The file is not ready for the press." in run.err


def test_our_file_names_the_line_of_the_copy(tmp_path: Path) -> None:
    path = write(tmp_path)
    run = inside(tmp_path, "preflight", str(path), "--message-format", "json")
    small = said(run, "small-type")
    assert (small["path"], small["line"], small["column"]) == ("sources/cities/oulu/en.yaml", 2, 8)
    assert said(run, "rgb-colour")["line"] == 1
    assert (tmp_path / "build/en/print/preflight.html").is_file()
    told = json.loads((tmp_path / "build/en/print/preflight.json").read_bytes())
    assert next(each for each in told["findings"] if each["name"] == "small-type")["field"] == "oulu/title"
    full = inside(tmp_path, "preflight", str(path))
    assert "2 | title: A small title" in full.err


def test_misuse(tmp_path: Path) -> None:
    missing = inside(tmp_path, "preflight", "nothing.pdf")
    assert (missing.code, missing.err) == (2, "report: there is no file `nothing.pdf`\n")


def test_a_word_file(tmp_path: Path) -> None:
    path = tmp_path / "word.pdf"
    path.write_bytes(b"PK\x03\x04")
    run = inside(tmp_path, "preflight", str(path), "--message-format", "concise")
    assert run.code == 1
    assert "error[unreadable-pdf] the file cannot be read as PDF: it does not begin as a PDF does" in run.err
    assert (tmp_path / "word-preflight.html").is_file()


# ---- places in the copy ---------------------------------------------------------------------------------------------


def test_a_changed_copy_is_not_pointed_at(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "sources/cities/oulu/en.yaml").write_text(f"# new\n{YAML}")
    run = inside(tmp_path, "preflight", str(path), "--message-format", "json")
    assert said(run, "small-type")["path"] is None
    told = json.loads((tmp_path / "build/en/print/preflight.json").read_bytes())
    assert next(each for each in told["findings"] if each["name"] == "small-type")["field"] == "oulu/title"


@pytest.mark.parametrize("manifest", ["", "{", "[]", "{}", '{"outputs": {}}', '{"outputs": []}'])
def test_a_folder_that_does_not_say(tmp_path: Path, manifest: str) -> None:
    path = write(tmp_path)
    (tmp_path / "build/manifest.json").write_text(manifest)
    assert house_of(Disk(tmp_path), hashlib.sha256(path.read_bytes()).hexdigest()) is None


@pytest.mark.parametrize(
    "spoilt", ["", "[]", '{"fields": []}', '{"fields": {"a": 1}}', '{"fields": {"a": {"line": 1, "boxes": [{}]}}}']
)
def test_a_spoilt_map_costs_the_lines(tmp_path: Path, spoilt: str) -> None:
    path = write(tmp_path)
    (tmp_path / "build/en/map.json").write_text(spoilt)
    house = house_of(Disk(tmp_path), hashlib.sha256(path.read_bytes()).hexdigest())
    assert house is not None
    assert house.fields == {}


def test_a_manifest_that_leads_away(tmp_path: Path) -> None:
    path = write(tmp_path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    for away in ("/etc/x/y.pdf", "build/../../x/y.pdf", "sources/en/y.pdf", "build/y.pdf"):
        (tmp_path / "build/manifest.json").write_text(json.dumps({"outputs": {away: digest}}))
        assert house_of(Disk(tmp_path), digest) is None


def test_exemptions_of_this_publication() -> None:
    found = exemptions((ROOT / "layouts" / "tokens.css").read_text(encoding="utf-8"))
    assert [(each.role, each.size, each.rule, each.limit) for each in found] == [
        ("raised", 6, "minimum-type", 5),
        ("tab", 9, "safe-zone", 0),
    ]
    assert all(each.reason for each in found)


def test_sizes_of_exempt_roles_are_used_for_nothing_else() -> None:
    text = (ROOT / "layouts" / "tokens.css").read_text(encoding="utf-8")
    sizes = [float(size) for size in re.findall(r"--type-[a-z-]+:\s*([0-9.]+)pt", text)]
    assert [sizes.count(each.size) for each in exemptions(text)] == [1, 1]


def test_exemptions_without_a_reason_or_in_comments_are_none() -> None:
    tokens = '--type-a: 6pt/0;\n--exempt-a: minimum-type 5pt;\n/*\n--exempt-a: minimum-type 5pt "why";\n*/\n'
    assert exemptions(tokens) == ()


# ---- total ink with Ghostscript -------------------------------------------------------------------------------------


@pytest.fixture
def separator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands for Ghostscript: each page is white, with a square of 340 % of ink; keeps what it was asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    sheet = np.zeros((1225, 883, 4), np.uint8)
    sheet[100:120, 200:220] = 217
    Image.fromarray(sheet, "CMYK").save(folder / "page.tif")
    script = folder / "gs"
    script.write_text(
        f"#!{sys.executable}\nimport re, shutil, sys\nwords = ' '.join(sys.argv[1:])\n"
        f"open({str(folder / 'asked')!r}, 'a').write(words + '\\n')\n"
        "first, last = (int(re.search(f'-d{key}Page=([0-9]+)', words)[1]) for key in ('First', 'Last'))\n"
        "target = re.search('-sOutputFile=([^ ]+)', words)[1]\n"
        "for at in range(1, last - first + 2):\n"
        f"    shutil.copy({str(folder / 'page.tif')!r}, target.replace('%d', str(at)))\n"
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder / "asked"


def test_ghostscript_measures_our_files(tmp_path: Path, separator: Path) -> None:
    path = write(tmp_path, "0 0 0 1 k 100 100 50 50 re f")
    run = inside(tmp_path, "preflight", str(path), "--message-format", "json")
    ink = [each for each in run.diagnostics if each["name"] == "total-ink"]
    assert {each["message"] for each in ink} == {
        "a place has 340 % of ink as the mean over 15 mm2, and 300 % is the most"
    }
    assert sorted(each["notes"][0] for each in ink) == ["page 1 of the file", "page 2 of the file"]
    assert "degraded-check" not in {each["name"] for each in run.diagnostics}
    assert "-dSAFER" in separator.read_text()


def test_ghostscript_never_sees_files_of_others(tmp_path: Path, separator: Path) -> None:
    path = write(tmp_path, ours=False)
    run = inside(tmp_path, "preflight", str(path), "--message-format", "json")
    assert said(run, "degraded-check")["message"].endswith("Ghostscript is not shown files of others")
    assert not separator.exists()


def test_a_ghostscript_that_fails_is_told(tmp_path: Path, separator: Path) -> None:
    (separator.parent / "gs").write_text("#!/bin/sh\nexit 1\n")
    run = inside(tmp_path, "preflight", str(write(tmp_path)), "--message-format", "json")
    assert run.code == 1
    assert (
        said(run, "unchecked")["message"]
        == "total ink of pages 1 to 2 could not be checked: Ghostscript could not separate them"
    )


def test_without_ghostscript_the_check_is_degraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(separations, "ghostscript", lambda: None)
    answer = inspect(a_pdf(), Common("", "", True, ASKED), Task("file"))
    assert [(each.name, each.unproven) for each in answer.findings] == [("degraded-check", True)]


# ---- what is told ---------------------------------------------------------------------------------------------------


def a_verdict(*findings: Finding, pictures: tuple[Shown, ...] = ()) -> Verdict:
    located = tuple(Located(number, finding) for number, finding in enumerate(findings, 1))
    return Verdict("a<b>.pdf", "0" * 64, 3, ("PDF/X-4",), Conditions(), located, pictures)


FINDING = Finding(
    "small-type", Severity.ERROR, "type of <6> pt", 1, (Box(1, 2, 3, 4),), ("larger",), ("a & b",), False, 2
)


def test_findings_travel_whole() -> None:
    answer = Answer(
        (FINDING, Finding("unchecked", Severity.ERROR, "x", unproven=True)),
        (Box(0, 0, 1, 1),),
        ("PDF/X-4",),
        (Shown(1, b"png"),),
    )
    assert unpack(pack(answer)) == answer


def test_the_same_on_several_pages_is_told_once() -> None:
    other = Finding("small-type", Severity.ERROR, "type of <6> pt", 2)
    (told,) = diagnostics(a_verdict(FINDING, other))
    assert told.notes == ("pages 2 to 3 of the file, 3 times", "a & b")
    assert told_pages([0, 2, 3, 4, 9]) == "pages 1, 3 to 5, 10"


class _Reader(HTMLParser):
    """Tags that are open at the end, all that are used, and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.used: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.used.append((tag, dict(attrs)))
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_report_is_static_and_can_be_heard() -> None:
    text = page(
        a_verdict(FINDING, Finding("no-title", Severity.WARNING, "no title"), pictures=(Shown(1, b"png"),)), meanings()
    ).decode()
    reader = _Reader()
    reader.feed(text)
    assert reader.open == []
    tags = [tag for tag, _ in reader.used]
    assert "script" not in tags
    assert "http://" not in text.replace("http-equiv", "")
    assert text.count("https://") == 0
    assert reader.used[0] == ("html", {"lang": "en"})
    assert [tag for tag in tags if re.fullmatch("h[1-6]", tag)] == ["h1", "h2", "h2", "h2"]
    (picture,) = [entries for tag, entries in reader.used if tag == "img"]
    assert picture["alt"] == "Page 2, reduced; framed on it: 1"
    assert str(picture["src"]).startswith("data:image/png;base64,")
    assert all(entries.get("scope") for tag, entries in reader.used if tag == "th")
    assert "type of &lt;6&gt; pt" in text
    assert "a<b>" not in text
    assert meanings()["small-type"] in text


def test_verdicts_in_a_sentence() -> None:
    assert a_verdict().told() == "Faultless."
    assert "not ready" in a_verdict(FINDING).told()
    assert "warnings" in a_verdict(Finding("no-title", Severity.WARNING, "x")).told()
    assert "not every check" in a_verdict(Finding("degraded-check", Severity.WARNING, "x", unproven=True)).told()


def test_every_name_is_explained() -> None:
    assert {each.name for each in found(a_pdf(FAULTY, intent="", xmp=None, pages=3))} <= set(names())
