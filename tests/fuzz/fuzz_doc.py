"""Look for bytes that the reader of .doc files cannot stand, guided by the lines they reach.

    pip install atheris
    python tests/fuzz/fuzz_doc.py -max_total_time=60 FOLDER_OF_FINDS tests/read/files

The container is kept whole most of the time: changes inside the streams are what reaches far.
"""

import sys

import atheris

with atheris.instrument_imports(include=["iki_docgen.read.doc"]):
    from iki_docgen.read.doc import read_doc
from iki_docgen.errors import InputError


def try_one(data: bytes) -> None:
    """Read `data`; anything but an `InputError` ends the search."""
    try:
        reading = read_doc(data, "x.doc")
    except InputError:
        return
    if len(reading.source.places) != len(reading.source.lines):
        raise AssertionError(data)


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()
