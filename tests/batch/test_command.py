"""`iki build` with many agencies: what it says, what it returns, and what goes on without it."""

import errno
import os
import pty
import re
import socketserver
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from iki_docgen import files
from iki_docgen.errors import InputError
from iki_docgen.pipeline import building, cluster, executors
from iki_docgen.pipeline.executors import on_cluster
from tests.batch.conftest import Dask, running_with
from tests.batch.trees import ROOT, built_files, leftovers
from tests.cli.conftest import Iki
from tests.cli.test_build import _type_into

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions and terminals of Unix")


@pytest.fixture(autouse=True)
def _beside_the_tree(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree.parent)


def _table(printed: str) -> dict[str, tuple[str, str]]:
    """Return the rows of the closing table: name -> number, of these."""
    heading, *rows = printed.splitlines()
    assert heading.split() == ["Number", "Of", "these"]
    cells = (row.split(None, 2) for row in rows)
    return {name: (number, "".join(of)) for name, number, *of in cells}


def test_the_closing_table_counts_everything(
    iki: Iki, tree: Path, expected: dict[str, bytes]
) -> None:
    ran = iki("build", "kabupaten")
    assert (ran.code, ran.err) == (0, "")
    assert built_files(tree) == expected
    table = _table(ran.out)
    assert list(table) == ["Agencies", "Files", "Findings", "Seconds"]
    assert table["Agencies"] == ("12", "12 built")
    assert table["Files"] == (f"{len(expected)}", f"{len(expected)} written")
    counts = re.findall(r"(\d+) (?:errors|warnings|notes)", table["Findings"][1])
    assert int(table["Findings"][0]) == sum(map(int, counts)) > 0
    again = _table(iki("build", "kabupaten").out)
    assert again["Files"] == (f"{len(expected)}", f"{len(expected)} unchanged")
    assert again["Findings"] == table["Findings"]


def test_processes_and_a_cluster_say_the_same(iki: Iki, tree: Path, dask: Dask) -> None:
    """Also with workers that were started in another folder than the user is in."""
    iki("build", "kabupaten/dinas/sosial")
    _type_into(min((tree / "dinas/sosial/output/2026").glob("0*.docx")))
    settings = tree / "dinas/sosial/iki.toml"
    settings.write_text(settings.read_text().replace("Nama ", "Nyonya "))
    before = built_files(tree)
    _break(tree)
    ways = [[], ["--workers", "2"], ["--cluster", dask.address.removeprefix("tcp://")]]
    told = []
    for way in ways:
        ran = iki("build", "kabupaten", "--check", *way)
        told.append((ran.code, ran.err, ran.out.partition("Seconds")[0]))
    assert told[0] == told[1] == told[2]
    assert (
        "help: take it back first: cd kabupaten/dinas/sosial && iki collect output/" in told[0][1]
    )
    assert "kabupaten/upt: failed: kabupaten/upt/templates/iki.docx" in told[0][1]
    assert str(tree.parent) not in told[0][1]
    (tree / "wide/output").unlink()
    assert built_files(tree) == before


def _break(tree: Path) -> None:
    """Break agencies in every way in which one can be."""
    (tree / "inspektorat/iki.toml").write_text("[dokumen\n")
    (tree / "kecamatan/a/source/teks.txt").unlink()
    (tree / "kecamatan/b/source/teks.txt").write_bytes(b"\x00\x01\x02" * 100)
    (tree / "kecamatan/c/source/teks.txt").write_text("Surat biasa, tanpa jabatan.\n")
    (tree / "upt/templates").mkdir()
    (tree / "upt/templates/iki.docx").write_bytes(b"no Word file")
    (tree / "wide/output").write_text("a file where the folder should be")


BROKEN = {
    "inspektorat": "iki.toml cannot be understood",
    "kecamatan/a": "does not exist",
    "kecamatan/b": "teks.txt",
    "kecamatan/c": "teks.txt",
    "upt": "iki.docx",
    "wide": "is a file, and a folder is needed there",
}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_broken_agencies_do_not_stop_the_others(
    iki: Iki, tree: Path, expected: dict[str, bytes], workers: str
) -> None:
    _break(tree)
    ran = iki("build", "kabupaten", "--workers", workers)
    assert ran.code == 4, "the worst: a template that cannot be used"
    assert _table(ran.out)["Agencies"] == ("12", "6 built, 6 failed")
    lines = ran.err.splitlines()
    for name, reason in BROKEN.items():
        (at,) = [
            number
            for number, line in enumerate(lines)
            if line.startswith(f"kabupaten/{name}: failed: ")
        ]
        assert reason in lines[at]
        assert lines[at + 1].startswith("  help: ")
    assert len(lines) == 2 * len(BROKEN)
    kept = {
        name: data for name, data in expected.items() if name.partition("/output")[0] not in BROKEN
    }
    assert built_files(tree) == kept


def test_the_exit_code_is_the_worst_of_all(iki: Iki, tree: Path) -> None:
    assert iki("build", "kabupaten", "--check").code == 1
    (tree / "wide/output").write_text("a file where the folder should be")
    assert iki("build", "kabupaten").code == 1
    (tree / "upt/iki.toml").write_text('[dokumen]\nsumber = ""\n')
    assert iki("build", "kabupaten").code == 2
    (tree / "upt/iki.toml").write_text("x")
    assert iki("build", "kabupaten").code == 3


def test_files_that_were_typed_in_are_troubles_of_their_agency(
    iki: Iki, tree: Path, expected: dict[str, bytes]
) -> None:
    iki("build", "kabupaten")
    typed = min((tree / "dinas/sosial/output/2026").glob("0*.docx"))
    _type_into(typed)
    settings = tree / "dinas/sosial/iki.toml"
    settings.write_text(settings.read_text().replace("Nama ", "Nyonya "))
    ran = iki("build", "kabupaten", "--workers", "2")
    assert ran.code == 1
    assert _table(ran.out)["Agencies"] == ("12", "11 built, 1 with troubles")
    assert ran.err.startswith("kabupaten/dinas/sosial: 1 refused\n")
    assert "somebody has typed in it" in ran.err
    assert "    help: take it back first: cd kabupaten/dinas/sosial && iki collect" in ran.err
    other = {name for name in expected if not name.startswith("dinas/sosial")}
    assert {name: built_files(tree)[name] for name in other} == {n: expected[n] for n in other}


def test_a_full_disk_is_said_once_for_all_agencies(
    iki: Iki, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    ran = iki("build", "kabupaten")
    assert ran.code == 1
    assert _table(ran.out)["Agencies"] == ("12", "12 with troubles")
    assert ran.err == (
        "the disk is full: 12 agencies are not built, or not whole:\n"
        "  kabupaten/dinas/kesehatan/puskesmas, kabupaten/dinas/kesehatan/rumah sakit,"
        " kabupaten/dinas/pekerjaan umum, kabupaten/dinas/sosial, kabupaten/inspektorat"
        " and 7 more\n"
        "  help: make room on the disk, then run the same command again\n"
    )
    assert built_files(tree) == {}


def test_a_disk_that_becomes_full_is_said_of_the_agency_at_which_it_did(
    iki: Iki, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert iki("build", "kabupaten").code == 0
    for written in (tree / "dinas/sosial/output").rglob("*.docx"):
        written.unlink()
    monkeypatch.setattr(files.os, "fsync", full)
    ran = iki("build", "kabupaten")
    assert ran.code == 1
    assert ran.err.startswith("kabupaten/dinas/sosial: 17 not written\n  kabupaten/dinas/sosial/")
    assert ran.err.count("was not written: the disk is full") == 3
    assert ran.err.endswith("  ... and 14 more files\n")


@pytest.mark.parametrize(
    ("number", "cause", "help_"),
    [
        (errno.EROFS, "the disk is read-only", "copy the whole folder to a disk that can be writ"),
        (errno.EACCES, "files may not be changed", "close the documents in Word first; else"),
        (errno.EIO, "Input/output error", ""),
    ],
)
def test_what_is_wrong_everywhere_is_said_once_with_advice_that_helps_a_tree(
    iki: Iki, monkeypatch: pytest.MonkeyPatch, number: int, cause: str, help_: str
) -> None:
    def refused(_path: Path, *_: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", refused)
    ran = iki("build", "kabupaten")
    assert ran.code == 1
    assert "12 failed" in ran.out
    first, names, *advice = ran.err.splitlines()
    assert first == f"{cause}: 12 agencies are not built, or not whole:"
    assert names.endswith("kabupaten/inspektorat and 7 more")
    assert [line[: len(help_) + 8] for line in advice] == ([f"  help: {help_}"] if help_ else [])
    assert "--output" not in ran.err


def test_a_folder_that_may_not_be_written_is_said(
    iki: Iki, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = building.make_folder

    def refused(path: Path) -> None:  # root may write anywhere
        if "upt" in path.parts:
            raise files.refusal(path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        real(path)

    monkeypatch.setattr(building, "make_folder", refused)
    ran = iki("build", "kabupaten")
    assert ran.code == 1
    assert _table(ran.out)["Agencies"] == ("12", "11 built, 1 failed")
    assert "kabupaten/upt: failed: " in ran.err
    assert "it may not be changed" in ran.err
    assert not (tree / "upt/output").exists()


def test_a_folder_that_may_not_be_entered_is_said(
    iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    _close(monkeypatch, "upt")
    ran = iki("build", "kabupaten")
    assert ran.code == 3
    assert "kabupaten/upt: failed: kabupaten/upt/source/teks.txt cannot be read" in ran.err


def _close(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let nobody read the sources of some agencies."""
    real = building.load_source

    def closed(name: str, project: object) -> object:  # root may read anything
        if set(names) & set(Path(name).parts):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
        return real(name, project)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "load_source", closed)


def test_several_folders_that_may_not_be_entered_are_named(
    iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    _close(monkeypatch, "upt", "wide")
    ran = iki("build", "kabupaten")
    assert ran.code == 3
    assert ran.err.splitlines()[:2] == [
        "files cannot be read: Permission denied: 2 agencies are not built, or not whole:",
        "  kabupaten/upt/source/teks.txt, kabupaten/wide/source/teks.txt",
    ]


def test_what_is_left_over_is_counted(iki: Iki, tree: Path) -> None:
    iki("build", "kabupaten")
    (tree / "upt/output/2026/17-seksi-lama.docx").touch()
    ran = iki("build", "kabupaten")
    assert ran.code == 0
    assert "1 left over" in ran.out
    assert ran.err == (
        "1 document of earlier builds is left over in an agency:\n"
        "  kabupaten/upt\n"
        "  help: delete them when nobody needs them; which they are, says"
        " iki build --check kabupaten/upt\n"
    )
    assert "17-seksi-lama.docx" in iki("build", "--check", "kabupaten/upt").out


def test_agencies_with_files_left_over_are_named_below_the_failures_of_others(
    iki: Iki, tree: Path
) -> None:
    iki("build", "kabupaten")
    for name in ("wide", "tanpa tahun", "records"):
        (folder,) = (tree / name / "output").iterdir()
        (folder / "17-seksi-lama.docx").touch()
    (tree / "inspektorat/iki.toml").write_text("[dokumen\n")
    (tree / "upt/output/2026/records.json").unlink()
    ran = iki("build", "kabupaten", "--check")
    assert ran.code == 3
    assert ran.err.partition("3 documents")[2] == (
        " of earlier builds are left over in 3 agencies:\n"
        "  kabupaten/records, kabupaten/tanpa tahun, kabupaten/wide\n"
        "  help: delete them when nobody needs them; which they are, says of the first:"
        " iki build --check kabupaten/records\n"
    )
    table = _table(ran.out)
    assert table["Agencies"] == ("12", "10 up to date, 1 to be built, 1 failed")


def test_without_any_document_made_no_speed_is_told(iki: Iki) -> None:
    assert "documents a second" not in iki("build", "kabupaten", "--check").out
    assert "documents a second" in iki("build", "kabupaten").out
    assert "documents a second" not in iki("build", "kabupaten").out


def test_troubles_are_told_in_the_order_of_the_tree(iki: Iki, tree: Path) -> None:
    iki("build", "kabupaten/kecamatan")
    min((tree / "kecamatan/b/output/2026").glob("0*.docx")).write_bytes(b"no Word file")
    (tree / "dinas/sosial/iki.toml").write_text("[dokumen\n")
    (tree / "kecamatan/a/source/teks.txt").unlink()
    (tree / "kecamatan/c/iki.toml").write_text("[dokumen\n")
    (tree / "upt/source/teks.txt").unlink()
    told = [line for line in iki("build", "kabupaten").err.splitlines() if line[0] != " "]
    assert [line.partition(":")[0] for line in told] == [
        f"kabupaten/{name}"
        for name in ("dinas/sosial", "kecamatan/a", "kecamatan/b", "kecamatan/c", "upt")
    ]


def test_two_agencies_with_one_output_are_refused_before_anything_is_written(
    iki: Iki, tree: Path
) -> None:
    (tree / "wide/output").mkdir()
    (tree / "upt/output").symlink_to(tree / "wide/output")
    ran = iki("build", "kabupaten", "--workers", "2")
    assert ran.code == 2
    assert "kabupaten/upt and kabupaten/wide would both be written into" in ran.err
    assert built_files(tree) == {}


def test_an_agency_that_is_named_twice_is_built_once(
    iki: Iki, tree: Path, expected: dict[str, bytes]
) -> None:
    ran = iki("build", "kabupaten", "kabupaten", "kabupaten/upt")
    assert (ran.code, ran.err) == (0, "")
    assert _table(ran.out)["Agencies"] == ("12", "12 built")
    assert built_files(tree) == expected
    assert iki("build", "kabupaten/upt", "kabupaten/upt").out.startswith("File ")


def test_one_agency_in_a_tree_is_shown_in_full(iki: Iki, tree: Path) -> None:
    (tree / "deep/er").mkdir(parents=True)
    (tree / "upt").rename(tree / "deep/er/upt")
    ran = iki("build", "kabupaten/deep", "--workers", "2")
    assert ran.code == 0
    assert ran.out.startswith("File ")
    assert "kabupaten/deep/er/upt/output/2026: 5 written in " in ran.out


def test_an_agency_that_a_batch_has_built_is_shown_as_ever(iki: Iki) -> None:
    iki("build", "kabupaten")
    for _ in range(2):
        ran = iki("build", "kabupaten/upt")
        assert re.search(r"^kabupaten/upt/output/2026: 5 unchanged in ", ran.out, re.MULTILINE)


def test_texts_and_folders_can_be_mixed(iki: Iki, tree: Path) -> None:
    Path("x.txt").write_text("1. JABATAN : Staf\n2. TUGAS : a.\n")
    ran = iki("build", "kabupaten/upt", "x.txt", "none.txt", "--workers", "2")
    assert ran.code == 3
    assert "none.txt: failed: none.txt does not exist" in ran.err
    assert _table(ran.out)["Agencies"] == ("3", "2 built, 1 failed")
    assert Path("output/tanpa-tahun/01-staf.docx").is_file()
    assert built_files(tree)


def test_positions_that_an_agency_does_not_have_are_its_failure(iki: Iki, tree: Path) -> None:
    ran = iki("build", "kabupaten", "--only", "lurah karangasem")
    assert ran.code == 2
    assert ran.err.count("no position is called `lurah karangasem`: 11 agencies are not built") == 1
    assert (
        ran.err.count("help: for kabupaten/dinas/kesehatan/puskesmas: give a number from 1 to") == 1
    )
    assert list(built_files(tree)) == ["kecamatan/c/output/2026/01-lurah-karangasem.docx"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["kabupaten", "-"], "standard input is built alone"),
        (["kabupaten", "--output", "x"], "--output is for one agency, and these are 12\n"),
        (
            ["kabupaten", "--output", "x"],
            "iki build kabupaten/dinas/kesehatan/puskesmas --output x",
        ),
        (["kabupaten", "--workers", "2", "--cluster", "tcp://h:1"], "exclude each other"),
        (["kabupaten", "--workers", "0"], "0 is not in the range"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    iki: Iki, arguments: list[str], message: str, tree: Path
) -> None:
    ran = iki("build", *arguments)
    assert ran.code == 2
    assert message in ran.err
    if "-" not in arguments:
        assert built_files(tree) == {}


def test_without_dask_the_command_that_installs_it_is_said(
    iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = iki("build", "kabupaten", "--cluster", "tcp://127.0.0.1:1")
    assert ran.code == 2
    assert "--cluster needs Dask, which is not installed" in ran.err
    assert 'python -m pip install "iki-docgen[cluster]"' in ran.err


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:1", "kantor.invalid:8786"])
def test_a_scheduler_that_is_not_there_is_said(
    iki: Iki, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    ran = iki("build", "kabupaten", "--cluster", address)
    assert ran.code == 3
    assert ran.err == (
        f"error: no Dask scheduler answered at `{address}` within 1 seconds\n"
        "  help: start one with `dask scheduler`, and give the address that it prints\n"
    )


@pytest.mark.parametrize(
    "address",
    ["", "kantor", "foo://a:1", "tcp://x:y", "tcp:/a:8786", "tcp://a:99999", "http://a:8787"],
)
def test_what_is_no_address_of_a_scheduler_is_refused(iki: Iki, address: str) -> None:
    ran = iki("build", "kabupaten", "--cluster", address)
    assert ran.code == 2
    assert f"`{address}` is no address of a Dask scheduler" in ran.err
    assert "it reads like tcp://kantor:8786" in ran.err


def test_an_encrypted_address_without_certificate_is_said(iki: Iki) -> None:
    ran = iki("build", "kabupaten", "--cluster", "tls://127.0.0.1:8786")
    assert ran.code == 3
    assert "`tls://127.0.0.1:8786` is encrypted, and Dask on this machine has no cert" in ran.err


def test_a_server_that_is_no_scheduler_is_said(
    iki: Iki, dask: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 2)
    with socketserver.TCPServer(("127.0.0.1", 0), Chatty) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"127.0.0.1:{server.server_address[1]}"
        ran = iki("build", "kabupaten", "--cluster", address)
        server.shutdown()
    assert ran.code == 3
    assert f"what answers at `{address}` is no Dask scheduler" in ran.err
    worker = dask.worker_addresses[0]
    ran = iki("build", "kabupaten", "--cluster", worker)
    assert ran.code == 3
    assert f"what answers at `{worker}` is a Dask worker" in ran.err


class Chatty(socketserver.BaseRequestHandler):
    """Answers as a web server would."""

    def handle(self) -> None:
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        self.request.recv(100)


def test_a_scheduler_without_workers_is_said(iki: Iki, dask: Dask) -> None:
    for worker in dask.workers:
        worker.terminate()
        worker.wait()
    ran = iki("build", "kabupaten/upt", "--cluster", dask.address)
    assert ran.code == 3
    assert f"the Dask scheduler at `{dask.address}` has no workers" in ran.err
    assert f"dask worker {dask.address}" in ran.err


def test_a_worker_that_does_not_see_one_of_the_folders_is_said(tree: Path, dask: Dask) -> None:
    with (
        pytest.raises(InputError, match=f"does not see the folder {tree}/nowhere"),
        on_cluster(dask.address, [tree, tree / "nowhere"])(),
    ):
        pass


def test_where_no_folder_can_be_looked_into_a_cluster_is_not_asked(
    iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_folder: Path) -> object:  # root may look into any folder
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "scandir", closed)
    told = []
    for way in ([], ["--workers", "2"], ["--cluster", "tcp://127.0.0.1:1"]):
        ran = iki("build", "kabupaten", *way)
        told.append((ran.code, ran.err, ran.out.partition("Seconds")[0]))
    assert told[0] == told[1] == told[2]
    assert told[0][0] == 3
    assert told[0][1].startswith("kabupaten: failed: kabupaten cannot be looked into: Permission")


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "Read-only file system")],
)
def test_processes_that_cannot_be_started_are_said(
    iki: Iki, tree: Path, number: int, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(executors, "ProcessPoolExecutor", refused)
    ran = iki("build", "kabupaten", "--workers", "2")
    assert ran.code == 3
    first, help_ = ran.err.splitlines()
    assert first == f"error: the workers could not be started: {reason}"
    assert "with `--workers 1`, none are needed" in help_
    assert built_files(tree) == {}
    assert iki("build", "kabupaten/dinas", "--workers", "2").code == 0, "one chunk needs no other"


@pytest.mark.skipif(sys.platform != "linux", reason="counts what is open as Linux does")
def test_a_system_that_opens_no_more_files_is_said(tree: Path) -> None:
    limited = 'ulimit -n 16; exec "$0" -m iki_docgen build "$1" --workers 2'
    ran = subprocess.run(
        ["sh", "-c", limited, sys.executable, str(tree)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    )
    assert ran.returncode == 3
    first, _ = ran.stderr.splitlines()[-2:]  # what starts processes may complain before
    assert first.startswith("error: the workers could not be started: ")
    assert built_files(tree) == {}


@pytest.mark.parametrize("way", [[], ["--workers", "2"]])
def test_a_terminal_shows_how_many_are_left(tree: Path, way: list[str]) -> None:
    """Given a terminal, the bar counts agencies; without one, nothing of it is printed."""
    shown, terminal = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "iki_docgen", "build", str(tree), *way],
        stdout=subprocess.DEVNULL,
        stderr=terminal,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(terminal)
    seen = b""
    try:
        while part := os.read(shown, 4096):
            seen += part
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(shown)
    assert running.wait() == 0
    assert "12 agencies left" in seen.decode()
    assert "0/12" in seen.decode()
    assert "0/100" not in seen.decode()


SAYING = """
from iki_docgen.cli.printing import progress_bar, say
with progress_bar() as show:
    show(1, 12, "11 agencies left")
    say("nothing was finished for 60 seconds")
    show(2, 12, "10 agencies left")
"""


def test_what_is_said_meanwhile_has_a_line_of_its_own_above_the_bar() -> None:
    shown, terminal = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    command = [sys.executable, "-c", SAYING]
    assert subprocess.run(command, stderr=terminal, env=environment, check=False).returncode == 0
    os.close(terminal)
    seen = os.read(shown, 65536).decode()
    os.close(shown)
    assert re.search(r"\x1b\[2Knothing was finished for 60 seconds\r\n", seen)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_processes_end_when_the_program_is_killed(tree: Path, expected: dict[str, bytes]) -> None:
    mark = f"IKI_MARK={tree}"
    command = [sys.executable, "-m", "iki_docgen", "build", str(tree), "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "IKI_MARK": str(tree)}
    running = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while not built_files(tree) and time.monotonic() < deadline:
        time.sleep(0.02)
    running.kill()
    running.wait()
    while running_with(mark) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert running_with(mark) == []
    again = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert again.returncode == 0
    assert built_files(tree) == expected
    assert leftovers(tree) == []


@pytest.mark.parametrize("paths", [["kabupaten"], ["kabupaten/upt"]])
def test_a_template_that_is_not_there_is_said_once_and_before_anything_is_written(
    iki: Iki, tree: Path, paths: list[str]
) -> None:
    ran = iki("build", *paths, "--template", "nix.docx", "--workers", "2")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err == (
        "error: there is no template nix.docx\n"
        "  help: check the name after --template; without it each agency's own template is used\n"
    )
    assert built_files(tree) == {}


def test_a_template_that_is_none_is_said_once(iki: Iki, tree: Path) -> None:
    Path("surat.docx").write_text("Surat biasa")
    ran = iki("build", "kabupaten", "--template", "surat.docx")
    assert ran.code == 4
    assert ran.err.startswith("error: surat.docx ")
    assert ran.err.count("surat.docx") == 1
    assert built_files(tree) == {}
