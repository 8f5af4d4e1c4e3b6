"""What becomes of the Penjelasan of the old document."""

from collections.abc import Mapping, Sequence

from iki_docgen.diff.model import Answer, Carry
from iki_docgen.report.html.markup import Node, tag
from iki_docgen.report.html.page import section

Homes = Mapping[tuple[str, object], str]
"""The ids of sections by the side (`old`, `new`) and number of their position."""

_CARRIED = {
    Carry.FITS: "can be carried over",
    Carry.LOOK: "must be looked at: the indicator changed in substance",
    Carry.HOMELESS: "homeless: the indicator is gone",
}


def carried(answers: Sequence[Answer], homes: Homes) -> Node:
    """Return what becomes of the Penjelasan that the new document does not have."""
    lists = [
        _listed(title, [one for one in answers if one.carry is carry], homes)
        for carry, title in _CARRIED.items()
    ]
    if not any(lists):
        return None
    heading = tag("h2", "Penjelasan of the old document", id="penjelasan-name")
    return section("penjelasan", heading, lists)


def _listed(title: str, answers: Sequence[Answer], homes: Homes) -> Node:
    if not answers:
        return None
    rows = [
        tag(
            "li",
            tag("a", one.jabatan, href=f"#{_answer_home(one, homes)}"),
            tag("p", one.indikator, class_="s"),
            tag("p", one.penjelasan, class_="s lines quiet"),
            lang="id",
        )
        for one in answers
    ]
    return [tag("h3", f"{len(answers)} {title}"), tag("ul", rows, class_="answers")]


def _answer_home(answer: Answer, homes: Homes) -> str:
    if answer.new_path:
        return homes.get(("new", answer.new_path[1]), "positions")
    return homes.get(("old", answer.old_path[1]), "positions")
