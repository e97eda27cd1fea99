"""What a language does with words of its own: lists, articles, months, the stop that closes a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

HOME = "en-GB"
"""The English of copy that names no country."""

ARTICLES: Mapping[str, tuple[str, ...]] = {
    "ca": ("el", "la", "els", "les", "l’", "un", "una"),
    "da": ("en", "et"),
    "de": ("der", "die", "das", "ein", "eine"),
    "el": ("ο", "η", "το", "οι", "τα", "ένας", "μία", "μια", "ένα"),
    "en": ("a", "an", "the"),
    "es": ("el", "la", "los", "las", "lo", "un", "una"),
    "fr": ("le", "la", "les", "l’", "un", "une", "des"),
    "ga": ("an", "na"),
    "hu": ("a", "az", "egy"),
    "it": ("il", "lo", "la", "i", "gli", "le", "l’", "un", "uno", "una", "un’"),
    "nb": ("en", "ei", "et"),
    "nl": ("de", "het", "een", "’t"),
    "pt": ("o", "a", "os", "as", "um", "uma"),
    "ro": ("un", "o"),
    "sv": ("en", "ett"),
}
"""Articles in the nominative, which an index passes over at the head of an entry; other languages have none."""

STOPS: Mapping[str, str] = {"hi": "।", "hy": "։", "ja": "。", "th": "", "zh": "。"}
"""What closes a sentence, where it is no full point."""

_CLOSED = re.compile(r"[.!?…。！？।։:;]['\"’”»)\]]*$")


@lru_cache(maxsize=64)
def locale(language: str) -> Locale:
    """The locale of a language tag (BCP 47); English without a country, and any unknown tag, is British."""
    tag = HOME if language == "en" else language
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(HOME, sep="-")


def listed(names: Sequence[str], language: str) -> str:
    """Names as the language lists them: `A, B and C`."""
    return format_list(list(names), locale=locale(language))


def without_article(text: str, language: str) -> str:
    """A heading without the article that it begins with, unless that is all of it."""
    plain = text.replace("'", "’").casefold()
    for article in ARTICLES.get(language.split("-")[0], ()):
        head = article if article.endswith("’") else f"{article} "
        rest = text[len(head) :].lstrip()
        if plain.startswith(head) and rest:
            return rest
    return text


def closing(text: str, language: str) -> str:
    """The stop that a sentence lacks: nothing after one that ends in a mark of its own, or has no words."""
    words = text.rstrip()
    return "" if not words or _CLOSED.search(words) else STOPS.get(language.split("-")[0], ".")


@lru_cache(maxsize=64)
def months(language: str) -> tuple[str, ...]:
    """Names of months and their short forms as they stand in a date, longest first."""
    named = locale(language).months["format"]
    names = {name for width in ("wide", "abbreviated") for name in named[width].values() if not name[0].isdigit()}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
