"""A source, whatever it is, -> records and findings."""

import sys
from pathlib import Path

from msgspec import Struct

from iki_docgen import codec
from iki_docgen.blocks import Reading
from iki_docgen.check import Preferences, check
from iki_docgen.diagnostics import (
    Code,
    Diagnostic,
    Severity,
    codes_named,
    find_code,
    in_order,
    instead_of,
)
from iki_docgen.errors import InputError, UsageError
from iki_docgen.files import NO_FILE, is_special
from iki_docgen.parse import parse
from iki_docgen.pipeline.accepting import Judged, judge, without_fixes_of
from iki_docgen.project import SETTINGS_NAME, Project, find, whole_paths
from iki_docgen.read import load, read_bytes
from iki_docgen.records import Document
from iki_docgen.source import Source

STANDARD_INPUT = "-"
_RECORD_FORMATS = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}


class Loaded(Struct, frozen=True):
    """The records of a source with what was found in them.

    `path` is how the user named the source; `source` is None where the source was records.
    `ignored` are the findings of codes that iki.toml ignores; accepted ones are nowhere.
    """

    path: str
    document: Document
    findings: tuple[Diagnostic, ...]
    source: Source | None
    ignored: tuple[Diagnostic, ...] = ()


def source_path(given: str | None, project: Project) -> str:
    """Return the source that is meant: the one given, else the one `iki.toml` names.

    Raises `UsageError` if neither is there, `InputError` where iki.toml names a pipe or a device.
    """
    if given is not None:
        return given
    path = project.source
    if path is None and project.has_settings:
        raise UsageError(
            f"{shown(project.root / SETTINGS_NAME)} names no source (`sumber`)",
            hint='give a file (`iki check FILE`), or write below [dokumen]: sumber = "source/..."',
        )
    if path is None:
        raise UsageError(
            "no source was given, and there is no iki.toml here that names one",
            hint="give a file (`iki check FILE`), or make a folder to work in with `iki init`",
        )
    if is_special(path):  # who gives a pipe as PATH means it; who waits for this one waits for ever
        raise InputError(
            f"{shown(path)} cannot be read: {NO_FILE}",
            hint=f"put a text there, or name another as `sumber` in {SETTINGS_NAME}",
        )
    return str(shown(path))


def shown(path: Path) -> Path:
    """Return `path` as the user would write it: relative to the working folder where it can be.

    Where somebody works for a user elsewhere (`whole_paths`), it stays whole.
    """
    if whole_paths.get():
        return path
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def load_meant(given: str | None) -> Loaded:
    """Return the records and findings of the source `given`, else of the one `iki.toml` names.

    Raises `UsageError` and `InputError` as `source_path`, `find` and `load_source` do.
    """
    here = find()
    return load_source(source_path(given, here), here)


def load_source(name: str, project: Project, *, answered: bool = True) -> Loaded:
    """Return the records and all findings of the source `name`, `-` for standard input.

    The project's own source comes with the answers of penjelasan.yaml, unless `answered` is
    false.  Raises `InputError` for a source or for answers that cannot be read.
    """
    data = sys.stdin.buffer.read() if name == STANDARD_INPUT else load(Path(name))
    called = "<standard input>" if name == STANDARD_INPUT else name
    form = _record_format(name, data)
    if form:
        document = _records(data, called, form)
        judged = _judged(check(document, None, _preferences(project)), None, project, name)
        return Loaded(called, document, judged.shown, None, judged.ignored)
    return load_reading(read_bytes(data, called), name, project, answered=answered)


def year_of(name: str, project: Project) -> int | None:
    """Return the year of the documents made from the source `name`: records say their own.

    Raises `InputError` for records that cannot be read.
    """
    form = _record_format(name, b"")
    return _records(load(Path(name)), name, form).tahun if form else project.settings.dokumen.tahun


def load_reading(reading: Reading, name: str, project: Project, *, answered: bool = True) -> Loaded:
    """Return the records and all findings of what was read from the source `name`.

    Raises `InputError` for answers that cannot be read.
    """
    settings = project.settings
    document, found = parse(
        reading, instansi=settings.instansi.lengkap, tahun=settings.dokumen.tahun
    )
    if answered and _is_own(name, project) and project.answers.is_file():
        from iki_docgen import answers  # noqa: PLC0415 - most folders have none yet

        applied = answers.apply(document, answers.load(shown(project.answers)))
        document, found = applied.document, (*found, *applied.findings)
    source = reading.source
    findings = in_order((*found, *check(document, source, _preferences(project))))
    judged = _judged(findings, source, project, name)
    return Loaded(source.path, document, judged.shown, source, judged.ignored)


def _preferences(project: Project) -> Preferences:
    """Return the words that the agency adds to those the rules know."""
    wanted = project.settings.periksa
    return Preferences(kata=wanted.kata, istilah=wanted.istilah)


def _judged(
    findings: tuple[Diagnostic, ...], source: Source | None, project: Project, name: str
) -> Judged:
    """Part the findings as iki.toml asks; only its own source can leave an acceptance unused."""
    own = _is_own(name, project)
    return judge(findings, source, project.settings.periksa, whole=own)


def _is_own(name: str, project: Project) -> bool:
    """Tell whether `name` is the source that the project's iki.toml names."""
    own = project.source
    return own is not None and name != STANDARD_INPUT and own.resolve() == Path(name).resolve()


def _record_format(name: str, data: bytes) -> str | None:
    """Return `json` or `yaml` where the source is records, by its name or its first character."""
    if name != STANDARD_INPUT:
        return _RECORD_FORMATS.get(Path(name).suffix.lower())
    head = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{"):
        return "json"
    return "yaml" if head.startswith(b"versi:") else None


def _records(data: bytes, shown: str, form: str) -> Document:
    try:
        return codec.loads(data.decode("utf-8-sig"), format=form)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{shown} is not UTF-8 text (byte {error.start + 1})", hint="save it as UTF-8"
        ) from error
    except InputError as error:
        raise InputError(f"{shown}: {error.message}", hint=error.hint) from error


def refuse_nothing(loaded: Loaded) -> None:
    """Raise `InputError` where a source gave no position at all: there is nothing to write."""
    if loaded.document.jabatan:
        return
    for found in loaded.findings:
        if found.severity is Severity.ERROR:
            raise InputError(f"{loaded.path}: {found.message}", hint=found.help)
    raise InputError(f"{loaded.path} holds no position", hint="there is nothing to write")


def selected(loaded: Loaded, select: str | None, ignore: str | None) -> tuple[Diagnostic, ...]:
    """Return the findings whose codes `select` names and `ignore` does not.

    Both are lists with commas of ids, names or the head of an id (`IKI1`).  What iki.toml ignores
    is shown where `select` names it.  Raises `UsageError` for a word that names no code.
    """
    wanted = frozenset(Code) if select is None else _codes(select)
    unwanted = frozenset[Code]() if ignore is None else _codes(ignore)
    known = loaded.findings if select is None else (*loaded.findings, *loaded.ignored)
    refused = [found for found in known if found.code in unwanted]
    shown = in_order(found for found in known if found.code in wanted - unwanted)
    return without_fixes_of(refused, shown)


def _codes(words: str) -> frozenset[Code]:
    codes: frozenset[Code] = frozenset()
    for word in filter(None, (part.strip() for part in words.split(","))):
        found = codes_named(word)
        if not found:
            raise _unknown_code(word)
        codes |= found
    if not codes:
        raise UsageError(f"`{words}` names no finding", hint="`iki explain` lists all codes")
    return codes


def code_named(word: str) -> Code:
    """Return the code that `word` names: its id, its name, or its number alone.

    Raises `UsageError` if there is none.
    """
    found = find_code(word)
    if found is None:
        raise _unknown_code(word)
    return found


def _unknown_code(word: str) -> UsageError:
    """Return the error for a word that names no finding, with the nearest that exists."""
    return UsageError(f"there is no finding called `{word}`", hint=instead_of(word))
