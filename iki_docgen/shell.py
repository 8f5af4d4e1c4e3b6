"""Commands that people are advised to type, as their shell takes them."""

import os
import re
import shlex
from pathlib import Path

_PLAIN_ON_WINDOWS = re.compile(r"[\w.:\\/@+~#-]+")


def word(path: str | Path) -> str:
    """Return `path` so that a shell takes it for one word, also with blanks or `&` in it."""
    text = str(path)
    if os.name != "nt":
        return shlex.quote(text)
    return text if _PLAIN_ON_WINDOWS.fullmatch(text) else f'"{text}"'


def there(folder: str, command: str) -> str:
    """Return what runs `command` in `folder`, which is empty or `.` for the folder one is in."""
    return command if folder in {"", "."} else f"cd {word(folder)} && {command}"
