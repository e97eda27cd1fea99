"""What is written about the program, against the program: commands, messages, links, names of files."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from compiler.cli import parser
from compiler.explain import names

ROOT = Path(__file__).resolve().parents[1]
PAPERS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *(ROOT / "compiler").glob("decisions/*.md"), *ROOT.glob("*/README.md")]
)
NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
SAYERS = {"error", "warning", "tell", "add", "Diagnostic", "_add", "_bad", "_error", "_fault", "_say", "_warning"} | {
    "_Refusal",
    "_Unfit",
    "unproven",
    "Finding",
}
"""Functions of the compiler that take the name of a message first."""

PATH = re.compile(r"`((?:[\w.-]+/)+(?:[\w.-]+\.\w+)?|[\w-]+\.(?:md|py|sh|toml|lock))`")
"""A folder, a file in one, or a file of the program by its name."""

MADE = ("build/", ".venv/")
"""Folders that are made, and are not there in a fresh clone."""


def text_of(paper: str) -> str:
    return (ROOT / paper).read_text(encoding="utf-8")


# ---- commands ------------------------------------------------------------------------------------------------------


def subcommands() -> dict[str, argparse.ArgumentParser]:
    for action in parser()._actions:  # pyright: ignore[reportPrivateUsage]: there is no other way to ask
        if isinstance(action, argparse._SubParsersAction):  # pyright: ignore[reportPrivateUsage]
            return dict(cast(Mapping[str, argparse.ArgumentParser], action.choices))
    raise AssertionError("no commands")


def options_of(made: argparse.ArgumentParser) -> set[str]:
    strings = made._option_string_actions  # pyright: ignore[reportPrivateUsage]
    return {option for option in strings if option.startswith("--")}


@pytest.mark.parametrize("command", subcommands())
def test_readme_tells_the_command(command: str) -> None:
    assert re.search(rf"^report {command}\b.* # ", text_of("README.md"), re.MULTILINE)


def test_readme_tells_every_option() -> None:
    options = {option for made in (parser(), *subcommands().values()) for option in options_of(made)}
    assert "--release" in options
    assert sorted(option for option in options if option not in text_of("README.md")) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_commands_that_are_told_exist(paper: str) -> None:
    commands = subcommands()
    wrong: list[str] = []
    for line in re.findall(r"^(?:\S*/)?report [a-z].*|`(?:\S*/)?report [a-z][^`]*`", text_of(paper), re.MULTILINE):
        words = line.strip("`").partition(" #")[0].split()
        made = commands.get(words[1])
        known = options_of(made) if made else set[str]()
        wrong += [line] if made is None else [word for word in words if word.startswith("--") and word not in known]
    assert wrong == []


@pytest.mark.parametrize("paper", PAPERS)
def test_targets_of_make_exist(paper: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    told = set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", text_of(paper), re.MULTILINE))
    assert {one or other for one, other in told} - targets == set()


# ---- messages ------------------------------------------------------------------------------------------------------


def code() -> Iterator[ast.AST]:
    for path in sorted((ROOT / "compiler").rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def test_every_message_is_explained() -> None:
    said = {
        str(node.args[0].value)
        for node in code()
        if isinstance(node, ast.Call)
        and node.args
        and ast.unparse(node.func).rpartition(".")[2] in SAYERS
        and isinstance(node.args[0], ast.Constant)
    }
    found = {text for text in said if NAME.fullmatch(text)}
    assert len(found) > 150
    assert sorted(found - set(names())) == []


def test_every_explanation_is_of_a_message() -> None:
    written: set[str] = set()
    begun: set[str] = set()
    for node in code():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            written.add(node.value)
        elif isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            begun.add(str(node.values[0].value))
    beginnings = tuple(each for each in begun if re.fullmatch(r"[a-z]+-", each))
    assert sorted(name for name in names() if name not in written and not name.startswith(beginnings)) == []


# ---- links and files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
def test_links_lead_somewhere(paper: str) -> None:
    addresses = re.findall(r"(?<!`)\[[^\]`]+\]\(([^)\s]+)\)", text_of(paper))
    here = [address.partition("#")[0] for address in addresses if not re.match(r"[a-z]+:", address)]
    assert [address for address in here if address and not (ROOT / paper).parent.joinpath(address).exists()] == []


@pytest.mark.parametrize("paper", ["README.md", "ARCHITECTURE.md", "tests/README.md"])
def test_files_that_are_named_exist(paper: str) -> None:
    """Relative to the root, to the paper, or to compiler/; `oulu`, FOLDER and NAME stand for others."""
    places = (ROOT, (ROOT / paper).parent, ROOT / "compiler")
    found = PATH.findall(text_of(paper))
    named = [
        path for path in found if not path.startswith(MADE) and not re.search(r"\boulu\b|\b(?:FOLDER|NAME)\b", path)
    ]
    assert named
    assert [path for path in named if not any((place / path).exists() for place in places)] == []
