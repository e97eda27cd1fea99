"""WeasyPrint itself, untyped as it is, behind a font configuration that knows no fonts.

All modules of this package take WeasyPrint's modules from here; `Any` comes in at this door and nowhere else.
"""

from __future__ import annotations

import os
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

# Fontconfig reads its configuration from a file that it is told by the environment, whenever a font map is made.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))

with warnings.catch_warnings():
    # It warns that there are no fonts, which is what we want.
    warnings.simplefilter("ignore")
    weasyprint: Any = import_module("weasyprint")

anchors: Any = import_module("weasyprint.anchors")
block: Any = import_module("weasyprint.layout.block")
boxes: Any = import_module("weasyprint.formatting_structure.boxes")
css: Any = import_module("weasyprint.css")
document: Any = import_module("weasyprint.document")
draw: Any = import_module("weasyprint.draw")
draw_text: Any = import_module("weasyprint.draw.text")
html_stream: Any = import_module("tinyhtml5.inputstream")
inline: Any = import_module("weasyprint.layout.inline")
layout: Any = import_module("weasyprint.layout")
line_break: Any = import_module("weasyprint.text.line_break")
matrix: Any = import_module("weasyprint.matrix")
page: Any = import_module("weasyprint.layout.page")
preferred: Any = import_module("weasyprint.layout.preferred")
pydyf: Any = import_module("pydyf")
stream: Any = import_module("weasyprint.pdf.stream")
svg_text: Any = import_module("weasyprint.svg.text")
text_fonts: Any = import_module("weasyprint.text.fonts")
urls: Any = import_module("weasyprint.urls")

Box = Any
"""A box of WeasyPrint's formatting structure."""

Untyped = Any
"""Any other value of WeasyPrint's."""
