"""`--format html` on the command line."""

from pathlib import Path

from tests.cli.conftest import ROOT, Iki

LUMAJANG = ROOT / "source/iki-dinas-sosial-lumajang.txt"


def test_check_writes_a_page_of_what_is_selected(iki: Iki, tmp_path: Path) -> None:
    page = tmp_path / "periksa.html"
    assert iki("check", LUMAJANG, "--format", "html", "--select", "IKI203", "-o", page).code == 1
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert text.count('data-code="IKI203"') == 2
    assert text.count("data-code=") == 2


def test_a_page_goes_to_standard_output_too(iki: Iki) -> None:
    ran = iki("check", LUMAJANG, "--format", "html")
    assert ran.out.endswith("</html>\n")
    assert ran.err == ""


def test_a_template_has_a_page_of_its_findings(iki: Iki) -> None:
    ran = iki("template", "check", ROOT / "templates/iki.docx", "--format", "html")
    assert ran.code == 0
    assert "Nothing was found." in ran.out


def test_diff_writes_a_page_of_the_changes(iki: Iki, tmp_path: Path) -> None:
    edited, page = tmp_path / "baru.txt", tmp_path / "beda.html"
    text = LUMAJANG.read_text(encoding="utf-8")
    edited.write_text(text.replace("bantuan sosial;", "santunan;", 1), encoding="utf-8")
    assert iki("diff", LUMAJANG, edited, "--format", "html", "-o", page).code == 1
    assert page.read_text(encoding="utf-8").count("data-kind=") == 1
    assert iki("diff", LUMAJANG, LUMAJANG, "--format", "html", "-o", page).code == 0
