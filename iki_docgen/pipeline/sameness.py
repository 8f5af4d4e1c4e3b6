"""Whether a mended text still says the same: the records, but for the words that were meant."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import msgspec

from iki_docgen.diagnostics import Diagnostic
from iki_docgen.mending import Mended
from iki_docgen.records import Document
from iki_docgen.source import NOWHERE, Span, span_of

_DERIVED = frozenset({"id", "atasan"})
"""Fields of the records that the program makes of others."""
_LAYOUT = ("IKI0", "IKI1", "IKI2")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the parser made of a text."""

    document: Document
    findings: tuple[Diagnostic, ...]


def says_the_same(before: Parsed, after: Parsed, mended: Mended) -> bool:
    """Tell whether the records differ at most by what the edits did inside each text.

    Positions, items, groups and rows must be as many as before, superiors the same, each text
    must stand where it stood, and reading may find nothing that it did not find before.
    """
    if _superiors(before.document) != _superiors(after.document):
        return False
    if _counted(after.findings) - _counted(before.findings):
        return False
    old, new = list(_texts(before.document)), list(_texts(after.document))
    if [place for place, _ in old] != [place for place, _ in new]:
        return False
    pairs = zip(old, new, strict=True)
    return all(_same_text(one, other, mended) for (_, one), (_, other) in pairs)


def _same_text(old: str, new: str, mended: Mended) -> bool:
    place = span_of(old)
    if place == NOWHERE or not mended.touches(place):
        return old == new
    if not _stands(span_of(new), place, mended):
        return False
    changed = sum(
        len(edit.replacement) + edit.span.end - edit.span.start
        for edit in mended.edits
        if edit.span.start <= place.end and place.start <= edit.span.end
    )
    return bool(old) == bool(new) and abs(len(new) - len(old)) <= changed


def _stands(now: Span, before: Span, mended: Mended) -> bool:
    """Tell whether `now` is where the text at `before` is in the mended text."""
    start, end = mended.moved(before.start), mended.moved(before.end)
    return start.start <= now.start <= start.end and end.start <= now.end <= end.end


def _counted(findings: Sequence[Diagnostic]) -> Counter[str]:
    return Counter(found.code.id for found in findings if found.code.id.startswith(_LAYOUT))


def _superiors(document: Document) -> list[int | None]:
    """Return for each position the number of its superior."""
    numbers = {one.id: number for number, one in enumerate(document.jabatan)}
    return [numbers.get(one.atasan) if one.atasan else None for one in document.jabatan]


def _texts(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of the records with its place in them, such as `.jabatan[0].tugas[2]`."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, msgspec.Struct):
        names = (name for name in value.__struct_fields__ if name not in _DERIVED)
        yield from chain.from_iterable(
            _texts(getattr(value, name), f"{place}.{name}") for name in names
        )
    elif isinstance(value, tuple):
        yield f"{place}[]", str(len(value))
        for at, one in enumerate(value):
            yield from _texts(one, f"{place}[{at}]")
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, f"{place}[{name}]")
