"""Prepared templates on disk: used while they are whole and the user's own, else made anew."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iki_docgen.caches import SWITCH, cache_folder
from iki_docgen.word import plan_cache, sources
from iki_docgen.word.default import default_template
from iki_docgen.word.plan_cache import PLANS, plan_path, store_plan, stored_plan
from iki_docgen.word.render import render_position
from iki_docgen.word.template import compile_template
from tests.word.samples import ALL, SETTINGS

ROOT = Path(__file__).parents[2]
_posix = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has access lists instead")


@dataclass
class Kept:
    """Where the plan of the program's own template stands."""

    path: Path

    def written(self) -> bytes:
        compile_template(kept=True)
        return self.path.read_bytes()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.delenv(SWITCH, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    path = plan_path(default_template())
    assert path is not None
    return Kept(path)


def _render() -> bytes:
    return render_position(compile_template(kept=True), ALL, "pendek", SETTINGS)


def test_a_template_from_the_cache_renders_the_same_bytes(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = _render()
    assert kept.path.is_file()

    def jinja_source(_data: bytes, _name: str) -> str:
        pytest.fail("the template was prepared again")

    monkeypatch.setattr(sources, "jinja_source", jinja_source)
    assert _render() == fresh


def test_an_own_template_has_a_plan_of_its_own(kept: Kept, tmp_path: Path) -> None:
    kept.written()
    own = tmp_path / "own.docx"
    shutil.copy(ROOT / "templates" / "iki.docx", own)
    own.write_bytes(own.read_bytes() + b"\0")  # another file, of the same members
    compile_template(own, kept=True)
    assert len(list(kept.path.parent.iterdir())) == 2


def test_a_warm_build_imports_neither_docxtpl_nor_python_docx(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from iki_docgen.cli import main\n"
        "try: main(['build', '--output', sys.argv[1]])\n"
        "except SystemExit as stopped: assert not stopped.code\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    shutil.copytree(ROOT / "source", tmp_path / "source")
    shutil.copy(ROOT / "iki.toml", tmp_path)
    environ = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "caches"), "PYTHONPATH": str(ROOT)}
    environ.pop(SWITCH, None)
    loaded = []
    for output in ("cold", "warm"):
        done = subprocess.run(
            [sys.executable, "-c", script, output],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            check=True,
            text=True,
        )
        loaded.append(done.stderr)
    cold, warm = loaded
    assert "'docxtpl'" in cold
    assert "'docx'" in cold
    assert "'docxtpl'" not in warm
    assert "'docx'" not in warm
    pairs = [(tmp_path / "cold" / path.name, path) for path in (tmp_path / "warm").iterdir()]
    assert len(pairs) == 18
    assert all(one.read_bytes() == other.read_bytes() for one, other in pairs)


def test_the_library_writes_into_no_cache_unless_asked(kept: Kept) -> None:
    compile_template()
    assert not kept.path.parent.exists()


def test_the_switch_turns_the_cache_off(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "1")
    compile_template(kept=True)
    assert not kept.path.parent.exists()


@_posix
def test_only_the_user_may_read_it(kept: Kept) -> None:
    kept.written()
    assert kept.path.stat().st_mode & 0o777 == 0o600
    assert kept.path.parent.stat().st_mode & 0o777 == 0o700


@_posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_plan_that_others_may_write_is_none(kept: Kept, mode: int) -> None:
    kept.written()
    kept.path.chmod(mode)
    assert stored_plan(kept.path) is None
    kept.written()  # and it is put right
    assert kept.path.stat().st_mode & 0o777 == 0o600


@_posix
def test_a_folder_that_others_may_write_is_not_used(kept: Kept) -> None:
    before = kept.written()
    kept.path.parent.chmod(0o777)
    assert stored_plan(kept.path) is None
    kept.path.write_bytes(b"somebody else's")
    compile_template(kept=True)
    assert kept.path.read_bytes() == b"somebody else's"
    kept.path.parent.chmod(0o700)
    assert kept.written() == before


@_posix
def test_what_belongs_to_somebody_else_is_not_used(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.written()
    monkeypatch.setattr(os, "geteuid", lambda: kept.path.stat().st_uid + 1)
    assert stored_plan(kept.path) is None


@_posix
def test_a_link_or_a_pipe_is_no_plan(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "plan").write_bytes(kept.written())
    (tmp_path / "plan").chmod(0o600)
    assert stored_plan(kept.path) is not None
    kept.path.unlink()
    kept.path.symlink_to(tmp_path / "plan")
    assert stored_plan(kept.path) is None
    kept.path.unlink()
    os.mkfifo(kept.path, 0o600)
    assert stored_plan(kept.path) is None


def _without(key: str) -> Callable[[dict[str, object]], None]:
    return lambda plan: plan.__delitem__(key)


def _first(plan: dict[str, object], key: str) -> dict[str, object]:
    found = plan[key]
    assert isinstance(found, list)
    return found[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "change",
    [
        _without("main"),
        _without("members"),
        lambda plan: plan.update(main="word/none.xml"),
        lambda plan: plan.update(code="print()"),
        lambda plan: _first(plan, "parts").update(name="word/none.xml"),
        lambda plan: _first(plan, "parts").update(source=7),
        lambda plan: _first(plan, "members").update(name="../../outside.xml"),
        lambda plan: _first(plan, "members").update(name="word/vbaProject.bin"),
        lambda plan: _first(plan, "members").update(size=-1),
        lambda plan: _first(plan, "members").update(size=1 << 40),
        lambda plan: _first(plan, "members").update(checksum=0),
        lambda plan: _first(plan, "members").update(stream="AAAA"),
        lambda plan: plan.update(members=[*plan["members"], _first(plan, "members")]),  # type: ignore[misc]
    ],
)
def test_a_plan_that_was_tampered_with_is_ignored_and_written_anew(
    kept: Kept, change: Callable[[dict[str, object]], None]
) -> None:
    whole = kept.written()
    plan = msgspec.json.decode(PLANS.read(kept.path) or b"")
    change(plan)
    kept.path.write_bytes(PLANS.whole(msgspec.json.encode(plan)))
    assert stored_plan(kept.path) is None
    assert kept.written() == whole


def test_a_source_that_is_no_jinja_is_ignored(kept: Kept) -> None:
    whole = kept.written()
    plan = stored_plan(kept.path)
    assert plan is not None
    broken = [msgspec.structs.replace(part, source="{% for %}", tree=None) for part in plan.parts]
    store_plan(kept.path, msgspec.structs.replace(plan, parts=tuple(broken)))
    assert kept.path.read_bytes() != whole
    assert kept.written() == whole


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_torn_plan_is_none(kept: Kept, data: st.DataObject) -> None:
    if not kept.path.exists():
        kept.written()
    whole = kept.path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    torn = data.draw(
        st.sampled_from(
            [whole[:place], whole + b"\0", whole[:place] + b"\0" + whole[place + 1 :], b""]
        )
    )
    kept.path.write_bytes(torn)
    try:
        assert torn == whole or stored_plan(kept.path) is None
    finally:
        kept.path.write_bytes(whole)


def test_a_home_that_cannot_be_written_is_no_error(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    for home in (tmp_path / "file", Path("/dev/null/x"), tmp_path / ("x" * 300)):
        monkeypatch.setenv("XDG_CACHE_HOME", str(home))
        assert compile_template(kept=True).main == "word/document.xml"
    assert not kept.path.exists()


def test_without_a_home_there_is_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_folder() is None
    assert compile_template(kept=True).main == "word/document.xml"


@pytest.mark.parametrize(
    ("platform", "variables", "inside"),
    [
        ("linux", {}, ".cache/iki-docgen"),
        ("darwin", {}, "Library/Caches/iki-docgen"),
        ("win32", {"LOCALAPPDATA": "{home}/AppData/Local"}, "AppData/Local/iki-docgen"),
    ],
)
def test_each_system_keeps_caches_where_it_is_used_to(
    platform: str,
    variables: dict[str, str],
    inside: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(home=tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == tmp_path / inside


def test_old_plans_make_room(kept: Kept) -> None:
    kept.written()
    plan = stored_plan(kept.path)
    assert plan is not None
    for number in range(PLANS.most + 3):
        other = kept.path.with_name(f"{number:032x}.plan")
        store_plan(other, plan)
        os.utime(other, (number, number))
    left = kept.path.with_name("left.tmp")
    left.write_bytes(b"")
    os.utime(left, (1, 1))
    store_plan(kept.path, plan)
    assert not left.exists()
    found = sorted(kept.path.parent.iterdir())
    assert len(found) == PLANS.most
    assert kept.path in found
    assert kept.path.with_name(f"{0:032x}.plan") not in found


def test_another_version_of_what_prepares_it_makes_another_plan(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_cache, "_preparers", lambda: iter(["another"]))
    assert plan_path(default_template()) != kept.path
