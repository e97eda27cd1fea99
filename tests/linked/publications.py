"""Publications at random under the real look: reports of any length with notes, tables, charts and cross references.

Short enough to be set in a second or two, unless more is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from hypothesis import strategies as st

from tests.bench.vocabulary import Writer, as_prose
from tests.builders import (
    GONE,
    Copy,
    a_chart,
    a_city,
    a_colophon,
    a_convergence,
    a_cover,
    a_foreword,
    a_frame,
    a_guide,
    a_report,
    a_result,
    a_table,
    general_sources,
)
from tests.faults.conftest import write
from tests.faults.volumes import LAND, words

Files = dict[str, object]

MAP: Copy = {
    "land": "geography/land.geojson",
    "areas": "geography/land.geojson",
    "area_key": "code",
    "parallels": ["60", "65"],
    "meridian": "25",
}
THEMES = ("voice", "care", "roads")
ANCHORS = ("first", "second", "third", "fourth")
MOST_SECTIONS = 102
"""What the foreword may be lengthened by: to more than a hundred pages."""


@dataclass(frozen=True)
class Plan:
    """What a publication is to be like. `long` counts sections of the foreword beyond the first: more than two a page.

    `initiatives` tells how many each report has, `sides` where parts open that do not open as usual.
    """

    seed: int
    initiatives: tuple[int, ...]
    cover: bool = False
    matter: tuple[str, ...] = ("title", "contents", "index")
    roman: bool = False
    long: int = 0
    sides: tuple[tuple[str, str], ...] = ()


FRONT = ("title", "how-to-read", "contents", "foreword", "map")
BACK = ("convergences", "matrix", "index", "sources", "colophon")
SIDES = ("recto", "verso", "either")


@st.composite
def plans(draw: st.DrawFn, most: int = 3) -> Plan:
    """Plans with up to so many reports."""
    initiatives = draw(st.lists(st.integers(1, 4), min_size=1, max_size=most))
    matter = draw(st.sets(st.sampled_from(FRONT + BACK)))
    turned = draw(st.sets(st.sampled_from(("contents", "foreword", "reports", "index", "sources", "matrix"))))
    return Plan(
        seed=draw(st.integers(0, 999)),
        initiatives=tuple(initiatives),
        cover=draw(st.booleans()),
        matter=tuple(sorted(matter)),
        roman=draw(st.booleans()),
        long=draw(st.integers(0, 3)),
        sides=tuple((kind, draw(st.sampled_from(SIDES))) for kind in sorted(turned)),
    )


def publication(plan: Plan) -> Files:
    """Every file below sources/, by its path there."""
    slugs = [f"town-{index + 1}" for index in range(len(plan.initiatives))]
    chapters = "convergences" in plan.matter and len(slugs) >= 2
    fields: Copy = {
        "reports": slugs,
        "geography": MAP,
        "parts": list(_parts(plan, chapters)),
        "convergences": {"reports_each": 2, "order": ["sharing"]} if chapters else GONE,
    }
    files: Files = {
        "publication.yaml": a_frame(fields),
        "words/en.yaml": {**words(), "geography_credits": ["Outlines drawn for tests"]},
        "front/cover/en.yaml": a_cover(),
        "front/how-to-read/en.yaml": a_guide(example=slugs[0]),
        "front/foreword/en.yaml": _foreword(plan, slugs),
        "back/colophon/en.yaml": a_colophon(),
        "back/sources/en.yaml": general_sources(),
        "geography/land.geojson": json.dumps(LAND),
    }
    if chapters:
        files["convergences/sharing/en.yaml"] = _chapter(plan, slugs)
    for index, slug in enumerate(slugs):
        position = {"latitude": f"{60 + (index * 0.7) % 5:.4f}", "longitude": f"{21 + (index * 1.3) % 7:.4f}"}
        files[f"cities/{slug}/city.yaml"] = a_city("oulu", position=position)
        files[f"cities/{slug}/en.yaml"] = report(f"{plan.seed}/{slug}", slugs, index, plan.initiatives)
    return files


def put(root: Path, files: Files) -> Path:
    """Write a publication into a folder, with the layouts of this repository."""
    return write(root, files)


def _parts(plan: Plan, chapters: bool) -> Sequence[object]:
    sides = dict(plan.sides)
    parts: list[object] = ["cover"] if plan.cover else []
    front = [kind for kind in FRONT if kind in plan.matter]
    for kind in [*front, "reports", *(kind for kind in BACK if kind in plan.matter)]:
        if kind == "convergences" and not chapters:
            continue
        setting: dict[str, object] = {"kind": kind}
        if kind in sides:
            setting["opens"] = sides[kind]
        if plan.roman and kind in FRONT:
            setting["numerals"] = "roman"
        if plan.roman and kind == "reports":
            setting["restart"] = "yes"
        parts.append(setting if len(setting) > 1 else kind)
    return parts


# ---- parts ---------------------------------------------------------------------------------------------------------


def report(seed: str, slugs: Sequence[str], number: int, initiatives: Sequence[int]) -> Copy:
    """A report with links into all others; `initiatives` tells how many each has."""
    writer = Writer(seed)
    chance = writer.chance
    towns = [f"{slug}/{ANCHORS[chance.randrange(count)]}" for slug, count in zip(slugs, initiatives, strict=True)]
    others = [each for index, each in enumerate(towns) if index != number] or towns
    anchors = [*ANCHORS[: initiatives[number]], slugs[number]]
    terms = dict.fromkeys(writer.noun() for _ in range(4))
    changes: Copy = {
        "name": f"Town {number + 1}",
        "authority": f"Town council {number + 1}",
        "standfirst": as_prose(*writer.sentences(150)),
        "approach": [{"text": as_prose(*_paragraphs(writer, others, chance.randint(1, 3), 330))}],
        "initiatives": [_initiative(writer, anchor, others) for anchor in ANCHORS[: initiatives[number]]],
        "since_then": GONE,
        "sources": {"survey": {"text": "Survey of visitors, 2018", "date": "June 2018"}},
        "elsewhere": [{"to": to, "text": writer.title(40)} for to in others[:6]],
        "index": [{"term": term, "to": anchors[place % len(anchors)]} for place, term in enumerate(terms)],
        "excuse": "A report for tests need not be full.",
    }
    return a_report("oulu", changes)


def _initiative(writer: Writer, anchor: str, others: Sequence[str]) -> Copy:
    chance = writer.chance
    text = as_prose(*_paragraphs(writer, others, chance.randint(1, 2), 400))
    body: list[Copy] = [{"text": text}, {"result": a_result()} if chance.random() < 0.5 else {"no_result": ""}]
    more: list[Copy] = [
        {"aside": as_prose(" ".join(writer.sentences(120)))},
        {"table": a_table(anchor=f"{anchor}-table")},
        {"chart": a_chart(anchor=f"{anchor}-chart")},
    ]
    body[1:1] = [each for each in more if chance.random() < 0.4]
    return {
        "anchor": anchor,
        "title": writer.title(34),
        "themes": chance.sample(THEMES, chance.randint(1, 2)),
        "since": "May 2016",
        "for": "all residents",
        "body": body,
    }


def _paragraphs(writer: Writer, others: Sequence[str], number: int, room: int, source: str = "survey") -> list[str]:
    """Paragraphs, some with a note, most with a link that prints a folio."""
    made: list[str] = []
    for _ in range(number):
        sentences = writer.sentences(writer.chance.randint(room // 3, room))
        if writer.chance.random() < 0.7:
            link = f"[{writer.noun()}](to:{writer.chance.choice(others)})"
            sentences[-1] = f"{sentences[-1][:-1]}, as in {link}."
        if writer.chance.random() < 0.5:
            sentences[0] += f"^[{' '.join(writer.sentences(90))} [](source:{source})]"
        made.append(" ".join(sentences))
    return made


def _foreword(plan: Plan, slugs: Sequence[str]) -> Copy:
    writer = Writer(f"{plan.seed}/foreword")
    sections = cast("list[Copy]", a_foreword()["sections"])
    for index in range(min(plan.long, MOST_SECTIONS)):
        paragraphs = _paragraphs(writer, slugs, 4, 900, "census")
        sections.append(
            {"anchor": f"more-{index}", "head": writer.title(40), "body": [{"text": as_prose(*paragraphs)}]}
        )
    return a_foreword(sections=sections)


def _chapter(plan: Plan, slugs: Sequence[str]) -> Copy:
    writer = Writer(f"{plan.seed}/chapter")
    body: list[Copy] = [{"text": as_prose(*_paragraphs(writer, [slug], 2, 300, "census"))} for slug in slugs[:4]]
    body.append({"aside": {"prose": "Benches, again.\n", "report": slugs[-1]}})
    body.append({"text": as_prose(" ".join(f"See [](to:{slug})." for slug in slugs))})
    return a_convergence(reports=slugs[:4], body=body)
