"""`iki build` with nothing to do: told from a stamp where all is as it was, and never otherwise."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iki_docgen import project
from iki_docgen.caches import SWITCH, Shelf, cache_folder, files_below
from iki_docgen.pipeline import building, stamp
from iki_docgen.pipeline.building import build, prepare
from iki_docgen.pipeline.options import Options
from iki_docgen.pipeline.stamp import STAMPS, watch_over
from tests.cli.conftest import ROOT, Iki, Ran
from tests.cli.test_build import _type_into

FIRST = "output/2026/01-kepala-dinas-sosial-kabupaten-lumajang.docx"
SECOND = "output/2026/02-sekretariat-pada-dinas-sosial-kabupaten-lumajang.docx"
TEXT = "source/iki-dinas-sosial-lumajang.txt"
ANSWERS = "source/penjelasan.yaml"
_posix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has access lists instead")

Change = Callable[[Path], object]


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the caches, which are on."""
    monkeypatch.delenv(SWITCH, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches" / "iki-docgen"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the sources that are read from now on: whole builds read one."""
    names: list[str] = []
    real = building.load_source

    def noted(name: str, here: project.Project) -> building.Loaded:
        names.append(name)
        return real(name, here)

    monkeypatch.setattr(building, "load_source", noted)
    return names


def _words(ran: Ran) -> tuple[int, str, str]:
    """Return what a run said and returned, but for the time that it took."""
    return ran.code, re.sub(r"in \d+\.\d s\b", "in SECONDS", ran.out), ran.err


def _as_a_whole_build(iki: Iki, *words: str) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as switched:
        switched.setenv(SWITCH, "1")
        return _words(iki("build", *words))


def _stamps(caches: Path) -> list[Path]:
    return sorted(caches.glob("*.stamp"))


def _everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return every file with its time of writing and its content."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--check",),
        ("--force",),
        ("--only", "3", "--only", "sekretariat pada"),
        ("--output", "elsewhere"),
        ("--template", "own.docx"),
        (TEXT,),
        (".",),
        ("output/2026/records.json", "--output", "elsewhere"),
    ],
)
def test_it_says_what_a_whole_build_would_say(
    agency: Path, iki: Iki, read: list[str], words: tuple[str, ...]
) -> None:
    shutil.copy(ROOT / "templates/iki.docx", agency / "own.docx")
    iki("build")
    iki("build", *words)
    expected = _as_a_whole_build(iki, *words)
    assert "written" not in expected[1]
    before = _everything(agency)
    read.clear()
    assert _words(iki("build", *words)) == expected
    assert not read
    assert _everything(agency) == before


def test_it_loads_neither_readers_nor_rules_nor_templates(agency: Path) -> None:
    script = (
        "import sys\n"
        "from iki_docgen.cli import main\n"
        "try: main(['build'])\n"
        "except SystemExit as stopped: assert not stopped.code\n"
        "print(sorted({name for name in sys.modules}), file=sys.stderr)"
    )
    loaded = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=agency,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        )
        loaded.append(done.stderr)
    for name in ("lxml", "regex", "iki_docgen.parse", "iki_docgen.check", "iki_docgen.vocabulary"):
        assert f"'{name}'" in loaded[0]
        assert f"'{name}'" not in loaded[1]


def _append(name: str, data: bytes = b"\n") -> Change:
    def change(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        with (folder / name).open("ab") as file:
            file.write(data)

    return change


def _typed(folder: Path) -> None:
    _type_into(folder / FIRST)


def _retyped_as_long(folder: Path) -> None:
    """Change a byte, and put the file's time back: only its content tells."""
    path = folder / FIRST
    about, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def _saved_by_another_program(folder: Path) -> None:
    document = docx.Document(str(folder / FIRST))
    document.save(str(folder / FIRST))


def _own_template(folder: Path) -> None:
    (folder / "templates").mkdir()
    document = docx.Document(str(ROOT / "templates/iki.docx"))
    document.paragraphs[0].runs[0].bold = not document.paragraphs[0].runs[0].bold
    document.save(str(folder / "templates/iki.docx"))


def _folder_in_its_place(folder: Path) -> None:
    (folder / FIRST).unlink()
    (folder / FIRST).mkdir()


CHANGES: dict[str, Change] = {
    "the text": _append(TEXT),
    "the text, as long": lambda here: (here / TEXT).write_bytes(
        (here / TEXT).read_bytes().replace(b"Dinas", b"dinas", 1)
    ),
    "no text": lambda here: (here / TEXT).unlink(),
    "the settings": _append("iki.toml", b"# more\n"),
    "no settings": lambda here: (here / "iki.toml").unlink(),
    "the year": lambda here: (here / "iki.toml").write_bytes(
        (here / "iki.toml").read_bytes().replace(b"2026", b"2027")
    ),
    "answers": lambda here: (here / ANSWERS).write_text("versi: 1\njabatan: []\n"),
    "a template of its own": _own_template,
    "typed in": _typed,
    "typed in, the book": lambda here: _type_into(here / "output/2026/buku-iki.docx"),
    "another byte, the same size and time": _retyped_as_long,
    "saved by another program": _saved_by_another_program,
    "torn": lambda here: (here / FIRST).write_bytes((here / FIRST).read_bytes()[:-9]),
    "empty": lambda here: (here / FIRST).write_bytes(b""),
    "missing": lambda here: (here / FIRST).unlink(),
    "renamed": lambda here: (here / FIRST).rename(here / "output/2026/01-camat.docx"),
    "exchanged": lambda here: shutil.copy(here / FIRST, here / SECOND),
    "a copy of a document": lambda here: shutil.copy(here / FIRST, here / "output/2026/17-x.docx"),
    "a folder in its place": _folder_in_its_place,
    "no book": lambda here: (here / "output/2026/buku-iki.docx").unlink(),
    "the records": _append("output/2026/records.json"),
    "no output": lambda here: shutil.rmtree(here / "output"),
    "open in Word": _append(f"output/2026/~${Path(FIRST).name[2:]}"),
    "open in LibreOffice": _append(f"output/2026/.~lock.{Path(FIRST).name}#"),
    "left by a killed build": _append("output/2026/.01-kepala.docx.x7.tmp"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_is_different_is_found_by_a_whole_build(
    agency: Path, iki: Iki, read: list[str], change: Change
) -> None:
    iki("build")
    iki("build", "--check")  # leaves a stamp for the same options
    read.clear()
    change(agency)
    said = _words(iki("build", "--check"))
    assert read or said[0] > 1  # without settings it is not known what to read
    assert said == _as_a_whole_build(iki, "--check")


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(names=st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=4))
def test_whatever_happens_in_turn_is_told_as_by_whole_builds(
    iki: Iki, tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("agency")
    shutil.copytree(ROOT / "source", folder / "source")
    shutil.copy(ROOT / "iki.toml", folder)
    with pytest.MonkeyPatch.context() as there:
        there.chdir(folder)
        for name in ("", *names):
            if name:
                with suppress(Exception):  # of what is gone or damaged already
                    CHANGES[name](folder)
            assert _words(iki("build", "--check")) == _as_a_whole_build(iki, "--check")
            iki("build")
            expected = _as_a_whole_build(iki)
            assert _words(iki("build")) == expected
            iki("build", "--check")  # leaves a stamp for the same options


def test_what_a_clerk_typed_is_refused_and_stays(agency: Path, iki: Iki) -> None:
    iki("build")
    assert "18 unchanged" in iki("build").out
    _typed(agency)
    typed = (agency / FIRST).read_bytes()
    for _ in range(2):
        ran = iki("build")
        assert ran.code == 1
        assert "17 unchanged, 1 refused" in ran.out
        assert "somebody has typed in it" in ran.err
        assert (agency / FIRST).read_bytes() == typed
    iki("collect", FIRST)
    assert "3 replaced" in iki("build").out  # the document, the book and the records
    expected = _as_a_whole_build(iki)
    assert _words(iki("build")) == expected
    assert "18 unchanged" in expected[1]


def test_what_is_as_it_was_again_needs_no_build(agency: Path, iki: Iki, read: list[str]) -> None:
    iki("build")
    whole = (agency / FIRST).read_bytes()
    (agency / FIRST).write_bytes(whole + b"\0")
    iki("build")
    (agency / FIRST).write_bytes(whole)
    read.clear()
    assert "18 unchanged" in iki("build").out
    assert not read


def test_other_options_have_stamps_of_their_own(agency: Path, iki: Iki, read: list[str]) -> None:
    shutil.copy(ROOT / "templates/iki.docx", agency / "own.docx")
    iki("build")
    ways = (("--check",), ("--force",), ("--only", "3"), (TEXT,), ("--template", "own.docx"))
    for number, words in enumerate(ways, 1):
        iki("build", *words)
        assert len(read) == number + 1
    iki("build", *ways[-1])
    assert len(read) == len(ways) + 1


def test_another_folder_to_work_in_is_another_stamp(
    agency: Path, iki: Iki, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    iki("build")
    monkeypatch.chdir(agency / "source")
    ran = iki("build")
    assert len(read) == 2
    assert f"{agency / 'output/2026'}: 18 unchanged" in ran.out
    (agency / "source/iki.toml").write_text("")  # nearer than the one above
    assert iki("build").code == 2


def test_an_own_template_decides_by_its_content(agency: Path, iki: Iki, read: list[str]) -> None:
    shutil.copy(ROOT / "templates/iki.docx", agency / "own.docx")
    iki("build", "--template", "own.docx")
    (agency / "templates").mkdir()
    shutil.copy(ROOT / "templates/iki.docx", agency / "templates/iki.docx")
    iki("build", "--template", "own.docx")
    assert len(read) == 1
    (agency / "own.docx").write_bytes((agency / "own.docx").read_bytes() + b"\0")
    iki("build", "--template", "own.docx")
    assert len(read) == 2


@_posix
def test_a_link_that_leads_elsewhere_now_decides(agency: Path, iki: Iki, read: list[str]) -> None:
    (agency / ANSWERS).write_text("versi: 1\njabatan: []\n")
    (agency / "link.txt").symlink_to(TEXT)
    shutil.copy(agency / TEXT, agency / "copy.txt")
    iki("build", "link.txt")
    iki("build", "link.txt")
    assert len(read) == 1
    (agency / "link.txt").unlink()
    (agency / "link.txt").symlink_to("copy.txt")  # the same bytes, but not the agency's own text
    iki("build", "link.txt")
    assert len(read) == 2


@pytest.mark.usefixtures("agency")
def test_another_program_makes_its_own_stamp(
    iki: Iki, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    iki("build")
    monkeypatch.setattr(stamp, "program_lines", lambda: iter(["a new version"]))
    iki("build")  # this process is still the old one
    assert len(read) == 1
    stamp.programs_at_first.cache_clear()
    try:
        iki("build")
        assert len(read) == 2
        iki("build")
        assert len(read) == 2
    finally:
        stamp.programs_at_first.cache_clear()


def test_every_file_of_a_program_tells_its_version(tmp_path: Path) -> None:
    inner = tmp_path / "program" / "inner"
    inner.mkdir(parents=True)
    (inner / "words.toml").write_text("a = 1")
    first = list(files_below(str(tmp_path)))
    assert len(first) == 1
    (inner / "__pycache__").mkdir()
    (inner / "__pycache__/x.pyc").write_text("")
    assert list(files_below(str(tmp_path))) == first
    times = (inner / "words.toml").stat()
    (inner / "words.toml").write_text("a = 2")
    os.utime(inner / "words.toml", ns=(times.st_atime_ns, times.st_mtime_ns + 1))
    assert list(files_below(str(tmp_path))) != first


def test_the_program_is_known_by_its_words_and_rules_too() -> None:
    lines = "".join(stamp.program_lines())
    for name in ("vocabulary.toml", "check/jobs.toml", "parse/items.py", "docxtpl/template.py"):
        assert f"{name} " in lines.replace(os.sep, "/")
    assert "lxml/etree" in lines
    assert "msgspec/_core" in lines


def test_without_caches_there_is_no_stamp(
    agency: Path, iki: Iki, read: list[str], caches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    iki("build")
    monkeypatch.setenv(SWITCH, "1")
    iki("build")
    assert len(read) == 2
    monkeypatch.delenv(SWITCH)
    monkeypatch.setenv("XDG_CACHE_HOME", str(agency / "iki.toml"))
    iki("build")
    iki("build")
    assert len(read) == 4
    assert len(_stamps(caches)) == 1


@pytest.mark.parametrize("change", ["typed in", "open in Word", "a copy of a document"])
def test_what_is_not_as_it_should_be_leaves_no_stamp(
    agency: Path, iki: Iki, caches: Path, change: str
) -> None:
    with pytest.MonkeyPatch.context() as switched:
        switched.setenv(SWITCH, "1")
        iki("build")
    CHANGES[change](agency)
    if change == "open in Word":
        (agency / FIRST).write_bytes(b"being saved")
    ran = iki("build")
    assert "refused" in ran.out or "left over" in ran.out
    assert not _stamps(caches)


@pytest.mark.parametrize("name", [TEXT, "iki.toml", ANSWERS, "templates/iki.docx"])
def test_what_is_written_during_the_build_leaves_no_stamp(
    agency: Path, caches: Path, name: str
) -> None:
    whole = (agency / name).read_bytes() if (agency / name).exists() else None
    (agency / "templates").mkdir()
    options = Options()
    watch = watch_over(agency, options, own=True)
    ready = prepare(project.at(agency), options, watch)
    (agency / name).write_bytes(b"other")
    if whole is None:
        (agency / name).unlink()
        (agency / name).mkdir()
    else:
        (agency / name).write_bytes(whole)  # there and back: only the time tells
    assert not build(ready).failed
    assert not _stamps(caches)


@_posix
def test_what_can_be_read_once_only_is_not_looked_at(agency: Path, caches: Path) -> None:
    text = (agency / TEXT).read_bytes()
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    for source in ("-", "/dev/stdin"):
        done = subprocess.run(
            [sys.executable, "-m", "iki_docgen", "build", source],
            input=text,
            env=environ,
            check=True,
            capture_output=True,
        )
        assert b" in " in done.stdout
    assert len(list((agency / "output/2026").iterdir())) == 18
    assert not _stamps(caches)


def _rewritten(change: Callable[[dict[str, object]], object]) -> Callable[[bytes], bytes]:
    """Return a function that changes what a stamp says, and makes it whole again."""

    def tampered(whole: bytes) -> bytes:
        said = json.loads(whole[whole.index(b'{"') :])
        change(said)
        return STAMPS.whole(json.dumps(said).encode())

    return tampered


def _files_of(said: dict[str, object]) -> list[dict[str, object]]:
    made = said["made"]
    assert isinstance(made, list)
    return made


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _whole: b"",
    "torn": lambda whole: whole[:-1],
    "longer": lambda whole: whole + b" ",
    "another digest": lambda whole: whole[:40] + bytes([whole[40] ^ 1]) + whole[41:],
    "another kind": lambda whole: whole.replace(b"stamp 1", b"stamp 2", 1),
    "no JSON": lambda _whole: STAMPS.whole(b"{"),
    "nested": lambda _whole: STAMPS.whole(b"[" * 100_000),
    "a list": lambda _whole: STAMPS.whole(b"[]"),
    "too large": lambda whole: whole + b" " * STAMPS.largest,
    "of other options": _rewritten(lambda said: said.update(command="('/', '/')")),
    "of another program": _rewritten(lambda said: said.update(programs="00")),
    "more keys": _rewritten(lambda said: said.update(code="print()")),
    "no files": _rewritten(lambda said: said.update(made=[])),
    "a number for a name": _rewritten(lambda said: _files_of(said)[0].update(name=7)),
    "a file elsewhere": _rewritten(lambda said: _files_of(said)[0].update(name="../../iki.toml")),
    "another size": _rewritten(lambda said: _files_of(said)[0].update(size=1)),
    "another content": _rewritten(lambda said: _files_of(said)[0].update(digest="00")),
    "a file less": _rewritten(lambda said: _files_of(said).pop(0)),
    "no folder": _rewritten(lambda said: said.update(output="none")),
    "a null in a path": _rewritten(lambda said: said.update(output="a\0b")),
    "an unknown severity": _rewritten(lambda said: said.update(findings={"worse": 1})),
}


@pytest.mark.usefixtures("agency")
@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_a_stamp_that_is_damaged_is_none_and_is_written_anew(
    iki: Iki,
    read: list[str],
    caches: Path,
    tamper: Callable[[bytes], bytes],
) -> None:
    iki("build")
    expected = _as_a_whole_build(iki)
    (path,) = _stamps(caches)
    whole = path.read_bytes()
    path.write_bytes(tamper(whole))
    read.clear()
    assert _words(iki("build")) == expected
    assert read
    assert path.read_bytes() == whole


@_posix
@pytest.mark.usefixtures("agency")
@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_stamp_that_others_may_write_is_none(
    iki: Iki, read: list[str], caches: Path, mode: int
) -> None:
    iki("build")
    (path,) = _stamps(caches)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(mode)
    iki("build")
    assert len(read) == 2
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, bytes]]:
    """Yield an agency that is built, its stamp, and what that holds."""
    top = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "source", top / "source")
    shutil.copy(ROOT / "iki.toml", top)
    with pytest.MonkeyPatch.context() as switched:
        switched.delenv(SWITCH, raising=False)
        switched.setenv("XDG_CACHE_HOME", str(top / "caches"))
        build(prepare(project.at(top), Options(), watch_over(top, Options(), own=True)))
        (path,) = _stamps(top / "caches" / "iki-docgen")
        yield top, path, path.read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_torn_stamp_is_believed(whole: tuple[Path, Path, bytes], data: st.DataObject) -> None:
    top, path, written = whole
    at = data.draw(st.integers(0, len(written) - 1))
    piece = data.draw(st.binary(max_size=3))
    torn = written[:at] + piece + written[at + data.draw(st.integers(0, 3)) :]
    path.write_bytes(torn)
    with pytest.MonkeyPatch.context() as switched:
        switched.setenv("XDG_CACHE_HOME", str(top / "caches"))
        watch = watch_over(top, Options(), own=True)
        assert watch is not None
        assert (watch.recalled() is not None) == (torn == written)


def test_stamps_make_room() -> None:
    shelf = Shelf(b"a kind\n", ".kind", largest=100, most=3)
    for number in range(5):
        place = shelf.place(str(number))
        assert place is not None
        shelf.keep(place, b"%d" % number)
        os.utime(place, (number, number))
    shelf.keep(place.with_name("new.kind"), b"x" * 101)
    assert shelf.read(place.with_name("new.kind")) is None
    folder = cache_folder()
    assert folder is not None
    assert sorted(path.name for path in folder.iterdir()) == ["2.kind", "3.kind", "4.kind"]
    assert shelf.read(place) == b"4"


def test_each_agency_of_a_tree_has_its_own(
    agency: Path, iki: Iki, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    top = agency.parent
    for name in ("a", "b", "c"):
        shutil.copytree(agency, top / "tree" / name)
    monkeypatch.chdir(top)
    iki("build", "tree")
    read.clear()
    expected = _as_a_whole_build(iki, "tree")
    assert len(read) == 3
    read.clear()
    again = _words(iki("build", "tree"))
    assert not read
    table, _, _ = again[1].partition("Seconds")
    assert (again[0], table, again[2]) == (0, expected[1].partition("Seconds")[0], "")
    assert "54 unchanged" in table
    _typed(top / "tree" / "b")
    ran = iki("build", "tree")
    assert len(read) == 1
    assert "53 unchanged, 1 refused" in ran.out
    assert ran.code == 1
