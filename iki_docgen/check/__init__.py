"""Records -> findings: one generator per rule, and one list of them."""

from iki_docgen.check.indicators import empty_penjelasan, missing_sumber_data, running_number
from iki_docgen.check.rule import Rule
from iki_docgen.diagnostics import Diagnostic, in_order
from iki_docgen.records import Document

RULES: tuple[Rule, ...] = (missing_sumber_data, empty_penjelasan, running_number)


def check(document: Document) -> tuple[Diagnostic, ...]:
    """Return what the rules find in `document`, in the order of their places."""
    return in_order(found for rule in RULES for found in rule(document))
