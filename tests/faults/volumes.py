"""A small publication under the real look, with at least one of every field that the sheets know.

A field is addressed by its file below sources/ and the steps to it; `changed` of tests/builders.py reaches it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, cast

import yaml

from compiler.model.look import Look
from compiler.pour import Layouts, open_layouts
from compiler.world import Disk
from tests.builders import (
    GONE,
    Copy,
    Folder,
    a_chart,
    a_city,
    a_colophon,
    a_convergence,
    a_foreword,
    a_frame,
    a_png,
    a_publication,
    a_report,
    a_result,
    a_table,
    an_initiative,
    copy_files,
    some_partners,
    some_words,
)

ROOT = Path(__file__).resolve().parents[2]
SQUARE = [[[20.0, 59.5], [29.0, 59.5], [29.0, 66.0], [20.0, 66.0], [20.0, 59.5]]]
LAND = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"code": "17"}, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
    ],
}


def words() -> Copy:
    """Words of the small publication, with the terms that the real look prints."""
    real = cast("dict[str, Any]", yaml.safe_load((ROOT / "sources/words/en.yaml").read_text(encoding="utf-8")))
    terms = {key: str(text) for key, text in real["terms"].items()}
    return some_words(terms=terms, geography_credits=["Outlines drawn for tests"], look_ahead=["by"])


def frame() -> Copy:
    return a_frame(
        {
            "geography": {
                "land": "geography/land.geojson",
                "areas": "geography/land.geojson",
                "area_key": "code",
                "parallels": ["60", "65"],
                "meridian": "25",
            },
            "parts/4": {"kind": "foreword", "opens": "verso", "numerals": "arabic", "restart": "no"},
        },
        parts=[*a_frame()["parts"][:5], "map", *a_frame()["parts"][5:]],
    )


def charts() -> list[Copy]:
    """A chart of every kind, with every field that one of them reads."""
    note = "Counted twice.\n"
    rows = [{"name": "On foot", "value": 60, "shown": "60%"}, {"name": "By bicycle", "value": 40, "shown": "40%"}]
    shapes = [{**rows[0], "shape": "disc", "accent": "yes"}, {**rows[1], "shape": "ring"}]
    legend = [{"shape": "disc", "text": "weekdays"}, {"shape": "ring", "text": "weekends"}]
    dots = [
        {"name": "Trams", "points": [{"value": 10, "shape": "disc"}, {"value": 20, "shape": "ring"}]},
        {"name": "Buses", "points": [{"value": 30, "shape": "disc"}]},
    ]
    events = [
        {"name": "May 2015", "at": 2015.4, "detail": "One map", "accent": "yes"},
        {"name": "June 2017", "at": 2017.5, "detail": "Two maps"},
    ]
    aims = [
        {"name": "2018", "value": 20000, "shown": "20,000", "mark": "rounded", "detail": "about"},
        {"name": "2019", "mark": "none"},
        {"name": "by 2020", "low": 20000, "high": 30000, "shown": "to 30,000", "mark": "target"},
    ]
    return [
        a_chart(anchor="bars", kind="bars", note=note, place="text"),
        a_chart(anchor="hundred", kind="hundred", data=shapes),
        a_chart(anchor="dots", kind="dots", data=dots, legend=legend),
        a_chart(anchor="timeline", kind="timeline", data=events, place="wide"),
        a_chart(anchor="columns", kind="columns", data=aims, unit="10000"),
        a_chart(anchor="pair", kind="pair", data=rows),
        a_chart(anchor="sieve", kind="sieve", data=rows),
        a_chart(anchor="blocks", kind="blocks", data=rows),
        a_chart(anchor="margin", title="Means", kind="bars", data=[{**rows[0], "name": "Foot"}], place="margin"),
    ]


def picture() -> Copy:
    return {
        "anchor": "quay",
        "file": "pictures/quay.png",
        "alternative": "A quay with two benches",
        "caption": "The quay in spring.\n",
        "credit": "Photograph: A. Aho",
        "rights": "CC BY 4.0",
        "place": "text",
    }


def rich_report() -> Copy:
    """The report of Oulu, of five initiatives that hold a block of every kind."""
    body = an_initiative()["body"]
    none = {"no_result": "Nobody has counted yet"}
    drawn = charts()

    def another(anchor: str, title: str, blocks: list[Copy]) -> Copy:
        copy: Copy = {"anchor": anchor, "title": title, "themes": ["roads"], "body": blocks}
        return copy

    text = {"text": "They tried it, and wrote down what came of it.[](source:survey)\n"}
    return a_report(
        "oulu",
        {
            "initiatives": [
                an_initiative(since="May 2016", mind="Two counts differ.", body=[*body[:4], {"picture": picture()}]),
                {
                    **another("walks", "Walks", [text, none, *({"chart": each} for each in drawn[:3])]),
                    "when": "In 2017",
                },
                another("talks", "Talks", [text, {"result": a_result()}, *({"chart": each} for each in drawn[4:6])]),
                another("boats", "Boats", [text, none, *({"chart": each} for each in drawn[6:])]),
            ],
            "closing": [{"chart": drawn[3]}],
            "approach": [
                {"text": "The council decided in 2015.^[It met *twice*.] It **wrote** down why.[](source:minutes)\n"},
                {"aside": {"prose": "Read with care.\n", "report": "turku"}},
                {"table": a_table(anchor="rows", columns=[{"name": "Year", "numeric": "no"}, "Places"])},
            ],
            "excuse": "A small publication cannot fill its pages.",
        },
    )


def rich_files() -> dict[str, object]:
    """Every file of the publication, relative to sources/; the rich one first."""
    excuse = "A small publication cannot fill its pages."
    chapter = a_convergence(
        sources={"diary": {"text": "Diary of a bench", "address": "https://example.org/diary", "date": "May 2018"}},
        body=[*a_convergence()["body"], {"text": "It was written down.[](source:diary)\n"}],
    )
    return {
        **copy_files(),
        "publication.yaml": frame(),
        "words/en.yaml": words(),
        "partners/en.yaml": some_partners(),
        "cities/oulu/en.yaml": rich_report(),
        "cities/tampere/en.yaml": a_report("tampere", excuse=excuse),
        "cities/turku/en.yaml": a_report("turku", excuse=excuse),
        "convergences/sharing/en.yaml": chapter,
        "front/foreword/en.yaml": a_foreword(index=[{"term": "places", "to": "places", "main": "no"}]),
        "back/colophon/en.yaml": a_colophon(),
    }


def many_files(number: int, parts: tuple[str, ...] = ("title", "contents", "reports", "index")) -> dict[str, object]:
    """A publication of so many short reports, all alike, strewn over the globe."""
    slugs = [f"town-{index + 1}" for index in range(number)]
    fields = {"reports": slugs, "convergences": GONE, "parts": list(parts)}
    files: dict[str, object] = {
        "publication.yaml": a_frame(fields),
        "words/en.yaml": some_words(terms=words()["terms"]),
        "front/cover/en.yaml": copy_files()["front/cover/en.yaml"],
        "back/sources/en.yaml": copy_files()["back/sources/en.yaml"],
    }
    body = [{"text": "People marked places on a map.[](source:survey)\n"}, {"no_result": ""}]
    for index, slug in enumerate(slugs):
        position = {"latitude": f"{(index * 7) % 120 - 55}", "longitude": f"{(index * 37) % 350 - 175}"}
        changes = {
            "name": f"Town {index + 1}",
            "authority": f"Town council {index + 1}",
            "elsewhere": GONE,
            "since_then": GONE,
            "sources/notice": GONE,
            "initiatives": [{"anchor": "benches", "title": "Benches", "themes": ["voice"], "body": body}],
            "index": [{"term": "benches", "to": "benches"}],
        }
        files[f"cities/{slug}/city.yaml"] = a_city("oulu", position=position)
        files[f"cities/{slug}/en.yaml"] = a_report("oulu", changes, excuse="A short report for tests.")
    return files


def only(files: dict[str, object]) -> dict[str, object]:
    """These files, and none of those that builders would add."""
    return {**dict.fromkeys(copy_files(), GONE), **files}


@cache
def _fixed() -> dict[PurePosixPath, bytes]:
    """Layouts, outlines and pictures."""
    world = Disk(ROOT)
    held = {path: world.read(path) for path in world.files(PurePosixPath("layouts"))}
    held[PurePosixPath("sources/geography/land.geojson")] = json.dumps(LAND).encode()
    held[PurePosixPath("sources/cities/oulu/pictures/quay.png")] = a_png(1400, 300)
    return held


def a_volume(files: dict[str, object] | None = None) -> Folder:
    """The publication with its look, some files of its copy replaced."""
    return Folder({**_fixed(), **a_publication({**rich_files(), **(files or {})}).held})


@cache
def layouts() -> Layouts:
    opened = open_layouts(a_volume())
    assert opened.value is not None
    assert opened.diagnostics == ()
    return opened.value


def look() -> Look:
    return layouts().look
