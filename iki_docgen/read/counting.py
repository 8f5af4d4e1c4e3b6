"""Numbers as list markers write them: `a`, `iv`, `07`."""

from collections.abc import Callable, Mapping

_ALPHABET = 26
_MOST_LETTERS = 780
"""The last number that Word writes with letters: thirty times `z`."""
_MOST_ROMAN = 3999
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def letters(number: int) -> str:
    """Return `number` as list letters, which Word doubles after `z`: `a`, `z`, `aa`, `bb`."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    repeats, place = divmod(number - 1, _ALPHABET)
    return chr(ord("a") + place) * (repeats + 1)


def columns(number: int) -> str:
    """Return `number` as letters that count like columns of a sheet: `z`, `aa`, `ab`."""
    if number < 1:
        return str(number)
    found = ""
    while number:
        number, place = divmod(number - 1, _ALPHABET)
        found = chr(ord("a") + place) + found
    return found


def roman(number: int) -> str:
    """Return `number` as a small roman number."""
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    found = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        found += sign * times
    return found


def padded(number: int) -> str:
    """Return `number` with at least two digits."""
    return f"{number:02}"


SPELLINGS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": padded,
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "none": lambda _: "",
}
"""How Word's number formats are written; one that is not here is written in digits."""
