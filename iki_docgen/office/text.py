"""The visible text of WordprocessingML, as a person reads it.

Insertions are accepted and deletions dropped; of a field its result is read, of alternate content
the first choice; hidden text is not there.  Nothing here recurses, so nesting cannot exhaust it.
"""

import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator

from lxml import etree

from iki_docgen.office.equations import Piece, spelled
from iki_docgen.office.symbols import symbol
from iki_docgen.office.xml import qn

_P, _R, _TR, _TC, _T = qn("w:p"), qn("w:r"), qn("w:tr"), qn("w:tc"), qn("w:t")
_MATH_T, _FIELD, _SYMBOL = qn("m:t"), qn("w:fldChar"), qn("w:sym")
_INSTRUCTION, _SIMPLE_FIELD = qn("w:instrText"), qn("w:fldSimple")
_ALTERNATE, _CHOICE, _FALLBACK = qn("mc:AlternateContent"), qn("mc:Choice"), qn("mc:Fallback")
_FIELDS = frozenset({_FIELD, _INSTRUCTION, _SIMPLE_FIELD})
_PRESERVE = qn("xml:space")
_RUNS = frozenset({_R, qn("m:r")})
_RUN_LOOK, _VANISH, _ALIGN, _VAL = qn("w:rPr"), qn("w:vanish"), qn("w:vertAlign"), qn("w:val")

_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    # Not U+2011: Word's own plain text has "-", and `orang-orang` must equal itself however the
    # hyphen was typed.
    qn("w:noBreakHyphen"): "-",
}
_NOT_TEXT = frozenset(
    qn(tag)
    for tag in (
        *("w:pPr", "w:rPr", "w:sectPr", "w:tblPr", "w:tblGrid", "w:tblPrEx", "w:trPr", "w:tcPr"),
        *("w:sdtPr", "w:sdtEndPr", "w:customXmlPr", "w:smartTagPr", "w:fldData"),
        *("w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w:rt", "m:rPr", "m:ctrlPr"),
    )
)
_MARK, _MARK_DELETED = f"{qn('w:pPr')}/{qn('w:rPr')}", frozenset({qn("w:del"), qn("w:moveFrom")})
_RAISED = {
    "superscript": ("^", dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))),
    "subscript": ("_", dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))),
}
"""How raised and lowered characters are written in plain text."""
_SOFT_HYPHEN = "\u00ad"
_OFF = frozenset({"0", "false", "off"})


def element_text(
    element: etree._Element,
    *,
    without_fields: Container[str] = (),
    without: Callable[[etree._Element], bool] = lambda _: False,
    hidden_by_style: Callable[[etree._Element], bool] = lambda _: False,
) -> str:
    """Return the visible text of `element`: paragraphs joined by a newline, in NFC.

    Tabs are tabs, line breaks are newlines; the cells of a table follow each other like
    paragraphs.  The results of fields named in `without_fields` (`PAGE`) are left out, and so
    are the elements of which `without` says so.  `hidden_by_style` tells it of a run that does
    not say itself whether it is shown.
    """
    page = _Page(without_fields)
    pending: list[tuple[Piece, bool, str] | None] = [(element, False, "")]
    above: list[etree._Element] = []
    while pending:
        if (entry := pending.pop()) is None:
            page.end_paragraph(mark_is_deleted=mark_is_deleted(above.pop()))
            continue
        found, hidden, align = entry
        if isinstance(found, str):
            page.put(found, hidden=hidden)
            continue
        if (found.tag in _FIELDS and page.takes_field(found)) or without(found):
            continue
        if found.tag == _P:
            page.start_paragraph(nested=bool(above))
            above.append(found)
            pending.append(None)
        elif found.tag in _RUNS:
            own, align = _look(found)
            hidden = hidden or (hidden_by_style(found) if own is None else own)
        elif not hidden and (sign := _own_text(found, align)):
            page.put(sign)
        if not len(found):
            continue
        parts = spelled(found) or _visible(found)
        pending.extend((part, hidden, align) for part in reversed(tuple(parts)))
    return unicodedata.normalize("NFC", page.text().replace(_SOFT_HYPHEN, ""))


def paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs in `element`, of tables and content controls too.

    One inside another (a text box) is not yielded: it is part of the outer one's text.
    """
    yield from outermost(element, _P)


def outermost(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield the elements in `element` (or it) with one of `tags`, and none inside another.

    Content controls and other wrappers are opened; deleted rows and cells are not there.
    """
    pending = [element]
    while pending:
        found = pending.pop()
        if found.tag in tags:
            yield found
        else:
            pending.extend(reversed(tuple(_visible(found))))


def hidden_text(element: etree._Element) -> str:
    """Return the text that is formatted as hidden, which `element_text` leaves out."""
    return _joined(run for run in element.iter(_R) if _is_hidden(run))


def inserted_text(element: etree._Element) -> str:
    """Return what tracked changes put in."""
    return _joined(element.iter(qn("w:ins"), qn("w:moveTo")))


def deleted_text(element: etree._Element) -> str:
    """Return what tracked changes take out, of deleted rows and cells too."""
    marked = {found: None for found in element.iter(*_DELETIONS) if _is_outermost(found)}
    return _joined(marked)


def deleted_rows(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows that tracked changes take out."""
    yield from (row for row in element.iter(_TR) if _is_deleted(row))


def _is_outermost(element: etree._Element) -> bool:
    """Tell whether `element` is deleted, and nothing round it is."""
    if not _takes_out(element):
        return False
    return not any(map(_takes_out, element.iterancestors(*_DELETIONS)))


def _takes_out(element: etree._Element) -> bool:
    return _is_deleted(element) if element.tag in {_TR, _TC} else True


_DELETIONS = (qn("w:del"), qn("w:moveFrom"), _TR, _TC)


def characters(element: etree._Element) -> str:
    """Return all characters in `element` on one line, hidden and deleted ones too."""
    return _joined((element,))


def _joined(elements: Iterable[etree._Element]) -> str:
    """Return the characters in `elements` on one line, a space between paragraphs."""
    pieces: list[str] = []
    for element in elements:
        pieces += (
            " " if found.tag in _GAPS else found.text or "" for found in element.iter(*_CHARACTERS)
        )
        pieces.append(" ")
    return " ".join("".join(pieces).split())


_GAPS = frozenset({_P, *_SIGNS})
_CHARACTERS = (_T, qn("w:delText"), _MATH_T, *_GAPS)


class _Page:
    """Text being put together, with the fields that are open.

    A piece within the instruction of a field is kept aside: it is dropped when that field ends,
    and stays when it never does, since then the field is broken and people see the text.  So is
    one within the result of a field that is left out.
    """

    def __init__(self, without_fields: Container[str]) -> None:
        self._without_fields = without_fields
        self._pieces: list[str] = []
        self._open: list[_Field] = []
        self._dropped: list[range] = []
        self._gap = False

    def start_paragraph(self, *, nested: bool) -> None:
        self._gap = self._gap or (nested and bool(self._pieces))
        self.put("")

    def end_paragraph(self, *, mark_is_deleted: bool) -> None:
        self._gap = not mark_is_deleted

    def put(self, text: str, *, hidden: bool = False) -> None:
        if hidden:
            return
        self._pieces.append("\n" + text if self._gap else text)
        self._gap = False

    def takes_field(self, element: etree._Element) -> bool:
        """Take what begins, names or ends a field; tell whether `element` is done with."""
        if element.tag == _FIELD:
            self.field(element.get(qn("w:fldCharType"), ""))
        elif element.tag == _INSTRUCTION:
            self.instruct(element.text or "")
        else:
            is_simple = element.tag == _SIMPLE_FIELD
            return is_simple and _field_name(element) in self._without_fields
        return True

    def field(self, kind: str) -> None:
        here = len(self._pieces)
        if kind == "begin":
            self._open.append(_Field(here))
        elif self._open and kind == "separate":
            self._open[-1].separate(here, self._without_fields)
        elif self._open and kind == "end":
            self._dropped += self._open.pop().dropped(here)

    def instruct(self, text: str) -> None:
        if self._open:
            self._open[-1].instruction += text

    def text(self) -> str:
        kept: list[str] = []
        at = 0
        for dropped in sorted(self._dropped, key=lambda one: one.start):
            kept += self._pieces[at : dropped.start]
            at = max(at, dropped.stop)
        return "".join(kept + self._pieces[at:])


class _Field:
    """A field that is open: its instruction, and the pieces that go when it ends."""

    def __init__(self, start: int) -> None:
        self.instruction = ""
        self._start: int | None = start  # of the pieces that are not shown
        self._dropped: list[range] = []

    def separate(self, here: int, without: Container[str]) -> None:
        """Go on with the result, of which nothing is shown if the field is named in `without`."""
        if _name(self.instruction) in without:
            self._start = here if self._start is None else self._start
        elif self._start is not None:
            self._dropped.append(range(self._start, here))
            self._start = None

    def dropped(self, here: int) -> list[range]:
        """Return which pieces go, when the field ends before the piece `here`."""
        return [*self._dropped, *(() if self._start is None else (range(self._start, here),))]


def _visible(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children that people see, one alternative of several, no deleted row or cell."""
    if element.tag == _ALTERNATE:
        chosen = element.find(_CHOICE)
        chosen = element.find(_FALLBACK) if chosen is None else chosen
        if chosen is not None:
            yield chosen
        return
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _NOT_TEXT:
            continue
        if child.tag in {_TR, _TC} and _is_deleted(child):
            continue
        yield child


def _is_deleted(element: etree._Element) -> bool:
    """Tell whether a row or a cell is deleted, by a change that is tracked."""
    return element.find(_DELETED_ROW if element.tag == _TR else _DELETED_CELL) is not None


_DELETED_ROW = f"{qn('w:trPr')}/{qn('w:del')}"
_DELETED_CELL = f"{qn('w:tcPr')}/{qn('w:cellDel')}"


def _own_text(element: etree._Element, align: str) -> str:
    """Return the characters that `element` itself stands for, in a run raised as `align` says."""
    if element.tag in {_T, _MATH_T}:
        text = (element.text or "").replace("\r", " ").replace("\n", " ")
        is_exact = element.tag == _MATH_T or element.get(_PRESERVE) == "preserve"
        return _raised(align, text if is_exact else text.strip(" \t"))
    if element.tag == _SYMBOL:
        return symbol(element.get(qn("w:font"), ""), element.get(qn("w:char"), ""))
    return _SIGNS.get(str(element.tag), "")


def _raised(kind: str, text: str) -> str:
    """Return `text` as it is written without formatting: a raised 2 is a power, not a digit."""
    if kind not in _RAISED or not text.strip():
        return text
    sign, letters = _RAISED[kind]
    if all(letter in letters or letter.isspace() for letter in text):
        return "".join(letters.get(letter, letter) for letter in text)
    return f"{sign}{text}" if len(text.strip()) == 1 else f"{sign}({text})"


def _field_name(field: etree._Element) -> str:
    return _name(field.get(qn("w:instr"), ""))


def _name(instruction: str) -> str:
    """Return what a field is called: its first word, in capitals."""
    return next(iter(instruction.split(None, 1)), "").upper()


def _is_hidden(run: etree._Element) -> bool:
    return bool(_look(run)[0])


def _look(run: etree._Element) -> tuple[bool | None, str]:
    """Return whether a run is hidden, None where it does not say, and how it is raised."""
    hidden, align = None, ""
    properties = run.find(_RUN_LOOK)
    for found in () if properties is None else properties:
        if found.tag == _VANISH:
            hidden = found.get(_VAL, "1") not in _OFF
        elif found.tag == _ALIGN:
            align = found.get(_VAL, "")
    return hidden, align


def mark_is_deleted(paragraph: etree._Element) -> bool:
    """Tell whether the end of `paragraph` is deleted, so that the next one continues it."""
    mark = paragraph.find(_MARK) if len(paragraph) else None
    return mark is not None and any(child.tag in _MARK_DELETED for child in mark)
