"""`iki.toml` and the folders of an agency."""

import os
import re
import tomllib
from contextvars import ContextVar
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct, field

from iki_docgen import shell
from iki_docgen.diagnostics import codes_named, instead_of
from iki_docgen.errors import InputError, UsageError
from iki_docgen.records import Tahun

SETTINGS_NAME = "iki.toml"
BOOK_NAME = "buku-iki.docx"
RECORDS_NAME = "records.json"
ANSWERS_NAME = "penjelasan.yaml"
_NUMBERED = re.compile(r"\d{2,}-.+\.docx")
whole_paths: ContextVar[bool] = ContextVar("whole_paths", default=False)
"""Whether the working folder is not the user's, so that no path can be shown relative to it."""
_WRONG = re.compile(r"Expected `(?P<type>[^`]+)`(?P<rest>.*) - at `\$\.?(?P<key>[^`]*)`")
_WANTED = {
    "int | null": "a whole number such as 2026",
    "int": "a year from 1900 to 9999",
    "str": 'text in quotes ("...")',
    "bool": "true or false",
    "array": 'a list in square brackets, such as ["IKI402"]',
    "object": "a table, which is a line such as [dokumen] with its keys below",
}


class Instansi(msgspec.Struct, frozen=True, kw_only=True):
    """Who publishes: the agency (`Dinas Sosial`) and its region (`Kabupaten Lumajang`)."""

    nama: str = ""
    daerah: str = ""

    @property
    def lengkap(self) -> str:
        """The agency with its region, as it stands in a title."""
        return " ".join(part for part in (self.nama, self.daerah) if part)


class Dokumen(msgspec.Struct, frozen=True, kw_only=True):
    """Which document: its year, its source and its template, relative to `iki.toml`.

    `dan` puts the conjunction after the last item but one of a list (UU 12/2011, Lampiran II).
    """

    tahun: Tahun | None = None
    sumber: str = ""
    templat: str = ""
    dan: bool = False


class Penandatangan(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs.  What is empty is printed as a dotted gap; nothing is invented."""

    jabatan: str = ""
    nama: str = ""
    pangkat: str = ""
    nip: str = ""
    tempat: str = ""
    tanggal: str = ""


class Terima(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that is accepted for good: its code and the words it is about."""

    kode: str
    teks: str
    alasan: str = ""


class Periksa(msgspec.Struct, frozen=True, kw_only=True):
    """What `check` is asked: codes to ignore, words of the agency's own, accepted findings.

    `kata` are misspelt words with how each is spelled, `istilah` outdated terms with the present
    ones.
    """

    abaikan: tuple[str, ...] = ()
    kata: dict[str, str] = {}
    istilah: dict[str, str] = {}
    terima: tuple[Terima, ...] = ()


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The agency's settings, as they stand in `iki.toml`."""

    instansi: Instansi = Instansi()
    dokumen: Dokumen = Dokumen()
    penandatangan: Penandatangan = Penandatangan()
    periksa: Periksa = Periksa()


class Project(Struct, frozen=True):
    """A folder with an `iki.toml`; without one, the working folder and no settings.

    `called` is how one goes there, where commands typed in the working folder would not find it.
    """

    root: Path
    settings: Settings = field(default_factory=Settings)
    has_settings: bool = False
    called: str = ""

    @property
    def source(self) -> Path | None:
        """The text that the agency's documents are made from."""
        name = self.settings.dokumen.sumber
        return self.root / name if name else None

    @property
    def answers(self) -> Path:
        """Where the answers of people stand: beside the source."""
        folder = self.source.parent if self.source else self.root / "source"
        return folder / ANSWERS_NAME

    @property
    def template(self) -> Path | None:
        """The agency's own template, None for the one that comes with the program."""
        own = self.own_template
        return own if self.settings.dokumen.templat or own.is_file() else None

    @property
    def own_template(self) -> Path:
        """Where the agency's own template stands, if it has one."""
        return self.root / (self.settings.dokumen.templat or "templates/iki.docx")

    def output(self, tahun: int | None) -> Path:
        """Return where the generated files of a year go."""
        return self.root / "output" / (str(tahun) if tahun is not None else "tanpa-tahun")

    def to_collect(self, path: Path) -> str:
        """Return what to type to take back what people typed into the document at `path`."""
        if self.called:
            whole = here() / path
            path = whole.relative_to(self.root) if whole.is_relative_to(self.root) else whole
        return shell.there(self.called, f"iki collect {shell.word(path)}")


def is_numbered(name: str) -> bool:
    """Tell whether a file of that name is the document of a position, going by the name."""
    return _NUMBERED.fullmatch(name) is not None


def numbered_in(output: Path) -> list[Path]:
    """Return the documents of positions that stand in `output`, whoever made them."""
    if not output.is_dir():
        return []
    return [path for path in sorted(output.iterdir()) if is_numbered(path.name)]


def here() -> Path:
    """Return the working folder.  Raises `InputError` where it is gone."""
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise InputError(
            "the folder you are in does not exist any more", hint="go to another one with `cd`"
        ) from error


def seen_from(folder: Path, text: str) -> str:
    """Return a sentence with the paths below `folder` as one writes them there."""
    if folder == folder.parent:
        return text
    return re.sub(rf"(?<![\w./\\-]){re.escape(f'{folder}{os.sep}')}", "", text)


def find(start: Path | None = None) -> Project:
    """Return the project of the folder `start`: the nearest `iki.toml` there or above.

    Without `start` it is the working folder.  Raises `InputError` for settings that cannot be
    understood, or where the working folder is gone.
    """
    folder = (here() / start if start else here()).resolve()
    path = settings_file(folder)
    if path is None:
        return Project(folder)
    return Project(path.parent, load_settings(path), has_settings=True)


def settings_file(folder: Path) -> Path | None:
    """Return the nearest `iki.toml`, in `folder` or above it.

    Raises `InputError` for one that is no file.
    """
    for candidate in (folder, *folder.parents):
        path = candidate / SETTINGS_NAME
        if path.is_file():
            return path
        _refuse_no_file(path)
    return None


def _refuse_no_file(path: Path) -> None:
    """Raise `InputError` if something is at `path`, such as a folder or a link that leads nowhere.

    It is known already that it is no file.
    """
    if path.is_dir():
        raise InputError(
            f"{path} is a folder, and a file is needed there", hint="move or rename the folder"
        )
    if path.is_symlink():
        raise InputError(
            f"{path} is a link that leads nowhere: to {os.readlink(path)}",  # noqa: PTH115 - as typed
            hint="bring back the file that it leads to, or delete the link",
        )
    if os.path.lexists(path):
        raise InputError(f"{path} is no file that can be read", hint="move or rename it")


def at(folder: Path) -> Project:
    """Return the project whose `iki.toml` stands in `folder` itself.

    Raises `UsageError` if there is none, and `InputError` as `find` does.
    """
    if not (path := folder / SETTINGS_NAME).is_file():
        _refuse_no_file(path)
        raise UsageError(
            f"{folder} has no {SETTINGS_NAME}",
            hint="give a text inside it, or make it a folder to work in:"
            f" iki init {shell.word(folder)}",
        )
    return find(folder)


def load_settings(path: Path) -> Settings:
    """Return the settings in the file at `path`.

    Raises `InputError` that names the line, or the unknown key and the nearest known one.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except PermissionError as error:
        hint = "is it open elsewhere, or somebody else's? ask who owns it"
        raise InputError(f"{path} may not be read", hint=hint) from error
    except OSError as error:
        hint = "is the disk or the network folder still there?"
        raise InputError(f"{path} cannot be read: {error.strerror}", hint=hint) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"{path} is not UTF-8 text: a letter of line {line} cannot be read"
        hint = "open it in Notepad, choose Save As, and take the encoding UTF-8"
        raise InputError(message, hint=hint) from error
    except tomllib.TOMLDecodeError as error:
        message = f"{path} cannot be understood: {error}"
        raise InputError(message, hint='a line reads like: nama = "Dinas Sosial"') from error
    _refuse_unknown_keys(tree, Settings, path, "")
    try:
        settings = msgspec.convert(tree, Settings)
    except msgspec.ValidationError as error:
        message = f"{path}: {_in_toml_words(str(error))}"
        raise InputError(
            message, hint="`iki init FOLDER` makes an iki.toml to compare with"
        ) from error
    _refuse_unknown_codes(settings.periksa, path)
    return settings


def _refuse_unknown_codes(periksa: Periksa, path: Path) -> None:
    """Raise `InputError` for a code that does not exist, or an acceptance without words."""
    accepted = [(f"periksa.terima[{at}].kode", one.kode) for at, one in enumerate(periksa.terima)]
    for key, word in (*(("periksa.abaikan", word) for word in periksa.abaikan), *accepted):
        if not codes_named(word):
            message = f"{path}: `{key}` names no finding: `{word}`"
            raise InputError(message, hint=instead_of(word))
    for at, one in enumerate(periksa.terima):
        if not one.teks.strip():
            raise InputError(
                f"{path}: `periksa.terima[{at}].teks` is empty",
                hint="copy the text of the finding: `iki check --format json` shows it as `text`",
            )


def _refuse_unknown_keys(
    tree: dict[str, object], shape: type[msgspec.Struct], path: Path, prefix: str
) -> None:
    known = {info.name: info.type for info in msgspec.structs.fields(shape)}
    for key, value in tree.items():
        if key not in known:
            near = get_close_matches(key.lower(), known, n=1, cutoff=0.5)
            hint = f"did you mean `{prefix}{near[0]}`?" if near else f"known: {', '.join(known)}"
            message = f"{path}: unknown key `{prefix}{key}`"
            raise InputError(message, hint=hint)
        listed = isinstance(value, list)
        inner = next(iter(get_args(known[key])), None) if listed else known[key]
        if not isinstance(inner, type) or not issubclass(inner, msgspec.Struct):
            continue
        for at, entry in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(entry, dict):
                place = f"{key}[{at}]" if listed else key
                _refuse_unknown_keys(entry, inner, path, f"{prefix}{place}.")


def _in_toml_words(problem: str) -> str:
    """Return msgspec's sentence as people would say it."""
    found = _WRONG.fullmatch(problem)
    if found is None or found["type"] not in _WANTED:
        return problem.replace("`$.", "`")
    return f"`{found['key']}` must be {_WANTED[found['type']]}"
