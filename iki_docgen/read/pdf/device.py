"""pdfminer, made to count: what the content of pages costs is known before it is spent."""

import re
import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import (
    PDFObjectNotFound,
    PDFObjRef,
    PDFStream,
    dict_value,
    list_value,
    resolve1,
    stream_value,
)
from pdfminer.utils import apply_matrix_rect

from iki_docgen.read.pdf.limits import MOST_UNFOLDED

_MOST_GLYPHS = 130_000
_MOST_ON_A_PAGE = 30_000
_MOST_CONTENT = 1_000_000
_MOST_STEPS = 250_000
_MOST_NAMES = 200_000
"""What a file may show and name; the book of sixteen positions shows 51,000 letters by 118,000
words of drawing commands."""
_DEEPEST = 40
_HIDDEN = {3, 7}
"""Ways to draw letters that show nothing."""
_WORD = re.compile(rb"\([^()\\]*\)|<[0-9a-fA-F\s]*>|[()\[\]{}<>/%\\]|[^\s()\[\]{}<>/%\\]+")
_LOOSE = {b"(", b")"}
"""Brackets of a string that holds others; a plain string is one word."""
_CODESPACE = re.compile(
    rb"begincodespacerange[<>\s0-9a-fA-F]{0,200}endcodespacerange", re.IGNORECASE
)
_RANGE = re.compile(rb"<\s*([0-9a-fA-F]+)\s*>\s*<\s*([0-9a-fA-F]+)\s*>")


class TooMuchError(Exception):
    """A file holds more than a document does; its text says more than what."""


class Document(PDFDocument):
    """Knows a reference that leads to itself: pdfminer would follow it for ever."""

    def getobj(self, objid: int) -> object:
        """Return the object of this number.  Raises `PDFObjectNotFound` where there is none."""
        found = super().getobj(objid)
        for _ in range(_DEEPEST):
            if not isinstance(found, PDFObjRef):
                return found
            found = super().getobj(found.objid)
        raise PDFObjectNotFound(objid)


class Device(PDFPageAggregator):
    """Collects what a page shows, and counts it; the content of pages is counted too."""

    glyphs = 0
    content = 0
    steps = 0
    on_page = 0
    depth = 0
    hidden = False
    crop: tuple[float, float, float, float] = (0, 0, 0, 0)

    def begin_page(self, page: PDFPage, ctm: Any) -> None:  # noqa: ANN401 - passed on
        """Start a page; `crop` is the part of it that is shown, within its paper."""
        super().begin_page(page, ctm)
        self.on_page = self.depth = 0
        left, bottom, right, top = self.cur_item.bbox
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.cropbox)
        crop = (max(left, x0), max(bottom, y0), min(right, x1), min(top, y1))
        self.crop = crop if crop[0] < crop[2] and crop[1] < crop[3] else self.cur_item.bbox

    def render_string(self, textstate: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        """Show a string, and remember whether it can be seen."""
        self.hidden = textstate.render in _HIDDEN
        super().render_string(textstate, *args, **kwargs)

    def spend(self, *, glyphs: int = 0, content: int = 0, steps: int = 0) -> None:
        """Count what a page costs.  Raises `TooMuchError`."""
        self.glyphs += glyphs
        self.on_page += glyphs
        self.content += content
        self.steps += steps
        if self.glyphs > _MOST_GLYPHS:
            raise TooMuchError(f"{_MOST_GLYPHS:,} letters and lines")
        if self.on_page > _MOST_ON_A_PAGE:
            raise TooMuchError(f"{_MOST_ON_A_PAGE:,} letters and lines on a page")
        if self.content > _MOST_CONTENT:
            raise TooMuchError(f"{_MOST_CONTENT // 1_000_000} MB of page content")
        if self.steps > _MOST_STEPS:
            raise TooMuchError(f"{_MOST_STEPS:,} drawing commands")

    def render_char(self, *args: Any, **kwargs: Any) -> float:  # noqa: ANN401 - passed on
        """Add a letter, and count it."""
        self.spend(glyphs=1)
        width: float = super().render_char(*args, **kwargs)
        letter: Any = self.cur_item._objs[-1]  # noqa: SLF001 - the one just added
        letter.hidden = self.hidden
        return width

    def paint_path(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        """Add a drawing, and count its pieces."""
        self.spend(glyphs=max(1, len(args[-1])) if args else 1)
        super().paint_path(*args, **kwargs)

    def begin_figure(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        """Open a drawing within a page, and count how deep it stands."""
        self.depth += 1
        self.spend(glyphs=10)
        if self.depth > _DEEPEST:
            raise TooMuchError(f"{_DEEPEST} drawings inside one another")
        super().begin_figure(*args, **kwargs)

    def end_figure(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        """Close a drawing within a page."""
        self.depth -= 1
        super().end_figure(*args, **kwargs)


class Fonts(PDFResourceManager):
    """Makes fonts, after it has counted the letters that they name."""

    names = 0

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Make a font.  Raises `TooMuchError`."""
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
            raise TooMuchError(f"{_MOST_NAMES:,} names of letters in its fonts")


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


class Interpreter(PDFPageInterpreter):
    """Carries out what the content of a page says, after it was counted and found whole."""

    device: Device

    def execute(self, streams: Sequence[object]) -> None:
        """Carry out content streams.  Raises `TooMuchError` and `zlib.error`."""
        for one in streams:
            stream = stream_value(one)
            _check_whole(stream)
            data = stream.get_data()
            self.device.spend(content=len(data))
            self.device.spend(steps=_steps(data))
        super().execute(streams)


def _steps(data: bytes) -> int:
    """Return the words of a content stream, as pdfminer takes them one by one.

    A bracket within a string costs it several times as much as a word, and an inline image is
    searched for its end letter by letter wherever its first letter, `E` or `~`, stands.
    """
    found = sum(4 if one[0] in _LOOSE else 1 for one in _WORD.finditer(data))
    return found + (4 * (data.count(b"E") + data.count(b"~")) if b"ID" in data else 0)


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
