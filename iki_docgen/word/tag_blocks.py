"""Statements that open and close: each tag understood by itself, then paired.

What cannot be understood is reported and mended, so that the result is always Jinja that parses:
one tag a line, and the rest of the template can be looked at.
"""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.word.tag_finder import Found, shown, syntax
from iki_docgen.word.tag_layout import CELL_WORDS, chain
from iki_docgen.word.tags import LEVELS, Part, Tag

ANYTHING = "iki_anything"
"""Stands in the mended source for what could not be understood."""
_ENDS = {
    word: f"end{word}"
    for word in ("for", "if", "with", "filter", "macro", "call", "block", "autoescape", "set")
}
_MIDDLES = {"else": ("for", "if"), "elif": ("if",)}
_FROM_FILES = frozenset({"include", "import", "from", "extends"})
_WORDS = (*_ENDS, *_ENDS.values(), *_MIDDLES, "set", *CELL_WORDS)
_PLAIN_SET = re.compile(r"set\s[^=]*=")
_TARGETS = re.compile(r"\s*(?:for\s+)?([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)")
_SMART = re.compile("[“”‘’„‚‟‛«»″＂′–—…]")  # noqa: RUF001
MAX_LENGTH = 1000
"""Characters of one tag."""
MAX_DEPTH = 40
"""Levels of brackets, operators and dots in one tag."""
MAX_OPEN = 15
"""Statements open at once; Python, which Jinja compiles to, allows 20."""


@dataclass(slots=True)
class Mended:
    """Jinja that parses: line n (1-based) is `tags[n - 1]`, None for what was put in."""

    lines: list[str] = field(default_factory=list)
    tags: list[Tag | None] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def add(self, line: str, tag: Tag | None) -> None:
        """Add a line that comes from `tag`."""
        self.lines.append(line)
        self.tags.append(tag)


class Pairing:
    """The tags of one part being paired; `findings` and `mended` are what comes out."""

    def __init__(self, part: Part, found: Found, jinja: Environment) -> None:
        """Pair the tags that were found in `part`."""
        self.findings: list[Diagnostic] = []
        self.mended = Mended(broken=list(found.broken))
        self._part = part
        self._jinja = jinja
        self._open: list[tuple[str, Tag]] = []
        self._else_seen: set[Tag] = set()
        for tag in found.tags:
            self._take(tag)
        while self._open:
            self._never_closed()

    def _take(self, tag: Tag) -> None:
        if tag.opener == "{#":
            return
        if tag.opener == "{{":
            line = f"{{{{ {tag.body} }}}}"
            whole = self._understood(tag, line)
            self._add(line if whole else f"{{{{ {ANYTHING} }}}}", tag)
            return
        word = self._word(tag)
        if word in _ENDS.values():
            self._close(word.removeprefix("end"), tag)
        elif word in _MIDDLES:
            self._middle(word, tag)
        elif word in CELL_WORDS:
            expression = tag.body.removeprefix(tag.word).strip() or "0"
            line = f"{{{{ {expression} }}}}"
            self._add(line if self._understood(tag, line) else "{{ 0 }}", tag)
        elif word == "set" and _PLAIN_SET.match(tag.body):
            line = f"{{% {tag.body} %}}"
            names = _TARGETS.match(tag.body.removeprefix("set"))
            mended = f"{{% set {names[1] if names else 'x'} = {ANYTHING} %}}"
            self._add(line if self._understood(tag, line) else mended, tag)
        elif word in _ENDS:
            self._open_block(word, tag)

    def _word(self, tag: Tag) -> str:
        """Return what `tag` does, having reported it where it is no statement of Jinja."""
        word = tag.word
        rest = tag.body.removeprefix(word).split(None, 1)
        if word in {"p", "tr", "tc", "r"} and not tag.level and rest:
            word = rest[0]  # reported as layout
        if word in _WORDS:
            return word
        text = shown(self._part.slice(tag.span))
        if word in _FROM_FILES:
            problem = "it reads another file"
            self.findings.append(
                Code.UNSAFE_EXPRESSION.at(tag.span, expression=text, problem=problem)
            )
            self.mended.broken.append(tag.body)
            return ""
        near = get_close_matches(word.lower(), _WORDS, n=1, cutoff=0.6)
        hint = f"did you mean `{near[0]}`?" if near else "the statements are `for`, `if` and `set`"
        problem = f"`{word}` is no statement" if word else f"`{text}` is empty"
        self.findings.append(syntax(tag.span, problem, hint))
        self.mended.broken.append(tag.body)
        return near[0] if near and near[0] not in CELL_WORDS else ""

    def _open_block(self, word: str, tag: Tag) -> None:
        body = tag.body.partition(tag.word)[2] if tag.word != word else tag.body[len(word) :]
        body = body.strip().removeprefix(word) if tag.word in {"p", "tr", "tc", "r"} else body
        line = f"{{% {word}{' ' if body else ''}{body.strip()} %}}"
        if tag.word != word or not self._understood(tag, f"{line}{{% {_ENDS[word]} %}}"):
            line = self._repaired(word, body, line)
        if len(self._open) == MAX_OPEN:
            problem = f"more than {MAX_OPEN} statements stand inside each other"
            self.findings.append(syntax(tag.span, problem, "take the template apart"))
        self._open.append((word, tag))
        self._add(line, tag)

    def _add(self, line: str, tag: Tag | None) -> None:
        """Add a line of the result, unless it stands deeper than Jinja can go."""
        if len(self._open) <= MAX_OPEN:
            self.mended.add(line, tag)

    def _repaired(self, word: str, body: str, line: str) -> str:
        """Return an opening statement that parses, with the names that `body` would give."""
        if self._parses(f"{line}{{% {_ENDS[word]} %}}") is None:
            return line
        names = _TARGETS.match(body)
        if word == "for":
            return f"{{% for {names[1] if names else 'x'} in {ANYTHING} %}}"
        plain = {"with": "with", "filter": "filter upper", "block": "block x", "set": "set x"}
        plain |= {
            "macro": "macro x()",
            "call": f"call {ANYTHING}()",
            "autoescape": "autoescape true",
        }
        return f"{{% {plain.get(word, f'if {ANYTHING}')} %}}"

    def _middle(self, word: str, tag: Tag) -> None:
        wanted = _MIDDLES[word]
        if not self._open or self._open[-1][0] not in wanted:
            problem = f"`{word}` stands outside of {' and '.join(f'`{name}`' for name in wanted)}"
            self.findings.append(syntax(tag.span, problem, "move it, or take it away"))
            return
        opener = self._open[-1][1]
        if opener in self._else_seen:
            problem = f"`{word}` follows the `else` of the same `{self._open[-1][0]}`"
            self.findings.append(
                syntax(tag.span, problem, "move it before `else`, or take it away")
            )
            return
        if word == "else":
            self._else_seen.add(opener)
        self._compare_places(opener, tag)
        body = tag.body.partition(tag.word if tag.word not in LEVELS else word)[2].strip()
        line = f"{{% {word} {body} %}}"
        whole = f"{{% if 1 %}}{line}{{% endif %}}"
        if not self._understood(tag, whole):
            line = f"{{% elif {ANYTHING} %}}" if word == "elif" else "{% else %}"
        self._add(line, tag)

    def _close(self, word: str, tag: Tag) -> None:
        if word not in [opened for opened, _ in self._open]:
            problem = f"`end{word}` closes a `{word}` that was never opened"
            hint = f"write `{{% {word} ... %}}` before it, or take it away"
            self.findings.append(syntax(tag.span, problem, hint))
            return
        while self._open[-1][0] != word:
            self._never_closed()
        self._compare_places(self._open[-1][1], tag)
        self._add(f"{{% end{word} %}}", tag)
        self._open.pop()

    def _never_closed(self) -> None:
        """Report the statement that was opened last, and close it."""
        word, tag = self._open[-1]
        text = shown(self._part.slice(tag.span))
        end = f"`{{%{tag.level} end{word} %}}`"
        self.findings.append(syntax(tag.span, f"`{text}` is never closed", f"write {end} after it"))
        self._add(f"{{% end{word} %}}", None)
        self._open.pop()

    def _compare_places(self, opener: Tag, closer: Tag) -> None:
        """Report a pair that does not stand in the same kind of place (text, table, box)."""
        if opener.trims or closer.trims or chain(opener) == chain(closer):
            return
        first, last = (shown(self._part.slice(tag.span)) for tag in (opener, closer))
        if opener.level != closer.level:
            problem = f"`{last}` does not fit `{first}`, which has `{{%{opener.level}`"
            hint = f"write `{{%{opener.level} {closer.body} %}}`"
            if not opener.level:
                problem = f"`{last}` does not fit `{first}`, which has no `{closer.level}`"
                hint = f"write `{{% {closer.body} %}}`"
        else:
            problem = f"`{last}` stands in another table, cell or box than `{first}`"
            hint = "put both into the same text, the same table or the same box"
        self.findings.append(syntax(closer.span, problem, hint))

    def _understood(self, tag: Tag, whole: str) -> bool:
        """Return whether `whole`, made of `tag` alone, is Jinja, having reported it if not."""
        text = shown(self._part.slice(tag.span))
        problem = "it is longer than a template needs" if len(whole) > MAX_LENGTH else ""
        error = None if problem else self._parses(whole)
        if error == _TOO_DEEP:
            problem = error
        if problem:
            found = Code.UNSAFE_EXPRESSION.at(tag.span, expression=text, problem=problem)
            self.findings.append(found)
        elif error:
            self.findings.append(_explained(tag, text, error))
        if problem or error:
            self.mended.broken.append(tag.body)
        return not (problem or error)

    def _parses(self, whole: str) -> str | None:
        """Return why `whole` is no Jinja, None when it is."""
        try:
            tree = self._jinja.parse(whole)
        except TemplateSyntaxError as error:
            return error.message or "it is no expression"
        except RecursionError:
            return _TOO_DEEP
        return _TOO_DEEP if _is_deep(tree) else None


_TOO_DEEP = "it is nested deeper than a template needs"


def _is_deep(tree: nodes.Node) -> bool:
    level: list[nodes.Node] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node.iter_child_nodes()]
        if not level:
            return False
    return True


def _explained(tag: Tag, text: str, error: str) -> Diagnostic:
    """Return the finding of Jinja's `error`, in words for people who do not know Jinja."""
    if smart := _SMART.search(text):
        problem = f"Word put `{smart[0]}` into `{text}`"
        hint = 'type it again with straight quotes (") and a plain hyphen; Ctrl+Z undoes Word'
        return syntax(tag.span, problem, hint)
    if not tag.body:
        return syntax(tag.span, f"`{text}` is empty", "write the name of a variable into it")
    words = re.findall(r"[A-Za-z_]\w*|\S", tag.body)
    two = [f"{a} {b}" for a, b in pairwise(words) if a[0].isalpha() and b[0].isalpha()]
    if tag.opener == "{{" and two and "expected token 'end of print" in error:
        hint = f"names have no spaces: `{two[0].replace(' ', '_')}`?"
        return syntax(tag.span, f"two names stand side by side in `{text}`", hint)
    if tag.word == "for" and "in" not in words:
        hint = "write it as `for b in tugas.butir`"
        return syntax(tag.span, f"the word `in` is missing in `{text}`", hint)
    hint = "a tag reads like `{{ jabatan }}` or `{%p for b in tugas.butir %}`"
    return syntax(tag.span, f"`{text}`: {error.rstrip('.')}", hint)
