"""How diagnostics are drawn: the form of the full report, the short ones, order, and foreign text that does no harm."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.model.copy import Field
from compiler.model.diagnostics import Diagnostic, Label, Severity, Source, Span, error, warning
from compiler.report import LINE_CELLS, MessageFormat, arranged, draw, summary

LAUNCH = PurePosixPath("sources/press/launch.yaml")
KIT = PurePosixPath("sources/press/kit.yaml")


def a_source(text: str, path: PurePosixPath = LAUNCH, above: int = 0) -> Source:
    """Some lines, below so many others."""
    return Source(path, "# remark\n" * above + text)


def mark(source: Source, words: str, text: str = "", number: int = 0) -> Label:
    """A label on some words of a source, at their first place or a later one."""
    start = -1
    for _ in range(number + 1):
        start = source.text.index(words, start + 1)
    return Label(Span(source.path, start, start + len(words)), text)


def full(said: Diagnostic, *sources: Source) -> str:
    return draw([said], {source.path: source for source in sources}, {}, "full")


# ---- the full form -------------------------------------------------------------------------------------------------


def test_a_place_and_a_way_out() -> None:
    source = a_source("  cities:\n    - tampare\n    - oulu\n", above=12)
    said = error(
        "unknown-city",
        "no city has the slug `tampare`",
        mark(source, "tampare", "named here"),
        help=("there is a city with a similar slug: `tampere`",),
    )
    assert full(said, source) == (
        "error[unknown-city]: no city has the slug `tampare`\n"
        "  --> sources/press/launch.yaml:14:7\n"
        "   |\n"
        "13 |   cities:\n"
        "14 |     - tampare\n"
        "   |       ^^^^^^^ named here\n"
        "help: there is a city with a similar slug: `tampere`\n"
    )


def test_two_places_in_a_file() -> None:
    source = a_source("population: 249009\na: 1\nb: 2\nc: 3\nd: 4\npopulation: 255050\n", above=13)
    said = error(
        "duplicate-key",
        "`population` is given twice for Tampere",
        mark(source, "population", "given again here", 1),
        secondary=(mark(source, "population", "first given here"),),
        help=("keep one of them",),
    )
    assert full(said, source) == (
        "error[duplicate-key]: `population` is given twice for Tampere\n"
        "  --> sources/press/launch.yaml:19:1\n"
        "   |\n"
        "14 | population: 249009\n"
        "   | ---------- first given here\n"
        "...\n"
        "19 | population: 255050\n"
        "   | ^^^^^^^^^^ given again here\n"
        "help: keep one of them\n"
    )


def test_two_files() -> None:
    kit = a_source("publish: 2026-11-03T08:00+02:00\n", KIT, above=15)
    launch = a_source("embargo: 2026-11-03T10:00+02:00\n", above=12)
    said = error(
        "embargo-broken",
        "the public kit would appear before its embargo lifts",
        mark(kit, "2026-11-03T08:00+02:00", "appears here"),
        secondary=(mark(launch, "2026-11-03T10:00+02:00", "lifts two hours later"),),
        help=("publish at or after 2026-11-03T10:00+02:00",),
    )
    assert full(said, kit, launch) == (
        "error[embargo-broken]: the public kit would appear before its embargo lifts\n"
        "  --> sources/press/kit.yaml:16:10\n"
        "   |\n"
        "16 | publish: 2026-11-03T08:00+02:00\n"
        "   |          ^^^^^^^^^^^^^^^^^^^^^^ appears here\n"
        "  ::: sources/press/launch.yaml:13:10\n"
        "   |\n"
        "13 | embargo: 2026-11-03T10:00+02:00\n"
        "   |          ---------------------- lifts two hours later\n"
        "help: publish at or after 2026-11-03T10:00+02:00\n"
    )


def test_notes_stand_before_helps() -> None:
    said = warning("overset", "the copy does not fit", notes=("nine lines too many",), help=("cut it",))
    assert full(said) == "warning[overset]: the copy does not fit\nnote: nine lines too many\nhelp: cut it\n"


def test_one_line_between_is_shown() -> None:
    source = a_source("a: 1\nb: 2\na: 3\n")
    said = error("duplicate-key", "twice", mark(source, "a", "", 1), secondary=(mark(source, "a"),))
    assert full(said, source).endswith("1 | a: 1\n  | -\n2 | b: 2\n3 | a: 3\n  | ^\n")


def test_two_marks_on_a_line() -> None:
    source = a_source("from: 2020, to: 2019\n")
    said = error("order", "ends", mark(source, "2019", "ends"), secondary=(mark(source, "2020", "begins"),))
    assert full(said, source).endswith(
        "1 | from: 2020, to: 2019\n  |                 ^^^^ ends\n  |       ---- begins\n"
    )


def test_a_mark_over_several_lines_is_drawn_on_the_first() -> None:
    source = a_source("a: |\n  one\n  two\nb: x\n")
    said = error("x", "y", Label(Span(LAUNCH, 3, 16)))
    assert full(said, source).endswith("1 | a: |\n  |    ^\n")


def test_a_mark_at_the_end_of_the_file() -> None:
    source = a_source("a: 1\n")
    assert full(error("x", "y", Label(Span(LAUNCH, 5, 5))), source).endswith("2 |\n  | ^\n")


def test_a_file_without_lines() -> None:
    said = error("damaged-picture", "cut off", Label(Span(PurePosixPath("sources/a.png"), 0, 0)))
    assert full(said) == "error[damaged-picture]: cut off\n --> sources/a.png\n"


def test_colours_only_when_asked_for() -> None:
    source = a_source("a: 1\n")
    said = error("x", "y", mark(source, "1", "here"), help=("z",))
    sources = {LAUNCH: source}
    coloured = draw([said], sources, {}, "full", colours=True)
    assert "\x1b[1;31merror[x]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == draw([said], sources, {}, "full")


# ---- the short forms -----------------------------------------------------------------------------------------------


def test_concise() -> None:
    source = a_source("a: 1\nb: 2\n")
    said = [
        error("x", "y", mark(source, "2")),
        warning("z", "w", Label(Span(PurePosixPath("p.png"), 0, 0))),
        error("v", "u"),
    ]
    assert draw(said, {LAUNCH: source}, {}, "concise") == (
        "p.png: warning[z] w\nsources/press/launch.yaml:2:4: error[x] y\nerror[v] u\n"
    )


def test_json() -> None:
    source = a_source("a: 1\nb: é2\n")
    first = error(
        "x", "y\u2028", mark(source, "é2", "one"), secondary=(mark(source, "1", "two"),), help=("h",), notes=("n",)
    )
    lines = draw([first, error("v", "u")], {LAUNCH: source}, {}, "json").splitlines()
    path = str(LAUNCH)
    place = {"path": path, "line": 2, "column": 4, "end_line": 2, "end_column": 6}
    other = {"path": path, "line": 1, "column": 4, "end_line": 1, "end_column": 5}
    labels = [{**place, "text": "one", "primary": True}, {**other, "text": "two", "primary": False}]
    assert json.loads(lines[0]) == {
        "name": "x", "severity": "error", "message": "y\u2028", **place, "labels": labels,
        "help": ["h"], "notes": ["n"],
    }  # fmt: skip
    assert list(json.loads(lines[1])) == list(json.loads(lines[0]))
    assert json.loads(lines[1])["path"] is None


def test_summary() -> None:
    here = Label(Span(LAUNCH, 0, 1))
    there = Label(Span(KIT, 0, 1))
    assert summary([], {}) == ""
    assert summary([error("a", "b", here)], {}) == "1 error in 1 file"
    many = [
        error("a", "b", here),
        error("c", "d", here),
        error("a", "b", here),
        warning("e", "f", there),
        error("g", "h"),
    ]
    assert summary(many, {}) == "3 errors, 1 warning in 2 files"


# ---- order and place -----------------------------------------------------------------------------------------------


def test_order_and_repeats() -> None:
    said = [
        error("z", "z"),
        warning("a", "m", Label(Span(LAUNCH, 4, 5))),
        error("b", "m", Label(Span(LAUNCH, 4, 5))),
        error("a", "m", Label(Span(LAUNCH, 4, 5))),
        error("q", "m", Label(Span(LAUNCH, 2, 3))),
        error("q", "m", Label(Span(KIT, 9, 9))),
        error("q", "m", Label(Span(KIT, 9, 9), "a label does not make it another")),
    ]
    names = [(each.primary and each.primary.span.path.stem, each.severity, each.name) for each in arranged(said, {})]
    assert names == [
        ("kit", Severity.ERROR, "q"),
        ("launch", Severity.ERROR, "q"),
        ("launch", Severity.ERROR, "a"),
        ("launch", Severity.ERROR, "b"),
        ("launch", Severity.WARNING, "a"),
        (None, Severity.ERROR, "z"),
    ]
    assert draw(reversed(said[:5]), {}, {}, "full") == draw(said[:5], {}, {}, "full")


@pytest.mark.parametrize(
    ("field", "place"),
    [("oulu/title", (1, 1)), ("oulu/body/3/text", (2, 1)), ("oulu/body", (2, 1)), ("turku/title", None)],
)
def test_a_field_finds_its_place(field: str, place: tuple[int, int] | None) -> None:
    source = a_source("title: x\nbody: y\n")
    places = {Field("oulu/title"): Span(LAUNCH, 0, 5), Field("oulu/body"): Span(LAUNCH, 9, 13)}
    drawn = draw([error("x", "y", field=field)], {LAUNCH: source}, places, "concise")
    assert drawn == (f"{LAUNCH}:{place[0]}:{place[1]}: error[x] y\n" if place else "error[x] y\n")


# ---- foreign text --------------------------------------------------------------------------------------------------


def carets(drawn: str, line: str) -> str:
    """What stands above the carets, cut out by terminal cells."""
    lines = drawn.splitlines()
    at = next(index for index, each in enumerate(lines) if each.startswith(line))
    cells = [each for character in lines[at] for each in [character] + [""] * (width(character) - 1)]
    # A character of no width belongs to the cell before it.
    begin = lines[at + 1].index("^")
    end = begin + lines[at + 1].count("^")
    joined: list[str] = []
    for each in cells:
        if each and width(each) == 0:
            joined[-1] += each
        else:
            joined.append(each)
    return "".join(joined[begin:end])


def width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("漢字と", "仮名"),
        ("e\u0301e\u0301 ", "o\u0302x"),
        ("שלום ", "עולם"),
        ("a\tb ", "word"),
        ("😀 ", "𝄞x"),
        ("ｆｕｌｌ", "x"),
    ],
)
def test_marks_stand_below_their_words(before: str, words: str) -> None:
    source = a_source(f"a: {before}{words} after\n")
    assert carets(full(error("x", "y", mark(source, words)), source), "1 |") == words


@pytest.mark.parametrize(
    "hostile", ["\x1b[31m", "\x1b]0;title\x07", "\u202e", "\x9b2J", "\r", "\u2028", "\x00", "\ud800"]
)
def test_copy_cannot_reach_the_terminal(hostile: str) -> None:
    source = a_source(f"a: {hostile}word\n")
    said = error("x", f"m {hostile}", mark(source, "word", hostile), help=(hostile,), notes=(hostile,))
    for form in ("full", "concise", "json"):
        drawn = draw([said], {LAUNCH: source}, {}, form)
        assert hostile not in drawn
        drawn.encode()
    assert "\n" not in draw([said], {LAUNCH: source}, {}, "concise")[:-1]


def test_a_name_of_a_file_cannot_either() -> None:
    path = PurePosixPath("sources/\x1b[2J\udce9.yaml")
    drawn = draw([error("x", "y", Label(Span(path, 0, 0)))], {}, {}, "full")
    assert "\x1b" not in drawn
    drawn.encode()


@pytest.mark.parametrize("at", [0, 100, 500, 990])
@pytest.mark.parametrize("filling", ["lorem ipsum ", "漢字"])
def test_long_lines_show_what_is_marked(at: int, filling: str) -> None:
    text = (filling * 200)[:1000]
    text = f"{text[:at]}MARKED{text[at:]}"
    source = a_source(text)
    drawn = full(error("x", "y", mark(source, "MARKED", "here")), source)
    assert carets(drawn, "1 |") == "MARKED"
    assert all(sum(map(width, line)) <= LINE_CELLS + 20 for line in drawn.splitlines())


def test_both_marks_of_a_long_line_are_shown() -> None:
    source = a_source("ONE " + "x " * 500 + "TWO")
    said = error("x", "y", mark(source, "TWO", "b"), secondary=(mark(source, "ONE", "a"),))
    drawn = full(said, source)
    assert drawn.count("1 |") == 2
    assert "ONE" in drawn
    assert "TWO" in drawn


@settings(deadline=None)
@given(
    st.text(max_size=300),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300), st.text(max_size=5)), min_size=1, max_size=4),
    st.sampled_from(["full", "concise", "json"]),
    st.booleans(),
)
def test_anything_is_drawn(text: str, marks: list[tuple[int, int, str]], form: MessageFormat, colours: bool) -> None:
    labels = [Label(Span(LAUNCH, start, start + length), told) for start, length, told in marks]
    said = error("x", text, labels[0], secondary=tuple(labels[1:]))
    drawn = draw([said], {LAUNCH: Source(LAUNCH, text)}, {}, form, colours)
    assert drawn.endswith("\n")
    drawn.encode()
    plain = re.sub(r"\x1b\[[\d;]*m", "", drawn)
    assert not any(unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") for each in plain.replace("\n", ""))


@settings(deadline=None)
@given(st.text(alphabet="ab é漢\r\n\u2028", max_size=80))
def test_lines_and_columns_lead_back(text: str) -> None:
    source = Source(LAUNCH, text)
    for offset in range(len(text) + 1):
        line, column = source.place(offset)
        assert source.starts()[line - 1] + column - 1 == offset
        where = draw([error("x", "y", Label(Span(LAUNCH, offset, offset)))], {LAUNCH: source}, {}, "concise")
        assert where == f"{LAUNCH}:{line}:{column}: error[x] y\n"
