"""A PDF file -> what stands on its pages.  The only module that knows pdfminer.

A PDF is untrusted: a few bytes can unfold to gigabytes, or draw one thing a million times.  What a
file may hold is counted while it is read, and one that holds too much is refused, since a part of
a document would pass for the whole.
"""

import logging
import re
import warnings
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTItem, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    PDFObjectNotFound,
    PDFObjRef,
    PDFStream,
    dict_value,
    int_value,
    list_value,
    resolve1,
    stream_value,
)

from iki_docgen.errors import InputError
from iki_docgen.read.pdf.limits import MOST_UNFOLDED, is_too_much
from iki_docgen.read.pdf.shapes import Glyph, Page, Rule

_MOST_PAGES = 500
_MOST_GLYPHS = 130_000
_MOST_ON_A_PAGE = 30_000
_MOST_CONTENT = 1_000_000
_MOST_NAMES = 200_000
"""What a file may show and name; the book of sixteen positions shows 51,000."""
_THICKEST_RULE = 3.0
_SHORTEST_RULE = 4.0
_DEEPEST = 40
_CODESPACE = re.compile(
    rb"begincodespacerange[<>\s0-9a-fA-F]{0,200}endcodespacerange", re.IGNORECASE
)
_RANGE = re.compile(rb"<\s*([0-9a-fA-F]+)\s*>\s*<\s*([0-9a-fA-F]+)\s*>")
_TAIL = 2048
_GET_AGAIN = "get it again from where it came, or ask for the Word file"
_TOO_MUCH = "give the pages with the positions only, or ask for the Word file"


class _TooMuch(Exception):  # noqa: N818 - carries on, no failure of its own
    """A file holds more than a document does."""


class _Document(PDFDocument):
    """Knows a reference that leads to itself: pdfminer would follow it for ever."""

    def getobj(self, objid: int) -> object:
        found = super().getobj(objid)
        for _ in range(_DEEPEST):
            if not isinstance(found, PDFObjRef):
                return found
            found = super().getobj(found.objid)
        raise PDFObjectNotFound(objid)


class _Device(PDFPageAggregator):
    """Collects what a page shows, and counts it; the content of pages is counted too."""

    glyphs = 0
    content = 0
    on_page = 0
    depth = 0

    def spend(self, *, glyphs: int = 0, content: int = 0) -> None:
        """Count what a page costs.  Raises `_TooMuch`."""
        self.glyphs += glyphs
        self.on_page += glyphs
        self.content += content
        if (
            self.glyphs > _MOST_GLYPHS
            or self.on_page > _MOST_ON_A_PAGE
            or self.content > _MOST_CONTENT
        ):
            raise _TooMuch

    def render_char(self, *args: Any, **kwargs: Any) -> float:  # noqa: ANN401 - passed on
        self.spend(glyphs=1)
        width: float = super().render_char(*args, **kwargs)
        return width

    def paint_path(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.spend(glyphs=max(1, len(args[-1])) if args else 1)
        super().paint_path(*args, **kwargs)

    def begin_figure(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.depth += 1
        self.spend(glyphs=10)
        if self.depth > _DEEPEST:
            raise _TooMuch
        super().begin_figure(*args, **kwargs)

    def end_figure(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        self.depth -= 1
        super().end_figure(*args, **kwargs)


class _Fonts(PDFResourceManager):
    """Makes fonts, after it has counted the letters that they name."""

    names = 0

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        parts = [spec, *map(dict_value, list_value(spec.get("DescendantFonts", [])))]
        for part in parts:
            for key in ("ToUnicode", "Encoding"):
                stream = resolve1(part.get(key))
                if isinstance(stream, PDFStream):
                    self._spend(_named(stream.get_data()))
                elif isinstance(stream, dict):
                    self._spend(len(list_value(stream.get("Differences", []))))
            for key in ("W", "W2", "Widths"):
                self._spend(_widths(list_value(part.get(key, []))))
        font: PDFFont = super().get_font(objid, spec)
        return font

    def _spend(self, names: int) -> None:
        self.names += names
        if self.names > _MOST_NAMES:
            raise _TooMuch


def _named(data: bytes) -> int:
    """Return how many letters a table of names gives, at the most."""
    data = _CODESPACE.sub(b"", data)
    ranges = sum(
        max(0, int(end[-8:], 16) - int(start[-8:], 16)) for start, end in _RANGE.findall(data)
    )
    return (ranges if b"range" in data else 0) + len(data) // 12


def _widths(found: Sequence[object]) -> int:
    """Return for how many letters widths are given: by lists, or `first last width`."""
    count = len(found)
    numbers = [one for one in found if isinstance(one, int | float)]
    for first, last in pairwise(numbers):
        count += int(last - first) if last - first > _MOST_NAMES else 0
    return count


class _Interpreter(PDFPageInterpreter):
    """Carries out what the content of a page says, after it was counted and found whole."""

    device: _Device

    def execute(self, streams: Sequence[object]) -> None:
        for one in streams:
            stream = stream_value(one)
            _check_whole(stream)
            self.device.spend(content=len(stream.get_data()))
        super().execute(streams)


def _check_whole(stream: object) -> None:
    """Unfold a stream as a test: pdfminer would pass over what is damaged in it.

    Raises `zlib.error`.
    """
    raw = getattr(stream, "rawdata", None)
    filters = [str(name) for name, _ in stream.get_filters()]  # type: ignore[attr-defined]
    if raw is None or getattr(stream, "decipher", None) or len(filters) != 1:
        return
    if "Flate" in filters[0] or filters[0].strip("/'") == "Fl":
        zlib.decompressobj().decompress(raw, MOST_UNFOLDED)


@contextmanager
def _in_silence() -> Iterator[None]:
    """Keep what pdfminer says about odd files from the user, who is told in words."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def pages_of(data: bytes, name: str) -> list[Page]:
    """Return what stands on the pages of the PDF `data`; `name` is what people know it by.

    Raises `InputError` for one that is damaged, locked or too large.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        raise InputError(f"{name} is cut off: the end of the PDF is missing", hint=_GET_AGAIN)
    if is_too_much(data):
        raise _too_large(name)
    with _in_silence():
        try:
            return list(_pages(data, name))
        except InputError:
            raise
        except _TooMuch as error:
            raise _too_large(name) from error
        except PDFPasswordIncorrect as error:
            raise InputError(
                f"{name} is locked with a password",
                hint="save it without a password, or ask for the Word file",
            ) from error
        except Exception as error:
            # Whatever a damaged file makes of pdfminer: it checks little, and fails anyhow.
            raise InputError(f"{name} is damaged: this PDF cannot be read", hint=_GET_AGAIN) from (
                error
            )


def _too_large(name: str) -> InputError:
    return InputError(f"{name} holds more than a document of positions does", hint=_TOO_MUCH)


def _pages(data: bytes, name: str) -> Iterator[Page]:
    document = _Document(PDFParser(BytesIO(data)))
    fonts = _Fonts()
    device = _Device(fonts)
    interpreter = _Interpreter(fonts, device)
    number = 0
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        if number > _MOST_PAGES:
            raise InputError(f"{name} has more than {_MOST_PAGES} pages", hint=_TOO_MUCH)
        device.on_page = device.depth = 0
        interpreter.process_page(page)
        yield _page(number, device.get_result())
    if number < _announced(document):
        raise InputError(
            f"{name} is damaged: it has {_announced(document)} pages and {number} can be read",
            hint=_GET_AGAIN,
        )


def _announced(document: PDFDocument) -> int:
    """Return how many pages a file says that it has."""
    return int(int_value(dict_value(document.catalog["Pages"]).get("Count", 0)))


def _page(number: int, layout: LTPage) -> Page:
    height = float(layout.height)
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    for item in _items(layout):
        x0, bottom, x1, top = (float(side) for side in item.bbox)
        sides = (x0, height - top, x1, height - bottom)
        if isinstance(item, LTChar):
            if item.upright and _is_level(item):
                glyphs.append(Glyph(_character(item.get_text()), *sides))
        elif isinstance(item, LTCurve):
            rules += _rules(item, *sides)
    shown = [one for one in glyphs if 0 <= one.middle <= height and one.x1 > 0]
    return Page(number, float(layout.width), height, tuple(shown), tuple(rules))


def _items(layout: Iterable[LTItem]) -> Iterator[LTChar | LTCurve]:
    for item in layout:
        if isinstance(item, LTContainer):
            yield from _items(item)
        elif isinstance(item, LTChar | LTCurve):
            yield item


def _is_level(glyph: LTChar) -> bool:
    """Tell whether a letter stands on a level line, neither turned nor upside down."""
    across, slant = glyph.matrix[0], glyph.matrix[1]
    return bool(across > 0 and abs(slant) < abs(across) / 10)


def _character(text: str) -> str:
    """Return the text of a glyph; one that the font does not name is the sign for that."""
    return "\ufffd" if text.startswith("(cid:") else text


def _rules(curve: LTCurve, x0: float, top: float, x1: float, bottom: float) -> list[Rule]:
    """Return the lines that a drawn shape gives: itself if it is thin, else its frame."""
    width, height = x1 - x0, bottom - top
    if max(width, height) < _SHORTEST_RULE:
        return []
    if min(width, height) <= _THICKEST_RULE:
        if width > height:
            middle = (top + bottom) / 2
            return [Rule(x0, middle, x1, middle)]
        middle = (x0 + x1) / 2
        return [Rule(middle, top, middle, bottom)]
    if not curve.stroke or len(curve.pts) not in {4, 5}:
        return []
    corners = {(round(x), round(y)) for x, y in curve.pts}
    if len({x for x, _ in corners}) != 2 or len({y for _, y in corners}) != 2:  # noqa: PLR2004 - sides
        return []
    return [
        Rule(x0, top, x1, top),
        Rule(x0, bottom, x1, bottom),
        Rule(x0, top, x0, bottom),
        Rule(x1, top, x1, bottom),
    ]
