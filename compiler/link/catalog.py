"""The document's own entries: catalog, labels of the pages, metadata, intent (ISO 32000-1, 7.7.2)."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.link.syntax import number, reference, string
from compiler.link.write import Writer
from compiler.metadata import info, press_xmp, srgb, xmp
from compiler.model.publication import Numerals
from compiler.model.volume import Edition, PageLabel, PrintEdition, ranges

STYLES: dict[Numerals, bytes] = {"arabic": b"/D", "roman": b"/r"}

CONDITION = "sRGB IEC61966-2.1"


def write_catalog(
    writer: Writer,
    root: int,
    edition: Edition,
    labels: Sequence[PageLabel],
    pages: int,
    structure: int,
    names: int | None,
    outline: int | None,
) -> None:
    """Write the catalog under the number `root`, and what only it refers to; the other numbers are those of trees."""
    backwards = edition.direction == "rtl"
    # Rectos, the odd pages, stand on the right; in a book bound on the right they stand on the left.
    spreads = b"/TwoPageLeft" if backwards else b"/TwoPageRight"
    entries = [
        b"/Type/Catalog/Pages %s" % reference(pages),
        b"/Lang %s" % string(edition.settings.language),
        b"/MarkInfo<</Marked true>>/StructTreeRoot %s" % reference(structure),
        b"/ViewerPreferences<</DisplayDocTitle true%s>>" % (b"/Direction/R2L" if backwards else b""),
        b"/PageMode%s" % (b"/UseOutlines" if outline is not None else b"/UseNone"),
        b"/PageLayout%s" % (spreads if len(labels) > 1 else b"/SinglePage"),
        b"/PageLabels<</Nums[%s]>>" % b" ".join(b"%d %s" % (index, _label(label)) for index, label in ranges(labels)),
        b"/Metadata %s" % reference(_metadata(writer, edition)),
        b"/OutputIntents[%s]" % _intent(writer),
    ]
    if names is not None:
        entries.append(b"/Names<</Dests %s>>" % reference(names))
    if outline is not None:
        entries.append(b"/Outlines %s" % reference(outline))
    writer.plain(root, b"<<%s>>" % b"".join(entries))


def write_info(writer: Writer, number: int, edition: Edition) -> None:
    """Write the information dictionary (14.3.3)."""
    entries = (b"/%s %s" % (key.encode(), string(text)) for key, text in info(edition.settings).items())
    writer.plain(number, b"<<%s>>" % b"".join(entries))


def _label(label: PageLabel) -> bytes:
    prefix = b"/P %s" % string(label.prefix) if label.prefix else b""
    counted = b"/S%s/St %s" % (STYLES[label.numerals], number(label.number)) if label.number is not None else b""
    return b"<<%s%s>>" % (prefix, counted)


def _metadata(writer: Writer, edition: Edition) -> int:
    # PDF/A wants to find the packet by scanning the file, so it is not compressed.
    return writer.add_stream(b"<</Type/Metadata/Subtype/XML>>", xmp(edition.settings))


def _intent(writer: Writer) -> bytes:
    """What the device colours of the screen edition mean (14.11.5)."""
    profile = writer.add_stream(b"<</N 3>>", srgb(), deflate=True)
    name = string(CONDITION)
    return b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier %s/Info %s/DestOutputProfile %s>>" % (
        *(name, name),
        reference(profile),
    )


# ---- for a press


def write_press_catalog(writer: Writer, root: int, edition: PrintEdition, pages: int) -> None:
    """Write the catalog of a file for the press (ISO 15930-7): pages, what it says of itself, what it is printed on."""
    # The identifier comes from all that stands before it: the same pages have the same one.
    writer.close_group()
    packet = press_xmp(edition.settings, writer.written)
    metadata = writer.add_stream(b"<</Type/Metadata/Subtype/XML>>", packet)
    entries = (
        b"/Type/Catalog/Pages %s" % reference(pages),
        b"/Lang %s" % string(edition.settings.language),
        b"/Metadata %s" % reference(metadata),
        b"/OutputIntents[%s]" % _press_intent(writer, edition),
    )
    writer.plain(root, b"<<%s>>" % b"".join(entries))


def write_press_info(writer: Writer, number: int, edition: PrintEdition) -> None:
    """Write the information dictionary: it must tell whether the file has been trapped."""
    entries = (b"/%s %s" % (key.encode(), string(text)) for key, text in info(edition.settings).items())
    writer.plain(number, b"<<%s/Trapped/False>>" % b"".join(entries))


def _press_intent(writer: Writer, edition: PrintEdition) -> bytes:
    """What the four inks are printed on, by its name in the registry and by its profile (14.11.5)."""
    condition = edition.printer.condition
    profile = writer.add_stream(b"<</N 4>>", edition.icc, deflate=True)
    registry = b"/RegistryName %s" % string(condition.registry) if condition.registry else b""
    return b"<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier %s/OutputCondition %s/Info %s%s%s>>" % (
        *(string(condition.name), string(condition.about), string(condition.about), registry),
        b"/DestOutputProfile %s" % reference(profile),
    )
