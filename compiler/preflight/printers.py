"""What a printer asks for, by name: conditions out of sources/printers/<name>.yaml."""

from __future__ import annotations

from compiler.preflight.conditions import Conditions


class UnknownPrinterError(Exception):
    """There is no profile of that name; the message says so."""


def conditions_for(name: str | None) -> Conditions:
    """Those of a printer's profile, and what most printers ask for where none is named.

    Raises `UnknownPrinterError`.
    """
    if name is not None:
        raise UnknownPrinterError(f"there is no profile of a printer `{name}`")
    return Conditions()
