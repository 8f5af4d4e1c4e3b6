"""What a report of a comparison is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from iki_docgen.diff.model import Change, Comparison, Path
from iki_docgen.records import Document, Indikator, Jabatan
from iki_docgen.source import NOWHERE, Source, span_of


@dataclass(frozen=True)
class Side:
    """One of the documents: how the user named it, and its text, None for records."""

    path: str
    document: Document
    source: Source | None

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of the positions by their ids."""
        return {one.id: one.jabatan for one in self.document.jabatan}

    def line(self, text: str | None, path: Path | None) -> int | None:
        """Return the line (from 1) of `text`, or else of the thing at `path` that it belongs to."""
        if self.source is None or path is None:
            return None
        span = NOWHERE if text is None else span_of(text)
        if span == NOWHERE:
            span = span_of(self.named(path))
        return None if span == NOWHERE else self.source.position(span.start).line

    def named(self, path: Path) -> str:
        """Return the text by which people know the row or position that `path` leads into."""
        return _named_at(self.document, path)


@dataclass(frozen=True)
class Compared:
    """A comparison and its two sides.  `color` asks for colours, where a format has any."""

    comparison: Comparison
    old: Side
    new: Side
    color: bool = False

    @cached_property
    def homes(self) -> Mapping[Path, Path | None]:
        """Where each position of the old document is in the new one."""
        return {
            pair.old_path: pair.new_path
            for pair in self.comparison.positions
            if pair.old_path is not None
        }

    def position(self, change: Change) -> Jabatan:
        """Return the whole position that was added or removed, with what moved too."""
        side, path = self.new, change.new_path
        if path is None:
            side, path = self.old, change.old_path or ()
        return side.document.jabatan[int(path[1])]

    def lines(self, change: Change) -> tuple[int | None, int | None]:
        """Return the lines of a change in the old and in the new text."""
        return (
            self.old.line(change.old, change.old_path),
            self.new.line(change.new, change.new_path),
        )


def _named_at(document: Document, path: Path) -> str:
    """Return the text by which people know the row or position that `path` leads into."""
    at: object = document
    named = ""
    for part in path:
        if isinstance(part, int) and isinstance(at, tuple):
            at = at[part]
        elif isinstance(part, str):
            at = getattr(at, part, None)
        if isinstance(at, Jabatan):
            named = at.jabatan
        elif isinstance(at, Indikator):
            named = at.indikator
    return named
