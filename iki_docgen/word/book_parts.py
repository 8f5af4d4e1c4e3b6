"""What must not stand twice in one file, and what must: ids, notes, headers and footers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from posixpath import splitext
from typing import Self

from lxml import etree

from iki_docgen.office.parts import relationships_of
from iki_docgen.office.xml import W14, R, parse_xml, qn, serialize_xml
from iki_docgen.word.anchors import BOOKMARK_PREFIX
from iki_docgen.word.package import (
    CONTENT_TYPES,
    OFFICE,
    content_type,
    targets,
    with_content_type,
    with_relationship,
)

_ID, _NAME, _TYPE = qn("w:id"), qn("w:name"), qn("w:type")
_SDT_ID = f"{qn('w:sdtPr')}/{qn('w:id')}"
_COMMENTS = ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
_SECTION_REFERENCES = (qn("w:headerReference"), qn("w:footerReference"))
_PAGES = re.compile(r"\bNUMPAGES\b")
_OF_SECTION = "SECTIONPAGES"
_UNKNOWN = "…"


def without_repeats(body: etree._Element, controls: set[str]) -> None:
    """Take out of `body`, the pages of one position, what must be unique and is not ours.

    That is what the template itself brings to every position: its bookmarks, its comments, the
    names of its paragraphs, and ids of controls that are in `controls` already.
    """
    _drop_bookmarks(body)
    for mark in list(body.iter(*map(qn, _COMMENTS))):
        _drop(mark)
    for paragraph in body.iter(qn("w:p"), qn("w:tr")):
        for name in ("paraId", "textId"):
            paragraph.attrib.pop(f"{{{W14}}}{name}", "")
    for ident in list(body.iterfind(f".//{_SDT_ID}")):
        if ident.get(qn("w:val"), "") in controls:
            _drop(ident)
        controls.add(ident.get(qn("w:val"), ""))


def _drop_bookmarks(body: etree._Element) -> None:
    ours = set()
    for start in list(body.iter(qn("w:bookmarkStart"))):
        if start.get(_NAME, "").startswith(BOOKMARK_PREFIX):
            ours.add(start.get(_ID))
        else:
            _drop(start)
    for end in list(body.iter(qn("w:bookmarkEnd"))):
        if end.get(_ID) not in ours:
            _drop(end)


class Feet:
    """Headers and footers of the book: one part for each different text.

    A footer that prints the position differs between positions; one that does not is shared.
    """

    def __init__(self, members: Mapping[str, bytes], main: str) -> None:
        """Start with the members of the first position."""
        self.members = dict(members)
        self._main = main
        self._links = targets(members, main, "header", "footer")
        self._known: dict[tuple[str, bytes], str] = {}

    def attach(self, section: etree._Element, members: Mapping[str, bytes]) -> None:
        """Let `section` refer to its headers and footers, as `members` of its position has them."""
        for reference in section.iter(*_SECTION_REFERENCES):
            part = self._links.get(reference.get(f"{{{R}}}id", ""), "")
            if part in members:
                reference.set(f"{{{R}}}id", self._link(part, members[part]))

    def _link(self, part: str, data: bytes) -> str:
        """Return the id of the relationship to a part like `part` that holds `data`."""
        key = (part, data)
        if key not in self._known:
            copies = sum(1 for name, _ in self._known if name == part)
            name = part if not copies else _numbered(part, copies + 1)
            self._add(part, name, data)
            kind = f"{OFFICE}{'header' if b':hdr' in data else 'footer'}"
            links, ident = with_relationship(self.members, self._main, kind, name)
            self.members[relationships_of(self._main)] = links
            self._known[key] = ident
        return self._known[key]

    def _add(self, part: str, name: str, data: bytes) -> None:
        self.members[name] = _of_section(data)
        if name != part:
            kind = content_type(self.members, part)
            self.members[CONTENT_TYPES] = with_content_type(self.members, name, kind)
            if relationships_of(part) in self.members:
                self.members[relationships_of(name)] = self.members[relationships_of(part)]


class Notes:
    """Footnotes and endnotes of the book: each place that refers to one gets its own."""

    def __init__(self, members: Mapping[str, bytes], main: str) -> None:
        """Start with the separators of the first position, which are notes of their own kind."""
        self._kinds = [
            _Kind.of(members[part], part, kind)
            for kind in ("footnote", "endnote")
            for part in targets(members, main, f"{kind}s").values()
            if part in members
        ]

    def take(self, body: etree._Element, members: Mapping[str, bytes]) -> None:
        """Take over the notes that `body` refers to, as `members` of its position has them."""
        for kind in self._kinds:
            known = {note.get(_ID): note for note in parse_xml(members[kind.part])}
            for reference in list(body.iter(kind.reference)):
                if (note := known.get(reference.get(_ID))) is not None:
                    reference.set(_ID, kind.add(deepcopy(note)))

    def parts(self) -> dict[str, bytes]:
        """Return the members with the notes of the whole book."""
        return {kind.part: serialize_xml(kind.root) for kind in self._kinds}


@dataclass(slots=True)
class _Kind:
    """Notes of one kind: the member they stand in, what refers to them, the next free id."""

    part: str
    reference: str
    root: etree._Element
    free: int

    @classmethod
    def of(cls, data: bytes, part: str, kind: str) -> Self:
        """Return those of `data`, which keeps its separators only."""
        root = parse_xml(data)
        numbers = [0]
        for note in list(root):
            if note.get(_TYPE, "normal") == "normal":
                root.remove(note)
            else:
                numbers.append(int(note.get(_ID, "0")))
        return cls(part, qn(f"w:{kind}Reference"), root, max(numbers) + 1)

    def add(self, note: etree._Element) -> str:
        """Add `note` and return its id."""
        without_repeats(note, set())
        number = str(self.free)
        note.set(_ID, number)
        self.root.append(note)
        self.free += 1
        return number


def _of_section(data: bytes) -> bytes:
    """Return a header or footer that counts the pages of its section, not of the book.

    Word computes the number whenever it lays out pages.  LibreOffice does not know this field and
    shows what the file says, one text for all positions: dots, so that it says nothing wrong.
    """
    if b"NUMPAGES" not in data:
        return data
    root = parse_xml(data)
    for field in root.iter(qn("w:fldSimple")):
        if _PAGES.search(field.get(qn("w:instr"), "")):
            field.set(qn("w:instr"), _PAGES.sub(_OF_SECTION, field.get(qn("w:instr"), "")))
            _show_unknown(field.iter(qn("w:t")))
    for instruction in root.iter(qn("w:instrText")):
        if _PAGES.search(instruction.text or ""):
            instruction.text = _PAGES.sub(_OF_SECTION, instruction.text or "")
            _show_unknown(_result(instruction))
    return serialize_xml(root)


def _result(instruction: etree._Element) -> Iterator[etree._Element]:
    """Yield the texts of the result of the field that `instruction` belongs to."""
    in_result = False
    for element in next(instruction.iterancestors(qn("w:p"))).iter():
        if element is instruction:
            in_result = True
        elif in_result and element.tag == qn("w:fldChar"):
            if element.get(qn("w:fldCharType")) == "end":
                return
        elif in_result and element.tag == qn("w:t"):
            yield element


def _show_unknown(texts: Iterable[etree._Element]) -> None:
    for number, text in enumerate(texts):
        text.text = "" if number else _UNKNOWN


def _numbered(part: str, number: int) -> str:
    stem, extension = splitext(part)
    return f"{stem}_{number}{extension}"


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
