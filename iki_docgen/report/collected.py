"""What a collect did, for people: a table of the files, their findings, and the closing line."""

from collections.abc import Iterator

from iki_docgen.report.subject import Subject
from iki_docgen.report.tables import render_table
from iki_docgen.report.text import to_findings
from iki_docgen.results import CollectedFile, Collecting

_HEADINGS = ("File", "Filled", "Changed", "Known", "Empty", "Conflicts", "To look at")


def collected_table(done: Collecting, *, width: int, color: bool) -> str:
    """Return a row for each file: how many of its cells were filled, changed and so on."""
    return render_table(_HEADINGS, [_row(file) for file in done.files], width=width, color=color)


def _row(file: CollectedFile) -> tuple[str, ...]:
    if file.error:
        return (file.path.name, "", "", "", "", "", "not read")
    counts = (file.filled, file.changed, file.known, file.empty, file.conflicts)
    others = len(file.findings) - file.conflicts
    return (file.path.name, *map(str, counts), str(others) if others else "")


def collected_troubles(done: Collecting, *, color: bool) -> str:
    """Return the findings of each file, and why files could not be read."""
    return "".join(_troubles(done, color=color))


def _troubles(done: Collecting, *, color: bool) -> Iterator[str]:
    if done.findings:
        yield to_findings(Subject(str(done.answers), done.findings, None, color))
    for file in done.files:
        if file.error:
            yield f"error: {file.error}\n"
            yield f"  help: {file.hint}\n" if file.hint else ""
        elif file.findings:
            yield to_findings(Subject(str(file.path), file.findings, file.source, color))


def collected_summary(done: Collecting) -> str:
    """Return what was stored and where, and what comes next."""
    texts = f"{done.stored} text{'s' * (done.stored != 1)}"
    if done.dry_run:
        return f"{texts} would be stored in {done.answers}; nothing was written (--dry-run)\n"
    if not done.stored:
        return f"nothing new to store in {done.answers}\n"
    return f"{texts} stored in {done.answers}; to put them into the documents: iki build\n"
