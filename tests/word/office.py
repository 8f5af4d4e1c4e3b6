"""A script that works in a real LibreOffice, for tests of what people do with Word files."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_SYSTEM_PYTHON = "/usr/bin/python3"
"""The only Python that has UNO."""
_LONGEST = 600
"""Seconds."""


def work_in_office(script: str, folder: Path, job: Mapping[str, object]) -> Path:
    """Run `script`, which stands beside this module, and return the folder of what it saved.

    It reads `job` with the office's address and the `output` folder, made in `folder`.
    """
    output = folder / "out"
    output.mkdir()
    address = f"pipe,name={folder.name}-{os.getpid()}"
    office = subprocess.Popen(
        [
            *(shutil.which("soffice") or "soffice", "--headless", "--norestore", "--nologo"),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"--accept={address};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # soffice is a script: its child must end with it
    )
    try:
        done = subprocess.run(
            [_SYSTEM_PYTHON, str(Path(__file__).with_name(script))],
            input=json.dumps({"address": address, "output": str(output), **job}),
            capture_output=True,
            text=True,
            timeout=_LONGEST,
            check=False,
        )
        assert done.returncode == 0, done.stderr or done.stdout
        office.wait(timeout=60)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)
        office.wait()
    return output
