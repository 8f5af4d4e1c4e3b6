"""Whether a person has written in a generated file.

The fingerprint is of what people see, not of bytes: a file that LibreOffice saved again without
a change still has it.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache
from hashlib import blake2b

from lxml import etree

from iki_docgen.errors import InputError
from iki_docgen.office.package import open_package
from iki_docgen.office.parts import main_part
from iki_docgen.office.text import element_text
from iki_docgen.office.xml import R, parse_xml, qn
from iki_docgen.word.package import targets
from iki_docgen.word.properties import FINGERPRINT, custom_properties

_COMPUTED = frozenset(
    [
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "TOC", "TOA", "INDEX"),
        *("DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "EDITTIME", "REVNUM"),
        *("FILENAME", "FILESIZE", "NUMWORDS", "NUMCHARS", "LASTSAVEDBY", "USERNAME"),
    ]
)
"""Fields whose results change without anybody typing."""
_NOTES = ("comments", "footnotes", "endnotes")
_OBJECTS = (qn("w:drawing"), qn("w:pict"), qn("w:object"))
_NOT_SEEN = frozenset(map(qn, ("mc:Fallback", "w:del", "w:moveFrom")))
_OBJECT = "\ufffc"
_IGNORED = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"), "") | {ord("\u2011"): "-"}
_REFERENCES = {qn("w:headerReference"), qn("w:footerReference")}


class Origin(Enum):
    """Whose work a file in the output folder is."""

    OURS = auto()
    """Generated, and its text is as it was."""
    TYPED = auto()
    """Generated, and changed by somebody since."""
    FOREIGN = auto()
    """A Word file that this program did not make."""
    DAMAGED = auto()
    """It cannot be read: cut off, protected by a password, or no Word file at all."""


def origin_of(data: bytes) -> Origin:
    """Return whose work the Word file `data` is."""
    try:
        members = open_package(data, "the document")
        generated = custom_properties(members).get(FINGERPRINT)
        found = _package_fingerprint(members)
    except InputError:
        return Origin.DAMAGED
    if generated is None:
        return Origin.FOREIGN
    return Origin.OURS if generated == found else Origin.TYPED


def touched(data: bytes) -> bool:
    """Return whether replacing this file could lose what a person made."""
    return origin_of(data) is not Origin.OURS


def text_fingerprint(data: bytes) -> str:
    """Return the fingerprint of the Word file `data`, as `fingerprint` does.

    Raises `InputError` for what is no readable Word file.
    """
    return _package_fingerprint(open_package(data, "the document"))


def _package_fingerprint(members: Mapping[str, bytes]) -> str:
    main = main_part(members, "the document")
    return fingerprint(members, main, parse_xml(members[main]))


def fingerprint(
    members: Mapping[str, bytes], main: str, root: etree._Element, text: str | None = None
) -> str:
    """Return the fingerprint (32 hexadecimal digits) of what people see in a Word file.

    `root` is the parsed part `main`, and `text` what it says where that is known.  Counted are
    the text of the body and of notes and comments, how many pictures and objects there are, and
    the lines of headers and footers, which LibreOffice repeats and reorders.  White space is
    folded; results of fields that Word computes are left out.
    """
    found = blake2b(digest_size=16)
    _add(found, _lines(root) if text is None else _folded(text))
    for part in targets(members, main, *_NOTES).values():
        if part in members:
            _add(found, sorted(_part_lines(members[part])))
    _add(found, sorted(set(_margins(members, main, root))))
    return found.hexdigest()


def _add(found: blake2b, lines: Iterable[str]) -> None:
    found.update(("\n".join(lines) + "\0").encode())


def _margins(members: Mapping[str, bytes], main: str, root: etree._Element) -> Iterator[str]:
    """Yield the lines of the headers and footers that pages show."""
    parts = targets(members, main, "header", "footer")
    kinds = {"default"}
    if next(root.iter(qn("w:titlePg")), None) is not None:
        kinds.add("first")
    for settings in targets(members, main, "settings").values():
        if b"evenAndOddHeaders" in members.get(settings, b""):
            kinds.add("even")
    for reference in root.iter(*_REFERENCES):
        part = parts.get(reference.get(f"{{{R}}}id", ""), "")
        if part in members and reference.get(qn("w:type"), "default") in kinds:
            yield from _part_lines(members[part])


@lru_cache(maxsize=64)
def _part_lines(data: bytes) -> tuple[str, ...]:
    """Return the lines of a part; the footer of one document is mostly that of the next."""
    return tuple(_lines(parse_xml(data)))


def _lines(root: etree._Element) -> Iterator[str]:
    """Yield each line of text that is not blank, folded, and how many objects stand beside it."""
    yield from _folded(element_text(root, without_fields=_COMPUTED))
    objects = sum(1 for found in root.iter(*_OBJECTS) if _is_seen(found))
    if objects:
        yield _OBJECT * objects


def _folded(text: str) -> Iterator[str]:
    for line in unicodedata.normalize("NFC", text.translate(_IGNORED)).split("\n"):
        if folded := " ".join(line.split()):
            yield folded


def _is_seen(element: etree._Element) -> bool:
    """Return whether `element` is no second choice, not deleted, and no part of another object."""
    outside = {above.tag for above in element.iterancestors()}
    return outside.isdisjoint(_NOT_SEEN) and outside.isdisjoint(_OBJECTS)
