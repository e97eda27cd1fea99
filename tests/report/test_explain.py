"""Every explanation has its four parts; only names are explained."""

from __future__ import annotations

import pytest

from compiler.explain import explain, meanings, names


@pytest.mark.parametrize("name", names())
def test_form(name: str) -> None:
    text = explain(name)
    assert text is not None
    meaning, reason, example, remedy = text.rstrip().split("\n\n")
    assert meaning[0].isupper() or meaning[0] in "`"
    assert meaning.endswith(".")
    assert reason.startswith("Reason: ")
    assert example.startswith("Example: ")
    assert remedy.startswith("Remedy: ")


@pytest.mark.parametrize("name", ["", "no-such-fault", "../explain/tab", "tab.md", "__init__"])
def test_other_names_have_none(name: str) -> None:
    assert explain(name) is None


def test_the_list_has_a_line_a_name() -> None:
    assert list(meanings()) == list(names())
    assert [name for name, text in meanings().items() if "\n" in text or not text.endswith(".")] == []


def test_names_are_sorted() -> None:
    assert list(names()) == sorted(names())
    assert "duplicate-key" in names()
