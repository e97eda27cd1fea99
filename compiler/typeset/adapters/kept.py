"""What WeasyPrint would drop or do too early when it sets a part alone: links out of the part, fonts of its own."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from compiler.model.copy import Digest
from compiler.model.galley import FontUse
from compiler.typeset.adapters.patch import Leaning, replaced
from compiler.typeset.door import Untyped, pydyf, weasyprint
from compiler.typeset.finish import OPTIONS
from compiler.typeset.fonts import KnownFaces

pdf: Any = import_module("weasyprint.pdf")

LEANS_ON: Leaning = (
    ("weasyprint.pdf.resolve_links", "f95937bb4e4f"),
    ("weasyprint.pdf.build_fonts_dictionary", "fc551bef35d0"),
    ("weasyprint.pdf.generate_pdf", "626343ef25c3"),
    ("weasyprint.document.Document.write_pdf", ""),
)


def generate_pdf(document: Untyped) -> Untyped:
    """The PDF as objects, as `Document.write_pdf` makes it before it writes."""
    return pdf.generate_pdf(document, None, 1, **{**weasyprint.DEFAULT_OPTIONS, **OPTIONS})


@contextmanager
def links_kept() -> Generator[None]:
    """Keep links to anchors that the document does not have: another part has them."""

    def resolve_links(pages: Sequence[Untyped]) -> Iterator[tuple[list[Untyped], list[tuple[str, float, float]]]]:
        known: set[str] = set()
        for page in pages:
            own = [(name, x, y) for name, (x, y, _, _) in page.anchors.items() if name not in known]
            known |= {name for name, _, _ in own}
            yield list(page.links), own

    with replaced((pdf, "resolve_links", resolve_links)):
        yield


@contextmanager
def fonts_gathered(uses: dict[str, FontUse], known: KnownFaces) -> Generator[None]:
    """Gather which glyphs of which faces are used, under the names that pages call them by; no font is embedded.

    Type from a file that is none of the layouts' is left out: that has been reported.
    """

    def build_fonts_dictionary(
        target: Untyped, fonts: dict[Untyped, Untyped], *rest: Untyped, **more: Untyped
    ) -> Untyped:
        for font in fonts.values():
            face = known.of_file(font.file_content)
            if face is None:
                continue
            before = uses.get(font.hash)
            uses[font.hash] = FontUse(
                face=Digest(face.digest),
                name=font.name.decode().removeprefix("/"),
                flags=font.flags,
                ascent=font.ascent,
                descent=font.descent,
                texts={**font.to_unicode, **(before.texts if before else {})},
                widths={**font.widths, **(before.widths if before else {})},
            )
        return pydyf.Dictionary()

    with replaced((pdf, "build_fonts_dictionary", build_fonts_dictionary)):
        yield
