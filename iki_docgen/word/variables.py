"""What a template may print: the variables, as data.

The linter, `iki template variables` and `templates/README.md` all read this.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a variable holds."""

    TEXT = "text"
    NUMBER = "number"
    LIST = "list"
    """A list of texts, or of what the members describe."""
    OBJECT = "object"
    """Nothing to print by itself: its members are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One name that a template may use.

    `required` is what every document has to show.  An `internal` variable is known but not
    listed: compiling a template puts it in.
    """

    name: str
    kind: Kind
    description: str = ""
    example: str = ""
    required: bool = False
    members: tuple["Variable", ...] = ()
    internal: bool = False


def _text(
    name: str, description: str = "", example: str = "", *, required: bool = False
) -> Variable:
    return Variable(
        name=name, kind=Kind.TEXT, description=description, example=example, required=required
    )


def _texts(name: str, description: str, example: str, *, required: bool = False) -> Variable:
    return Variable(
        name=name, kind=Kind.LIST, description=description, example=example, required=required
    )


def _anchor(name: str) -> Variable:
    return Variable(name=name, kind=Kind.TEXT, internal=True)


def _field(name: str, word: str, sentence: str, item: str) -> Variable:
    """Return the variable of TUGAS or FUNGSI, which are built alike."""
    butir = Variable(
        name="butir",
        kind=Kind.LIST,
        description=f"The items (butir) of {word}, each with its sub-items (rincian) after it.",
        example=f"{{%p for b in {name}.butir %}}",
        members=(
            _text(
                "teks",
                f"The words of one item of {word}, with the punctuation at its end.",
                item,
                required=True,
            ),
            Variable(
                name="tingkat",
                kind=Kind.NUMBER,
                description="How deep the item stands: 1 for a., 2 for 1., 3 for a), 4 for 1).",
                example="1",
            ),
        ),
    )
    kalimat = _text(
        "kalimat",
        f"{word} as one sentence (kalimat); empty when it is a list, `-` when there is none.",
        sentence,
        required=True,
    )
    return Variable(
        name=name,
        kind=Kind.OBJECT,
        description=f"{word} of the position: one sentence, or a list of items.",
        members=(kalimat, butir),
    )


_INDIKATOR = Variable(
    name="indikator",
    kind=Kind.LIST,
    description="The rows of this Sasaran, one for each Indikator.",
    example="{%tr for i in s.indikator %}",
    members=(
        _text(
            "indikator",
            "What is measured (Indikator).",
            "Jumlah Taman Makam Pahlawan (TMP) yang dipelihara",
            required=True,
        ),
        _text(
            "penjelasan",
            "The explanation or formula (Penjelasan / Formulasi Penghitungan); often empty.",
            "Jumlah TMP yang dipelihara dalam satu tahun",
            required=True,
        ),
        _texts(
            "penjelasan_baris",
            "The same explanation line by line (baris), to give each line its own paragraph.",
            "{%p for baris in i.penjelasan_baris %}",
        ),
        _text(
            "sumber_data",
            "Where the data come from (Sumber Data).",
            "Dinas Sosial",
            required=True,
        ),
        _texts(
            "sumber_data_baris",
            "The same Sumber Data line by line (baris).",
            "{%p for baris in i.sumber_data_baris %}",
        ),
        _texts(
            "lainnya",
            "The values of the extra columns, in the order of `kolom_lainnya`.",
            "{%tc for nilai in i.lainnya %}",
        ),
        *map(_anchor, ("kunci", "bookmark", "id_bookmark", "id_penjelasan", "id_sumber_data")),
    ),
)

VARIABLES = (
    _text("instansi", "The name of the agency (instansi).", "Dinas Sosial"),
    _text("daerah", "The region of the agency (daerah).", "Kabupaten Lumajang"),
    _text("tahun", "The year (tahun) of the document.", "2026"),
    _text(
        "jabatan",
        "The name of the position (jabatan).",
        "KEPALA DINAS SOSIAL KABUPATEN LUMAJANG",
        required=True,
    ),
    _field(
        "tugas",
        "TUGAS",
        "Membantu Bupati melaksanakan urusan pemerintahan di bidang sosial.",
        "menyusun rencana kerja;",
    ),
    _field("fungsi", "FUNGSI", "Perumusan kebijakan di bidang sosial.", "perumusan kebijakan;"),
    Variable(
        name="sasaran",
        kind=Kind.LIST,
        description="The groups of the table: each Sasaran with its Indikator.",
        example="{%tr for s in sasaran %}",
        members=(
            _texts(
                "sasaran",
                "The sentences of the first, merged cell (Sasaran); mostly one.",
                "{%p for kalimat in s.sasaran %}",
                required=True,
            ),
            _INDIKATOR,
        ),
    ),
    _texts(
        "kolom_lainnya",
        "The headings (kolom) of columns beyond the four standard ones; mostly none.",
        "{%tc for kolom in kolom_lainnya %}",
    ),
    Variable(
        name="penandatangan",
        kind=Kind.OBJECT,
        description="Who signs (penandatangan), from iki.toml; what is empty is a dotted gap.",
        members=(
            _text("jabatan", "The position of who signs.", "Kepala Dinas Sosial"),
            _text("nama", "The name (nama) of who signs, with titles.", "Dra. SITI AMINAH, M.Si."),
            _text("pangkat", "The rank (pangkat) of who signs.", "Pembina Utama Muda"),
            _text("nip", "The number (NIP) of who signs.", "19700101 199503 2 001"),
            _text("tempat", "The place (tempat) of signing.", "Lumajang"),
            _text("tanggal", "The date (tanggal) of signing.", "2 Januari 2026"),
        ),
    ),
)


def variables() -> Iterator[tuple[str, Variable]]:
    """Yield every listed variable with its dotted path, such as `sasaran[].indikator[].lainnya`.

    `[]` stands for each entry of a list.  Parents come before their members.
    """
    yield from _listed(VARIABLES, "")


def _listed(members: tuple[Variable, ...], prefix: str) -> Iterator[tuple[str, Variable]]:
    for variable in members:
        if variable.internal:
            continue
        path = prefix + variable.name
        yield path, variable
        inner = f"{path}[]." if variable.kind is Kind.LIST else f"{path}."
        yield from _listed(variable.members, inner)
