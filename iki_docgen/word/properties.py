"""What a generated file says of itself, where people do not look and programs find it.

Custom properties and the identifier survive Word, LibreOffice, and a trip through .doc and .odt.
"""

from collections.abc import Mapping

from lxml import etree

from iki_docgen.office.parts import relationships_of
from iki_docgen.office.xml import CUSTOM, VT, parse_xml, qn, serialize_xml
from iki_docgen.word.package import (
    CONTENT_TYPES,
    OFFICE,
    targets,
    with_content_type,
    with_relationship,
)

PREFIX = "iki_"
JABATAN, TAHUN, FORMAT, FINGERPRINT = "iki_jabatan", "iki_tahun", "iki_format", "iki_sidik"
FORMAT_VERSION = "1"
KIND, CHANGES = "iki_jenis", "perubahan"
"""A file that shows the changes between two documents says so; it is none to fill in."""
CHANGES_FINGERPRINT = "iki_sidik_perubahan"
"""Not `FINGERPRINT`: for `iki build` such a file is a stranger, and stays as it is."""

_CUSTOM_PART = "docProps/custom.xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CORE_PART = "docProps/core.xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_EMPTY_CUSTOM = f'<Properties xmlns="{CUSTOM}" xmlns:vt="{VT}"/>'.encode()
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The kind of property that people define themselves."""
_FIRST_NUMBER = 2
_PROPERTY, _STRING = qn("cust:property"), qn("vt:lpwstr")
_EMPTY_CORE = (
    b'<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cp="http://schemas.'
    b'openxmlformats.org/package/2006/metadata/core-properties"/>'
)


def custom_properties(members: Mapping[str, bytes]) -> dict[str, str]:
    """Return the custom properties of a file that are text, by name."""
    found = {}
    for part in targets(members, "", "custom-properties").values():
        if part in members:
            for entry in parse_xml(members[part]).iterfind(_PROPERTY):
                found[entry.get("name", "")] = "".join(map(str, entry.itertext()))
    return found


def with_custom_properties(
    members: Mapping[str, bytes], values: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the members that change when the custom properties `values` are put in."""
    part = next(iter(targets(members, "", "custom-properties").values()), _CUSTOM_PART)
    data = members.get(part)
    root = parse_xml(_EMPTY_CUSTOM if data is None else data)
    for entry in root.findall(_PROPERTY):
        if entry.get("name", "").startswith(PREFIX):
            root.remove(entry)
    for name, value in values.items():
        attributes = {"fmtid": _FORMAT_ID, "pid": "0", "name": name}
        etree.SubElement(etree.SubElement(root, _PROPERTY, attributes), _STRING).text = value
    for number, entry in enumerate(root.iterfind(_PROPERTY), _FIRST_NUMBER):
        entry.set("pid", str(number))
    changed = {part: serialize_xml(root)}
    if data is None:
        changed |= _added(members, part, _CUSTOM_TYPE, f"{OFFICE}custom-properties")
    return changed


def with_core_properties(
    members: Mapping[str, bytes], values: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the members that change with the core properties `values`, such as `dc:title`."""
    part = next(iter(targets(members, "", "core-properties").values()), _CORE_PART)
    data = members.get(part)
    root = parse_xml(_EMPTY_CORE if data is None else data)
    for name, value in values.items():
        entry = root.find(qn(name))
        if entry is None:
            entry = etree.SubElement(root, qn(name))
        entry.text = value
    changed = {part: serialize_xml(root)}
    if data is None:
        changed |= _added(members, part, _CORE_TYPE, _CORE_KIND)
    return changed


def _added(
    members: Mapping[str, bytes], part: str, content_type: str, kind: str
) -> dict[str, bytes]:
    links, _ = with_relationship(members, "", kind, part)
    return {
        CONTENT_TYPES: with_content_type(members, part, content_type),
        relationships_of(""): links,
    }
