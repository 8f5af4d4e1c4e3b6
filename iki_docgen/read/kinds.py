"""What kind of file it is: by its content, since names tell little."""

from enum import Enum

_HEAD = 1024
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
_DIRECTORY = slice(48, 52)
"""Where the header of an old Office file says which sector holds the names of its streams."""
_SECTOR = 512
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ODT_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"


class FileKind(Enum):
    """A kind of file, as people call it."""

    TEXT = "a plain text"
    DOCX = "a Word document (.docx)"
    ODT = "an OpenDocument text (.odt)"
    DOC = "an old Word document (.doc)"
    PDF = "a PDF"
    RTF = "a rich text file (.rtf)"
    SHEET = "a spreadsheet"
    ZIP = "a zipped file"
    OLE = "an old Office file"
    LOCKED = "protected by a password"
    PICTURE = "a picture"


def kind_of(data: bytes) -> FileKind:
    """Return what kind of file the content `data` is.

    A damaged file is of the kind that its first bytes say; its reader says what is wrong.
    """
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(data)
    if b"%PDF-" in data[:_HEAD]:  # readers allow some bytes before it
        return FileKind.PDF
    if data.startswith(b"{\\rtf"):
        return FileKind.RTF
    is_picture = data.startswith(_PICTURES) and b"\0" in data[:_HEAD]
    return FileKind.PICTURE if is_picture else FileKind.TEXT


def _old_office(data: bytes) -> FileKind:
    if _LOCKED_STREAM in data:
        return FileKind.LOCKED
    directory = (int.from_bytes(data[_DIRECTORY], "little") + 1) * _SECTOR
    is_cut_off = _SECTOR < len(data) <= directory  # then most likely the kind that people give here
    return FileKind.DOC if _WORD_STREAM in data or is_cut_off else FileKind.OLE


def _zipped(data: bytes) -> FileKind:
    if _ODT_TYPE in data[:_HEAD]:
        return FileKind.ODT
    if b"xl/workbook" in data or b"opendocument.spreadsheet" in data[:_HEAD]:
        return FileKind.SHEET
    is_cut_off = b"PK\x05\x06" not in data  # then most likely the kind that people give here
    return FileKind.DOCX if b"word/" in data or is_cut_off else FileKind.ZIP
