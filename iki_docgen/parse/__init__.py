"""Blocks -> records and findings.  No file format is known here, and nothing raises.

    document  := { front matter } { position }
    position  := [ title ] label(JABATAN) text { label(field) text } { table } { stray text }

A position starts at its JABATAN label, never at a title.  Trouble in a field ends at the next
label, in a table at the next row, and leaves a finding.
"""

from collections import Counter
from functools import cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from iki_docgen.blocks import Reading
from iki_docgen.diagnostics import Code, Diagnostic, in_order
from iki_docgen.garbage import kept_for_later
from iki_docgen.parse.document import Sections, split_sections
from iki_docgen.parse.headings import PlacedHeading, odd_headings
from iki_docgen.parse.labels import odd_labels, style_of
from iki_docgen.parse.position import grids_of, parse_position, seen_in
from iki_docgen.parse.superior import with_superiors
from iki_docgen.records import VERSION, Document, Jabatan
from iki_docgen.source import Span, span_of


class Outcome(Struct, frozen=True):
    """What parsing gave.

    `recognised` are the places of labels, titles, headings and number rows: read, understood, and
    in no record.
    """

    document: Document
    findings: tuple[Diagnostic, ...]
    recognised: tuple[Span, ...]


def parse(
    reading: Reading, *, instansi: str = "", tahun: int | None = None
) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Return the records of what was read and the findings, in the order of their places.

    `instansi` and `tahun` are not in the text and are put into the document as they are.
    """
    outcome = parse_whole(reading, instansi=instansi, tahun=tahun)
    return outcome.document, outcome.findings


@kept_for_later()
def parse_whole(reading: Reading, *, instansi: str = "", tahun: int | None = None) -> Outcome:
    """Return what `parse` does, and which places were recognised without giving a value."""
    sections = split_sections(reading)
    found = sections.found
    if reading.source.guessed:
        found.note(Code.ENCODING_GUESSED, Span(0, 0), encoding=reading.source.encoding)
    positions: list[Jabatan] = []
    recognised = [*sections.recognised]
    style = style_of(sections.labels)
    headings: list[PlacedHeading] = []
    grids = [grids_of(section) for section in sections.positions]
    seen = cache(lambda: seen_in(chain.from_iterable(grids)))  # few tables have no heading
    for section, tables in zip(sections.positions, grids, strict=True):
        parsed = parse_position(section, tables, style, seen, found)
        positions.append(parsed.jabatan)
        recognised += parsed.recognised
        headings += parsed.headings
    found.take(odd_labels(sections.labels, style))
    found.take(odd_headings(headings))
    numbered = _with_distinct_ids(positions, sections, reading)
    found.tell_left_out(Span(0, len(reading.source.text)))
    document = Document(
        versi=VERSION, instansi=instansi, tahun=tahun, jabatan=with_superiors(numbered)
    )
    return Outcome(document, in_order(found), tuple(recognised))


def _with_distinct_ids(
    positions: list[Jabatan], sections: Sections, reading: Reading
) -> list[Jabatan]:
    """Return `positions` with ids of their own; a name that occurs again is a finding."""
    first: dict[str, Jabatan] = {}
    taken: set[str] = {position.id for position in positions}
    numbers: Counter[str] = Counter()
    distinct = []
    for position, section in zip(positions, sections.positions, strict=True):
        if position.id not in first:
            first[position.id] = position
            distinct.append(position)
            continue
        number = numbers[position.id] or 2
        while f"{position.id}-{number}" in taken:
            number += 1
        numbers[position.id] = number + 1
        other = f"{position.id}-{number}"
        taken.add(other)
        distinct.append(replace(position, id=other))
        if not position.jabatan:
            continue  # IKI103 says so already
        place = span_of(first[position.id].jabatan)
        sections.found.note(
            Code.DUPLICATE_JABATAN,
            section.place,
            about=position.jabatan,
            jabatan=position.jabatan,
            line=reading.source.position(max(place.start, 0)).line,
            number=number,
        )
    return distinct
