"""What becomes of the Penjelasan of the old document."""

from collections.abc import Iterator

from iki_docgen.diff.keys import same_wording
from iki_docgen.diff.model import Answer, Carry
from iki_docgen.diff.tree import Node
from iki_docgen.records import Indikator


def carried(old: Node) -> Iterator[Answer]:
    """Yield every Penjelasan of the old document, in its order."""
    for position in old.lists["jabatan"]:
        for group in position.lists["sasaran"]:
            for row in group.lists["indikator"]:
                record = row.record
                if isinstance(record, Indikator) and record.penjelasan.strip():
                    yield Answer(
                        carry=_carry(row),
                        jabatan=position.text,
                        indikator=record.indikator,
                        penjelasan=record.penjelasan,
                        old_path=row.path,
                        new_path=None if row.partner is None else row.partner.path,
                    )


def _carry(row: Node) -> Carry:
    new = row.partner
    if new is None or not isinstance(new.record, Indikator):
        return Carry.HOMELESS
    if new.record.penjelasan.strip():
        return Carry.KEPT
    return Carry.FITS if same_wording(row.text, new.text) else Carry.LOOK
