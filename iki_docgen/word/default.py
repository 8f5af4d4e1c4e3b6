"""The template that comes with the program."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

DEFAULT_NAME = "iki.docx"


def default_template() -> bytes:
    """Return the Word file that lays out documents where an agency has none of its own."""
    return _default().read_bytes()


def default_path() -> Path:
    """Return where that file stands; in a package that is a zip file, nothing stands there."""
    return Path(str(_default()))


def _default() -> Traversable:
    """Return the file: part of the installed package, in a checkout in `templates/`."""
    inside = files("iki_docgen.word") / DEFAULT_NAME
    if inside.is_file():
        return inside
    return Path(__file__).parents[2] / "templates" / DEFAULT_NAME
