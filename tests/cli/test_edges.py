"""What the program does where the machine does not: closed streams, full disks, odd files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from iki_docgen import codec
from iki_docgen.cli import cli
from tests.cli.conftest import Iki

TEXT = "1. JABATAN : Camat Lumajang\n2. TUGAS : a. memimpin \u2013 membina;\n3. FUNGSI : a. x;\n"
IKI = f"{sys.executable} -m iki_docgen"
unix = pytest.mark.skipif(os.name == "nt", reason="a shell and pipes of Unix")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a small text in it, and work there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def _shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["sh", "-c", command], capture_output=True, check=False, env={**os.environ, **environment}
    )


@unix
@pytest.mark.parametrize("command", ["parse x.txt", "build x.txt", "check x.txt", "check -"])
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_give_no_traceback(folder: Path, command: str, closed: str) -> None:
    del folder
    done = _shell(
        f"{IKI} {command} {closed} </dev/null" if "<" not in closed else f"{IKI} {command} {closed}"
    )
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    assert done.returncode == {"check x.txt": 1, "check -": 3}.get(command, 0)


@unix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_output_is_said_in_words(folder: Path) -> None:
    del folder
    for command in ("parse x.txt", "check x.txt", "explain", "check x.txt --format json"):
        done = _shell(f"{IKI} {command} > /dev/full")
        assert done.returncode == 1
        assert b"the output could not be written: the disk is full" in done.stderr
        assert b"Errno" not in done.stderr
        assert b"Exception" not in done.stderr
    assert b"Traceback" not in _shell(f"{IKI} check none.txt 2> /dev/full").stderr


@unix
def test_a_working_folder_that_is_gone_is_said(folder: Path) -> None:
    for command in ("check x.txt", "init", "init kantor", "build"):
        (folder / "gone").mkdir(exist_ok=True)
        done = _shell(f"cd gone && rmdir ../gone && {IKI} {command}")
        assert done.returncode == 3
        assert b"the folder you are in does not exist any more" in done.stderr


def test_results_for_programs_are_utf_8_with_line_feeds_on_every_console(folder: Path) -> None:
    del folder
    for arguments in (
        ["parse", "x.txt"],
        ["parse", "x.txt", "--format", "yaml"],
        ["check", "x.txt", "--format", "json"],
        ["check", "x.txt", "--format", "github"],
    ):
        outputs = [
            subprocess.run(
                [sys.executable, "-m", "iki_docgen", *arguments],
                capture_output=True,
                check=False,
                env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
            ).stdout
            for encoding in ("cp1252", "ascii", "utf-8")
        ]
        assert len(set(outputs)) == 1
        assert b"\r" not in outputs[0]
    assert codec.loads(_parsed(encoding="ascii")).jabatan[0].tugas == ("memimpin \u2013 membina",)


def _parsed(*, encoding: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "iki_docgen", "parse", "x.txt"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
    )
    return done.stdout.decode("utf-8")


@unix
def test_what_is_no_file_is_written_into(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    done = _shell(f"cat pipe > got & {IKI} parse x.txt -o pipe; wait")
    assert done.returncode == 0
    assert (folder / "pipe").is_fifo()
    assert (
        codec.loads((folder / "got").read_text(encoding="utf-8")).jabatan[0].id == "camat-lumajang"
    )


@unix
def test_a_link_stays_a_link_and_its_file_is_replaced(folder: Path, iki: Iki) -> None:
    (folder / "there").mkdir()
    (folder / "there/r.json").write_text("old")
    (folder / "r.json").symlink_to("there/r.json")
    assert iki("parse", "x.txt", "-o", "r.json").code == 0
    assert (folder / "r.json").is_symlink()
    assert (folder / "there/r.json").read_text(encoding="utf-8").startswith("{")


def test_writing_leaves_the_mask_of_the_process_alone(
    folder: Path, iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_mask: int) -> int:
        raise AssertionError("other threads would make files that anybody may write")

    monkeypatch.setattr(os, "umask", refuse)
    assert iki("parse", "x.txt", "-o", folder / "r.json").code == 0


def test_a_result_goes_into_no_folder(folder: Path, iki: Iki) -> None:
    (folder / "there").mkdir()
    ran = iki("parse", "x.txt", "-o", "there")
    assert ran.code == 1
    assert "a folder stands there" in ran.err
    ran = iki("parse", "x.txt", "-o", "none/r.json")
    assert "make the folder first" in ran.err


def test_what_cannot_be_read_is_never_overwritten(folder: Path, iki: Iki) -> None:
    assert iki("build", "x.txt", "--output", "out").code == 0
    path = folder / "out/records.json"
    path.unlink()
    path.mkdir()
    ran = iki("build", "x.txt", "--output", "out")
    assert ran.code == 1
    assert "1 refused" in ran.out
    assert "it cannot be read" in ran.err
    assert "  help: move or rename records.json" in ran.err


def test_no_option_is_judged_before_we_say_why_it_cannot_be_read() -> None:
    pending: list[click.Command] = [cli]
    types = []
    while pending:
        command = pending.pop()
        if isinstance(command, click.Group):
            context = click.Context(command)
            below = [command.get_command(context, name) for name in command.list_commands(context)]
            pending += [one for one in below if one is not None]
        types += [one.type for one in command.params if isinstance(one.type, click.Path)]
    assert types
    assert not any(one.readable for one in types)


def test_two_sources_of_one_output_folder_are_refused(folder: Path, iki: Iki) -> None:
    (folder / "y.txt").write_text(TEXT, encoding="utf-8")
    ran = iki("build", "x.txt", "y.txt")
    assert ran.code == 2
    assert "x.txt and y.txt would both be written into" in ran.err
    assert not (folder / "output").exists()


def test_one_bad_path_does_not_keep_the_others_from_being_built(folder: Path, iki: Iki) -> None:
    ran = iki("build", "none.txt", "x.txt", folder / "no-folder.json")
    assert ran.code == 3
    assert ran.err.count("does not exist") == 2
    assert (folder / "output/tanpa-tahun/records.json").is_file()


def test_a_folder_without_settings_is_not_the_project_above_it(folder: Path, iki: Iki) -> None:
    (folder / "iki.toml").write_text('[dokumen]\nsumber = "x.txt"\n')
    (folder / "below").mkdir()
    ran = iki("build", "below")
    assert ran.code == 2
    assert "below has no iki.toml" in ran.err
    assert "iki init below" in ran.err
    assert iki("build", ".").code == 0


def test_settings_without_a_source_are_said_to_name_none(folder: Path, iki: Iki) -> None:
    (folder / "iki.toml").write_text("[dokumen]\ntahun = 2026\n")
    ran = iki("check")
    assert ran.code == 2
    assert "iki.toml names no source (`sumber`)" in ran.err


def test_settings_in_another_encoding_are_said_in_words(folder: Path, iki: Iki) -> None:
    (folder / "iki.toml").write_bytes(b'[instansi]\nnama = "Dinas \xe9"\n')
    ran = iki("check", "x.txt")
    assert ran.code == 3
    assert "is not UTF-8 text: a letter of line 2 cannot be read" in ran.err
    assert "codec" not in ran.err


@pytest.mark.parametrize("name", ["iki.toml", "t.docx"])
def test_what_may_not_be_read_comes_with_advice(
    name: str, folder: Path, iki: Iki, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / name).write_bytes(b"")
    opened = Path.open

    def refusing(self: Path, *arguments: object, **options: object) -> object:
        if self.name == name:
            raise PermissionError(13, "Permission denied")
        return opened(self, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    ran = iki("build", "x.txt", "--template", "t.docx")
    assert ran.code == (3 if name == "iki.toml" else 4)
    assert "may not be read" in ran.err
    assert "\n  help: " in ran.err


def test_codes_may_be_given_as_numbers_but_not_as_nothing(folder: Path, iki: Iki) -> None:
    del folder
    assert iki("explain", "203").out == iki("explain", "IKI203").out
    for option in ("--select", "--ignore"):
        ran = iki("check", "x.txt", option, ",")
        assert ran.code == 2
        assert "names no finding" in ran.err
    numbers = iki("check", "x.txt", "--select", "207", "--format", "json")
    assert {one["code"] for one in json.loads(numbers.out)} == {"IKI207"}


def test_a_position_is_named_by_a_number_of_any_length_or_not_at_all(
    folder: Path, iki: Iki
) -> None:
    del folder
    assert iki("build", "x.txt", "--only", "9" * 5000).code == 2
    assert iki("build", "x.txt", "--only", " ").code == 2
    assert iki("build", "x.txt", "--only", "01").code == 0


def test_check_loads_nothing_that_only_word_files_need(folder: Path) -> None:
    del folder
    script = (
        "import sys\nfrom iki_docgen.cli import main\n"
        "try:\n    main(['check', 'x.txt', '--format', 'short'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'docxtpl', 'docx', 'lxml', 'rich', 'jinja2', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"[]"


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    for name, later in cli.later.items():
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert command.name == name
        assert (command.help or "").partition("\n\n")[0].replace("\n", " ") == later.about


def test_help_loads_no_command() -> None:
    script = (
        "import sys\nfrom iki_docgen.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in sys.modules if name.startswith('iki_docgen')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    loaded = done.stdout.splitlines()[-1]
    assert "iki_docgen.cli.group" in loaded
    assert "iki_docgen.cli.building" not in loaded
    assert "iki_docgen.project" not in loaded


@pytest.mark.skipif(os.name == "nt", reason="pipes of Unix")
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_pipe_where_a_document_should_be_is_not_waited_for(
    agency: Path, iki: Iki, force: list[str]
) -> None:
    iki("build")
    documents = sorted((agency / "output/2026").glob("0*.docx"))
    documents[0].unlink()
    os.mkfifo(documents[0])
    os.mkfifo(agency / "output/2026/99-lama.docx")
    ran = iki("build", *force)
    assert ran.code == 1
    assert "2 refused" in ran.out
    said = "it cannot be read (it is a pipe or a device, no file), so it was left as it is"
    assert ran.err.count(said) == 2


@pytest.mark.skipif(os.name == "nt", reason="pipes of Unix")
@pytest.mark.parametrize("command", ["build", "check", "parse", "status"])
def test_a_pipe_that_iki_toml_names_is_not_waited_for(agency: Path, iki: Iki, command: str) -> None:
    (source,) = (agency / "source").glob("*.txt")
    source.unlink()
    os.mkfifo(source)
    ran = iki(command)
    assert ran.code == 3
    assert f"source/{source.name} cannot be read: it is a pipe or a device, no file" in ran.err
    assert "name another as `sumber` in iki.toml" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="pipes of Unix")
def test_a_pipe_as_template_is_not_waited_for(agency: Path, iki: Iki) -> None:
    os.mkfifo(agency / "t.docx")
    ran = iki("build", "--template", "t.docx")
    assert ran.code == 4
    assert "the template t.docx cannot be read: it is a pipe or a device, no file" in ran.err
