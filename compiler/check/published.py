"""What the sheets say of themselves: JSON Schema for editors' completion, and the tables of sources/README.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, cast

from pydantic import TypeAdapter

from compiler.check.desk import SOURCES
from compiler.check.sheets.common import HIDDEN
from compiler.check.sheets.frame import PartnerSheet, PublicationSheet, WordsSheet
from compiler.check.sheets.matter import ColophonSheet, CoverSheet, ForewordSheet, HowToReadSheet, SourcesSheet
from compiler.check.sheets.printers import PrinterSheet
from compiler.check.sheets.reports import CitySheet, ConvergenceSheet, ReportSheet

Json = dict[str, Any]

FILES: Mapping[str, tuple[type[object], str]] = {
    "publication": (PublicationSheet, "publication.yaml"),
    "words": (WordsSheet, "words/<language>.yaml"),
    "partners": (dict[str, PartnerSheet], "partners/<language>.yaml"),
    "city": (CitySheet, "cities/<slug>/city.yaml"),
    "report": (ReportSheet, "cities/<slug>/<language>.yaml"),
    "convergence": (ConvergenceSheet, "convergences/<slug>/<language>.yaml"),
    "cover": (CoverSheet, "front/cover/<language>.yaml"),
    "how-to-read": (HowToReadSheet, "front/how-to-read/<language>.yaml"),
    "foreword": (ForewordSheet, "front/foreword/<language>.yaml"),
    "colophon": (ColophonSheet, "back/colophon/<language>.yaml"),
    "sources": (SourcesSheet, "back/sources/<language>.yaml"),
    "printer": (PrinterSheet, "printers/<name>.yaml"),
}
"""Every kind of file: name of its schema, its sheet, and where it stands below sources/."""

_PARTNERS = "Organisations that initiatives name in `with`, each by a key."
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Mapping[PurePosixPath, str]:
    """The JSON Schema of every kind of file, by the path it is committed under."""
    return {
        SOURCES / "schema" / f"{name}.json": json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n"
        for name in FILES
    }


def schema(name: str) -> Json:
    """One schema as data; `x-prose` tells how many characters of prose, as read, a field may have."""
    sheet, path = FILES[name]
    made = TypeAdapter(sheet).json_schema(by_alias=True)
    _tidy(made)
    about = made.pop("description", _PARTNERS)
    return {"$schema": _DIALECT, "title": path, "description": about, **made}


def _tidy(node: object) -> None:
    """Take out what only pydantic needs, and tell limits of prose where an editor shows them."""
    if isinstance(node, list):
        for item in cast(list[object], node):
            _tidy(item)
        return
    if not isinstance(node, dict):
        return
    each = cast(Json, node)
    properties = each.get("properties")
    if isinstance(properties, dict):
        cast(Json, properties).pop(HIDDEN, None)
        each["required"] = [key for key in each.get("required", []) if key != HIDDEN]
        if not each["required"]:
            del each["required"]
    options = each.get("anyOf")
    if isinstance(options, list) and {"type": "null"} in options:
        # An optional field may be left out, not left empty.
        kept = [option for option in cast(list[Json], options) if option != {"type": "null"}]
        del each["anyOf"]
        each.update(kept[0] if len(kept) == 1 else {"anyOf": kept})
    for key in ("title", "default"):
        if not isinstance(each.get(key), dict):
            each.pop(key, None)
    if "x-prose" in each and "description" in each:
        each["description"] += f" Prose, up to {each['x-prose']:,} characters."
    for value in each.values():
        _tidy(value)


# ---- tables for people ---------------------------------------------------------------------------------------------


def readme_tables() -> str:
    """The reference part of sources/README.md: a table of fields for every kind of file and of what stands in them."""
    told: set[str] = set()
    return "\n".join(line for name in FILES for line in _file(name, told))


def _file(name: str, told: set[str]) -> Iterator[str]:
    made = schema(name)
    yield f"### `{made['title']}`"
    yield ""
    yield made["description"]
    yield ""
    definitions: Json = made.get("$defs", {})
    first = made if "properties" in made else {"properties": {"<key>": made["additionalProperties"]}}
    yield from _table(first, definitions)
    for key, below in definitions.items():
        if key not in told:
            told.add(key)
            yield f"#### {_name(key)}"
            yield ""
            if below.get("description"):
                yield below["description"]
                yield ""
            yield from _table(below, definitions)


def fields_of(sheet: Json) -> Json:
    """The part of a schema that lists fields; a sheet with a shorthand has it among its options."""
    return sheet if "properties" in sheet else next(each for each in sheet["anyOf"] if "properties" in each)


def _table(sheet: Json, definitions: Json) -> Iterator[str]:
    sheet = fields_of(sheet)
    required = set(sheet.get("required", []))
    yield "| field | | what | limit |"
    yield "|---|---|---|---|"
    for key, about in cast(Json, sheet["properties"]).items():
        need = "required" if key in required else ""
        words = _words(about)
        example = f" Example: `{about['examples'][0]}`." if about.get("examples") else ""
        inside = _inside(about, definitions)
        yield f"| `{key}` | {need} | {words}{example}{inside} | {_limit(about)} |".replace("  ", " ")
    yield ""


def _words(about: Json) -> str:
    text: str = about.get("description", "")
    limit = about.get("x-prose")
    return text.removesuffix(f" Prose, up to {limit:,} characters.") if limit else text


def _limit(about: Json) -> str:
    if "x-prose" in about:
        return f"{about['x-prose']:,} characters of prose"
    if "maxLength" in about:
        return f"{about['maxLength']} characters"
    if about.get("maxItems") is not None:
        low = about.get("minItems", 0)
        return f"{low}" if low == about["maxItems"] else f"{low} to {about['maxItems']}"
    if "minimum" in about:
        return f"{about['minimum']:g} to {about['maximum']:g}" if "maximum" in about else ""
    if "items" in about or "additionalProperties" in about:
        return _limit(about.get("items") or about.get("additionalProperties") or {})
    return ", ".join(f"`{value}`" for value in about.get("enum", []) if isinstance(value, str))


def _inside(about: object, definitions: Json) -> str:
    """Names the sheets that a field holds."""
    found = sorted(set(_references(about)))
    return f" See {', '.join(_name(key) for key in found if key in definitions)}." if found else ""


def _references(about: object) -> Iterator[str]:
    if isinstance(about, list):
        for item in cast(list[object], about):
            yield from _references(item)
    elif isinstance(about, dict):
        for key, value in cast(Json, about).items():
            if key == "$ref":
                yield str(value).rpartition("/")[2]
            else:
                yield from _references(value)


def _name(key: str) -> str:
    """`KeyFigureSheet` as people say it: key figure."""
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in key.removesuffix("Sheet"))
    return words.strip()
