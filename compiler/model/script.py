"""Which way a language is written."""

from __future__ import annotations

from typing import Literal

Direction = Literal["ltr", "rtl"]

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages whose usual script runs from right to left."""

RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})


def direction(language: str) -> Direction:
    """By the script that a language tag names, or else by the language's usual one."""
    tag = language.replace("_", "-").lower().split("-")
    named = [each for each in tag[1:] if len(each) == 4 and each.isalpha()]
    if named:
        return "rtl" if named[0] in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if tag[0] in RIGHT_TO_LEFT else "ltr"
