"""What only docxtpl can print: pictures, sub-documents, and rich text with links.

Such a value changes other members of the file: a picture brings a part, a link a relationship, a
sub-document styles and lists.  So the file is opened by docxtpl's own python-docx, the values add
to it what they need while they are printed, and it is written again.  What the tags may do is
bounded all the same: the sandbox prints them, and shows no attribute of these objects.

A link is only an id, made by `DocxTemplate.build_url_id`, and a sub-document has left its styles
in the `DocxTemplate` that made it; the file of that one is then filled in.  It stays as it is, so
that it serves many documents.
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from iki_docgen.errors import TemplateError
from iki_docgen.office.package import open_package, write_package
from iki_docgen.office.parts import RELATIONSHIP, relationships_of
from iki_docgen.office.xml import parse_xml, qn

_LINK = re.compile(r'<w:hyperlink r:id="([^"]*)"')
_PLAIN = frozenset({str, int, float, bool, type(None), bytes})
_LIBRARIES = frozenset({"docxtpl", "docx", "docxcompose", "jinja2", "lxml"})
_MADE_WITH = (
    "make it with a `DocxTemplate` of this template, and give that one to `render` as `made_with`"
)


@dataclass(slots=True)
class Objects:
    """What a context holds that only docxtpl can print; docxtpl has no types for these."""

    pictures: list[Any] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    """Ids of relationships."""

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.pictures or self.documents or self.links)


def objects_of(context: Mapping[str, object]) -> Objects:
    """Return what docxtpl has to print of all that `context` holds."""
    found = Objects()
    docxtpl = sys.modules.get("docxtpl")
    if docxtpl is None:  # nobody can have made one
        return found
    markup = (docxtpl.RichText, docxtpl.RichTextParagraph)
    subdocument = getattr(docxtpl, "Subdoc", ())  # it needs docxcompose, which may be missing
    for value in _values(context):
        if isinstance(value, docxtpl.InlineImage):
            found.pictures.append(value)
        elif isinstance(value, subdocument):
            found.documents.append(value)
        elif isinstance(value, markup):
            found.links.update(_LINK.findall(value.xml))
    return found


def _values(context: Mapping[str, object]) -> Iterator[object]:
    """Yield each object in `context` that is no plain text, number or list of them, once.

    It looks at every value of every document, so lists and dictionaries are taken at once.
    """
    seen: set[int] = set()
    pending: list[object] = [context]
    while pending:
        value = pending.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        inner: Iterable[object]
        if type(value) is dict:
            inner = value.values()
        elif type(value) is list or type(value) is tuple:
            inner = value
        else:
            yield value
            inner = _held(value)
        pending += [found for found in inner if type(found) not in _PLAIN]


def _held(value: object) -> Iterable[object]:
    """Return the values that an object holds, none for those of libraries."""
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, list | tuple | set | frozenset):
        return value
    if isinstance(value, type) or type(value).__module__.partition(".")[0] in _LIBRARIES:
        return ()
    if is_dataclass(value):
        return [getattr(value, member.name) for member in fields(value)]
    return list(getattr(value, "__dict__", {}).values())


class Desk:
    """Where docxtpl prints one document: the file that its objects add to."""

    def __init__(
        self,
        members: Mapping[str, bytes],
        main: str,
        name: str,
        objects: Objects,
        made_with: object = None,
    ) -> None:
        """Open the template `members`, or the one that `objects` have been added to.

        `made_with` is the `DocxTemplate` that made the links.  Raises `TemplateError` for objects
        that belong to another template, and for what is no picture.
        """
        from docx import Document  # noqa: PLC0415 - 65 ms, only for documents with pictures

        _refuse_broken(objects, name)
        owner = _owner(objects, made_with, name)
        given = write_package(members)
        if owner is not None:
            given = _saved(owner)
            if _texts(open_package(given, name).get(main, b"")) != _texts(members[main]):
                message = f"{name}: a sub-document or a link was made for another template"
                raise TemplateError(message, hint=_MADE_WITH)
        known = _relationship_ids(open_package(given, name), main)
        if unknown := objects.links - known:
            message = f"{name}: a link in a rich text (`{min(unknown)}`) is not in the template"
            raise TemplateError(message, hint=_MADE_WITH)
        self.data = given
        """The template with what sub-documents and links have added."""
        self._word = Document(io.BytesIO(given))
        self._parts = {
            part.partname.lstrip("/"): part for part in self._word.part.package.iter_parts()
        }
        self._owners = [picture.tpl for picture in objects.pictures if picture.tpl]

    def turn_to(self, member: str) -> None:
        """Let pictures go into `member`, the part that is printed next."""
        for owner in self._owners:
            owner.current_rendering_part = self._parts.get(member)

    def members(self, name: str) -> dict[str, bytes]:
        """Return the members of the file, with what has been added while printing."""
        return open_package(_saved(self._word), name)


def _owner(objects: Objects, made_with: object, name: str) -> Any:  # noqa: ANN401 - python-docx
    """Return the document that sub-documents and links have been added to, None without any."""
    owners = {id(document.docx): document.docx for document in objects.documents}
    if made_with is not None and (objects.links or owners):
        word = made_with.get_docx()  # type: ignore[attr-defined]
        owners[id(word)] = word
    if len(owners) > 1:
        message = f"{name}: sub-documents and links were made with more than one `DocxTemplate`"
        raise TemplateError(message, hint="make them all with the same one")
    return next(iter(owners.values()), None)


def _refuse_broken(objects: Objects, name: str) -> None:
    """Raise `TemplateError` for a picture that python-docx cannot put in."""
    from docx.image.exceptions import (  # noqa: PLC0415 - as above
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.image.image import Image  # noqa: PLC0415

    broken = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError)
    for picture in objects.pictures:
        file = picture.image_descriptor
        shown = f"`{file}`" if isinstance(file, str) else "a picture"
        try:
            Image.from_file(file)
        except OSError as error:
            message = f"{name}: {shown} cannot be read: {error.strerror or error}"
            raise TemplateError(message, hint="where is the file of the picture?") from error
        except broken as error:
            message = f"{name}: {shown} is no picture that Word can show"
            raise TemplateError(message, hint="save it as PNG or JPEG") from error


def _saved(word: Any) -> bytes:  # noqa: ANN401 - python-docx
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def _texts(data: bytes) -> list[str | None]:
    """Return the texts of a part, which stay when sub-documents number its bookmarks again."""
    return [text.text for text in parse_xml(data).iter(qn("w:t"))] if data else []


def _relationship_ids(members: Mapping[str, bytes], main: str) -> set[str]:
    data = members.get(relationships_of(main))
    links = [] if data is None else parse_xml(data).iterfind(RELATIONSHIP)
    return {link.get("Id", "") for link in links}
