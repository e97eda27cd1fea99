"""What a reader without eyes would stumble over is said, at the field that prints it."""

from __future__ import annotations

import pytest

from compiler.model.diagnostics import Diagnostic
from compiler.typeset import typeset
from tests.typeset.builders import a_look, a_poured, settings

HEAD = "<h1>Head</h1>"
ADDRESS = "https://example.org/"


def faults(html: str) -> list[Diagnostic]:
    outcome = typeset((a_poured(html, css="h2, h3, th { font-weight: 400 }"),), a_look(), settings(pdf=True))
    return list(outcome.diagnostics)


@pytest.mark.parametrize(
    ("html", "name", "field"),
    [
        (
            f'{HEAD}<svg data-src="one/map" width="9" height="9"><path fill="color(--red 1)" d="M0 0h9v9z"/></svg>',
            "picture-without-alternative",
            "one/map",
        ),
        (f'{HEAD}<h3 data-src="one/low">Low</h3>', "skipped-heading-level", "one/low"),
        ('<h2 data-src="one/title">Second</h2>', "missing-main-heading", "one/title"),
        ("<p>text</p>", "missing-main-heading", None),
        (
            f'{HEAD}<table data-src="one/table"><tr><th>a</th><td>b</td></tr><tr><th>c</th></tr></table>',
            "ragged-table",
            "one/table",
        ),
        (
            f'{HEAD}<p data-src="one/p">a <a href="{ADDRESS}"><i class="artifact" data-artifact="">x</i></a></p>',
            "link-without-text",
            "one/p",
        ),
    ],
)
def test_faults_are_told_at_their_field(html: str, name: str, field: str | None) -> None:
    (fault,) = faults(html)
    assert (fault.name, fault.field) == (name, field)


@pytest.mark.parametrize(
    "html",
    [
        f'{HEAD}<svg width="9" height="9"><title>A square</title><path fill="color(--red 1)" d="M0 0h9v9z"/></svg>',
        f'{HEAD}<svg aria-label="A square" width="9" height="9"><path fill="color(--red 1)" d="M0 0h9v9z"/></svg>',
        f'{HEAD}<svg data-artifact="" width="9" height="9"><path fill="color(--red 1)" d="M0 0h9v9z"/></svg>',
        f"{HEAD}<table><tr><td rowspan='2'>a</td><td colspan='2'>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
    ],
)
def test_good_copy_has_none(html: str) -> None:
    assert faults(html) == []


def test_a_heading_may_go_up_by_any_number_of_levels() -> None:
    assert faults(f"{HEAD}<h2>a</h2><h1>b</h1>") == []
