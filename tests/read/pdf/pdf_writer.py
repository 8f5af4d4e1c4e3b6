"""A writer of minimal PDFs: pages of drawing commands, and the objects that a test adds."""

import hashlib
import zlib
from collections.abc import Callable, Sequence

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_OWNER = b"\x42" * 32
_ID = b"\x07" * 16
_PERMISSIONS = -4
_FIRST_ADDED = 100


def drawn(x: float, y: float, words: str) -> str:
    """Return the drawing of `words` at a place that is counted from the lower left corner."""
    return f"BT /F1 10 Tf {x} {y} Td ({words}) Tj ET\n"


def ruled(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Return the lines of a table whose columns and rows are parted at `xs` and `ys`."""
    upright = "".join(f"{x} {min(ys)} m {x} {max(ys)} l S\n" for x in xs)
    return upright + "".join(f"{min(xs)} {y} m {max(xs)} {y} l S\n" for y in ys)


def stream(data: bytes, entries: str = "") -> bytes:
    """Return a stream object."""
    return f"<</Length {len(data)}{entries}>>\nstream\n".encode() + data + b"\nendstream"


def document(
    *pages: str,
    page: str = "",
    resources: str = "",
    packed: Callable[[bytes], bytes] = lambda data: stream(
        zlib.compress(data), "/Filter/FlateDecode"
    ),
    added: Sequence[bytes] = (),
    password: bytes | None = None,
) -> bytes:
    """Return a PDF; `page` and `resources` are entries of each page.

    The objects `added` have the numbers from 100.  A `password` locks the file (RC4, 40 bits).
    """
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    }
    kids = [10 + 2 * number for number in range(len(pages))]
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[2] = f"<</Type/Pages/Kids[{listed}]/Count {len(kids)}>>".encode()
    for kid, content in zip(kids, pages, strict=True):
        data = content.encode("latin-1")
        if password is not None:
            data = _rc4(_key_of(password, kid + 1), data)
        objects[kid] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {kid + 1} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>{resources}>>{page}>>"
        ).encode()
        objects[kid + 1] = stream(data) if password is not None else packed(data)
    objects |= dict(enumerate(added, start=_FIRST_ADDED))
    return _written(objects, _lock(password) if password is not None else "")


def _written(objects: dict[int, bytes], trailer: str) -> bytes:
    out = b"%PDF-1.4\n"
    table = b"xref\n0 1\n0000000000 65535 f \n"
    for number, one in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    end = (
        f"trailer\n<</Size {max(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out + table + end.encode()


def _lock(password: bytes) -> str:
    user = _rc4(_file_key(password), _PADDING)
    return (
        f"/Encrypt<</Filter/Standard/V 1/R 2/P {_PERMISSIONS}/O<{_OWNER.hex()}>/U<{user.hex()}>>>"
        f"/ID[<{_ID.hex()}><{_ID.hex()}>]"
    )


def _file_key(password: bytes) -> bytes:
    """Return the key of a file, by algorithm 2 of PDF 1.4."""
    known = (password + _PADDING)[:32] + _OWNER
    known += (_PERMISSIONS & 0xFFFFFFFF).to_bytes(4, "little") + _ID
    return hashlib.md5(known, usedforsecurity=False).digest()[:5]


def _key_of(password: bytes, number: int) -> bytes:
    """Return the key of an object, by algorithm 1."""
    known = _file_key(password) + number.to_bytes(3, "little") + b"\0\0"
    return hashlib.md5(known, usedforsecurity=False).digest()[:10]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def lzw(data: bytes) -> bytes:
    """Return `data` packed by LZW the plain way: 9-bit codes, cleared before they grow."""
    codes: list[int] = []
    for number, byte in enumerate(data):
        if number % 200 == 0:
            codes.append(256)
        codes.append(byte)
    bits = "".join(f"{code:09b}" for code in [*codes, 257])
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
