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
_PRESERVE = qn("xml:space")

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
_DELETED_MARK = (qn("w:pPr"), qn("w:rPr"), frozenset({qn("w:del"), qn("w:moveFrom")}))
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
) -> str:
    """Return the visible text of `element`: paragraphs joined by a newline, in NFC.

    Tabs are tabs, line breaks are newlines; the cells of a table follow each other like
    paragraphs.  The results of fields named in `without_fields` (`PAGE`) are left out, and so
    are the elements of which `without` says so.
    """
    page = _Page(without_fields)
    pending: list[tuple[Piece, bool] | None] = [(element, False)]
    above: list[etree._Element] = []
    while pending:
        if (entry := pending.pop()) is None:
            page.end_paragraph(mark_is_deleted=mark_is_deleted(above.pop()))
            continue
        found, hidden = entry
        if isinstance(found, str):
            page.put(found, hidden=hidden)
            continue
        if page.takes_field(found) or without(found):
            continue
        if found.tag == _P:
            page.start_paragraph(nested=bool(above))
            above.append(found)
            pending.append(None)
        elif found.tag == _R:
            hidden = hidden or _is_hidden(found)
        elif not hidden and (sign := _own_text(found)):
            page.put(sign)
        parts = spelled(found) or _visible(found)
        pending.extend((part, hidden) for part in reversed(tuple(parts)))
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
        self._pieces: list[tuple[str, tuple[int, ...]]] = []
        self._open: list[tuple[int, bool]] = []  # number of the field, and whether in its result
        self._instructions: list[str] = []  # of the open fields
        self._ended: set[int] = set()
        self._fields = 0
        self._gap = False

    def start_paragraph(self, *, nested: bool) -> None:
        self._gap = self._gap or (nested and bool(self._pieces))
        self.put("")

    def end_paragraph(self, *, mark_is_deleted: bool) -> None:
        self._gap = not mark_is_deleted

    def put(self, text: str, *, hidden: bool = False) -> None:
        if hidden:
            return
        aside = tuple(number for number, in_result in self._open if not in_result)
        self._pieces.append(("\n" + text if self._gap else text, aside))
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
        if kind == "begin":
            self._fields += 1
            self._open.append((self._fields, False))
            self._instructions.append("")
        elif self._open and kind == "separate":
            is_shown = _name(self._instructions[-1]) not in self._without_fields
            self._open[-1] = (self._open[-1][0], is_shown)
        elif self._open and kind == "end":
            self._ended.add(self._open.pop()[0])
            self._instructions.pop()

    def instruct(self, text: str) -> None:
        if self._instructions:
            self._instructions[-1] += text

    def text(self) -> str:
        return "".join(piece for piece, aside in self._pieces if self._ended.isdisjoint(aside))


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
    mark = f"{qn('w:trPr')}/{qn('w:del')}" if element.tag == _TR else _DELETED_CELL
    return element.find(mark) is not None


_DELETED_CELL = f"{qn('w:tcPr')}/{qn('w:cellDel')}"


def _own_text(element: etree._Element) -> str:
    """Return the characters that `element` itself stands for."""
    if element.tag in {_T, _MATH_T}:
        text = (element.text or "").replace("\r", " ").replace("\n", " ")
        is_exact = element.tag == _MATH_T or element.get(_PRESERVE) == "preserve"
        return _raised(element, text if is_exact else text.strip(" \t"))
    if element.tag == _SYMBOL:
        return symbol(element.get(qn("w:font"), ""), element.get(qn("w:char"), ""))
    return _SIGNS.get(str(element.tag), "")


def _raised(element: etree._Element, text: str) -> str:
    """Return `text` as it is written without formatting: a raised 2 is a power, not a digit."""
    run = element.getparent()
    align = None if run is None else run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    kind = "" if align is None else align.get(qn("w:val"), "")
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
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val"), "1") not in _OFF


def mark_is_deleted(paragraph: etree._Element) -> bool:
    """Tell whether the end of `paragraph` is deleted, so that the next one continues it."""
    properties, marks, deletions = _DELETED_MARK
    mark = paragraph.find(f"{properties}/{marks}")
    return mark is not None and any(child.tag in deletions for child in mark)
