"""Any replacement of any field gives a located message or a good build, and never a traceback.

Fields are replaced many at a time, or a thousand builds would be needed: once all those whose change the checks let
pass, so that pages are made of them; once all there are, so that a proof is made of what is at fault. Most are set in
one run; some go through the whole of a build, which takes four times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import cast

import pytest

from compiler.model.diagnostics import Diagnostic
from tests.builders import GONE
from tests.faults.replacing import Place, Result, accepted, built, changed, checked, places, result
from tests.faults.volumes import rich_files

TEXTS = {
    "right-to-left": "שלום עולם",
    "chinese": "城市数字技术",
    "emoji": "👩‍👩‍👧 🏳️‍🌈",
    "combining": "e\u0301\u0323\u0335\u20dd o\u0302\u0301",
    "number": "1234567",
    "html": "<b>x</b><script>",
    "entity": "\"'>&amp;&#x41;<!--",
    "jinja": "{{ 7*7 }}",
    "statement": "{% for x in y %}",
    "css": "a{color:red}/*",
    "address": "url(file:///etc/passwd)",
    "path": "../../etc/passwd",
    "placeholder": "{city}",
    "one": "x",
    "blank": "\u00a0",
    "unseen": "\u200d\u00ad",
    "long": "Donaudampfschiffahrt" * 6,
    "zero": "0",
    "negative": "-5",
    "huge": "999999999999",
    "marks": "a|b > c, d",
    "prose": "**a* [x](to:oulu) [](source:survey) a^[b^[c]]",
    "lines": "- a\n\n  b\n",
}

CENTRAL = (
    "publication/slug",
    "publication/languages",
    "publication/date",
    "publication/families",
    "publication/themes",
)
"""Without these there is nothing to set, which the checks say."""

NO_FAULT_OF_COPY = frozenset({
    "typesetter-crash", "typesetter-message", "layout-fault", "undrawable", "unnamed-colour", "unplaced-anchor",
    "ignored-style", "unset-part", "lost-note",
})  # fmt: skip


def located(each: Diagnostic) -> bool:
    """In a file, or at least in a part. Glyphs that fonts lack are missed in running heads too, which have no place."""
    return each.primary is not None or any("in the part" in note for note in each.notes) or each.name == "missing-glyph"


def wrong(found: Result) -> list[str]:
    said = [*found.checks, *(found.pages or ())]
    return [f"{each.name}: {each.message}" for each in said if not located(each) or each.name in NO_FAULT_OF_COPY]


def texts() -> list[Place]:
    return list(places(rich_files(), leaves=True))


def settable(all_: list[Place]) -> list[Place]:
    return [place for place in all_ if not place.field.startswith(CENTRAL)]


def copy_only(all_: list[Place]) -> list[Place]:
    """Fields of copy without those that decide whether a report is set at all."""
    frame = ("publication.yaml", "words/en.yaml")
    return [each for each in all_ if each.file not in frame and not each.file.endswith("city.yaml")]


def set_with(name: str) -> dict[str, object]:
    kept = accepted(settable(texts()), lambda _: TEXTS[name])
    return changed(rich_files(), kept, lambda _: TEXTS[name])


def proof_with(text: str) -> dict[str, object]:
    return changed(rich_files(), copy_only(texts()), lambda _: text)


def test_without_a_change_nothing_is_said() -> None:
    found = result(rich_files())
    assert (found.checks, found.pages) == ([], [])


def test_texts() -> None:
    found = result(set_with("jinja"))
    assert wrong(found) == []
    assert found.pages is not None


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in TEXTS if name != "jinja"])
def test_more_texts(name: str) -> None:
    found = result(set_with(name))
    assert wrong(found) == []
    assert found.pages is not None


def test_proof() -> None:
    found = result(proof_with(TEXTS["huge"]))
    assert wrong(found) == []
    assert found.pages is not None
    assert found.refused


@pytest.mark.slow
@pytest.mark.parametrize("name", [*(name for name in TEXTS if name != "huge"), "empty"])
def test_more_proofs(name: str) -> None:
    found = result(proof_with(TEXTS.get(name, "")))
    assert wrong(found) == []
    assert found.pages is not None
    assert found.refused


@pytest.mark.slow
@pytest.mark.parametrize("name", ["entity"])
def test_texts_built(name: str) -> None:
    found = built(set_with(name))
    assert wrong(found) == []
    assert found.pages is not None


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lines", "long"])
def test_proofs_built(name: str) -> None:
    found = built(proof_with(TEXTS.get(name, "")))
    assert wrong(found) == []
    assert found.pages is not None
    assert found.refused


@pytest.mark.slow
def test_fields_left_out_built() -> None:
    found = built(changed(rich_files(), batches()[5], lambda _: GONE))
    assert wrong(found) == []
    assert found.pages is not None


def test_what_cannot_be_seen_is_empty() -> None:
    place = Place("cities/oulu/en.yaml", ("initiatives", 0, "title"))
    for text in ("\u00ad\u00ad", "\u200d", "\u00a0\u2009"):
        said = checked(changed(rich_files(), [place], lambda _, text=text: text))
        assert [each.field for each in said if each.name == "empty-field"] == [place.field]


# ---- left out, emptied ---------------------------------------------------------------------------------------------

BATCHES = 10
WHOLES = (
    "publication/parts",
    "publication/parts/6",
    "publication/reports",
    "publication/convergences",
    "publication/geography",
    "words/families",
    "words/themes",
    "words/terms",
)
"""Without one of these most of the pages are gone, so that nothing would be seen of others in its batch."""


@cache
def batches() -> tuple[tuple[Place, ...], ...]:
    """All fields, dealt out like cards, so that none shares a batch with a field that it stands in."""
    made: list[list[Place]] = [[] for _ in range(BATCHES)]
    fields = [each for each in settable(list(places(rich_files(), leaves=False))) if each.field not in WHOLES]
    for number, place in enumerate(fields):
        free = (made[(number + turn) % BATCHES] for turn in range(BATCHES))
        next(each for each in free if not any(one.holds(place) for one in each)).append(place)
    return tuple(tuple(sorted(each, key=fields.index)) for each in made)


def damaged(all_: Sequence[Place], value: object) -> Result:
    """Whatever is missing, parts are set or replaced by a page that says so."""
    found = result(changed(rich_files(), all_, lambda _: value))
    assert wrong(found) == []
    assert found.pages is not None
    assert found.refused
    return found


def test_a_batch_of_fields_left_out() -> None:
    damaged(batches()[3], GONE)


EMPTY_OR_GONE = pytest.mark.parametrize("value", ["", GONE], ids=["empty", "gone"])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(BATCHES))
@EMPTY_OR_GONE
def test_fields_left_out_or_emptied(number: int, value: object) -> None:
    damaged(batches()[number], value)


@pytest.mark.slow
@pytest.mark.parametrize("field", WHOLES)
def test_wholes_left_out(field: str) -> None:
    place = next(each for each in places(rich_files(), leaves=False) if each.field == field)
    found = result(changed(rich_files(), [place], lambda _: GONE))
    assert wrong(found) == []
    assert found.pages is not None


def test_keys_that_are_no_names() -> None:
    """Keys that the copy chooses itself, of sources, partners and terms, with all that breaks an address."""
    odd = """a "b" </x>{{ 7 }}\\ 'c[1](y)"""
    files = rich_files()
    for name, key in (
        ("cities/oulu/en.yaml", "survey"),
        ("convergences/sharing/en.yaml", "diary"),
        ("back/sources/en.yaml", "census"),
        ("partners/en.yaml", "vtt"),
        ("words/en.yaml", "index_title"),
    ):
        files[name] = renamed(files[name], key, odd)
    found = result(files)
    assert wrong(found) == []
    assert found.pages is not None
    assert {"bad-key", "unknown-partner", "unknown-source"} <= {each.name for each in found.checks}


def renamed(value: object, old: str, new: str) -> object:
    """A value with another key in place of one, wherever it stands in it."""
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value).items()
        return {new if key == old else key: renamed(each, old, new) for key, each in entries}
    if isinstance(value, list):
        return [renamed(each, old, new) for each in cast("list[object]", value)]
    return value
