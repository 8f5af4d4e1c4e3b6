"""Which member of a Word file is what, by its relationships and not by its name."""

from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath

from iki_docgen.errors import InputError
from iki_docgen.office.xml import RELATIONSHIPS, parse_xml

RELATIONSHIP = f"{{{RELATIONSHIPS}}}Relationship"
_MAIN = "/officeDocument"


def main_part(members: Mapping[str, bytes], name: str) -> str:
    """Return the member that holds the text; `name` is what people know the file by.

    Raises `InputError` for a file that has none, such as a workbook or an ODF document.
    """
    for part in related_parts(members, "", _MAIN, name):
        if "word" in part or b"wordprocessingml" in members[part][:4000]:
            return part
    message = f"{name} is not a Word document (.docx), though it is packed like one"
    hint = "open it in the program it was made with, and save it as Word Document (.docx)"
    raise InputError(message, hint=hint)


def related_parts(members: Mapping[str, bytes], part: str, kind: str, name: str) -> Iterator[str]:
    """Yield the members that `part` (the package itself when empty) points to as `kind`.

    `kind` is the end of the relationship's type, such as `/header`.
    """
    relationships = relationships_of(part)
    if relationships not in members:
        return
    for entry in parse_xml(members[relationships], name).iter(RELATIONSHIP):
        if entry.get("TargetMode") == "External" or not entry.get("Type", "").endswith(kind):
            continue
        if (target := resolved(part, entry.get("Target", ""))) in members:
            yield target


def relationships_of(part: str) -> str:
    """Return the name of the member that holds the relationships of `part` ("" is the package)."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def resolved(part: str, target: str) -> str:
    """Return the member that `target`, written in the relationships of `part`, stands for."""
    return normpath(join("/", dirname(part), target)).lstrip("/")
