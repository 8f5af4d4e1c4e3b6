import pytest
from jinja2 import nodes
from jinja2.exceptions import SecurityError

from iki_docgen.word import bounds, sandbox
from iki_docgen.word.dangers import filter_danger
from iki_docgen.word.sandbox import environment, render_bounded


def printed(template: str, **context: object) -> str:
    return render_bounded(environment().from_string(template), context)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ 3 * 4 }} {{ 2 ** 3 }} {{ 7 % 4 }}", "12 8 3"),
        ("{{ 'ab' * 2 }} {{ '%s-%d' % ('a', 1) }}", "abab a-1"),
        ("{{ '%4d'|format(1) }} {{ '%s'|format('x') }}", "   1 x"),
        ("{{ ['a', 'b']|join(', ') ~ 1 }} {{ 'a' + 'b' }} {{ [1] + [2] }}", "a, b1 ab [1, 2]"),
        ("{{ 'a-b'|replace('-', '+') }} {{ '+'.join(['a']) }} {{ 'ab'.strip('b') }}", "a+b a a"),
        ("{{ ['ab', 'c']|map('upper')|join('+') }} {{ 'ab'|list|length }}", "AB+C 2"),
        (
            "{% set ns = namespace(n=1) %}{% set ns.n = ns.n + 1 %}{{ ns.n }}{{ x ~ ns.n }}",
            "2&lt;a&amp;&gt;2",
        ),
        ("{% for a, b in [(1, 2)] %}{{ a + b }}{{ loop.length }}{% endfor %}", "31"),
        ("{% for a in [] %}{% else %}-{% endfor %}{{ x[1:2] }}{{ {'k': 1}['k'] }}", "-a1"),
        ("{% set t %}{{ x }}{% endset %}{{ t }} {{ 'a\nb'|indent }}", "&lt;a&amp;&gt; a\n    b"),
        (
            "{{ 'a b'|wordwrap(1) }} {{ 'aXa'|trim('a') }} {{ 'ab'.replace('', '-') }}",
            "a\nb X -a-b-",
        ),
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


GROWING = [
    "{% set ns.x = ns.x ~ ns.x %}",
    "{% set ns.x = ns.x + ns.x %}",
    "{% set ns.x = [ns.x, ns.x] %}",
    "{% set ns.x = {'a': ns.x, 'b': ns.x} %}",
    "{% set ns.x = (ns.x, ns.x) %}",
    "{% set ns.x = namespace(a=ns.x, b=[ns.x]) %}{% set y = [ns.x] %}",
    "{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}",
    "{% set ns.x = '%s%s' % (ns.x, ns.x) %}",
    "{% set ns.x = '%s%s'|format(ns.x, ns.x) %}",
    "{% set ns.x = [ns.x, ns.x]|join %}",
    "{% set ns.x = ''.join([ns.x, ns.x]) %}",
    "{% set ns.x = (ns.x ~ '')|replace('a', 'aa') %}",
    "{% set ns.x = (ns.x ~ '').replace('a', 'aa') %}",
]


@pytest.mark.parametrize("step", GROWING)
def test_what_doubles_ends_before_it_is_large(step: str) -> None:
    start = "{% set ns = namespace(x='a') %}{% for i in range(99) %}"
    with pytest.raises(SecurityError, match="too long"):
        printed(start + step + "{% endfor %}")


@pytest.mark.parametrize(
    "template",
    [
        "{% set n = namespace(x=9) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}",
        "{{ ('a' * 9000)|replace('a', 'b' * 9000) }}",
        "{{ ('a' * 9000)|replace('', 'b' * 9000) }}",
        "{{ ('a' * 9000).replace('a', 'b' * 9000) }}",
        "{{ range(9000)|join('x' * 9000) }}",
        "{{ range(9000)|join(d='x' * 9000) }}",
        "{{ ('a' * 9000)|join('x' * 9000) }}",
        "{{ ('x' * 9000).join(range(9000)|map('string')) }}",
        "{{ range(9000)|map('replace', '1', 'x' * 90000)|list|length }}",
        "{{ ('a\n' * 9000)|indent('x' * 9000) }}",
        "{{ ('a' * 90000)|wordwrap(1) }}",
        "{{ ('a' * 9000)|wordwrap(1, wrapstring='b' * 9000) }}",
        "{{ '%s' * 900 % (('x' * 9000,) * 90) }}",
        "{{ ('%9999d' * 900) % 1 }}",
        "{{ ('a' * 900000).strip('b' * 90000) }}",
        "{% set a = 'a' * 900000 %}" + "{% set b = a[1:] %}" * 50,
        "{{ 'aaa'|random }}",
        "{{ 'a'|safe }}",
        "{{ {'a': 1}|xmlattr }}",
        "{{ 'a'|tojson }}",
        "{% autoescape false %}{{ '<' }}{% endautoescape %}",
        "{{ '{}'.format(1) }}",
    ],
)
def test_what_is_too_much_is_refused_before_it_is_made(template: str) -> None:
    with pytest.raises(SecurityError):
        printed(template)


def test_loops_that_print_nothing_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_SECONDS", 0.05)
    loop, end = "{% for a in range(9999) %}", "{% endfor %}"
    with pytest.raises(SecurityError, match="longer than"):
        printed(loop * 3 + end * 3)
    with pytest.raises(SecurityError, match="longer than"):
        printed("{% for a in range(9999) %}" + loop[:-3] + "if a is in range(9999) %}" + end * 2)


def test_a_filter_that_is_refused_is_refused_when_a_template_is_checked() -> None:
    for name, reason in sandbox.REFUSED_FILTERS.items():
        node = environment().parse(f"{{{{ x|{name} }}}}").find(nodes.Filter)
        assert filter_danger(node) == reason
        with pytest.raises(SecurityError) as caught:
            printed(f"{{{{ x|{name} }}}}", x="a")
        assert str(caught.value) == reason


def test_time_and_size_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "{% for a in range(999) %}{{ a }}{% endfor %}"
    monkeypatch.setattr(sandbox, "MAX_RENDERED", 100)
    with pytest.raises(SecurityError, match="more than a document"):
        printed(endless)
    monkeypatch.setattr(bounds, "MAX_SECONDS", -1.0)
    with pytest.raises(SecurityError, match="longer than"):
        printed(endless)
