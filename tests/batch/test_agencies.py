"""Which folders are agencies, in which order, and which may not be built together."""

import os
from pathlib import Path

import pytest

from iki_docgen.errors import UsageError
from iki_docgen.pipeline.agencies import find_agencies, folders_of, with_own_folders

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")


def _agency(folder: Path, settings: str = '[dokumen]\nsumber = "a.txt"\n') -> Path:
    folder.mkdir(parents=True)
    (folder / "iki.toml").write_text(settings, encoding="utf-8")
    return folder


def _names(*paths: Path) -> list[str]:
    found, closed = find_agencies(paths)
    assert closed == []
    return [agency.name for agency in found]


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("prov").mkdir()
    return Path("prov")


def test_agencies_are_found_at_every_depth_in_the_order_of_their_names(top: Path) -> None:
    for name in ("kab-b/dinas", "kab-a/upt/kecil/sekali", "kab-a/dinas", "z"):
        _agency(top / name)
    assert _names(top) == [
        "prov/kab-a/dinas",
        "prov/kab-a/upt/kecil/sekali",
        "prov/kab-b/dinas",
        "prov/z",
    ]


def test_paths_are_taken_in_the_order_in_which_they_were_typed(top: Path) -> None:
    for name in ("a", "b"):
        _agency(top / name)
    assert _names(top / "b", top / "a") == ["prov/b", "prov/a"]


def test_hidden_folders_and_generated_ones_are_passed_over(top: Path) -> None:
    for name in (".git/a", "output/b", "kab/output/c", "kab/.d", "kab/e"):
        _agency(top / name)
    assert _names(top) == ["prov/kab/e"]
    assert _names(top / "output") == ["prov/output/b"]


def test_what_is_below_an_agency_belongs_to_it_unless_it_is_named(top: Path) -> None:
    _agency(top / "kota")
    _agency(top / "kota/kelurahan/a")
    assert _names(top) == ["prov/kota"]
    assert _names(top, top / "kota/kelurahan") == ["prov/kota", "prov/kota/kelurahan/a"]


def test_links_are_followed_and_circles_come_to_an_end(top: Path, tmp_path: Path) -> None:
    _agency(tmp_path / "elsewhere/dinas")
    _agency(top / "a/dinas")
    (top / "b").symlink_to(tmp_path / "elsewhere")
    (top / "a/loop").symlink_to(top.resolve())
    (top / "a/same").symlink_to(top.resolve() / "a/dinas")
    (top / "c").symlink_to("c")
    (top / "d").symlink_to("nowhere")
    assert _names(top) == ["prov/a/dinas", "prov/b/dinas"]


def test_settings_that_lead_nowhere_are_an_agency_that_fails(top: Path) -> None:
    (top / "a").mkdir()
    (top / "a/iki.toml").symlink_to("nowhere")
    found, _ = find_agencies([top])
    ready, failed = with_own_folders(found)
    assert ready == []
    assert [(one.name, one.failure is not None) for one in failed] == [("prov/a", True)]


def test_a_folder_without_any_agency_is_refused(top: Path) -> None:
    (top / "a").mkdir()
    with pytest.raises(UsageError, match=r"prov has no iki\.toml, and no folder below it"):
        find_agencies([top])


def test_a_folder_that_cannot_be_looked_into_is_reported(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _agency(top / "a")
    (top / "b").mkdir()
    real = os.scandir

    def scandir(folder: Path) -> object:  # root may look into any folder
        if Path(folder).name == "b":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    found, (closed,) = find_agencies([top])
    assert [agency.name for agency in found] == ["prov/a"]
    assert closed.name == "prov/b"
    assert closed.failure
    assert closed.failure.message == "prov/b cannot be looked into: Permission denied"


@pytest.mark.parametrize("year", ["", "tahun = 2026\n"])
def test_two_agencies_with_one_output_folder_are_refused(top: Path, year: str) -> None:
    settings = f'[dokumen]\nsumber = "a.txt"\n{year}'
    one, other = _agency(top / "a", settings), _agency(top / "b", settings)
    (one / "output").mkdir()
    (other / "output").symlink_to(one.resolve() / "output")
    found, _ = find_agencies([top])
    with pytest.raises(UsageError, match="prov/a and prov/b would both be written into"):
        with_own_folders(found)


def test_an_agency_that_is_named_twice_is_built_once(top: Path) -> None:
    _agency(top / "a")
    _agency(top / "b")
    (top.parent / "link").symlink_to(top)
    text = top / "a.txt"
    text.touch()
    assert _names(top, top / "a", top, top.parent / "link/b", top.resolve()) == ["prov/a", "prov/b"]
    assert _names(text, top / "../prov/a.txt") == ["prov/a.txt"]


def test_a_text_and_the_agency_that_names_it_are_refused(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (_agency(top / "a") / "a.txt").write_text("1. JABATAN : Staf", encoding="utf-8")
    monkeypatch.chdir(top / "a")
    found, _ = find_agencies([Path(), Path("a.txt")])
    with pytest.raises(UsageError, match=r"\. and a\.txt would both be written into output"):
        with_own_folders(found)


def test_agencies_of_other_years_may_share_an_output_folder(top: Path) -> None:
    for year in (2026, 2027):
        folder = _agency(top / f"a{year}", f'[dokumen]\nsumber = "a.txt"\ntahun = {year}\n')
        (folder / "output").symlink_to(top.resolve() / "output")
    found, _ = find_agencies([top])
    ready, failed = with_own_folders(found)
    assert (len(ready), failed) == (2, [])


def test_the_folders_of_all_paths_must_be_seen_where_they_are_built(
    top: Path, tmp_path: Path
) -> None:
    _agency(top / "a")
    (tmp_path / "teks").mkdir()
    given = [top, top / "a", tmp_path / "teks/x.txt", Path("nowhere/x.txt"), tmp_path / "gone"]
    here = tmp_path
    assert folders_of(given) == (here / "prov", here / "prov/a", here, here / "teks")
    assert folders_of([]) == (here,)
    found, _ = find_agencies([top, tmp_path / "teks/x.txt"])
    assert [one.folders for one in found] == [(here / "prov/a",), (here, here / "teks")]
