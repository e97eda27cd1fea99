"""Binding agrees with the run that sets all parts at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from compiler.link.binding import bind, folio_at, folios
from compiler.link.folios import folios_of
from compiler.model.copy import Anchor, PartId
from compiler.model.galley import Box, SetVolume
from compiler.model.measures import Length
from compiler.model.part import Folio, Part
from compiler.model.publication import Numerals, Side
from compiler.model.volume import Binding, PageLabel
from compiler.typeset.folios import Numbering
from tests.link.builders import a_part
from tests.typeset import builders as typeset

SIDES: st.SearchStrategy[Side] = st.sampled_from(get_args(Side))
NUMERALS: st.SearchStrategy[Numerals] = st.sampled_from(get_args(Numerals))
FLAGS = st.lists(st.booleans(), max_size=4).map(lambda inner: [False, *inner])


@st.composite
def volumes(draw: st.DrawFn) -> tuple[list[Part], list[list[bool]]]:
    count = draw(st.integers(1, 6))
    parts = [
        a_part(
            f"part{index}",
            draw(SIDES),
            numerals=draw(NUMERALS),
            restart=draw(st.booleans()),
            counted=draw(st.booleans()),
            label=draw(st.sampled_from([None, "Cover"])),
        )
        for index in range(count)
    ]
    return parts, [draw(FLAGS) for _ in range(count)]


def side(parts: Sequence[Part], index: int) -> str:
    even, odd = ("verso", "recto") if parts[0].opens == "verso" else ("recto", "verso")
    return odd if index % 2 else even


@given(volumes())
def test_every_part_opens_on_its_side_and_no_blank_page_is_idle(given_: tuple[list[Part], list[list[bool]]]) -> None:
    parts, blanks = given_
    binding = bind(parts, blanks)
    for part, first, flags in zip(parts, binding.firsts, blanks, strict=True):
        assert part.opens in ("either", side(parts, first))
        pages = binding.pages[first : first + len(flags)]
        assert [(page.part, page.page_index, page.blank) for page in pages] == [
            (parts.index(part), index, blank) for index, blank in enumerate(flags)
        ]
    put_in = [index for index, page in enumerate(binding.pages) if page.part is None]
    for index in put_in:
        assert index + 1 in binding.firsts
        assert parts[binding.firsts.index(index + 1)].opens == side(parts, index + 1)
    assert len(binding.pages) == len(put_in) + sum(map(len, blanks))


@given(volumes())
def test_pages_are_numbered_as_in_one_run(given_: tuple[list[Part], list[list[bool]]]) -> None:
    parts, blanks = given_
    binding = bind(parts, blanks)
    numbering = Numbering(parts)
    for page in binding.pages:
        numbering.turn(None if page.blank else page.part)
    assert [page.folio for page in binding.pages] == [page.folio for page in numbering.pages]


def as_labelled(parts: Sequence[Part], binding: Binding) -> list[PageLabel]:
    """Labels by the rule of the one run: a blank page goes with the part before it."""
    label, found = "", list[PageLabel]()
    for page in binding.pages:
        if not page.blank and page.part is not None:
            label = parts[page.part].label or ""
        folio = page.folio
        found.append(PageLabel(label) if folio is None else PageLabel("", folio.numerals, folio.number))
    return found


@given(volumes())
def test_pages_are_labelled_as_in_one_run(given_: tuple[list[Part], list[list[bool]]]) -> None:
    parts, blanks = given_
    binding = bind(parts, blanks)
    assert [page.label for page in binding.pages] == as_labelled(parts, binding)


def test_binding_is_what_the_typesetter_does() -> None:
    """Parts of one, two and three pages, set in one run and bound from their counts."""
    opens: list[Side] = ["recto", "recto", "verso", "either", "verso", "recto"]
    counts = [1, 2, 3, 1, 1, 2]
    parts = [
        typeset.a_part(f"part{index}", side, restart=index == 2, counted=index > 0) for index, side in enumerate(opens)
    ]
    breaks = '<p style="break-after: page">words</p>'
    poured = [
        typeset.a_poured(breaks * (count - 1) + f'<p id="{part.id}/end">words</p>', part)
        for part, count in zip(parts, counts, strict=True)
    ]
    volume = typeset.galley_of(*poured)
    binding = bind(parts, [[False] * count for count in counts])
    assert [
        (parts[page.part].id if page.part is not None else None, page.blank, str(page.folio) if page.folio else None)
        for page in binding.pages
    ] == [(page.part, page.blank, page.folio) for page in volume.pages]
    inside = [
        {
            anchor: Box(box.page_index - first, box.x, box.y, box.width, box.height)
            for anchor, box in volume.anchors.items()
            if anchor.split("/")[0] == part.id
        }
        for part, first in zip(parts, binding.firsts, strict=True)
    ]
    assert folios(binding, parts, inside) == folios_of(volume, parts)


def test_a_volume_without_parts_has_no_pages() -> None:
    assert bind([], []) == Binding((), ())
    assert folios_of(SetVolume(b"", (), {}, {}, ()), []) == folios(Binding((), ()), [], [])


def test_a_folio_is_that_of_the_anchor_or_else_of_its_part() -> None:
    parts = [a_part("cover", counted=False), a_part("one"), a_part("two")]
    binding = bind(parts, [[False], [False, False], [False, False, True]])
    box = Box(1, Length(0), Length(0), Length(0), Length(0))
    found = folios(binding, parts, [{}, {Anchor("one/here"): box}, {}])
    expected = {
        "one/here": Folio(2, "arabic", 2),
        "one/gone": Folio(1, "arabic", 1),
        "one": Folio(1, "arabic", 1),
        "one/$end": Folio(2, "arabic", 2),
        "two/$end": Folio(4, "arabic", 4),
        "cover": None,
        "gone": None,
    }
    assert {anchor: folio_at(found, Anchor(anchor)) for anchor in expected} == expected
    assert found.first == {PartId("one"): Folio(1, "arabic", 1), PartId("two"): Folio(3, "arabic", 3)}
