"""What is said of agencies that are not built, because they stand below others."""

from collections.abc import Iterable, Sequence

from iki_docgen import shell
from iki_docgen.project import SETTINGS_NAME
from iki_docgen.results import Below

_MANY = 5
"""Folders that are named, and agencies of which is told what is below them."""


def below_note(found: Sequence[Below]) -> str:
    """Return that there are agencies below others that are not built, and how to build them."""
    lines = [line for one in found[:_MANY] for line in _note(one)]
    if more := len(found[_MANY:]):
        lines.append(f"note: {more} more {'have' if more > 1 else 'has'} such folders below")
    return "".join(f"{line}\n" for line in lines)


def _note(one: Below) -> Iterable[str]:
    top = "this folder" if str(one.top) == "." else str(one.top)
    verb = "has" if one.number == 1 else "have"
    yield (
        f"note: {one.folders} below {top} {verb} an {SETTINGS_NAME} too;"
        f" {'it is' if one.number == 1 else 'they are'} not built with it"
    )
    command = " ".join(("iki build", *(shell.word(path) for path in one.inner[:_MANY])))
    more = " ... (name all its folders)" if one.inner[_MANY:] else ""
    settings = shell.word(one.top / SETTINGS_NAME)
    yield f"  help: if {top} is no agency itself, delete {settings}; else: {command}{more}"
