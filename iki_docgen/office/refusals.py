"""What is refused of an office file, each with a sentence of its own for its owner."""

import re
from collections.abc import Iterable, Mapping

from iki_docgen.errors import InputError

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORD_DOCUMENT = "WordDocument".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"

_AGAIN = "copy or download the file again; if it stays so, ask the sender for a new copy"
_AS_DOCX = "open it in Word, choose File > Save As > Word Document (.docx), and use that file"
_SAVE_AGAIN = (
    "open it in Word, save it under a new name as Word Document (.docx), and use that file"
)
_UNTRUSTED = "no office program writes this; ask the sender where the file comes from"

_KINDS = (
    (b"%PDF-", "a PDF file", "use the Word file that the PDF was made from"),
    (b"{\\rtf", "an RTF file", _AS_DOCX),
    (b"\x89PNG", "a picture", "use the Word file, not a photo or scan of it"),
    (b"\xff\xd8\xff", "a picture", "use the Word file, not a photo or scan of it"),
    (b"Rar!", "a RAR archive", "unpack it first and use the document inside"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first and use the document inside"),
)


def refuse_other_formats(data: bytes, name: str) -> None:
    """Raise `InputError` unless `data` is a zip file with its end in place."""
    if not data.strip(b"\0 \t\r\n"):
        raise InputError(f"{name} is empty", hint=_AGAIN)
    if data.startswith(_OLE):
        _refuse_ole(data, name)
    for start, kind, hint in _KINDS:
        if data.startswith(start):
            raise InputError(f"{name} is {kind}, not a Word document (.docx)", hint=hint)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower().startswith((b"<!doctype html", b"<html")):
        raise InputError(f"{name} is a web page, not a Word document (.docx)", hint=_AS_DOCX)
    if not data.startswith((_ZIP, _ZIP_END)):
        raise InputError(f"{name} is not a Word document (.docx)", hint=_AS_DOCX)
    if _ZIP_END not in data:
        raise InputError(f"{name} is cut off: its end is missing", hint=_AGAIN)


def _refuse_ole(data: bytes, name: str) -> None:
    """Raise `InputError` that says which of the files in Microsoft's old container it is."""
    if _ENCRYPTED_PACKAGE in data:
        hint = "open it in Word, choose File > Info > Protect Document, remove the password, save"
        raise InputError(f"{name} is protected by a password", hint=hint)
    if _WORD_DOCUMENT in data:
        raise InputError(f"{name} is a Word file of the old kind (.doc)", hint=_AS_DOCX)
    raise InputError(f"{name} is an old Office file, but not a Word document", hint=_AS_DOCX)


_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def refuse_bad_name(member: str, name: str) -> None:
    """Raise `InputError` for a member whose name leads out of the file, or is no name."""
    if member.startswith("/") or ".." in member.split("/") or _DRIVE.match(member):
        message = f"{name} was not opened: its part `{member}` points outside of the file"
        raise InputError(message, hint=_UNTRUSTED)
    if "\\" in member:
        message = f"{name} was packed wrongly: its part `{member}` has a backslash in its name"
        raise InputError(message, hint=_SAVE_AGAIN)
    if not member or _CONTROL.search(member):
        message = f"{name} was not opened: a part has the impossible name {member!a}"
        raise InputError(message, hint=_UNTRUSTED)


_MACRO_PARTS = frozenset({"vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin"})
_MACRO_TYPES = ("macroenabled", "vbaproject")


def refuse_macros(members: Mapping[str, bytes], name: str) -> None:
    """Raise `InputError` when the document can run programs."""
    kinds = _characters(members.get("[Content_Types].xml", b"")).casefold()
    parts = {member.rpartition("/")[2].casefold() for member in members}
    if parts & _MACRO_PARTS or any(kind in kinds for kind in _MACRO_TYPES):
        hint = "open it in Word, save it as Word Document (.docx, without macros), and use that"
        raise InputError(f"{name} contains macros (small programs), and was not opened", hint=hint)


_NOT_PARSED = (".svg", ".html", ".htm", ".xhtml", ".mht")
_ENCODING = re.compile(rb"""\s*<\?xml[^>]{1,100}?encoding\s*=\s*["']([^"'>]*)""")
_ENCODINGS = frozenset(
    {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252", b"utf-16"}
)


def refuse_prepared_xml(members: Mapping[str, bytes], name: str) -> None:
    """Raise `InputError` for XML that declares a document type, entities or an odd encoding.

    Pictures and web pages inside the document may declare them; nobody here parses those.
    """
    for member in _xml(members):
        data = members[member]
        declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf")[:400])
        if declared and declared[1].lower() not in _ENCODINGS:
            encoding = declared[1].decode("ascii", "backslashreplace")
            message = f"{name} was not opened: its part `{member}` is written in `{encoding}`"
            raise InputError(message, hint=_SAVE_AGAIN)
        if _declares_type(data):
            message = f"{name} was not opened: its part `{member}` declares a document type (DTD)"
            raise InputError(message, hint=_UNTRUSTED)


def _xml(members: Mapping[str, bytes]) -> Iterable[str]:
    for member, data in members.items():
        known = member.casefold().endswith((".xml", ".rels"))
        odd = not member.casefold().endswith(_NOT_PARSED)
        if known or (odd and data[:400].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"<"):
            yield member


def _declares_type(data: bytes) -> bool:
    if _is_wide(data):
        text = _characters(data)
        return "<!DOCTYPE" in text or "<!ENTITY" in text
    return b"<!DOCTYPE" in data or b"<!ENTITY" in data


def _is_wide(data: bytes) -> bool:
    """Return whether `data` is XML in UTF-16 or UTF-32, with a byte order mark or without."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]


def _characters(data: bytes) -> str:
    """Return the ASCII characters of XML in any Unicode encoding; enough to look for keywords."""
    return (data.replace(b"\0", b"") if _is_wide(data) else data).decode("ascii", "ignore")
