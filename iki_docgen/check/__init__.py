"""Records -> findings: one generator per rule, and one list of them."""

from iki_docgen.check.indicators import empty_penjelasan, missing_sumber_data, running_number
from iki_docgen.check.rule import Examined, Preferences, Rule
from iki_docgen.diagnostics import Diagnostic, in_order
from iki_docgen.records import Document
from iki_docgen.source import Source

__all__ = ["RULES", "Preferences", "check"]

RULES: tuple[Rule, ...] = (missing_sumber_data, empty_penjelasan, running_number)

_NO_PREFERENCES = Preferences()


def check(
    document: Document,
    source: Source | None = None,
    preferences: Preferences = _NO_PREFERENCES,
) -> tuple[Diagnostic, ...]:
    """Return what the rules find in `document`, in the order of their places.

    `source` is the text that the document was read from: with it findings about words have their
    exact place.
    """
    examined = Examined(document, source, preferences)
    return in_order(found for rule in RULES for found in rule(examined))
