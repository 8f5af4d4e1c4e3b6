import io
import struct
import zipfile
import zlib

import docx
import pytest

from iki_docgen.errors import InputError
from iki_docgen.office.package import (
    CONTENT_TYPES,
    Packed,
    open_package,
    pack,
    same_content,
    write_package,
)

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def word_file() -> bytes:
    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()


def refusal(data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        open_package(data, "laporan.docx")
    assert "laporan.docx" in caught.value.message
    assert caught.value.hint
    return caught.value


def with_bytes(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new)


def test_a_word_file_opens_with_its_members_in_order() -> None:
    data = word_file()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert list(open_package(data, "a.docx").items()) == [
            (name, archive.read(name)) for name in archive.namelist()
        ]


def test_what_is_written_opens_with_the_same_members() -> None:
    members = open_package(word_file(), "a.docx")
    assert open_package(write_package(members), "b.docx") == members
    docx.Document(io.BytesIO(write_package(members)))


def test_written_files_pass_the_checks_of_zipfile() -> None:
    data = write_package({"b/ä.xml": b"<a/>", "[Content_Types].xml": b"<Types/>", "c": b""})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["[Content_Types].xml", "b/ä.xml", "c"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {0}


def test_packed_members_are_written_like_plain_ones() -> None:
    assert write_package({"a": pack(b"text")}) == write_package({"a": b"text"})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\0" * 2000, "is empty"),
        (b"%PDF-1.7 ...", "is a PDF file"),
        (b"{\\rtf1 text}", "is an RTF file"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b"Sasaran\tIndikator\n", "is not a Word document"),
        (OLE + "WordDocument".encode("utf-16-le"), "old kind (.doc)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE + "Workbook".encode("utf-16-le"), "not a Word document"),
    ],
)
def test_a_file_of_another_kind_is_named(data: bytes, words: str) -> None:
    assert words in refusal(data).message


def test_files_that_differ_in_packing_only_have_the_same_content() -> None:
    members = {CONTENT_TYPES: b"<a/>", "a.xml": b"<a/>" * 99}
    stream = zlib.compressobj(0, zlib.DEFLATED, -zlib.MAX_WBITS)
    loose = stream.compress(members["a.xml"]) + stream.flush()
    packed = Packed(loose, len(members["a.xml"]), zlib.crc32(members["a.xml"]))
    data = write_package(members)
    other = write_package(members | {"a.xml": packed})
    assert other != data
    assert same_content(data, other)
    assert same_content(b"", b"")
    assert not same_content(data, write_package(members | {"a.xml": b"<b/>"}))
    assert not same_content(data, data[:-9])


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_refused(part: float) -> None:
    data = word_file()
    error = refusal(data[: int(len(data) * part)])
    assert "cut off" in error.message


def test_a_flipped_bit_in_a_member_is_damage() -> None:
    data = bytearray(zipped({"a.xml": b"<a>text</a>"}, zipfile.ZIP_STORED))
    data[data.index(b"text")] ^= 1
    assert "damaged" in refusal(bytes(data)).message


def test_every_single_flipped_byte_is_read_or_refused() -> None:
    good = zipped({"a.xml": b"<a>text</a>", "b/c.bin": b"12"})
    for number in range(len(good)):
        data = bytearray(good)
        data[number] ^= 0xFF
        try:
            open_package(bytes(data), "a.docx")
        except InputError as error:
            assert error.hint  # noqa: PT017 - a change of a date, say, is no damage


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("../a.xml", "points outside"),
        ("word/../../a.xml", "points outside"),
        ("/etc/passwd", "points outside"),
        ("C:/a.xml", "points outside"),
        ("word\\document.xml", "backslash"),
        ("a\nb.xml", "impossible name"),
    ],
)
def test_a_member_name_that_leads_elsewhere_is_refused(member: str, words: str) -> None:
    assert words in refusal(zipped({member: b"<a/>"})).message


def test_names_that_differ_by_capitals_only_are_duplicates() -> None:
    data = zipped({"word/a.xml": b"<a/>", "word/A.xml": b"<a/>"})
    assert "two parts with the name" in refusal(data).message


def test_a_bomb_is_refused_by_its_ratio() -> None:
    assert "unpacks to" in refusal(zipped({"a.xml": bytes(8 << 20)})).message


def test_many_members_that_are_large_together_are_refused() -> None:
    noisy = (bytes(range(256)) * 8 + bytes(60_000)) * 16  # about 1 MB, 20:1
    data = zipped({f"{number}.bin": noisy for number in range(52)})
    assert "would grow" in refusal(data).message


def test_more_members_than_a_document_has_are_refused() -> None:
    data = zipped({f"{number}": b"" for number in range(2001)})
    assert "far more parts" in refusal(data).message


def test_a_member_that_is_longer_than_it_says_is_damage() -> None:
    data = zipped({"a.xml": b"<a>" + b"b" * 50 + b"</a>"}, zipfile.ZIP_STORED)
    lying = with_bytes(data, struct.pack("<L", 57), struct.pack("<L", 5))
    assert "damaged" in refusal(lying).message


def test_an_encrypted_member_asks_for_the_password_to_be_removed() -> None:
    data = bytearray(zipped({"a.xml": b"<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in refusal(bytes(data)).message


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(method: int) -> None:
    assert "packed in a way" in refusal(zipped({"a.xml": b"<a/>"}, method)).message


@pytest.mark.parametrize(
    "members",
    [
        {"word/vbaProject.bin": b"x"},
        {"word/VBAPROJECT.BIN": b"x"},
        {"[Content_Types].xml": b'<Types a="application/vnd.ms-word.document.macroEnabled"/>'},
        {"[Content_Types].xml": '<Types a="x.macroEnabled"/>'.encode("utf-16")},
    ],
)
def test_macros_are_refused(members: dict[str, bytes]) -> None:
    assert "macros" in refusal(zipped(members)).message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("member", ["word/document.xml", "_rels/.rels", "odd.bin"])
def test_a_document_type_is_refused_in_every_encoding(encoding: str, member: str) -> None:
    data = zipped({member: DOCTYPE.encode(encoding)})
    assert "document type" in refusal(data).message


def test_xml_in_an_encoding_that_hides_its_text_is_refused() -> None:
    data = zipped({"a.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/>'})
    assert "written in `UTF-7`" in refusal(data).message


def test_a_drawing_may_declare_its_document_type() -> None:
    assert open_package(zipped({"word/media/logo.svg": DOCTYPE.encode()}), "a.docx")


def test_folders_of_the_zip_file_are_left_out() -> None:
    assert open_package(zipped({"word/": b"", "word/a.xml": b"<a/>"}), "a") == {
        "word/a.xml": b"<a/>"
    }
