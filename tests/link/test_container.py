"""Galleys as bytes and back, and containers that are damaged."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.model.container import Container, DamagedGalleyError, packed
from compiler.model.copy import Anchor, Digest, Field, PartId
from compiler.model.diagnostics import Diagnostic, Label, Severity, Span
from compiler.model.galley import Box, Galley, GalleyObject, Heading, Ink, SetText
from compiler.model.measures import Length
from tests.link.builders import a_galley, a_picture

Json = Any
"""A value of JSON."""

TEXTS = st.text(st.characters(codec=None), max_size=12)
LENGTHS = st.integers(-(10**9), 10**9).map(Length)
INDICES = st.integers(0, 10**6)
BOXES = st.builds(Box, INDICES, LENGTHS, LENGTHS, LENGTHS, LENGTHS)
SPANS = st.builds(Span, st.just(PurePosixPath("sources/a b/é.yaml")), INDICES, INDICES)
LABELS = st.builds(Label, SPANS, TEXTS)
SAID = st.builds(
    Diagnostic,
    TEXTS,
    st.sampled_from(Severity),
    TEXTS,
    st.none() | LABELS,
    st.lists(LABELS, max_size=2).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
    st.none() | TEXTS,
)
SET_TEXTS = st.builds(SetText, INDICES, TEXTS.map(PartId), st.none() | TEXTS.map(Field), TEXTS, BOXES)
NUMBERS = st.floats(-1e6, 1e6) | st.integers(-1000, 1000)


@st.composite
def galleys(draw: st.DrawFn) -> Galley:
    """A galley made by hand, with whatever may vary in it."""
    pictures = {"grey": a_picture(), "masked": a_picture(90, masked=True)} if draw(st.booleans()) else {}
    made = a_galley(pages=draw(st.integers(1, 3)), pictures=pictures, links=("two",), refers=("two",), ids=("a",))
    headings = [replace(each, title=draw(TEXTS)) for each in a_galley(headings=[("a", 1)]).symbols.headings]
    inks = draw(st.lists(st.builds(Ink, TEXTS, NUMBERS, st.booleans()), max_size=3))
    symbols = replace(made.symbols, headings=tuple[Heading, ...](headings), inks=tuple(inks))
    objects = [replace(each, stream=draw(st.binary(max_size=30))) for each in made.objects if each.kind == "content"]
    data = GalleyObject("data", b"<<>>", draw(st.binary(max_size=30)))
    symbols = replace(symbols, objects=len(objects) + 1)
    return Galley(
        symbols,
        (*objects, data),
        made.pictures,
        draw(st.dictionaries(TEXTS.map(Anchor), BOXES, max_size=3)),
        draw(st.dictionaries(TEXTS.map(Field), st.lists(BOXES, max_size=3).map(tuple), max_size=3)),
        tuple(draw(st.lists(SET_TEXTS, max_size=3))),
        tuple(draw(st.lists(SAID, max_size=3))),
    )


@given(galleys())
def test_what_is_packed_comes_back(galley: Galley) -> None:
    data = packed(galley)
    assert Container(data).galley() == galley
    assert packed(Container(data).galley()) == data


def test_members_are_read_from_a_file_when_asked(tmp_path: Path) -> None:
    galley = a_galley(pictures={"grey": a_picture(), "masked": a_picture(90, masked=True)})
    path = tmp_path / "galley"
    path.write_bytes(packed(galley))
    with path.open("rb") as file:
        held = Container(file)
        assert held.symbols == galley.symbols
        assert held.picture(Digest("masked")) == galley.pictures[Digest("masked")]
        assert held.galley() == galley


def test_a_galley_that_contradicts_itself_is_not_packed() -> None:
    galley = a_galley()
    with pytest.raises(ValueError, match="symbols count 9 objects, there are 4"):
        packed(replace(galley, symbols=replace(galley.symbols, objects=9)))
    with pytest.raises(ValueError, match="Out of range float"):
        packed(replace(galley, symbols=replace(galley.symbols, inks=(Ink("red", float("nan"), False),))))
    with pytest.raises(ValueError, match="a plain object has no stream"):
        packed(replace(galley, objects=(GalleyObject("plain", b"<<>>", b"x"), *galley.objects[1:])))


# ---- damage


WHOLE = a_galley(pages=2, pictures={"masked": a_picture(90, masked=True)}, links=("two",), headings=[("One", 1)])
DATA = packed(WHOLE)


def damaged_or_whole(data: bytes) -> None:
    """Either nothing that matters was hit, or it is said."""
    try:
        found = Container(data).galley()
    except DamagedGalleyError:
        return
    assert found == WHOLE


@settings(max_examples=400)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_a_wrong_byte_is_never_believed(at: int, change: int) -> None:
    damaged_or_whole(DATA[:at] + bytes([DATA[at] ^ change]) + DATA[at + 1 :])


@given(st.integers(0, len(DATA) - 1))
def test_half_a_galley_is_damaged(length: int) -> None:
    with pytest.raises(DamagedGalleyError):
        Container(DATA[:length]).galley()


@given(st.binary(max_size=200))
def test_what_is_no_container_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedGalleyError, match="`container` of a galley is damaged"):
        Container(data)


def changed(member: str, data: bytes | None) -> bytes:
    """The container with other bytes in one member, or without it; checksums are right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DATA)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            if each != member:
                new.writestr(each, old.read(each))
        if data is not None:
            new.writestr(member, data)
    return out.getvalue()


MEMBERS = zipfile.ZipFile(io.BytesIO(DATA)).namelist()


@pytest.mark.parametrize("member", MEMBERS)
def test_a_member_that_is_not_there_is_named(member: str) -> None:
    with pytest.raises(DamagedGalleyError) as caught:
        Container(changed(member, None)).galley()
    assert caught.value.member == member


def leaves(value: Json, path: tuple[Json, ...] = ()) -> list[tuple[Json, ...]]:
    """The paths of all values in a value."""
    found = [path]
    items: list[tuple[Json, Json]] = []
    if isinstance(value, dict):
        items = list(cast("dict[str, Json]", value).items())
    elif isinstance(value, list):
        items = list(enumerate(cast("list[Json]", value)))
    for key, each in items:
        found += leaves(each, (*path, key))
    return found


def with_value(value: Json, path: tuple[Json, ...], new: Json) -> Json:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = with_value(value[path[0]], path[1:], new)
    return copy


TABLES = [member for member in MEMBERS if member.endswith(".json")]
OTHERS: list[Json] = [None, True, -1, 1.5, "x", [], {}, [[]], 10**30]


@settings(max_examples=400)
@given(st.data())
def test_values_of_another_type_are_damage_or_come_back_as_they_are(data: st.DataObject) -> None:
    """Whatever a member says, nothing but values of the right types ever comes out of it."""
    member = data.draw(st.sampled_from(TABLES))
    table = json.loads(zipfile.ZipFile(io.BytesIO(DATA)).read(member))
    path = data.draw(st.sampled_from(leaves(table)))
    new = with_value(table, path, data.draw(st.sampled_from(OTHERS)))
    try:
        found = Container(changed(member, json.dumps(new).encode())).galley()
    except DamagedGalleyError:
        return
    assert Container(packed(found)).galley() == found


def test_other_members_of_a_damaged_galley_are_read() -> None:
    held = Container(changed("boxes.json", b"{"))
    assert held.symbols == WHOLE.symbols
    with pytest.raises(DamagedGalleyError, match=r"`boxes\.json` of a galley is damaged"):
        held.boxes()


def test_another_format_is_not_read() -> None:
    symbols = json.loads(zipfile.ZipFile(io.BytesIO(DATA)).read("symbols.json"))
    with pytest.raises(DamagedGalleyError, match="its format is 2"):
        _ = Container(changed("symbols.json", json.dumps({**symbols, "format": 2}).encode())).symbols


def test_depth_without_end_is_damage() -> None:
    with pytest.raises(DamagedGalleyError):
        Container(changed("texts.json", b"[" * 100_000)).texts()
