"""After any edit, what is built on what was kept is what is built from nothing, byte for byte."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from tests.bench.vocabulary import Writer, as_prose
from tests.builders import Copy, a_chart
from tests.linked.builds import PDF, Shuffling, alone, build, nobody, results
from tests.linked.editing import Desk, Memory
from tests.linked.publications import Files, Plan, publication, put
from tests.runs import report

GOOD = 0.6
"""How many of the steps at least are to be volumes without a fault, which no stamp makes alike."""


def edited(folder: Path, seed: int, steps: int, afresh: int) -> None:
    """So many edits; every `afresh` steps the clean build sets all parts itself."""
    desk, memory = Desk(folder, seed), Memory()
    done: list[str] = ["as it was written"]
    faultless = 0
    for step in range(steps):
        if step:
            done.append(desk.edit())
        kept = build(desk.kept, memory.crew())
        clean = build(desk.clean, memory.crew() if step % afresh else alone(), keep=False)
        assert clean.built is not None, f"nothing is written after {done[-3:]}: {clean.said}"
        faultless += not clean.built.proof
        for name, data in clean.results.items():
            assert kept.results[name] == data, f"step {step}: {name} is not that of a clean build after {done[-5:]}"
        assert kept.results.keys() == clean.results.keys()
        if kept.built is not None:
            assert kept.said == clean.said, f"step {step}, after {done[-5:]}"
    assert faultless >= GOOD * steps, f"{faultless} of {steps} are good"


def test_incremental_equals_clean(tmp_path: Path) -> None:
    edited(tmp_path, 1, 16, 15)


@pytest.mark.slow
def test_incremental_equals_clean_for_long(tmp_path: Path) -> None:
    edited(tmp_path, 2, 82, 27)


# ---- what is set again ---------------------------------------------------------------------------------------------


def three_reports(root: Path) -> Files:
    """Three reports behind a foreword, so that all of their folios have two figures."""
    files = publication(Plan(11, (2, 2, 2), matter=("title", "contents", "foreword", "index"), long=5))
    put(root, files)
    return files


@pytest.mark.slow
def test_two_pages_more_set_no_other_report_again(tmp_path: Path) -> None:
    """The linker writes the new folios; contents and index have the new heads to print."""
    files = three_reports(tmp_path)
    before = build(tmp_path).built
    assert before is not None
    copy = cast("Copy", files["cities/town-2/en.yaml"])
    for anchor in ("third", "fourth"):
        text = {"text": as_prose(" ".join(Writer(anchor).sentences(1000)))}
        charts = [{"chart": a_chart(anchor=f"{anchor}-{index}")} for index in range(4)]
        body = [text, *charts, {"no_result": ""}]
        copy["initiatives"].append({"anchor": anchor, "title": anchor, "themes": ["care"], "body": body})
    put(tmp_path, files)
    done = build(tmp_path)
    assert done.built is not None
    assert done.built.pages > before.pages
    assert set(done.built.reasons) <= {"town-2", "contents", "index"}
    assert "town-2" in done.built.reasons
    assert clean(tmp_path) == done.results


def test_what_is_nothing_to_the_pages_sets_nothing_again(tmp_path: Path) -> None:
    """Lines above a file; and the same fields in another order."""
    desk = Desk(tmp_path, 4)
    first = build(desk.kept).results
    for name in [name for name in desk.files if name.endswith(".yaml")]:
        desk.heads[name] = "# a remark\n\n"
    desk.save()
    done = build(desk.kept, nobody())
    assert done.built is not None
    assert done.built.reasons == {}
    # The map tells lines.
    assert differing(first, done.results) == {"build/en/map.json", "build/manifest.json"}
    desk.heads.clear()
    copy = cast("Copy", desk.files["cities/town-2/en.yaml"])
    desk.files["cities/town-2/en.yaml"] = dict(reversed(copy.items()))
    desk.save()
    done = build(desk.kept, nobody())
    assert done.built is not None
    assert done.built.reasons == {}
    assert "build/en/publication.pdf" not in differing(first, done.results)


def test_nothing_is_done_where_nothing_changed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, 5)
    first = build(desk.kept)
    again = build(desk.kept, nobody())
    assert again.built is None
    assert again.results == first.results
    (desk.kept / PDF).unlink()
    assert build(desk.kept, nobody()).results == first.results
    (desk.kept / PDF).write_bytes(b"another")
    assert build(desk.kept, nobody()).results == first.results


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> set[str]:
    return {name for name in {**one, **other} if one.get(name) != other.get(name)}


def clean(root: Path) -> Mapping[str, bytes]:
    """What the same copy gives in another folder."""
    other = root.with_name(f"{root.name}-clean")
    for name in ("sources", "layouts"):
        shutil.copytree(root / name, other / name)
    return build(other, keep=False).results


# ---- other circumstances -------------------------------------------------------------------------------------------


def test_the_order_in_which_parts_are_finished_is_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, 6)
    assert build(desk.kept, Shuffling(1)).results == build(desk.clean, keep=False).results


@pytest.mark.slow
def test_any_circumstances_give_the_same_bytes(tmp_path: Path) -> None:
    """Processes, jobs, folders, orders of hashing, time zones, languages, file times, places for temporary files."""
    desk = Desk(tmp_path, 6)
    wanted = build(desk.clean, keep=False).results
    circumstances: list[dict[str, str]] = [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TMPDIR": str(tmp_path)},
        {"PYTHONHASHSEED": "0", "LANG": "tr_TR.UTF-8", "HOME": "/"},
    ]
    for jobs, environment in enumerate(circumstances, start=1):
        root = tmp_path / f"a folder {jobs}" / "ü"
        for name in ("sources", "layouts"):
            shutil.copytree(desk.kept / name, root / name)
        for path in root.rglob("*"):
            os.utime(path, (jobs * 1e8, jobs * 1e8))
        done = report(root, "build", "--jobs", str(jobs), **environment)
        assert done.code == 0, done.said
        assert results(root) == wanted
