"""What a killed process left half written is known by its name, and nothing else is."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from iki_docgen import files
from iki_docgen.errors import OutputError
from iki_docgen.files import is_abandoned, write_atomically

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a signal of Unix")
linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells which processes live")
DIES_WRITING = """
import os, sys
from pathlib import Path
from iki_docgen import files
files.os.fsync = lambda _: os.kill(os.getpid(), 9)
files.run.set(sys.argv[2])
files.write_atomically(Path(sys.argv[1]), b"half")
"""


def _left(folder: Path, run: str = "") -> Path:
    """Return what a process left that was killed while it wrote."""
    code = [sys.executable, "-c", DIES_WRITING, str(folder / "01-kepala-dinas.docx"), run]
    assert subprocess.run(code, check=False).returncode == -9
    (left,) = folder.iterdir()
    return left


def _renamed(path: Path, place: int, part: str) -> Path:
    """Return the file with a part of its writer (host, process, began, run) changed."""
    head, writer, *tail = path.name.rsplit(".", 3)
    parts = writer.split("-")
    parts[place] = part
    return path.rename(path.with_name(".".join((head, "-".join(parts), *tail))))


@linux
def test_what_a_killed_process_left_is_known_at_once(tmp_path: Path) -> None:
    left = _left(tmp_path)
    assert left.name.startswith(".01-kepala-dinas.docx.")
    assert left.name.endswith(".tmp")
    assert is_abandoned(left)


@linux
def test_a_killed_process_of_which_nobody_has_asked_yet_is_gone_too(tmp_path: Path) -> None:
    code = [sys.executable, "-c", DIES_WRITING, str(tmp_path / "a.docx"), ""]
    with subprocess.Popen(code) as killed:
        while "State:\tZ" not in Path(f"/proc/{killed.pid}/status").read_text():
            time.sleep(0.01)
        (left,) = tmp_path.iterdir()
        assert is_abandoned(left)


@linux
def test_another_process_with_the_same_number_is_not_the_writer(tmp_path: Path) -> None:
    assert is_abandoned(_renamed(_left(tmp_path), 1, str(os.getpid())))


@linux
def test_what_a_process_of_somebody_else_writes_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(_process: int, _signal: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    def unseen(_process: int) -> int:
        raise FileNotFoundError(2, "No such file or directory")

    left = _left(tmp_path)
    monkeypatch.setattr(files.os, "kill", kill)
    monkeypatch.setattr(files, "_began", unseen)
    assert not is_abandoned(left)


def test_what_another_host_writes_is_known_by_its_age_alone(tmp_path: Path) -> None:
    left = _renamed(_left(tmp_path), 0, "abc")
    assert not is_abandoned(left)
    old = time.time() - 3601
    os.utime(left, (old, old))
    assert is_abandoned(left)


def test_names_without_a_writer_are_known_by_their_age_alone(tmp_path: Path) -> None:
    left = tmp_path / ".01-kepala-dinas.docx.x7k2_b9q.tmp"
    left.touch()
    assert not is_abandoned(left)
    os.utime(left, (0, 0))
    assert is_abandoned(left)
    assert not is_abandoned(tmp_path / ".gone.tmp")


def test_what_was_written_for_a_run_is_abandoned_when_the_run_has_ended(tmp_path: Path) -> None:
    left = _renamed(_left(tmp_path, "a1b2"), 0, "abc")
    assert is_abandoned(left, ended="a1b2")
    assert not is_abandoned(left, ended="a1b3")
    assert not is_abandoned(left, ended="")


def test_what_is_being_written_is_not_abandoned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def fsync(_descriptor: int) -> None:
        seen.extend(is_abandoned(path) for path in tmp_path.iterdir())

    monkeypatch.setattr(files.os, "fsync", fsync)
    write_atomically(tmp_path / "a.docx", b"x")
    assert seen == [False]
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_files_are_written_also_where_the_system_tells_nothing_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def fsync(_descriptor: int) -> None:
        names.extend(path.name for path in tmp_path.iterdir())
        raise OSError(5, "Input/output error")

    def untold(_process: int) -> int:
        raise FileNotFoundError(2, "No such file or directory")

    files._writer.cache_clear()  # noqa: SLF001 - asks once in a process
    monkeypatch.setattr(files, "_began", untold)
    monkeypatch.setattr(files.os, "fsync", fsync)
    try:
        with pytest.raises(OutputError, match=r"a\.docx was not written: Input/output error"):
            write_atomically(tmp_path / "a.docx", b"x")
    finally:
        files._writer.cache_clear()  # noqa: SLF001 - and the others are told
    (name,) = names
    assert name.startswith(f".a.docx.0-{os.getpid()}-0-.")
    assert list(tmp_path.iterdir()) == []


def test_names_of_any_length_and_letter_leave_room_for_the_writer(tmp_path: Path) -> None:
    path = tmp_path / ("\N{CJK UNIFIED IDEOGRAPH-20000}" * 60 + ".docx")
    write_atomically(path, b"x")
    assert path.read_bytes() == b"x"
