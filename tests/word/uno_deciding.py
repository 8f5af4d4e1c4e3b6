"""Accepts and rejects all tracked changes in a LibreOffice that runs already.

For the system's Python, which has UNO.  Reads a job as JSON from standard input: the address of the
office, the folder for what comes out, and the files.  Saves each twice as docx.
"""
# UNO has no types, and its functions no named arguments:
# ruff: noqa: ANN201, FBT003

import json
import sys
from pathlib import Path

from uno_office import DOCX, opened, saved, services_at

DECISIONS = {
    "diterima": ".uno:AcceptAllTrackedChanges",
    "ditolak": ".uno:RejectAllTrackedChanges",
}


def main():
    job = json.load(sys.stdin)
    service = services_at(job["address"])
    desktop = service("com.sun.star.frame.Desktop")
    helper = service("com.sun.star.frame.DispatchHelper")
    for file in map(Path, job["files"]):
        for decision, command in DECISIONS.items():
            document = opened(desktop, file)
            frame = document.CurrentController.Frame
            helper.executeDispatch(frame, command, "", 0, ())
            saved(document, Path(job["output"]) / f"{file.stem}-{decision}.docx", DOCX)
            document.close(True)
    desktop.terminate()


main()
