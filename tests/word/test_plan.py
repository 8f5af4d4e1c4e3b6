import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iki_docgen.errors import TemplateError
from iki_docgen.office.package import open_package
from iki_docgen.word.context import document_context
from iki_docgen.word.plan.code import program
from iki_docgen.word.plan.plan import Plan, plan_part
from iki_docgen.word.plan.running import NotPlain
from iki_docgen.word.plan.tree import Const, Element, For, If, Local, Member, Name, Print, Text
from iki_docgen.word.render import render_position
from iki_docgen.word.sandbox import environment
from iki_docgen.word.template import Template, compile_template
from tests.word.samples import ALL, SETTINGS, letterhead, word_document

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTEXT = {
    "nama": "Dinas <Sosial> & \"kawan\" 'satu'",
    "kosong": "",
    "nomor": 7,
    "orang": {"nama": "Siti", "alamat": {"kota": "Lumajang"}},
    "daftar": ["satu", "dua & tiga", ""],
    "baris": [{"teks": "a", "isi": ["1", "2"]}, {"teks": "", "isi": ["3", "4"]}],
    "judul": ["x", "y"],
    "kendali": "a\x07b\ud800c",
}

SIMPLE = CONTEXT | {
    "nama": "Dinas Sosial “Lumajang” \N{EN DASH} ärzte",
    "daftar": ["satu", "dua dan tiga", ""],
    "kendali": "tanpa",
}
"""A context in which nothing needs escaping."""
CONTEXTS = {
    "escaped": CONTEXT,
    "simple": SIMPLE,
    "quotes": SIMPLE | {"nama": 'Dinas "Sosial"'},
    "nothing": SIMPLE | {"nama": "", "kosong": None, "nomor": 0, "daftar": []},
    "half a pair": SIMPLE | {"kosong": "\udc00"},
}

TEXTS = [
    "{{ nama }}",
    "{{ kosong }}",
    "{{ kosong }}{{ kosong }}",
    "{{ nomor }} {{ nomor + 2 }} {{ nomor * 3 - 1 }}",
    "{{ orang.nama }} {{ orang['alamat'].kota }} {{ daftar[1] }} {{ daftar[-1] }}",
    "{% for x in daftar %}{{ loop.index }}/{{ loop.length }} {{ x }}{% endfor %}",
    "{% for x in daftar %}{% if loop.last %}{{ x }}{% endif %}{% endfor %}",
    "{% for x in kosong_sekali|default([]) %}{{ x }}{% else %}tiada{% endfor %}",
    "{% for b in baris %}{% for x in b.isi %}{{ b.teks ~ x ~ 1 }}{% endfor %}{% endfor %}",
    "{% if nomor > 7 %}a{% elif nomor == 7 and not kosong %}b{% else %}c{% endif %}",
    "{% if tiada is defined %}a{% endif %}{% if orang.umur is undefined %}b{% endif %}",
    "{% set y = orang.nama|upper %}{{ y|lower }}{{ y|length }}{{ daftar|first }}",
    "{{ daftar|join(', ') }} {{ nama|replace('o', '<') }} {{ ' a '|trim }}",
    "{{ kosong|default('-', true) }} {{ tiada|default('<->') }} {{ 'ya' if nomor else 'tidak' }}",
    "{{ none }} {{ true }} {{ 'x' in daftar }} {{ kendali }}",
    "{%- if nomor -%}  rapat  {%- endif -%}",
    "{_{ bukan }_} {{ nama|iki_alias('Penjelasan') }}",
]
"""Paragraphs that a plan prints."""

LEFT_TO_JINJA = [
    "{{ daftar }}",
    "{{ nama.upper() }}",
    "{% for x in daftar if x %}{{ x }}{% endfor %}",
    "{% for a, b in [[1, 2]] %}{{ a }}{% endfor %}",
    "{{ nama|title }}{{ nomor / 2 }}{{ daftar[nomor - 7] }}",
    "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(nama) }}",
    "{% set n = namespace(a=1) %}{{ n.a }}",
    "{{ orang.items is defined }}",
    "{% for x in nama %}{{ x }}{% endfor %}",
]


def compiled(
    path: Path, paragraphs: Sequence[str], cells: Sequence[Sequence[str]] = ()
) -> Template:
    word_document(paragraphs, cells).save(path)
    return compile_template(path)


def is_planned(template: Template, context: dict[str, object]) -> bool:
    (part,) = (part for part in template.parts if part.name == template.main)
    if part.program is None:
        return False
    try:
        part.program(context)
    except (NotPlain, LookupError, TypeError, AttributeError):
        return False
    return True


@pytest.mark.parametrize("text", TEXTS)
def test_a_plan_prints_what_jinja_prints(text: str, tmp_path: Path) -> None:
    template = compiled(tmp_path / "t.docx", [f"awal {text} akhir", text])
    assert is_planned(template, CONTEXT)
    assert is_planned(template, SIMPLE)
    for context in CONTEXTS.values():
        assert _rendered(template, context) == _rendered(template.by_jinja(), context)


def _rendered(template: Template, context: dict[str, object]) -> bytes | str:
    try:
        return template.render(context)
    except TemplateError as error:
        return error.message


class Row(dict[str, object]):
    """A record whose attribute is not its entry."""

    @property
    def nama(self) -> str:
        return "property"


class Lazy(dict[str, object]):
    """A context that makes up what is not there."""

    def __missing__(self, key: str) -> str:
        return key

    def get(self, key: str, default: object = None) -> object:  # noqa: ARG002 - whatever it is
        return "got"


@pytest.mark.parametrize(
    "text",
    [
        "{% if 'Ani' in sekali %}ada{% else %}tidak{% endif %} {{ nama }}",
        "{{ 'ada' if 'a' in nomor else 'tidak' }}",
        "{{ baris.nama }} {{ baris['nama'] }} {{ baris.nama|default('-') }}",
        "{% for b in banyak %}{{ b.nama }}{{ b.nama|default('-') }}{% endfor %}",
        "{% for b in daftar %}{{ x|default('-') }}{% endfor %}{% set x = 1 %}",
        "{% for b in daftar %}{{ x }}{% endfor %}{% set x = 1 %}{{ x }}",
        "{% set x = 0 %}{% for b in daftar %}{{ x }}{% set x = 1 %}{{ x }}{% endfor %}{{ x }}",
        "{% set x = 'a' %}{{ x }}{% set x = 'b' %}{{ x }}{% for x in daftar %}{{ x }}{% endfor %}",
        "{{ bukan }}",
    ],
)
@pytest.mark.parametrize("nama", ["Dinas", "Dinas & kawan"])
@pytest.mark.parametrize("kind", [dict, Lazy])
def test_a_plan_means_what_jinja_means(
    text: str, nama: str, kind: type[dict[str, object]], tmp_path: Path
) -> None:
    template = compiled(tmp_path / "t.docx", [text])

    def context() -> dict[str, object]:
        row = Row(nama="entri")
        return kind(
            nama=nama,
            nomor=7,
            x="konteks",
            daftar=["satu", "dua"],
            baris=row,
            banyak=[row, {"nama": "biasa"}],
            sekali=(name for name in ("Ani", "Budi")),
        )

    assert _rendered(template, context()) == _rendered(template.by_jinja(), context())


@pytest.mark.parametrize("text", LEFT_TO_JINJA)
def test_what_a_plan_cannot_say_is_left_to_jinja(text: str, tmp_path: Path) -> None:
    template = compiled(tmp_path / "t.docx", [text])
    assert not is_planned(template, CONTEXT)
    assert template.render(CONTEXT) == template.by_jinja().render(CONTEXT)


@pytest.mark.parametrize("text", ["{{ tiada }}", "{{ orang.umur }}", "{{ daftar[9] }}"])
def test_what_is_not_there_is_reported_in_the_same_words(text: str, tmp_path: Path) -> None:
    template = compiled(tmp_path / "t.docx", [text])
    with pytest.raises(TemplateError) as quick:
        template.render(CONTEXT)
    with pytest.raises(TemplateError) as slow:
        template.by_jinja().render(CONTEXT)
    assert (quick.value.message, quick.value.hint) == (slow.value.message, slow.value.hint)


TABLES = [
    [
        ["{{ nama }}", "b"],
        ["{%tr for b in baris %}", ""],
        ["{{ b.teks }}", "{{ b.isi[0] }}"],
        ["{%tr endfor %}", ""],
    ],
    [["a", "{%tc for j in judul %}", "{{ j }}", "{%tc endfor %}", "z"]],
    [
        ["a", "{%tc for j in judul %}", "{{ j }}", "{%tc endfor %}"],
        ["{%tr for b in baris %}", "", "", ""],
        ["{{ b.teks }}", "{%tc for i in b.isi %}", "{{ i }}", "{%tc endfor %}"],
        ["{%tr endfor %}", "", "", ""],
    ],
    [
        ["{%tr for b in baris %}", ""],
        ["{% vm %}{{ nama }}", "{% cellbg 'FF0000' %}{{ b.teks }}"],
        ["{%tr endfor %}", ""],
    ],
    [["{% colspan 2 %}{{ nama }}", "x"]],
    [["{%tc if nomor %}", "x", "{%tc endif %}", "y"]],
]


@pytest.mark.parametrize("cells", TABLES)
@pytest.mark.parametrize("judul", [[], ["x"], ["x", "y"], ["x", "y", "z", "w", "v"]])
def test_tables_are_the_same(cells: list[list[str]], judul: list[str], tmp_path: Path) -> None:
    template = compiled(tmp_path / "t.docx", [], cells)
    context = {**CONTEXT, "judul": judul}
    assert template.render(context) == template.by_jinja().render(context)


def test_a_table_with_a_column_for_each_entry_needs_no_parser(tmp_path: Path) -> None:
    template = compiled(tmp_path / "t.docx", [], TABLES[2])
    assert is_planned(template, CONTEXT)
    uneven = {**CONTEXT, "judul": ["x"]}
    assert not is_planned(template, uneven)
    assert template.render(uneven) == template.by_jinja().render(uneven)


@given(
    st.lists(st.text(max_size=20), max_size=4),
    st.dictionaries(st.sampled_from(["nama", "kosong"]), st.text(max_size=30)),
)
def test_any_text_is_printed_the_same(daftar: list[str], names: dict[str, str]) -> None:
    context = {**CONTEXT, "daftar": daftar, **names}
    assert _ANY.render(context) == _ANY_BY_JINJA.render(context)


@pytest.fixture(scope="module", autouse=True)
def _any_template(tmp_path_factory: pytest.TempPathFactory) -> None:
    global _ANY, _ANY_BY_JINJA  # noqa: PLW0603 - compiled once for all examples
    _ANY = compiled(
        tmp_path_factory.mktemp("any") / "t.docx", [TEXTS[0], TEXTS[1], TEXTS[5], TEXTS[6]]
    )
    _ANY_BY_JINJA = _ANY.by_jinja()


def test_headers_notes_and_pictures_are_the_same(tmp_path: Path) -> None:
    template = compile_template(letterhead(tmp_path / "kop.docx"))
    context = document_context(ALL, "lengkap", SETTINGS)
    assert template.render(context) == template.by_jinja().render(context)


@pytest.mark.parametrize("ident", [jabatan.id for jabatan in ALL.jabatan])
def test_every_position_is_the_same_with_and_without_a_plan(ident: str) -> None:
    template = compile_template()
    by_jinja = render_position(template.by_jinja(), ALL, ident, SETTINGS)
    assert render_position(template, ALL, ident, SETTINGS) == by_jinja
    context = document_context(ALL, ident, SETTINGS)
    assert template.render(context) == template.by_jinja().render(context)


def planned(source: str) -> Plan:
    found = plan_part(environment().parse(f"<w:p {_W}>{source}</w:p>"), "test", is_main=True)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "source", ["<w:r>{% if nomor %}</w:r><w:r>{% endif %}</w:r>", "{% if nomor %}<w:r>{% endif %}"]
)
def test_tags_that_cross_the_elements_have_no_plan(source: str) -> None:
    assert plan_part(environment().parse(f"<w:p {_W}>{source}</w:p>"), "test", is_main=True) is None


def test_empty_elements_have_no_end_tag() -> None:
    plan = planned(
        "<w:r>{% if kosong %}x{% endif %}</w:r><w:t>{{ kosong }}</w:t><w:t>{{ nomor }}</w:t>"
    )
    made = program(plan.body)(CONTEXT).decode()
    assert made.endswith("><w:r/><w:t/><w:t>7</w:t></w:p>")


def test_a_plan_is_stored_as_json() -> None:
    plan = planned("".join(f"<w:t>{text}</w:t>" for text in TEXTS[:15]))
    again = msgspec.json.decode(msgspec.json.encode(plan), type=Plan)
    assert again == plan
    assert program(again.body)(CONTEXT) == program(plan.body)(CONTEXT)


def test_a_stored_plan_that_was_changed_is_refused() -> None:
    data = msgspec.json.encode(planned("<w:t>{{ orang.nama|upper }}</w:t>"))
    assert b'"upper"' in data
    for changed in (
        data.replace(b'"upper"', b'"__import__"'),
        data.replace(b'"Member"', b'"Call"'),
        data[:-2],
        b"[" * 100_000,
        json.dumps({"body": 1}).encode(),
    ):
        with pytest.raises((ValueError, RecursionError)):  # which whoever loads one expects
            msgspec.json.decode(changed, type=Plan)


def test_what_a_plan_says_never_becomes_python() -> None:
    name = "__import__('os').abort() #'\"\n"
    body = (Text(name), Print(Name(name)), Print(Member(Name("orang"), name)))
    made = program(body)({name: "a", "orang": {name: "b"}})
    assert made == f"{name}ab".encode()


def test_values_are_looked_at_wherever_they_stand() -> None:
    value = Name("v")
    inside = Element((If(Name("w"), (Print(value), Text("!")), (Text("tiada"),)),), "t")
    body = (Text('<r a="'), Print(value, quoted=True), Text('"><t'), Element((Print(value),), "t"))
    render = program((*body, Text("<t"), inside, Text("</r>")))
    assert render({"v": "x", "w": 1}) == b'<r a="x"><t>x</t><t>x!</t></r>'
    assert render({"v": "", "w": 0}) == b'<r a=""><t/><t>tiada</t></r>'
    assert render({"v": '"', "w": 0}) == b'<r a="&quot;"><t>"</t><t>tiada</t></r>'
    assert render({"v": "ä<", "w": 0}) == '<r a="ä&lt;"><t>ä&lt;</t><t>tiada</t></r>'.encode()
    assert render({"v": 0, "w": 1}) == b'<r a="0"><t>0</t><t>0!</t></r>'


def test_long_pieces_are_counted_when_they_might_be_too_many() -> None:
    long = Text("x" * 2_000)
    many = program((For(0, Name("n"), (long, Print(Local(0)))),))
    assert len(many({"n": [1] * 1_900})) == 1_900 * 2_001
    with pytest.raises(NotPlain):
        many({"n": [1] * 2_100})
    with pytest.raises(NotPlain):
        many({"n": ["y" * 5_000] * 1_000})


def test_a_plan_makes_no_more_than_a_document_needs() -> None:
    loop = For(0, Name("daftar"), (For(1, Name("daftar"), (Text("x"),)),))
    with pytest.raises(NotPlain):
        program((loop,))({"daftar": ["x"] * 1000})
    with pytest.raises(NotPlain):
        program((For(0, Name("daftar"), (Text("x" * 10_000),)),))({"daftar": ["x"] * 1000})
    with pytest.raises(NotPlain):
        program((Print(Const(None)), Print(Name("daftar"))))({"daftar": ["x"]})


def test_the_body_of_the_default_template_needs_no_parser() -> None:
    template = compile_template()
    context = document_context(ALL, "bertingkat", SETTINGS)
    assert is_planned(template, context)
    assert "word/document.xml" in open_package(template.render(context), "test")


def test_lists_are_not_compared_by_a_plan() -> None:
    """Two lists of lists can take for ever: Jinja counts what is made, and refuses."""
    doubled = "".join(
        f"{{% set a{n} = [a{n - 1}, a{n - 1}] %}}{{% set b{n} = [b{n - 1}, b{n - 1}] %}}"
        for n in range(1, 60)
    )
    source = (
        f"{{% set a0 = [1] %}}{{% set b0 = [1] %}}{doubled}{{{{ 'x' if a59 == b59 else 'y' }}}}"
    )
    render = program(planned(source).body)
    with pytest.raises(NotPlain):
        render({})


def test_a_plan_makes_no_long_texts() -> None:
    source = "{% set s = 'xxxxxxxxxx' %}" + "{% set s = s ~ s %}" * 12 + "{{ s }}"
    render = program(planned(source).body)
    with pytest.raises(NotPlain):
        render({})
