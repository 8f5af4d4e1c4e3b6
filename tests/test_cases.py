"""The golden cases: a text, its records and its findings, all written by hand.

`pytest --update-golden` writes what the program gives; a person reads the difference.
"""

import re
from pathlib import Path

import pytest

from iki_docgen import codec
from iki_docgen.diagnostics import Code
from iki_docgen.pipeline.loading import Loaded, load_source
from iki_docgen.project import Project, find

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests/cases"
LUMAJANG = ROOT / "source/iki-dinas-sosial-lumajang.txt"
CASE_FOLDERS = sorted(folder for folder in CASES.iterdir() if folder.is_dir())


def _load(folder: Path) -> Loaded:
    """Return what a case gives; the Lumajang text is the repository's, with its settings."""
    if folder.name == "lumajang":
        return load_source(str(LUMAJANG), find(ROOT))
    settled = (folder / "iki.toml").is_file()
    return load_source(str(folder / "source.txt"), find(folder) if settled else Project(folder))


def _findings(loaded: Loaded) -> str:
    assert loaded.source is not None
    lines = [
        (loaded.source.position(found.span.start).line, found.code.id) for found in loaded.findings
    ]
    return "".join(f"{line} {code}\n" for line, code in sorted(lines))


@pytest.fixture
def golden(request: pytest.FixtureRequest):  # noqa: ANN201 - a function
    update = request.config.getoption("--update-golden")

    def compare(path: Path, text: str) -> None:
        if update:
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.read_text(encoding="utf-8") == text

    return compare


@pytest.mark.parametrize("folder", CASE_FOLDERS, ids=lambda folder: folder.name)
def test_a_case_gives_its_records(folder: Path, golden) -> None:  # noqa: ANN001
    golden(folder / "records.json", codec.dumps(_load(folder).document))


@pytest.mark.parametrize("folder", CASE_FOLDERS, ids=lambda folder: folder.name)
def test_a_case_gives_its_findings_no_more_and_no_fewer(folder: Path, golden) -> None:  # noqa: ANN001
    golden(folder / "findings.txt", _findings(_load(folder)))


def test_the_lumajang_text_has_what_a_reader_counts_in_it() -> None:
    document = _load(CASES / "lumajang").document
    rows = [row for jabatan in document.jabatan for row in jabatan.semua_indikator()]
    assert len(document.jabatan) == 16
    assert sum(len(jabatan.tugas) for jabatan in document.jabatan) == 132
    assert sum(len(jabatan.fungsi) for jabatan in document.jabatan) == 77
    assert len(rows) == 44


def test_the_lumajang_text_mended_by_hand_has_no_finding_of_layout_tables_or_wording() -> None:
    findings = (CASES / "lumajang-bersih/findings.txt").read_text(encoding="utf-8")
    assert not re.search(r" IKI[123]", findings)
    loaded = _load(CASES / "lumajang-bersih")
    rows = [row for jabatan in loaded.document.jabatan for row in jabatan.semua_indikator()]
    assert (len(loaded.document.jabatan), len(rows)) == (16, 44)


@pytest.mark.parametrize(
    "code",
    [
        code
        for code in Code
        if not code.id.startswith(("IKI6", "IKI7"))  # of Word: tests/word
        and code is not Code.FINDINGS_LEFT_OUT  # a text of a thousand lines: tests/parse
    ],
    ids=lambda code: code.id,
)
def test_every_code_has_a_case(code: Code) -> None:
    lists = [(folder / "findings.txt").read_text(encoding="utf-8") for folder in CASE_FOLDERS]
    assert any(f" {code.id}\n" in findings for findings in lists)


def test_the_wording_of_an_agency_decides_nothing() -> None:
    """Swap this agency's own words for others: the same lines must be read the same way."""
    text = LUMAJANG.read_text(encoding="utf-8")
    swaps = {
        "Meningkatnya": "Terwujudnya", "Dinas Sosial": "Badan Contoh", "PMKS": "XYZA",
        "PSKS": "QRST", "Jumlah": "Banyaknya", "jumlah": "banyaknya", "Prosentase": "Rasio",
        "kesejahteraan": "kemakmuran", "sosial": "umum", "Sosial": "Umum",
    }  # fmt: skip
    for old, new in swaps.items():
        text = text.replace(old, new)
    from iki_docgen.parse import parse  # noqa: PLC0415
    from iki_docgen.read import read_bytes  # noqa: PLC0415

    document, findings = parse(read_bytes(text.encode(), "swapped.txt"))
    expected = codec.loads((CASES / "lumajang/records.json").read_text(encoding="utf-8"))
    words = codec.dumps(expected)
    for old, new in swaps.items():
        words = words.replace(old, new)
    swapped = codec.loads(words)
    for ours, theirs in zip(document.jabatan, swapped.jabatan, strict=True):
        assert (ours.tugas, ours.fungsi, ours.sasaran) == (
            theirs.tugas,
            theirs.fungsi,
            theirs.sasaran,
        )
    assert len(findings) == 26
