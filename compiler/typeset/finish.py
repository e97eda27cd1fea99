"""The document's own entries: catalog, labels of the pages, metadata, intent; given to WeasyPrint as its finisher."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from compiler.metadata import info, srgb, xmp
from compiler.model.galley import Settings
from compiler.model.publication import Numerals
from compiler.model.script import direction
from compiler.model.volume import PageLabel, ranges
from compiler.typeset.door import Untyped, pydyf
from compiler.typeset.tags import Tags

OPTIONS: Mapping[str, Any] = {"pdf_tags": True, "pdf_version": "1.7", "pdf_identifier": True}
"""What `write_pdf` must be called with besides the finisher; never a `pdf_variant`: metadata is ours.

With `pdf_identifier` the file's identifier is a digest of all its objects.
"""

POINTS = 0.75
"""Points in a CSS pixel."""

PRINTED = 4
"""Flag of annotations that are printed with the page (ISO 32000-1, table 165); PDF/A wants it on each."""

STYLES: Mapping[Numerals, str] = {"arabic": "/D", "roman": "/r"}


def finisher(
    tags: Tags, settings: Settings, labels: Sequence[PageLabel], bled: bool = False
) -> Callable[[Any, Any], None]:
    """The function for `write_pdf(finisher=...)`; `labels` holds one label for each page of the PDF, in order.

    Viewers show pages as trimmed; with `bled` they show the bleed too: of a sheet that nobody reads but the printer.
    """

    def finish(document: Untyped, pdf: Untyped) -> None:
        """WeasyPrint calls this with its `Document` and the `pydyf.PDF`, before anything is written."""
        _fill_catalog(pdf, tags.language, labels)
        _fill_boxes(document, pdf, bled)
        _fill_metadata(pdf, settings)
        _fill_intent(pdf)
        for each in pdf.objects:
            _settle(each)

    return finish


def _fill_catalog(pdf: Untyped, language: str, labels: Sequence[PageLabel]) -> None:
    catalog = pdf.catalog
    catalog["Lang"] = pydyf.String(language)
    backwards = direction(language) == "rtl"
    catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    if backwards:
        catalog["ViewerPreferences"]["Direction"] = "/R2L"
    catalog["PageMode"] = "/UseOutlines" if "Outlines" in catalog else "/UseNone"
    # Rectos, the odd pages, stand on the right; in a book bound on the right they stand on the left.
    spreads = "/TwoPageLeft" if backwards else "/TwoPageRight"
    catalog["PageLayout"] = spreads if len(pdf.page_references) > 1 else "/SinglePage"
    if labels:
        numbers = pydyf.Array()
        for index, label in ranges(labels):
            numbers.extend((index, pydyf.Dictionary(_entry(label))))
        catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})


def _fill_boxes(document: Untyped, pdf: Untyped, bled: bool) -> None:
    """The bleed as layouts ask for it, of which WeasyPrint keeps 10 points, and what viewers show (14.11.2)."""
    for page, (number, *_) in zip(document.pages, (each.split() for each in pdf.page_references), strict=True):
        made = pdf.objects[int(number)]
        left, bottom, right, top = (float(edge) for edge in made["TrimBox"])
        bleed = {side: length * POINTS for side, length in page.bleed.items()}
        edges = (left - bleed["left"], bottom - bleed["bottom"], right + bleed["right"], top + bleed["top"])
        made["BleedBox"] = pydyf.Array(round(edge, 6) for edge in edges)
        made["CropBox"] = pydyf.Array(made["BleedBox"] if bled else made["TrimBox"])


def _entry(label: PageLabel) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if label.prefix:
        entry["P"] = pydyf.String(label.prefix)
    if label.number is not None:
        entry |= {"S": STYLES[label.numerals], "St": label.number}
    return entry


def _fill_metadata(pdf: Untyped, settings: Settings) -> None:
    pdf.info.clear()
    pdf.info.update({name: pydyf.String(text) for name, text in info(settings).items()})
    # PDF/A wants to find the packet by scanning the file, so it is not compressed.
    packet = pydyf.Stream([xmp(settings)], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(packet)
    pdf.catalog["Metadata"] = packet.reference


def _fill_intent(pdf: Untyped) -> None:
    """What the device colours of the screen edition mean: sRGB."""
    stream = pydyf.Stream([srgb()], {"N": 3}, compress=True)
    pdf.add_object(stream)
    name = pydyf.String("sRGB IEC61966-2.1")
    intent = {"Type": "/OutputIntent", "S": "/GTS_PDFA1", "OutputConditionIdentifier": name, "Info": name}
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary({**intent, "DestOutputProfile": stream.reference})])


def _settle(each: Untyped) -> None:
    """Pictures are not smoothed, annotations are printed (ISO 19005-2, 6.2.8 and 6.3.2)."""
    if isinstance(each, pydyf.Stream) and each.extra.get("Subtype") == "/Image":
        each.extra["Interpolate"] = "false"
    elif isinstance(each, pydyf.Dictionary) and each.get("Type") == "/Annot":
        each["F"] = PRINTED
