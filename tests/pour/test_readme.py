"""What designers are told: every name, every token, every diagnostic, as the compiler has them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from compiler.explain import explain
from compiler.pour.given import BEGIN, END, section
from compiler.pour.lint import PART_TOKENS
from compiler.pour.look import REQUIRED
from tests.pour.second import TESTS, look

README = (TESTS.parent / "layouts" / "README.md").read_text(encoding="utf-8")
POUR = TESTS.parent / "compiler" / "pour"


def test_names_are_those_of_the_views() -> None:
    written = README[README.index(BEGIN) : README.index(END) + len(END)]
    assert written == section(), "put the output of `python -m compiler.pour.given` between the marks"


@pytest.mark.parametrize("name", [*(f"--{name}" for name in REQUIRED), *PART_TOKENS[:6]])
def test_tokens_are_told(name: str) -> None:
    assert f"`{name}`" in README or f"var({name}" in README


def names_of(path: Path) -> set[str]:
    """Names of diagnostics in a module: the strings with hyphens that are first of their call."""
    called = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    first = [call.args[0] for call in called if call.args]
    texts = [each.value for each in first if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)+", text)}


def test_every_diagnostic_is_explained() -> None:
    paths = [path for path in POUR.rglob("*.py") if "drawings" not in path.parts]
    names = {name for path in paths for name in names_of(path)} - {"chart-key", "type-on", *look().measures}
    assert len(names) > 30
    assert sorted(name for name in names if explain(name) is None) == []
