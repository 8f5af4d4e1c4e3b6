"""What corrections would change, as a unified diff that `git apply` and `patch` take."""

import re
from difflib import diff_bytes, unified_diff
from pathlib import PurePath

_NO_END = b"\\ No newline at end of file\n"
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


def to_patch(path: str, old: bytes, new: bytes, encoding: str) -> bytes:
    """Return the changes from `old` to `new`, empty if there are none.

    Lines end with a line feed only, so that every other byte of the file stands in the diff as it
    is, in the file's own encoding.  Letters of 16 or 32 bits are shown as UTF-8, for people only:
    no diff can hold such a file.
    """
    old, new = _narrow(old, encoding), _narrow(new, encoding)
    name = PurePath(path).as_posix().lstrip("/").encode("utf-8", "surrogateescape")
    if b" " in name:
        name += b"\t"  # or a space would end the name
    lines = diff_bytes(
        unified_diff,
        _LINE.findall(old),
        _LINE.findall(new),
        b"a/" + name,
        b"b/" + name,
        lineterm=b"\n",
    )
    return b"".join(line if line.endswith(b"\n") else line + b"\n" + _NO_END for line in lines)


def _narrow(data: bytes, encoding: str) -> bytes:
    if not encoding.startswith(("utf-16", "utf-32")):
        return data
    return data.decode(encoding, "replace").removeprefix("\ufeff").encode()
