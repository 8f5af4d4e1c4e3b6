"""A regency as people keep it: twelve agencies of many kinds, in folders of different depth."""

from pathlib import Path
from shutil import copyfile, copytree

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases"
SETTINGS = """
[instansi]
nama = "Instansi {number}"
daerah = "Kabupaten Contoh"

[dokumen]
tahun = 2026
sumber = "{source}"

[penandatangan]
nama = "Nama {number}"
"""
TEXTS = {
    "dinas/sosial": "lumajang-bersih",
    "dinas/pekerjaan umum": "daerah-banggai",
    "dinas/kesehatan/rumah sakit": "teks-rumah-sakit",
    "dinas/kesehatan/puskesmas": "puskesmas-tata-usaha",
    "inspektorat": "teks-inspektorat",
    "kecamatan/a": "kecamatan-dan-kelurahan",
    "kecamatan/b": "teks-kelurahan",
    "kecamatan/c": "seksi-kelurahan",
    "upt": "uptd-tata-usaha",
    "wide": "utf-16",
}
"""Where an agency stands -> the case whose text it has."""
AGENCIES = sorted([*TEXTS, "records", "tanpa tahun"])


def make_tree(top: Path) -> Path:
    """Make the folder of twelve agencies at `top`, nothing built yet."""
    for number, (name, case) in enumerate(TEXTS.items()):
        copyfile(CASES / case / "source.txt", _agency(top / name, number, "source/teks.txt"))
    copyfile(CASES / "lima-kolom-kegiatan/records.json", _agency(top / "records", 10, "a.json"))
    undated = _agency(top / "tanpa tahun", 11, "teks.txt")
    undated.write_text("1. JABATAN : Staf\n2. TUGAS : a.\n", encoding="utf-8")
    settings = undated.parent / "iki.toml"
    settings.write_text(settings.read_text().replace("tahun = 2026\n", ""))
    (top / "kecamatan/a/templates").mkdir()
    copyfile(ROOT / "templates/iki.docx", top / "kecamatan/a/templates/iki.docx")
    return top


def _agency(folder: Path, number: int, source: str) -> Path:
    """Make an agency and return where its source goes."""
    path = folder / source
    path.parent.mkdir(parents=True)
    (folder / "iki.toml").write_text(SETTINGS.format(number=number, source=source))
    return path


def copy_of(tree: Path, place: Path) -> Path:
    """Return a copy of a tree, to be built in another way."""
    copytree(tree, place)
    return place


def built_files(top: Path) -> dict[str, bytes]:
    """Return all files of output folders below `top`, but what a killed process left half done."""
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("output/**/*"))
        if path.is_file() and path.suffix != ".tmp"
    }


def leftovers(top: Path) -> list[str]:
    """Return the temporary files of all output folders below `top`."""
    return [path.relative_to(top).as_posix() for path in sorted(top.rglob("output/**/.*"))]
