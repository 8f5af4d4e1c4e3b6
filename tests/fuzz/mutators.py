"""Change a file so that it stays nearly sound: what reaches far into a reader.

Random bytes are refused at the door.  Each mutator knows one format: lines of a text, elements in
the parts of a zipped file, tokens of a PDF, bytes in place in a compound file.  The same random
numbers give the same change.
"""

import copy
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random

from lxml import etree

from tests.fuzz.seeds import seeds

Bytewise = Callable[[bytes], bytes]
"""Changes bytes that have no form that we know."""
Mutator = Callable[[bytes, Random, Bytewise], bytes]

_SPRINKLED = (
    *(b"\t", b"\t\t", b"  ", b"|", b"+---+", b": ", b";", b"1. ", b"a. ", b"- ", b"(1) "),
    *(b"\r", b"\x0c", b"\xff\xfe", b"\xe2\x80\xa8", b"\xc2\xa0", b"\x00", b"No", b"JABATAN : "),
)
_VALUES = ("0", "1", "-1", "2", "63", "64", "65536", "99999999999", "", " 1", "x", "\u0661", "true")
_NUMBERS = (b"0", b"-1", b"1", b"0.001", b"600", b"65536", b"2147483648", b"1e9", b".", b"-99999")
_OPERATORS = (
    *(b"q", b"Q", b"BT", b"ET", b"S", b"f", b"re", b"cm", b"Td", b"Tj", b"TJ", b"Tf", b"Do"),
    *(b"[", b"]", b"<<", b">>", b"()", b"<00>", b"/F1", b"/X", b"4 0 R", b"null", b"true", b"BI"),
)
_PATCHES = (b"\0", b"\xff", b"\x80", b"\x7f", b"\1", b"\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f")
_TOKEN = re.compile(rb"<<|>>|/?[\w.+-]+|\((?:[^()\\]|\\.)*\)|[^\s\w]")
_OBJECT = re.compile(rb"(?m)^(\d+) 0 obj\b")
_STREAM = re.compile(rb"<<([^<>]*)/Length \d+([^<>]*)>>\nstream\n(.*?)\nendstream", re.DOTALL)
_MOST_XML = 200_000
_NO_PACKAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, OverflowError),
    *(NotImplementedError, RuntimeError, ValueError),
)
_SECTOR = 512


class Lines:
    """Moves the lines of texts about, and mixes those of all the golden cases."""

    def __init__(self) -> None:
        self._known = [line for data in seeds("text") for line in data.split(b"\n")]

    def __call__(self, data: bytes, random: Random, bytewise: Bytewise) -> bytes:
        if random.random() < 0.2:
            return bytewise(data)
        lines = data.split(b"\n")
        for _ in range(random.randint(1, 4)):
            self._change(lines, random)
        return b"\n".join(lines)

    def _change(self, lines: list[bytes], random: Random) -> None:
        at = random.randrange(len(lines) + 1)
        match random.randrange(7):
            case 0:
                del lines[at : at + random.randint(1, 5)]
            case 1:
                lines[at:at] = [random.choice(self._known)]
            case 2:
                start = random.randrange(len(self._known))
                lines[at:at] = self._known[start : start + random.randint(1, 12)]
            case 3:
                start = random.randrange(len(lines) + 1)
                lines[at:at] = lines[start : start + random.randint(1, 5)]
            case 4:
                lines[at : at + 2] = [b"".join(lines[at : at + 2])]
            case 5:
                lines[at:at] = [b""]
            case _:
                line = b"".join(lines[at : at + 1])
                cut = random.randint(0, len(line))
                lines[at : at + 1] = [line[:cut] + random.choice(_SPRINKLED) + line[cut:]]


def change_package(data: bytes, random: Random, bytewise: Bytewise) -> bytes:
    """Change a part of a zipped office file, and pack it again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {one.filename: archive.read(one) for one in archive.infolist()}
        name = random.choice([*members, max(members, key=lambda one: len(members[one]))])
    except _NO_PACKAGE:
        return bytewise(data)
    if random.random() < 0.02:
        return bytewise(data)
    members[name] = _change_xml(members[name], random) or bytewise(members[name])
    return _packed(members)


def _packed(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, packing)
    return stream.getvalue()


def _change_xml(content: bytes, random: Random) -> bytes:
    """Return the XML with some elements changed, nothing where it is none or is too much."""
    if len(content) > _MOST_XML or random.random() < 0.05:
        return b""
    try:
        root = etree.fromstring(content)
    except (etree.XMLSyntaxError, ValueError):
        return b""
    for _ in range(random.randint(1, 4)):
        elements = [one for one in root.iter() if isinstance(one.tag, str)]
        _change_element(random.choice(elements), random.choice(elements), random)
    return etree.tostring(root)


def _change_element(one: etree._Element, other: etree._Element, random: Random) -> None:
    parent = one.getparent()
    match random.randrange(8):
        case 0 if parent is not None:
            parent.remove(one)
        case 1 if parent is not None:
            parent.insert(random.randint(0, len(parent)), copy.deepcopy(one))
        case 2:
            other.insert(random.randint(0, len(other)), copy.deepcopy(one))
        case 3 if one.attrib:
            one.set(random.choice(list(one.attrib)), random.choice(_VALUES))
        case 4 if one.attrib:
            del one.attrib[random.choice(list(one.attrib))]
        case 5:
            one.tag = other.tag
        case 6:
            for name, value in other.attrib.items():
                one.set(name, value)
        case _:
            one.text = random.choice((*_VALUES, *(other.itertext())))


def change_pdf(data: bytes, random: Random, bytewise: Bytewise) -> bytes:
    """Change some tokens of a PDF, and mostly set its lengths and places right again."""
    if random.random() < 0.1:
        return bytewise(data)
    changed = bytearray(data)
    for _ in range(random.randint(1, 4)):
        tokens = [found.span() for found in _TOKEN.finditer(changed)]
        if not tokens:
            break
        start, end = random.choice(tokens)
        other = random.choice(tokens)
        word = bytes(changed[other[0] : other[1]])
        match random.randrange(6):
            case 0:
                del changed[start:end]
            case 1:
                changed[start:end] = random.choice(_NUMBERS)
            case 2:
                changed[start:end] = word
            case 3:
                changed[start:start] = random.choice(_OPERATORS) + b" "
            case 4:
                stretch = bytes(changed[other[0] : other[0] + random.randint(1, 200)])
                changed[end:end] = b" " + stretch
            case _:
                changed[start:end] = random.choice(_OPERATORS)
    return bytes(changed) if random.random() < 0.1 else _set_right(bytes(changed))


def _set_right(data: bytes) -> bytes:
    """Return a PDF with the true lengths of its streams and a new list of its objects."""
    body = data.rpartition(b"\nxref\n")[0] or data
    body = _STREAM.sub(
        lambda found: (
            b"<<%b/Length %d%b>>\nstream\n%b\nendstream"
            % (found[1], len(found[3]), found[2], found[3])
        ),
        body,
    )
    places = {int(found[1]) % 100: found.start() for found in _OBJECT.finditer(body)}
    trailer = re.search(rb"trailer(.*)startxref", data, re.DOTALL)
    out = body + b"\nxref\n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer" + (trailer[1] if trailer else b"<</Root 1 0 R>>\n")
    return out + b"startxref\n%d\n%%%%EOF\n" % (len(body) + 1)


def change_in_place(data: bytes, random: Random, bytewise: Bytewise) -> bytes:
    """Change bytes and sectors of a compound file where they stand: moved, none is found again."""
    if len(data) < 2 * _SECTOR or random.random() < 0.05:
        return bytewise(data)
    changed = bytearray(data)
    for _ in range(random.randint(1, 6)):
        at = random.randrange(_SECTOR if random.random() < 0.9 else 0, len(data))
        size = random.choice((1, 2, 4, 4, 16, _SECTOR))
        other = random.randrange(len(data))
        match random.randrange(4):
            case 0:
                new = random.choice(_PATCHES)
            case 1:
                new = random.randbytes(min(size, 4))
            case 2:
                new = bytes(changed[other : other + size])
            case _:
                new = bytewise(bytes(changed[at : at + size]))[:size]
        new = new[: len(data) - at]
        changed[at : at + len(new)] = new
    return bytes(changed)


def mutator(target: str) -> Mutator:
    """Return what changes the files of a target."""
    return {
        "pdf": lambda: change_pdf,
        "doc": lambda: change_in_place,
        "docx": lambda: change_package,
        "odt": lambda: change_package,
        "text": Lines,
        "parse": Lines,
    }[target]()
