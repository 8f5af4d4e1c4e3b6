"""Tables whose columns are told by position alone, as `pdftotext -layout` writes them.

    table  := heading { line | blank line }
    line   := text { "  " text }           each text under or beside its heading

A table opens at headings that stand side by side, perhaps over several lines.  The edge between
two columns is where the fewest lines have a letter between their headings.  `wrapped` finds the
rows.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from iki_docgen.blocks import Paragraph, Table
from iki_docgen.furniture import is_page_furniture
from iki_docgen.read.columns import (
    LONGEST_LINE,
    MOST_COLUMNS,
    Strip,
    Taken,
    cut,
    heading_lines,
    is_heading,
    is_numbers,
)
from iki_docgen.read.survey import Survey
from iki_docgen.read.wrapped import ROW, Guess, doubt_of, rows_of
from iki_docgen.signature import signature_start
from iki_docgen.vocabulary import heading_words, match_heading, opens_note

_PART = regex.compile(r"\S+(?:[ \u00a0]\S+)*+")
_WORD = regex.compile(r"\p{L}+")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_MOST_HEADING_LINES = 5
_MOST_BLANKS = 4
_MOST_LONE = 200
"""Lines in which a single column holds text; more of them are no part of a table."""
_LONGEST_SIGNATURE = 40

_ADVICE = "a blank line between two rows parts them"

_Extent = tuple[int, int]


def openers(survey: Survey) -> list[int]:
    """Return the lines at which an aligned table may open."""
    if "  " not in survey.whole:
        return []
    return [at for at, text in survey.filled if "  " in text and _may_open(text)]


def take(survey: Survey, at: int) -> Taken | None:
    """Return the aligned table that opens at line `at` and the index after it, or None."""
    lines = survey.lines
    extents, under = _headings(lines, at)
    if not extents:
        return None
    end = _end(survey, under)
    edges = _edges([line.text for line in lines[at:end]], extents)
    end = _before_prose(lines, under, end, edges)
    strips = list(_strips(lines[at:end], edges))
    rows, guesses = rows_of(strips)
    guesses = [*_over_page(lines, at, strips), *guesses]
    return Taken(Table(tuple(rows)), end, doubt_of(guesses, _ADVICE))


def _may_open(text: str) -> bool:
    """Tell whether two texts stand side by side in a line, all their words those of headings."""
    if "\t" in text or len(text) > LONGEST_LINE or "  " not in text.strip():
        return False
    first = _FIRST_WORD.search(text)
    if first is None or first[0].lower() not in heading_words():
        return False
    words = _WORD.findall(text.lower())
    if not words or len(words) > MOST_COLUMNS or not all(word in heading_words() for word in words):
        return False
    return len(_parts(text)) > 1


def _parts(text: str) -> list[_Extent]:
    shift = len(text) - len(text.lstrip("\f"))
    return [(part.start() - shift, part.end() - shift) for part in _PART.finditer(text)]


def _headings(lines: Sequence[Paragraph], at: int) -> tuple[Sequence[_Extent], int]:
    """Return the extents of the headings that open at line `at`, and the index after them."""
    ahead = lines[at : at + _MOST_HEADING_LINES]
    extents, count = _headings_in(tuple(line.text for line in ahead))
    return extents, at + count


@lru_cache(64)
def _headings_in(texts: tuple[str, ...]) -> tuple[Sequence[_Extent], int]:
    """Return the extents of the headings in the first of `texts`, and how many of these hold them.

    Every page of a document repeats the same headings.
    """
    best: tuple[Sequence[_Extent], int] = ((), 0)
    most = 0
    columns: list[tuple[_Extent, str]] = []
    for number, text in enumerate(texts):
        if not text.strip() or len(text) > LONGEST_LINE:
            break
        columns = _merged(columns, text)
        headings = [words for _, words in columns]
        known = sum(map(_is_known, headings))
        if known < len(headings) or known < most or not is_heading(headings):
            continue
        best, most = (tuple(extent for extent, _ in columns), number + 1), known
    return best


def _is_known(text: str) -> bool:
    return match_heading(text) is not None


def _merged(columns: Sequence[tuple[_Extent, str]], text: str) -> list[tuple[_Extent, str]]:
    """Return headings with the texts of one more line under those that they overlap."""
    shift = len(text) - len(text.lstrip("\f"))
    pieces = [*columns] + [
        (extent, text[extent[0] + shift : extent[1] + shift]) for extent in _parts(text)
    ]
    found: list[tuple[_Extent, str]] = []
    for (start, end), words in sorted(pieces, key=lambda one: one[0][0]):
        if found and start < found[-1][0][1]:
            (first, last), before = found[-1]
            order = (
                (before, words)
                # the words above stand before those below
                if (any(before == old for _, old in columns))
                else (words, before)
            )
            found[-1] = ((first, max(last, end)), " ".join(order))
        else:
            found.append(((start, end), words))
    return found


def _end(survey: Survey, under: int) -> int:
    """Return the index after the last line that may be the table's."""
    lines = survey.lines
    end = under
    blanks = 0
    for at in range(under, len(lines)):
        text = lines[at].text
        if not text.strip():
            blanks += 1
            continue
        if blanks > _MOST_BLANKS or at in survey.labels or at in survey.titles:
            break
        if at > under and _may_open(text) and _headings(lines, at)[0]:
            end = _before_head(lines, under, at)
            break
        if len(text) > LONGEST_LINE:
            break
        blanks = 0
        end = at + 1
    tail = max(under, end - _LONGEST_SIGNATURE)
    return tail + signature_start([line.text for line in lines[tail:end]])


def _over_page(lines: Sequence[Paragraph], at: int, strips: Sequence[Strip]) -> list[Guess]:
    """Return the first row under headings at the top of a page as a guess if it may go on."""
    if not any(line.text.startswith("\f") for line in lines[max(0, at - 3) : at + 1]):
        return []
    body = [strip for strip in strips[heading_lines(strips) :] if not is_numbers(strip.pieces)]
    words = [one for one in body[0].pieces if one.text] if body else []
    if words and all(one.text[0].islower() for one in words):
        return [Guess(words[0].span, *ROW)]
    return []


def _before_head(lines: Sequence[Paragraph], under: int, heading: int) -> int:
    """Return the index after the rows above a repeated heading, and above a head of its page."""
    for at in range(heading - 1, max(under, heading - 1 - _MOST_HEADING_LINES), -1):
        if lines[at].text.strip() and len(_parts(lines[at].text)) > 1:
            break
        if lines[at].text.startswith("\f"):
            return at
    return heading


def _edges(texts: Sequence[str], extents: Sequence[_Extent]) -> list[int]:
    """Return the offsets at which the columns after the first start."""
    width = max(end for _, end in extents) + 1
    letters = [0] * (width + 1)
    for text in texts:
        shift = len(text) - len(text.lstrip("\f"))
        for at, sign in enumerate(text[shift : shift + width]):
            letters[at] += not sign.isspace()
    edges = []
    for (_, end), (start, _) in pairwise(extents):
        edges.append(_widest_gap(letters, end, start))
    return edges


def _widest_gap(letters: Sequence[int], start: int, end: int) -> int:
    """Return where the widest of the emptiest stretches between two offsets ends."""
    fewest = min(letters[start:end], default=0)
    best, length, most = end, 0, 0
    for at in range(start, end):
        length = length + 1 if letters[at] == fewest else 0
        if length >= most and length:
            best, most = at + 1, length
    return best


def _before_prose(lines: Sequence[Paragraph], under: int, end: int, edges: Sequence[int]) -> int:
    """Return the index of the first line that is text, no part of the table: it runs over edges."""
    lone = under  # the first of the lines that hold a single text
    beside = _last_beside(lines[:end], under, edges)
    for at in range(under, end):
        parts = _parts(lines[at].text)
        if at > beside and opens_note(lines[at].text.lstrip("\f")):
            return at
        lone = at + 1 if len(parts) > 1 else lone
        if at - lone > _MOST_LONE:
            return lone
        for start, stop in parts:
            crossed = sum(start < edge - 1 and edge < stop for edge in edges)
            if crossed > 1:
                return at
        if is_page_furniture(lines[at].text):
            continue
        if at > under and not lines[at - 1].text.strip() and _stands_alone(lines, at, end):
            return at
    return end


def _last_beside(lines: Sequence[Paragraph], under: int, edges: Sequence[int]) -> int:
    """Return the index of the last line that holds text in another column than the first."""
    first = edges[0] - 1 if edges else 0
    for at in range(len(lines) - 1, under, -1):
        if any(start >= first for start, _ in _parts(lines[at].text)):
            return at
    return under


def _stands_alone(lines: Sequence[Paragraph], at: int, end: int) -> bool:
    """Tell whether line `at` is one text between blank lines, such as a page number."""
    below = lines[at + 1].text.strip() if at + 1 < end else ""
    return not below and len(_parts(lines[at].text)) == 1


def _strips(lines: Sequence[Paragraph], edges: Sequence[int]) -> Iterator[Strip]:
    after_blank = False
    for line in lines:
        if not line.text.strip():
            after_blank = True
            continue
        yield Strip(cut(line, edges), after_blank)
        after_blank = False
