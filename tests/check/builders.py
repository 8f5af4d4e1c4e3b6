"""Small documents for the tests of rules."""

from collections.abc import Sequence

from iki_docgen.check import check
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.parse.superior import with_superiors
from iki_docgen.records import VERSION, Document, Indikator, Jabatan, Sasaran


def row(indikator: str, penjelasan: str = "") -> Indikator:
    """Return an indicator with its Penjelasan."""
    return Indikator(indikator=indikator, penjelasan=penjelasan, sumber_data="Sekretariat")


def post(
    name: str,
    *,
    tugas: Sequence[str] = (),
    fungsi: Sequence[str] = (),
    sasaran: Sequence[str] = (),
    rows: Sequence[str | Indikator] = (),
) -> Jabatan:
    """Return a position whose rows belong to all of its `sasaran`."""
    indicators = tuple(row(one) if isinstance(one, str) else one for one in rows)
    group = Sasaran(sasaran=tuple(sasaran), indikator=indicators)
    return Jabatan(
        id="belum",
        jabatan=name,
        atasan=None,
        tugas=tuple(tugas),
        fungsi=tuple(fungsi),
        sasaran=(group,) if sasaran or rows else (),
    )


def agency(*posts: Jabatan) -> Document:
    """Return the document of `posts`, numbered, each with its superior."""
    numbered = [
        Jabatan(
            id=f"p{number}",
            jabatan=one.jabatan,
            atasan=None,
            tugas=one.tugas,
            fungsi=one.fungsi,
            sasaran=one.sasaran,
        )
        for number, one in enumerate(posts)
    ]
    return Document(versi=VERSION, instansi="", tahun=None, jabatan=with_superiors(numbered))


def found(code: Code, *posts: Jabatan) -> list[Diagnostic]:
    """Return the findings of `code` in the agency of `posts`."""
    return [one for one in check(agency(*posts)) if one.code is code]
