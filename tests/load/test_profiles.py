"""Colour profiles of printers, by what their headers say."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from compiler.load.profiles import look_at_profile
from tests.load.test_sources import loading, read, said

PRESS = (Path(__file__).resolve().parents[2] / "sources" / "printers" / "FOGRA39L_coated.icc").read_bytes()
PATH = PurePosixPath("sources/printers/press.icc")


def test_a_press_is_known_by_its_header() -> None:
    found = look_at_profile(PATH, PRESS)
    assert found.diagnostics == ()
    assert found.value is not None
    assert (found.value.space, found.value.use) == ("CMYK", "prtr")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "has not got the header"),
        (b"<!DOCTYPE html>" * 20, "has not got the header"),
        (PRESS[:5000], "says that it has 121,3"),
        (PRESS + b"more", "says that it has 121,3"),
    ],
)
def test_what_is_no_profile(data: bytes, words: str) -> None:
    found = look_at_profile(PATH, data)
    assert found.value is not None
    assert found.value.space == ""
    (each,) = found.diagnostics
    assert each.name == "damaged-profile"
    assert words in each.message


def test_printers_are_read_in_every_language() -> None:
    files = {"printers/house.yaml": b"a: x\n", "printers/press.icc": PRESS, "printers/LICENCES.md": b"-"}
    for language in ("en", "fr"):
        found = loading(dict(files), language)
        assert said(found) == []
        assert read(found) == {"printers/house.yaml"}
        assert found.value is not None
        assert list(found.value.profiles) == [PATH]


def test_a_profile_that_cannot_be_read_is_there_all_the_same() -> None:
    found = loading({"printers/press.icc": PermissionError(13, "denied")})
    assert said(found) == [("unreadable-file", str(PATH))]
    assert found.value is not None
    assert found.value.profiles[PATH].space == ""
