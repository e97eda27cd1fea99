"""The publications that are measured with are in order, always the same, and edited as it is said."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from compiler.model.diagnostics import Severity
from compiler.proofread import proofread
from compiler.world import Disk
from tests.bench import corpus, document, edits
from tests.bench.vocabulary import town_names
from tests.bench.yardstick import Typesetter

DIGEST = """
import hashlib
from tests.bench import corpus
print(hashlib.sha256(repr(sorted(corpus.copy_files(2).items())).encode()).hexdigest())
"""


def faults_of(root: Path) -> list[str]:
    """Errors of a publication, told shortly."""
    said = proofread(Disk(root), None).diagnostics
    return [f"{each.name}: {each.message}" for each in said if each.severity is Severity.ERROR]


def publication(root: Path, number: int) -> Path:
    corpus.write(root, number)
    return root


@pytest.mark.parametrize("number", [1, 2, 15])
def test_it_checks_clean(number: int, tmp_path: Path) -> None:
    root = publication(tmp_path, number)
    assert faults_of(root) == []
    assert len(list((root / "sources/cities").iterdir())) == number


def test_reports_are_as_long_as_those_of_the_study() -> None:
    reports = [data for path, data in corpus.copy_files(15).items() if path.match("cities/*/en.yaml")]
    words = sum(len(data.split()) for data in reports) / len(reports)
    assert 1800 < words < 2800


def test_it_is_the_same_in_every_process_and_another_with_another_seed() -> None:
    files = sorted(corpus.copy_files(2).items())
    here = hashlib.sha256(repr(files).encode()).hexdigest()
    run = subprocess.run(
        [sys.executable, "-c", DIGEST],
        cwd=corpus.ROOT,
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == here
    assert sorted(corpus.copy_files(2, seed=1).items()) != files


def test_there_are_names_for_as_many_reports_as_can_be_asked_for() -> None:
    assert len(set(islice(town_names(), corpus.MOST))) == corpus.MOST
    with pytest.raises(ValueError, match="reports are wanted"):
        corpus.copy_files(corpus.MOST + 1)


def test_a_word_is_changed_another_in_each_turn(tmp_path: Path) -> None:
    root = publication(tmp_path, 2)
    edit = edits.one_word(root, 1)
    after = edit.path.read_text(encoding="utf-8")
    old, new = edit.before.split(), after.split()
    changed = [code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"]
    assert [(tag, high - low) for tag, low, high, *_ in changed] == [("replace", 1)]
    assert len(after) == len(edit.before)
    assert edits.one_word(root, 2).path.read_text(encoding="utf-8") not in (after, edit.before)
    assert faults_of(root) == []


def test_two_pages_are_an_initiative_more(tmp_path: Path) -> None:
    root = publication(tmp_path, 2)
    edit = edits.two_pages(root, 1)
    report = yaml.safe_load(edit.path.read_text(encoding="utf-8"))
    assert [each["anchor"] for each in report["initiatives"]] == [*corpus.INITIATIVE_ANCHORS, "added"]
    assert faults_of(root) == []
    edit.undo()
    assert edit.path.read_text(encoding="utf-8") == edit.before


def test_the_copy_of_this_repository_can_be_edited_too(tmp_path: Path) -> None:
    corpus.write_real(tmp_path)
    before = faults_of(tmp_path)
    edits.one_word(tmp_path, 1)
    edits.two_pages(tmp_path, 1)
    assert faults_of(tmp_path) == before


def test_typst_sets_the_same_publication(tmp_path: Path) -> None:
    root, out = publication(tmp_path / "root", 2), tmp_path / "out.pdf"
    document.write(root, tmp_path / "typst")
    Typesetter(tmp_path / "typst/main.typ", root / "layouts/fonts", out).set()
    pages = [page.extract_text() for page in PdfReader(out).pages]
    assert 16 <= len(pages) <= 30
    named = yaml.safe_load((root / corpus.FRAME).read_text(encoding="utf-8"))["reports"]
    report = yaml.safe_load((root / f"sources/cities/{named[1]}/en.yaml").read_text(encoding="utf-8"))
    for head in (report["name"], *(each["title"] for each in report["initiatives"])):
        assert any(head in " ".join(page.split()) for page in pages[3:]), head
