"""`iki init`: a folder ready to work in."""

from datetime import date
from importlib import resources
from pathlib import Path

from iki_docgen.files import make_folder, write_atomically
from iki_docgen.project import SETTINGS_NAME
from iki_docgen.results import Started

SAMPLE_NAME = "source/contoh.txt"
TEMPLATE_NAME = "templates/iki.docx"


def init(folder: Path) -> list[Started]:
    """Put settings, a sample text and the template into `folder`; nothing there is replaced.

    Raises `OutputError` if the folder cannot be written.
    """
    from iki_docgen.word.default import default_template  # noqa: PLC0415 - heavy

    starter = resources.files("iki_docgen.pipeline").joinpath("starter")
    year = str(date.today().year).encode()  # noqa: DTZ011 - the user's own year
    files = {
        SETTINGS_NAME: starter.joinpath("iki.toml").read_bytes().replace(b"@TAHUN@", year),
        SAMPLE_NAME: starter.joinpath("contoh.txt").read_bytes(),
        TEMPLATE_NAME: default_template(),
    }
    started = []
    for name, data in files.items():
        path = folder / name
        make_folder(path.parent)
        kept = path.exists()
        if not kept:
            write_atomically(path, data)
        started.append(Started(path, kept))
    make_folder(folder / "output")
    return started
