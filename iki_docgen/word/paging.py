"""What stays on one page: small groups of the table, and its end with the signature."""

from lxml import etree

from iki_docgen.office.xml import qn

LARGEST_GROUP = 4
"""Rows of a group that is not divided; a larger one would leave half a page empty."""

_BODY, _TABLE, _ROW, _CELL, _P = map(qn, ("w:body", "w:tbl", "w:tr", "w:tc", "w:p"))
_PROPERTIES, _STYLE, _KEEP, _VAL = map(qn, ("w:pPr", "w:pStyle", "w:keepNext", "w:val"))
_MERGE = f"{qn('w:tcPr')}/{qn('w:vMerge')}"


def keep_together(root: etree._Element) -> None:
    """Let the rows of small groups, and the last row and what follows the table, share a page.

    A merged cell that is cut by the end of a page tears its Sasaran in two.
    """
    for table in root.iterfind(f"{_BODY}/{_TABLE}"):
        groups = _groups(table.findall(_ROW))
        for rows in groups:
            kept = rows[:-1] if len(rows) <= LARGEST_GROUP else []
            for row in kept:
                keep_with_next(row)
        following = table.getnext()
        if groups and following is not None and following.tag == _P:
            keep_with_next(groups[-1][-1])


def _groups(rows: list[etree._Element]) -> list[list[etree._Element]]:
    """Return the rows by the merged cell that they share."""
    groups: list[list[etree._Element]] = []
    for row in rows:
        if groups and any(_continues(cell) for cell in row.iterfind(_CELL)):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _continues(cell: etree._Element) -> bool:
    merge = cell.find(_MERGE)
    return merge is not None and merge.get(_VAL, "continue") == "continue"


def keep_with_next(row: etree._Element) -> None:
    """Let `row` stand on the page on which what follows it begins."""
    for paragraph in row.iter(_P):
        properties = paragraph.find(_PROPERTIES)
        if properties is None:
            properties = etree.Element(_PROPERTIES)
            paragraph.insert(0, properties)
        if properties.find(_KEEP) is None:
            after_style = properties.find(_STYLE) is not None
            properties.insert(int(after_style), etree.Element(_KEEP))
