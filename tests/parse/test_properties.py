"""What holds for every text, however broken."""

import os
import re
from collections.abc import Iterator

from hypothesis import given, settings

from iki_docgen import codec
from iki_docgen.diagnostics import Code
from iki_docgen.furniture import is_page_furniture
from iki_docgen.parse import Outcome, parse_whole
from iki_docgen.parse.clean import clean
from iki_docgen.read import read_bytes
from iki_docgen.read.columns import unescaped
from iki_docgen.read.text import read_text
from iki_docgen.records import item_texts
from iki_docgen.source import NOWHERE, Source, Span, Text, span_of
from iki_docgen.vocabulary import is_prompt, is_title, match_heading, match_label
from tests.texts import texts

MANY = settings(max_examples=2000 if os.environ.get("HYPOTHESIS_PROFILE") == "ci" else 100)
"""The parser's promises are asked of at least 2,000 texts in CI."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""A line break as Markdown writes it: a tag is no word that could get lost."""
_MARKERS = re.compile(r"(?:[\W_]|\b[a-zA-Z]{1,2}\b|\b[ivxIVX]{1,4}\b|\b\d{1,4}[A-Za-z]?\b)*")


def _parsed(text: str) -> tuple[Source, Outcome]:
    source = Source("text", text)
    return source, parse_whole(read_text(source))


def _values(outcome: Outcome) -> Iterator[str]:
    for jabatan in outcome.document.jabatan:
        yield jabatan.jabatan
        yield from item_texts(jabatan.tugas)
        yield from item_texts(jabatan.fungsi)
        for group in jabatan.sasaran:
            yield from group.sasaran
            for row in group.indikator:
                yield from (row.indikator, row.penjelasan, row.sumber_data, *row.lainnya.values())


def _stands_in(value: str, raw: str) -> bool:
    """Tell whether the words of a value follow one another in `raw`: beside it stand columns.

    A hyphen may be the end of a line, and a narrow column may break a word before its ending.
    """
    at = 0
    for word in re.findall(r"[^\s-]+-?|-", value):
        parts = (
            [word] if raw.find(word, at) >= 0 else re.split(r"(?<=..)(?=(?:nya|kan|an)\b)", word)
        )
        for part in parts:
            found = raw.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
    return True


def _without_furniture(outcome: Outcome, source: Source, span: Span) -> str:
    """Return what stands in `span` but page numbers and the titles that are said to repeat."""
    said = {
        source.position(found.span.start).line
        for found in outcome.findings
        if found.code is Code.PAGE_FURNITURE
    }
    first = source.position(span.start).line
    part = Source("slice", source.slice(span))
    kept = [
        line
        for number, place in enumerate(part.lines, first)
        if not is_page_furniture(line := part.slice(place))
        and not (number in said and is_title(line))
    ]
    return "\n".join(kept)


@MANY
@given(texts())
def test_every_value_slices_to_its_text(text: str) -> None:
    source, outcome = _parsed(text)
    for value in _values(outcome):
        if not value:
            continue
        assert isinstance(value, Text)
        assert value.span != NOWHERE
        raw = clean(_without_furniture(outcome, source, value.span))
        for line in value.split("\n"):  # cells that stand beside one another have a line each
            assert _stands_in(line, raw) or _stands_in(line, unescaped(raw))


@MANY
@given(texts())
def test_no_letter_is_lost(text: str) -> None:
    source, outcome = _parsed(text)
    seen = bytearray(len(source.text) + 1)
    places = [span_of(value) for value in _values(outcome)]
    places += [found.span for found in outcome.findings]
    for place in (*places, *outcome.recognised):
        if place.start >= 0:
            seen[place.start : place.end] = b"\x01" * (place.end - place.start)
    for line in source.lines:
        unseen = (at for at in range(line.start, line.end) if not seen[at])
        lost = clean(_BREAK.sub("", "".join(source.text[at] for at in unseen)))
        assert _MARKERS.fullmatch(lost), (lost, source.slice(line))


@MANY
@given(texts())
def test_only_what_is_no_content_is_recognised_without_a_record(text: str) -> None:
    source, outcome = _parsed(text)
    if any(found.code is Code.OTHER_DOCUMENT_TYPE for found in outcome.findings):
        return  # a refused position is in no record, and the finding says so
    found = [finding.span for finding in outcome.findings]
    sasaran = tuple(
        text.strip(" .;")
        for jabatan in outcome.document.jabatan
        for group in jabatan.sasaran
        for text in group.sasaran
        if text.strip(" .;")
    )
    for place in outcome.recognised:
        if any(span.start < place.end and span.end > place.start for span in found):
            continue  # it is said, such as the heading of a column of its own
        words = clean(source.slice(place))
        assert (
            _MARKERS.fullmatch(words)
            or match_label(source.slice(place)) is not None
            or is_title(words)
            or words.isupper()
            or match_heading(words) is not None
            or is_prompt(words)
            or any(_stands_in(text, words) for text in sasaran)  # a row that repeats its Sasaran
        ), words


@MANY
@given(texts())
def test_findings_stand_in_the_text_and_in_order(text: str) -> None:
    source, outcome = _parsed(text)
    for found in outcome.findings:
        assert 0 <= found.span.start <= found.span.end <= len(source.text)
    spans = [found.span for found in outcome.findings]
    assert spans == sorted(spans)


@MANY
@given(texts())
def test_ids_are_distinct_and_superiors_exist(text: str) -> None:
    _, outcome = _parsed(text)
    ids = [jabatan.id for jabatan in outcome.document.jabatan]
    assert len(ids) == len(set(ids))
    for jabatan in outcome.document.jabatan:
        assert jabatan.atasan is None or jabatan.atasan in set(ids) - {jabatan.id}


@MANY
@given(texts())
def test_what_was_parsed_survives_json(text: str) -> None:
    _, outcome = _parsed(text)
    assert codec.loads(codec.dumps(outcome.document)) == outcome.document


@MANY
@given(texts())
def test_values_are_clean(text: str) -> None:
    _, outcome = _parsed(text)
    for value in _values(outcome):
        assert value == "\n".join(clean(line) for line in value.split("\n"))


@MANY
@given(texts())
def test_line_ends_do_not_matter(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    _, unix = _parsed(plain)
    _, windows = _parsed(plain.replace("\n", "\r\n"))
    assert unix.document == windows.document


def test_the_byte_order_mark_is_no_character() -> None:
    reading = read_bytes("\ufeff1. JABATAN : Camat\n".encode(), "x.txt")
    assert reading.source.text.startswith("1.")
