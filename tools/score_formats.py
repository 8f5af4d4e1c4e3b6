"""Write docs/formats.md: how much of the Lumajang positions comes back from each format.

    python tools/score_formats.py

Makes the book of the sixteen positions as a Word file, converts it with the real programs, reads
each result, and counts the values that are the same.  A program that is not installed leaves its
line as it was.  A format is one line of `CONVERSIONS`.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from iki_docgen import codec
from iki_docgen.errors import IkiError
from iki_docgen.parse import parse
from iki_docgen.read import read
from iki_docgen.records import Document, Jabatan, item_texts

sys.path.insert(0, str(Path(__file__).parent))
from page_layouts import LAYOUTS, write

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/formats.md"
RECORDS = ROOT / "tests/cases/lumajang/records.json"
BOOK = "output/2026/buku-iki.docx"


def _office(kind: str) -> tuple[str, ...]:
    return ("soffice", "--headless", "--convert-to", kind, "--outdir", "{folder}", "{source}")


class Conversion(NamedTuple):
    """A format: its name, the file it comes in, how the file is made of `source`, and its losses.

    In a command `{source}`, `{target}` and `{folder}` are paths; `version` asks for the version.
    """

    name: str
    target: str
    source: str
    command: tuple[str, ...]
    version: tuple[str, ...]
    lost: str = ""


def _pandoc(name: str, target: str, to: str, lost: str = "") -> Conversion:
    command = ("pandoc", "-t", to, "{source}", "-o", "{target}")
    return Conversion(name, target, "book.docx", command, ("pandoc", "--version"), lost)


def _made(name: str, target: str, version: tuple[str, ...]) -> Conversion:
    """Return a format in which `make_book` has written the book."""
    return Conversion(name, target, target, ("true",), version)


_SOFFICE = ("soffice", "--version")
_IKI = (sys.executable, "-m", "iki_docgen", "--version")
_DOCX2TXT = "import docx2txt, sys; sys.stdout.write(docx2txt.process(sys.argv[1]))"
_NUMBERS = "list letters become numbers"
CONVERSIONS = (
    _made("Word, `.docx`", "book.docx", _IKI),
    _made("OpenDocument, `.odt`", "book.odt", _SOFFICE),
    _made("old Word, `.doc`", "book.doc", _SOFFICE),
    _made("PDF", "book.pdf", _SOFFICE),
    *(
        _made(f"PDF, {layout.name}", f"{layout.file}.pdf", _SOFFICE)._replace(lost=layout.lost)
        for layout in LAYOUTS
    ),
    Conversion(
        "text, LibreOffice",
        "book.txt",
        "book.docx",
        _office("txt:Text (encoded):UTF8"),
        _SOFFICE,
        "rows: found again from the headings",
    ),
    _pandoc("text, pandoc `plain`", "plain.txt", "plain"),
    _pandoc("text, pandoc `markdown`", "markdown.txt", "markdown"),
    _pandoc(
        "text, pandoc `markdown`, grid tables",
        "grid.txt",
        "markdown-pipe_tables-multiline_tables-simple_tables",
    ),
    _pandoc(
        "text, pandoc `markdown`, pipe tables",
        "pipe.txt",
        "markdown-grid_tables-multiline_tables-simple_tables",
    ),
    _pandoc(
        "text, pandoc `gfm`",
        "gfm.txt",
        "gfm",
        _NUMBERS,
    ),
    _pandoc("text, pandoc `rst`", "rst.txt", "rst"),
    Conversion(
        "text, antiword",
        "antiword.txt",
        "book.doc",
        ("antiword", "-m", "UTF-8.txt", "{source}"),
        (),
        "numbers and letters of lists; rows: found again from where the lines are full",
    ),
    Conversion(
        "text, docx2txt (Debian)",
        "docx2txt.txt",
        "book.docx",
        ("/usr/bin/docx2txt", "{source}", "{target}"),
        (),
        "numbers and letters of lists; rows: found again from the headings",
    ),
    Conversion(
        "text, docx2txt (PyPI)",
        "pypi.txt",
        "book.docx",
        (sys.executable, "-c", _DOCX2TXT, "{source}"),
        (sys.executable, "-c", "from importlib.metadata import version as v; print(v('docx2txt'))"),
        "numbers and letters of lists; rows: found again from the headings",
    ),
    Conversion(
        "text, `pdftotext -layout`",
        "layout.txt",
        "book.pdf",
        ("pdftotext", "-layout", "{source}", "{target}"),
        ("pdftotext", "-v"),
        "rows: found again from where the lines are full",
    ),
    Conversion(
        "text, `pdftotext`",
        "raw.txt",
        "book.pdf",
        ("pdftotext", "{source}", "{target}"),
        ("pdftotext", "-v"),
        "a merged Sasaran leaves no empty cell, so its rows are short; labels are torn apart",
    ),
)


def values(jabatan: Jabatan) -> Iterator[tuple[str, str]]:
    """Yield each value of a position with its place in it."""
    yield "jabatan", jabatan.jabatan
    for name, items in (("tugas", jabatan.tugas), ("fungsi", jabatan.fungsi)):
        for number, text in enumerate(item_texts(items)):
            yield f"{name} {number}", text
    for group, sasaran in enumerate(jabatan.sasaran):
        for number, text in enumerate(sasaran.sasaran):
            yield f"sasaran {group} {number}", text
        for number, row in enumerate(sasaran.indikator):
            yield f"indikator {group} {number}", row.indikator
            yield f"penjelasan {group} {number}", row.penjelasan
            yield f"sumber data {group} {number}", row.sumber_data


def score(found: Document, wanted: Document) -> tuple[int, int]:
    """Return how many values of `wanted` stand at their place in `found`, and how many it has."""
    same = total = 0
    for number, jabatan in enumerate(wanted.jabatan):
        there = dict(values(found.jabatan[number])) if number < len(found.jabatan) else {}
        for place, value in values(jabatan):
            total += 1
            same += there.get(place) == value
    return same, total


def make_book(folder: Path) -> None:
    """Write the Lumajang positions as a Word file, and that as .odt, .doc and .pdf.

    Other layouts than ours are made into PDFs too.
    """
    project = folder / "project"
    for name in ("source", "templates"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "iki.toml", project)
    build = (sys.executable, "-m", "iki_docgen", "build")
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    subprocess.run(build, cwd=project, check=True, capture_output=True, env=environment)  # noqa: S603 - ours
    shutil.copy(project / BOOK, folder / "book.docx")
    if shutil.which("soffice"):
        for kind in ("odt", "doc", "pdf"):
            _run(_office(kind), folder, folder / "book.docx", folder / "-")
        pages = [folder / f"{layout.file}.docx" for layout in LAYOUTS]
        for layout, path in zip(LAYOUTS, pages, strict=True):
            write(layout, path)
        _run((*_office("pdf")[:-1], *map(str, pages)), folder, pages[0], folder / "-")


def convert(conversion: Conversion, folder: Path) -> Path | None:
    """Return the file that a program made of the book, None where the program is missing."""
    source, target = folder / conversion.source, folder / conversion.target
    if not source.is_file() or shutil.which(conversion.command[0]) is None:
        return None
    if _DOCX2TXT in conversion.command and find_spec("docx2txt") is None:
        return None
    output = _run(conversion.command, folder, source, target)
    if not target.is_file():
        target.write_bytes(output)
    return target


def _run(command: tuple[str, ...], folder: Path, source: Path, target: Path) -> bytes:
    filled = [part.format(source=source, target=target, folder=folder) for part in command]
    if filled[0] == "soffice":
        filled.insert(1, f"-env:UserInstallation={(folder / 'profile').as_uri()}")
    return subprocess.run(filled, check=True, capture_output=True, timeout=180).stdout  # noqa: S603 - a list of ours


def _version(conversion: Conversion) -> str:
    if not conversion.version:
        return Path(conversion.command[0]).name
    done = subprocess.run(conversion.version, capture_output=True, check=False, timeout=60)  # noqa: S603 - a list of ours
    lines = (done.stdout or done.stderr).decode(errors="replace").split("\n")
    return " ".join(lines[0].split()[:3])


def line_of(conversion: Conversion, folder: Path, wanted: Document) -> str | None:
    """Return the line of the table for one format, None where its program is missing."""
    path = convert(conversion, folder)
    if path is None:
        return None
    try:
        same, total = score(parse(read(path))[0], wanted)
    except IkiError as error:
        return f"| {conversion.name} | {_version(conversion)} | - | {error} |"
    share = f"{100 * same / total:.1f} % ({same} of {total})"
    return f"| {conversion.name} | {_version(conversion)} | {share} | {conversion.lost or '-'} |"


def main() -> None:
    """Write the table into the page, between its marks."""
    wanted = codec.loads(RECORDS.read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split("<!-- scores -->\n")
    table, foot = rest.split("<!-- end of scores -->\n")
    old = {line.split(" | ")[0]: line for line in table.splitlines()}
    lines = [
        "| format | program | values that come back | what is lost, and why |",
        "|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_book(folder)
        for conversion in CONVERSIONS:
            line = line_of(conversion, folder, wanted) or old.get(f"| {conversion.name}")
            if line:
                lines.append(line)
                print(line)
    marked = "<!-- scores -->\n" + "\n".join(lines) + "\n<!-- end of scores -->\n"
    PAGE.write_text(head + marked + foot, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
