"""The changes of a comparison for programs."""

from iki_docgen.diff.coded import changes_to_json
from iki_docgen.report.compared import Compared


def to_json(compared: Compared) -> str:
    """Return the changes as a JSON list; empty where the documents are equal."""
    return changes_to_json(compared.comparison.changes, compared.lines)
