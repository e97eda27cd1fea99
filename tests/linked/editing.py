"""A small publication edited at random, in two folders at once: one keeps its cache, one is always built clean."""

from __future__ import annotations

import hashlib
import pickle
import random
import re
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from copy import deepcopy
from pathlib import Path
from typing import Any, Self, cast

import yaml

from compiler.compositor import Task, set_part
from compiler.model.look import Look
from compiler.workers import Alone
from tests.bench.vocabulary import NOUNS, Writer, as_prose
from tests.builders import GONE, Copy, a_city, a_publication
from tests.faults.volumes import ROOT, only
from tests.linked.publications import ANCHORS, SIDES, THEMES, Files, Plan, publication, report

Raw = Any
"""A value of the copy."""

SECOND = ROOT / "tests/second"

SIDED = "@page :left { margin-left: 14mm; margin-right: 22mm }\n"
"""A page that looks another on the other side."""

FRAME, WORDS = "publication.yaml", "words/en.yaml"
MOST = 4
"""Reports at once."""

FIRST = "town-1"
"""The report that others refer to: it stays, with its first initiative."""

SEEDS = 1000

MENDED = 0.6
"""How often what is at fault is mended by the next edit."""


def in_second_look(files: Files) -> Files:
    """A publication with the names that the look of tests/second has for swatches and signs, and the words it needs."""
    terms = yaml.safe_load((SECOND / "sources/words/el.yaml").read_text(encoding="utf-8"))["terms"]
    frame, words, cover = (cast("Raw", files[name]) for name in (FRAME, WORDS, "front/cover/en.yaml"))
    signs, swatches = ("peak", "square", "bar"), ("sea", "clay")
    return {
        **files,
        FRAME: {
            **frame,
            "themes": [{**each, "sign": sign} for each, sign in zip(frame["themes"], signs, strict=True)],
            "families": [{**each, "swatch": swatch} for each, swatch in zip(frame["families"], swatches, strict=True)],
        },
        WORDS: {**words, "terms": terms},
        "front/cover/en.yaml": {**cover, "ground": "sea"},
        "front/foreword/en.yaml": {**cast("Raw", files["front/foreword/en.yaml"]), "swatch": "clay"},
    }


def written(root: Path, files: Files) -> None:
    """Write a publication with the look of tests/second, which is set in a third of the time."""
    for path, data in a_publication(only(dict(files))).held.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    shutil.copytree(SECOND / "layouts", root / "layouts")
    with (root / "layouts/sheet.css").open("a") as sheet:
        sheet.write(SIDED)
    (root / "layouts/fonts").mkdir()
    for path in (ROOT / "layouts/fonts").glob("SourceSerif4-*"):
        shutil.copyfile(path, root / "layouts/fonts" / path.name)


class Memory:
    """What a part becomes, by all that the typesetter is told; so a clean build does not set again what it has set.

    Its key is every byte of look and task, and none of the compiler's own keys: a galley that is taken for another's
    shows. That the typesetter makes the same of the same is held elsewhere.
    """

    def __init__(self) -> None:
        self._made: dict[str, bytes] = {}
        self.set = 0

    def crew(self) -> Alone[Look, Task]:
        return Remembering(self)

    def of(self, look: str, task: Task, make: Callable[[], Future[bytes]]) -> Future[bytes]:
        """What was made of the same before, or what is made now."""
        key = hashlib.sha256(look.encode() + pickle.dumps(task)).hexdigest()
        if key in self._made:
            future: Future[bytes] = Future()
            future.set_result(self._made[key])
            return future
        made = make()
        self._made[key] = made.result()
        self.set += 1
        return made


class Remembering(Alone[Look, Task]):
    """A crew with a memory."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(set_part)
        self._memory, self._look = memory, ""

    def share(self, common: Look) -> None:
        self._look = hashlib.sha256(pickle.dumps(common)).hexdigest()
        super().share(common)

    def submit(self, name: str, task: Task) -> Future[bytes]:
        return self._memory.of(self._look, task, lambda: Alone[Look, Task].submit(self, name, task))


class Desk:
    """Where the copy is edited; `said` tells what was done, `earlier` holds every state that there was."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.kept, self.clean = folder / "kept", folder / "clean"
        self.chance = random.Random(seed)
        matter = ("title", "contents", "matrix", "index", "sources")
        self.files: Files = in_second_look(publication(Plan(seed, (2, 1, 1), cover=True, matter=matter)))
        self.files[f"cities/{FIRST}/en.yaml"] = self._a_report(FIRST, 2)
        for slug in self.slugs[1:]:
            self.files[f"cities/{slug}/en.yaml"] = self._a_report(slug, 1)
        for slug in self.slugs:
            del cast("Raw", self.files[f"cities/{slug}/city.yaml"])["area"]
        # What stands above the copy of a file, and what takes the place of something in a layout.
        self.heads: dict[str, str] = {}
        self.layouts: dict[tuple[str, str], str] = {}
        self.number = 3
        for root in (self.kept, self.clean):
            written(root, self.files)
        self.earlier = [self._state()]
        # Like cards: each edit comes before any comes again.
        self._due: list[Callable[[Desk], None]] = []

    def edit(self) -> str:
        """One edit, saved in both folders; tells which."""
        if not self._due:
            self._due = self.chance.sample(EDITS, len(EDITS))
        edit = a_fault if self.faulty() and self.chance.random() < MENDED else self._due.pop()
        edit(self)
        self.save()
        self.earlier.append(self._state())
        return edit.__name__

    def save(self) -> None:
        """Write the files as they stand now."""
        for root in (self.kept, self.clean):
            for name in ("sources", "layouts"):
                shutil.rmtree(root / name)
            written(root, self.files)
            for name, head in self.heads.items():
                path = root / "sources" / name
                if path.exists():
                    path.write_text(head + path.read_text(encoding="utf-8"), encoding="utf-8")
            for (name, old), new in self.layouts.items():
                path = root / "layouts" / name
                text = path.read_text(encoding="utf-8")
                assert old in text
                path.write_text(text.replace(old, new), encoding="utf-8")

    def _state(self) -> Raw:
        return deepcopy((self.files, self.heads, self.layouts))

    # ---- what is edited

    def faulty(self) -> list[Raw]:
        """Initiatives whose title has gone missing."""
        copies = [cast("Raw", self.files[f"cities/{slug}/en.yaml"]) for slug in self.slugs]
        return [each for copy in copies for each in copy["initiatives"] if not each["title"]]

    @property
    def slugs(self) -> list[str]:
        return self.frame["reports"]

    @property
    def frame(self) -> Raw:
        return self.files[FRAME]

    @property
    def words(self) -> Raw:
        return self.files[WORDS]

    def a_slug(self) -> str:
        return self.chance.choice(self.slugs)

    def report(self) -> Raw:
        """Any report."""
        return self.files[f"cities/{self.a_slug()}/en.yaml"]

    def initiative(self) -> Raw:
        """Any initiative."""
        return self.chance.choice(self.report()["initiatives"])

    def writer(self) -> Writer:
        return Writer(str(self.chance.randrange(SEEDS)))

    def _a_report(self, slug: str, count: int) -> Copy:
        seed = str(self.chance.randrange(SEEDS))
        made = report(seed, [FIRST, slug], 1, (1, count)) if slug != FIRST else report(seed, [FIRST], 0, (1,))
        if slug == FIRST:
            made["initiatives"] += report(seed, [FIRST, slug], 1, (1, count))["initiatives"][1:]
        # The look does not name areas.
        del made["area_name"]
        return {**made, "name": slug.capitalize()}

    def add(self) -> Self:
        """A report more."""
        self.number += 1
        slug = f"town-{self.number}"
        place = {"latitude": f"{60 + self.number % 5}", "longitude": f"{21 + self.number % 7}.5"}
        self.files[f"cities/{slug}/city.yaml"] = a_city("oulu", position=place, area=GONE)
        self.files[f"cities/{slug}/en.yaml"] = self._a_report(slug, self.chance.randint(1, 3))
        self.slugs.insert(self.chance.randrange(len(self.slugs) + 1), slug)
        return self

    def remove(self, slug: str) -> None:
        self.slugs.remove(slug)
        for name in ("city", "en"):
            del self.files[f"cities/{slug}/{name}.yaml"]


# ---- edits ---------------------------------------------------------------------------------------------------------


def a_word(desk: Desk) -> None:
    block = next(block for block in desk.initiative()["body"] if "text" in block)
    found = list(re.finditer(r"(?<= )[a-z]{5,}(?= )", block["text"]))
    if found:
        at = desk.chance.choice(found)
        block["text"] = block["text"][: at.start()] + desk.chance.choice(NOUNS) + block["text"][at.end() :]


def a_sentence(desk: Desk) -> None:
    desk.report()["standfirst"] = as_prose(*desk.writer().sentences(desk.chance.randint(60, 165)))


def a_note(desk: Desk) -> None:
    """Added, or taken away."""
    block = desk.report()["approach"][0]
    without = re.sub(r"\^\[.*?\]\(source:survey\)\]", "", block["text"], flags=re.DOTALL)
    if without == block["text"]:
        sentence = desk.writer().sentences(90)[0]
        without = without.rstrip("\n") + f"^[{sentence} [](source:survey)]\n"
    block["text"] = without


def a_paragraph(desk: Desk) -> None:
    desk.report()["not_known"] = as_prose(*desk.writer().sentences(desk.chance.randint(80, 500)))


def an_initiative(desk: Desk) -> None:
    """Added, or the last taken away; the first stays."""
    copy = desk.report()
    initiatives = copy["initiatives"]
    spare = [anchor for anchor in ANCHORS if anchor not in {each["anchor"] for each in initiatives}]
    if spare and (len(initiatives) == 1 or desk.chance.random() < 0.6):
        count = ANCHORS.index(spare[0]) + 1
        made = report(str(desk.chance.randrange(SEEDS)), [FIRST, "other"], 1, (1, count))
        initiatives.append(made["initiatives"][count - 1])
    elif len(initiatives) > 1:
        gone = initiatives.pop()["anchor"]
        copy["index"] = [each for each in copy["index"] if each["to"] != gone]


def a_title(desk: Desk) -> None:
    desk.initiative()["title"] = desk.writer().title(34)


def a_name(desk: Desk) -> None:
    desk.report()["name"] = desk.writer().name(12)


def a_theme(desk: Desk) -> None:
    desk.initiative()["themes"] = desk.chance.sample(THEMES, desk.chance.randint(1, 2))


def a_number(desk: Desk) -> None:
    """Of a chart, where there is one, or a place on the map."""
    charts = [block["chart"] for block in desk.initiative()["body"] if "chart" in block]
    if charts:
        charts[0]["data"][0]["value"] = desk.chance.randint(1, 99)
    else:
        city = cast("Raw", desk.files[f"cities/{desk.a_slug()}/city.yaml"])
        city["position"]["latitude"] = f"{60 + desk.chance.random() * 5:.3f}"


def an_entry(desk: Desk) -> None:
    copy = desk.report()
    copy["index"] = [*copy["index"][1:], {"term": desk.writer().noun(), "to": copy["initiatives"][0]["anchor"]}]


def a_report_more_or_less(desk: Desk) -> None:
    spare = [slug for slug in desk.slugs if slug != FIRST]
    if len(desk.slugs) < MOST and (not spare or desk.chance.random() < 0.5):
        desk.add()
    elif spare:
        desk.remove(desk.chance.choice(spare))


def the_order(desk: Desk) -> None:
    desk.chance.shuffle(desk.slugs)


def a_side(desk: Desk) -> None:
    """Of the reports, or of what comes behind them."""
    kind = desk.chance.choice(("reports", "index"))
    parts = desk.frame["parts"]
    index = next(at for at, each in enumerate(parts) if kind == _kind(each))
    before = parts[index]["opens"] if isinstance(parts[index], dict) and "opens" in parts[index] else ""
    parts[index] = {"kind": kind, "opens": desk.chance.choice([side for side in SIDES if side != before])}


def _kind(setting: Raw) -> str:
    return setting if isinstance(setting, str) else str(setting["kind"])


def the_numerals(desk: Desk) -> None:
    """Of title and contents: roman, when reports begin with 1, or not."""
    parts = desk.frame["parts"]
    roman = {"kind": "title", "numerals": "roman"} not in parts
    for index, each in enumerate(parts):
        kind = _kind(each)
        if kind in ("title", "contents"):
            parts[index] = {"kind": kind, "numerals": "roman" if roman else "arabic"}
        elif kind == "reports":
            parts[index] = {"kind": kind, "restart": "yes" if roman else "no"}


def the_title(desk: Desk) -> None:
    desk.words["title"] = f"{desk.writer().name(12)} experiences"


def a_term(desk: Desk) -> None:
    desk.words["terms"][desk.chance.choice(("index_title", "contents", "not_known"))] = desk.writer().title(20)


def a_remark(desk: Desk) -> None:
    """Above a file, where it is nothing to the pages."""
    name = desk.chance.choice([name for name in desk.files if name.endswith(".yaml")])
    desk.heads[name] = desk.chance.choice(("", "\n", "# a remark\n", "# a remark\n\n# another\n"))


def a_measure(desk: Desk) -> None:
    _changed(desk, "tokens.css", "--head-margin: 54pt", "--head-margin: 67.5pt")


def a_margin(desk: Desk) -> None:
    _changed(desk, "sheet.css", "margin-left: 14mm", "margin-left: 12mm")


def a_style(desk: Desk) -> None:
    """Of reports alone."""
    _changed(desk, "parts/report.css", "line-height: 1 }", "line-height: 1.1 }")


def a_colour(desk: Desk) -> None:
    _changed(desk, "tokens.css", "#0b5c6b", "#0c5d6c")


def _changed(desk: Desk, name: str, old: str, new: str) -> None:
    """Changed, or changed back."""
    if desk.layouts.pop((name, old), None) is None:
        desk.layouts[name, old] = new


def a_fault(desk: Desk) -> None:
    """A title goes missing, or one that has gone missing is written."""
    faulty = desk.faulty()
    for each in faulty:
        each["title"] = "Mended"
    if not faulty:
        desk.initiative()["title"] = ""


def back(desk: Desk) -> None:
    """All is as it was some time ago."""
    desk.files, desk.heads, desk.layouts = deepcopy(desk.chance.choice(desk.earlier))


OFTEN = (a_word, a_sentence, a_note, a_paragraph, an_initiative, a_title, a_remark, back)
SELDOM = (
    *(a_name, a_theme, a_number, an_entry, a_report_more_or_less, the_order, a_side, the_numerals, the_title, a_term),
    *(a_measure, a_margin, a_style, a_colour, a_fault),
)
EDITS: tuple[Callable[[Desk], None], ...] = (*OFTEN, *OFTEN, *SELDOM)
