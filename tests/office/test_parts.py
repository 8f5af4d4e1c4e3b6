import pytest

from iki_docgen.errors import InputError
from iki_docgen.office.parts import main_part, related_parts
from iki_docgen.office.xml import RELATIONSHIPS


def relationships(*entries: tuple[str, str]) -> bytes:
    inner = "".join(f'<Relationship Type="x{kind}" Target="{to}"/>' for kind, to in entries)
    return f'<Relationships xmlns="{RELATIONSHIPS}">{inner}</Relationships>'.encode()


def test_the_main_part_is_found_by_its_relationship() -> None:
    members = {
        "_rels/.rels": relationships(("/officeDocument", "/word/document2.xml")),
        "word/document2.xml": b"<a/>",
    }
    assert main_part(members, "a.docx") == "word/document2.xml"


def test_a_workbook_is_no_word_document() -> None:
    members = {
        "_rels/.rels": relationships(("/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": b"<a/>",
    }
    with pytest.raises(InputError, match=r"a\.docx is not a Word document"):
        main_part(members, "a.docx")


def test_related_parts_that_are_missing_are_left_out() -> None:
    members = {
        "word/_rels/document.xml.rels": relationships(("/header", "h.xml"), ("/header", "no.xml")),
        "word/h.xml": b"<a/>",
    }
    assert list(related_parts(members, "word/document.xml", "/header", "a")) == ["word/h.xml"]
