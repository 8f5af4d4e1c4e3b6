"""Paragraphs with tracked changes, as Word writes them.

    went out  := <w:del> round its runs, whose text is <w:delText>
    came in   := <w:ins> round its runs
    a whole paragraph, a row := that, and the same mark in the properties of its end

Accepting the deletion of a paragraph's end joins it with the next; a paragraph that went out whole
is thereby gone, if another follows.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from iki_docgen.diff.words import Side
from iki_docgen.office.xml import qn
from iki_docgen.word.redline_lines import (
    HEADING,
    CellText,
    Line,
    Piece,
    apart_from,
    pieces,
    stretches,
)

# Two names: of one, LibreOffice takes equal text that went out and came in for a move, decides on
# both ends together, and gives the paragraph behind a moved list the style of its items.
_AUTHORS = {Side.OLD: "iki (lama)", Side.NEW: "iki (baru)"}

_P, _PROPERTIES, _STYLE, _VAL = qn("w:p"), qn("w:pPr"), qn("w:pStyle"), qn("w:val")
_RUN_PROPERTIES, _R, _T, _TAB = qn("w:rPr"), qn("w:r"), qn("w:t"), qn("w:tab")
_DELETED_TEXT, _SPACE = qn("w:delText"), qn("xml:space")
_DELETED = {_T: _DELETED_TEXT, qn("w:instrText"): qn("w:delInstrText")}
_ROW, _ROW_PROPERTIES = qn("w:tr"), qn("w:trPr")
_MARKS = {Side.OLD: qn("w:del"), Side.NEW: qn("w:ins")}


@dataclass(slots=True)
class Pen:
    """Writes paragraphs and marks changes; each mark has a number of its own.

    `styles` has the id of each style by its name; `date` is when the changes are said to have
    been made; `heading` are properties of headings beside their style.
    """

    styles: dict[str, str]
    date: str
    heading: Sequence[etree._Element] = ()
    _number: int = field(default=0, init=False)

    def paragraph(self, line: Line, following: Side = Side.BOTH) -> etree._Element:
        """Return the paragraph of a line; `following` is where the paragraph after it stands."""
        side = line.side
        found = self._started(line.style)
        if side is not Side.BOTH:
            self._mark_end(found, side)
        if line.fixed:
            self._write(found, [Piece(side, line.fixed)])
        self._write(found, apart_from(following, list(stretches(line.old, line.new))))
        return found

    def cell(self, text: CellText) -> list[etree._Element]:
        """Return the paragraphs of a cell; there is always one."""
        found = [self._cell_paragraph(text)]
        for piece in pieces(text):
            if piece.text == "\n":
                if piece.side is not Side.BOTH:
                    self._mark_end(found[-1], piece.side)
                found.append(self._cell_paragraph(text))
            else:
                self._write(found[-1], [piece])
        return found

    def _cell_paragraph(self, text: CellText) -> etree._Element:
        """Return an empty paragraph, whose style may have changed."""
        found = self._started(text.style)
        if text.old_style != text.style:
            change = etree.SubElement(found[0], qn("w:pPrChange"), self._attributes(Side.NEW))
            before = etree.SubElement(change, _PROPERTIES)
            etree.SubElement(before, _STYLE, {_VAL: self.styles[text.old_style]})
        return found

    def _started(self, style: str) -> etree._Element:
        found = etree.Element(_P)
        properties = etree.SubElement(found, _PROPERTIES)
        etree.SubElement(properties, _STYLE, {_VAL: self.styles[style]})
        if style == HEADING:
            properties.extend(map(deepcopy, self.heading))
        return found

    def _mark_end(self, paragraph: etree._Element, side: Side) -> None:
        """Mark the end of `paragraph` as gone out or come in."""
        properties = paragraph.find(_PROPERTIES)
        if properties is None:
            properties = etree.Element(_PROPERTIES)
            paragraph.insert(0, properties)
        end = properties.find(_RUN_PROPERTIES)
        if end is None:
            end = etree.Element(_RUN_PROPERTIES)
            after = [properties.find(qn(tag)) for tag in ("w:sectPr", "w:pPrChange")]
            present = [child for child in after if child is not None]
            place = properties.index(present[0]) if present else len(properties)
            properties.insert(place, end)
        end.insert(0, self._mark(side))

    def _write(self, paragraph: etree._Element, stretches_: Iterable[Piece]) -> None:
        """Add runs to `paragraph`."""
        for piece in stretches_:
            if not piece.text:
                continue
            run = _run(piece.text, deleted=piece.side is Side.OLD)
            if piece.side is Side.BOTH:
                paragraph.append(run)
            else:
                mark = self._mark(piece.side)
                mark.append(run)
                paragraph.append(mark)

    def mark_row(self, row: etree._Element, side: Side) -> None:
        """Mark `row` as gone out or come in; its text is marked already."""
        properties = row.find(_ROW_PROPERTIES)
        if properties is None:
            properties = etree.Element(_ROW_PROPERTIES)
            before = row.find(qn("w:tblPrEx"))
            row.insert(0 if before is None else 1, properties)
        properties.append(self._mark(side))

    def mark_text(self, element: etree._Element, side: Side) -> None:
        """Mark all text in `element` as gone out or come in."""
        for run in list(element.iter(_R)):
            mark = self._mark(side)
            parent = run.getparent()
            if parent is None:
                continue
            parent.replace(run, mark)
            mark.append(run)
            if side is Side.OLD:
                for child in run:
                    child.tag = _DELETED.get(str(child.tag), str(child.tag))

    def _mark(self, side: Side) -> etree._Element:
        return etree.Element(_MARKS[side], self._attributes(side))

    def _attributes(self, side: Side) -> dict[str, str]:
        self._number += 1
        return {
            qn("w:id"): str(self._number),
            qn("w:author"): _AUTHORS[side],
            qn("w:date"): self.date,
        }


def _run(text: str, *, deleted: bool) -> etree._Element:
    """Return a run with `text`, its tabs as Word writes them."""
    run = etree.Element(_R)
    for number, part in enumerate(text.split("\t")):
        if number:
            etree.SubElement(run, _TAB)
        if part:
            tag = _DELETED_TEXT if deleted else _T
            etree.SubElement(run, tag, {_SPACE: "preserve"}).text = part
    return run
