"""What holds for the findings of every document."""

from hypothesis import given

from iki_docgen.check import check
from iki_docgen.parse import parse
from iki_docgen.read.text import read_text
from iki_docgen.records import Document
from iki_docgen.source import NOWHERE, Source
from tests.texts import documents, texts


@given(documents)
def test_every_finding_is_about_a_position_of_the_document(document: Document) -> None:
    names = {position.jabatan for position in document.jabatan}
    for finding in check(document):
        assert finding.jabatan in names
        assert finding.span == NOWHERE


@given(texts())
def test_findings_of_a_text_have_their_place_in_it(text: str) -> None:
    source = Source("x.txt", text)
    document, _ = parse(read_text(source))
    for finding in check(document, source):
        assert finding.span == NOWHERE or finding.span.end <= len(text)
