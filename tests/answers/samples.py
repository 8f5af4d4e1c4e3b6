"""Documents, answers and changes for the tests, small and random."""

from pathlib import Path

from hypothesis import strategies as st

from iki_docgen.answers import Answers, Change, Column, Entry, Position
from iki_docgen.codec import loads
from iki_docgen.records import VERSION, Document, Indikator, Jabatan, Sasaran

ROOT = Path(__file__).parents[2]


def lumajang() -> Document:
    """The real document: 16 positions, 44 indicators."""
    text = (ROOT / "tests/cases/lumajang/records.json").read_text(encoding="utf-8")
    return loads(text)


def jabatan(number: str, name: str, *indicators: str, sumber: str = "") -> Jabatan:
    rows = tuple(
        Indikator(indikator=text, penjelasan="", sumber_data=sumber) for text in indicators
    )
    return Jabatan(
        id=number,
        jabatan=name,
        atasan=None,
        tugas=(),
        fungsi=(),
        sasaran=(Sasaran(sasaran=("S",), indikator=rows),),
    )


def document(*positions: Jabatan) -> Document:
    return Document(versi=VERSION, instansi="Dinas", tahun=2026, jabatan=positions)


def answers(*positions: Position) -> Answers:
    return Answers(jabatan=positions)


def position(number: str, name: str, *entries: Entry) -> Position:
    return Position(id=number, jabatan=name, indikator=entries)


def entry(
    text: str, penjelasan: str | None = None, sumber: str | None = None, ke: int = 1
) -> Entry:
    return Entry(indikator=text, ke=ke, penjelasan=penjelasan, sumber_data=sumber)


def change(  # noqa: PLR0913 - as many as a cell has sides
    one: Jabatan,
    text: str,
    value: str,
    *,
    column: Column = "penjelasan",
    expected: str = "",
    ke: int = 1,
) -> Change:
    return Change(
        jabatan_id=one.id,
        jabatan=one.jabatan,
        indikator=text,
        ke=ke,
        column=column,
        value=value,
        expected=expected,
    )


PIECES = [
    "Jumlah A / jumlah B x 100%",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "- butir",
    "# bukan komentar",
    " # juga bukan",
    "a: b",
    ":",
    "|",
    ">-",
    "%",
    "@",
    "`",
    "&x",
    "*x",
    "!x",
    "? x",
    "---",
    "...",
    "{x}",
    "[x]",
    ",",
    "'",
    '"',
    "\\",
    "\\n",
    "null",
    "no",
    "2026",
    "1e3",
    "0x1F",
    "~",
    "<<",
    "=",
    "\x85",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\u00a0",
    "\u200f",
    "\u200b",
    "\U0001f600",
    "\U0001f468\u200d\U0001f469",
    "m\u00b2",
    "\r",
    "\x00",
    "\x07",
    "\x1b",
    "\ufffe",
    "x" * 1200,
    "kata " * 300,
]
"""What YAML could trip over."""

TEXTS = st.one_of(
    st.sampled_from(PIECES),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
"""Texts that a file holds exactly: every one without half a character."""
