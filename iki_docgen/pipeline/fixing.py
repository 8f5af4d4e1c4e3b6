"""`iki check --fix` and `--diff`: what is certain is mended in the source, and nothing else."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from iki_docgen.diagnostics import Diagnostic, Fix
from iki_docgen.errors import InputError
from iki_docgen.files import refusal, write_atomically
from iki_docgen.mending import Mended, mend, without_overlap
from iki_docgen.parse import parse
from iki_docgen.pipeline.loading import STANDARD_INPUT, Loaded, load_reading
from iki_docgen.pipeline.sameness import Parsed, says_the_same
from iki_docgen.project import Project
from iki_docgen.read import load
from iki_docgen.read.text import mark_before, read_text
from iki_docgen.results import Fixing, Round
from iki_docgen.source import Source

_MOST_ROUNDS = 50
_WRITABLE = 0o222

Selected = Callable[[Loaded], tuple[Diagnostic, ...]]
"""The findings of a source that are asked for."""


@dataclass(frozen=True, slots=True)
class Mending:
    """A source before and after its corrections; nothing is written yet.

    `data` are the bytes of the file before; None where they cannot be mended.
    """

    name: str
    before: Loaded
    after: Loaded
    told: Fixing
    data: bytes | None = None

    @property
    def new_data(self) -> bytes | None:
        """The bytes of the file with its corrections, None where it must be left alone."""
        if self.data is None or self.before.source is None or self.after.source is None:
            return None
        mark = mark_before(self.data, self.before.source) or b""
        return mark + self.after.source.text.encode(self.before.source.encoding)


def mended_source(name: str, loaded: Loaded, project: Project, selected: Selected) -> Mending:
    """Return the source `name` with the corrections of its selected findings.

    Corrections that overlap are made one after another, each after the text was read again.  One
    that would change how the text is read is not made.
    """
    left, data = _why_left(name, loaded)
    source = loaded.source
    if left or source is None:
        fixable = tuple(found for found in selected(loaded) if found.fix)
        rounds = (Round(source, fixable),) if source and fixable else ()
        return Mending(name, loaded, loaded, Fixing(loaded.path, rounds, (), left))
    now, rounds = loaded, ()
    seen = {source.text}
    while len(rounds) < _MOST_ROUNDS:
        step = _step(now, selected(now))
        if step is None or step[1].text in seen:
            break
        done, text = step
        seen.add(text.text)
        rounds = (*rounds, done)
        again = replace(done.source, text=text.text)
        now = load_reading(read_text(again), name, project)
    unsafe = tuple(found for found in selected(now) if found.fix)
    return Mending(name, loaded, now, Fixing(loaded.path, rounds, unsafe), data)


def write(mending: Mending) -> None:
    """Put the mended text into its file, unless nothing changed.

    Raises `OutputError` if it cannot be written, `InputError` if it has changed since it was read.
    """
    data = mending.new_data
    if data is None or data == mending.data:
        return
    path = Path(mending.name)
    if load(path) != mending.data:
        raise InputError(
            f"{mending.name} was not changed: somebody has saved it in the meantime",
            hint="run the same command again",
        )
    if not os.access(path, os.W_OK) or not path.stat().st_mode & _WRITABLE:
        raise refusal(path, PermissionError(), movable=False)
    write_atomically(path, data, movable=False)


def _why_left(name: str, loaded: Loaded) -> tuple[str, bytes | None]:
    """Return why the file of a source cannot be mended, empty if it can, and its bytes."""
    if loaded.source is None:
        return "it holds records, and corrections are made in texts", None
    if name == STANDARD_INPUT:
        return "standard input is no file", None
    if not loaded.source.is_plain:
        return "corrections are made in plain texts only; make them in the document by hand", None
    data = load(Path(name))
    if mark_before(data, loaded.source) is None:
        how = f"not every letter of it is {loaded.source.encoding}"
        return f"it is no plain text, or {how}; save it as UTF-8 text", None
    return "", data


def _step(loaded: Loaded, findings: Sequence[Diagnostic]) -> tuple[Round, Mended] | None:
    """Return the corrections that can be made together, and the text with them."""
    source = loaded.source
    if source is None:
        return None
    fixes = without_overlap((found.fix for found in findings if found.fix), len(source.text))
    safe = _Safe(source)
    safe.take(fixes)
    if not safe.fixes:
        return None
    made = frozenset(safe.fixes)
    fixed = tuple(found for found in findings if found.fix in made)
    return Round(source, fixed), mend(source.text, safe.fixes)


class _Safe:
    """Gathers corrections of a text under which it still says the same."""

    def __init__(self, source: Source) -> None:
        """Start with none."""
        self.fixes: list[Fix] = []
        self._source = source
        self._before = _parsed(source)

    def take(self, fixes: Sequence[Fix]) -> None:
        """Take all of `fixes` that are safe: all at once, else each half by itself."""
        if not fixes:
            return
        if self._holds([*self.fixes, *fixes]):
            self.fixes += fixes
        elif len(fixes) > 1:
            half = len(fixes) // 2
            self.take(fixes[:half])
            self.take(fixes[half:])

    def _holds(self, fixes: Sequence[Fix]) -> bool:
        mended = mend(self._source.text, fixes)
        try:
            mended.text.encode(self._source.encoding)
        except UnicodeEncodeError:
            return False
        after = _parsed(replace(self._source, text=mended.text))
        return says_the_same(self._before, after, mended)


def _parsed(source: Source) -> Parsed:
    return Parsed(*parse(read_text(source)))
