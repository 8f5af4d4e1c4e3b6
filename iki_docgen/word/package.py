"""How the parts of a Word file hang together: relationships and content types."""

from collections.abc import Mapping
from functools import lru_cache
from posixpath import dirname, relpath

from lxml import etree

from iki_docgen.office.parts import RELATIONSHIP, relationships_of, resolved
from iki_docgen.office.xml import RELATIONSHIPS, TYPES, parse_xml, serialize_xml

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONSHIPS = "_rels/.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

CORE_PROPERTIES = "core-properties"
_BESIDE_THE_TEXT = ("header", "footer", "footnotes", "endnotes")
_RELATIONSHIP_LIST = f"{{{RELATIONSHIPS}}}Relationships"
_OVERRIDE = f"{{{TYPES}}}Override"
_TYPES = f"{{{TYPES}}}Types"


def targets(members: Mapping[str, bytes], part: str, *kinds: str) -> dict[str, str]:
    """Return relationship id -> member of what `part` refers to; `kinds` such as `header`."""
    data = members.get(relationships_of(part))
    if data is None:
        return {}
    return {ident: member for ident, kind, member in _links(data, part) if kind in kinds}


@lru_cache(maxsize=64)
def _links(data: bytes, part: str) -> tuple[tuple[str, str, str], ...]:
    """Return id, kind and member of each relationship; those of one document are the next one's."""
    return tuple(
        (
            link.get("Id", ""),
            link.get("Type", "").rpartition("/")[2],
            resolved(part, link.get("Target", "")),
        )
        for link in parse_xml(data).iterfind(RELATIONSHIP)
        if link.get("TargetMode") != "External"
    )


def filled_parts(members: Mapping[str, bytes], main: str) -> list[str]:
    """Return the members that a template fills in.

    These are the body `main`, headers, footers and notes, and the properties of the file.
    """
    beside = targets(members, main, *_BESIDE_THE_TEXT).values()
    about = targets(members, "", CORE_PROPERTIES).values()
    return [part for part in dict.fromkeys((main, *beside, *about)) if part in members]


def content_type(members: Mapping[str, bytes], part: str) -> str:
    """Return the content type of `part`, empty when only its extension has one."""
    for override in parse_xml(members[CONTENT_TYPES]).iterfind(_OVERRIDE):
        if override.get("PartName", "").lstrip("/") == part:
            return override.get("ContentType", "")
    return ""


def with_content_type(members: Mapping[str, bytes], part: str, kind: str) -> bytes:
    """Return the list of content types, in which `part` is of `kind`."""
    return _with_content_type(members.get(CONTENT_TYPES), part, kind)


@lru_cache(maxsize=32)
def _with_content_type(data: bytes | None, part: str, kind: str) -> bytes:
    root = etree.Element(_TYPES) if data is None else parse_xml(data)
    for override in root.findall(_OVERRIDE):
        if override.get("PartName", "").lstrip("/") == part:
            root.remove(override)
    etree.SubElement(root, _OVERRIDE, {"PartName": f"/{part}", "ContentType": kind})
    return serialize_xml(root)


def with_relationship(
    members: Mapping[str, bytes], part: str, kind: str, target: str
) -> tuple[bytes, str]:
    """Return the relationships of `part` with one to `target`, and its id."""
    return _with_relationship(members.get(relationships_of(part)), part, kind, target)


@lru_cache(maxsize=32)
def _with_relationship(data: bytes | None, part: str, kind: str, target: str) -> tuple[bytes, str]:
    root = etree.Element(_RELATIONSHIP_LIST) if data is None else parse_xml(data)
    for link in root.iterfind(RELATIONSHIP):
        if link.get("Type") == kind and resolved(part, link.get("Target", "")) == target:
            return serialize_xml(root), link.get("Id", "")
    taken = {link.get("Id") for link in root.iterfind(RELATIONSHIP)}
    number = next(n for n in range(1, len(taken) + 2) if f"rIdIki{n}" not in taken)
    name = f"rIdIki{number}"
    place = relpath(target, dirname(part) or ".")
    etree.SubElement(root, RELATIONSHIP, {"Id": name, "Type": kind, "Target": place})
    return serialize_xml(root), name


def without_relationship(data: bytes, kind: str) -> bytes:
    """Return the relationships `data` without those whose type ends in `kind`."""
    root = parse_xml(data)
    for link in root.findall(RELATIONSHIP):
        if link.get("Type", "").rpartition("/")[2] == kind:
            root.remove(link)
    return serialize_xml(root)
