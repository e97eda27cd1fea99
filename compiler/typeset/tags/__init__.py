"""The structure tree, made right while WeasyPrint draws (ISO 32000-1, 14.7 and 14.8; ISO 14289-1).

    with tagging(language, titles) as tags:
        document = html.render(...)
        pdf = document.write_pdf(finisher=finisher(tags, settings, labels), **OPTIONS)
    tags.faults  # what a reader without eyes would miss

`tagging` must enclose layout and drawing alike: how a line ended is only known while it is laid out.
"""

from __future__ import annotations

from compiler.typeset.tags.hooks import Tags, tagging
from compiler.typeset.tags.outline import Entry, place
from compiler.typeset.tags.said import FOLIO

__all__ = ["FOLIO", "Entry", "Tags", "place", "tagging"]
