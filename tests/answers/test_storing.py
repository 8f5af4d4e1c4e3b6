"""Storing: nothing is lost between two processes, by a kill, or on a disk that is full."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from iki_docgen.answers import Change, Entry, apply, load, store
from iki_docgen.errors import OutputError
from iki_docgen.files import leftovers
from tests.answers.samples import change, document, jabatan

ROOT = Path(__file__).parents[2]
MANY = [f"Jumlah {number}" for number in range(40)]
CAMAT = jabatan("camat", "Camat", *MANY)
LURAH = jabatan("lurah", "Lurah", "Jumlah D")
BOTH = document(CAMAT, LURAH)
ROUNDS = 20
THOROUGH = bool(os.environ.get("CI")) or os.environ.get("HYPOTHESIS_PROFILE") == "ci"
KILLS = 200 if THOROUGH else 60


def _entries(path: Path) -> dict[str, Entry]:
    return {entry.indikator: entry for one in load(path).jabatan for entry in one.indikator}


def _python(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    sides = [
        subprocess.Popen(
            [sys.executable, "-c", _ROUNDS_SIDE, str(tmp_path), str(side), str(ROUNDS)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for side in (0, 1)
    ]
    assert [side.wait(timeout=120) for side in sides] == [0, 0]
    for number in range(ROUNDS):
        path = tmp_path / str(number) / "penjelasan.yaml"
        found = _entries(path)
        assert list(found) == MANY[:16]
        assert all(entry.penjelasan == f"{text}\npenjelasan" for text, entry in found.items())
        assert all(entry.sumber_data == f"{text}\nsumber_data" for text, entry in found.items())


# Each side writes every second indicator, and meets the other at the start of every round.
_ROUNDS_SIDE = """
import sys, time
from pathlib import Path
from iki_docgen.answers import store
from tests.answers.samples import change
from tests.answers.test_storing import BOTH, CAMAT, MANY
folder, side = Path(sys.argv[1]), int(sys.argv[2])
for number in range(int(sys.argv[3])):
    here = folder / str(number)
    here.mkdir(exist_ok=True)
    (here / f"side {side}").touch()
    while not (here / f"side {1 - side}").exists():
        time.sleep(0.001)
    for text in MANY[side:16:2]:
        for column in ("penjelasan", "sumber_data"):
            value = f"{text}\\n{column}"
            told = change(CAMAT, text, value, column=column)
            done = store(here / "penjelasan.yaml", BOTH, [told])
            assert len(done.stored) == 1, done
"""

# Stores one number after the other, and says each that was stored.
_COUNTING = """
import sys
from pathlib import Path
from iki_docgen.answers import store
from tests.answers.samples import change
from tests.answers.test_storing import BOTH, CAMAT, MANY
path = Path(sys.argv[1])
number = int(sys.argv[2])
while True:
    value, old = f"isi {number + 1}\\nbaris", f"isi {number}\\nbaris" if number else ""
    changes = [change(CAMAT, text, value, expected=old) for text in MANY]
    assert len(store(path, BOTH, changes).stored) == len(MANY)
    number += 1
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_process_leaves_the_old_or_the_new_file_and_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    chance = random.Random(7)  # noqa: S311 - only the moments of kills
    last = 0
    for _ in range(KILLS):
        with _python(_COUNTING, str(path), str(last)) as running:
            assert running.stdout is not None
            running.stdout.readline()
            time.sleep(chance.uniform(0, 0.03))
            running.send_signal(signal.SIGKILL)
            said = running.stdout.read().split()
        texts = {entry.penjelasan for entry in _entries(path).values()}
        assert len(texts) == 1, "the file is half old and half new"
        now = int(str(texts.pop()).split()[1])
        assert now >= max([last + 1, *(int(word) for word in said)])
        last = now
    store(path, BOTH, [change(CAMAT, MANY[0], "x", expected=f"isi {last}\nbaris")], patience=1)
    assert leftovers(path) == []
    names = {found.name for found in tmp_path.iterdir()}
    assert names <= {"penjelasan.yaml", ".penjelasan.yaml.lock"}


def test_what_killed_processes_left_is_cleaned_up_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    (tmp_path / ".penjelasan.yaml.abc123.tmp").write_text("ver", encoding="utf-8")
    (tmp_path / "penjelasan.yaml.bak").write_text("mine", encoding="utf-8")
    store(path, BOTH, [change(LURAH, "Jumlah D", "x")])
    assert sorted(found.name for found in tmp_path.iterdir()) == [
        ".penjelasan.yaml.lock",
        "penjelasan.yaml",
        "penjelasan.yaml.bak",
    ]


# Holds the lock until it is told to stop.
_HOLDING = """
import sys
from pathlib import Path
from iki_docgen.answers import storing
with storing.locked(Path(sys.argv[1]), 1):
    print("locked", flush=True)
    sys.stdin.readline()
"""


def test_a_lock_that_is_held_is_waited_for_and_then_named(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    with _python(_HOLDING, str(path)) as holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == "locked\n"
        with pytest.raises(OutputError, match="has kept it locked for 0 s") as caught:
            store(path, BOTH, [change(LURAH, "Jumlah D", "x")], patience=0.2)
        assert "run the same command again" in caught.value.hint
        assert not path.exists()
        holding.communicate("\n")
    assert len(store(path, BOTH, [change(LURAH, "Jumlah D", "x")]).stored) == 1


def _mount(folder: Path, options: str) -> None:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("needs the right to mount a file system")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    _mount(folder, "size=64k")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk")
def test_a_full_disk_leaves_the_old_file_and_says_so(small_disk: Path) -> None:
    path = small_disk / "penjelasan.yaml"
    store(path, BOTH, [change(LURAH, "Jumlah D", "lama")])
    before = path.read_bytes()
    with pytest.raises(OutputError, match="the disk is full") as caught:
        store(path, BOTH, [change(LURAH, "Jumlah D", "x" * 100_000, expected="lama")])
    assert "make room" in caught.value.hint
    assert path.read_bytes() == before
    assert leftovers(path) == []
    (small_disk / "filler").write_bytes(bytes(40_000))
    assert len(store(path, BOTH, [change(LURAH, "Jumlah D", "baru", expected="lama")]).stored) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk anew")
@pytest.mark.parametrize("locked_before", [False, True])
def test_a_read_only_disk_leaves_the_old_file_and_says_so(
    small_disk: Path, *, locked_before: bool
) -> None:
    path = small_disk / "penjelasan.yaml"
    store(path, BOTH, [change(LURAH, "Jumlah D", "lama")])
    before = path.read_bytes()
    if not locked_before:
        (small_disk / ".penjelasan.yaml.lock").unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(OutputError, match="the disk is read-only") as caught:
        store(path, BOTH, [change(LURAH, "Jumlah D", "baru", expected="lama")])
    assert "--output" not in caught.value.hint
    assert path.read_bytes() == before
    assert _entries(path)["Jumlah D"].penjelasan == "lama"


# As somebody who may read the folder and not write to it.
_AS_NOBODY = """
import os, sys
from pathlib import Path
from iki_docgen.answers import store
from iki_docgen.errors import OutputError
from tests.answers.samples import change
from tests.answers.test_storing import BOTH, LURAH
store(Path(sys.argv[2]), BOTH, [change(LURAH, "Jumlah D", "x")])  # loads what nobody may read
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    store(Path(sys.argv[1]), BOTH, [change(LURAH, "Jumlah D", "baru", expected="lama")])
except OutputError as error:
    print(error.message, "|", error.hint)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_a_folder_without_permission_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    with TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name)
        path = folder / "penjelasan.yaml"
        store(path, BOTH, [change(LURAH, "Jumlah D", "lama")])
        before = path.read_bytes()
        (folder / ".penjelasan.yaml.lock").unlink()
        folder.chmod(0o555)
        with _python(_AS_NOBODY, str(path), str(tmp_path / "other.yaml")) as running:
            said, _ = running.communicate(timeout=60)
        assert "was not written: it may not be changed | close it in your editor first" in said
        assert path.read_bytes() == before
        folder.chmod(0o755)


def test_what_somebody_else_stored_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    mine: list[Change] = [
        change(CAMAT, "Jumlah 1", "saya"),
        change(CAMAT, "Jumlah 2", "saya"),
        change(CAMAT, "Jumlah 3", "sama"),
    ]
    store(
        path,
        BOTH,
        [change(CAMAT, "Jumlah 2", "orang lain"), change(CAMAT, "Jumlah 3", " sama  ")],
    )
    done = store(path, BOTH, mine)
    assert [one.indikator for one in done.stored] == ["Jumlah 1"]
    assert [one.indikator for one in done.known] == ["Jumlah 3"]
    assert [(one.change.indikator, one.now) for one in done.differing] == [
        ("Jumlah 2", "orang lain")
    ]
    assert _entries(path)["Jumlah 2"].penjelasan == "orang lain"


def test_two_values_for_one_cell_are_not_both_stored(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    done = store(path, BOTH, [change(LURAH, "Jumlah D", "a"), change(LURAH, "Jumlah D", "b")])
    assert [one.value for one in done.stored] == ["a"]
    assert [(one.change.value, one.now) for one in done.differing] == [("b", "a")]


def test_nothing_to_store_writes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    store(path, BOTH, [change(LURAH, "Jumlah D", "", expected="")])
    assert not path.exists()


def test_an_answer_for_an_unknown_indicator_is_kept_and_has_no_home(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    gone = jabatan("staf", "Staf", "Nilai")
    changes = [change(gone, "Nilai", "a"), change(CAMAT, "Tidak ada", "b")]
    assert len(store(path, BOTH, changes).stored) == 2
    assert len(store(path, BOTH, changes).known) == 2
    homeless = apply(BOTH, load(path)).homeless
    assert sorted(one.entry.typed() for one in homeless) == ["a", "b"]


def test_a_new_answer_brings_the_carried_over_entry_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    old = jabatan("lama", "Kepala Sub Bagian Umum", "Prosentase surat selesai", "Nilai IKM", "X")
    texts = [row.indikator for row in old.semua_indikator()]
    store(path, document(old), [change(old, text, f"isi {text}") for text in texts])
    new = jabatan("baru", "Kepala Subbagian Umum", "Persentase surat selesai", "Nilai IKM")
    applied = apply(document(new), load(path))
    assert len(applied.findings) == 3
    told = change(new, "Persentase surat selesai", "baru", expected="isi Prosentase surat selesai")
    assert store(path, document(new), [told]).stored == (told,)
    applied = apply(document(new), load(path))
    rows = list(applied.document.jabatan[0].semua_indikator())
    assert [row.penjelasan for row in rows] == ["baru", "isi Nilai IKM"]
    assert [one.entry.indikator for one in applied.homeless] == ["X"]
    assert len(applied.findings) == 1
    (found,) = load(path).jabatan
    assert (found.id, found.jabatan) == ("baru", "Kepala Subbagian Umum")


def test_equal_indicators_are_stored_with_their_number(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    twice = jabatan("a", "A", "Jumlah", "Jumlah")
    changes = [change(twice, "Jumlah", "dua", ke=2), change(twice, "Jumlah", "satu")]
    store(path, document(twice), changes)
    applied = apply(document(twice), load(path))
    assert [row.penjelasan for row in applied.document.jabatan[0].semua_indikator()] == [
        "satu",
        "dua",
    ]
    assert "        ke: 2\n" in path.read_text(encoding="utf-8")
    assert applied.homeless == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "bersama" / "penjelasan.yaml"
    link = tmp_path / "penjelasan.yaml"
    real.parent.mkdir()
    link.symlink_to(real)
    store(link, BOTH, [change(LURAH, "Jumlah D", "x")])
    assert link.is_symlink()
    assert real.is_file()


def test_a_position_that_only_sounds_alike_keeps_its_answers_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "penjelasan.yaml"
    old = jabatan("lama", "Kepala Seksi Rehabilitasi A", "Jumlah A")
    new = jabatan("baru", "Kepala Seksi Rehabilitasi B", "Nilai IKM")
    store(path, document(old), [change(old, "Jumlah A", "a")])
    store(path, document(new), [change(new, "Nilai IKM", "b")])
    assert [(one.id, len(one.indikator)) for one in load(path).jabatan] == [
        ("lama", 1),
        ("baru", 1),
    ]
