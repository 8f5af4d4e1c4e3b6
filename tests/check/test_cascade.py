"""Superiors and Sasaran from level to level."""

import pytest

from iki_docgen.diagnostics import Code
from tests.check.builders import found, post

HEAD = post("Kepala Dinas Perhubungan", tugas=["tugas lain yang diberikan oleh Bupati"])
PART = post("Bidang Lalu Lintas", fungsi=["fungsi lain yang diberikan oleh Kepala Dinas"])
OTHER = post("Bidang Angkutan", fungsi=["fungsi lain yang diberikan oleh Kepala Dinas"])
BY_PART = "melaksanakan tugas lain yang diberikan oleh Kepala Bidang Lalu Lintas"
ADVICE = "memberikan saran dan pertimbangan kepada {} sesuai dengan tugasnya"


def _named(*posts: object) -> list[str]:
    return [one.message.split("`")[1] for one in found(Code.WRONG_SUPERIOR, *posts)]


def test_the_other_list_names_somebody_higher() -> None:
    seksi = post(
        "Seksi Rambu",
        tugas=[ADVICE.format("Kepala Bidang Lalu Lintas"), BY_PART],
        fungsi=[
            ADVICE.format("Kepala Dinas"),
            "pelaksanaan fungsi lain yang diberikan oleh Kepala Dinas Perhubungan.",
        ],
    )
    assert _named(HEAD, PART, seksi) == ["Kepala Dinas", "Kepala Dinas Perhubungan"]


def test_the_head_of_another_part_is_not_ones_superior() -> None:
    seksi = post("Seksi Rambu", tugas=[BY_PART], fungsi=[ADVICE.format("Kepala Bidang Angkutan")])
    assert _named(HEAD, PART, OTHER, seksi) == ["Kepala Bidang Angkutan"]


def test_a_part_of_a_bidang_answers_to_its_head_even_where_both_lists_say_otherwise() -> None:
    seksi = post("Kepala Seksi Rambu", tugas=["tugas lain yang diberikan oleh Kepala Dinas"])
    assert _named(HEAD, PART, seksi) == ["Kepala Dinas"]
    assert _named(HEAD, seksi) == []


def test_nobody_answers_to_somebody_of_the_own_level() -> None:
    seksi = post("Seksi Rambu", tugas=[BY_PART], fungsi=[ADVICE.format("Kepala Seksi")])
    assert _named(HEAD, PART, seksi) == ["Kepala Seksi"]


def test_who_is_named_last_does_not_hide_a_wrong_one_before() -> None:
    bagian = post(
        "Sub Bagian Keuangan",
        tugas=[ADVICE.format("Kepala Dinas"), "tugas lain yang diberikan oleh Sekretaris"],
    )
    assert _named(HEAD, post("Sekretariat"), bagian) == ["Kepala Dinas"]


def test_a_sekretaris_does_not_lead_a_seksi_of_a_bidang() -> None:
    seksi = post("Seksi Rambu", tugas=[ADVICE.format("Sekretaris"), BY_PART])
    assert _named(HEAD, PART, seksi) == ["Sekretaris"]


def test_nobody_answers_to_somebody_lower() -> None:
    bidang = post(
        "Bidang Angkutan",
        tugas=[ADVICE.format("Kepala Seksi Rambu"), "tugas lain yang diberikan oleh Kepala Dinas"],
    )
    assert _named(HEAD, bidang) == ["Kepala Seksi Rambu"]


def test_a_sub_bagian_that_names_its_sekretaris_does_not_answer_to_the_head() -> None:
    bagian = post(
        "Sub Bagian Keuangan",
        tugas=[ADVICE.format("Sekretaris"), "tugas lain yang diberikan oleh Kepala Dinas"],
    )
    assert _named(HEAD, post("Sekretariat"), bagian) == ["Kepala Dinas"]


@pytest.mark.parametrize(
    "posts",
    [
        [HEAD],  # the Bupati is outside the document
        [HEAD, PART],
        [HEAD, PART, post("Seksi Rambu", tugas=[ADVICE.format("Kepala Bidang"), BY_PART])],
        [HEAD, PART, post("Seksi Rambu", tugas=[ADVICE.format("Kabid Lalu Lintas"), BY_PART])],
        [HEAD, PART, post("Seksi Rambu", tugas=[ADVICE.format("atasan"), BY_PART])],
        [HEAD, PART, post("Seksi Rambu", tugas=[ADVICE.format("pimpinan"), BY_PART])],
        [
            HEAD,
            PART,
            post(
                "Seksi Rambu",
                tugas=[ADVICE.format("Kepala Dinas melalui Kepala Bidang Lalu Lintas"), BY_PART],
            ),
        ],
        [
            HEAD,
            PART,
            post(
                "Seksi Rambu",
                tugas=["melaksanakan koordinasi dengan Kepala Dinas dan Camat", BY_PART],
                fungsi=["pengawasan atas kebijakan yang ditetapkan oleh Kepala Dinas"],
            ),
        ],
        [
            HEAD,
            post("Sekretariat", tugas=["tugas lain yang diberikan oleh Kepala Dinas Perhubungan"]),
            post(
                "Sub Bagian Keuangan",
                tugas=[ADVICE.format("Sekretaris"), "tugas lain yang diberikan oleh Sekretaris"],
            ),
        ],
        [
            post("Camat Dau"),
            post("Sekretaris Kecamatan Dau", tugas=["tugas lain yang diberikan oleh Camat"]),
            post("Kepala Seksi Trantib", tugas=["tugas lain yang diberikan oleh Camat Dau"]),
            post("Lurah Tlogomas", tugas=[ADVICE.format("Camat")]),
            post("Seksi Pelayanan", tugas=["tugas lain yang diberikan oleh Lurah"]),
        ],
        [  # a small Kecamatan
            post("Camat Dau"),
            post("Sekretaris Kecamatan Dau"),
            post("Sub Bagian Umum", tugas=[ADVICE.format("Camat"), "lain yang diberikan Camat"]),
        ],
        [
            post("Inspektur Daerah"),
            post("Inspektur Pembantu I", tugas=["tugas lain yang diberikan oleh Inspektur"]),
            post("Auditor Madya", tugas=["tugas lain yang diberikan oleh Inspektur Pembantu I"]),
        ],
        [
            post("Kepala Dinas Kesehatan"),
            post("Kepala UPT Puskesmas A", tugas=["tugas lain yang diberikan oleh Kepala Dinas"]),
            post("Sub Bagian Tata Usaha", tugas=["tugas lain yang diberikan Kepala Puskesmas"]),
            post("Kepala Puskesmas Pembantu X", tugas=[ADVICE.format("Kepala Puskesmas")]),
            post("Perawat", tugas=[ADVICE.format("Kepala Puskesmas")]),
        ],
        [
            post("Kepala Bagian Umum", tugas=["tugas yang diberikan oleh Asisten Administrasi"]),
            post("Sub Bagian Rumah Tangga", tugas=[ADVICE.format("Sekretaris Daerah")]),
        ],
    ],
)
def test_a_right_superior_is_left_alone(posts: list) -> None:
    assert _named(*posts) == []


def test_all_sasaran_of_the_superior_are_one_note() -> None:
    (finding,) = found(
        Code.SASARAN_NOT_CASCADED,
        post("Camat Dau", sasaran=["1) Meningkatnya pelayanan publik", "Tertibnya administrasi"]),
        post(
            "Sekretaris Camat", sasaran=["Meningkatnya Pelayanan  Publik", "Tertibnya administrasi"]
        ),
    )
    assert finding.jabatan == "Sekretaris Camat"
    assert finding.message.startswith("every Sasaran")


def test_a_sasaran_from_further_up_leaves_out_a_level() -> None:
    (finding,) = found(
        Code.SASARAN_NOT_CASCADED,
        post("Kepala Dinas Kesehatan", sasaran=["Menurunnya stunting", "Menurunnya AKI"]),
        post("Bidang Gizi", sasaran=["Meningkatnya status gizi balita"]),
        post("Seksi Gizi Ibu", sasaran=["Menurunnya AKI", "Terlayaninya ibu hamil KEK"]),
    )
    assert finding.message == (
        "the Sasaran `Menurunnya AKI` is not among those of the superior `Bidang Gizi`, but is"
        " that of `Kepala Dinas Kesehatan`"
    )


@pytest.mark.parametrize(
    "posts",
    [
        [
            post("Camat Dau", sasaran=["Meningkatnya pelayanan publik"]),
            post("Seksi A", sasaran=["Terlaksananya pelayanan adminduk"]),
        ],
        [  # one shared, one of its own
            post("Camat Dau", sasaran=["Meningkatnya pelayanan publik"]),
            post("Seksi A", sasaran=["Meningkatnya pelayanan publik", "Tertibnya arsip"]),
        ],
        [  # sisters
            post("Camat Dau", sasaran=["Meningkatnya pelayanan publik"]),
            post("Seksi A", sasaran=["Tertibnya administrasi seksi"]),
            post("Seksi B", sasaran=["Tertibnya administrasi seksi"]),
        ],
        [  # a superior without Sasaran hands nothing down
            post("Kepala Dinas", sasaran=["Menurunnya stunting"]),
            post("Bidang Gizi"),
            post("Seksi Gizi Ibu", sasaran=["Menurunnya stunting"]),
        ],
        [post("Camat Dau", sasaran=["Meningkatnya pelayanan publik"]), post("Seksi A")],
        [post("Camat Dau", sasaran=[""]), post("Seksi A", sasaran=[""])],
    ],
)
def test_own_sasaran_are_cascaded(posts: list) -> None:
    assert not found(Code.SASARAN_NOT_CASCADED, *posts)


def test_a_superior_whom_the_text_leaves_out_is_not_called_wrong() -> None:
    by = "melaksanakan tugas lain yang diberikan oleh Kepala Bidang Angkutan"
    assert _named(HEAD, post("Kepala Seksi Terminal", tugas=[by])) == []
