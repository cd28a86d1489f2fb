"""What a finished PDF declares itself to be: PDF/A-2a for the archive and PDF/UA-1 for every reader, in one file.

WeasyPrint declares one standard a file; it makes the file as PDF/A-2a, and its metadata (XMP) get the other here, just
before the file is written. PDF/A allows no words in the metadata that are not declared (ISO 19005-2, 6.6.2.3), hence
the description of the schema; and it wants the metadata uncompressed, so that they can be read without reading PDF.
"""

import zlib

import pydyf
from weasyprint import Document

VARIANT = "pdf/a-2a"
# zlib's own middle: the last 2 % of a file's size that its highest level saves take 6 % of a page's time.
COMPRESSION = 6
LINE_END, WHOLE_LINE_END = b"\nendstream", b"\r\nendstream"

ALSO_ACCESSIBLE = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
END = b"</rdf:RDF>"


class _Ending:
    """A stream, compressed as we say, whose end cannot be mistaken: what ends in CR is followed by CR LF, not LF alone.

    Read backwards, a last byte CR and the line end LF look like one line end, and the length (ISO 19005-2, 6.1.7.1)
    like one byte too many.
    """

    stream: list[object]
    extra: dict[str, object]
    compress: bool

    @property
    def data(self) -> bytes:
        if self.compress:
            plain = pydyf.Stream(self.stream).data.partition(b"\nstream\n")[2].removesuffix(LINE_END)
            self.stream = [zlib.compress(plain, COMPRESSION)]
            self.extra["Filter"] = "/FlateDecode"
            self.compress = False
        data: bytes = super().data  # type: ignore[misc]
        return data.removesuffix(LINE_END) + WHOLE_LINE_END if data.endswith(WHOLE_LINE_END) else data


def _end_clearly(pdf: pydyf.PDF) -> None:
    """All streams of the file end so, also the tables that are added while it is written."""
    add = pdf.add_object

    def add_clearly(item: pydyf.Object) -> None:
        _mark(item)
        add(item)

    pdf.add_object = add_clearly
    for item in pdf.objects:
        _mark(item)


def _mark(item: pydyf.Object) -> None:
    if isinstance(item, pydyf.Stream):
        item.__class__ = type(type(item).__name__, (_Ending, type(item)), {})


def declare(document: Document, pdf: pydyf.PDF) -> None:
    """Adds PDF/UA-1 to the metadata of a finished file, and leaves them uncompressed. A finisher of WeasyPrint's."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    before, end, after = b"".join(metadata.stream).rpartition(END)
    metadata.stream = [before + ALSO_ACCESSIBLE + end + after]
    metadata.compress = False
    _end_clearly(pdf)
