"""Accepts and rejects all tracked changes in a LibreOffice that runs already.

For the system's Python, which has UNO.  Reads a job as JSON from standard input: the address of the
office, the folder for what comes out, and the files.  Saves each twice as docx.
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

DOCX = "MS Word 2007 XML"
DECISIONS = {
    "diterima": ".uno:AcceptAllTrackedChanges",
    "ditolak": ".uno:RejectAllTrackedChanges",
}


def connected(address):
    """Return the services of the office at `address`, which may still be starting."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    sys.exit("LibreOffice did not start")


def option(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def main():
    job = json.load(sys.stdin)
    context = connected(job["address"])
    services = context.ServiceManager
    desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    helper = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    for file in map(Path, job["files"]):
        for decision, command in DECISIONS.items():
            document = desktop.loadComponentFromURL(
                file.as_uri(), "_blank", 0, (option("Hidden", True),)
            )
            frame = document.CurrentController.Frame
            helper.executeDispatch(frame, command, "", 0, ())
            target = Path(job["output"]) / f"{file.stem}-{decision}.docx"
            document.storeToURL(target.as_uri(), (option("FilterName", DOCX),))
            document.close(True)
    desktop.terminate()


main()
