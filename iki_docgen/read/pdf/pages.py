"""A PDF file -> what stands on its pages.  Only this module and device.py know pdfminer.

A PDF is untrusted: a few bytes can unfold to gigabytes, or draw one thing a million times.  What a
file may hold is counted while it is read, and one that holds too much is refused, since a part of
a document would pass for the whole.
"""

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from math import atan2, cos, degrees, hypot, sin

from pdfminer.layout import LTChar, LTComponent, LTContainer, LTCurve, LTImage, LTItem, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import dict_value, int_value, list_value, resolve1
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import decode_text

from iki_docgen.errors import InputError
from iki_docgen.read.pdf.device import Device, Document, Fonts, Interpreter, TooMuchError
from iki_docgen.read.pdf.limits import excess
from iki_docgen.read.pdf.shapes import IMAGE_PAGE, Glyph, Page, Rule, lines_of

_MOST_PAGES = 500
_THICKEST_RULE = 3.0
_SHORTEST_RULE = 4.0
_TAIL = 2048
_GET_AGAIN = "get it again from where it came, or ask for the Word file"
_TOO_MUCH = (
    "give only the pages that hold the IKI (open it, print these pages to a new PDF), "
    "or ask for the Word file"
)


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
    if too_much := excess(data):
        raise _too_large(name, too_much)
    with _in_silence():
        try:
            return list(_pages(data, name))
        except InputError:
            raise
        except TooMuchError as error:
            raise _too_large(name, str(error)) from error
        except Exception as error:
            # Whatever a damaged file makes of pdfminer: it checks little, and fails anyhow.
            if _is_locked(error):
                raise InputError(
                    f"{name} is locked with a password",
                    hint="save it without a password, or ask for the Word file",
                ) from error
            raise InputError(f"{name} is damaged: this PDF cannot be read", hint=_GET_AGAIN) from (
                error
            )


def _is_locked(error: BaseException) -> bool:
    return isinstance(error, PDFPasswordIncorrect) or any(
        isinstance(one, PDFPasswordIncorrect) for one in error.args
    )


def _too_large(name: str, limit: str) -> InputError:
    return InputError(f"{name} is too large: it holds more than {limit}", hint=_TOO_MUCH)


def _pages(data: bytes, name: str) -> Iterator[Page]:
    document = Document(PDFParser(BytesIO(data)))
    fonts = Fonts()
    device = Device(fonts)
    interpreter = Interpreter(fonts, device)
    number = 0
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        if number > _MOST_PAGES:
            raise _too_large(name, f"{_MOST_PAGES} pages")
        interpreter.process_page(page)
        yield _page(number, device, page)
    if number < _announced(document):
        raise InputError(
            f"{name} is damaged: it has {_announced(document)} pages and {number} can be read",
            hint=_GET_AGAIN,
        )


def _announced(document: PDFDocument) -> int:
    """Return how many pages a file says that it has."""
    return int(int_value(dict_value(document.catalog["Pages"]).get("Count", 0)))


def _page(number: int, device: Device, page: PDFPage) -> Page:
    layout: LTPage = device.get_result()
    shown = _Shown(layout, device.crop)
    beside = [*shown.beside(), *_notes(page, device)]
    width, height = float(layout.width), float(layout.height)
    return Page(number, width, height, tuple(shown.level), tuple(shown.rules), tuple(beside))


class _Shown:
    """What a page draws: level letters and lines, and the letters that stand beside the text."""

    def __init__(self, layout: LTPage, crop: tuple[float, float, float, float]) -> None:
        """Sort what `layout` holds; `crop` is the part of the page that is shown."""
        self.height = float(layout.height)
        self.crop = crop
        self.level: list[Glyph] = []
        self.hidden: list[Glyph] = []
        self.outside: list[Glyph] = []
        self.turned: dict[int, list[Glyph]] = {}
        self.rules: list[Rule] = []
        self.is_picture = False
        area = (crop[2] - crop[0]) * (crop[3] - crop[1])
        for item in _items(layout):
            if isinstance(item, LTChar):
                self._sort(item)
            elif isinstance(item, LTImage):
                self.is_picture |= item.width * item.height > area / 2
            elif isinstance(item, LTCurve):
                self.rules += _rules(item, *self._sides(item))
        if len(self.hidden) > len(self.level):  # a scan, with the letters that a program saw on it
            self.level += self.hidden
            self.hidden = []

    def _sides(self, item: LTComponent) -> tuple[float, float, float, float]:
        x0, bottom, x1, top = (float(side) for side in item.bbox)
        return x0, self.height - top, x1, self.height - bottom

    def _sort(self, item: LTChar) -> None:
        glyph = Glyph(_character(item.get_text()), *self._sides(item))
        x, y = (glyph.x0 + glyph.x1) / 2, self.height - glyph.middle
        left, bottom, right, top = self.crop
        if not (left <= x <= right and bottom <= y <= top):
            self.outside.append(glyph)
        elif getattr(item, "hidden", False):
            self.hidden.append(glyph)
        elif item.upright and _is_level(item):
            self.level.append(glyph)
        else:
            angle, turned = _levelled(item, glyph.text)
            self.turned.setdefault(angle, []).append(turned)

    def beside(self) -> Iterator[tuple[str, str]]:
        """Yield what stands beside the text: what it is, and its text."""
        for what, glyphs in (
            ("line of hidden text", self.hidden),
            ("line beyond the edge", self.outside),
            *(("line of turned text", glyphs) for glyphs in self.turned.values()),
        ):
            for line in lines_of(glyphs):
                yield what, line.text
        if self.is_picture and not self.level:
            yield IMAGE_PAGE, "(no text: see on paper whether it belongs to a position)"


def _levelled(item: LTChar, text: str) -> tuple[int, Glyph]:
    """Return the angle in degrees at which a letter stands, and the letter turned back by it."""
    across, slant, _, _, x, y = (float(one) for one in item.matrix)
    angle = atan2(slant, across)
    left = x * cos(angle) + y * sin(angle)
    base = x * sin(angle) - y * cos(angle)
    width = item.adv * hypot(across, slant)
    height = max(width, item.size if round(degrees(angle)) % 180 == 0 else item.width, 1.0)
    return round(degrees(angle)), Glyph(text, left, base - height, left + width, base)


def _notes(page: PDFPage, device: Device) -> Iterator[tuple[str, str]]:
    """Yield comments, and what is typed into the fields of a form, which pages do not draw."""
    for one in list_value(page.annots or []):
        device.spend(glyphs=10)
        note = dict_value(one)
        kind = resolve1(note.get("Subtype"))
        is_field = isinstance(kind, PSLiteral) and literal_name(kind) == "Widget"
        text = resolve1(note.get("V" if is_field else "Contents"))
        if isinstance(text, bytes):
            device.spend(glyphs=len(text))
            words = " ".join(decode_text(text).split())
            if words:
                yield "form field" if is_field else "comment", words


def _items(layout: Iterable[LTItem]) -> Iterator[LTChar | LTCurve | LTImage]:
    for item in layout:
        if isinstance(item, LTContainer):
            yield from _items(item)
        elif isinstance(item, LTChar | LTCurve | LTImage):
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
