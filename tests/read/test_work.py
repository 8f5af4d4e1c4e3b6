"""The work of reading a text grows with its length, whatever stands in it.

Work is counted, not timed: the calls that reading makes, and the most memory that it holds.
"""

import sys
import tracemalloc
from types import FrameType

import pytest

from iki_docgen.blocks import Paragraph
from iki_docgen.read import read_bytes
from iki_docgen.read.text import lines_of
from iki_docgen.source import Source

_HEADINGS = "Sasaran   Indikator Kinerja   Penjelasan   Sumber Data\n"
_MOST_CALLS_PER_BYTE = 40
_MOST_BYTES_PER_BYTE = 300
_SIZE = 6_000
HOSTILE = {
    "line feeds": ("a", "\n"),
    "carriage returns": ("a", "\r\n"),
    "bars": ("", "|a|b|\n"),
    "bars under a rule": ("|a|b|\n|--|--|\n", "|a|b|\n"),
    "rules and bars": ("", "|a|b|\n|--|--|\n"),
    "frames": ("", "+--+--+\n| a | b |\n"),
    "an open frame": ("", "+--+--+\n|a |b |\n|  +--+\n"),
    "dashes": ("", "----------\n-- --\n"),
    "dashes under text": ("", "a b\n-- --\n"),
    "pluses": ("", "+\n"),
    "tabs": ("a", "\t"),
    "empty cells": ("a", "\t\n"),
    "cells": ("", "\tab\n"),
    "rows": ("", "a\tb\tc\td\n"),
    "headings": ("", _HEADINGS),
    "columns": (_HEADINGS, "a    b    c    d\n"),
    "one column": (_HEADINGS, "a\n"),
    "one heading": ("", "Sasaran\n"),
    "two headings": ("", "Sasaran\nSumber Data\n"),
    "many columns": ("", "a\t" * 500 + "\n"),
    "form feeds": ("a", "\f\n"),
    "signatures in a cell": ("\tSasaran\n\tIndikator\n", "Mengetahui\n"),
    "paragraphs in a cell": ("\tSasaran\n\tIndikator\n", "abc\n\n"),
    "dates": ("", "Kota, 1 Mei 2020\n"),
    "titles": ("", "IDNIKATOR KINEJRA INDIVDIU\n"),
    "labels": ("", "1. JABATAN : x\n"),
    "dialects in turn": ("", "|a|b|\n+--+--+\na\tb\tc\td\n---- ----\n\tSasaran\n" + _HEADINGS),
}


def _text(name: str, size: int) -> bytes:
    start, again = HOSTILE[name]
    return (start + again * (size // len(again))).encode()


def _calls(data: bytes) -> int:
    """Return how many calls reading `data` makes."""
    counted = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        read_bytes(data, "x.txt")
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_twice_as_long_makes_twice_the_work(name: str) -> None:
    """What is asked of each line does not depend on how many lines there are."""
    read_bytes(_text(name, _SIZE), "x.txt")  # what is remembered for good is remembered now
    once = _calls(_text(name, _SIZE))
    twice = _calls(_text(name, 2 * _SIZE))
    assert twice <= 2.2 * once + 200
    assert once <= _MOST_CALLS_PER_BYTE * _SIZE


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_takes_little_memory(name: str) -> None:
    """A megabyte of anything can be read where 300 MB are free."""
    data = _text(name, 10 * _SIZE)
    read_bytes(data, "x.txt")
    tracemalloc.start()
    try:
        read_bytes(data, "x.txt")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most <= _MOST_BYTES_PER_BYTE * len(data)


@pytest.mark.parametrize(
    "text", ["", "a", "a\n", "a\r", "a\r\nb\rc\n\n\rd\r\r\n", "\r\n\r\n", "a\x0b\x85b\u2028c\r\n"]
)
def test_lines_are_those_of_the_source(text: str) -> None:
    """Every line stands where the source says it does; an empty one is no place."""
    spans = Source("x.txt", text).lines
    lines = lines_of(text)
    assert len(lines) == len(spans)
    for line, span in zip(lines, spans, strict=True):
        assert line.text == text[span.start : span.end]
        assert not line.text or line == Paragraph(line.text, span)
