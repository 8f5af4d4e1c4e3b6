"""What our own documents print where nothing was typed: the words are no value.

A converter turns the prompt of an empty box into text like any other.
"""

from iki_docgen.blocks import Block, Cell, CellRun, Paragraph, Table
from iki_docgen.source import Span
from iki_docgen.vocabulary import is_prompt


def without_prompts(block: Block) -> Block:
    """Return `block` with an empty cell wherever one holds a prompt and nothing else."""
    if isinstance(block, Paragraph):
        return block
    if isinstance(block, CellRun):
        return CellRun(tuple(_bare(cell) for cell in block.cells))
    return Table(tuple(tuple(_bare(cell) for cell in row) for row in block.rows))


def _bare(cell: Cell) -> Cell:
    if not cell.paragraphs or not cell.paragraphs[0].text.lstrip().startswith("Klik"):
        return cell
    if not is_prompt(" ".join(paragraph.text for paragraph in cell.paragraphs)):
        return cell
    return Cell((), Span(cell.paragraphs[0].span.start, cell.paragraphs[-1].span.end))
