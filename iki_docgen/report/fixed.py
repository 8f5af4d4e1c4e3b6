"""What became of corrections, for people: how many of each code, or a list where none was made."""

from collections import Counter
from collections.abc import Iterator

from iki_docgen.diagnostics import Diagnostic, Edit
from iki_docgen.report.subject import encodable
from iki_docgen.results import Fixing
from iki_docgen.source import Source


def to_fixed(fixing: Fixing) -> str:
    """Return what was mended in a source, what could be, and what was not, and why."""
    return "".join(f"{encodable(line)}\n" for line in _lines(fixing))


def _lines(fixing: Fixing) -> Iterator[str]:
    findings = [found for done in fixing.rounds for found in done.fixed]
    if fixing.left:
        yield f"{fixing.path} was left as it is: {fixing.left}"
        if findings:
            yield f"{_counted(findings)} could be fixed:"
        for done in fixing.rounds:
            for edit in dict.fromkeys(edit for one in done.fixed for edit in _edits(one)):
                yield f"  {_change(done.source, edit)}"
    else:
        told = f"{_counted(findings)} fixed" if findings else "nothing to fix"
        yield f"{fixing.path}: {told}"
    for found in fixing.unsafe:
        yield (
            f"{fixing.path}: {found.code.id} was not fixed, since the text would then be read in"
            f" another way: {found.message}"
        )


def _edits(found: Diagnostic) -> tuple[Edit, ...]:
    return found.fix.edits if found.fix else ()


def _counted(findings: list[Diagnostic]) -> str:
    """Return how many findings there are of each code: `3 findings (1 IKI101, 2 IKI102)`."""
    counts = sorted(Counter(found.code.id for found in findings).items())
    listed = ", ".join(f"{count} {code}" for code, count in counts)
    return f"{len(findings)} finding{'s' * (len(findings) != 1)} ({listed})"


def _change(source: Source, edit: Edit) -> str:
    line, column = source.position(edit.span.start)
    where = source.place(edit.span.start) or f"line {line}, column {column}"
    old = source.slice(edit.span)
    if not old:
        return f"{where}: put in `{edit.replacement}`"
    if not edit.replacement:
        return f"{where}: take out `{old}`"
    return f"{where}: `{old}` becomes `{edit.replacement}`"
