"""What each diagnostic means, why it is one, an example and a way out: a file a name, beside this one."""

from __future__ import annotations

from importlib import resources


def names() -> tuple[str, ...]:
    """Names of all diagnostics that are explained, sorted."""
    found = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in found if name.endswith(".md")))


def meanings() -> dict[str, str]:
    """The first sentence of each explanation, on one line, by name."""
    firsts = {name: " ".join((explain(name) or "").partition("\n\n")[0].split()) for name in names()}
    return {name: f"{first.partition('. ')[0].removesuffix('.')}." for name, first in firsts.items()}


def explain(name: str) -> str | None:
    """The explanation of a diagnostic, ending in a line end; None for a name that no diagnostic has."""
    if name not in names():
        return None
    return resources.files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8").rstrip() + "\n"
