"""The edits that are timed, on any publication with our sheets: a word, two pages more, nothing.

An edit is made in the report in the middle of the bound order, so that half of the folios stand behind it. `turn`
counts the rounds: each writes other words, so that nothing can have been made before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from tests.bench.vocabulary import NOUNS, Writer, as_prose
from tests.builders import Copy, as_yaml

MOST = 5
"""Initiatives that a report may have."""

TEXT, CHARTS, BARS, ROWS = 1000, 4, 6, 4
"""What fills two pages: characters of text, charts of so many bars, rows of a table. See README."""


@dataclass(frozen=True)
class Edit:
    """The file that was changed, and what stood in it before."""

    path: Path
    before: str

    def undo(self) -> None:
        self.path.write_text(self.before, encoding="utf-8")


def edited_report(root: Path) -> str:
    """Slug of the report that is edited: the first from the middle on that has room for an initiative more."""
    slugs = [str(slug) for slug in _read(root / "sources/publication.yaml")["reports"]]
    middle = len(slugs) // 2
    for slug in slugs[middle:] + slugs[:middle]:
        if len(_read(_report(root, slug))["initiatives"]) < MOST:
            return slug
    raise ValueError("every report has as many initiatives as it may have")


def one_word(root: Path, turn: int) -> Edit:
    """Put another word of the same length into the first initiative of the report."""
    path = _report(root, edited_report(root))
    before = path.read_text(encoding="utf-8")
    block = next(_texts(_find(yaml.compose(before), "initiatives")))
    begin, end = block.start_mark.index, block.end_mark.index
    path.write_text(before[:begin] + another_word(before[begin:end], turn) + before[end:], encoding="utf-8")
    return Edit(path, before)


def another_word(text: str, turn: int) -> str:
    """The text with its first plain word for which there are others of the same length replaced by one of them."""
    for found in re.finditer(r"(?<=[a-z] )[a-z]{6,12}(?= [a-z])", text):
        others = [noun for noun in NOUNS if len(noun) == len(found[0]) and noun != found[0]]
        if len(others) > 1:
            return text[: found.start()] + others[turn % len(others)] + text[found.end() :]
    raise ValueError("there is no word to be replaced")


def two_pages(root: Path, turn: int) -> Edit:
    """Add an initiative that takes two pages.

    Reports end on a recto, with a plate where their text ends on a verso; so their length always changes by two pages,
    or by none. What is added fills nearly two, wherever the last page ended.
    """
    slug = edited_report(root)
    path = _report(root, slug)
    before = path.read_text(encoding="utf-8")
    initiatives = _find(yaml.compose(before), "initiatives")
    source = next(iter(_read(path)["sources"]))
    theme = str(_read(root / "sources/publication.yaml")["themes"][0]["key"])
    column = initiatives.value[0].start_mark.column - 2
    added = as_yaml([_initiative(Writer(f"{slug}/{turn}"), str(source), theme)], " " * column)
    end = initiatives.value[-1].end_mark.index
    path.write_text(before[:end] + added + before[end:], encoding="utf-8")
    return Edit(path, before)


def _initiative(write: Writer, source: str, theme: str) -> Copy:
    body: list[Copy] = [{"text": as_prose(*(" ".join(write.sentences(TEXT // 3)) for _ in range(3)))}]
    body += [{"chart": _bars(write, source, f"added-{index + 1}")} for index in range(CHARTS)]
    body += [{"table": _table(write, source)}, {"no_result": "Nobody has counted so far."}]
    return {
        "anchor": "added",
        "title": write.title(34),
        "themes": [theme],
        "since": "May 2018",
        "for": "all residents",
        "body": body,
    }


def _bars(write: Writer, source: str, anchor: str) -> Copy:
    values = [write.chance.randint(5, 99) for _ in range(BARS)]
    return {
        "kind": "bars",
        "anchor": anchor,
        "title": write.title(60),
        "alternative": " ".join(write.sentences(200)),
        "sources": [source],
        "data": [{"name": write.name(14), "value": str(value), "shown": f"{value}%"} for value in values],
    }


def _table(write: Writer, source: str) -> Copy:
    return {
        "anchor": "added-table",
        "caption": write.title(60),
        "columns": ["What was counted", {"name": "2018", "numeric": "yes"}],
        "rows": [
            [write.title(30), f"{write.chance.randint(1, 99)},{write.chance.randint(100, 999)}"] for _ in range(ROWS)
        ],
        "sources": [source],
    }


# ---- YAML ----------------------------------------------------------------------------------------------------------


def _report(root: Path, slug: str) -> Path:
    language = str(_read(root / "sources/publication.yaml")["languages"][0])
    return root / "sources" / "cities" / slug / f"{language}.yaml"


def _read(path: Path) -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load(path.read_text(encoding="utf-8")))


def _find(node: Any, key: str) -> Any:  # noqa: ANN401  # nodes of PyYAML
    """The value of a key of a mapping as composed."""
    return next(value for name, value in node.value if name.value == key)


def _texts(initiatives: Any) -> Iterator[Any]:  # noqa: ANN401
    """Blocks of text in initiatives, as composed."""
    for initiative in initiatives.value:
        for block in _find(initiative, "body").value:
            if block.value[0][0].value == "text":
                yield block.value[0][1]
