"""The lines of TUGAS or FUNGSI -> items.

    field     := sentence | [ introduction ] list
    list      := item { item }
    item      := [ marker ] text { continuation } [ list of another kind of marker ]

A marker opens an item where one may start: after text that has come to its end, or where the
marker is the next of its list.  Text without a marker continues the item above, unless that has
ended with `;` or `.`: then it is an item that lost its letter.  A list without any marker is
parted by the `;` at its lines' ends.
"""

from collections import deque
from collections.abc import Sequence
from functools import lru_cache

import regex
from msgspec import Struct
from msgspec.structs import replace

from iki_docgen.blocks import Paragraph
from iki_docgen.diagnostics import Code
from iki_docgen.parse.clean import cleaned, strip_trail
from iki_docgen.parse.found import Findings
from iki_docgen.parse.markers import Head, Marker, head_of
from iki_docgen.parse.nodes import Node, value_of
from iki_docgen.source import Span, Text
from iki_docgen.vocabulary import ABBREVIATIONS

_CONJUNCTION = regex.compile(r";\s*(?:dan/atau|dan|atau)$", regex.IGNORECASE)
_LAST_WORD = regex.compile(r"[\p{L}.]+$")
_LONGEST_WORD = 40
_BREAK = r"(?i:;\s*(?:(?:dan/atau|dan|atau)\s)?\s*)(?<=\s)"
_LONGEST_QUOTE = 60
_LARGEST_GAP = 3
_MOST_FINDINGS = 1000
"""Of one code in one list; no list that people write has a tenth of them."""


class _Level(Struct, eq=False):
    """A list that is still open: the shape of its markers and the number that comes next.

    `lost` counts the items without a marker since the last one that had one; `depth` is what the
    office program says of the list, None where its markers are typed.
    """

    kind: str
    nodes: list[Node]
    expected: int
    sign: str = ""
    lost: int = 0
    depth: int | None = None

    def takes(self, marker: Marker) -> bool:
        """Tell whether `marker` may be of this list by its depth; a typed one says nothing."""
        return marker.depth is None or self.depth is None or marker.depth == self.depth


def has_ended(text: str) -> bool:
    """Tell whether `text` ends like an item: with `;` or with a `.` that is no abbreviation's."""
    tail = text.rstrip()[-_LONGEST_WORD:]
    last = tail[-1:]
    if last == ".":
        return _ends_sentence(tail)
    return last == ";" or (";" in tail and _CONJUNCTION.search(tail) is not None)


@lru_cache(1024)
def _ends_sentence(tail: str) -> bool:
    word = _LAST_WORD.search(tail[:-1])
    if word is None:
        return True
    return len(word[0]) > 1 and word[0].lower().strip(".") not in ABBREVIATIONS


class ItemReader:
    """Takes the lines of one field, one after another."""

    def __init__(self, about: str, romans: set[str]) -> None:
        """Start a field of the position `about`; markers of the kinds `romans` count i, ii."""
        self.about = about
        self.romans = romans
        self.roots: list[Node] = []
        self.found = Findings(_MOST_FINDINGS)
        self.lone: list[Span] = []
        self._levels: list[_Level] = []
        self._current: Node | None = None
        self._apart: deque[tuple[Marker, Span]] = deque()
        self._after_letters = False

    def take_letters(self, letters: Sequence[Marker], line: Paragraph) -> None:
        """Take a line of letters whose texts stand below them."""
        place = cleaned(line).span
        self.lone.append(place)
        self._apart.extend((letter, place) for letter in letters)
        self._after_letters = True

    def take_line(self, line: Paragraph, head: Head) -> None:
        """Take the next line, which opens with `head`; several items may stand in it."""
        if line.text.find(";", 0, -2) < 0:
            self._take(line, head)
            return
        while (end := self._end_of_item(line.text, head.marker)) < len(line.text):
            item = replace(line, text=line.text[:end], span=_part(line, 0, end))
            self._take(item, head_of(item))
            left = _part(line, end, len(line.text))
            line = replace(line, text=line.text[end:], span=left, marker="")
            head = head_of(line)
        self._take(line, head)

    def _end_of_item(self, text: str, marker: Marker | None) -> int:
        """Return where the item at the head of `text` ends: before the marker that is due next.

        Only a marker after `;` counts, and only the very next one of the list.
        """
        if text.find(";", 0, -2) < 0:
            return len(text)
        if marker is None and self._levels:
            level = self._levels[-1]
            last = level.nodes[-1].marker if level.nodes else None
            due = last.with_number(level.expected) if last else ""
        else:
            due = marker.with_number(marker.number + 1) if marker and marker.number else ""
        if not due or due == "-":
            return len(text)
        found = regex.search(rf"{_BREAK}(?={regex.escape(due)}\s*\p{{L}})", text)
        return found.end() if found else len(text)

    def _take(self, whole: Paragraph, head: Head) -> None:
        if head.marker is not None:
            marker = self._as_expected(head.marker) if head.marker.roman else head.marker
            if not head.end or self._starts_item(marker):
                self._after_letters = False
                self._open(marker, head.text(whole.span), whole, head.end)
                return
        line = cleaned(whole)
        if not line:
            return
        after_letters, self._after_letters = self._after_letters, False
        if not (after_letters or self._current is None or has_ended(self._current.last_line)):
            self._current.go_on(line)
        elif self._apart:
            self._open_apart(whole)
        elif self._current is None:
            self._add(self.roots, Node(line.span, None, [line]))
        else:
            self._open_unmarked(line)

    def _starts_item(self, marker: Marker) -> bool:
        above = self._current.last_line if self._current is not None else ""
        if not above or above.endswith(":") or has_ended(above):
            return True
        level = self._level_of(marker)
        if level is None:
            return marker.number == 1
        if "1" in marker.kind:  # a number may also be the wrapped end of `Nomor 12`
            return level.expected <= marker.number <= level.expected + _LARGEST_GAP
        return True

    def _level_of(self, marker: Marker) -> _Level | None:
        """Return the open list that `marker` may go on with.

        All dashes are of one kind, but under `meliputi:` other dashes are a list below.
        """
        if marker.kind == "-":
            return self._level_of_dashes(marker)
        for level in self._levels:
            if level.kind == marker.kind and level.takes(marker):
                return level
        return None

    def _level_of_dashes(self, marker: Marker) -> _Level | None:
        other = None
        for level in reversed(self._levels):
            if level.kind == "-" and level.takes(marker):
                if level.sign == marker.sign:
                    return level
                other = other or level
        below = self._current is not None and self._current.last_line.endswith(":")
        return None if below else other

    def _as_expected(self, marker: Marker) -> Marker:
        """Return `marker`, which may be a roman number, as one where its list counts so."""
        roman = marker.as_roman()
        if not marker.number:
            return roman
        level = self._level_of(roman)
        if level is not None:
            return roman if level.expected == roman.number else marker
        letters = self._level_of(marker)
        due = letters is not None and letters.expected == marker.number
        return roman if marker.roman == 1 and marker.kind in self.romans and not due else marker

    def _open(self, marker: Marker, text: Text, whole: Paragraph, end: int = 0) -> None:
        """Open the item of `marker`: the next of an open list, or the first of a list below.

        The marker ends at `end` of the line `whole`, 0 where it stands outside.
        """
        if not text:
            self.lone.append(whole.span)
        node = Node(whole.span, marker, [text], whole.text, end)
        level = self._level_of(marker)
        last = self._levels[-1] if self._levels else None
        if level is None and last and marker.number == last.expected > 1 and last.takes(marker):
            level = last  # `a.` then `b)`: the same list, its marks not alike
        if level is None:
            self._begin_list(marker, node)
            return
        if level is not last:
            del self._levels[self._levels.index(level) + 1 :]
        if marker.kind != "-":
            self._count(level, marker, node)
        self._add(level.nodes, node)

    def _begin_list(self, marker: Marker, node: Node) -> None:
        is_deep = self._close_deeper(marker)
        parent = self._current if not is_deep and self._introduces(marker) else None
        nodes = self.roots if parent is None else parent.list_below()
        if parent is None:
            self._levels.clear()
        if parent is None and nodes and marker.number > 1 and has_ended(nodes[-1].last_line):
            self._lost_letter(nodes[-1], "")
        self._levels.append(
            _Level(marker.kind, nodes, marker.number + 1, sign=marker.sign, depth=marker.depth)
        )
        if marker.kind != "-" and marker.number > 1 and len(nodes) != marker.number - 1:
            self._out_of_order(marker, 1, node)
        self._add(nodes, node)

    def _close_deeper(self, marker: Marker) -> bool:
        """Close the lists that are as deep as the one that `marker` begins; tell if all were."""
        if marker.depth is None or not self._levels:
            return False
        while self._levels and (self._levels[-1].depth or 0) >= marker.depth:
            self._levels.pop()
        return not self._levels

    def _introduces(self, marker: Marker) -> bool:
        """Tell whether a list that starts with `marker` stands below the item above it."""
        if self._current is None or not self._current.last_line:
            return False
        if marker.number > 1 and not self._levels:
            return False
        if self._levels:
            return True
        return not has_ended(self._current.last_line)

    def _count(self, level: _Level, marker: Marker, node: Node) -> None:
        """Compare a marker with the one that was due.

        A list that jumps ahead or starts again is followed from there; one that repeats letters
        is not, so that each repeated letter is found.
        """
        if not level.expected <= marker.number <= level.expected + level.lost:
            self._out_of_order(marker, level.expected, node)
        if marker.number >= level.expected or marker.number == 1:
            level.expected = marker.number + 1
        else:
            level.expected += 1
        level.lost = 0

    def _open_unmarked(self, line: Text) -> None:
        """Open an item that has no marker, in the list that was read last."""
        node = Node(line.span, None, [line])
        if not self._levels:
            self._add(self.roots, node)
            return
        level = self._levels[-1]
        level.lost += 1
        if level.kind != "-":
            before = level.nodes[-1].marker if level.nodes else None
            self._lost_letter(node, before.text if before else "")
        self._add(level.nodes, node)

    def _open_apart(self, whole: Paragraph) -> None:
        """Open an item whose letter stands above it, apart."""
        marker, _ = self._apart.popleft()
        before = self._current.marker if self._current else None
        marker = self._as_expected(marker) if marker.roman else marker
        self._open(marker, cleaned(whole), whole)
        if self._current is not None:
            self._lost_letter(self._current, before.text if before else "")

    def report_letters_left(self) -> None:
        """Report the letters that are more than the texts below them."""
        for marker, place in self._apart:
            self.found.note(Code.STRAY_TEXT, place, about=self.about, text=marker.text)

    def _add(self, nodes: list[Node], node: Node) -> None:
        nodes.append(node)
        self._current = node

    def _lost_letter(self, node: Node, previous: str) -> None:
        if self.found.is_full(Code.UNLETTERED_ITEM):
            return
        text = shortened(strip_trail(node.text))
        self.found.note(
            Code.UNLETTERED_ITEM,
            node.place,
            about=self.about,
            text=text,
            previous=previous or "its label",
        )

    def _out_of_order(self, marker: Marker, expected: int, node: Node) -> None:
        if self.found.is_full(Code.LETTER_OUT_OF_ORDER):
            return
        self.found.note(
            Code.LETTER_OUT_OF_ORDER,
            node.place,
            about=self.about,
            found=marker.text,
            expected=marker.with_number(expected),
        )

    def report_empty(self, nodes: Sequence[Node]) -> None:
        """Report the markers that no text follows."""
        for node in nodes:
            if node.below:
                self.report_empty(node.below)
            elif not node.lines[0][:1].isalnum() and value_of(node) is None:
                if self.found.is_full(Code.STRAY_TEXT):
                    continue
                text = node.marker.text if node.marker else node.text
                self.found.note(Code.STRAY_TEXT, node.place, about=self.about, text=text)


def _part(line: Paragraph, start: int, end: int) -> Span:
    return Span(line.span.start + start, line.span.start + end)


def shortened(text: str) -> str:
    """Return `text` as it is quoted in a message: its head, cut at a word."""
    if len(text) <= _LONGEST_QUOTE:
        return text
    return text[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " ..."
