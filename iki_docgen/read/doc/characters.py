"""What the property lists of characters say: whether people see them, or a symbol instead.

Character properties are those of [MS-DOC] 2.6.1.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from iki_docgen.office.symbols import UNKNOWN, symbol
from iki_docgen.read.doc import sprms as s
from iki_docgen.read.doc.binary import Stream
from iki_docgen.read.doc.pieces import Piece, PieceTable
from iki_docgen.read.doc.runs import Run
from iki_docgen.read.doc.sprms import Sprm, SprmReader, number
from iki_docgen.read.doc.styles import Styles

_LIKE_STYLE, _UNLIKE_STYLE = 0x80, 0x81
"""Operands of a property that a style may set, too (ToggleOperand, 2.9.330)."""
_FONT_NAME = 39
"""Where the name of a font stands in its entry (FFN, 2.9.80), after the byte of its size."""


class CharacterLook(NamedTuple):
    """Whether characters are not seen, and the symbol that is seen instead of each, or ""."""

    is_hidden: bool
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Characters:
    """Looks up how the characters of a run stand."""

    styles: Styles
    sprms: SprmReader
    pieces: PieceTable
    fonts: tuple[str, ...]
    _known: dict[tuple[bytes, int, int], CharacterLook] = field(default_factory=dict)

    def look(self, run: Run, istd: int, piece: Piece) -> CharacterLook:
        """Return the look of a run's characters in `piece`, in a paragraph of the style `istd`."""
        key = run.grpprl, istd, piece.change
        known = self._known.get(key)
        if known is None:
            pairs = (*self.sprms.read(run.grpprl), *self.pieces.changed(piece.change))
            self.sprms.apply(len(pairs))
            known = self._known[key] = CharacterLook(
                self._is_hidden(pairs, istd), self._symbol(pairs)
            )
        return known

    def _is_hidden(self, pairs: tuple[Sprm, ...], istd: int) -> bool:
        """Tell whether characters are hidden, or deleted by a change that is tracked."""
        if any(code == s.C_DELETED and any(operand) for code, operand in pairs):
            return True
        in_paragraph = styled = self.styles.hides(istd)
        for code, operand in pairs:
            if code == s.C_STYLE:
                styled = in_paragraph or self.styles.hides(number(operand))
        hidden = styled
        for code, operand in pairs:
            if code == s.C_PLAIN:
                hidden = in_paragraph
            elif code == s.C_HIDDEN:
                value = number(operand)
                hidden = {_LIKE_STYLE: styled, _UNLIKE_STYLE: not styled}.get(value, bool(value))
        return hidden

    def _symbol(self, pairs: tuple[Sprm, ...]) -> str:
        """Return the symbol that a run shows: the number of a font, and that of a sign in it."""
        for code, operand in pairs:
            if code == s.C_SYMBOL:
                font = number(operand[:2])
                name = self.fonts[font] if font < len(self.fonts) else ""
                return symbol(name, f"{number(operand[2:4]):x}") or UNKNOWN
        return ""


def read_fonts(table: Stream) -> tuple[str, ...]:
    """Return the names of the fonts (SttbfFfn, 2.9.286); a table that is cut off ends early."""
    names: list[str] = []
    at = 4
    while at < len(table) and (size := table.u8(at)) > _FONT_NAME:
        entry = table.data[at + 1 : at + 1 + size]
        name = entry[_FONT_NAME:].decode("utf-16-le", "replace")
        names.append(name.split("\0", 1)[0])
        at += 1 + size
    return tuple(names)
