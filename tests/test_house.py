"""House rules that a machine can hold: linter, formatter, types, and the direction of imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STAGES = ("load", "check", "pour", "typeset", "link", "preflight")
DOORS = {
    "yaml": ("load/yaml.py",),
    "pydantic": ("check/",),
    "pydantic_core": ("check/",),
    "markdown_it": ("check/prose.py",),
    "mdit_py_plugins": ("check/prose.py",),
    "jinja2": ("pour/",),
    "weasyprint": ("typeset/",),
    "pydyf": ("typeset/",),
    "shapely": ("pour/drawings/",),
    "pyproj": ("pour/drawings/",),
    "PIL": ("load/pictures.py", "link/separations.py", "preflight/"),
    "pypdf": ("preflight/objects.py", "impose.py"),
    "pypdfium2": ("preflight/raster.py",),
    "distributed": ("workers/cluster.py",),
    "dask": ("workers/cluster.py",),
    "uharfbuzz": ("link/fonts.py",),
}
"""Who may import a library; a new door is a decision."""


def tool(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def imported(path: Path) -> set[str]:
    """Dotted names a module imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def modules() -> list[Path]:
    return sorted((ROOT / "compiler").rglob("*.py"))


def test_linter_is_content() -> None:
    done = tool("ruff", "check", "compiler", "tests")
    assert done.returncode == 0, done.stdout


def test_formatter_is_content() -> None:
    done = tool("ruff", "format", "--check", "compiler", "tests")
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_types_are_strict() -> None:
    done = tool("basedpyright", "--level", "error")
    assert done.returncode == 0, done.stdout


def test_stages_meet_only_in_build() -> None:
    wrong: list[str] = []
    for path in modules():
        inside = path.relative_to(ROOT / "compiler").as_posix()
        stage = next((stage for stage in STAGES if inside.startswith(f"{stage}/")), None)
        for name in imported(path):
            other = next((other for other in STAGES if name.startswith(f"compiler.{other}")), None)
            if stage is not None and other is not None and other != stage:
                wrong.append(f"{inside} imports {name}")
            if inside.startswith("model/") and name.startswith("compiler.") and not name.startswith("compiler.model"):
                wrong.append(f"{inside} imports {name}")
    assert wrong == []


def test_libraries_come_in_through_their_door() -> None:
    wrong: list[str] = []
    for path in modules():
        inside = path.relative_to(ROOT / "compiler").as_posix()
        for name in imported(path):
            doors = DOORS.get(name.split(".")[0])
            if doors is not None and not inside.startswith(doors):
                wrong.append(f"{inside} imports {name}")
    assert wrong == []


def test_the_clock_is_never_read() -> None:
    """Results depend on copy, layouts and the edition's date, never on the day."""
    clocks = {"time.time", "datetime.now", "datetime.datetime.now", "datetime.date.today", "uuid.uuid4"}
    wrong = [
        f"{path.name}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and (ast.unparse(node) in clocks or ast.unparse(node).startswith("random."))
    ]
    assert wrong == []


def test_the_compiler_knows_no_city() -> None:
    """Names of the copy never stand in code or layouts: another publication is only other copy."""
    slugs = [folder.name for folder in (ROOT / "sources" / "cities").iterdir() if folder.is_dir()]
    assert slugs
    names = {slug.lower() for slug in slugs} | {"dunkirk", "france urbaine"}
    paths = [*modules(), *(path for path in (ROOT / "layouts").rglob("*") if path.suffix in {".j2", ".css", ".svg"})]
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in paths
        for name in names
        if name in _without_docstrings(path).lower()
    ]
    assert wrong == []


def _without_docstrings(path: Path) -> str:
    """Examples in docstrings and comments may name a city; code may not."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    return ast.unparse(_Bare().visit(ast.parse(text)))


class _Bare(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str) else node
