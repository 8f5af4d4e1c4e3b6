"""The words by which labels, titles and table headings are known.

The lists stand in `vocabulary.toml`.  Readers ask here to tell a table from indented text, the
parser to tell what a line is.  Plain string work comes first and decides nearly every line; fuzzy
matching is left for the few lines that look like a label and are none that is known.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from enum import Enum
from functools import cache, lru_cache
from importlib import resources
from itertools import count, permutations

import regex
from msgspec import Struct

_DATA = tomllib.loads(
    resources.files("iki_docgen").joinpath("vocabulary.toml").read_text(encoding="utf-8")
)

LABEL_FIELDS = ("jabatan", "tugas", "fungsi")
STANDARD: Mapping[str, str] = _DATA["standard"]
ABBREVIATIONS = frozenset(_DATA["abbreviation"]["words"])
PROMPTS: Mapping[str, str] = {
    column: _DATA["prompt"][column] for column in ("penjelasan", "sumber_data")
}
"""What an empty cell of our Word documents says, by its column."""
_FOLDED_PROMPTS = frozenset(prompt.casefold() for prompt in PROMPTS.values())
_PROMPT_LETTERS = frozenset(prompt[0] for prompt in _FOLDED_PROMPTS)
_LONGEST_PROMPT = 2 * max(map(len, PROMPTS.values()))
HOLDERS: Mapping[str, str] = _DATA["holder"]
_LABELS = {words: field for field, synonyms in _DATA["label"].items() for words in synonyms}

_NUMBER = (
    r"(?:(?:\d{1,2}|[IVX]{1,4}|[ivx]{1,4}|[A-Za-z])\s*[.)]|\(\d{1,2}\)"
    r"|(?:\d{1,2}|[IVX]{1,4})(?=\s))"
)
_HEAD = regex.compile(
    rf"""
    \s*+ (?P<number> {_NUMBER} )?+ \s*+
    (?P<words> \p{{L}} [\p{{L}}\d\ \u00a0]{{3,40}}? )
    (?: \s*+ \.?+ \s*+ (?: (?P<colon> [:\uff1a] ) | $ ) | (?= \t | \ {{2}} ) )
    """,
    regex.VERBOSE,
)
# Capitals need neither colon nor gap after their number (`1. JABATAN KEPALA ...`), nor before the
# first item of a list (`FUNGSI. a. menyusun ...`).
_BARE = regex.compile(
    r"""
    \s*+ (?: (?P<number> \d{1,2} [.)] | [IVX]{1,4} [.)] ) \s*+
              (?P<words> JABATAN | TUGAS | FUNGSI ) (?= \s+ \p{Lu} )
            | (?P<words> TUGAS | FUNGSI ) \s*+ \.? (?= \s+ (?: a[.)] | 1[.)] | - ) \s* \p{L} ) )
    """,
    regex.VERBOSE,
)
# Without a colon only capitals are a label.
_CAPITALS = re.compile(r"[A-Z]\s*[A-Z]")
_SPACED = regex.compile(r"\p{L}(?:[ \t\u00a0]\p{L}){3,}")
_FUZZY_LABELS = tuple(
    (field, regex.compile(rf"(?:{words}){{e<=1}}"))
    for words, field in _LABELS.items()
    if " " not in words
)
_TITLE_LETTERS = regex.compile(
    r"(?:indikatorkinerjaindividu){e<=2}(?:[il1]k[il1])?(?:tahun(?:\d{4}){1,2})?"
)
_LIKE_I = str.maketrans({"l": "i", "1": "i", "|": "i", "0": "o"})
_TITLE_LENGTH = len("indikatorkinerjaindividu")
_WORD = re.compile(r"[^\W_]+")
_NOT_WORD = re.compile(r"[\W_]+")
_LIST_MARKER = regex.compile(
    r"(?:[a-z]{1,2}|\d{1,2}|[ivx]{1,4})[.)]|\([a-z\d]{1,2}\)|[-\u2022]", regex.IGNORECASE
)
_COLUMN_NUMBER = regex.compile(r"\(\s*\d{1,2}[A-Za-z]?\s*\)|(?<=\p{L}\s)\d{1,2}$")

_ABBREVIATED = regex.compile(r"(?<=\p{L})\s*\(\s*\p{Lu}{2,5}\s*\)")
"""What a heading is called for short: `Indikator Kinerja (IKI)`."""

SHORTEST_TITLE = 20
"""Characters of a line that may be a title, with room to spare."""
_LONGEST_TITLE = 90
_LONGEST_HEADING = 90
_LONGEST_OTHER_LABEL = 60
_LONGEST_NOTHING = 40
_NOTE = regex.compile(
    r"\s*+ (?: \(?\*{1,4}\s*+\) | \*{2,4}\s | (?: WORDS ) \s*+ \.?+ \s*+ : )".replace(
        "WORDS", "|".join(_DATA["note"]["words"])
    ),
    regex.VERBOSE | regex.IGNORECASE,
)
_NEAR_HEADING = 86.0
_FEW = 500
"""Texts of which letters are counted; for more, loading rapidfuzz is quicker."""
_asked = count()


class Case(Enum):
    """How the letters of a label are written."""

    UPPER = "capitals"
    TITLE = "a capital first letter"
    LOWER = "small letters"


class Label(Struct, frozen=True):
    """A label at the head of a line, such as ` 2. TUGAS <tab>:`.

    `found` is the label as it is written, number included; `end` is the offset in the line at
    which the field's text starts; `exact` says that the words are spelled as they should be.
    """

    field: str
    found: str
    number: str
    colon: bool
    case: Case
    exact: bool
    end: int

    @property
    def is_field(self) -> bool:
        """Whether it opens a field beyond doubt; `Fungsi : ...` may stand in a cell."""
        return bool(self.number) or self.case is Case.UPPER or self.field == "jabatan"


class Heading(Struct, frozen=True):
    """A recognised column heading; `exact` where its words are known ones.

    `second` is the other column where two headings stand in one cell; `column` is then the one
    that counts if the rows have one cell for both.
    """

    column: str
    exact: bool
    second: str = ""


@lru_cache(maxsize=1024)
def match_label(line: str) -> Label | None:
    """Return the label at the head of `line`, None if there is none.

    A label carries a number, a colon, or both; one in small letters carries a number that is not
    a letter, so that `b. tugas: ...` stays an item.
    """
    if len(line) < 5 or line.isspace():  # noqa: PLR2004 - the shortest label word
        return None
    if not (":" in line or "\uff1a" in line or _has_capitals(line)):
        return None
    match = _HEAD.match(line)
    found = _label_field(match["words"]) if match else None
    if match is None or found is None:
        match = _BARE.match(line)
        found = _label_field(match["words"]) if match else None
    if match is None or found is None:
        return None
    field, exact = found
    words = match["words"]
    number = match["number"] or ""
    colon = bool(match.groupdict().get("colon"))
    case = _case(words)
    alone = match.end() == len(line.rstrip())
    if not _plausible(number, case, colon=colon, exact=exact, alone=alone):
        return None
    return Label(field, line[: match.end("words")].strip(), number, colon, case, exact, match.end())


def _has_capitals(line: str) -> bool:
    return not line.islower() and _CAPITALS.search(line) is not None


def _plausible(number: str, case: Case, *, colon: bool, exact: bool, alone: bool) -> bool:
    if not exact and (not (colon or alone) or not (number or case is Case.UPPER)):
        return False
    if case is Case.LOWER:
        return colon and any(letter.isdigit() for letter in number)
    if colon:
        return True
    return case is Case.UPPER


def _case(words: str) -> Case:
    letters = [letter for letter in words if letter.isalpha()]
    if all(letter.isupper() for letter in letters):
        return Case.UPPER
    return Case.TITLE if letters[0].isupper() else Case.LOWER


@lru_cache(maxsize=1024)
def _label_field(words: str) -> tuple[str, bool] | None:
    """Return the field that `words` name and whether they are spelled as they should be."""
    folded = " ".join(words.lower().split())
    field = _LABELS.get(folded)
    if field is not None:
        return field, True
    spaced = _SPACED.fullmatch(words.strip()) is not None
    if spaced:
        folded = folded.replace(" ", "")
        if folded in _LABELS:
            return _LABELS[folded], False
    if " " in folded:
        return None
    for name, pattern in _FUZZY_LABELS:
        if pattern.fullmatch(folded) or sorted(folded) == sorted(name):
            return name, False
    return None


def is_title(line: str) -> bool:
    """Tell whether `line` is the title of a page, `INDIKATOR KINERJA INDIVIDU ( IKI )`."""
    text = line.strip()
    if not text or text[0] not in "IiLl1|":
        return False
    if not SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE:
        return False
    letters = _NOT_WORD.sub("", text.lower())
    # No word of the title has an `l`: a scanner's `lNDlKATOR` is read as it was meant.
    letters = letters[:_TITLE_LENGTH].translate(_LIKE_I) + letters[_TITLE_LENGTH:]
    if _TITLE_LETTERS.fullmatch(letters):
        return True
    return text.isupper() and letters.startswith("indikatorkinerjaindividu")


@lru_cache(maxsize=1024)
def has_list_marker(text: str) -> bool:
    """Tell whether `text` starts with what may be a list marker."""
    return _LIST_MARKER.match(text) is not None


@cache
def _columns() -> dict[tuple[str, ...], str]:
    known = {}
    for column, synonyms in _DATA["column"].items():
        for words in synonyms:
            known[tuple(sorted(words.split()))] = column
    return known


@cache
def _respelled() -> dict[str, list[str]]:
    """Return the words of each known heading by its letters: `sumberdata` is `sumber data`.

    Words of a heading may stand in any order, and a narrow column breaks them anywhere.
    """
    return {
        "".join(order): words.split()
        for synonyms in _DATA["column"].values()
        for words in synonyms
        for order in permutations(words.split())
    }


@cache
def heading_words() -> frozenset[str]:
    """Return every word that a known heading may hold."""
    return frozenset(word for words in _columns() for word in words)


@cache
def _table_label_words() -> frozenset[str]:
    return heading_words() | frozenset(_DATA["table_label"]["words"])


@lru_cache(maxsize=1024)
def is_table_label(text: str) -> bool:
    """Tell whether `text`, without its number, says that indicators follow: `TABEL INDIKATOR`."""
    if not text[:1].isupper() or len(text) > _LONGEST_HEADING:
        return False
    words = frozenset(_NOT_WORD.sub(" ", text.lower()).split())
    return not words.isdisjoint(("indikator", "iki")) and words <= _table_label_words()


@lru_cache(maxsize=1024)
def match_heading(text: str) -> Heading | None:
    """Return the column that the heading `text` names; None where it is no known heading.

    Case, spaces and `.:()/` do not count, nor does the order of words or a column number.
    `lainnya` is a known column of another kind.
    """
    if not 2 <= len(text) <= _LONGEST_HEADING:  # noqa: PLR2004 - "No" is the shortest
        return None
    bare = text.strip()
    if "(" in bare or bare[-1:].isdigit():
        bare = _COLUMN_NUMBER.sub(" ", bare)
    words = _NOT_WORD.sub(" ", bare.lower()).split()
    column = _columns().get(tuple(sorted(words)))
    if column is None and len(words) > 1:
        words = _respelled().get("".join(words), words)
        column = _columns().get(tuple(sorted(words)))
    if column is not None:
        return Heading(column, exact=True)
    if "(" in bare and (short := _ABBREVIATED.sub(" ", bare)) != bare:
        return match_heading(short)
    return _double_heading(words) or _near_heading(" ".join(words))


def _double_heading(words: list[str]) -> Heading | None:
    """Return what two headings in one cell name, such as `Penjelasan Sumber Data`."""
    if not heading_words().issuperset(words):
        return None
    for at in range(1, len(words)):
        first = _columns().get(tuple(sorted(words[:at])))
        second = _columns().get(tuple(sorted(words[at:])))
        if first in STANDARD and second in STANDARD and first != second:
            pair = (second, first) if first == "nomor" else (first, second)
            return Heading(pair[0] or "", exact=True, second=pair[1] or "")
    return None


@cache
def _other_first_words() -> frozenset[str]:
    return frozenset(words.split()[0] for words in _DATA["other"]["columns"])


@cache
def _headings_of(count: int) -> tuple[str, ...]:
    """Return the known headings of `count` words."""
    known = (words for synonyms in _DATA["column"].values() for words in synonyms)
    return tuple(words for words in known if len(words.split()) == count)


def _near_heading(folded: str) -> Heading | None:
    if len(folded) < 6:  # noqa: PLR2004 - too short to be near anything
        return None
    near = _headings_of(folded.count(" ") + 1)
    if not near:
        return None
    if next(_asked) < _FEW and not any(_may_be_near(folded, known) for known in near):
        return None
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only misspelt headings need it

    best = process.extractOne(folded, near, scorer=fuzz.ratio, score_cutoff=_NEAR_HEADING)
    if best is None:
        return None
    return Heading(_columns()[tuple(sorted(best[0].split()))], exact=False)


def _may_be_near(folded: str, known: str) -> bool:
    """Tell whether so many letters are the same that rapidfuzz, which is slow to load, may agree.

    It gives twice the letters that stand in the same order, in percent of all.
    """
    shared = (Counter(folded) & Counter(known)).total()
    return 200 * shared >= (_NEAR_HEADING - 0.001) * (len(folded) + len(known))


@lru_cache(maxsize=1024)
def is_weak_heading(text: str) -> bool:
    """Tell whether another heading of its kind is to be preferred to `text`."""
    return " ".join(_NOT_WORD.sub(" ", text.lower()).split()) in _DATA["weak"]["columns"]


@lru_cache(maxsize=1024)
def is_other_column(text: str) -> bool:
    """Tell whether the heading `text` belongs to another kind of document, such as an SKP form."""
    if len(text) > _LONGEST_HEADING:
        return False
    first = _WORD.search(text)
    if first is None or first[0].lower() not in _other_first_words():
        return False
    folded = " ".join(_NOT_WORD.sub(" ", text.lower()).split())
    return folded in _DATA["other"]["columns"]


def is_letterhead(line: str) -> bool:
    """Tell whether `line`, beside a title, is a part of its letterhead: capitals that say whose."""
    words = _NOT_WORD.sub(" ", line.lower()).split() if line.isupper() else []
    # One word, such as `REVISI`, is a mark of the page.
    return len(words) == 1 or (bool(words) and words[0] in _DATA["letterhead"]["words"])


@lru_cache(maxsize=1024)
def is_other_label(line: str) -> bool:
    """Tell whether `line` opens with the label of a field of another form: `4. WEWENANG : ...`."""
    head, colon, _ = line.partition(":")
    if not colon or len(head) > _LONGEST_OTHER_LABEL:
        return False
    words = _NOT_WORD.sub(" ", head.lower()).split()
    if len(words) > 1 and (len(words[0]) == 1 or words[0].isdigit()):  # its number
        words = words[1:]
    return " ".join(words) in _DATA["other_label"]["words"]


@lru_cache(maxsize=1024)
def rank_of(jabatan: str) -> int | None:
    """Return the level of a post: 2 heads an agency, 3 a part of it, 4 a part of that.

    None where the words of `jabatan` do not say it.
    """
    folded = " ".join(unit_words(jabatan))
    for level in _DATA["level"]:
        if any(folded == word or folded.startswith(word + " ") for word in level["words"]):
            return int(level["rank"])
    return None


@lru_cache(maxsize=1024)
def unit_words(jabatan: str) -> tuple[str, ...]:
    """Return the words of the unit that a post heads: `Ka.Sub Bagian X` gives sub, bagian, x."""
    words = _NOT_WORD.sub(" ", jabatan.lower()).split()
    while words and words[0] in {"kepala", "ka", "plt", "plh", "pj"}:
        words = words[1:]
    if words:
        words[:1] = HOLDERS.get(words[0], words[0]).split()
    return tuple(words)


def says_nothing(text: str) -> bool:
    """Tell whether `text` says that a position has no such field: `NIHIL`, `(tidak ada)`, `-`."""
    if len(text) > _LONGEST_NOTHING:
        return False
    words = _NOT_WORD.sub(" ", text.lower()).split()
    return not words or " ".join(words) in _DATA["nothing"]["words"]


@lru_cache(maxsize=1024)
def opens_note(text: str) -> bool:
    """Tell whether `text` opens a note below a table: `Keterangan : ...`, `*) ...`."""
    return _NOTE.match(text) is not None


def opens_footnote(text: str) -> bool:
    """Tell whether `text` opens a note that belongs to a star in a table: `*) ...`."""
    return text.lstrip(" \t\u00a0(").startswith("*") and opens_note(text)


def is_prompt(text: str) -> bool:
    """Tell whether `text` is what a Word document of ours says in an empty cell."""
    if len(text) > _LONGEST_PROMPT or text.lstrip()[:1].casefold() not in _PROMPT_LETTERS:
        return False
    return " ".join(text.split()).casefold() in _FOLDED_PROMPTS


def asks_to_click(text: str) -> bool:
    """Tell whether `text` begins as the prompts of Word documents do."""
    words = text.split(None, 1)
    return bool(words) and words[0].casefold() in _DATA["prompt"]["first"]
