"""XML of office files: parsed without entities, network or document types.

Importing this module costs 25 ms (lxml); `office.package` does without.
"""

from lxml import etree

from iki_docgen.errors import InputError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
XML = "http://www.w3.org/XML/1998/namespace"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"

NAMESPACES = {
    "w": W,
    "w14": W14,
    "w15": W15,
    "r": R,
    "mc": MC,
    "m": M,
    "wp": WP,
    "a": A,
    "rel": RELATIONSHIPS,
    "ct": TYPES,
    "cp": CORE,
    "cust": CUSTOM,
    "vt": VT,
    "dc": DC,
    "dcterms": DCTERMS,
    "xml": XML,
    "office": f"{_ODF}:office:1.0",
    "text": f"{_ODF}:text:1.0",
    "table": f"{_ODF}:table:1.0",
    "style": f"{_ODF}:style:1.0",
    "draw": f"{_ODF}:drawing:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "manifest": f"{_ODF}:manifest:1.0",
}
"""Our prefixes, for `qn` and XPath; a file may use others for the same."""


def qn(tag: str) -> str:
    """Return lxml's name of a prefixed one: `w:p` gives `{http://...main}p`."""
    prefix, _, local = tag.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def parse_xml(data: bytes, name: str = "the document") -> etree._Element:
    """Return the root element of `data`, without comments; `name` stands in what is raised.

    Raises `InputError` for XML that is malformed, nested deeper than libxml2 allows (256), or
    declares a document type.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"{name} is damaged: {error}"
        hint = "open it in Word, which may mend it, save it under a new name, and use that file"
        raise InputError(message, hint=hint) from error
    if root.getroottree().docinfo.internalDTD is not None:
        message = f"{name} declares a document type (DTD), and was not read"
        raise InputError(message, hint="open it in Word and save it under a new name")
    return root


def serialize_xml(element: etree._Element) -> bytes:
    """Return `element` as a part of a package: UTF-8, with a declaration."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


def unescaped(text: str) -> str:
    """Return `text` with `&lt;`, `&gt;` and `&amp;` as the characters that they stand for."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
