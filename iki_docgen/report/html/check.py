"""The page of `iki check`: what was found, where it stands, and what was read."""

from collections import Counter
from collections.abc import Mapping, Sequence

from iki_docgen.diagnostics import Code, Severity
from iki_docgen.report.html.lines import source_lines, worst
from iki_docgen.report.html.markup import Markup, Node, tag
from iki_docgen.report.html.page import (
    choice,
    definition,
    facet,
    page,
    position_facet,
    section,
    tile,
)
from iki_docgen.report.html.parts import Finding, Part, parts
from iki_docgen.report.html.record import empty, line_of, record
from iki_docgen.report.html.tree import Look, badge, tree
from iki_docgen.report.html.tree import Node as Twig
from iki_docgen.report.subject import Subject

_LOOKS = {
    Severity.ERROR: Look("error", "octagon", "×"),  # noqa: RUF001 - a cross, no letter
    Severity.WARNING: Look("warning", "triangle", "!"),
    Severity.NOTE: Look("note", "circle", "i"),
    None: Look("clear", "square", "✓"),
}
_SIGNS = str.maketrans({" ": "␣", "\t": "⇥", "\n": "↵", "\r": None})
_GENERAL = "Outside the positions"


def check_page(subject: Subject) -> str:
    """Return the page of a check."""
    every = parts(subject)
    shown = [part for part in every if part.jabatan or part.findings or _has_text(part, subject)]
    findings = [one for part in every for one in part.findings]
    main: list[Node] = [_tree(every[1:])] if every[1:] else []
    if not findings:
        main.append(tag("p", "Nothing was found.", class_="none"))
    by_id = _by_id(every)
    main += [_section(part, by_id, subject) for part in shown]
    return page(
        title=f"Check of {subject.path}",
        entry="finding",
        header=_header(subject, every, findings),
        filters=_filters(shown, findings),
        main=main,
    )


def _has_text(part: Part, subject: Subject) -> bool:
    source = subject.source
    return source is not None and any(source.line(number).strip() for number in part.lines)


def _header(subject: Subject, every: Sequence[Part], findings: Sequence[Finding]) -> Markup:
    document = subject.document
    by_severity = Counter(one.found.severity for one in findings)
    with_findings = sum(bool(part.findings) for part in every[1:])
    tiles = [tile(len(every) - 1, "positions"), tile(with_findings, "positions with findings")]
    tiles += [tile(by_severity[severity], f"{severity}s", severity.value) for severity in Severity]
    about = definition(
        [
            ("Agency", tag("span", document.instansi, lang="id") if document else None),
            ("Year", str(document.tahun or "") if document else None),
            ("Source", tag("code", subject.path)),
        ]
    )
    return tag("header", tag("h1", "What was found"), about, tag("ul", tiles, class_="tiles"))


def _filters(shown: Sequence[Part], findings: Sequence[Finding]) -> list[Node]:
    by_severity = Counter(one.found.severity for one in findings)
    by_code = Counter(one.found.code for one in findings)
    severities = [
        choice(one.value, [badge(_LOOKS[one]), " ", one.value], by_severity[one])
        for one in Severity
        if by_severity[one]
    ]
    codes = [
        choice(code.id, [badge(_LOOKS[code.severity]), f" {code.id} {code.label}"], by_code[code])
        for code in Code
        if by_code[code]
    ]
    return [
        facet("severity", "Severity", severities),
        facet("code", "Code", codes),
        position_facet([(part.key, _name(part)) for part in shown]),
    ]


def _name(part: Part) -> str:
    return part.jabatan.jabatan or "(no name)" if part.jabatan else _GENERAL


def _tree(positions: Sequence[Part]) -> Markup:
    keys = {key: part.key for key, part in _by_id(positions).items()}
    twigs = [
        Twig(
            part.key,
            keys.get(part.jabatan.atasan or ""),
            part.jabatan.jabatan,
            _LOOKS[worst(part.findings)],
            _tally(part),
            str(len(part.findings) or ""),
        )
        for part in positions
        if part.jabatan
    ]
    return tree(twigs, _LOOKS.values())


def _by_id(every: Sequence[Part]) -> Mapping[str, Part]:
    return {part.jabatan.id: part for part in every if part.jabatan}


def _tally(part: Part) -> str:
    """Return the findings of `part` in words."""
    counts = Counter(one.found.severity for one in part.findings)
    said = [f"{counts[one]} {one}{'s' * (counts[one] != 1)}" for one in Severity if counts[one]]
    return ", ".join(said) or "no findings"


def _section(part: Part, by_id: Mapping[str, Part], subject: Subject) -> Markup:
    heading = tag(
        "h2",
        badge(_LOOKS[worst(part.findings)]),
        " ",
        tag("span", _name(part), class_="s", lang="id" if part.jabatan else None),
        " ",
        tag("small", _tally(part)),
        id=f"{part.key}-name",
    )
    columns: list[Node] = []
    if subject.source is not None:
        columns.append(_column("Source", source_lines(subject.source, part)))
    if part.findings:
        listed = [_finding(one, part, subject) for one in part.findings]
        columns.append(_column("Findings", tag("ol", listed, class_="entries")))
    if part.jabatan:
        superior = _superior(part, by_id)
        columns.append(_column("Record", record(part.jabatan, superior, line_of(subject.source))))
    return section(part.key, heading, tag("div", columns, class_="columns"))


def _column(title: str, content: Node) -> Markup:
    return tag("div", tag("h3", title), content, class_=f"column {title.lower()}-column")


def _superior(part: Part, by_id: Mapping[str, Part]) -> Node:
    superior = by_id.get(part.jabatan.atasan or "") if part.jabatan else None
    if superior is None or superior.jabatan is None:
        return empty("none")
    return tag("a", superior.jabatan.jabatan, href=f"#{superior.key}", lang="id")


def _finding(one: Finding, part: Part, subject: Subject) -> Markup:
    found = one.found
    code = found.code
    head = tag(
        "p",
        badge(_LOOKS[found.severity]),
        f" {found.severity} ",
        tag("b", code.id),
        " ",
        tag("span", code.label, class_="label"),
        " ",
        _place(one, subject),
        class_="head",
    )
    return tag(
        "li",
        head,
        tag("p", quoted(found.message), class_="message s"),
        tag("p", quoted(found.help), class_="advice s") if found.help else None,
        _fix(one, subject),
        id=one.key,
        class_=f"entry {found.severity}",
        tabindex=-1,
        data_code=code.id,
        data_severity=found.severity.value,
        data_position=part.key,
    )


def _place(one: Finding, subject: Subject) -> Markup | None:
    place = subject.place(one.found.span)
    if place is None:
        return None
    line, column = place.start
    where = f"line {line}, column {column}"
    return tag("a", where, href=f"#L{line}", class_="place", data_to=one.key)


def _fix(one: Finding, subject: Subject) -> Markup | None:
    if one.found.fix is None or subject.source is None:
        return None
    edit = one.found.fix.as_one(subject.source.text)
    old = subject.source.slice(edit.span)
    return tag(
        "p",
        tag("b", "Fix: "),
        tag("del", _seen(old), lang="id") if old else None,
        " → ",
        tag("ins", _seen(edit.replacement) or "(nothing)", lang="id"),
        class_="fix",
    )


def _seen(text: str) -> str:
    """Return `text`, or signs for its characters where nothing would be seen of it."""
    return text.translate(_SIGNS) if text.isspace() else text


def quoted(message: str) -> list[Node]:
    """Return a message with what stands in backticks as text of the document."""
    return [
        tag("q", piece, lang="id") if number % 2 else piece
        for number, piece in enumerate(message.split("`"))
    ]
