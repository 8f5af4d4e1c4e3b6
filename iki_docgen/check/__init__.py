"""Records -> findings: one generator per rule, and one list of them."""

from iki_docgen.check.abbreviations import abbreviation_not_explained
from iki_docgen.check.capitals import capitalisation
from iki_docgen.check.cascade import sasaran_not_cascaded, wrong_superior
from iki_docgen.check.indicators import empty_penjelasan, missing_sumber_data, running_number
from iki_docgen.check.jobs import unit_name_as_jabatan
from iki_docgen.check.measures import double_barrelled, no_measure, ratio_without_formula
from iki_docgen.check.repeated import copied_list, duplicate_indicator
from iki_docgen.check.rule import Examined, Preferences, Rule
from iki_docgen.check.spacing import spacing_or_punctuation
from iki_docgen.check.terms import inconsistent_term
from iki_docgen.check.word_class import word_class
from iki_docgen.check.words import nonstandard_word, outdated_term
from iki_docgen.diagnostics import Diagnostic, in_order
from iki_docgen.records import Document
from iki_docgen.source import Source

__all__ = ["RULES", "Preferences", "check"]

RULES: tuple[Rule, ...] = (
    nonstandard_word,
    outdated_term,
    spacing_or_punctuation,
    capitalisation,
    word_class,
    inconsistent_term,
    abbreviation_not_explained,
    missing_sumber_data,
    empty_penjelasan,
    ratio_without_formula,
    duplicate_indicator,
    double_barrelled,
    no_measure,
    running_number,
    copied_list,
    wrong_superior,
    unit_name_as_jabatan,
    sasaran_not_cascaded,
)

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
