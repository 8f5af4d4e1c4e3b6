"""What the lines of a text may be, asked once for all lexers.

A question that nearly every line answers with no is put to the whole text first: where a sign
stands is found at the speed of `str.find`, and only the lines that hold it are looked at.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from iki_docgen.blocks import Paragraph
from iki_docgen.signature import DATED, SIGNATURE_WORDS, may_open_signature
from iki_docgen.vocabulary import SHORTEST_TITLE, Label, is_title, match_label

# Words in capitals, perhaps after a number, need no colon to be a label.
_CAPITALS = re.compile(r"(?:\(?\w{1,4}\s*(?:[.)]\s*)?)?[^\Wa-z\d_]\s?[^\Wa-z\d_]")
_TITLE_LETTERS = frozenset("IiLl1|")


@dataclass(frozen=True)
class Survey:
    """The lines of a text; `labels`, `titles` and `dated` are those that are one, by index.

    A line is `dated` if it reads like the place and date that a signature block opens with.
    """

    lines: Sequence[Paragraph]

    @cached_property
    def texts(self) -> list[str]:
        """The texts of the lines."""
        return [line.text for line in self.lines]

    @cached_property
    def filled(self) -> list[tuple[int, str]]:
        """The lines that hold a character, each with its index."""
        return [(at, text) for at, text in enumerate(self.texts) if text]

    @cached_property
    def whole(self) -> str:
        """The text in small letters, with a line feed at the end of each line."""
        # A form feed is no line end here, and no letter becomes a line feed.
        return "\n".join(self.texts).lower()

    @cached_property
    def labels(self) -> dict[int, Label]:
        """The labels of the text."""
        found = {}
        for at, text in self.filled:
            has_sign = ":" in text or "\uff1a" in text
            if has_sign or not (text.islower() or _CAPITALS.match(text.lstrip()) is None):
                label = match_label(text)
                if label is not None:
                    found[at] = label
        return found

    @cached_property
    def titles(self) -> frozenset[int]:
        """The lines that are the title of a page."""
        return frozenset(
            at
            for at, text in self.filled
            if len(text) >= SHORTEST_TITLE
            and text.lstrip()[:1] in _TITLE_LETTERS
            and is_title(text)
        )

    @cached_property
    def dated(self) -> frozenset[int]:
        """The lines that a signature block may open with."""
        dates = [at for at, text in self.filled if "," in text and DATED.search(text)]
        signed = {*dates, *self.lines_with(*SIGNATURE_WORDS)}
        return frozenset(at for at in signed if may_open_signature(self.texts[at]))

    @cached_property
    def breaks(self) -> list[int]:
        """The lines that end what stands above them: labels, titles and dates, in order."""
        return sorted({*self.labels, *self.titles, *self.dated})

    @cached_property
    def inner_tabs(self) -> list[int]:
        """The lines that hold a tab between two texts."""
        return [at for at, text in self._tabbed if "\t" in text.strip()]

    @cached_property
    def cell_openers(self) -> list[int]:
        """The lines that open a cell with a tab."""
        return [at for at, text in self._tabbed if "\t" in text[:2] and is_cell_opener(text)]

    @cached_property
    def _tabbed(self) -> list[tuple[int, str]]:
        return [one for one in self.filled if "\t" in one[1]]

    @cached_property
    def _cell_openers(self) -> frozenset[int]:
        return frozenset(self.cell_openers)

    def is_cell_opener(self, at: int) -> bool:
        """Tell whether line `at` opens a cell."""
        return at in self._cell_openers

    def is_cell_label(self, at: int) -> bool:
        """Tell whether line `at` is a label: one that opens a cell only if it has a number."""
        label = self.labels.get(at)
        return label is not None and (bool(label.number) or not self.is_cell_opener(at))

    def lines_with(self, *signs: str) -> list[int]:
        """Return the lines that hold one of `signs`, in small letters, in order."""
        signs = tuple(sign for sign in signs if sign in self.whole)
        if len(signs) == 1 and not signs[0].islower():  # many lines may hold a sign, few a word
            (sign,) = signs
            return [at for at, text in self.filled if sign in text]
        places: set[int] = set()
        for sign in signs:
            places.update(_places(self.whole, sign))
        return list(self._numbers(sorted(places)))

    def _numbers(self, places: Iterable[int]) -> Iterable[int]:
        """Yield the line of each of the offsets `places`, each line once."""
        number, counted, last = 0, 0, -1
        for place in places:
            number += self.whole.count("\n", counted, place)
            counted = place
            if number != last:
                yield number
            last = number


def is_cell_opener(text: str) -> bool:
    """Tell whether a line opens a cell: one tab, before it at most a space, and no tab after."""
    if text.startswith("\t"):
        rest = text[1:]
    elif text.startswith((" \t", "\u00a0\t")):
        rest = text[2:]
    else:
        return False
    return not rest.startswith("\t") and "\t" not in rest.strip()


def _places(text: str, sign: str) -> Iterable[int]:
    """Yield where `sign` stands in `text`, once a line."""
    place = text.find(sign)
    while place >= 0:
        yield place
        end = text.find("\n", place)
        place = text.find(sign, end) if end >= 0 else -1
