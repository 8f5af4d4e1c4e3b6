"""Signature blocks: place and date, position, name, rank, NIP, at the foot of a page."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import regex

_MONTH = (
    r"(?:januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober"
    r"|november|nopember|desember)"
)
_PLACE_AND_DATE = regex.compile(
    rf"""
    \s* (?: di(?:tetapkan|sahkan) \s+ di \b .* | mengetahui \b .{{0,40}}
    | (?: \p{{L}}[\p{{L}}\ .]{{2,40}} | [.\u2026_]{{4,}} ) , \s* (?: tanggal \s* )?
      (?: (?: [\d.\u2026_]{{1,30}} \s* )? {_MONTH} \s* (?: \d{{4}} | [.\u2026_]{{2,}} )
        | [.\u2026_]{{4,}} \s* (?: \d{{4}} )? ) \s* )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
SIGNATURE_WORDS = ("ditetapkan", "disahkan", "mengetahui")
"""The words, in small letters, that open a signature block whose first line is no date."""
DATED = re.compile(r"[\d._\u2026]\s*[\d._\u2026]")
"""What a date holds that people sign with, besides its comma: a year, or room for one."""
_NIP = regex.compile(r"\s*nip\s*[.:]?\s*[\d.\u2026_ ]+\s*", regex.IGNORECASE)
COLUMNS = regex.compile(r"\t+|\ {3,}")
"""What parts the columns of a line in which two people sign."""
_LIST_MARKER = regex.compile(r"\s*(?:[a-z]|\d{1,2})[.)]\s*\p{L}{2}")
_MOST_LINES = 24
_LONGEST_LINE = 160


def signature_start(
    lines: Sequence[str], ended: Callable[[str], bool] = lambda text: not text.strip()
) -> int:
    """Return the index of the line that opens a signature block, the number of lines if none does.

    A block stands at the end of `lines`.  It opens with its place and date; one without them is
    known by its NIP and starts at the first line after one that has `ended`, by default a blank
    one.
    """
    first = _earliest(lines)
    for number in range(first, len(lines)):
        if may_open_signature(lines[number]) and is_block(lines[number:]):
            return number
    nip = next((number for number, line in enumerate(lines) if is_nip(line)), None)
    if nip is None:
        return len(lines)
    for number in range(max(1, first), nip + 1):
        if lines[number].strip() and ended(lines[number - 1]) and is_block(lines[number:]):
            return number
    return 0 if is_block(lines) else len(lines)


def _earliest(lines: Sequence[str]) -> int:
    """Return the first line from which on no more are filled than a block has."""
    filled = 0
    for number in range(len(lines) - 1, -1, -1):
        filled += bool(lines[number].strip())
        if filled > _MOST_LINES:
            return number + 1
    return 0


@lru_cache(2048)
def may_open_signature(line: str) -> bool:
    """Tell whether `line` is the place and date that a signature block opens with."""
    return _holds(_PLACE_AND_DATE, line)


def signs_at(lines: Sequence[str]) -> bool:
    """Tell whether `lines` open with a place and date that a NIP follows soon: people sign here."""
    if not lines or not may_open_signature(lines[0]):
        return False
    nip = next((at for at, line in enumerate(lines[:_MOST_LINES]) if is_nip(line)), 0)
    return nip > 0 and is_block(lines[: nip + 1])


def is_nip(line: str) -> bool:
    """Tell whether `line`, or one of its columns, is a NIP."""
    return "nip" in line.lower() and _holds(_NIP, line)


def _holds(pattern: "regex.Pattern[str]", line: str) -> bool:
    """Tell whether `line`, or one of the columns that it sets side by side, is what is wanted."""
    return any(pattern.fullmatch(part) for part in COLUMNS.split(line.strip()))


def is_block(lines: Sequence[str]) -> bool:
    """Tell whether `lines` look like the names under a page, and like nothing that goes on."""
    filled = [line for line in lines if line.strip()]
    if not 1 < len(filled) <= _MOST_LINES:
        return False
    return not any(
        line.rstrip().endswith(";") or len(line) > _LONGEST_LINE or _LIST_MARKER.match(line)
        for line in filled
    )
