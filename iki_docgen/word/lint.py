"""Checking a template: everything that is wrong with it, at once, before documents are made."""

from collections.abc import Iterable, Iterator, Mapping

from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError

from iki_docgen.diagnostics import Code, Diagnostic, Severity, in_order
from iki_docgen.errors import InputError, TemplateError
from iki_docgen.office.package import open_package
from iki_docgen.office.parts import main_part
from iki_docgen.office.xml import CORE, DCTERMS, parse_xml
from iki_docgen.source import Source, Span
from iki_docgen.word.expressions import Usage
from iki_docgen.word.flow import Flow
from iki_docgen.word.package import filled_parts
from iki_docgen.word.sandbox import environment
from iki_docgen.word.shapes import required_paths
from iki_docgen.word.sources import jinja_source
from iki_docgen.word.tag_blocks import Pairing
from iki_docgen.word.tag_finder import find_tags, shown, syntax
from iki_docgen.word.tag_layout import layout_findings
from iki_docgen.word.tags import Part, read_part, read_property

MAX_TAGS = 5000
"""Tags that are looked at; no page of a person's making has a tenth of them."""
_START = Span(0, 0)
_PROPERTIES = f"{{{CORE}}}coreProperties"


def lint_template(data: bytes, name: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Return the template `data` as a text of one line per paragraph, and what is wrong with it.

    `name` is what people know the file by.  The body comes first, then headers, footers and
    footnotes, then the properties of the file.  Raises `InputError` for what is no Word file.
    """
    members = open_package(data, name)
    xml_parts = filled_parts(members, main_part(members, name))
    parts = _parts(members, xml_parts, name)
    text = "".join(part.text for part in parts)
    jinja = environment()
    findings: dict[Diagnostic, None] = {}
    usages = []
    broken: list[str] = []
    tags = 0
    for part in parts:
        found = find_tags(part)
        findings.update(dict.fromkeys(found.findings))
        tags += len(found.tags)
        if tags > MAX_TAGS:
            problem = f"it has more than {MAX_TAGS} tags"
            findings[syntax(_START, problem, "take the template apart")] = None
            break
        findings.update(dict.fromkeys(layout_findings(part, found.tags)))
        paired = Pairing(part, found, jinja)
        findings.update(dict.fromkeys(paired.findings))
        flow = Flow(paired.mended, jinja, lambda finding: findings.update({finding: None}))
        usages.append(flow.follow())
        broken += paired.mended.broken
    if not any(finding.severity is Severity.ERROR for finding in findings):
        findings.update(dict.fromkeys(_compiled(members, xml_parts, name, jinja)))
    findings.update(dict.fromkeys(_never_printed(usages, broken)))
    return Source(name, text.removesuffix("\n")), in_order(findings)


def refuse_faulty(data: bytes, name: str) -> None:
    """Raise `TemplateError` when the template `data` has a mistake that would lose text.

    The message is that of the first error, with its paragraph; warnings are left to
    `lint_template`.
    """
    try:
        source, findings = lint_template(data, name)
    except InputError as error:
        raise TemplateError(error.message, hint=error.hint) from error
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if not errors:
        return
    first = errors[0]
    paragraph = shown(source.line(source.position(first.span.start).line))
    where = f" in the paragraph `{paragraph}`" if paragraph else ""
    rest = "shows it in its place" if len(errors) == 1 else f"shows all {len(errors)}"
    hint = f"{first.help}; `iki template check {name}` {rest}"
    raise TemplateError(f"{name}: {first.message}{where}", hint=hint)


def _parts(members: Mapping[str, bytes], xml_parts: Iterable[str], name: str) -> list[Part]:
    found: list[Part] = []
    offset = 0
    for member in xml_parts:
        root = parse_xml(members[member], name)
        if root.tag != _PROPERTIES:
            found.append(read_part(root, offset))
            offset += len(found[-1].text)
            continue
        for element in root:
            is_date = str(element.tag).startswith(f"{{{DCTERMS}}}")
            if (element.text or "").strip() and not is_date:
                found.append(read_property(element, offset))
                offset += len(found[-1].text)
    return found


def _never_printed(usages: Iterable[Usage], broken: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield the required variables that nothing prints.

    What a broken tag mentions may well be printed once the tag is mended.
    """
    printed = {path for usage in usages for path in usage.printed}
    handed = {path for usage in usages for path in usage.handed}
    words = " ".join(broken)
    for path, example in required_paths():
        is_handed = any(path.startswith(start) for start in handed)
        own_name = path.rpartition(".")[2]
        if path in printed or f"{path}_baris" in printed or is_handed or own_name in words:
            continue
        yield Code.UNUSED_REQUIRED_VARIABLE.at(_START, name=path, example=example)


def _compiled(
    members: Mapping[str, bytes], xml_parts: Iterable[str], name: str, jinja: Environment
) -> Iterator[Diagnostic]:
    """Yield what Jinja says to the parts as docxtpl rewrites them, should we have missed it."""
    for member in xml_parts:
        try:
            jinja.compile(jinja_source(members[member], name), raw=True)  # written, not run
        except TemplateSyntaxError as error:
            hint = "take away what was changed last, and check again"
            yield syntax(_START, shown(error.message or "it is no Jinja"), hint)
        except (InputError, RecursionError) as error:
            yield syntax(_START, shown(str(error)), "save it again in Word")
