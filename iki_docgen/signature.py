"""Signature blocks: place and date, position, name, rank, NIP, at the foot of a page."""

from collections.abc import Callable, Sequence

import regex

_MONTH = (
    r"(?:januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober"
    r"|november|nopember|desember)"
)
_PLACE_AND_DATE = regex.compile(
    rf"""
    \s* (?: ditetapkan \s+ di \b .* | disahkan \s+ di \b .*
    | \p{{L}}[\p{{L}}\ .]{{2,40}} , \s* (?: tanggal \s* )?
      (?: [\d.\u2026_]{{1,30}} \s* )? (?: {_MONTH} \s* )? (?: \d{{4}} | [.\u2026_]{{2,}} ) \s* )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_NIP = regex.compile(r"\s*nip\s*[.:]?\s*[\d.\u2026_ ]+\s*", regex.IGNORECASE)


def signature_start(
    lines: Sequence[str], ended: Callable[[str], bool] = lambda text: not text.strip()
) -> int:
    """Return the index of the line that opens a signature block, the number of lines if none does.

    A block opens with its place and date; one without them is known by its NIP and starts at the
    first line after one that has `ended`, by default a blank one.
    """
    nip = None
    for number, line in enumerate(lines):
        if _PLACE_AND_DATE.fullmatch(line):
            return number
        if nip is None and _NIP.fullmatch(line):
            nip = number
    if nip is None:
        return len(lines)
    for number in range(1, nip + 1):
        if lines[number].strip() and ended(lines[number - 1]):
            return number
    return 0
