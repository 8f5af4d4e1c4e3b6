"""Rules about indicators (4xx)."""

import re
from collections.abc import Iterator

from iki_docgen.check.rule import Examined, rule
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.source import marker_of, span_of

_DIGITS = re.compile(r"\d+")


@rule(Code.MISSING_SUMBER_DATA)
def missing_sumber_data(examined: Examined) -> Iterator[Diagnostic]:
    """Find indicators that do not say where their data come from.

    Without a source nobody can measure the indicator again next year, or check the figure.

    Bad:  Jumlah TMP yang dipelihara | | (empty)
    Good: Jumlah TMP yang dipelihara | | Laporan pemeliharaan TMP
    """
    for jabatan in examined.document.jabatan:
        for indikator in jabatan.semua_indikator():
            if not indikator.sumber_data:
                yield Code.MISSING_SUMBER_DATA.at(
                    span_of(indikator.indikator),
                    about=jabatan.jabatan,
                    indikator=indikator.indikator or "(empty)",
                )


@rule(Code.EMPTY_PENJELASAN)
def empty_penjelasan(examined: Examined) -> Iterator[Diagnostic]:
    """Count, for each position, the indicators whose Penjelasan is still to be written.

    A Penjelasan says what is counted, the formula, what its parts mean, the unit and the period.

    Bad:  Jumlah Tagana terlatih | (empty) | Dinas Sosial
    Good: Jumlah Tagana terlatih | Jumlah anggota Tagana yang lulus pelatihan dalam satu tahun,
          dalam orang | Dinas Sosial
    """
    for jabatan in examined.document.jabatan:
        rows = list(jabatan.semua_indikator())
        empty = sum(not row.penjelasan for row in rows)
        if empty:
            yield Code.EMPTY_PENJELASAN.at(
                span_of(jabatan.jabatan), about=jabatan.jabatan, empty=empty, total=len(rows)
            )


@rule(Code.RUNNING_NUMBER)
def running_number(examined: Examined) -> Iterator[Diagnostic]:
    """Find indicators whose numbers go on from the position before.

    Each position is a page of its own, so its indicators are numbered from 1.

    Bad:  the first indicator of a position is `3. % Peningkatan Penanganan PMKS`
    Good: the first indicator of a position is `1. % Peningkatan Penanganan PMKS`
    """
    for jabatan in examined.document.jabatan:
        numbered = [
            (indikator.indikator, int(digits[0]))
            for indikator in jabatan.semua_indikator()
            if (digits := _DIGITS.search(marker_of(indikator.indikator)))
        ]
        offset = numbered[0][1] - 1 if numbered else 0
        for text, number in numbered:
            if offset > 0 and number > offset:
                found = marker_of(text)
                yield Code.RUNNING_NUMBER.at(
                    span_of(text),
                    about=jabatan.jabatan,
                    found=found,
                    expected=found.replace(str(number), str(number - offset), 1),
                )
