"""Checking a template: everything that is wrong with it, at once, before documents are made."""

from collections.abc import Iterable, Iterator, Mapping

from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError

from iki_docgen.diagnostics import Code, Diagnostic, Severity, in_order
from iki_docgen.errors import InputError
from iki_docgen.office.package import open_package
from iki_docgen.office.parts import CORE_PROPERTIES, main_part, related_parts
from iki_docgen.office.xml import DCTERMS, parse_xml
from iki_docgen.source import Source, Span
from iki_docgen.word.expressions import Usage
from iki_docgen.word.flow import Flow
from iki_docgen.word.sandbox import environment
from iki_docgen.word.shapes import required_paths
from iki_docgen.word.sources import jinja_source
from iki_docgen.word.tag_blocks import Pairing
from iki_docgen.word.tag_finder import find_tags, shown, syntax
from iki_docgen.word.tag_layout import layout_findings
from iki_docgen.word.tags import Part, read_part, read_property

MAX_TAGS = 5000
"""Tags that are looked at; no page of a person's making has a tenth of them."""
_BESIDE_THE_TEXT = ("/header", "/footer", "/footnotes")
_START = Span(0, 0)


def lint_template(data: bytes, name: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Return the template `data` as a text of one line per paragraph, and what is wrong with it.

    `name` is what people know the file by.  The body comes first, then headers, footers and
    footnotes, then the properties of the file.  Raises `InputError` for what is no Word file.
    """
    members = open_package(data, name)
    xml_parts = _xml_parts(members, name)
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


def _xml_parts(members: Mapping[str, bytes], name: str) -> list[str]:
    """Return the members that docxtpl fills in, the body first."""
    body = main_part(members, name)
    beside = [
        part for kind in _BESIDE_THE_TEXT for part in related_parts(members, body, kind, name)
    ]
    return list(dict.fromkeys([body, *beside]))


def _parts(members: Mapping[str, bytes], xml_parts: Iterable[str], name: str) -> list[Part]:
    found: list[Part] = []
    offset = 0
    for member in xml_parts:
        found.append(read_part(parse_xml(members[member], name), offset))
        offset += len(found[-1].text)
    if CORE_PROPERTIES in members:
        for element in parse_xml(members[CORE_PROPERTIES], name):
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
