"""Pages of a text, parted by form feeds: their heads and feet are none of its words.

    text := page { FF page }
    page := { head } { line | blank line } { foot }

A head or foot holds a page number, or counts the pages; a head without a number is a letterhead.
One above a field is no head, for every position may have its own, unless the page before opens with
the very same lines.  A title is none, nor is the letterhead above one.  Blank lines between two
pages part nothing where the next one opens with several columns: it may go on with the row above.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from iki_docgen.blocks import Paragraph
from iki_docgen.furniture import is_page_furniture
from iki_docgen.signature import COLUMNS, is_nip
from iki_docgen.source import Span
from iki_docgen.vocabulary import is_letterhead, is_title, match_label

_MOST_LINES = 3
_TOP = 8
"""The first lines of a page, among which a title would stand."""
_MOST_PAGES = 5000
"""More form feeds part no pages that anybody printed."""
_LONGEST = 120
_NUMBER = regex.compile(r"(?<![\d.,/])\d{1,4}(?![\d.,/]*\d)")
_LONE = regex.compile(r"\d{1,3}")


def without_page_ends(
    lines: Sequence[Paragraph],
) -> tuple[Sequence[Paragraph], tuple[Paragraph, ...]]:
    """Return `lines` without the heads and feet of their pages, and those."""
    starts = [at for at, line in enumerate(lines) if line.text.startswith("\f")]
    if not 0 < len(starts) <= _MOST_PAGES:
        return lines, ()
    pages = [range(start, end) for start, end in pairwise([0, *starts, len(lines)])]
    filled = [[at for at in page if lines[at].text.strip()] for page in pages]
    outer: set[int] = set()
    for step in (1, -1):
        ends = [page[::step][:_MOST_LINES] for page in filled]
        outer.update(_running([[lines[at] for at in end] for end in ends], ends))
    for above, below in pairwise(filled):
        outer.update(_letterhead(lines, below, above))
    outer.update(page[-1] for page in filled[:-1] if len(page) > 1 and _is_lone(lines, page[-1]))
    kept: list[Paragraph] = []
    for page in pages:
        body = list(_body(lines, page, outer))
        if kept and body and len(COLUMNS.split(body[0].text.strip())) == 1:
            kept.append(Paragraph("", Span(body[0].span.start, body[0].span.start)))
        kept += body
    return kept, tuple(_bare(lines[at]) for at in sorted(outer))


def _running(ends: Sequence[Sequence[Paragraph]], places: Sequence[Sequence[int]]) -> Iterator[int]:
    """Yield the heads, or the feet, of the pages, whose outermost lines are `ends`."""
    for depth in range(_MOST_LINES):
        still = False
        for number, end in enumerate(ends):
            near = [ends[other] for other in (number - 1, number + 1) if 0 <= other < len(ends)]
            texts = [(other[depth].text, step) for other, step in _steps(near, number, depth)]
            if len(end) > depth and _is_running(end, depth, texts):
                still = True
                yield places[number][depth]
        if not still:
            return


def _steps(
    near: Sequence[Sequence[Paragraph]], number: int, depth: int
) -> Iterator[tuple[Sequence[Paragraph], int]]:
    steps = (1,) if number == 0 else (-1, 1)
    for other, step in zip(near, steps, strict=False):
        if len(other) > depth:
            yield other, step


def _is_running(end: Sequence[Paragraph], depth: int, others: Sequence[tuple[str, int]]) -> bool:
    """Tell whether the line at `depth` of the end of a page is a head or foot.

    `others` are the texts at that place of the pages before and after it, with -1 and 1.
    """
    text = end[depth].text.strip()
    if len(text) > _LONGEST or is_title(text) or match_label(text) is not None or is_nip(text):
        return False
    if any(is_page_furniture(part) for part in COLUMNS.split(text)):
        return True
    return any(_counts(text, other.strip(), step) for other, step in others)


def _counts(text: str, other: str, step: int) -> bool:
    """Tell whether `other`, on the next page, is `text` with the next number, one and no more."""
    numbers = [(int(one[0]), one.span()) for one in _NUMBER.finditer(text)]
    for number, (start, end) in (numbers[0:1] + numbers[-1:]) if numbers else ():
        if number + step > 0 and f"{text[:start]}{number + step}{text[end:]}" == other:
            return not text[:start].strip() or not text[end:].strip()
    return False


def _letterhead(
    lines: Sequence[Paragraph], page: Sequence[int], above: Sequence[int]
) -> Iterator[int]:
    """Yield the lines of the letterhead of a page that opens with no title.

    Above a field it must be that of the page `above` too.
    """
    top = [lines[at].text.strip() for at in page[:_TOP]]
    if any(map(is_title, top)):
        return
    heads_field = any(match_label(text) is not None for text in top)
    before = [lines[at].text.strip() for at in above[:_MOST_LINES]]
    for number, (at, text) in enumerate(zip(page[:_MOST_LINES], top, strict=False)):
        again = text in before[number : number + 1]
        first = COLUMNS.split(text)[0]
        if len(text) > _LONGEST or not is_letterhead(first.upper() if again else text):
            return
        if heads_field and not again:
            return
        yield at


def _is_lone(lines: Sequence[Paragraph], at: int) -> bool:
    """Tell whether line `at`, the last of a page, is a number by itself, below a blank line."""
    return _LONE.fullmatch(lines[at].text.strip()) is not None and not lines[at - 1].text.strip()


def _body(lines: Sequence[Paragraph], page: range, outer: set[int]) -> Iterator[Paragraph]:
    """Yield the lines of a page without its head, its foot, and the blank lines beside them."""
    inner = [at for at in page if lines[at].text.strip() and at not in outer]
    if inner:
        yield from (lines[at] for at in range(inner[0], inner[-1] + 1) if at not in outer)


def _bare(line: Paragraph) -> Paragraph:
    text = line.text.strip()
    start = line.span.start + line.text.index(text)
    return Paragraph(text, Span(start, start + len(text)))
