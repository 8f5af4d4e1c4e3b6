"""Page numbers and running feet, which a dump leaves between the lines of the text."""

import re
from functools import lru_cache

import regex

_PAGE = regex.compile(
    r"""
    \s* (?:
        [-\u2010-\u2015~]+ \s* \d{1,4} \s* [-\u2010-\u2015~]+
      | \W* (?: halaman | hal | hlm | page ) \.? \s* \d{1,4}
        (?: \s* (?: dari | of | / ) \s* (?: \d{1,4} | \u2026 ) )? \W*
      | \d{1,4} \s* \| \s* (?: p\s?a\s?g\s?e | halaman | h\s?a\s?l\s?a\s?m\s?a\s?n ) \W*
      | (?: p\s?a\s?g\s?e | halaman ) \s* \| \s* \d{1,4} \W*
      | [^|]{1,60} \| \s* (?: halaman | page ) \s* \d{1,4}
        (?: \s* (?: dari | of | / ) \s* (?: \d{1,4} | \u2026 ) )? \W*
    ) \s*
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015~"
_LONGEST = 90
_DIGIT = re.compile(r"\d")


@lru_cache(1024)
def is_page_furniture(line: str) -> bool:
    """Tell whether `line` is a page number or a running foot: `- 3 -`, `Halaman 3 dari 9`."""
    text = line.strip()
    if not text or len(text) > _LONGEST:
        return False
    if "|" not in text and text[0] not in _DASHES:
        words = text.lower()
        if "hal" not in words and "hlm" not in words and "page" not in words:
            return False
    return _DIGIT.search(text) is not None and _PAGE.fullmatch(text) is not None
