"""Lists, articles and stops, as a language has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.pour.language import closing, listed, locale, months, without_article


@pytest.mark.parametrize(
    ("language", "names", "wanted"),
    [
        ("en", ["Lille"], "Lille"),
        ("en", ["Lille", "Lyon"], "Lille and Lyon"),
        ("en", ["Lille", "Lyon", "Paris"], "Lille, Lyon and Paris"),
        ("en-US", ["Lille", "Lyon", "Paris"], "Lille, Lyon, and Paris"),
        ("fr", ["Lille", "Lyon", "Paris"], "Lille, Lyon et Paris"),
        ("el", ["Λιλ", "Λυών"], "Λιλ και Λυών"),
        ("xx", ["Lille", "Lyon"], "Lille and Lyon"),
        ("en", [], ""),
    ],
)
def test_names_are_listed_as_the_language_does(language: str, names: list[str], wanted: str) -> None:
    assert listed(names, language) == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "A data platform", "data platform"),
        ("en", "The City’s accounts", "City’s accounts"),
        ("en", "A", "A"),
        ("en", "Les Échos", "Les Échos"),
        ("en", "Anne", "Anne"),
        ("fr", "L'Usine digitale", "Usine digitale"),
        ("fr", "L’Usine digitale", "Usine digitale"),
        ("fr-CA", "Les Échos", "Échos"),
        ("el", "Η πόλη", "πόλη"),
        ("fi", "A data", "A data"),
    ],
)
def test_an_entry_is_sorted_without_its_article(language: str, text: str, wanted: str) -> None:
    assert without_article(text, language) == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "said", "."),
        ("en", "said. ", ""),
        ("en", "said so?)", ""),
        ("en", "‘said.’", ""),
        ("en", "", ""),
        ("ja", "話", "。"),
        ("ja", "話。", ""),
        ("th", "คำ", ""),
    ],
)
def test_a_sentence_is_closed_once(language: str, text: str, wanted: str) -> None:
    assert closing(text, language) == wanted


@given(st.text(max_size=20), st.sampled_from(["en", "fr", "el", "ja"]))
def test_what_was_closed_is_not_closed_again(text: str, language: str) -> None:
    stop = closing(text, language)
    assert closing(text.rstrip() + stop, language) == ""


def test_months_are_those_of_dates() -> None:
    assert {"September", "Sept", "May"} <= set(months("en"))
    assert "sept." in months("fr")
    assert months("ja") == ()
    assert locale("en") == locale("en-GB")
