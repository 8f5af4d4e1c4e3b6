"""Findings: the catalogue of their codes, their corrections, and how people name them."""

from iki_docgen.diagnostics.catalogue import Code, Diagnostic, Severity
from iki_docgen.diagnostics.fixes import Edit, Fix, edited
from iki_docgen.diagnostics.lookup import (
    codes_named,
    find_code,
    in_order,
    instead_of,
    words_about,
)

__all__ = [
    "Code",
    "Diagnostic",
    "Edit",
    "Fix",
    "Severity",
    "codes_named",
    "edited",
    "find_code",
    "in_order",
    "instead_of",
    "words_about",
]
