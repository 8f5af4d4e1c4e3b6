"""The catalogue of codes, and the finding that a code makes.

Ids never change meaning; names are what people type and read.  A code makes its finding
(`Code.NO_JABATAN.at(span)`); the words for the user stand here and nowhere else.
"""

from enum import Enum, StrEnum

from msgspec import Struct

from iki_docgen.diagnostics.fixes import Fix
from iki_docgen.source import Span


class Severity(StrEnum):
    """How bad it is.

    error: data is lost or the document unusable; warning: likely wrong; note: the program decided
    something.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Diagnostic(Struct, frozen=True):
    """A finding: what is wrong, at which place of the source, and what to do about it.

    `jabatan` is the name of the position it belongs to, empty where it belongs to none.
    """

    code: "Code"
    span: Span
    message: str
    help: str
    jabatan: str = ""
    fix: Fix | None = None

    @property
    def severity(self) -> Severity:
        """How bad it is, as the catalogue says."""
        return self.code.severity


class Code(Enum):
    """Every kind of finding: id, severity, message, help.

    Messages and helps take named values; what the user wrote stands in backticks.
    """

    NO_JABATAN = (
        "IKI001",
        ERROR,
        "no position was found: no line reads like `1. JABATAN : ...`",
        "check that this is an IKI document and that each position starts with a JABATAN line",
    )
    ENCODING_GUESSED = (
        "IKI002",
        NOTE,
        "the file does not say its encoding; it was read as {encoding}",
        "look at accented letters and quotation marks; save the file as UTF-8 to be sure",
    )
    FRONT_MATTER_SKIPPED = (
        "IKI003",
        NOTE,
        "text before the first position was skipped: {lines}",
        "nothing to do if this is a cover or a decree; else start the position with JABATAN",
    )
    OTHER_DOCUMENT_TYPE = (
        "IKI004",
        ERROR,
        "this is a table of another kind of document, with the columns {columns}",
        "give the IKI document; an SKP form (rencana hasil kerja, target) is not one",
    )
    DUPLICATE_JABATAN = (
        "IKI005",
        WARNING,
        "the position `{jabatan}` already stands in line {line}",
        "give each position its own name; until then its id ends in `-{number}`",
    )
    UNUSED_ACCEPTANCE = (
        "IKI006",
        WARNING,
        "iki.toml accepts `{text}` of {code}, but there is no such finding any more",
        "delete this entry of `terima` from iki.toml, or write its `teks` as the text is now",
    )
    JABATAN_FROM_SIGNATURE = (
        "IKI007",
        NOTE,
        "no line JABATAN names this position; `{jabatan}`, who signs below it, was taken for it",
        "write `JABATAN : {jabatan}` above its table{instead}",
    )
    FINDINGS_LEFT_OUT = (
        "IKI008",
        WARNING,
        "{count} more findings {code} are not listed: nearly every line here has one",
        "mend those that are listed and check again; is this the right file?",
    )
    UNLETTERED_ITEM = (
        "IKI101",
        WARNING,
        "an item without a letter in a lettered list: `{text}`",
        "put the letter back; it was read as an item of its own after `{previous}`",
    )
    LETTER_OUT_OF_ORDER = (
        "IKI102",
        WARNING,
        "item `{found}` stands where `{expected}` should",
        "letter the list again from `{expected}`",
    )
    EMPTY_FIELD = (
        "IKI103",
        WARNING,
        "{field} is empty",
        "write the {field} of this position after the colon",
    )
    MISSING_FIELD = (
        "IKI104",
        WARNING,
        "this position has no {field}",
        "add a line `{label} : ...` after the other fields of the position",
    )
    ODD_LABEL = (
        "IKI105",
        NOTE,
        "the label `{found}` was read as {field}: {reason}",
        "write it as `{expected}`",
    )
    STRAY_TEXT = (
        "IKI106",
        WARNING,
        "text that belongs to no field: `{text}`",
        "move it into TUGAS, FUNGSI or the table, or delete it; it is not in the records",
    )
    PAGE_FURNITURE = (
        "IKI107",
        NOTE,
        "{what} was left out: `{text}`",
        "nothing to do, unless it belongs to the position and not to the page",
    )
    GUESSED_ROWS = (
        "IKI108",
        NOTE,
        (
            "the rows of this table are not marked and were guessed{times}: `{text}` was {read},"
            " but it may {other}"
        ),
        "compare the rows with the original; {advice}",
    )
    TABLE_WITHOUT_HEADING = (
        "IKI201",
        WARNING,
        "a table without its heading row; the columns were told by their order and shape",
        "put the row `Sasaran | Indikator | Penjelasan | Sumber Data` above it",
    )
    MISSING_COLUMN = (
        "IKI202",
        WARNING,
        "the table has no column {column}",
        "add the column; until then it is empty in the records",
    )
    SEVERAL_SASARAN_IN_ONE_CELL = (
        "IKI203",
        WARNING,
        "{count} Sasaran stand in one cell; which indicator belongs to which is not said",
        "give each Sasaran a row of its own beside its indicators",
    )
    EXTRA_COLUMN = (
        "IKI204",
        NOTE,
        "the column `{heading}` is {reason}; it is kept as `lainnya`",
        "nothing to do if the column is wanted",
    )
    INCOMPLETE_ROW = (
        "IKI205",
        WARNING,
        "a row with {reason}",
        "check the row against the original: which cell is missing?",
    )
    ODD_HEADING = (
        "IKI206",
        NOTE,
        "the heading `{found}` was read as {column}: {reason}",
        "write it as `{expected}`",
    )
    MISSING_TABLE = (
        "IKI207",
        WARNING,
        "this position has no table of Sasaran and indicators",
        "add the table with Sasaran, Indikator, Penjelasan and Sumber Data",
    )
    NONSTANDARD_WORD = (
        "IKI301",
        WARNING,
        "`{found}` is spelled `{expected}`",
        "write `{expected}`",
    )
    OUTDATED_TERM = (
        "IKI302",
        WARNING,
        "`{found}` stands {count} in this position; official texts now write `{expected}`",
        "write `{expected}`, unless a law or a decree still gives it that name",
    )
    SPACING_OR_PUNCTUATION = (
        "IKI303",
        WARNING,
        "{what}: `{found}`",
        "{advice}",
    )
    CAPITALISATION = (
        "IKI304",
        WARNING,
        "`{found}` {reason}",
        "write `{expected}`",
    )
    WORD_CLASS = (
        "IKI305",
        WARNING,
        "`{found}`: {reason}",
        "{advice}",
    )
    INCONSISTENT_TERM = (
        "IKI306",
        WARNING,
        "`{found}` stands here, and `{expected}` elsewhere in this document",
        "write `{expected}` everywhere if both mean the same",
    )
    ABBREVIATION_NOT_EXPLAINED = (
        "IKI307",
        NOTE,
        "the abbreviation `{found}` is explained nowhere in this document",
        "write its words here once, with `({found})` after them",
    )
    MISSING_SUMBER_DATA = (
        "IKI401",
        WARNING,
        "no Sumber Data for the indicator `{indikator}`",
        "name the unit or report that the data come from",
    )
    EMPTY_PENJELASAN = (
        "IKI402",
        NOTE,
        "{empty} of {total} indicators have no Penjelasan",
        "fill in the Penjelasan column: what is counted, the formula, the unit, the period",
    )
    RATIO_WITHOUT_FORMULA = (
        "IKI403",
        WARNING,
        "the Penjelasan of `{indikator}` does not say how the ratio is computed",
        "write what is divided by what, such as `Jumlah A dibagi jumlah B dikali 100%`",
    )
    DUPLICATE_INDICATOR = (
        "IKI404",
        WARNING,
        "the indicator `{indikator}` is {whose}",
        "{advice}",
    )
    DOUBLE_BARRELLED = (
        "IKI405",
        WARNING,
        "the indicator `{indikator}` measures two things: {parts}",
        "make an indicator of each, in a row of its own; one figure cannot say both",
    )
    NO_MEASURE = (
        "IKI406",
        WARNING,
        "the indicator `{indikator}` does not say what is counted or measured",
        "begin with a measure, such as `Jumlah ...`, `Persentase ...` or `Nilai ...`",
    )
    RUNNING_NUMBER = (
        "IKI407",
        WARNING,
        "the indicator is numbered `{found}`, but the numbers of this position should start at 1",
        "number it `{expected}`; numbers do not run on from one position to the next",
    )
    COPIED_LIST = (
        "IKI501",
        WARNING,
        "{equal} of the {total} items of {field} are word for word those of `{original}`{where}",
        "write what this position itself does; its work is not that of `{original}`",
    )
    WRONG_SUPERIOR = (
        "IKI502",
        WARNING,
        "the item names `{found}` as superior, but this position answers to `{superior}`",
        "name the superior of this position, or correct the other items if `{found}` is right",
    )
    UNIT_NAME_AS_JABATAN = (
        "IKI503",
        NOTE,
        "JABATAN names a unit, not the job of a person: `{jabatan}`",
        "write the job, such as `{expected}`",
    )
    SASARAN_NOT_CASCADED = (
        "IKI504",
        NOTE,
        "{what} `{superior}`",
        "{advice}",
    )
    UNKNOWN_VARIABLE = (
        "IKI601",
        ERROR,
        "the template uses `{name}`, which does not exist",
        "{suggestion}",
    )
    UNUSED_REQUIRED_VARIABLE = (
        "IKI602",
        WARNING,
        "the template never prints `{name}`",
        "add {example} where it belongs; without it the documents lack that text",
    )
    TEMPLATE_SYNTAX = (
        "IKI603",
        ERROR,
        "the template cannot be understood here: {problem}",
        "{suggestion}",
    )
    MERGE_OUTSIDE_GROUP = (
        "IKI604",
        ERROR,
        "`{tag}` merges cells outside a loop over the indicators of one Sasaran",
        "put the row into a loop within the loop over `sasaran`; in a flat loop rows vanish",
    )
    UNSAFE_EXPRESSION = (
        "IKI605",
        ERROR,
        "the expression `{expression}` is not allowed in a template: {problem}",
        "a template may only print the variables that `iki template variables` lists",
    )
    CONFLICT = (
        "IKI701",
        ERROR,
        (
            "{column} of `{indikator}` (row {row} of table {table}): the file says `{theirs}`, but"
            " {other} says `{ours}`; nothing was changed"
        ),
        (
            "decide which text is right: collect the file that has it alone with `--use theirs`,"
            " or keep what is stored with `--use ours`; where a row stands twice, delete one"
        ),
    )
    MISSING_ROW = (
        "IKI702",
        WARNING,
        "{what} is not in the file",
        (
            "if the row was deleted by mistake, collect another copy of the file too; what was"
            " stored for it stays as it is"
        ),
    )
    EDITED_OUTSIDE = (
        "IKI703",
        WARNING,
        "text that is not collected, {where}: {change}",
        (
            "only Penjelasan and Sumber Data are taken from Word files: if this is right, write it"
            " in the source text; if it is an answer, type it into its cell"
        ),
    )
    PLACEHOLDER_LEFT = (
        "IKI704",
        WARNING,
        (
            "{column} of `{indikator}` (row {row} of table {table}) still holds words of the"
            " prompt, and was not collected: `{text}`"
        ),
        "delete the words of `{prompt}` from the cell, save the file, and collect it again",
    )
    TRACKED_CHANGES = (
        "IKI705",
        NOTE,
        "changes {where} are tracked and not yet accepted; they were read as accepted: {changes}",
        "if a change is not wanted, reject it in Word (Review > Reject), save, and collect again",
    )
    UNKNOWN_ROW = (
        "IKI706",
        WARNING,
        "row {row} of table {table} was not collected, since {reason}: {texts}",
        (
            "if these are answers, type them into the rows of their indicators, or into"
            " source/penjelasan.yaml"
        ),
    )
    CARRIED_OVER = (
        "IKI707",
        NOTE,
        "the answer for `{old}` was carried over to {what} `{new}`",
        "look whether it still fits; if not, change it in source/penjelasan.yaml",
    )
    ANSWER_WITHOUT_HOME = (
        "IKI708",
        WARNING,
        (
            "no indicator of the source is like `{indikator}`, so this answer is in no document:"
            " {texts}"
        ),
        (
            "if the indicator has another wording now, write that in source/penjelasan.yaml; delete"
            " the entry if it is no longer needed; until then it is kept"
        ),
    )
    ANSWER_NOT_TAKEN = (
        "IKI709",
        NOTE,
        "{column} of `{indikator}`: the file says `{theirs}`; `{ours}` was kept (`--use ours`)",
        "nothing to do; the text of the file stands here and in the file only",
    )

    def __init__(self, code: str, severity: Severity, message: str, advice: str) -> None:
        """Take the catalogue's entry apart."""
        self.id = code
        self.severity = severity
        self.message = message
        self.help = advice

    @property
    def label(self) -> str:
        """The name that people type and read, such as `no-jabatan`."""
        return self.name.lower().replace("_", "-")

    def at(
        self, span: Span, *, about: str = "", fix: Fix | None = None, **values: object
    ) -> Diagnostic:
        """Return the finding of this code at `span`, about the position named `about`.

        `values` fill the placeholders of the message and the help.
        """
        return Diagnostic(
            self, span, self.message.format(**values), self.help.format(**values), about, fix
        )
