"""Small documents for the rules about wording, and what the rules find in them."""

from iki_docgen.check import Preferences, check
from iki_docgen.diagnostics import Diagnostic
from iki_docgen.mending import mend, without_overlap
from iki_docgen.parse import parse
from iki_docgen.read import read_bytes
from iki_docgen.source import Source

NO_PREFERENCES = Preferences()

_TABLE = "Sasaran\tIndikator Kinerja\tPenjelasan\tSumber Data\n"


def document_text(  # noqa: PLR0913 - each is a part of the document
    *,
    jabatan: str = "Camat Kepanjen",
    tugas: tuple[str, ...] = ("memimpin kecamatan",),
    fungsi: tuple[str, ...] = ("penyelenggaraan pemerintahan",),
    sasaran: str = "Meningkatnya pelayanan",
    indikator: tuple[str, ...] = ("Jumlah warga yang dilayani",),
    penjelasan: str = "Jumlah orang setahun",
    sumber_data: str = "Kecamatan",
) -> str:
    """Return the text of one position with these parts."""
    rows = "".join(
        f"{'' if number else sasaran}\t{text}\t{penjelasan}\t{sumber_data}\n"
        for number, text in enumerate(indikator)
    )
    return (
        f"1. JABATAN : {jabatan}\n2. TUGAS : {_list(tugas)}3. FUNGSI : {_list(fungsi)}"
        f"{_TABLE}{rows}"
    )


def _list(items: tuple[str, ...]) -> str:
    ends = [";"] * (len(items) - 1) + ["."]
    lines = [
        f"{chr(97 + n)}. {item}{end}\n"
        for n, (item, end) in enumerate(zip(items, ends, strict=True))
    ]
    return "".join(lines)


def findings_in(
    text: str, preferences: Preferences = NO_PREFERENCES
) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Return the source of `text` and what the rules about wording find in it."""
    reading = read_bytes(text.encode(), "teks.txt")
    document, _ = parse(reading)
    found = check(document, reading.source, preferences)
    return reading.source, tuple(one for one in found if one.code.id.startswith("IKI3"))


def found_in(text: str, preferences: Preferences = NO_PREFERENCES) -> list[tuple[str, str]]:
    """Return the code and the text at the place of each finding about wording."""
    source, found = findings_in(text, preferences)
    return [(one.code.id, source.slice(one.span)) for one in found]


def mended(text: str, preferences: Preferences = NO_PREFERENCES) -> str:
    """Return `text` with every certain correction made; of two in one place, the first."""
    _, found = findings_in(text, preferences)
    fixes = without_overlap((one.fix for one in found if one.fix), len(text))
    return mend(text, fixes).text
