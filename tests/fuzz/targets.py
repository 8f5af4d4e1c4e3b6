"""What is asked of the readers and the parser, whatever bytes they are given."""

from collections.abc import Callable, Mapping
from importlib import import_module

from iki_docgen.blocks import CellRun, Paragraph, Reading, Table
from iki_docgen.errors import IkiError
from iki_docgen.read import read_bytes
from iki_docgen.read.doc import read_doc
from iki_docgen.read.docx import read_docx
from iki_docgen.read.odt import read_odt
from iki_docgen.read.pdf import read_pdf
from tests.parse import test_properties as promises

import_module("iki_docgen.read.pdf.pages")  # loaded late by its reader: too late to be watched

Target = Callable[[bytes], None]
PROMISES = (
    promises.test_no_letter_is_lost,
    promises.test_every_value_slices_to_its_text,
    promises.test_findings_stand_in_the_text_and_in_order,
)


def _paragraphs(reading: Reading) -> list[Paragraph]:
    found: list[Paragraph] = []
    for block in reading.blocks:
        if isinstance(block, Paragraph):
            found.append(block)
        elif isinstance(block, Table):
            found += [one for row in block.rows for cell in row for one in cell.paragraphs]
        elif isinstance(block, CellRun):
            found += [one for cell in block.cells for one in cell.paragraphs]
    return found


def _is_whole(reading: Reading) -> None:
    """Hold that each paragraph stands in the source, and each row has all its columns."""
    source = reading.source
    for one in _paragraphs(reading):
        assert 0 <= one.span.start <= one.span.end <= len(source.text), one
    if source.is_plain:
        return
    assert len(source.places) == len(source.lines)
    for block in reading.blocks:
        if isinstance(block, Table):
            assert len({len(row) for row in block.rows}) <= 1, block


def _reader(read: Callable[[bytes, str], Reading]) -> Target:
    def read_or_refuse(data: bytes) -> None:
        try:
            reading = read(data, "berkas")
        except IkiError:
            return
        _is_whole(reading)

    return read_or_refuse


def _parse(data: bytes) -> None:
    """Hold that nothing of a text vanishes."""
    try:
        text = read_bytes(data, "berkas").source.text
    except IkiError:
        return
    if "<table" in text.lower():  # a tag is no word that could get lost
        return
    for promise in PROMISES:
        promise.hypothesis.inner_test(text)


TARGETS: Mapping[str, Target] = {
    "pdf": _reader(read_pdf),
    "doc": _reader(read_doc),
    "docx": _reader(read_docx),
    "odt": _reader(read_odt),
    "text": _reader(read_bytes),
    "parse": _parse,
}
"""A name -> what raises for bytes that are read wrongly; `IkiError` is a reader's right answer."""
