"""Records -> our Word file -> read as a source: the same records."""

from functools import cache

from hypothesis import given, settings

from iki_docgen.parse import parse
from iki_docgen.project import Instansi, Settings
from iki_docgen.read import read_bytes
from iki_docgen.records import Document, Jabatan
from iki_docgen.word.book import render_book
from iki_docgen.word.render import render_position
from iki_docgen.word.template import Template, compile_template
from tests.texts import readable_documents

SETTINGS = Settings(instansi=Instansi(nama="Dinas Sosial", daerah="Kabupaten Lumajang"))


@cache
def template() -> Template:
    return compile_template()


def values(jabatan: Jabatan) -> tuple[object, ...]:
    return jabatan.jabatan, jabatan.tugas, jabatan.fungsi, jabatan.sasaran


@given(readable_documents)
@settings(max_examples=500, deadline=None)
def test_records_written_to_word_and_read_again_are_the_same(document: Document) -> None:
    book, _ = parse(read_bytes(render_book(template(), document, SETTINGS), "buku-iki.docx"))
    assert [values(one) for one in book.jabatan] == [values(one) for one in document.jabatan]
    first = document.jabatan[0]
    data = render_position(template(), document, first, SETTINGS)
    alone, _ = parse(read_bytes(data, f"{first.id}.docx"))
    assert [values(one) for one in alone.jabatan] == [values(first)]
