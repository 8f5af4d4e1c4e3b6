"""The kind of a file is told by its content, whatever it is called."""

import zipfile
from io import BytesIO

import pytest

from iki_docgen.read.kinds import FileKind, kind_of


def zipped(**members: str) -> bytes:
    """Return a zip file with these members, in this order, the first one not packed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"1. JABATAN : Camat", FileKind.TEXT),
        (b"", FileKind.TEXT),
        (zipped(word__document="<w:document/>"), FileKind.DOCX),
        (zipped(mimetype="application/vnd.oasis.opendocument.text", content="x"), FileKind.ODT),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), FileKind.SHEET),
        (zipped(xl__workbook="<workbook/>"), FileKind.SHEET),
        (zipped(foto="x"), FileKind.ZIP),
        (zipped(word__document="<w:document/>")[:30], FileKind.DOCX),
        (OLE + b"x" * 600 + "WordDocument".encode("utf-16-le"), FileKind.DOC),
        (OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), FileKind.OLE),
        (OLE + b"\0" * 40 + b"\x09" + b"\0" * 600, FileKind.DOC),  # cut off above its directory
        (OLE + b"x" * 600 + "EncryptedPackage".encode("utf-16-le"), FileKind.LOCKED),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", FileKind.PICTURE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileKind.PICTURE),
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\r\n\r\n%PDF-1.4\n", FileKind.PDF),
        (b"{\\rtf1\\ansi", FileKind.RTF),
    ],
    ids=lambda value: value.name if isinstance(value, FileKind) else "data",
)
def test_the_content_tells_the_kind(data: bytes, kind: FileKind) -> None:
    assert kind_of(data) is kind
