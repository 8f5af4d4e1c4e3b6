"""The template that comes with the program."""

from importlib.resources import files
from pathlib import Path

DEFAULT_NAME = "iki.docx"


def default_template() -> bytes:
    """Return the Word file that lays out documents where an agency has none of its own.

    It is part of the installed package; in a checkout it stands in `templates/`.
    """
    inside = files("iki_docgen.word") / DEFAULT_NAME
    if inside.is_file():
        return inside.read_bytes()
    return (Path(__file__).parents[2] / "templates" / DEFAULT_NAME).read_bytes()
