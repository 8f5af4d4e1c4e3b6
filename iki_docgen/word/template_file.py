"""The template file: read, and taken for a document that carries nothing from elsewhere."""

from pathlib import Path

from iki_docgen.errors import TemplateError
from iki_docgen.office.parts import main_part, relationships_of
from iki_docgen.office.xml import parse_xml, qn, serialize_xml
from iki_docgen.word.default import default_template
from iki_docgen.word.package import (
    CONTENT_TYPES,
    content_type,
    targets,
    with_content_type,
    without_relationship,
)

_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOCUMENT_TEMPLATE = _DOCUMENT.replace("document.main", "template.main")
_NOT_WORD = "open it in Word, save it as Word Document (.docx), and use that file"


def template_bytes(path: Path | str | None) -> bytes:
    """Return the template at `path`, or the one that comes with the program.

    Raises `TemplateError` if it cannot be read.
    """
    try:
        return default_template() if path is None else Path(path).read_bytes()
    except IsADirectoryError as error:
        raise TemplateError(f"{path} is a folder, not a Word file", hint=_NOT_WORD) from error
    except FileNotFoundError as error:
        hint = "check `templat` in iki.toml; without it the program's own template is used"
        raise TemplateError(f"there is no template {path}", hint=hint) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise TemplateError(f"the template {path} cannot be read: {reason}") from error


def document_members(members: dict[str, bytes], name: str) -> tuple[str, dict[str, bytes]]:
    """Return the name of the main part, and the members of what is a document without links.

    Raises `TemplateError` or `InputError` for what is no Word file.
    """
    main = main_part(members, name)
    return main, _without_remote_template(_as_document(members, main, name), main)


def _as_document(members: dict[str, bytes], main: str, name: str) -> dict[str, bytes]:
    """Return `members` as those of a document, which a Word template (.dotx) becomes."""
    kind = content_type(members, main) if CONTENT_TYPES in members else ""
    if kind == _DOCUMENT_TEMPLATE:
        return members | {CONTENT_TYPES: with_content_type(members, main, _DOCUMENT)}
    if kind != _DOCUMENT or parse_xml(members[main], name).tag != qn("w:document"):
        raise TemplateError(f"{name} is an office file, but not of Word", hint=_NOT_WORD)
    return members


def _without_remote_template(members: dict[str, bytes], main: str) -> dict[str, bytes]:
    """Return `members` without the link to a Word template, which Word would fetch from afar."""
    for settings in targets(members, main, "settings").values():
        links = relationships_of(settings)
        if settings in members and links in members and b"attachedTemplate" in members[links]:
            root = parse_xml(members[settings])
            for link in root.findall(qn("w:attachedTemplate")):
                root.remove(link)
            rest = without_relationship(members[links], "attachedTemplate")
            members = {**members, settings: serialize_xml(root), links: rest}
    return members
