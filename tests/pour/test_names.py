"""Names that layouts use are compared with what they are given, before anything is poured."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from tests.pour.second import add, marked, opened, second, swap

REPORT, INDEX, ALL = "layouts/parts/report.html.j2", "layouts/parts/index.html.j2", "layouts/blocks/all.html.j2"

UNKNOWN = [
    (REPORT, "{{ veiw.report }}", "veiw", "`view`"),
    (REPORT, "{{ view.raport }}", "raport", "`report`"),
    (REPORT, "{{ view.report.nam|copy }}", "nam", "`name`"),
    (REPORT, "{{ view.report.name.txt }}", "txt", "`text`"),
    (REPORT, "{% for each in view.report.themes %}{{ each.nome }}{% endfor %}", "nome", "`name`"),
    (REPORT, "{% for each in view.report.themes %}{{ loop.frist }}{% endfor %}", "frist", "`first`"),
    (REPORT, "{% for each in view.report.themes if each.famly %}x{% endfor %}", "famly", "`family`"),
    (REPORT, "{% set theme = view.report.themes[0] %}{{ theme.singn }}", "singn", "`sign`"),
    (REPORT, "{% with theme = view.report.themes|first %}{{ theme.singn }}{% endwith %}", "singn", "`sign`"),
    (REPORT, "{{ (view.report.themes|sort(attribute='key')|last).kay }}", "kay", "`key`"),
    (REPORT, "{{ view.report.themes|map(attribute='family.nam')|join }}", "nam", "`name`"),
    (REPORT, "{{ view.report.themes|selectattr('kay', 'equalto', 'x')|list }}", "kay", "`key`"),
    (REPORT, "{{ terms.not_known.txt }}", "txt", "`text`"),
    (REPORT, "{{ part.numbr }}", "numbr", "`number`"),
    (REPORT, "{{ publication.matter.covr }}", "covr", "`cover`"),
    (REPORT, "{{ publication.partners.x.nam }}", "nam", "`name`"),
    (REPORT, "{{ look.swatches['sea'].type }}", "type", "`type_on`"),
    (REPORT, "{{ view.report.name|coppy }}", "coppy", "`copy`"),
    (REPORT, "{{ 1 is evn }}", "evn", "`even`"),
    (REPORT, "{{ all.bady([], 'sea') }}", "bady", "`body`"),
    (REPORT, "{{ all.body([], colour='sea') }}", "colour", ""),
    (REPORT, "{{ all.body([], 'sea', 1, 2) }}", "body", ""),
    (REPORT, "{% import 'blocks/al.html.j2' as other %}", "blocks/al.html.j2", "`blocks/all.html.j2`"),
    (REPORT, "{% from 'blocks/all.html.j2' import bodi %}", "bodi", "`body`"),
    (REPORT, "{% include 'blocks/none.html.j2' %}", "blocks/none.html.j2", ""),
    (REPORT, "{{ lipsum() }}", "lipsum", ""),
    (REPORT, "{{ view.report.name|safe }}", "safe", ""),
    (INDEX, "{% for group in view.letters %}{% for row in group.rows %}{% endfor %}{% endfor %}", "rows", ""),
    (INDEX, "{% for family, themes in view.families %}{% endfor %}", "families", ""),
    (
        "layouts/parts/how-to-read.html.j2",
        "{% for f, t in view.families %}{{ t[0].nam }}{{ f.name }}{% endfor %}",
        "nam",
        "`name`",
    ),
    (
        "layouts/parts/contents.html.j2",
        "{% for e in view.entries %}{% for t, a in e.below %}{{ t.txt }}{% endfor %}{% endfor %}",
        "txt",
        "`text`",
    ),
]

KNOWN = [
    "{% for each in view.report.themes %}{{ loop.index }}{{ each.family.name.text|upper }}{% else %}x{% endfor %}",
    "{% set at = namespace(count=0) %}{% set at.count = at.count + 1 %}{{ at.count }}",
    "{% macro mine(x, y=none) %}{{ x.upper() }}{{ y.more }}{{ caller() }}{% endmacro %}"
    "{% call mine(view.report.name|copy) %}x{% endcall %}",
    "{{ view.report.area_name.text if view.report.area_name else view.place }}",
    "{% for key, partner in publication.partners.items() %}{{ key }}{{ partner.name.text }}{% endfor %}",
    "{{ look.measures.base // 1000 }}{{ '%.2f'|format(look.trim.width) }}{{ publication.date.year }}",
    "{% for row in view.report.themes|batch(2) %}{% for theme in row %}{{ theme.sign }}{% endfor %}{% endfor %}",
    "{% for block in view.report.approach %}{{ block.kind }}{{ block.caption if block.kind == 'table' }}{% endfor %}",
    "{{ range(3)|list|length }}{{ dict(a=1).a }}{{ view.name[0].text.text.split(' ')[0] }}",
]


@pytest.mark.parametrize(("path", "text", "word", "offered"), UNKNOWN)
def test_an_unknown_name_is_marked(path: str, text: str, word: str, offered: str) -> None:
    layouts, said = opened(second({path: add(text)}))
    assert [each.name for each in said] == ["unknown-name"]
    line = len(layouts.sources[PurePosixPath(path)].lines()) - 1
    assert marked(said[0], layouts.sources) == f"{path}:{line}: {word}"
    assert offered in " ".join(said[0].help)


@pytest.mark.parametrize("text", KNOWN)
def test_a_known_name_is_let_be(text: str) -> None:
    assert opened(second({REPORT: add(text)}))[1] == ()


def test_a_macro_is_checked_with_the_types_of_its_call() -> None:
    world = second(
        {ALL: add("{% macro of(x) %}{{ x.latitud }}{% endmacro %}"), REPORT: add("{{ all.of(view.report.position) }}")}
    )
    layouts, said = opened(world)
    assert [marked(each, layouts.sources).split(": ")[1] for each in said] == ["latitud"]
    assert "`latitude`" in said[0].help[0]


def test_a_name_wrong_in_several_calls_is_told_once() -> None:
    calls = "{{ all.of(view.report.name) }}{{ all.of(view.report.size) }}"
    world = second({ALL: add("{% macro of(x) %}{{ x.txt }}{% endmacro %}"), REPORT: add(calls)})
    assert len(opened(world)[1]) == 1


def test_a_layout_of_no_kind() -> None:
    _, said = opened(second({"layouts/parts/forword.html.j2": "x"}))
    assert [each.name for each in said] == ["unknown-name"]
    assert "`foreword`" in said[0].help[0]


@pytest.mark.parametrize("text", ["{% if view %}", "{{ view. }}", "{% endif %}", "{{ 'x }}", "{% nonsense %}"])
def test_a_layout_that_is_no_template(text: str) -> None:
    layouts, said = opened(second({REPORT: add(text)}))
    assert [each.name for each in said] == ["layout-syntax"]
    assert marked(said[0], layouts.sources).startswith(f"{REPORT}:15:")


def test_terms_that_layouts_use() -> None:
    layouts, _ = opened(second({REPORT: swap("terms.not_known", "terms['nobody_knows']")}))
    assert "nobody_knows" in layouts.terms
    assert "not_known" not in layouts.terms
    assert {"since", "when", "for", "with", "mind"} <= set(layouts.terms)
