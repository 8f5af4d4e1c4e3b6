"""The Word file round a redline: the template's styles, numbering and settings, and nothing else.

Headers, footers and notes of a template are of one position, and stay behind.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from iki_docgen.office.parts import RELATIONSHIP, relationships_of, resolved
from iki_docgen.office.xml import RELATIONSHIPS, TYPES, W, parse_xml, qn, serialize_xml
from iki_docgen.word.package import (
    CONTENT_TYPES,
    OFFICE,
    ROOT_RELATIONSHIPS,
    targets,
    with_content_type,
    with_relationship,
)

_KEPT = ("styles", "numbering", "settings", "fontTable", "theme")
_OVERRIDE = f"{{{TYPES}}}Override"
_OF_OTHER_TEXT = (
    *("footnotePr", "endnotePr", "documentProtection", "writeProtection", "mailMerge"),
    *("attachedSchema", "documentType", "revisionView", "trackRevisions"),
)
"""Settings that speak of parts that stayed behind, or would keep people from deciding."""
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def bare_package(members: Mapping[str, bytes], main: str) -> dict[str, bytes]:
    """Return the parts of a Word file that say how text looks, without its text `main`."""
    kept = dict(_with_links(members, set(targets(members, main, *_KEPT).values())))
    for part in targets(members, main, "settings").values():
        if part in kept:
            kept[part] = _plain_settings(kept[part])
    types = parse_xml(members[CONTENT_TYPES])
    for entry in types.findall(_OVERRIDE):
        if entry.get("PartName", "").lstrip("/") not in {*kept, main}:
            types.remove(entry)
    return {
        CONTENT_TYPES: serialize_xml(types),
        ROOT_RELATIONSHIPS: _only(members[ROOT_RELATIONSHIPS], "officeDocument"),
        relationships_of(main): _only(members[relationships_of(main)], *_KEPT)
        if relationships_of(main) in members
        else serialize_xml(etree.Element(f"{{{RELATIONSHIPS}}}Relationships")),
        **kept,
    }


def _with_links(members: Mapping[str, bytes], wanted: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the parts `wanted`, what they refer to, and their relationships."""
    seen: set[str] = set()
    while wanted - seen:
        part = min(wanted - seen)
        seen.add(part)
        if part not in members:
            continue
        yield part, members[part]
        links = relationships_of(part)
        if links in members:
            yield links, members[links]
            for link in parse_xml(members[links]).iterfind(RELATIONSHIP):
                if link.get("TargetMode") != "External":
                    wanted.add(resolved(part, link.get("Target", "")))


def _only(data: bytes, *kinds: str) -> bytes:
    """Return the relationships `data` of these kinds."""
    root = parse_xml(data)
    for link in root.findall(RELATIONSHIP):
        kind = link.get("Type", "").rpartition("/")[2]
        if kind not in kinds or link.get("TargetMode") == "External":
            root.remove(link)
    return serialize_xml(root)


def _plain_settings(data: bytes) -> bytes:
    root = parse_xml(data)
    for tag in _OF_OTHER_TEXT:
        for setting in root.findall(qn(f"w:{tag}")):
            root.remove(setting)
    return serialize_xml(root)


def with_part(
    members: Mapping[str, bytes], main: str, kind: str, data: bytes
) -> tuple[dict[str, bytes], str]:
    """Return `members` with one more part that `main` refers to, and the id of the reference.

    `kind` is what it is: `styles`, `numbering` or `footer`.
    """
    part, number = f"word/{kind}-perubahan.xml", 2
    while part in members:
        part, number = f"word/{kind}-perubahan{number}.xml", number + 1
    links, ident = with_relationship(members, main, f"{OFFICE}{kind}", part)
    added = {
        CONTENT_TYPES: with_content_type(members, part, f"{_CONTENT_TYPE}.{kind}+xml"),
        relationships_of(main): links,
        part: data,
    }
    return {**members, **added}, ident


def with_footer(
    members: Mapping[str, bytes], main: str, style: str
) -> tuple[dict[str, bytes], str]:
    """Return `members` with a footer that numbers the pages, and the id of the reference to it."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    xml = (
        f'<w:ftr xmlns:w="{W}"><w:p>{named}{_words("Halaman ")}{_field("PAGE")}{_words(" dari ")}'
        f"{_field('NUMPAGES')}</w:p></w:ftr>"
    )
    data = serialize_xml(etree.fromstring(xml))
    return with_part(members, main, "footer", data)


def _words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{_words("1")}</w:fldSimple>'
