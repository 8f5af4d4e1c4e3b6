import pytest
from jinja2.exceptions import SecurityError

from iki_docgen.word import sandbox
from iki_docgen.word.sandbox import environment, render_bounded


def printed(template: str, **context: object) -> str:
    return render_bounded(environment().from_string(template), context)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ 3 * 4 }} {{ 2 ** 3 }} {{ 7 % 4 }}", "12 8 3"),
        ("{{ 'ab' * 2 }} {{ '%s-%d' % ('a', 1) }}", "abab a-1"),
        ("{{ '{:>4}'.format(1) }} {{ '%s'|format('x') }}", "   1 x"),
        ("{{ 'a'|center(3) }} {{ range(3)|list }}", " a  [0, 1, 2]"),
        ("{{ x }} {{ x|upper }}", "&lt;a&amp;&gt; &lt;A&amp;&gt;"),
        ("{{ 'Jumlah'|iki_alias('Penjelasan') }}", "Penjelasan: Jumlah"),
    ],
)
def test_what_a_template_needs_works(template: str, expected: str) -> None:
    assert printed(template, x="<a&>") == expected


@pytest.mark.parametrize(
    "template",
    [
        *("{{ 10 ** 100000 }}", "{{ 'a' * 2000000 }}", "{{ 2000000 * [1] }}"),
        *("{{ '%(a)999999d' % {'a': 1} }}", "{{ '%*d' % (9, 1) }}", "{{ '%999999d'|format(1) }}"),
        *("{{ '{:999999}'.format(1) }}", "{{ '{:{}}'.format(1, 9999999) }}"),
        *("{{ 'a'.zfill(width=9999999) }}", "{{ 'a'|indent(width=999999) }}", "{{ range(20000) }}"),
        *("{{ x.__class__ }}", "{{ x.append(1) }}", "{{ cycler.__init__.__globals__ }}"),
    ],
)
def test_what_could_harm_is_refused(template: str) -> None:
    with pytest.raises(SecurityError):
        printed(template, x=[])


def test_time_and_size_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "{% for a in range(999) %}{{ a }}{% endfor %}"
    monkeypatch.setattr(sandbox, "MAX_RENDERED", 100)
    with pytest.raises(SecurityError, match="more than a document"):
        printed(endless)
    monkeypatch.setattr(sandbox, "MAX_SECONDS", -1.0)
    with pytest.raises(SecurityError, match="longer than"):
        printed(endless)
