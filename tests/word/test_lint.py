import io
import re
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.errors import Exit, InputError, TemplateError
from iki_docgen.office.package import open_package, write_package
from iki_docgen.source import Source
from iki_docgen.word.lint import lint_template, refuse_faulty
from iki_docgen.word.template import compile_template
from iki_docgen.word.variables import VARIABLES, Variable, variables
from tests.word.samples import letterhead

ROOT = Path(__file__).parents[2]
LISTS = [
    "{{ jabatan }}",
    "{{ tugas.kalimat }}",
    "{%p for b in tugas.butir %}",
    "{{ b.teks }}",
    "{%p endfor %}",
    "{{ fungsi.kalimat }}",
    "{%p for b in fungsi.butir %}",
    "{{ b.teks }}",
    "{%p endfor %}",
]
NESTED = [
    ["{%tr for s in sasaran %}"],
    ["{%tr for i in s.indikator %}"],
    [
        "{% vm %}{{ s.sasaran|join('; ') }}",
        "{{ i.indikator }}",
        "{{ i.penjelasan }}",
        "{{ i.sumber_data }}",
    ],
    ["{%tr endfor %}"],
    ["{%tr endfor %}"],
]
FLAT = [
    ["{%tr for s in sasaran %}"],
    ["{% vm %}{{ s.sasaran|join }}", "{{ s.indikator[0].indikator }}"],
    ["{%tr endfor %}"],
]
ROW = "{{ i.indikator }} {{ i.penjelasan }} {{ i.sumber_data }}"

Table = Sequence[Sequence[str]]


def saved(document: "docx.document.Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def template(paragraphs: Sequence[str], table: Table = ()) -> "docx.document.Document":
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(0, 4)
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=False):
                cell.text = text
    return document


def findings(paragraphs: Sequence[str], table: Table = NESTED) -> list[tuple[int, str, str]]:
    """Return line, id and marked text of each finding."""
    source, found = lint_template(saved(template(paragraphs, table)), "t.docx")
    return [(source.position(f.span.start).line, f.code.id, source.slice(f.span)) for f in found]


def found_by(*extra: str) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Return what is found in a right template with `extra` paragraphs at its end."""
    return lint_template(saved(template([*LISTS, *extra], NESTED)), "t.docx")


def words(*extra: str) -> list[str]:
    return [f"{found.code.id} {found.message} | {found.help}" for found in found_by(*extra)[1]]


VALID = {
    "the usual table": (LISTS, NESTED),
    "inline loops": (
        [
            "{{ jabatan|upper }} {{ tugas.kalimat or '-' }}{{ fungsi.kalimat }}",
            "{% for b in tugas.butir %}{{ loop.index }}. {{ b['teks'] }}{% endfor %}",
            "{% for b in fungsi.butir if b.tingkat == 1 %}{{ b.teks }}{% else %}-{% endfor %}",
        ],
        NESTED,
    ),
    "no table": (
        [
            *LISTS,
            "{%p for s in sasaran %}",
            "{% for k in s.sasaran %}{{ k }}{% if not loop.last %}; {% endif %}{% endfor %}",
            "{%p for i in s.indikator %}",
            "{{ loop.index }}) {{ i.indikator }} {{ i.penjelasan|default('-', true) }}",
            "{% for baris in i.sumber_data_baris %}{{ baris }} {% endfor %}",
            "{%p endfor %}",
            "{%p endfor %}",
        ],
        (),
    ),
    "filters over lists": (
        [
            "{{ jabatan }} {{ tugas.kalimat }} {{ fungsi.kalimat }}",
            "{{ tugas.butir|map(attribute='teks')|join(' ') }}",
            "{{ fungsi.butir|join(' ', attribute='teks') }}",
            "{{ fungsi.butir|selectattr('tingkat', 'equalto', 1)|map(attribute='teks')|join }}",
        ],
        NESTED,
    ),
    "set, with and macro": (
        [
            *LISTS,
            "{% set judul = jabatan|title %}{{ judul }}",
            "{% with n = sasaran|length %}{{ n * 2 + 1 }}{% endwith %}",
            "{% macro baris(x) %}- {{ x.teks }}{% endmacro %}",
            "{% for b in tugas.butir %}{{ baris(b) }}{% endfor %}",
            "{% set ns = namespace(n=0) %}{% set ns.n = ns.n + 1 %}{{ ns.n }}",
        ],
        NESTED,
    ),
    "extra columns and cell tags": (
        LISTS,
        [
            ["{% colspan 3 %}A", "{%tc for k in kolom_lainnya %}", "{{ k }}", "{%tc endfor %}"],
            ["{% cellbg 'D9D9D9' %}1", "2"],
            ["{%tc for k in kolom_lainnya %}", "{% hm %}Lainnya", "{%tc endfor %}"],
            *NESTED,
        ],
    ),
    "comments, raw and white space control": (
        [
            *LISTS,
            "{# a note with {{ braces }} and {% if %} #}",
            "{#p a note that takes its paragraph away #}",
            "{% raw %}{{ not_ours }}{% endraw %}",
            "A {%- if tahun %} {{ tahun -}} {% endif -%} B",
            "{_{ printed braces }_}",
        ],
        NESTED,
    ),
    "curly quotes, which docxtpl mends": (
        [*LISTS, "{{ daerah|default(“-”) }}{% if tahun == ‘2026’ %}x{% endif %}"],  # noqa: RUF001
        NESTED,
    ),
    "a statement over several paragraphs": (
        [*LISTS, "{% if daerah %}first", "{{ daerah }}", "last{% endif %}", "{# one", "two #}"],
        NESTED,
    ),
    "a duty table merged over its rows": (
        LISTS,
        [
            *NESTED,
            ["{%tr for b in tugas.butir %}"],
            ["{% vm %}TUGAS", "{{ b.teks }}"],
            ["{%tr endfor %}"],
        ],
    ),
    "a value asked for before it is used": (
        [*LISTS, "{%p if lampiran is defined %}", "{{ lampiran }}", "{%p endif %}"],
        NESTED,
    ),
    "statements that docxtpl templates rarely use": (
        [
            *LISTS,
            "{% filter upper %}{{ daerah }}{% endfilter %}",
            "{% set x %}a{{ tahun }}{% endset %}{{ x }}",
            "{% macro m(a, b=1) %}{{ a }}{{ b }}{{ caller() }}{% endmacro %}",
            "{% call m(daerah) %}x{% endcall %}{% autoescape true %}{{ tahun }}{% endautoescape %}",
            "{% for a, b in [(1, 2)] %}{{ a }}{{ b }}{{ loop.cycle('x', 'y') }}{% endfor %}",
            "{% for n in range(1, 10, 2) %}{{ n }}{% endfor %}",
            "{% for n in range(sasaran|length) %}{{ n }}{% endfor %}",
            "{% for n in [1] %}{{ n * 20000 + 5 - -1 }}{{ 2 ** 3 }}{{ '-' * (3 + 4) }}{% endfor %}",
            "{{ (tugas.butir|first).tingkat }}{{ tugas.butir[0]['tingkat'] }}",
            "{{ sasaran[0:2]|length }}",
            "{{ tugas.butir|groupby('tingkat')|list|length }}{{ daerah if tahun else instansi }}",
            "{{ tahun is defined and daerah is not none }}{{ daerah ~ ', ' ~ tahun }}",
            "{% block isi %}{{ daerah }}{% endblock %}",
        ],
        NESTED,
    ),
    "text methods, slices and numbers": (
        [*LISTS, "{{ jabatan.upper()[:20] }} {{ '.' * 40 }} {{ '%s/%s'|format(daerah, tahun) }}"],
        NESTED,
    ),
}


@pytest.mark.parametrize("shape", VALID)
def test_a_valid_template_has_no_findings(shape: str) -> None:
    paragraphs, table = VALID[shape]
    assert lint_template(saved(template(paragraphs, table)), "t.docx")[1] == ()


def test_the_default_template_has_no_findings() -> None:
    data = (ROOT / "templates" / "iki.docx").read_bytes()
    source, found = lint_template(data, "iki.docx")
    assert found == ()
    assert source.path == "iki.docx"
    assert "{{ jabatan }}" in source.text


@pytest.mark.parametrize(
    ("tag", "name", "suggestion"),
    [
        ("{{ jabtan }}", "jabtan", "did you mean `jabatan`?"),
        ("{{ nip }}", "nip", "did you mean `penandatangan.nip`?"),
        ("{{ tugas.kalimt }}", "tugas.kalimt", "did you mean `tugas.kalimat`?"),
        ("{{ penjelasan }}", "penjelasan", "loop over `sasaran[].indikator`"),
        ("{{ xyz }}", "xyz", "`iki template variables` lists what exists"),
        ("{{ sasaran.indikator }}", "sasaran.indikator", "`sasaran` is a list"),
        ("{{ jabatan.nama }}", "jabatan.nama", "`jabatan` is plain text"),
        ("{{ loop.index }}", "loop", "between a `for` and its `endfor`"),
        ("{% for b in tugas.butir %}{{ b.tek }}{% endfor %}", "b.tek", "did you mean `b.teks`?"),
        ("{{ tugas.butir|map(attribute='tek')|join }}", "tugas.butir.tek", "did you mean"),
        ("{{ jabtan|default('-') }}", "jabtan", "did you mean `jabatan`?"),
    ],
)
def test_an_unknown_name_comes_with_a_suggestion(tag: str, name: str, suggestion: str) -> None:
    (found,) = words(tag)
    assert found.startswith(f"IKI601 the template uses `{name}`, which does not exist")
    assert suggestion in found


def test_names_are_followed_through_loops_over_rows() -> None:
    table = [row[:] for row in NESTED]
    table[2] = [
        "x",
        "{{ s.sasaran|join }}{{ i.indikator }}",
        "{{ i.penjelsan }}",
        "{{ i.sumber_data }}",
    ]
    _, (found,) = lint_template(saved(template(LISTS, table)), "t.docx")
    assert found.message == "the template uses `i.penjelsan`, which does not exist"
    assert found.help == "did you mean `i.penjelasan`?"


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("{{ daerah }", "`{{` is closed by `}`"),
        ("{{ daerah", "`{{` is never closed"),
        ("{% if daerah }}x", "`{%` is closed by `}}`"),
        ("{%p if daerah %}", "`{%p if daerah %}` is never closed | write `{%p endif %}`"),
        ("{% endfor %}", "`endfor` closes a `for` that was never opened"),
        ("{% for b in tugas.butir %}{{ b.teks }}{% endfro %}", "did you mean `endfor`?"),
        ("{% for b on tugas.butir %}{{ b.teks }}{% endfor %}", "the word `in` is missing"),
        ("{% if daerah %}a{% elsif tahun %}b{% endif %}", "did you mean `elif`?"),
        ("{% else %}", "`else` stands outside of `for` and `if`"),
        ("{% if x is defined %}{% else %}{% else %}{% endif %}", "`else` follows the `else`"),
        ("{% block x %}{% endblock %}{% block x %}{% endblock %}", "defined twice"),
        ("{{ daerah|uper }}", "there is no filter `uper` | did you mean `upper`?"),
        ("{{ 1 if daerah is defned }}", "there is no test `is defned` | did you mean `defined`?"),
        ("{{ daerah|default(„-”) }}", "Word put `„` into"),
        ("{{ tempat tanggal }}", "two names stand side by side"),
        ("{{ }}", "`{{ }}` is empty"),
        ("{ { daerah } }", "is printed as it stands"),
        ("{ daerah }}", "is printed as it stands"),
        (
            "{%p if tahun %} TAHUN",
            "`TAHUN` is lost, as `{%p if tahun %}` replaces its whole paragraph",
        ),
        ("{% p if tahun %}x{% endif %}", "has a space before `p`"),
        ("{%tr if tahun %}", "stands outside of a table"),
        ("{% vm %}", "stands outside of a table"),
        ("{% do x %}", "`do` is no statement"),
        ("{{ sasaran }}", "`sasaran` is a list, not one text"),
        ("{{ tugas }}", "`tugas` is not a text; it has parts | print `tugas.kalimat`"),
        ("{{ daerah.upper }}", "is a function | write it with brackets"),
        ("{{r daerah }}", "is plain text and would be lost"),
        (
            "{% for b in tugas %}{{ b.teks }}{% endfor %}",
            "`tugas` is not a list | loop over `tugas.butir`",
        ),
    ],
)
def test_a_tag_that_cannot_be_understood_is_explained(tag: str, message: str) -> None:
    found = words(tag)
    assert any(message in one and one.startswith("IKI603") for one in found)


@pytest.mark.parametrize(
    "tag",
    [
        "{{ jabatan.__class__ }}",
        "{{ jabatan['__class__'] }}",
        "{{ jabatan|attr('__class__') }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ __builtins__ }}",
        "{{ jabatan() }}",
        "{{ jabatan.format(1) }}",
        "{{ lipsum() }}",
        "{% set x = tugas.butir.append(1) %}",
        "{% include 'x.txt' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% from 'x' import y %}",
        "{% for q in range(99999999) %}{% endfor %}",
        "{% for q in range(9000) %}{% for r in range(9000) %}{% endfor %}{% endfor %}",
        "{{ 'a' * 10000000 }}",
        "{{ 'a' * 1000 * 1000 * 1000 }}",
        "{{ [0] * 1000000 }}",
        "{{ jabatan * 1000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 2 ** tahun }}",
        "{{ 9.9e300 ** 3 }}",
        "{% for q in range(0, 10 ** 9, 1) %}{% endfor %}",
        "{% for q in range(5000 * 5) %}{% endfor %}",
        "{{ ('a' ~ jabatan) * 900 }}",
        "{{ jabatan.zfill(99999999) }}",
        "{{ jabatan|random }}",
        "{{ jabatan|center(99999999) }}",
        "{{ '%99999999d'|format(1) }}",
        "{{ '%99999999d' % 1 }}",
        "{{ jabatan|safe }}",
        "{% autoescape false %}{{ jabatan }}{% endautoescape %}",
        "{{ " + "(" * 400 + "1" + ")" * 400 + " }}",
        "{{ jabatan" + ".a" * 300 + " }}",
        "{{ jabatan }} {{ '" + "a" * 2000 + "' }}",
    ],
)
def test_an_expression_that_could_do_harm_is_refused(tag: str) -> None:
    assert {found.code for found in found_by(tag)[1]} == {Code.UNSAFE_EXPRESSION}


def test_statements_inside_each_other_end_somewhere() -> None:
    found = words(*["{% if tahun %}"] * 400, *["{% endif %}"] * 400)
    assert len(found) == 1
    assert "more than 15 statements stand inside each other" in found[0]


def test_all_findings_come_at_once_each_in_its_paragraph() -> None:
    assert findings([*LISTS, "{{ jabtan }}", "fine", "{{ daerah|uper }}", "{% if x %}"]) == [
        (10, "IKI601", "{{ jabtan }}"),
        (12, "IKI603", "{{ daerah|uper }}"),
        (13, "IKI601", "{% if x %}"),
        (13, "IKI603", "{% if x %}"),
    ]


def test_a_required_variable_that_is_never_printed_is_reported_once() -> None:
    without = [text for text in LISTS if text not in {"{{ jabatan }}", "{{ b.teks }}"}]
    _, found = lint_template(saved(template(without, NESTED)), "t.docx")
    assert [(finding.code, finding.message.split("`")[1]) for finding in found] == [
        (Code.UNUSED_REQUIRED_VARIABLE, "jabatan"),
        (Code.UNUSED_REQUIRED_VARIABLE, "tugas.butir[].teks"),
        (Code.UNUSED_REQUIRED_VARIABLE, "fungsi.butir[].teks"),
    ]
    assert "`{{ jabatan }}`" in " ".join(finding.help for finding in found)


def test_a_broken_tag_does_not_also_count_as_a_missing_variable() -> None:
    assert findings(["{{ jabatan }", *LISTS[1:]]) == [(1, "IKI603", "{{ jabatan }")]


def test_text_in_the_name_of_a_box_does_not_count_as_printed() -> None:
    document = template(LISTS[1:], NESTED)
    box = parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Box {{{{ jabatan }}}}"/></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>text</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(0, box)
    source, (found,) = lint_template(saved(document), "t.docx")
    assert found.message == "the template never prints `jabatan`"
    assert source.line(1) == "[Box {{ jabatan }}] text"


@pytest.mark.parametrize(
    "table",
    [
        FLAT,
        [["{% vm %}{{ jabatan }}"]],
        [*NESTED[:2], ["{% vm %}{{ i.indikator }}", ROW, "{{ s.sasaran|join }}"], *NESTED[3:]],
    ],
    ids=["flat loop", "no loop", "content of the inner loop"],
)
def test_merging_outside_of_a_group_is_refused(table: Table) -> None:
    found = lint_template(saved(template(LISTS, table)), "t.docx")[1]
    assert Code.MERGE_OUTSIDE_GROUP in {finding.code for finding in found}


def test_tags_split_over_runs_are_read_as_one() -> None:
    document = template(LISTS, NESTED)
    paragraph = document.add_paragraph()
    for piece in ("{", "{ jab", "tan", " }", "}"):
        paragraph.add_run(piece).bold = piece == "tan"
    source, (found,) = lint_template(saved(document), "t.docx")
    assert found.code is Code.UNKNOWN_VARIABLE
    assert source.slice(found.span) == "{{ jabtan }}"


def test_a_row_tag_loses_the_text_of_its_whole_row() -> None:
    table = [["{%tr for s in sasaran %}", "", "No. 1"], *NESTED[1:]]
    (found,) = findings(LISTS, table)
    assert found[1:] == ("IKI603", "No. 1")


def test_a_paragraph_loop_cannot_be_closed_within_a_line() -> None:
    (found,) = words("{%p for b in tugas.butir %}", "{{ b.teks }}", "x{% endfor %}")
    assert "`{% endfor %}` does not fit `{%p for b in tugas.butir %}`" in found
    assert "write `{%p endfor %}`" in found


def test_a_loop_that_ends_in_another_table_is_refused() -> None:
    table = [*NESTED[:2], ["{% if tahun %}", "{{ s.sasaran|join }}"], ["", ROW], *NESTED[3:]]
    _, found = lint_template(saved(template([*LISTS, "{%p if daerah %}"], table)), "t.docx")
    assert found[0].code is Code.TEMPLATE_SYNTAX


def test_headers_footers_and_properties_are_looked_at() -> None:
    document = template(LISTS, NESTED)
    document.sections[0].header.paragraphs[0].text = "{{ haeder }}"
    document.sections[0].footer.paragraphs[0].text = "{% if %}"
    document.core_properties.title = "IKI {{ jabtan }}"
    source, found = lint_template(saved(document), "t.docx")
    assert [source.slice(finding.span) for finding in found] == [
        "{{ haeder }}",
        "{% if %}",
        "{% if %}",
        "{{ jabtan }}",
    ]


def test_tags_in_deleted_text_are_reported() -> None:
    document = template(LISTS, NESTED)
    deleted = parse_xml(
        f"<w:del {nsdecls('w')}><w:r><w:delText>{{{{ old }}}}</w:delText></w:r></w:del>"
    )
    document.paragraphs[0]._p.append(deleted)  # noqa: SLF001 - python-docx writes no changes
    _, (found,) = lint_template(saved(document), "t.docx")
    assert "is deleted by a tracked change" in found.message


def test_tags_where_word_allows_numbers_only_are_reported() -> None:
    document = template(LISTS, NESTED)
    mark = OxmlElement("w:bookmarkStart")
    mark.set(qn("w:id"), "{{ tahun }}")
    document.paragraphs[0]._p.append(mark)  # noqa: SLF001
    _, (found,) = lint_template(saved(document), "t.docx")
    assert "stands in the setting `bookmarkStart`" in found.message


def test_a_template_with_more_tags_than_anybody_types_is_not_followed() -> None:
    found = found_by("{{ tahun }}" * 5001)[1]
    assert "more than 5000 tags" in " ".join(finding.message for finding in found)


def test_a_file_that_is_no_word_document_is_refused() -> None:
    with pytest.raises(InputError, match=r"t\.docx"):
        lint_template(b"text", "t.docx")


def test_every_span_lies_in_the_text() -> None:
    source, found = found_by("{{ x }", "{%p y %} z", "{{ tugas }}", "{% endif %}")
    assert found
    assert all(0 <= f.span.start <= f.span.end <= len(source.text) for f in found)


def test_the_readme_lists_all_variables_and_only_these() -> None:
    readme = (ROOT / "templates" / "README.md").read_text("utf-8")
    table = readme.partition("## Variables")[2].partition("## ")[0]
    rows = re.findall(r"^\| `([^`|]+)` \|", table, re.MULTILINE)
    assert rows == [path for path, _ in variables()]
    for _, variable in variables():
        assert variable.description in readme


def test_every_listed_variable_has_a_sentence_and_an_example() -> None:
    for path, variable in variables():
        assert variable.description.endswith("."), path
        assert variable.example or variable.kind == "object", path


def test_internal_variables_are_known_but_not_listed() -> None:
    def names(members: tuple[Variable, ...]) -> set[str]:
        return {v.name for v in members} | {n for v in members for n in names(v.members)}

    hidden = {"kunci", "bookmark", "id_bookmark", "id_penjelasan", "id_sumber_data"}
    assert hidden <= names(VARIABLES)
    assert not any(path.rpartition(".")[2] in hidden for path, _ in variables())


def test_a_template_with_errors_is_refused_with_the_first_of_them() -> None:
    data = saved(template([*LISTS, "Yth. {{ jabtan }}", "{{ daerah|uper }}"], NESTED))
    with pytest.raises(TemplateError) as caught:
        refuse_faulty(data, "templat.docx")
    assert caught.value.exit_code is Exit.TEMPLATE
    assert caught.value.message == (
        "templat.docx: the template uses `jabtan`, which does not exist"
        " in the paragraph `Yth. {{ jabtan }}`"
    )
    assert caught.value.hint == (
        "did you mean `jabatan`?; `iki template check templat.docx` shows all 2"
    )


def test_a_template_with_warnings_only_is_not_refused() -> None:
    refuse_faulty(saved(template(["{{ jabatan }}"])), "templat.docx")
    with pytest.raises(TemplateError, match="PDF"):
        refuse_faulty(b"%PDF-1.7", "templat.docx")


def test_every_part_that_is_filled_in_is_checked(tmp_path: Path) -> None:
    path = letterhead(tmp_path / "kop.docx")
    members = open_package(path.read_bytes(), "kop")
    for part in ("endnotes", "footnotes"):
        xml = members[f"word/{part}.xml"].replace(b"jabatan", b"jabtan")
        data = write_package(members | {f"word/{part}.xml": xml})
        assert [f.code.id for f in lint_template(data, "kop.docx")[1]].count("IKI601") == 1


def test_the_properties_are_found_by_their_relationship(tmp_path: Path) -> None:
    members = open_package(letterhead(tmp_path / "kop.docx").read_bytes(), "kop")
    core = members.pop("docProps/core.xml").replace(b"<dc:title>", b"<dc:title>{{ jabtan }}")
    assert b"jabtan" in core or b"<dc:title/>" in core
    core = core.replace(b"<dc:title/>", b"<dc:title>{{ jabtan }}</dc:title>")
    for name in ("_rels/.rels", "[Content_Types].xml"):
        members[name] = members[name].replace(b"docProps/core.xml", b"props/inti.xml")
    data = write_package(members | {"props/inti.xml": core})
    assert "IKI601" in {f.code.id for f in lint_template(data, "kop.docx")[1]}
    path = tmp_path / "lain.docx"
    path.write_bytes(data)
    with pytest.raises(TemplateError, match="jabtan"):
        compile_template(path).render({"jabatan": "x", "instansi": "y"})
