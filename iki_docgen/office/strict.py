"""Word's "strict" format, which has other names for the same things."""

from collections.abc import Mapping

_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"officeDocument/relationships/customProperties": (
        b"officeDocument/2006/relationships/custom-properties"
    ),
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
    b"officeDocument/math": b"officeDocument/2006/math",
    b"officeDocument/customProperties": b"officeDocument/2006/custom-properties",
    b"officeDocument/docPropsVTypes": b"officeDocument/2006/docPropsVTypes",
    b"drawingml/wordprocessingDrawing": b"drawingml/2006/wordprocessingDrawing",
    b"drawingml/main": b"drawingml/2006/main",
}


def in_usual_words(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the members of a file in Word's "strict" format under the names of the usual one."""
    return {name: _usual(data) if _STRICT in data else data for name, data in members.items()}


def _usual(data: bytes) -> bytes:
    for strict, usual in _TRANSITIONAL.items():
        data = data.replace(_STRICT + strict, b"http://schemas.openxmlformats.org/" + usual)
    return data
