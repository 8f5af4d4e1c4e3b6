"""Labels that are written differently from the others of their document (IKI105).

What is odd is judged within one document: `Tugas` is odd where the other labels are capitals, and
the rule where all are written so.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.parse.markers import read_marker
from iki_docgen.source import Span
from iki_docgen.vocabulary import LABEL_FIELDS, STANDARD, Case, Label

_LIKE_ONE = ("l", "I")
"""What a scanner makes of a 1."""


class PlacedLabel(Struct, frozen=True):
    """A label with its place and the position it belongs to; `again` if it has had one before."""

    label: Label
    span: Span
    about: str
    again: bool = False

    @property
    def opens(self) -> bool:
        """Tell whether a position opens with this label."""
        return self.label.field == "jabatan"


class LabelStyle(Struct, frozen=True):
    """How most labels of a document are written."""

    numbered: bool
    colon: bool
    case: Case
    numbers: dict[str, str]

    def write(self, field: str) -> str:
        """Return the label of `field` in this style, such as `3. FUNGSI :`."""
        word = STANDARD[field]
        if self.case is not Case.UPPER:
            word = word.capitalize()
        number = self._number(field) if self.numbered else ""
        return " ".join(part for part in (number, word, ":") if part)

    def _number(self, field: str) -> str:
        """Return the number of a label; one that no label of its kind has is counted on."""
        if field in self.numbers:
            return self.numbers[field]
        for place, other in enumerate(LABEL_FIELDS, 1):
            marker = read_marker(self.numbers.get(other, ""))
            if marker is not None and marker.number == place:
                return marker.with_number(LABEL_FIELDS.index(field) + 1)
        return ""


def style_of(labels: Sequence[PlacedLabel]) -> LabelStyle:
    """Return how most of `labels` are written."""
    numbers: dict[str, Counter[str]] = {}
    for placed in labels:
        if placed.label.number:
            numbers.setdefault(placed.label.field, Counter())[placed.label.number] += 1
    return LabelStyle(
        _most(bool(placed.label.number) for placed in labels),
        _most(placed.label.colon for placed in labels),
        _common_case(labels),
        {name: counts.most_common(1)[0][0] for name, counts in numbers.items()},
    )


def _most(values: Iterator[bool]) -> bool:
    counts = Counter(values)
    return counts[True] >= counts[False]


def _common_case(labels: Sequence[PlacedLabel]) -> Case:
    counts = Counter(placed.label.case for placed in labels)
    return counts.most_common(1)[0][0] if counts else Case.UPPER


def odd_labels(labels: Sequence[PlacedLabel], style: LabelStyle) -> Iterator[Diagnostic]:
    """Yield a note for each label that is misspelt or unlike the others of its document."""
    for placed in labels:
        reason = _reason(placed, style)
        if reason:
            yield Code.ODD_LABEL.at(
                placed.span,
                about=placed.about,
                found=placed.label.found,
                field=STANDARD[placed.label.field],
                reason=reason,
                expected=style.write(placed.label.field),
            )


def _reason(placed: PlacedLabel, style: LabelStyle) -> str:
    label = placed.label
    reasons = ["the position has one already"] if placed.again else []
    if not label.exact:
        reasons.append("its letters are spaced out or misspelt")
    if style.numbered and not label.number:
        reasons.append("it has no number")
    if label.number[:1] in _LIKE_ONE and style.numbers[label.field][:1].isdigit():
        reasons.append("its number is a letter")
    if style.colon and not label.colon:
        reasons.append("it has no colon")
    if label.case is not style.case:
        reasons.append(f"most labels are written with {style.case.value}")
    return ", ".join(reasons)
