"""A docxtpl template: any Word file with Jinja in it, compiled once and filled in many times.

Its parts (body, headers, footers, notes, properties) become Jinja templates when it is compiled;
every other member of the file is packed once.  Pictures and sub-documents that docxtpl makes from
Python objects are not supported: a template here prints text.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

import jinja2
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from lxml import etree

from iki_docgen.errors import InputError, TemplateError
from iki_docgen.office.package import Packed, open_package, pack, write_package
from iki_docgen.office.parts import main_part, relationships_of
from iki_docgen.office.xml import parse_xml, qn, serialize_xml
from iki_docgen.word import sources
from iki_docgen.word.controls import with_anchors
from iki_docgen.word.default import DEFAULT_NAME, default_template
from iki_docgen.word.package import (
    CONTENT_TYPES,
    content_type,
    filled_parts,
    targets,
    with_content_type,
    without_relationship,
)
from iki_docgen.word.plan_cache import PartPlan, Plan, plan_path, store_plan, stored_plan
from iki_docgen.word.sandbox import environment, render_bounded
from iki_docgen.word.tables import fit_columns, order_cell_properties
from iki_docgen.word.values import without_forbidden

_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOCUMENT_TEMPLATE = _DOCUMENT.replace("document.main", "template.main")
_NOT_WORD = "open it in Word, save it as Word Document (.docx), and use that file"
_VARIABLES = "`iki template variables` lists what a template may print"


@dataclass(frozen=True, slots=True)
class Part:
    """A member with something to fill in: its compiled template, and the source for messages.

    `written` is the source without anchors, as the author wrote it.
    """

    name: str
    source: str
    jinja: jinja2.Template
    written: str = ""


class Ready(NamedTuple):
    """A member of the template, and the same packed, to be written without packing it again."""

    data: bytes
    packed: Packed


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled template before it is packed: its members, and the tree of its main part."""

    members: dict[str, bytes]
    ready: Mapping[str, Ready]
    main: str
    root: etree._Element

    def packed(self) -> bytes:
        """Return the Word file."""
        members: dict[str, bytes | Packed] = {}
        for name, data in self.members.items():
            ready = self.ready.get(name)
            members[name] = ready.packed if ready and ready.data is data else data
        return write_package({**members, self.main: serialize_xml(self.root)})


class Template:
    """A compiled template; `compile_template` makes it."""

    def __init__(
        self,
        name: str,
        members: Mapping[str, bytes],
        main: str,
        parts: tuple[Part, ...],
        packed: Mapping[str, Packed],
    ) -> None:
        """Keep the parts to fill in, and the other members ready to be written."""
        self.name = name
        self.main = main
        self._members = members
        self._parts = parts
        self._ready = {member: Ready(data, packed[member]) for member, data in members.items()}

    @property
    def members(self) -> Mapping[str, bytes]:
        """The parts of the file as they were written, nothing filled in."""
        return self._members

    def render(self, context: Mapping[str, object]) -> bytes:
        """Return the Word file that `context` makes of this template, the same bytes each time.

        Raises `TemplateError` for what the template asks and `context` does not have, and for
        expressions that are not allowed or do not work.
        """
        return self.fill(context).packed()

    def fill(self, context: Mapping[str, object]) -> Filled:
        """Return the members of the Word file; raises as `render` does."""
        members = dict(self._members)
        root = None
        for part in self._parts:
            found = self._filled(part, context)
            if part.name == self.main:
                root = found
            else:
                members[part.name] = serialize_xml(found)
        if root is None:  # nothing to fill in
            root = parse_xml(self._members[self.main], self.name)
        return Filled(members, self._ready, self.main, root)

    def _filled(self, part: Part, context: Mapping[str, object]) -> etree._Element:
        try:
            xml = render_bounded(part.jinja, context)
        except _FAILURES as error:
            raise _failure(self.name, part, error, context) from error
        xml = sources.with_breaks(without_forbidden(sources.unmark_paragraphs(xml)))
        try:
            root = parse_xml(xml.encode(), self.name)
        except InputError as error:
            message = f"{self.name}: filling it in gives no readable Word file"
            hint = (
                "does each `if` and `for` stand with its end in one paragraph, or both in `{%p`,"
                f" `{{%tr`, `{{%tc`? `iki template check {self.name}` looks for that"
            )
            raise TemplateError(message, hint=hint) from error
        order_cell_properties(root)
        fit_columns(root)
        number_drawings(root)
        return root


_FAILURES = (
    jinja2.TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    AssertionError,
    RuntimeError,
    MemoryError,
)
_MISTAKES = (TemplateSyntaxError, RecursionError, MemoryError)
"""What Jinja raises for a source that it does not understand."""


def compile_template(path: Path | str | None = None, *, kept: bool = False) -> Template:
    """Return the template in the file at `path`, or the one that comes with the program.

    `kept` keeps what was prepared in the user's folder for caches, and takes it from there.
    Raises `TemplateError` for what is not a Word file, cannot be read, or holds Jinja that cannot
    be understood.

    >>> compile_template().render(document_context(document, jabatan))
    """
    name = DEFAULT_NAME if path is None else str(path)
    data = _read(path)
    place = plan_path(data) if kept else None
    plan = stored_plan(place) if place else None
    if plan:
        with suppress(*_MISTAKES):
            return _of_plan(name, plan)
    template, plan = _prepared(data, name)
    if place:
        store_plan(place, plan)
    return template


def _of_plan(name: str, plan: Plan) -> Template:
    parts = tuple(
        Part(part.name, part.source, environment().from_string(part.source), part.written)
        for part in plan.parts
    )
    return Template(name, plan.members, plan.main, parts, plan.packed)


def _prepared(data: bytes, name: str) -> tuple[Template, Plan]:
    """Return the template `data`, and the plan from which it can be made again."""
    try:
        members = open_package(data, name)
        main = main_part(members, name)
        members = _without_remote_template(_as_document(members, main, name), main)
        found = {
            member: sources.jinja_source(members[member], name)
            for member in filled_parts(members, main)
        }
    except InputError as error:
        raise TemplateError(error.message, hint=error.hint) from error
    parts = tuple(
        _compiled(name, member, source, is_main=member == main)
        for member, source in found.items()
        if not sources.is_static(source)
    )
    packed = {member: pack(content) for member, content in members.items()}
    plan = Plan(
        main=main,
        parts=tuple(PartPlan(part.name, part.source, part.written) for part in parts),
        members=members,
        packed=packed,
    )
    return Template(name, members, main, parts, packed), plan


def _read(path: Path | str | None) -> bytes:
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


def _compiled(name: str, member: str, source: str, *, is_main: bool) -> Part:
    if is_main:
        anchored = sources.mark_paragraphs(with_anchors(source))
        try:
            return Part(member, anchored, environment().from_string(anchored), source)
        except TemplateSyntaxError:
            pass  # tags that open in one cell and close in another; or the author's own mistake
    source = sources.mark_paragraphs(source)
    try:
        return Part(member, source, environment().from_string(source))
    except _MISTAKES as error:
        place = sources.paragraph_at(source, getattr(error, "lineno", 0) or 0)
        reason = _reason(error)
        message = f"{name}: the template cannot be understood{_in_paragraph(place)}: {reason}"
        hint = "does each `for` and `if` have its end, and each `{{` its `}}`?"
        raise TemplateError(message, hint=hint) from error


_NAME = re.compile(r"'(?P<name>[^']*)' is undefined|has no attribute '(?P<attribute>[^']*)'")


def _failure(
    name: str, part: Part, error: BaseException, context: Mapping[str, object]
) -> TemplateError:
    """Return the sentence for a template that was understood, but does not work."""
    where = _in_paragraph(sources.paragraph_at(part.source, _line_of(error), part.written))
    if isinstance(error, UndefinedError):
        found = _NAME.search(str(error))
        wanted = (found["name"] or found["attribute"]) if found else ""
        near = get_close_matches(wanted, list(context), n=1) if wanted else []
        hint = f"did you mean `{near[0]}`? " if near else ""
        subject = f"`{wanted}`, which is no variable," if wanted else f"what is not there ({error})"
        return TemplateError(f"{name}: the template uses {subject}{where}", hint=hint + _VARIABLES)
    if isinstance(error, SecurityError):
        message = f"{name}: the template does what is not allowed{where}: {error}"
        return TemplateError(message, hint=_VARIABLES)
    message = f"{name}: the template does not work{where}: {_reason(error)}"
    return TemplateError(message, hint=_VARIABLES)


def _reason(error: BaseException) -> str:
    """Return what `error` says, in words of our own where it says nothing of use."""
    if isinstance(error, MemoryError):
        return "it needs more memory than there is"
    if isinstance(error, RecursionError):
        return "something in it calls itself without end"
    return str(error) or "Jinja does not say why"


def _line_of(error: BaseException) -> int:
    """Return the line of the template's source at which `error` was raised, 0 when unknown."""
    line = 0
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _in_paragraph(text: str) -> str:
    return f" in the paragraph `{text}`" if text else ""


def number_drawings(root: etree._Element) -> None:
    """Give drawings that a loop repeated ids of their own."""
    for number, drawing in enumerate(root.iter(qn("wp:docPr")), 1001):
        drawing.set("id", str(number))
