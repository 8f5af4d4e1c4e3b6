"""Corrections: the edits that a finding may carry, and a text with them."""

from collections.abc import Iterable

from msgspec import Struct

from iki_docgen.source import Span


class Edit(Struct, frozen=True):
    """The characters at `span` give way to `replacement`."""

    span: Span
    replacement: str


class Fix(Struct, frozen=True):
    """A certain correction: edits that belong together, in the order of their places."""

    edits: tuple[Edit, ...]

    def as_one(self, text: str) -> Edit:
        """Return the one edit of `text` that does the same, from the first place to the last."""
        whole = Span(self.edits[0].span.start, self.edits[-1].span.end)
        return Edit(whole, edited(text[whole.start : whole.end], self.edits, whole.start))


def edited(text: str, edits: Iterable[Edit], start: int = 0) -> str:
    """Return `text` with `edits`, which stand in it in the order of their places, without overlap.

    `start` is the offset of `text` in the source that the places count in.
    """
    parts, at = [], start
    for edit in edits:
        parts += [text[at - start : edit.span.start - start], edit.replacement]
        at = edit.span.end
    parts.append(text[at - start :])
    return "".join(parts)
