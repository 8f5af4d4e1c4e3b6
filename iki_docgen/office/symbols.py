"""Characters of symbol fonts, which Word stores as a font and a number (`w:sym`)."""

import sys

_SURROGATES = 0xD800  # from here to U+F0FF nothing is a character by itself, or is a private one
_PRIVATE_END = 0xF0FF
UNKNOWN = "\ufffd"
"""Stands for a symbol nobody here can name: people saw something there."""

# The Adobe Symbol encoding, by rows of sixteen; formulas typed in Word live here.
_SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./",  # noqa: RUF001 - the signs of the font, not typing errors
    0x30: "0123456789:;<=>?",
    0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ",
    0x50: "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x60: "‾αβχδεφγηιϕκλμνο",
    0x70: "πθρστυϖωξψζ{|}∼",  # noqa: RUF001
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓",  # noqa: RUF001
    0xB0: "°±″≥×∝∂•÷≠≡≈…⏐⎯↵",  # noqa: RUF001
    0xC0: "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉",  # noqa: RUF001
    0xD0: "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",  # noqa: RUF001
    0xE0: "◊〈®©™∑",
}
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "☐",
    0x71: "❑",
    0x76: "❖",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "☐",
    0xD8: "➢",
    0xE0: "→",
    0xE8: "➔",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_FONTS = {
    "symbol": {
        start + step: sign for start, row in _SYMBOL.items() for step, sign in enumerate(row)
    },
    "wingdings": _WINGDINGS,
}


def symbol(font: str, code: str) -> str:
    """Return the character with the hexadecimal number `code` in `font`."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if table := _FONTS.get(font.casefold()):
        return table.get(number & 0xFF, UNKNOWN) if number <= _PRIVATE_END else UNKNOWN
    is_named = number < _SURROGATES or _PRIVATE_END < number <= sys.maxunicode
    return chr(number) if is_named else UNKNOWN
