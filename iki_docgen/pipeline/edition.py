"""Which program this is: a digest of its files, for two copies may bear one version."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from iki_docgen.word.default import default_template

_SUFFIXES = frozenset({".py", ".toml", ".css", ".js", ".txt"})
"""What the program is written in; a compiled copy of it is none of its files."""


@cache
def edition() -> str:
    """Return a digest of all files of the program that runs, wherever it is installed."""
    top = Path(__file__).parents[1]
    digest = blake2b(default_template(), digest_size=8)
    for path in sorted(top.rglob("*")):
        if path.suffix in _SUFFIXES:
            data = path.read_bytes()
            digest.update(f"\n{path.relative_to(top).as_posix()} {len(data)}\n".encode())
            digest.update(data)
    return digest.hexdigest()
