"""A small publication in memory, valid in all respects: a test changes what it is about, and nothing else.

    world = a_publication()                                          three reports, all parts
    world = a_publication({"cities/oulu/en.yaml": a_report("oulu", name="")})
    outcome = checked(world)                                         load and check

Files are given relative to sources/, as values (written as YAML) or as text. A key changed to `GONE` is left out.
"""

from __future__ import annotations

import datetime
import struct
import zlib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, cast

from compiler.check import Checked, check
from compiler.load import load
from compiler.model.diagnostics import Outcome
from compiler.model.look import Look, Swatch
from compiler.model.measures import Size, mm
from compiler.model.publication import Publication

Copy = dict[str, Any]
GONE = object()
"""Stands for a field or file that is to be left out."""

CITIES = {
    "oulu": ("Oulu", "City of Oulu", 65.0121, 25.4651),
    "tampere": ("Tampere", "City of Tampere", 61.4978, 23.761),
    "turku": ("Turku", "City of Turku", 60.4518, 22.2666),
}


@dataclass(frozen=True)
class Folder:
    """A world of paths and bytes, without disk or clock."""

    held: Mapping[PurePosixPath, bytes]

    def read(self, path: PurePosixPath) -> bytes:
        """Bytes of a file, or the error that a disk would raise."""
        try:
            return self.held[path]
        except KeyError:
            raise FileNotFoundError(2, "No such file or directory", str(path)) from None

    def files(self, folder: PurePosixPath) -> tuple[PurePosixPath, ...]:
        """All files below a folder, sorted."""
        return tuple(sorted(path for path in self.held if path.is_relative_to(folder)))

    def date(self) -> datetime.datetime | None:
        """No SOURCE_DATE_EPOCH."""
        return None


def changed(copy: Copy, changes: Mapping[str, object]) -> Copy:
    """A copy with some fields changed; `initiatives/0/title` reaches inside."""
    out = deepcopy(copy)
    for path, value in changes.items():
        *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
        there: Any = out
        for step in way:
            there = there[step]
        if value is GONE:
            del there[last]
        else:
            there[last] = value
    return out


# ---- copy ----------------------------------------------------------------------------------------------------------


def a_frame(changes: Mapping[str, object] | None = None, **fields: object) -> Copy:
    """publication.yaml."""
    frame: Copy = {
        "slug": "northern-experiences",
        "languages": ["en"],
        "date": "2019-11-07",
        "reports": list(CITIES),
        "convergences": {"reports_each": 2, "order": ["sharing"]},
        "families": [{"key": "people", "swatch": "red"}, {"key": "places", "swatch": "blue"}],
        "themes": [
            {"key": "voice", "family": "people", "sign": "triangle"},
            {"key": "care", "family": "people", "sign": "cross"},
            {"key": "roads", "family": "places", "sign": "bars"},
        ],
        "parts": [
            "cover",
            "title",
            "how-to-read",
            "contents",
            "foreword",
            "reports",
            "convergences",
            "matrix",
            "index",
            "sources",
            "colophon",
        ],
    }
    return changed(frame, {**(changes or {}), **fields})


def some_words(changes: Mapping[str, object] | None = None, **fields: object) -> Copy:
    """words/en.yaml."""
    words: Copy = {
        "title": "Northern experiences",
        "author": "Association of northern cities",
        "subject": "What three cities learnt",
        "keywords": ["cities", "participation"],
        "families": {"people": "People", "places": "Places"},
        "themes": {
            "voice": {"name": "Having a voice", "short": "Voice"},
            "care": {"name": "Care"},
            "roads": {"name": "Roads and paths", "short": "Roads,|paths"},
        },
        "terms": {
            "cover_label": "Cover",
            "inside_cover_label": "Inside cover",
            "back_cover_label": "Back cover",
            "contents": "Contents",
            "map_title": "Three cities",
            "matrix_title": "Cities and themes",
            "index_title": "Index",
            "sources_title": "Sources",
            "proof": "PROOF",
            "reference": "{text} (page {folio})",
        },
    }
    return changed(words, {**(changes or {}), **fields})


def some_partners(**partners: Copy) -> Copy:
    """partners/en.yaml."""
    return {"vtt": {"name": "VTT", "what": "research centre"}, **partners}


def a_city(slug: str = "oulu", changes: Mapping[str, object] | None = None, **fields: object) -> Copy:
    """cities/<slug>/city.yaml."""
    _, _, latitude, longitude = CITIES[slug]
    city: Copy = {
        "position": {"latitude": latitude, "longitude": longitude},
        "area": "17",
        "themes": ["voice", "care", "roads"],
    }
    return changed(city, {**(changes or {}), **fields})


def a_report(slug: str = "oulu", changes: Mapping[str, object] | None = None, **fields: object) -> Copy:
    """cities/<slug>/en.yaml: one initiative with a result, a table and a chart."""
    name, authority, _, _ = CITIES[slug]
    report: Copy = {
        "name": name,
        "authority": authority,
        "size": "203,567 residents",
        "area_name": "The north",
        "region": "Northern Ostrobothnia",
        "key_figures": [
            {"figure": "203,567", "text": "residents", "credit": "Census", "source": "census", "year": 2018}
        ],
        "standfirst": "A city asked its people what to mend first.\n",
        "approach": [{"text": "The council decided in 2015. It wrote down why.[](source:minutes)\n\nThen it began.\n"}],
        "initiatives": [an_initiative()],
        "not_known": "Nobody counted those who stayed away.\n",
        "since_then": [{"date": "March 2020", "text": "The second round was put off.\n", "sources": ["notice"]}],
        "elsewhere": [{"to": _other(slug), "text": "The same, further south"}],
        "index": [{"term": "benches", "to": "benches", "main": "yes"}, {"term": f"{name} > council", "to": slug}],
        "sources": {
            "minutes": {"text": "Minutes of the council", "address": "https://example.org/minutes", "date": "2015"},
            "survey": {"text": "Survey of visitors, 2018", "date": "June 2018"},
            "notice": {"text": "Public notice, March 2020", "date": "12 March 2020"},
        },
    }
    return changed(report, {**(changes or {}), **fields})


def _other(slug: str) -> str:
    return next(each for each in CITIES if each != slug)


def an_initiative(changes: Mapping[str, object] | None = None, **fields: object) -> Copy:
    """An initiative with everything that may stand in one."""
    initiative: Copy = {
        "anchor": "benches",
        "title": "Benches where people sit",
        "themes": ["voice", "care"],
        "since": "May 2016",
        "for": "all residents",
        "with": ["vtt"],
        "body": [
            {"text": "People marked places on a map; see [the table](figure:places).\n"},
            {"aside": "**Read with care.** Two counts, two methods.\n"},
            {"result": a_result()},
            {"table": a_table()},
            {"chart": a_chart()},
        ],
    }
    return changed(initiative, {**(changes or {}), **fields})


def a_result(**fields: object) -> Copy:
    """A measured result."""
    result = {"credit": "Summer 2018", "sources": ["survey"], "figures": [{"figure": "+12%", "caption": "visitors"}]}
    return changed(result, fields)


def a_table(**fields: object) -> Copy:
    """A table of two columns and two rows."""
    table: Copy = {
        "anchor": "places",
        "caption": "Places marked, by year",
        "columns": ["Year", {"name": "Places", "numeric": "yes"}],
        "rows": [["2016", "140"], ["2017", {"text": "210", "ref": "a"}]],
        "sources": ["survey"],
        "note": "^a^ Without the harbour.\n",
    }
    return changed(table, fields)


def a_chart(**fields: object) -> Copy:
    """Two bars."""
    chart: Copy = {
        "kind": "bars",
        "anchor": "means",
        "title": "How visitors came",
        "alternative": "On foot 60 per cent, by bicycle 40",
        "sources": ["survey"],
        "data": [
            {"name": "On foot", "value": 60, "shown": "60%", "accent": "yes"},
            {"name": "By bicycle", "value": 40, "shown": "40%"},
        ],
    }
    return changed(chart, fields)


def a_convergence(changes: Mapping[str, object] | None = None, **fields: object) -> Copy:
    """convergences/sharing/en.yaml, argued from three reports."""
    convergence: Copy = {
        "title": ["Sharing", "what was learnt"],
        "standfirst": "Cities lend one another what they have tried.\n",
        "reports": ["oulu", "tampere", "turku"],
        "body": [
            {"text": "See [](to:oulu/benches) and [what Tampere did](to:tampere). One more in Turku.\n"},
            {"aside": {"prose": "Benches, again.\n", "report": "turku"}},
        ],
        "index": [{"term": "sharing", "to": "sharing"}],
    }
    return changed(convergence, {**(changes or {}), **fields})


def a_cover(**fields: object) -> Copy:
    """front/cover/en.yaml."""
    cover: Copy = {
        "lines": ["Northern", "experiences"],
        "translated_title": "Pohjoisia kokemuksia",
        "standfirst": "What three cities learnt.\n",
        "spine": "Northern experiences",
        "spine_imprint": "ANC",
        "imprint": ["Association of northern cities"],
        "date_line": ["Oulu, November 2019"],
        "ground": "yellow",
    }
    return changed(cover, fields)


def a_guide(**fields: object) -> Copy:
    """front/how-to-read/en.yaml."""
    guide: Copy = {
        "title": "How to read this book",
        "standfirst": "Two pages a city.\n",
        "example": "oulu",
        "opener": "The city and its surroundings.\n",
        "signs": "Three signs for three themes.\n",
        "results": "Filled: measured. Open: none published.\n",
        "sample_figure": "123",
        "sample_caption": "things counted",
        "sample_none": "No count was made.",
    }
    return changed(guide, fields)


def a_foreword(changes: Mapping[str, object] | None = None, **fields: object) -> Copy:
    """front/foreword/en.yaml."""
    foreword: Copy = {
        "title": "Foreword",
        "plate": ["People first"],
        "swatch": "blue",
        "standfirst": "Tools are for people.\n",
        "sections": [
            {"body": [{"text": "It began with a map.\n"}]},
            {"anchor": "places", "head": "Places", "body": [{"text": "Every place differs.[](source:census)\n"}]},
        ],
    }
    return changed(foreword, {**(changes or {}), **fields})


def a_colophon(changes: Mapping[str, object] | None = None, **fields: object) -> Copy:
    """back/colophon/en.yaml."""
    colophon: Copy = {
        "title": "Colophon",
        "left": [{"head": "Publisher", "body": [{"text": "Association of northern cities.\n"}]}],
        "right": [{"head": "Type", "body": [{"text": "Source Serif 4 and Archivo.\n"}]}],
        "foot": "Printed nowhere.\n",
    }
    return changed(colophon, {**(changes or {}), **fields})


def general_sources(**fields: object) -> Copy:
    """back/sources/en.yaml."""
    census = {"text": "Census of 2018, Statistics Finland", "address": "https://example.org/census"}
    return changed({"groups": [{"name": "Populations", "sources": {"census": census}}]}, fields)


# ---- the whole -----------------------------------------------------------------------------------------------------


def copy_files() -> dict[str, Copy]:
    """Every file of the publication, relative to sources/."""
    files: dict[str, Copy] = {
        "publication.yaml": a_frame(),
        "words/en.yaml": some_words(),
        "partners/en.yaml": some_partners(),
        "convergences/sharing/en.yaml": a_convergence(),
        "front/cover/en.yaml": a_cover(),
        "front/how-to-read/en.yaml": a_guide(),
        "front/foreword/en.yaml": a_foreword(),
        "back/colophon/en.yaml": a_colophon(),
        "back/sources/en.yaml": general_sources(),
    }
    for slug in CITIES:
        files[f"cities/{slug}/city.yaml"] = a_city(slug)
        files[f"cities/{slug}/en.yaml"] = a_report(slug)
    return files


def a_publication(files: Mapping[str, object] | None = None) -> Folder:
    """The publication as a world, some of its files replaced: by values, by text, by bytes, or `GONE`."""
    held: dict[PurePosixPath, bytes] = {}
    for name, value in {**copy_files(), **(files or {})}.items():
        if value is GONE:
            continue
        data = value if isinstance(value, bytes) else (value if isinstance(value, str) else as_yaml(value)).encode()
        held[PurePosixPath("sources", name)] = data
    return Folder(held)


def checked(world: Folder, language: str | None = None, look: Look | None = None) -> Outcome[Checked]:
    """Load and check; the diagnostics of both."""
    copy = load(world, language)
    if copy.value is None:
        return Outcome(None, copy.diagnostics)
    outcome = check(copy.value, language, look)
    return Outcome(outcome.value, (*copy.diagnostics, *outcome.diagnostics))


def publication_of(world: Folder) -> Publication:
    """The checked publication of a world that is in order."""
    outcome = checked(world)
    assert not outcome.diagnostics, outcome.diagnostics
    assert outcome.value is not None
    assert outcome.value.publication is not None
    return outcome.value.publication


# ---- YAML ----------------------------------------------------------------------------------------------------------


def as_yaml(value: object, indent: str = "") -> str:
    """A value as block YAML, texts of several lines as `|` blocks, all other texts in single quotes."""
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value)
        return "".join(f"{indent}{key}:{_below(each, indent)}" for key, each in entries.items())
    if isinstance(value, list):
        return "".join(f"{indent}-{_below(each, indent)}" for each in cast("list[object]", value))
    return f"{indent}{_scalar(str(value), indent)}\n"


def _below(value: object, indent: str) -> str:
    if isinstance(value, dict | list):
        empty = " {}\n" if isinstance(value, dict) else " []\n"
        return "\n" + as_yaml(cast(object, value), indent + "  ") if value else empty
    return f" {_scalar(str(value), indent)}\n"


def _scalar(text: str, indent: str) -> str:
    if text.endswith("\n"):
        inner = "\n".join(f"{indent}  {row}" if row else "" for row in text[:-1].split("\n"))
        return f"|\n{inner}"
    return "'" + text.replace("'", "''") + "'"


# ---- layouts -------------------------------------------------------------------------------------------------------


def a_swatch(name: str, colour: str, *, type_on: str = "paper", text: bool = False) -> Swatch:
    """A swatch of a colour, white type on it."""
    red, green, blue = bytes.fromhex(colour)
    return Swatch(name, (red, green, blue), (0, 0, 0, 100), None, type_on, text, "tests")


def a_look(*swatches: Swatch) -> Look:
    """What the copy above needs of layouts: five swatches (or those of the same name given), three signs."""
    known = {
        "ink": a_swatch("ink", "1f1f1d", text=True),
        "paper": a_swatch("paper", "ffffff", type_on="ink"),
        "red": a_swatch("red", "ce2f1f", text=True),
        "blue": a_swatch("blue", "09428f", text=True),
        "yellow": a_swatch("yellow", "fec704", type_on="ink"),
    }
    known.update({each.name: each for each in swatches})
    measures = {"measure": mm(115), "wide": mm(175), "margin-measure": mm(55)}
    signs = {"triangle": "M0 0h24v24z", "cross": "M0 0h24v24z", "bars": "M0 0h24v24z"}
    return Look(Size(mm(210), mm(297)), mm(3), measures, known, (), {}, signs, "")


def a_png(width: int, height: int) -> bytes:
    """A white picture in RGB."""
    rows = zlib.compress((b"\0" + b"\xff" * (3 * width)) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
