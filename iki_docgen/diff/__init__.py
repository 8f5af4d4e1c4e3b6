"""Two documents -> what changed from one to the other."""

from iki_docgen.diff.aligning import aligned
from iki_docgen.diff.applying import apply_changes
from iki_docgen.diff.carrying import carried
from iki_docgen.diff.changes import changes_between
from iki_docgen.diff.merged import mark_kept
from iki_docgen.diff.model import Comparison
from iki_docgen.diff.pairing import pair_all
from iki_docgen.diff.tree import tree_of
from iki_docgen.records import Document

__all__ = ["apply_changes", "compare"]


def compare(old: Document, new: Document) -> Comparison:
    """Return everything of two documents paired, the changes, and the answers of the old one.

    `apply_changes(old, comparison.changes)` gives `new`.
    """
    before, after = tree_of(old), tree_of(new)
    pair_all(before, after)
    mark_kept(before, after)
    for node in before.inside():
        if node.partner is not None:
            mark_kept(node, node.partner)
    return Comparison(
        old=old,
        new=new,
        positions=aligned(before, after),
        changes=tuple(changes_between(before, after)),
        answers=tuple(carried(before)),
    )
