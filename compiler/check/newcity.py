"""A copy sheet that explains itself: every field of a report with what it is for, its length, and an example."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, cast

from compiler.check.desk import FRAME, RESERVED, SOURCES
from compiler.check.kinds import LANGUAGES, SLUGS
from compiler.check.published import schema
from compiler.model.diagnostics import Diagnostic, Outcome, error
from compiler.model.world import World

Json = dict[str, Any]

_WIDTH = 116


def new_city(world: World, slug: str, language: str | None) -> Outcome[Mapping[PurePosixPath, bytes]]:
    """The two files of a new report; nothing for a slug that cannot be, or a folder that is there."""
    fault = _refused(world, slug, language)
    if fault is not None:
        return Outcome(None, (fault,))
    folder = SOURCES / "cities" / slug
    return Outcome(
        {
            folder / "city.yaml": _city().encode(),
            folder / f"{language or _first_language(world)}.yaml": _report(slug).encode(),
        }
    )


def _refused(world: World, slug: str, language: str | None) -> Diagnostic | None:
    if language is not None and not LANGUAGES.fullmatch(language):
        message = f"`{language}` is no language tag: it names the file"
        return error("bad-language", message, help=("write it like `en` or `pt-BR`",))
    if not SLUGS.fullmatch(slug):
        help_ = "write small letters, digits and hyphens: `saint-denis`"
        return error("bad-slug", f"`{slug}` is no slug: it names a folder and stands in links", help=(help_,))
    if slug in RESERVED:
        return error("reserved-name", f"`{slug}` is the name of a part", help=("choose another slug",))
    held = world.files(SOURCES / "cities" / slug)
    if held:
        help_ = "choose another slug, or edit what is there"
        return error("existing-folder", f"there is a folder for `{slug}` already, with `{held[0].name}`", help=(help_,))
    return None


def _first_language(world: World) -> str:
    """The first language that publication.yaml lists, else one that there are words in, else English."""
    try:
        text = world.read(FRAME).decode("utf-8", "replace")
    except OSError:
        text = ""
    listed = re.search(r"^languages:\s*[-\[]\s*[\"']?([A-Za-z-]+)", text, re.MULTILINE)
    words = [path.stem for path in world.files(SOURCES / "words")]
    return listed[1] if listed else next(iter(words), "en")


# ---- the sheets ----------------------------------------------------------------------------------------------------

_HEAD = """\
# yaml-language-server: $schema=../../schema/{schema}.json
#
# {about}
# Lines that begin with `# ` explain. Lines that begin with `#` and no space are fields that may be left out:
# take the `#` away to use one. Text after a `|` may have paragraphs, *emphasis*, [links](https://example.org),
# [](source:key), [words](to:part/anchor) and ^[foot notes].
"""

SAMPLES: Mapping[str, str] = {
    "aside": "aside: The benches were carried away for the winter.",
    "result": "result: {credit: 'City survey, 2018', sources: [survey], figures: [{figure: +65%, caption: bus use}]}",
    "no_result": "no_result: the city has not counted yet",
    "table": "table: {caption: Bus use, columns: [Days, Growth], rows: [[Weekdays, +65%]], sources: [survey]}",
    "chart": "chart: {kind: bars, title: Bus use, alternative: 65 on weekdays, sources: [survey], "
    "data: [{name: Weekdays, value: 65, shown: +65%}]}",
    "picture": "picture: {file: tram.jpg, alternative: A tram in the snow, credit: City archive, rights: CC BY 4.0}",
}
"""A block of each kind but text, in its shortest form."""


def _city() -> str:
    made = schema("city")
    return _HEAD.format(schema="city", about=made["description"]) + _sheet(made)


def _report(slug: str) -> str:
    made = schema("report")
    return _HEAD.format(schema="report", about=f"The report of `{slug}`.") + _sheet(made)


def _sheet(made: Json) -> str:
    writer = _Writer(made.get("$defs", {}))
    return "".join(f"{row}\n" for row in writer.fields(made, ""))


class _Writer:
    """Writes the fields of a schema as YAML with comments."""

    def __init__(self, definitions: Json) -> None:
        self._definitions = definitions
        self._shown = False
        """Whether the kinds of block have been explained."""

    def fields(self, sheet: Json, indent: str) -> Iterator[str]:
        """Every field of a sheet: its explanation, then itself, behind a `#` if it may be left out."""
        required = set(sheet.get("required", []))
        for key, about in cast(Json, sheet["properties"]).items():
            if not indent:
                yield ""
            yield from _explained(about, indent)
            rows = self._field(key, about, indent, key in required)
            yield from rows if key in required else _behind(rows, indent)

    def _field(self, key: str, about: Json, indent: str, needed: bool) -> Iterator[str]:
        resolved = self._resolved(about)
        if "x-prose" in resolved:
            yield f"{indent}{key}: |"
            if not needed:
                yield f"{indent}  Words."
        elif "properties" in resolved:
            yield f"{indent}{key}:"
            yield from self.fields(resolved, indent + "  ")
        elif resolved.get("type") == "array":
            yield from self._list(key, resolved, indent, needed)
        elif "additionalProperties" in resolved:
            yield f"{indent}{key}:"
            yield f"{indent}  some-key:"
            yield from self._few(self._resolved(resolved["additionalProperties"]), indent + "    ")
        else:
            value = "" if needed else f" {_quoted(resolved)}"
            yield f"{indent}{key}:{value}".rstrip()

    def _list(self, key: str, about: Json, indent: str, needed: bool) -> Iterator[str]:
        inside = self._resolved(about["items"])
        if "properties" not in inside:
            yield f"{indent}{key}: {'[]' if needed else about.get('examples', ['[]'])[0]}"
            return
        yield f"{indent}{key}:"
        block = "minProperties" in inside
        rows = list(self._blocks(inside, indent + "    ") if block else self.fields(inside, indent + "    "))
        dashed = False
        for row in rows:
            # The dash stands before the first field; what explains it stands above.
            if not dashed and row.strip() and not row.lstrip().startswith("#"):
                row, dashed = f"{indent}  - {row.strip()}", True
            elif not dashed:
                row = row.replace("    ", "  ", 1)
            yield row

    def _blocks(self, sheet: Json, indent: str) -> Iterator[str]:
        """A body: a text; and what other blocks there are, where a body comes first."""
        yield f"{indent}text: |"
        outer = indent[:-2]
        if self._shown:
            yield f"{outer}# Other blocks as above."
            return
        self._shown = True
        yield f"{outer}# Other blocks, each after a dash of its own; sources/README.md tells all their fields."
        for key, about in cast(Json, sheet["properties"]).items():
            if key != "text":
                yield f"{outer}# {about['description']}"
                yield f"{outer}# - {SAMPLES[key]}"

    def _few(self, sheet: Json, indent: str) -> Iterator[str]:
        for key, about in cast(Json, sheet["properties"]).items():
            yield f"{indent}{key}: {_quoted(self._resolved(about))}"

    def _resolved(self, about: Json) -> Json:
        """What a field holds: behind a reference, and of several writings the longest, with its own explanation."""
        if "$ref" in about:
            target = self._definitions[str(about["$ref"]).rpartition("/")[2]]
            return self._resolved(target)
        if "anyOf" in about:
            options = [self._resolved(each) for each in about["anyOf"]]
            return next((each for each in options if "properties" in each), options[0])
        return about


def _behind(rows: Iterator[str], indent: str) -> Iterator[str]:
    """Rows behind a `#` without a space, so that they can be told from explanations and be switched on."""
    return (f"{indent}#{row[len(indent) :]}" for row in rows if row.strip())


def _explained(about: Json, indent: str) -> Iterator[str]:
    words = about.get("description", "")
    limit = f" At most {about['maxLength']} characters." if "maxLength" in about else ""
    example = f" Example: {about['examples'][0]}" if about.get("examples") else ""
    yield from (f"{indent}# {row}" for row in textwrap.wrap(f"{words}{limit}{example}", _WIDTH - len(indent)))


def _quoted(about: Json) -> str:
    """An example as YAML takes it for text."""
    example = str((about.get("examples") or about.get("enum") or ["words"])[0])
    if example == "True" or about.get("enum", [None])[0] == "yes":
        return "yes"
    if example.startswith(("'", "[")) or not any(mark in example for mark in ":#,{}[]&*!|>%@`\"'"):
        return example
    return f"'{example}'"
