"""What a person did wrong in a YAML file, in words, with the line where it was done."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import yaml

from iki_docgen.errors import InputError

_MERGE_MARK = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LONGEST = 60
_ALIGN = "let it start in the same column as the lines it belongs with, with spaces and no tabs"
_QUOTE = 'put the whole text in quotes ("..."), or write `|-` and the text below, further in'
_PLAIN_HINT = "look at the indentation and the quotation marks of this line and the one above"


# The name without `slots`: line starts are cached.
@dataclass(frozen=True)
class Text:
    """The text of a file, with line ends as one character, and its name for messages."""

    path: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def line(self, offset: int) -> int:
        """Return the number of the line (from 1) at `offset`."""
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        """Return how many characters stand before `offset` in its line."""
        return offset - self.line_start(offset)

    def line_start(self, offset: int) -> int:
        """Return where the line of `offset` starts."""
        return self._starts[self.line(offset) - 1]

    def line_end(self, offset: int) -> int:
        """Return where the line of `offset` ends, before its line end."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def fault(self, offset: int, problem: str, hint: str) -> InputError:
        """Return the error for a mistake at `offset`."""
        return InputError(f"{self.path}:{self.line(offset)}: {problem}", hint=hint)


def unreadable(source: Text) -> InputError:
    """Return the error for a character that no YAML file may hold."""
    found = _FORBIDDEN.search(source.text)
    offset = found.start() if found else 0
    number = ord(found.group()) if found else 0
    return source.fault(
        offset,
        f"an invisible character (U+{number:04X}) that may not stand here",
        "delete it, or type the line again",
    )


def misread(source: Text, error: yaml.MarkedYAMLError) -> InputError:
    """Return the error for what the YAML parser could not make sense of."""
    mark = _MERGE_MARK.search(source.text)
    if mark is not None:
        offset, problem, hint = mark.start(), "the mark of an unfinished merge", "keep one text"
    else:
        at = min(error.problem_mark.index, len(source.text)) if error.problem_mark else 0
        before = error.context_mark.index if error.context_mark else at
        offset, problem, hint = _in_words(source, error, before, at)
    return source.fault(offset, problem, hint)


def _in_words(
    source: Text, error: yaml.MarkedYAMLError, before: int, at: int
) -> tuple[int, str, str]:
    """Return the place, the problem and the advice.

    The parser was reading something that started at `before`, and stopped at `at`.
    """
    problem = error.problem or ""
    found = before, f"`{_line(source, before)}` belongs to no key", _ALIGN
    if "simple key" in (error.context or ""):
        pass
    elif "end of stream" in problem:
        found = before, "a quotation mark or bracket is never closed", _QUOTE
    elif _starts_with_tab(source, at):
        found = at, "a tab at the start of the line", _ALIGN
    elif _is_first_of_line(source, at) or _is_first_colon(source, at):
        found = at, f"`{_line(source, at)}` is not indented like its neighbours", _ALIGN
    elif "nesting depth" in problem:
        found = at, "brackets within brackets within brackets", _QUOTE
    elif "mapping values" in problem:
        found = at, "a second `: ` in the line makes a key of text", _QUOTE
    elif any(words in problem for words in ("cannot start", "alphabetic")):
        sign = source.text[before : before + 1]
        found = before, f"text may not start with `{sign}`", _QUOTE
    elif "expected" in problem:
        found = at, f"`{_short(source.text[at : source.line_end(at)])}` is left over", _QUOTE
    else:
        found = at, f"this is not YAML: {problem}", _PLAIN_HINT
    return found


def _line(source: Text, offset: int) -> str:
    return _short(source.text[source.line_start(offset) : source.line_end(offset)].strip())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _starts_with_tab(source: Text, offset: int) -> bool:
    line = source.text[source.line_start(offset) : source.line_end(offset)]
    return "\t" in line[: len(line) - len(line.lstrip())]


def _is_first_of_line(source: Text, offset: int) -> bool:
    """Return whether nothing stands before `offset` in its line."""
    return source.column(offset) > 0 and not source.text[source.line_start(offset) : offset].strip()


def _is_first_colon(source: Text, offset: int) -> bool:
    """Return whether the colon at `offset` is the first of a line."""
    head = source.text[source.line_start(offset) : offset]
    return source.text[offset : offset + 1] == ":" and ": " not in head
