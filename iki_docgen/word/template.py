"""A docxtpl template: any Word file with Jinja in it, compiled once and filled in many times.

Its parts (body, headers, footers, notes, properties) become Jinja templates when it is compiled;
every other member of the file is packed once.  What only docxtpl can print, pictures and
sub-documents, goes the way of `fallback`, which takes as long as docxtpl does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from iki_docgen.errors import InputError, TemplateError
from iki_docgen.office.frame import Frame
from iki_docgen.office.package import Entry, Packed, entry, open_package, pack, write_package
from iki_docgen.office.xml import parse_xml, qn, serialize_xml
from iki_docgen.word import fallback, sources
from iki_docgen.word.controls import with_anchors
from iki_docgen.word.default import DEFAULT_NAME
from iki_docgen.word.package import (
    CONTENT_TYPES,
    ROOT_RELATIONSHIPS,
    filled_parts,
)
from iki_docgen.word.plan.code import Program
from iki_docgen.word.plan.plan import Plan, plan_part, program_of
from iki_docgen.word.plan_cache import PartPlan, Stored, plan_path, store_plan, stored_plan
from iki_docgen.word.tables import fit_columns, order_cell_properties
from iki_docgen.word.template_failures import not_readable, not_understood, not_working
from iki_docgen.word.template_file import document_members, template_bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A member with something to fill in: the source that Jinja compiles when it is needed.

    `written` is the source without anchors, as the author wrote it; `program` prints most
    contexts faster, where there is one, and what it prints `is_plain`, as `Filled` says.
    """

    name: str
    source: str
    written: str = ""
    program: Program | None = None
    is_plain: bool = False


class Ready(NamedTuple):
    """A member of the template, and the same packed, to be written without packing it again."""

    data: bytes
    entry: Entry


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled template before it is packed: its members, and the tree of its main part.

    `is_plain` says that the tree holds nothing but simple text, as `plain_text` reads it.
    """

    members: dict[str, bytes]
    ready: Mapping[str, Ready]
    main: str
    root: etree._Element
    is_plain: bool = False

    def packed(self, main: bytes | None = None) -> bytes:
        """Return the Word file; `main` is its main part where that is written already."""
        members: dict[str, bytes | Entry] = {}
        for name, data in self.members.items():
            ready = self.ready.get(name)
            if ready and ready.data is data:
                members[name] = ready.entry
            else:
                members[name] = _structure(name, data) if name in _STRUCTURE else data
        members[self.main] = serialize_xml(self.root) if main is None else main
        return write_package(members)


_STRUCTURE = frozenset({CONTENT_TYPES, ROOT_RELATIONSHIPS})
"""Members that are the same in every document of a template, once they are changed."""
_structure = lru_cache(maxsize=32)(entry)


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
        self._packed = packed
        self._ready = {
            member: Ready(data, entry(member, packed[member])) for member, data in members.items()
        }
        entries = {member: ready.entry for member, ready in self._ready.items()}
        self._frame = Frame(entries, {part.name for part in parts})

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that have something to fill in."""
        return self._parts

    @property
    def members(self) -> Mapping[str, bytes]:
        """The parts of the file as they were written, nothing filled in."""
        return self._members

    def render(self, context: Mapping[str, object], made_with: object = None) -> bytes:
        """Return the Word file that `context` makes of this template, the same bytes each time.

        A context may hold docxtpl's `InlineImage`, `Subdoc` and `RichText`; `made_with` is the
        `DocxTemplate` whose `build_url_id` made the links in a rich text.
        Raises `TemplateError` for what the template asks and `context` does not have, and for
        expressions that are not allowed or do not work.
        """
        context = _as_dict(context)
        quick = [_quick(part, context) for part in self._parts]
        # A plan prints no objects: where all parts were printed, none was asked for.
        if None in quick and fallback.objects_of(context):
            return self.fill(context, made_with).packed()
        made = {
            part.name: serialize_xml(self._filled(part, context)) if found is None else found
            for part, found in zip(self._parts, quick, strict=True)
        }
        return self._frame.filled(made)

    def by_jinja(self) -> "Template":
        """Return this template without its plans: slower, and with the same documents."""
        parts = tuple(replace(part, program=None) for part in self._parts)
        return Template(self.name, self._members, self.main, parts, self._packed)

    def fill(self, context: Mapping[str, object], made_with: object = None) -> Filled:
        """Return the members of the Word file; raises as `render` does."""
        if objects := fallback.objects_of(context):
            return self._filled_by_docxtpl(context, objects, made_with)
        return self.fill_parts(context)

    def _filled_by_docxtpl(
        self, context: Mapping[str, object], objects: fallback.Objects, made_with: object
    ) -> Filled:
        desk = fallback.Desk(self._members, self.main, self.name, objects, made_with)
        before = open_package(desk.data, self.name)
        template, _ = _compiled_members(before, self.name)
        filled = template.fill_parts(context, desk.turn_to)
        changed = {
            name: data for name, data in filled.members.items() if data is not before.get(name)
        }
        return replace(filled, members=desk.members(self.name) | changed)

    def fill_parts(
        self, context: Mapping[str, object], turn_to: Callable[[str], None] | None = None
    ) -> Filled:
        """Return the members of the Word file, after `turn_to` was told of each part in turn."""
        context = _as_dict(context)
        members = dict(self._members)
        root = None
        is_plain = False
        for part in self._parts:
            if turn_to is not None:
                turn_to(part.name)
            quick = None if turn_to is not None else _quick(part, context)
            if part.name != self.main:
                found = serialize_xml(self._filled(part, context)) if quick is None else quick
                members[part.name] = found
            else:
                root = None if quick is None else _tree(quick)
                is_plain = part.is_plain and root is not None
                root = self._filled(part, context) if root is None else root
        if root is None:  # nothing to fill in
            root = parse_xml(self._members[self.main], self.name)
        return Filled(members, self._ready, self.main, root, is_plain)

    def _filled(self, part: Part, context: Mapping[str, object]) -> etree._Element:
        from iki_docgen.word.sandbox import FAILURES, compiled, render_bounded  # noqa: PLC0415 - jinja2

        try:
            xml = render_bounded(compiled(part.source), context)
        except FAILURES as error:
            raise not_working(self.name, part.source, part.written, error, context) from error
        xml = sources.with_breaks(sources.unmark_paragraphs(xml))
        try:
            root = parse_xml(xml.encode(), self.name)
        except InputError as error:
            raise not_readable(self.name) from error
        order_cell_properties(root)
        fit_columns(root)
        number_drawings(root, repeated_only=part.name != self.main)
        return root


def compile_template(path: Path | str | None = None, *, kept: bool = False) -> Template:
    """Return the template in the file at `path`, or the one that comes with the program.

    `kept` keeps what was prepared in the user's folder for caches, and takes it from there.
    Raises `TemplateError` for what is not a Word file, cannot be read, or holds Jinja that cannot
    be understood.

    >>> compile_template().render(document_context(document, jabatan))
    """
    name = DEFAULT_NAME if path is None else str(path)
    data = template_bytes(path)
    place = plan_path(data) if kept else None
    plan = stored_plan(place) if place else None
    if plan and (template := _restored(name, plan)):
        return template
    template, plan = _prepared(data, name)
    if place:
        store_plan(place, plan)
    return template


def _restored(name: str, stored: Stored) -> Template | None:
    """Return the template of a stored plan, None where a part of it does not work."""
    parts = tuple(
        _of_plan(part.name, part.source, part.written, part.tree) for part in stored.parts
    )
    if not all(part.program or _is_jinja(part.source) for part in parts):
        return None
    return Template(name, stored.members, stored.main, parts, stored.packed)


def _is_jinja(source: str) -> bool:
    from iki_docgen.word.sandbox import MISTAKES, compiled  # noqa: PLC0415 - jinja2

    try:
        compiled(source)
    except MISTAKES:
        return False
    return True


def _prepared(data: bytes, name: str) -> tuple[Template, Stored]:
    """Return the template `data`, and the plan from which it can be made again."""
    try:
        members = open_package(data, name)
    except InputError as error:
        raise TemplateError(error.message, hint=error.hint) from error
    return _compiled_members(members, name)


def _compiled_members(members: dict[str, bytes], name: str) -> tuple[Template, Stored]:
    """Return the template of `members`, and its plan; raises as `compile_template` does."""
    try:
        main, members = document_members(members, name)
        found = {
            member: sources.jinja_source(members[member], name)
            for member in filled_parts(members, main)
        }
    except InputError as error:
        raise TemplateError(error.message, hint=error.hint) from error
    planned = tuple(
        _compiled(name, member, source, is_main=member == main)
        for member, source in found.items()
        if not sources.is_static(source)
    )
    packed = {member: pack(content) for member, content in members.items()}
    parts = tuple(_of_plan(part.name, part.source, part.written, part.tree) for part in planned)
    stored = Stored(main=main, parts=planned, members=members, packed=packed)
    return Template(name, members, main, parts, packed), stored


def _compiled(name: str, member: str, source: str, *, is_main: bool) -> PartPlan:
    from iki_docgen.word.sandbox import MISTAKES  # noqa: PLC0415 - jinja2

    if is_main:
        anchored = sources.mark_paragraphs(with_anchors(source))
        try:
            return _planned(member, anchored, source, is_main=True)
        except MISTAKES:
            pass  # tags that open in one cell and close in another; or the author's own mistake
    source = sources.mark_paragraphs(source)
    try:
        return _planned(member, source, is_main=is_main)
    except MISTAKES as error:
        raise not_understood(name, source, error) from error


def _planned(member: str, source: str, written: str = "", *, is_main: bool) -> PartPlan:
    from iki_docgen.word.sandbox import compiled, environment  # noqa: PLC0415 - jinja2

    compiled(source)
    plan = plan_part(environment().parse(source), member, is_main=is_main)
    return PartPlan(member, source, written, plan)


def _of_plan(name: str, source: str, written: str, plan: Plan | None) -> Part:
    is_plain = plan is not None and plan.is_plain
    return Part(name, source, written, program_of(plan), is_plain)


def _tree(made: bytes) -> etree._Element | None:
    """Return what a plan printed, None where it is no XML: the plan that was kept is damaged."""
    try:
        return parse_xml(made)
    except InputError:
        return None


def _as_dict(context: Mapping[str, object]) -> Mapping[str, object]:
    """Return `context` as Jinja takes it: what is not in it is not there."""
    return context if type(context) is dict else dict(context)


def _quick(part: Part, context: Mapping[str, object]) -> bytes | None:
    """Return what the plan of `part` prints, None where there is none or it does not do."""
    if part.program is None:
        return None
    try:
        return part.program(context)
    except Exception:  # noqa: BLE001 - whatever it is, Jinja says what is wrong
        return None


def number_drawings(root: etree._Element, *, repeated_only: bool = False) -> None:
    """Give drawings that a loop repeated ids of their own.

    With `repeated_only` ids that differ stay, as docxtpl leaves them beside the body.
    """
    drawings = list(root.iter(qn("wp:docPr")))
    if repeated_only and len({drawing.get("id") for drawing in drawings}) == len(drawings):
        return
    for number, drawing in enumerate(drawings, 1001):
        drawing.set("id", str(number))
