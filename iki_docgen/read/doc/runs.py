"""Formatted pages (FKP): which bytes of the text have which property list."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from iki_docgen.read.doc.binary import DamagedError, Stream

_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF
_PARAGRAPH_ENTRY, _CHARACTER_ENTRY = 13, 1


class Run(NamedTuple):
    """Bytes of the text from `start` to `end`, the style of the paragraph and its property list."""

    start: int
    end: int
    istd: int
    grpprl: bytes


class Runs:
    """The runs of a document, found by the place of a character."""

    def __init__(self, runs: Iterator[Run]) -> None:
        """Keep `runs`, sorted."""
        self._runs = sorted(runs)
        self._starts = [run.start for run in self._runs]

    def at(self, place: int) -> Run:
        """Return the run of the character at `place`; where none is, a plain one to the next."""
        after = bisect_right(self._starts, place)
        following = self._starts[after] if after < len(self._starts) else place + (1 << 32)
        if after and (run := self._runs[after - 1]).end > place:
            return run._replace(end=min(run.end, following))
        return Run(place, following, 0, b"")


def paragraph_runs(document: Stream, bins: Stream) -> Runs:
    """Return the runs of paragraphs: a style and what differs from it."""
    return Runs(_runs(document, bins, _PARAGRAPH_ENTRY))


def character_runs(document: Stream, bins: Stream) -> Runs:
    """Return the runs of characters."""
    return Runs(_runs(document, bins, _CHARACTER_ENTRY))


def _runs(document: Stream, bins: Stream, entry: int) -> Iterator[Run]:
    """Yield the runs of all pages that `bins` names."""
    count = max(len(bins) - 4, 0) // 8
    if count > len(document) // _PAGE:
        raise DamagedError
    for number in dict.fromkeys(bins.numbers(4 * (count + 1), count)):
        page = document.part((number & _PAGE_NUMBER) * _PAGE, _PAGE)
        used = page.u8(_PAGE - 1)
        edges = page.numbers(0, used + 1)
        for index in range(used):
            at = page.u8(4 * (used + 1) + entry * index) * 2
            istd, grpprl = _list(page, at, entry) if at else (0, b"")
            yield Run(edges[index], edges[index + 1], istd, grpprl)


def _list(page: Stream, at: int, entry: int) -> tuple[int, bytes]:
    """Return the style and the property list that stand at `at` in a page."""
    size = page.u8(at)
    if entry == _CHARACTER_ENTRY:
        return 0, page.bytes(at + 1, size)
    at, size = (at + 1, 2 * size - 1) if size else (at + 2, 2 * page.u8(at + 1))
    if size < 2:  # noqa: PLR2004 - the two bytes of the style
        return 0, b""
    return page.u16(at), page.bytes(at + 2, size - 2)
