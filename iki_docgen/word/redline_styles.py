"""Styles and list of a redline: the template's own; what it lacks comes from our default one.

An agency's template may have been made from nothing and know none of our styles.  Then text looks
as its Normal says, and the list that letters our items comes along.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from iki_docgen.office.package import open_package
from iki_docgen.office.parts import main_part
from iki_docgen.office.xml import parse_xml, qn, serialize_xml
from iki_docgen.word.default import DEFAULT_NAME, default_template
from iki_docgen.word.package import targets
from iki_docgen.word.redline_lines import CELL, HEADING, ITEMS, LABEL, NUMBERED_CELL
from iki_docgen.word.redline_package import with_part
from iki_docgen.word.styles import BOOK_STYLES, style_ids

SPACE, TABLE, FOOTER = "IKI Jarak", "IKI Tabel", "footer"
_LISTED = (HEADING, LABEL, *ITEMS)
_NEEDED = (
    *(*_LISTED, CELL, NUMBERED_CELL, SPACE, TABLE, FOOTER, *BOOK_STYLES),
    *("IKI Kepala Tabel", "IKI Nomor Kolom"),
)
_VAL, _STYLE_ID, _STYLE = qn("w:val"), qn("w:styleId"), qn("w:style")
_REFERENCES = (qn("w:basedOn"), qn("w:next"), qn("w:link"))
_NUMBERING, _ABSTRACT, _NUM = qn("w:numbering"), qn("w:abstractNum"), qn("w:num")
_ABSTRACT_ID, _NUM_ID = qn("w:abstractNumId"), qn("w:numId")


@dataclass(frozen=True, slots=True)
class Styled:
    """A package with all styles that a redline needs.

    `ids` has the id of each style by its name; `heading` are the properties that put a heading
    into a list that came along, none where the template has its own.
    """

    members: dict[str, bytes]
    ids: dict[str, str]
    heading: tuple[etree._Element, ...] = ()


def with_styles(members: dict[str, bytes], main: str) -> Styled:
    """Return `members` with the styles of `_NEEDED` that they lack."""
    part = next(iter(targets(members, main, "styles").values()), "")
    if part not in members:
        data = serialize_xml(etree.Element(qn("w:styles")))
        members, _ = with_part(members, main, "styles", data)
        part = next(iter(targets(members, main, "styles").values()))
    styles = parse_xml(members[part])
    known = style_ids(styles)
    missing = [name for name in _NEEDED if name.casefold() not in known]
    if not missing:
        return Styled(members, _by_name(styles))
    ours = _Default.read()
    number = ""
    if set(missing) & set(_LISTED):
        members, number = ours.lend_list(members, main, set(missing))
    ours.lend_styles(styles, missing, number)
    members[part] = serialize_xml(styles)
    heading = (_numbered(number),) if number and HEADING not in missing else ()
    return Styled(members, _by_name(styles), heading)


def _by_name(styles: etree._Element) -> dict[str, str]:
    known = style_ids(styles)
    return {name: known[name.casefold()] for name in _NEEDED}


def _numbered(number: str) -> etree._Element:
    """Return the property that makes a paragraph the head of a list."""
    found = etree.Element(qn("w:numPr"))
    etree.SubElement(found, qn("w:ilvl"), {_VAL: "0"})
    etree.SubElement(found, _NUM_ID, {_VAL: number})
    return found


@dataclass(frozen=True, slots=True)
class _Default:
    """What our default template has to lend."""

    styles: etree._Element
    numbering: etree._Element

    @classmethod
    def read(cls) -> "_Default":
        members = open_package(default_template(), DEFAULT_NAME)
        main = main_part(members, DEFAULT_NAME)
        found = {
            kind: parse_xml(members[part])
            for kind in ("styles", "numbering")
            for part in targets(members, main, kind).values()
        }
        return cls(found["styles"], found["numbering"])

    def lend_styles(self, styles: etree._Element, missing: list[str], number: str) -> None:
        """Add the styles `missing` to `styles`; those of the list refer to the list `number`."""
        names = {ident: name for name, ident in style_ids(self.styles).items()}
        wanted = {name.casefold() for name in missing}
        taken = {style.get(_STYLE_ID) for style in styles.iterfind(_STYLE)}
        added = []
        for style in self.styles.iterfind(_STYLE):
            ident = style.get(_STYLE_ID, "")
            if names.get(ident) not in wanted:
                continue
            own = deepcopy(style)
            while own.get(_STYLE_ID) in taken:
                own.set(_STYLE_ID, f"{own.get(_STYLE_ID)}2")
            for reference in own.iter(_NUM_ID):
                reference.set(_VAL, number)
            styles.append(own)
            added.append(own)
        known = style_ids(styles)
        for own in added:
            for reference in list(own.iterchildren(*_REFERENCES)):
                target = known.get(names.get(reference.get(_VAL, ""), ""))
                if target is None:
                    own.remove(reference)
                else:
                    reference.set(_VAL, target)

    def lend_list(
        self, members: dict[str, bytes], main: str, missing: set[str]
    ) -> tuple[dict[str, bytes], str]:
        """Return `members` with our list as one more, and its number."""
        part = next(iter(targets(members, main, "numbering").values()), "")
        if part not in members:
            data = serialize_xml(etree.Element(_NUMBERING, nsmap={"w": self.numbering.nsmap["w"]}))
            members, _ = with_part(members, main, "numbering", data)
            part = next(iter(targets(members, main, "numbering").values()))
        numbering = parse_xml(members[part])
        abstract = deepcopy(next(self.numbering.iterchildren(_ABSTRACT)))
        own = _free(numbering, _ABSTRACT, _ABSTRACT_ID)
        abstract.set(_ABSTRACT_ID, own)
        self._link_levels(abstract, missing)
        before = [child for child in numbering if child.tag in {_ABSTRACT, qn("w:numPicBullet")}]
        numbering.insert(len(before), abstract)
        number = _free(numbering, _NUM, _NUM_ID)
        entry = etree.Element(_NUM, {_NUM_ID: number})
        etree.SubElement(entry, _ABSTRACT_ID, {_VAL: own})
        places = [place for place, child in enumerate(numbering) if child.tag in {_ABSTRACT, _NUM}]
        numbering.insert(places[-1] + 1, entry)
        return {**members, part: serialize_xml(numbering)}, number

    def _link_levels(self, abstract: etree._Element, missing: set[str]) -> None:
        """Leave the levels of `abstract` linked to the styles that come along with it."""
        ids = style_ids(self.styles)
        coming = {ids[name.casefold()] for name in missing}
        for link in list(abstract.iter(qn("w:pStyle"))):
            level = link.getparent()
            if link.get(_VAL) not in coming and level is not None:
                level.remove(link)


def _free(numbering: etree._Element, tag: str, attribute: str) -> str:
    """Return the next number for an element `tag`."""
    taken = [int(found.get(attribute, "0")) for found in numbering.iterfind(tag)]
    return str(max(taken, default=0) + 1)


def rename_styles(elements: list[etree._Element], styled: Styled) -> None:
    """Let `elements` of our default template use the styles of `styled` by their names."""
    names = {ident: name for name, ident in style_ids(_Default.read().styles).items()}
    ids: Mapping[str, str] = {name.casefold(): ident for name, ident in styled.ids.items()}
    for element in elements:
        for reference in element.iter(qn("w:pStyle"), qn("w:tblStyle"), qn("w:rStyle")):
            name = names.get(reference.get(_VAL, ""), "")
            if name in ids:
                reference.set(_VAL, ids[name])
