"""Output intents (ISO 32000-1, 14.11.5): for which press the colours are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from compiler.preflight.conditions import Conditions
from compiler.preflight.findings import Finding, error, warning
from compiler.preflight.objects import Document, array, data, entry, is_stream, name, number, text

REGISTERED = re.compile(r"(?:FOGRA|CGATS TR ?|JC|SWOP|GRACoL|PSO|IFRA|SC_)\w+", re.IGNORECASE)
"""Conditions that printers name without a profile in the file."""
HEAD = 40
"""Bytes of an ICC profile up to its signature (ICC.1, 7.2)."""


@dataclass(frozen=True, slots=True)
class Intent:
    """`kind` is `GTS_PDFX` and the like; `space` is that of the profile's head, such as `CMYK`, empty without one."""

    kind: str
    condition: str
    profile: bool
    space: str
    components: int


def intents(document: Document) -> list[Intent]:
    found: list[Intent] = []
    for each in array(entry(document.catalogue, "/OutputIntents"))[:20]:
        profile = entry(each, "/DestOutputProfile")
        head = data(profile)[:HEAD]
        space = head[16:20].decode("latin-1").strip() if head[36:40] == b"acsp" else ""
        condition = text(entry(each, "/OutputConditionIdentifier")) or ""
        count = int(number(entry(profile, "/N")) or 0)
        found.append(Intent(name(entry(each, "/S")), condition, is_stream(profile), space, count))
    return found


def check(document: Document, conditions: Conditions) -> Iterator[Finding]:
    """The intent for print: one, of CMYK, for the condition that the printer names."""
    found = [each for each in intents(document) if each.kind == "GTS_PDFX"]
    if not found:
        if conditions.output is not None or conditions.standard is not None:
            asked = f"`{conditions.output}`" if conditions.output else "the printer's"
            yield error("no-output-intent", f"the file has no output intent for print, and {asked} is needed")
        return
    if len(found) > 1:
        yield error("wrong-output-intent", f"the file has {len(found)} output intents for print, and one is needed")
    intent = found[0]
    told = f"the output intent `{intent.condition or 'without a name'}`"
    if intent.profile and not intent.space:
        yield error("wrong-output-intent", f"the profile of {told} is no ICC profile")
    elif intent.profile and intent.space != "CMYK":
        yield error("wrong-output-intent", f"the profile of {told} is for {intent.space}, and CMYK is needed")
    elif intent.profile and intent.components != 4:
        yield error("wrong-output-intent", f"the profile of {told} is entered as one of {intent.components} components")
    if not intent.profile and not REGISTERED.fullmatch(intent.condition):
        yield error("wrong-output-intent", f"{told} has no profile and is no registered condition")
    if conditions.output is not None and _plain(intent.condition) != _plain(conditions.output):
        told = f"the file is made for `{intent.condition}`, and the printer asks for `{conditions.output}`"
        yield error("wrong-output-intent", told)
    if not intent.condition:
        yield warning("wrong-output-intent", "the output intent does not say for which condition it is")


def _plain(condition: str) -> str:
    return re.sub(r"[\s_-]", "", condition).lower()
