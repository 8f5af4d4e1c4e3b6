"""Finding the tags of a part: where each begins and ends, and what is no tag but looks like one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.source import Span
from iki_docgen.word.tags import CLOSERS, MARK, Part, Piece, Place, Tag

_LEVEL = re.compile(r"(tr|tc|p|r) +(?=\S)")
_QUOTES = str.maketrans("“”‘’", "\"\"''")  # noqa: RUF001 - what Word makes of straight quotes
_ALMOST = re.compile(
    r"""
      (?<![{\w]) \{ \s+ \{ [^{}]{1,80} \} \s* \}            # { { jabatan } }
    | (?<!\{) \{ [ \t\xa0]* [\w.]{1,80} \s* \}\}            # { jabatan }}
    | \{ [ \t\xa0]+ % [^{}%]{1,80} % \s* \}                 # { % if x % }
    """,
    re.VERBOSE,
)
_END_OF_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_SHOWN = 60


@dataclass(slots=True)
class Found:
    """The tags of a part in order, what was wrong on the way, and the text of broken tags."""

    tags: list[Tag] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def shown(text: str) -> str:
    """Return `text` short enough for a message."""
    folded = " ".join(text.split())
    return folded if len(folded) <= _SHOWN else folded[: _SHOWN - 1] + "…"


def syntax(span: Span, problem: str, suggestion: str) -> Diagnostic:
    """Return the finding that a tag cannot be understood."""
    return Code.TEMPLATE_SYNTAX.at(span, problem=problem, suggestion=suggestion)


def find_tags(part: Part) -> Found:
    """Return the tags of `part`.

    A tag whose end is missing ends with its paragraph, so that the others are still found.
    """
    found = Found()
    offset = 0
    covered = []
    while mark := MARK.search(part.text, offset):
        end = _end_of_tag(part, mark)
        offset = mark.end() if end is None else end
        span = Span(part.start + mark.start(), part.start + offset)
        piece = part.piece_at(span.start)
        if piece is None:  # braces of two pieces that docxtpl does not join
            continue
        if end is None:
            _unclosed(part, mark, found)
            continue
        covered.append((mark.start(), end))
        tag = _tag(part, mark[0], span, piece)
        if tag.opener == "{%" and tag.word == "raw" and not tag.level:
            raw_end = _END_OF_RAW.search(part.text, offset)
            offset = raw_end.end() if raw_end else len(part.text)
            covered.append((mark.start(), offset))
            continue
        _take(tag, part, found)
    found.findings += _almost(part, covered)
    return found


def _end_of_tag(part: Part, mark: re.Match[str]) -> int | None:
    """Return where the tag that begins at `mark` ends, None when it does not."""
    closer = CLOSERS[mark[0]]
    end = part.text.find(closer, mark.end())
    if end < 0:
        return None
    inside = part.text[mark.end() : end]
    other = MARK.search(inside)
    is_quoted = other is not None and inside[: other.start()].count('"') % 2 == 1
    if mark[0] != "{#" and other and not is_quoted:
        return None
    if "\n" in inside and not _same_column(part, part.start + mark.start(), part.start + end):
        return None
    return end + len(closer)


def _same_column(part: Part, start: int, end: int) -> bool:
    """Return whether two places are paragraphs of one cell, or of the same running text.

    docxtpl joins the paragraphs that a tag stretches over.
    """
    first, last = part.piece_at(start), part.piece_at(end)
    if first is None or last is None:
        return False
    columns = [
        next((up.getparent() for up in piece.element.iterancestors() if _is_paragraph(up)), None)
        for piece in (first, last)
    ]
    return columns[0] is not None and columns[0] is columns[1]


def _is_paragraph(element: object) -> bool:
    return str(getattr(element, "tag", "")).endswith("}p")


def _unclosed(part: Part, mark: re.Match[str], found: Found) -> None:
    """Report a tag without its end, and keep its words."""
    line_end = part.text.find("\n", mark.end())
    other = MARK.search(part.text, mark.end(), line_end)
    stop = other.start() if other else line_end
    text = part.text[mark.start() : stop].rstrip()
    closer = CLOSERS[mark[0]]
    wrong = next((end for end in ("%}", "}}", "#}", "}") if end in text[2:]), "")
    problem = f"`{mark[0]}` is closed by `{wrong}`" if wrong else f"`{mark[0]}` is never closed"
    suggestion = f"write `{closer}` at its end, in the same paragraph"
    span = Span(part.start + mark.start(), part.start + mark.start() + len(text))
    found.findings.append(syntax(span, f"{problem}: `{shown(text)}`", suggestion))
    found.broken.append(text)


def _tag(part: Part, opener: str, span: Span, piece: Piece) -> Tag:
    inner = part.slice(span)[2:-2]
    trims = inner.startswith("-") or inner.endswith("-")
    inner = inner[1:] if inner.startswith(("-", "+")) else inner
    inner = inner[:-1] if inner.endswith(("-", "+")) else inner
    level = _LEVEL.match(inner)
    body = inner[level.end() :] if level else inner
    body = body.strip().translate(_QUOTES).replace("\n", " ")
    return Tag(opener, level[1] if level else "", body, span, piece, trims)


def _take(tag: Tag, part: Part, found: Found) -> None:
    """Keep `tag`, or report the place it stands in."""
    text = shown(part.slice(tag.span))
    if tag.piece.place is Place.DELETED:
        problem = f"`{text}` is deleted by a tracked change, but still counts"
        hint = "accept or reject all changes (Review tab) and save the template"
        found.findings.append(syntax(tag.span, problem, hint))
    elif tag.piece.place is Place.SETTING:
        name = str(tag.piece.element.tag).rpartition("}")[2]
        problem = f"`{text}` stands in the setting `{name}`, where Word allows no text"
        found.findings.append(syntax(tag.span, problem, "write the tag in the text only"))
    elif tag.piece.place is not Place.TEXT and tag.level:
        problem = f"`{text}` stands where there is no paragraph, row, cell or run to replace"
        hint = f"write it without the `{tag.level}`"
        found.findings.append(syntax(tag.span, problem, hint))
        found.tags.append(tag)
    else:
        found.tags.append(tag)


def _almost(part: Part, covered: list[tuple[int, int]]) -> Iterator[Diagnostic]:
    """Yield braces that were meant as a tag."""
    for almost in _ALMOST.finditer(part.text):
        if not any(start < almost.end() and almost.start() < end for start, end in covered):
            span = Span(part.start + almost.start(), part.start + almost.end())
            problem = f"`{shown(almost[0])}` is printed as it stands, as it is no tag"
            yield syntax(span, problem, "write two braces together, as in `{{ jabatan }}`")
