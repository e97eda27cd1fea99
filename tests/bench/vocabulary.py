"""Invented prose: sentences of English words, long and short as in reports on cities, chosen by a seeded generator.

The words stand in vocabulary.yaml. They are such that lines break where they do in real copy: one in three has three
syllables or more.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import yaml

_WORDS = cast("dict[str, str]", yaml.safe_load(Path(__file__).with_name("vocabulary.yaml").read_text(encoding="utf-8")))


def _words(key: str, mark: str | None = None) -> list[str]:
    return [each.strip() for each in _WORDS[key].split(mark)]


NOUNS, ADJECTIVES, VERBS = _words("nouns"), _words("adjectives"), _words("verbs")
ARTICLES = ("the", "the", "the", "the", "each", "another", "one", "its")
PREPOSITIONS = _words("prepositions")
OPENINGS, JOINTS = _words("openings", "|"), _words("joints", "|")
NAME_HEADS, NAME_TAILS = _words("name_heads"), _words("name_tails")


class Writer:
    """Writes from one seed: the same seed, the same words."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)

    def noun(self) -> str:
        return self.chance.choice(NOUNS)

    def adjective(self) -> str:
        return self.chance.choice(ADJECTIVES)

    def thing(self) -> str:
        """A noun with its article, now and then with an adjective."""
        article = self.chance.choice(ARTICLES)
        if self.chance.random() < 0.45:
            return f"{article} {self.adjective()} {self.noun()}"
        return f"{article} {self.noun()}"

    def clause(self) -> str:
        words = f"{self.thing()} {self.chance.choice(VERBS)} {self.thing()}"
        for _ in range(self.chance.choice((0, 1, 1, 2))):
            words += f" {self.chance.choice(PREPOSITIONS)} {self.thing()}"
        return words

    def sentence(self) -> str:
        """From five to some forty words."""
        words = self.clause()
        lot = self.chance.random()
        if lot < 0.25:
            words = f"{self.chance.choice(OPENINGS)} {words}"
        elif lot < 0.6:
            words = f"{words}, {self.chance.choice(JOINTS)} {self.clause()}"
        elif lot < 0.75:
            words = f"{words}, {self.chance.randint(2, 98)} per cent of {self.thing()}"
        return f"{words[0].upper()}{words[1:]}."

    def sentences(self, room: int) -> list[str]:
        """Sentences that take up to `room` characters, and most of it."""
        written: list[str] = []
        left = room
        for _ in range(200):
            sentence = self.sentence()
            if len(sentence) <= left:
                written.append(sentence)
                left -= len(sentence) + 1
            if left < 40:
                break
        return written

    def title(self, room: int) -> str:
        """A head of two to four words."""
        while True:
            words = f"{self.adjective()} {self.noun()}"
            if self.chance.random() < 0.3:
                words += f" and {self.noun()}"
            if len(words) <= room:
                return words[0].upper() + words[1:]

    def name(self, room: int) -> str:
        """One word."""
        return self.chance.choice([noun for noun in NOUNS if len(noun) <= room]).capitalize()


def as_prose(*paragraphs: str) -> str:
    """Paragraphs as they stand in a YAML block, in lines of 110 characters."""
    wrapped = (textwrap.fill(each, 110, break_long_words=False, break_on_hyphens=False) for each in paragraphs)
    return "\n\n".join(wrapped) + "\n"


def town_names() -> Iterator[str]:
    """Names of towns that do not exist, each once, of 13 characters at most; the first letters go round."""
    for turn in range(len(NAME_TAILS)):
        for index, head in enumerate(NAME_HEADS):
            name = head + NAME_TAILS[(index + turn) % len(NAME_TAILS)]
            if len(name) <= 13:
                yield name
