"""Letters that a converter set apart from their items.

    c. d. e..                     a.
    menyusun rencana;      or     b.
    mengelola arsip;              menyusun rencana;
    memberi saran.                mengelola arsip.

The letters come first and the texts after them, in the same order.
"""

from collections.abc import Sequence
from itertools import pairwise

from iki_docgen.blocks import Paragraph
from iki_docgen.parse.markers import Marker, markers_only

_A_LIST = 2
"""Letters that stand together before they are those of texts below them."""


def letters_apart(paragraphs: Sequence[Paragraph]) -> dict[int, tuple[Marker, ...]]:
    """Return the letters of lines that hold nothing else, by the numbers of the lines.

    A line of one letter counts where the letter before or after it stands on a line of its own too:
    one by itself is a letter whose text was wrapped.
    """
    alone = {
        number: markers
        for number, paragraph in enumerate(paragraphs)
        if (markers := markers_only(paragraph.text))
    }
    together = {number for number, markers in alone.items() if len(markers) >= _A_LIST}
    for above, below in pairwise(alone):
        if below == above + 1 and alone[above][-1].precedes(alone[below][0]):
            together |= {above, below}
    return {number: alone[number] for number in alone if number in together}
