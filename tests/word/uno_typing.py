"""Types into documents in a LibreOffice that runs already.  For the system's Python, which has UNO.

Reads a job as JSON from standard input: the address of the office, and files with the texts to
type into the third column of their tables, row by row.  Each is saved as docx, and as odt and doc,
which are opened again and saved as docx.  Writes what stood in the cells, for a test to compare.
"""
# UNO has no types, and its functions no named arguments:
# ruff: noqa: ANN001, ANN201, FBT003

import json
import sys
from pathlib import Path

import uno  # noqa: F401 - only then is there a package `com`
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from uno_office import DOC, DOCX, ODT, opened, saved, services_at

HEADING_ROWS = 2


def tables(document):
    """Yield the tables in the order of the text."""
    blocks = document.Text.createEnumeration()
    while blocks.hasMoreElements():
        block = blocks.nextElement()
        if block.supportsService("com.sun.star.text.TextTable"):
            yield block


def cells(document):
    """Yield the cells to type into."""
    for table in tables(document):
        for number in range(HEADING_ROWS + 1, table.Rows.Count + 1):
            yield table.getCellByName(f"C{number}")


def type_text(cell, text, *, overwrite):
    """Type `text` over the prompt; or, with `overwrite`, over the whole cell."""
    cursor = cell.createTextCursor()
    if overwrite:
        cell.setString("")
    cursor.gotoStart(False)
    cursor.gotoEnd(True)
    for number, line in enumerate(text.split("\n")):
        if number:
            cell.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cell.insertString(cursor, line, number == 0)
        cursor.gotoEnd(False)


def main():
    job = json.load(sys.stdin)
    desktop = services_at(job["address"])("com.sun.star.frame.Desktop")
    for file in job["files"]:
        path = Path(file["path"])
        document = opened(desktop, path)
        places = list(cells(document))
        if len(places) != len(file["texts"]):
            sys.exit(f"{path.name} has {len(places)} rows")
        for number, (cell, text) in enumerate(zip(places, file["texts"], strict=True)):
            type_text(cell, text, overwrite=number % 2 == 1)
        folder = Path(job["output"])
        saved(document, folder / f"{path.stem}.docx", DOCX)
        for ending, kind in (("odt", ODT), ("doc", DOC)):
            saved(document, folder / f"{path.stem}.{ending}", kind)
        document.close(True)
        for ending in ("odt", "doc"):
            again = opened(desktop, folder / f"{path.stem}.{ending}")
            saved(again, folder / f"{path.stem}-{ending}.docx", DOCX)
            again.close(True)
    desktop.terminate()


main()
