"""Types into documents in a LibreOffice that runs already.  For the system's Python, which has UNO.

Reads a job as JSON from standard input: the address of the office, and files with the texts to
type into the third column of their tables, row by row.  Each is saved as docx, and as odt and doc,
which are opened again and saved as docx.  Writes what stood in the cells, for a test to compare.
"""
# UNO has no types, and its functions no named arguments:
# ruff: noqa: ANN001, ANN201, FBT003

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK

DOCX, ODT, DOC = "MS Word 2007 XML", "writer8", "MS Word 97"
HEADING_ROWS = 2


def connected(address):
    """Return the desktop of the office at `address`, which may still be starting."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
        else:
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
    sys.exit("LibreOffice did not start")


def option(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def opened(desktop, path):
    return desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (option("Hidden", True),))


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
    desktop = connected(job["address"])
    for file in job["files"]:
        path = Path(file["path"])
        document = opened(desktop, path)
        places = list(cells(document))
        if len(places) != len(file["texts"]):
            sys.exit(f"{path.name} has {len(places)} rows")
        for number, (cell, text) in enumerate(zip(places, file["texts"], strict=True)):
            type_text(cell, text, overwrite=number % 2 == 1)
        folder = Path(job["output"])
        document.storeToURL((folder / f"{path.stem}.docx").as_uri(), (option("FilterName", DOCX),))
        for ending, kind in (("odt", ODT), ("doc", DOC)):
            other = folder / f"{path.stem}.{ending}"
            document.storeToURL(other.as_uri(), (option("FilterName", kind),))
        document.close(True)
        for ending in ("odt", "doc"):
            again = opened(desktop, folder / f"{path.stem}.{ending}")
            target = folder / f"{path.stem}-{ending}.docx"
            again.storeToURL(target.as_uri(), (option("FilterName", DOCX),))
            again.close(True)
    desktop.terminate()


main()
