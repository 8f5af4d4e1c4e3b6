"""The Word file of one position."""

from collections.abc import Mapping
from dataclasses import replace

from iki_docgen.office.xml import serialize_xml
from iki_docgen.project import Settings
from iki_docgen.records import Document, Jabatan
from iki_docgen.word.context import document_context
from iki_docgen.word.fingerprint import fingerprint
from iki_docgen.word.paging import keep_together
from iki_docgen.word.plain import plain_text
from iki_docgen.word.properties import (
    FINGERPRINT,
    FORMAT,
    FORMAT_VERSION,
    JABATAN,
    TAHUN,
    with_core_properties,
    with_custom_properties,
)
from iki_docgen.word.template import Filled, Template
from iki_docgen.word.values import one_line

TITLE = "Indikator Kinerja Individu"
NO_YEAR = "tanpa-tahun"


def render_position(
    template: Template, document: Document, jabatan: Jabatan | str, settings: Settings
) -> bytes:
    """Return the Word file of `jabatan`, with the properties that tell it again.

    Raises `TemplateError` as `Template.render` does.
    """
    context = document_context(document, jabatan, settings)
    filled = fill_position(template, context)
    ident = jabatan if isinstance(jabatan, str) else jabatan.id
    title = f"{TITLE} - {context['jabatan']}"
    main = serialize_xml(filled.root)
    text = plain_text(main.decode()) if filled.is_plain else None
    return with_identity(filled, document, settings, ident, title, text).packed(main)


def fill_position(template: Template, context: Mapping[str, object]) -> Filled:
    """Return the pages of one position."""
    filled = template.fill(context)
    keep_together(filled.root)
    return filled


def with_identity(  # noqa: PLR0913, PLR0917 - all of them identify it
    filled: Filled,
    document: Document,
    settings: Settings,
    ident: str,
    title: str,
    text: str | None = None,
) -> Filled:
    """Return `filled` with what tells whose file it is, which year's, and what was generated.

    `text` is what its main part says, where that is known.
    """
    tahun = "" if document.tahun is None else str(document.tahun)
    core = {
        "dc:title": title,
        "dc:creator": one_line(settings.instansi.lengkap or document.instansi),
        "dc:identifier": f"iki:{tahun or NO_YEAR}:{one_line(ident)}",
        "dc:language": "id-ID",
    }
    own = {
        JABATAN: one_line(ident),
        TAHUN: tahun,
        FORMAT: FORMAT_VERSION,
        FINGERPRINT: fingerprint(filled.members, filled.main, filled.root, text),
    }
    members = filled.members | with_core_properties(filled.members, core)
    members |= with_custom_properties(members, own)
    return replace(filled, members=members)
