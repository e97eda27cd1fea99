"""Schemas, README and copy sheets say what the checks do."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from compiler.check import new_city, readme_tables, schemas
from compiler.check.newcity import SAMPLES
from compiler.status import status
from tests.builders import Folder, a_frame, a_publication, a_report, checked

ROOT = Path(__file__).resolve().parents[2]


def test_schemas_are_committed_as_they_are() -> None:
    """`report schema` writes them."""
    wrong = [str(path) for path, text in schemas().items() if (ROOT / path).read_text(encoding="utf-8") != text]
    assert wrong == []


def test_readme_holds_the_tables() -> None:
    """Between the two marks stands what `readme_tables` gives."""
    text = (ROOT / "sources" / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- fields -->\n(.*)<!-- end of fields -->", text, re.DOTALL)
    assert found is not None
    assert found[1].strip() == readme_tables().strip()


def test_every_field_is_described() -> None:
    bare: list[str] = []

    def seen(node: dict[str, Any]) -> dict[str, Any]:
        properties: dict[str, dict[str, Any]] = node.get("properties", {})
        bare.extend(key for key, about in properties.items() if not about.get("description"))
        return node

    for text in schemas().values():
        json.loads(text, object_hook=seen)
    assert bare == []


def test_every_source_names_its_schema() -> None:
    """The first line lets editors complete and underline."""
    for path in (ROOT / "sources").rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert found is not None, path
        assert (path.parent / found[1]).resolve().is_file(), path


# ---- new city ------------------------------------------------------------------------------------------------------


def with_new_city(slug: str) -> Folder:
    outcome = new_city(a_publication(), slug, None)
    assert outcome.value is not None
    frame = a_publication({"publication.yaml": a_frame(reports=["oulu", "tampere", "turku", slug])})
    return Folder({**frame.held, **outcome.value})


def test_a_fresh_sheet_tells_what_is_to_be_filled() -> None:
    said = checked(with_new_city("vaasa")).diagnostics
    assert {each.name for each in said} == {"empty-field", "missing-result"}
    assert {"vaasa/name", "vaasa/position/latitude", "vaasa/initiatives/0/title"} <= {each.field for each in said}
    assert all(each.help for each in said)


def test_a_fresh_sheet_shows_every_field() -> None:
    text = b"".join(data for path, data in with_new_city("vaasa").held.items() if "vaasa" in path.parts).decode()
    properties = {**_schema("report")["properties"], **_schema("city")["properties"]}
    initiative = _schema("report")["$defs"]["InitiativeSheet"]["properties"]
    for field in (*properties, *initiative):
        assert re.search(rf"^ *#?(?: *- )?{field}:", text, re.MULTILINE), field


def _schema(name: str) -> dict[str, Any]:
    return json.loads(schemas()[PurePosixPath("sources/schema", f"{name}.json")])


def test_what_is_commented_out_can_be_switched_on() -> None:
    """Taking every single `#` away leaves YAML that the checks can read."""
    world = with_new_city("vaasa")
    path = PurePosixPath("sources/cities/vaasa/en.yaml")
    text = re.sub(r"^( *)#(?=\S|  )", r"\1", world.held[path].decode(), flags=re.MULTILINE)
    said = checked(Folder({**world.held, path: text.encode()})).diagnostics
    assert {each.name for each in said} & {"yaml-syntax", "unknown-field", "wrong-kind", "duplicate-key"} == set()


@pytest.mark.parametrize("kind", SAMPLES)
def test_sample_blocks_are_valid(kind: str) -> None:
    assert SAMPLES.keys() == _schema("report")["$defs"]["BlockSheet"]["properties"].keys() - {"text"}
    world = with_new_city("vaasa")
    path = PurePosixPath("sources/cities/vaasa/en.yaml")
    text = world.held[path].decode()
    assert f"# - {SAMPLES[kind]}" in text
    said = checked(Folder({**world.held, path: text.replace(f"# - {kind}:", f"- {kind}:").encode()})).diagnostics
    expected = {"empty-field", "missing-result", "unknown-source", "missing-picture"}
    assert {each.name for each in said} - expected == set()


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("Vaasa", "bad-slug"),
        ("", "bad-slug"),
        ("../x", "bad-slug"),
        ("oulu", "existing-folder"),
        ("index", "reserved-name"),
    ],
)
def test_slugs_that_cannot_be(slug: str, name: str) -> None:
    outcome = new_city(a_publication(), slug, None)
    assert outcome.value is None
    assert [each.name for each in outcome.diagnostics] == [name]


def test_the_language_is_that_of_the_publication() -> None:
    world = a_publication({"publication.yaml": a_frame(languages=["fi", "en"])})
    outcome = new_city(world, "vaasa", None)
    assert outcome.value is not None
    assert PurePosixPath("sources/cities/vaasa/fi.yaml") in outcome.value
    asked = new_city(world, "vaasa", "sv")
    assert asked.value is not None
    assert PurePosixPath("sources/cities/vaasa/sv.yaml") in asked.value


# ---- status --------------------------------------------------------------------------------------------------------


def test_status_tells_what_is_missing_and_from_whom() -> None:
    world = a_publication(
        {
            "publication.yaml": a_frame(reports=["oulu", "tampere", "turku", "vaasa"]),
            "cities/oulu/en.yaml": a_report("oulu", region="", size="x" * 70),
        }
    )
    outcome = checked(world)
    assert outcome.value is not None
    rows = [json.loads(row) for row in status(outcome.value, outcome.diagnostics, "json").splitlines()]
    assert [row["state"] for row in rows] == ["faults", "complete", "complete", "missing"]
    assert rows[0]["authority"] == "City of Oulu"
    assert rows[0]["fields"] == ["region"]
    assert rows[0]["errors"] == 2
    table = status(outcome.value, outcome.diagnostics, "full")
    assert "City of Oulu" in table
    assert "the whole report" in table
    concise = status(outcome.value, outcome.diagnostics, "concise").splitlines()
    assert concise[0] == "oulu: faults, from City of Oulu: region"
