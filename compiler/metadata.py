"""What a PDF says of itself, whoever writes it: the XMP packet and the information dictionary, and its colour profile.

Packet and dictionary must say the same (ISO 19005-2, 6.6.3).
"""

from __future__ import annotations

import datetime
import importlib.metadata
import uuid
from importlib.resources import files
from xml.sax.saxutils import escape, quoteattr

from compiler.model.galley import Settings

PRODUCER = f"WeasyPrint {importlib.metadata.version('weasyprint')}"
CREATOR = "Report compiler"

# ISO 19005-2, 6.6.2.3.3: a schema that XMP does not know must be described in the packet.
_UA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


_A_AND_UA = (
    '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2"'
    ' pdfaid:conformance="A"/>\n'
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>\n'
)

_X = """<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" pdfxid:GTS_PDFXVersion="PDF/X-4"/>
<rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmpMM:DocumentID="uuid:{identifier}"
 xmpMM:InstanceID="uuid:{identifier}" xmpMM:VersionID="1" xmpMM:RenditionClass="default"/>
"""


def xmp(settings: Settings) -> bytes:
    """The packet: what the publication is, who made it and when, and that it keeps to PDF/UA-1 and PDF/A-2a."""
    return _packet(settings, _A_AND_UA, "", f"\n{_UA_SCHEMA}")


def press_xmp(settings: Settings, written: str) -> bytes:
    """The packet of a file for the press, which keeps to PDF/X-4 (ISO 15930-7, 6.4); `written` is a digest of it."""
    identifier = str(uuid.UUID(hex=written[:32], version=5))
    return _packet(settings, _X.format(identifier=identifier), ' pdf:Trapped="False"', "")


def _packet(settings: Settings, claims: str, trapped: str, schema: str) -> bytes:
    date = settings.date.isoformat(timespec="seconds")
    about = [
        f"<dc:format>application/pdf</dc:format><dc:language><rdf:Bag>{_item(settings.language)}</rdf:Bag></dc:language>",
        f"<dc:title><rdf:Alt>{_default(settings.title)}</rdf:Alt></dc:title>",
    ]
    if settings.author:
        about.append(f"<dc:creator><rdf:Seq>{_item(settings.author)}</rdf:Seq></dc:creator>")
    if settings.subject:
        about.append(f"<dc:description><rdf:Alt>{_default(settings.subject)}</rdf:Alt></dc:description>")
    if settings.keywords:
        about.append(f"<dc:subject><rdf:Bag>{''.join(map(_item, settings.keywords))}</rdf:Bag></dc:subject>")
    keywords = f" pdf:Keywords={quoteattr(', '.join(settings.keywords))}" if settings.keywords else ""
    made_by = f"pdf:Producer={quoteattr(PRODUCER)}{keywords}{trapped}"
    packet = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{claims}<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">{"".join(about)}</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool={quoteattr(CREATOR)}
 xmp:CreateDate="{date}" xmp:ModifyDate="{date}" xmp:MetadataDate="{date}"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" {made_by}/>{schema}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
    return packet.encode()


def info(settings: Settings) -> dict[str, str]:
    """Entries of the information dictionary (ISO 32000-1, 14.3.3); those without a value are left out."""
    date = pdf_date(settings.date)
    entries = {
        "Title": settings.title,
        "Author": settings.author,
        "Subject": settings.subject,
        "Keywords": ", ".join(settings.keywords),
        "Creator": CREATOR,
        "Producer": PRODUCER,
        "CreationDate": date,
        "ModDate": date,
    }
    return {name: text for name, text in entries.items() if text}


def pdf_date(date: datetime.datetime) -> str:
    """A date as the information dictionary writes it (ISO 32000-1, 7.9.4); one without a zone is taken as it stands."""
    offset = date.utcoffset()
    stamp = f"D:{date:%Y%m%d%H%M%S}"
    if offset is None:
        return stamp
    minutes = round(offset.total_seconds() / 60)
    if minutes == 0:
        return f"{stamp}Z"
    return f"{stamp}{'+' if minutes > 0 else '-'}{abs(minutes) // 60:02d}'{abs(minutes) % 60:02d}"


def srgb() -> bytes:
    """The colour profile that device colours of the screen edition are meant in: sRGB, by the ICC itself."""
    return (files("compiler") / "link" / "profiles" / "sRGB2014.icc").read_bytes()


def _item(text: str) -> str:
    return f"<rdf:li>{escape(text)}</rdf:li>"


def _default(text: str) -> str:
    return f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'
