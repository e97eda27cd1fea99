"""Publications of any size to measure with: reports of invented towns in our own copy format, by a seed.

    files = copy_files(15)            sources of fifteen reports, path below the root -> bytes
    write(root, 15)                   the same on disk, with the layouts of this repository
    write_real(root)                  the copy of this repository instead

A report is as rich as the sheets allow: some seven pages and two thousand words, four initiatives, five charts, two
tables, a dozen notes, notes in the margin, links into other reports, entries of the index. Outlines, words, colophon
and cover are the repository's own.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, cast

import yaml
from shapely import Point, prepare
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tests.bench.vocabulary import Writer, as_prose, town_names
from tests.builders import Copy, as_yaml

ROOT = Path(__file__).resolve().parents[2]
FRAME = PurePosixPath("sources/publication.yaml")
SEED = 2019
MOST = 600
"""Reports that names suffice for."""

KEPT = ("geography", "words/en.yaml", "front/cover/en.yaml", "back/colophon/en.yaml", "back/sources/en.yaml")
"""What is taken from this repository as it stands."""

AREA_FROM = 0.2
"""Square degrees that an area needs to be given a town: in smaller ones its outline is all coast of its neighbours."""

INITIATIVES = 4
PARTNERS = 12
CONVERGENCES = 4
SOURCES = 8

Json = dict[str, Any]


def write(root: Path, number: int, seed: int = SEED) -> None:
    """Write the publication of so many reports into an empty folder."""
    for path, data in copy_files(number, seed).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    shutil.copytree(ROOT / "layouts", root / "layouts")


def write_real(root: Path) -> None:
    """Copy this repository's publication into an empty folder."""
    for name in ("sources", "layouts"):
        shutil.copytree(ROOT / name, root / name)


def copy_files(number: int, seed: int = SEED) -> Mapping[PurePosixPath, bytes]:
    """Every file of the sources, by its path below the root of the publication."""
    if not 1 <= number <= MOST:
        raise ValueError(f"{number} reports are wanted, and 1 to {MOST} can be made")
    towns = _towns(number, seed)
    files: dict[str, object] = {"publication.yaml": _frame(towns), "partners/en.yaml": _partners(number, seed)}
    for town in towns:
        files[f"cities/{town.slug}/city.yaml"] = town.city()
        files[f"cities/{town.slug}/en.yaml"] = _Report(town, towns, seed).copy()
    for slug in _convergences(number):
        files[f"convergences/{slug}/en.yaml"] = _convergence(slug, towns, seed)
    files["front/how-to-read/en.yaml"] = _how_to_read(towns[len(towns) // 2], seed)
    files["front/foreword/en.yaml"] = _foreword(towns, seed)
    made = {PurePosixPath("sources", name): as_yaml(value).encode() for name, value in files.items()}
    return {**made, **_kept()}


@cache
def _kept() -> Mapping[PurePosixPath, bytes]:
    found: dict[PurePosixPath, bytes] = {}
    for name in KEPT:
        top = ROOT / "sources" / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                found[PurePosixPath(path.relative_to(ROOT).as_posix())] = path.read_bytes()
    return found


@cache
def _real_frame() -> Json:
    return cast(Json, yaml.safe_load((ROOT / FRAME).read_text(encoding="utf-8")))


# ---- towns ---------------------------------------------------------------------------------------------------------


class Town:
    """A town that does not exist, in an area that does."""

    def __init__(self, number: int, name: str, area: Area, seed: int) -> None:
        self.number, self.name, self.area = number, name, area
        self.slug = name.lower()
        self.place = area.inside(random.Random(f"{seed}/{self.slug}/position"))
        themes = [str(theme["key"]) for theme in _real_frame()["themes"]]
        self.themes = random.Random(f"{seed}/{self.slug}/themes").sample(themes, 3)

    def city(self) -> Copy:
        """city.yaml."""
        longitude, latitude = self.place
        return {
            "position": {"latitude": f"{latitude:.4f}", "longitude": f"{longitude:.4f}"},
            "area": self.area.code,
            "themes": self.themes,
        }

    def anchor(self, index: int) -> str:
        """That of one of its initiatives, by which others link to it."""
        return f"{self.slug}/{INITIATIVE_ANCHORS[index % INITIATIVES]}"


class Area:
    """An area of the map."""

    def __init__(self, code: str, name: str, outline: BaseGeometry) -> None:
        self.code, self.name, self._outline = code, name, outline
        prepare(outline)

    def inside(self, chance: random.Random) -> tuple[float, float]:
        """A point well inside it."""
        left, low, right, high = self._outline.bounds
        while True:
            x, y = chance.uniform(left, right), chance.uniform(low, high)
            if self._outline.contains(Point(x, y)) and self._outline.boundary.distance(Point(x, y)) > 0.03:
                return x, y


@cache
def _areas() -> Sequence[Area]:
    """Areas large enough, in the order of the file."""
    geography = _real_frame()["geography"]
    text = (ROOT / "sources" / geography["areas"]).read_text(encoding="utf-8")
    found = ((each["properties"], shape(each["geometry"])) for each in cast(list[Json], json.loads(text)["features"]))
    return [
        Area(str(about[geography["area_key"]]), str(about["nom"]).replace("'", "’"), outline)
        for about, outline in found
        if outline.area >= AREA_FROM
    ]


def _towns(number: int, seed: int) -> Sequence[Town]:
    """The first towns are the same however many follow; each area has one before any has two."""
    order = list(_areas())
    random.Random(f"{seed}/areas").shuffle(order)
    names = list(islice(town_names(), number))
    return [Town(index + 1, name, order[index % len(order)], seed) for index, name in enumerate(names)]


# ---- the frame -----------------------------------------------------------------------------------------------------


def _frame(towns: Sequence[Town]) -> Copy:
    """publication.yaml: that of this repository with other reports."""
    real = _real_frame()
    convergences = _convergences(len(towns))
    frame: Copy = {
        "slug": "bench",
        "languages": ["en"],
        "date": str(real["date"]),
        "reports": [town.slug for town in towns],
        "geography": real["geography"],
        "families": real["families"],
        "themes": real["themes"],
        "parts": [each for each in real["parts"] if convergences or each != "convergences"],
    }
    if convergences:
        frame["convergences"] = {"reports_each": 3, "order": convergences}
    return frame


def _convergences(number: int) -> list[str]:
    """Convergences argue from three reports at least."""
    return [f"convergence-{index + 1}" for index in range(CONVERGENCES)] if number >= 3 else []


def _partners(number: int, seed: int) -> Copy:
    writer = Writer(f"{seed}/partners")
    named = min(PARTNERS, number * INITIATIVES)
    return {f"partner-{index + 1}": {"name": writer.title(24), "what": writer.noun()} for index in range(named)}


# ---- a report ------------------------------------------------------------------------------------------------------

INITIATIVE_ANCHORS = ("first", "second", "third", "fourth")


class _Report:
    """Writes the report of one town."""

    def __init__(self, town: Town, towns: Sequence[Town], seed: int) -> None:
        self._town, self._towns = town, towns
        self._partners = min(PARTNERS, len(towns) * INITIATIVES)
        self._write = Writer(f"{seed}/{town.slug}")
        self._chance = self._write.chance
        self._turn = 0

    def copy(self) -> Copy:
        """`<language>.yaml`."""
        town, write = self._town, self._write
        return {
            "name": town.name,
            "authority": f"{town.name} and its communes",
            "size": f"{self._chance.randint(9, 90)} communes, {self._count(20, 900)} residents",
            "area_name": town.area.name,
            "region": "Another region",
            "key_figures": [self._key_figure(index) for index in range(4)],
            "standfirst": as_prose(" ".join(write.sentences(165))),
            "approach": [{"text": as_prose(*self._paragraphs(1250, 4))}],
            "initiatives": [self._initiative(index, anchor) for index, anchor in enumerate(INITIATIVE_ANCHORS)],
            "closing": self._closing(),
            "not_known": as_prose(" ".join(write.sentences(560))),
            "since_then": [
                {"date": date, "text": as_prose(" ".join(write.sentences(300))), "sources": [self._source()]}
                for date in ("March 2020", "May 2021")
            ],
            "elsewhere": [
                {"to": self._other().anchor(index), "text": write.title(52)} for index in range(4 if self._alone else 6)
            ],
            "index": self._index(),
            "sources": {f"source-{index + 1}": self._reference(index) for index in range(SOURCES)},
            "excuse": "The towns of this publication have been invented to measure with.",
        }

    def _closing(self) -> list[Copy]:
        """A time line; before it, in two of three reports, so much text that the report fills eight pages.

        The third ends on its seventh and is closed by a plate, which is seldom in a publication that is edited.
        """
        longer = [{"text": as_prose(*self._paragraphs(2300, 3))}] if self._town.number % 3 else []
        return [*longer, {"chart": self._timeline()}]

    @property
    def _alone(self) -> bool:
        return len(self._towns) == 1

    def _other(self) -> Town:
        """Another report, for a cross reference; the report itself when there is no other."""
        others = [each for each in self._towns if each is not self._town]
        return self._chance.choice(others) if others else self._town

    def _source(self) -> str:
        """Keys go round, so that each source is named."""
        self._turn += 1
        return f"source-{self._turn % SOURCES + 1}"

    def _count(self, low: int, high: int) -> str:
        return f"{self._chance.randint(low, high)},{self._chance.randint(100, 999)}"

    def _key_figure(self, index: int) -> Copy:
        return {
            "figure": self._count(10, 600) if index % 2 == 0 else f"{self._chance.randint(11, 98)}%",
            "text": " ".join([self._write.noun(), "of", self._write.thing()]),
            "credit": self._write.title(32),
            "source": self._source(),
            "year": str(2014 + index),
        }

    def _paragraphs(self, room: int, number: int) -> list[str]:
        """Paragraphs with a note each, some with a link into another report."""
        made: list[str] = []
        for index in range(number):
            sentences = self._write.sentences(room // number - 20)
            if index % 2 == 1:
                link = f"[{self._write.noun()}](to:{self._other().anchor(self._chance.randrange(INITIATIVES))})"
                sentences[-1] = f"{sentences[-1][:-1]}, as in {link}."
            sentences[0] += f"^[{self._note()}]"
            made.append(" ".join(sentences))
        return made

    def _note(self) -> str:
        """A note with a link to its source; 150 characters fit."""
        words = self._write.sentences(90)[0]
        return f"[{self._write.title(40)}](source:{self._source()}): {words[0].lower()}{words[1:]}"

    def _initiative(self, index: int, anchor: str) -> Copy:
        texts = [as_prose(*self._paragraphs(480, 2)), as_prose(" ".join(self._write.sentences(460)))]
        figure = (
            {"table": self._table(f"{anchor}-table")} if index % 2 else {"chart": self._chart(f"{anchor}-chart", index)}
        )
        body: list[Copy] = [
            {"text": texts[0]},
            {"aside": as_prose(f"**{self._write.title(30)}.** {' '.join(self._write.sentences(130))}")},
            {"text": texts[1]},
            figure,
            {"chart": self._bars(f"{anchor}-bars")} if index in (1, 3) else {"text": self._pointing(anchor)},
            {"result": self._result()} if index % 3 == 0 else {"no_result": "Nobody has counted so far."},
        ]
        return {
            "anchor": anchor,
            "title": self._write.title(34),
            "themes": self._town.themes[index % 3 :][:2],
            "since": f"{self._chance.choice(('March', 'May', 'October'))} {self._chance.randint(2011, 2018)}",
            "for": f"residents of {self._write.thing()}",
            "with": [f"partner-{((self._town.number - 1) * INITIATIVES + index) % self._partners + 1}"],
            "body": body,
        }

    def _pointing(self, anchor: str) -> str:
        return as_prose(f"More stands in [{self._write.noun()}](figure:{anchor}-chart).")

    def _result(self) -> Copy:
        return {
            "credit": f"Survey of {self._chance.randint(2012, 2018)}, town hall",
            "sources": [self._source()],
            "figures": [
                {"figure": f"+{self._chance.randint(3, 95)}%", "caption": self._write.title(34)},
                {"figure": self._count(1, 9), "caption": self._write.title(34)},
            ],
        }

    def _table(self, anchor: str) -> Copy:
        rows = [
            [self._write.title(30), *(self._count(1, 99) for _ in range(2)), f"{self._chance.randint(1, 99)}%"]
            for _ in range(6)
        ]
        columns = [{"name": str(year), "numeric": "yes"} for year in (2016, 2017, 2018)]
        return {
            "anchor": anchor,
            "caption": self._write.title(60),
            "columns": ["What was counted", *columns],
            "rows": [*rows, ["Not counted", "–", {"text": "–", "ref": "a"}, "–"]],
            "sources": [self._source()],
            "note": as_prose(f"**Table.** ^a^ {' '.join(self._write.sentences(140))}"),
        }

    def _chart(self, anchor: str, index: int) -> Copy:
        return self._bars(anchor) if index == 0 else self._dots(anchor)

    def _named(self, kind: str, anchor: str) -> Copy:
        return {
            "kind": kind,
            "anchor": anchor,
            "title": self._write.title(60),
            "alternative": " ".join(self._write.sentences(200)),
            "sources": [self._source()],
        }

    def _bars(self, anchor: str) -> Copy:
        values = [self._chance.randint(5, 99) for _ in range(7)]
        return {
            **self._named("bars", anchor),
            "note": as_prose(" ".join(self._write.sentences(150))),
            "data": [
                {"name": self._write.name(14), "value": str(value), "shown": f"{value}%", "accent": str_of(not place)}
                for place, value in enumerate(values)
            ],
        }

    def _dots(self, anchor: str) -> Copy:
        return {
            **self._named("dots", anchor),
            "data": [
                {
                    "name": self._write.name(20),
                    "points": [
                        {"value": str(self._chance.randint(1, 48)), "shape": "disc"},
                        {"value": str(self._chance.randint(52, 99)), "shape": "ring"},
                    ],
                }
                for _ in range(6)
            ],
            "legend": [{"shape": "disc", "text": "before"}, {"shape": "ring", "text": "afterwards"}],
        }

    def _timeline(self) -> Copy:
        years = sorted(self._chance.sample(range(2005, 2019), 5))
        return {
            **self._named("timeline", "steps"),
            "place": "wide",
            "data": [
                {"name": f"May {year}", "at": f"{year}.4", "detail": f"{self._write.name(14)} opened"} for year in years
            ],
        }

    def _index(self) -> list[Copy]:
        """Entries: some of the town's own, some that other reports have too."""
        terms = dict.fromkeys(self._write.noun() for _ in range(10))
        anchors = [*INITIATIVE_ANCHORS, self._town.slug]
        own = [{"term": f"{self._town.name} > {self._write.noun()}", "to": "first", "main": "yes"}]
        return own + [{"term": term, "to": anchors[place % len(anchors)]} for place, term in enumerate(terms)]

    def _reference(self, index: int) -> Copy:
        year = 2011 + index
        return {
            "text": f"{self._write.title(60)}, minutes of the council",
            "address": f"https://example.org/{self._town.slug}/{year}/{self._write.noun()}",
            "date": f"{self._chance.randint(1, 28)} June {year}",
        }


def str_of(yes: bool) -> str:
    return "yes" if yes else "no"


# ---- the other parts -----------------------------------------------------------------------------------------------


def _convergence(slug: str, towns: Sequence[Town], seed: int) -> Copy:
    writer = Writer(f"{seed}/{slug}")
    shown = writer.chance.sample(list(towns), min(4, len(towns)))
    body: list[Copy] = []
    for index, town in enumerate(shown):
        link = f"[{writer.noun()}](to:{town.anchor(index)})"
        body += [
            {"aside": {"report": town.slug, "prose": as_prose(" ".join(writer.sentences(150)))}},
            {"text": as_prose(f"{' '.join(writer.sentences(420))} So did {link}.")},
        ]
    return {
        "title": [writer.name(16), "and", writer.name(16)],
        "standfirst": as_prose(" ".join(writer.sentences(240))),
        "reports": [town.slug for town in shown],
        "body": body,
        "index": [{"term": f"{writer.noun()} > in common", "to": slug, "main": "yes"}],
    }


def _how_to_read(town: Town, seed: int) -> Copy:
    writer = Writer(f"{seed}/how-to-read")
    return {
        "title": "How to read this book",
        "standfirst": as_prose(" ".join(writer.sentences(260))),
        "example": town.slug,
        "opener": as_prose(" ".join(writer.sentences(500))),
        "signs": as_prose(" ".join(writer.sentences(300))),
        "results": as_prose(" ".join(writer.sentences(250))),
        "sample_figure": "+65%",
        "sample_caption": "a published result, with source",
        "sample_none": "what is known instead, in a few words",
    }


def _foreword(towns: Sequence[Town], seed: int) -> Copy:
    writer = Writer(f"{seed}/foreword")
    sections: list[Copy] = []
    for index in range(4):
        town = towns[index % len(towns)]
        link = f"[{writer.noun()}](to:{town.anchor(index)})"
        paragraphs = [" ".join(writer.sentences(420)), f"{' '.join(writer.sentences(420))} So did {link}."]
        sections.append(
            {
                "anchor": f"section-{index + 1}",
                "head": writer.title(40),
                "body": [
                    {"aside": as_prose(" ".join(writer.sentences(140)))},
                    {"text": as_prose(*paragraphs)},
                ],
            }
        )
    return {
        "title": "Foreword",
        "plate": ["Towns that", "are not there"],
        "swatch": "red",
        "standfirst": as_prose(" ".join(writer.sentences(300))),
        "sections": sections,
        "index": [{"term": writer.noun(), "to": "section-1"}],
    }
