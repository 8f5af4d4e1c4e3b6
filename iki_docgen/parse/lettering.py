"""Lists with lost or wrong letters -> their letters as they should be.

    a. menyusun;            a. menyusun;
    melaksanakan;     ->    b. melaksanakan;
    b. mengawasi;           c. mengawasi;

Only letters and numbers change, and a lost marker is written as its neighbours write theirs.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from iki_docgen.diagnostics import Edit, Fix
from iki_docgen.parse.markers import Marker
from iki_docgen.parse.nodes import Node
from iki_docgen.source import NOWHERE, Span

_NUMBERING = regex.compile(r"\p{L}++|\d++")
_MOST_ITEMS = 99
"""As many as the two digits of a marker count."""


def lettered_again(siblings: Sequence[Node]) -> Fix | None:
    """Return the letters of a list from the first wrong one to its end; None if not certain.

    Not certain are lists of dashes, of several kinds of markers or of compound numbers (`1.2`),
    markers that stand outside the text, letters that count further than there are items (one may
    be missing), a list that is longer than its markers count, and one that starts again from its
    first letter (it may be two).
    """
    first = next((at for at, node in enumerate(siblings) if node.marker), None)
    if first is None:
        return None
    marker = siblings[first].marker
    start = 0 if marker is None or marker.number > 1 else first
    lettered = siblings[start:]
    if not _certain(lettered):
        return None
    edits = tuple(_edits(lettered))
    return Fix(edits) if edits else None


def _certain(lettered: Sequence[Node]) -> bool:
    if len(lettered) > _MOST_ITEMS:
        return False
    marked = [(node, node.marker) for node in lettered if node.marker]
    kind = marked[0][1].kind
    if any(marker.kind != kind for _, marker in marked) or len(_NUMBERING.findall(kind)) != 1:
        return False
    if any(node.written == NOWHERE for node, _ in marked):
        return False
    numbers = [node.marker.number if node.marker else 0 for node in lettered]
    if any(number > due for due, number in enumerate(numbers, 1)):
        return False
    restarts = [at for at, pair in enumerate(pairwise(numbers)) if pair == (1, 2)]
    return all(at <= 1 for at in restarts)


def _edits(lettered: Sequence[Node]) -> Iterator[Edit]:
    for number, node in enumerate(lettered, 1):
        if node.marker is None:
            model = _model(lettered, number - 1)
            if model is not None and model.marker is not None:
                gap = model.gap if model.gap.isspace() or not model.gap else " "
                place = Span(node.place.start, node.place.start)
                yield Edit(place, _written(model.marker, number) + gap)
        elif node.marker.number != number:
            yield _renumbered(node.written, node.marker, number)


def _model(lettered: Sequence[Node], at: int) -> Node | None:
    """Return the nearest item that has a marker and text after it: the one before, if any."""
    others = (*reversed(lettered[:at]), *lettered[at + 1 :])
    return next((node for node in others if node.marker and node.lines[0]), None)


def _written(marker: Marker, number: int) -> str:
    edit = _renumbered(Span(0, len(marker.text)), marker, number)
    return marker.text[: edit.span.start] + edit.replacement + marker.text[edit.span.end :]


def _renumbered(place: Span, marker: Marker, number: int) -> Edit:
    """Return the edit of the letters or digits of the marker at `place`; its signs stay."""
    old = _NUMBERING.search(marker.text)
    new = _NUMBERING.search(marker.with_number(number))
    if old is None or new is None:  # no such marker passes `_certain`
        return Edit(Span(place.start, place.start), "")
    return Edit(Span(place.start + old.start(), place.start + old.end()), new[0])
