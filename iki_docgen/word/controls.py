"""Anchors in a template: put in when it is compiled, so that its author need not know them.

The source is docxtpl's Jinja.  The first place that prints an indicator gets a bookmark; the
first that prints its Penjelasan, and its Sumber Data, becomes a content control, or the control
that is there already gets its ids.  Everything depends on `kunci`: a template of other people,
whose rows have no key, prints as it did.
"""

import re
from typing import NamedTuple

from iki_docgen.vocabulary import PROMPTS
from iki_docgen.word.anchors import PENJELASAN_TAG, SUMBER_DATA_TAG


class Column(NamedTuple):
    """A column that people fill in: its name in a template, and what its control says."""

    name: str
    title: str
    tag: str
    prompt: str


COLUMNS = (
    Column(
        "penjelasan",
        "Penjelasan",
        PENJELASAN_TAG,
        PROMPTS["penjelasan"],
    ),
    Column("sumber_data", "Sumber Data", SUMBER_DATA_TAG, PROMPTS["sumber_data"]),
)
PLACEHOLDER_COLOUR = "595959"
"""Grey with a contrast of 7:1 on white."""

_VARIABLE = r"(?P<row>[A-Za-z_]\w*)"
_INDIKATOR = re.compile(
    r"<w:t(?:\s[^>]*)?>(?P<before>[^<]*?)(?P<print>\{\{-?\s*" + _VARIABLE + r"\.indikator\b"
    r"[^{}]*\}\})(?P<after>[^<]*)</w:t>"
)
_CONTROL = re.compile(r"<w:sdt>(?:(?!<w:sdt>).)*?</w:sdt>", re.DOTALL)
_CELL = re.compile(r"<w:tc[ >](?:(?!<w:tc[ >]).)*?</w:tc>", re.DOTALL)
_CELL_PARTS = re.compile(
    r"(?P<start><w:tc(?:\s[^>]*)?>(?:<w:tcPr/>|<w:tcPr>.*?</w:tcPr>)?)(?P<content>.*)(?P<end></w:tc>)",
    re.DOTALL,
)
_CONTROL_PROPERTIES = re.compile(r"<w:sdtPr/>|<w:sdtPr>(?P<inner>.*?)</w:sdtPr>", re.DOTALL)
_RUN_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)
_PARAGRAPH_PROPERTIES = re.compile(r"<w:pPr>.*?</w:pPr>", re.DOTALL)
_REPLACED = re.compile(
    r"<w:(?P<tag>alias|tag|id|lock|placeholder|temporary|showingPlcHdr|dataBinding|text|richText)"
    r"(?:\s[^>]*?)?(?:/>|>.*?</w:(?P=tag)>)",
    re.DOTALL,
)
_PARAGRAPH = re.compile(r"<w:p(?:\s[^>]*)?>(?:(?!<w:p[ >]).)*?</w:p>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]+>")


def with_anchors(source: str) -> str:
    """Return `source`, the main part of a template, with our anchors."""
    for column in COLUMNS:
        source = _with_control(source, column)
    return _with_bookmark(source)


def _with_bookmark(source: str) -> str:
    """Return `source` with a bookmark round the first `{{ X.indikator }}`, in a run of its own."""
    found = _INDIKATOR.search(source)
    if not found:
        return source
    run = max(source.rfind("<w:r>", 0, found.start()), source.rfind("<w:r ", 0, found.start()))
    properties = _RUN_PROPERTIES.search(source, run, found.start())
    style = properties[0] if properties else ""
    row = found["row"]
    reopen = f'<w:r>{style}<w:t xml:space="preserve">'
    start = f'<w:bookmarkStart w:id="{{{{ {row}.id_bookmark }}}}"'
    start += f' w:name="{{{{ {row}.bookmark }}}}"/>'
    end = f'<w:bookmarkEnd w:id="{{{{ {row}.id_bookmark }}}}"/>'
    before = source[run : found.start()]
    if found["before"] or "<w:t" in _RUN_PROPERTIES.sub("", before):
        before += f'<w:t xml:space="preserve">{found["before"]}</w:t></w:r>'
        marked = f"{before}{_if_ours(row, start)}{reopen}{found['print']}</w:t></w:r>"
    else:
        marked = (
            f'{_if_ours(row, start)}{before}<w:t xml:space="preserve">{found["print"]}</w:t></w:r>'
        )
    marked += _if_ours(row, end)
    rest = source[found.end() :]
    if found["after"] or not rest.startswith("</w:r>"):
        rest = f"{reopen}{found['after']}</w:t>{rest}"
    else:
        rest = rest.removeprefix("</w:r>")
    return source[:run] + marked + rest


def _with_control(source: str, column: Column) -> str:
    prints = re.compile(
        rf"\{{(?:\{{-?|%-?\s*for\s+\w+\s+in\b)\s*{_VARIABLE}\.{column.name}(?:_baris)?\b"
    )
    for pattern, change in ((_CONTROL, _with_ids), (_CELL, _wrapped)):
        for place in pattern.finditer(source):
            if found := prints.search(place[0]):
                changed = change(place[0], found["row"], column)
                return source[: place.start()] + changed + source[place.end() :]
    return source


def _with_ids(control: str, row: str, column: Column) -> str:
    """Return a control of the template with the title, tag and id of its indicator."""

    def properties(found: re.Match[str]) -> str:
        rest = _REPLACED.sub("", found["inner"] or "")
        style = _RUN_PROPERTIES.match(rest)
        start = style[0] if style else ""
        ours = _properties(row, column, start, rest.removeprefix(start))
        return _if_ours(row, ours, found[0])

    control = _CONTROL_PROPERTIES.sub(properties, control, count=1)
    return _by_paragraph(control, row, column)


def _wrapped(cell: str, row: str, column: Column) -> str:
    """Return a cell with a control round its content, with a prompt where that is empty."""
    parts = _CELL_PARTS.fullmatch(cell)
    if not parts:
        return cell
    content = parts["content"]
    layout = _PARAGRAPH_PROPERTIES.search(content)
    prompt = (
        f"<w:p>{layout[0] if layout else ''}<w:r><w:rPr>"
        f'<w:color w:val="{PLACEHOLDER_COLOUR}"/></w:rPr><w:t>{column.prompt}</w:t></w:r></w:p>'
    )
    control = (
        f"<w:sdt>{_properties(row, column, '', '')}<w:sdtContent>"
        f"{{% if {row}.{column.name} %}}{_by_paragraph(content, row, column)}"
        f"{{% else %}}{prompt}{{% endif %}}</w:sdtContent></w:sdt>"
    )
    return parts["start"] + _if_ours(row, control, content) + parts["end"]


def _by_paragraph(content: str, row: str, column: Column) -> str:
    """Return `content`, which prints several lines as paragraphs, not as line breaks.

    LibreOffice 7.4 loses breaks in controls.
    """
    value = re.compile(rf"\{{\{{\s*{row}\.{column.name}\s*\}}\}}")

    def repeated(found: re.Match[str]) -> str:
        if not value.fullmatch(_MARKUP.sub("", found[0]).strip()):
            return found[0]
        lines = f"{row}.{column.name}_baris|default([{row}.{column.name}], true)"
        paragraph = value.sub("{{ iki_baris }}", found[0])
        return f"{{% for iki_baris in {lines} %}}{paragraph}{{% endfor %}}"

    return _PARAGRAPH.sub(repeated, content)


def _properties(row: str, column: Column, start: str, rest: str) -> str:
    """Return the properties of a control, in the order that the schema wants."""
    return (
        f"<w:sdtPr>{start}"
        f"<w:alias w:val=\"{{{{ {row}.indikator|iki_alias('{column.title}') }}}}\"/>"
        f'<w:tag w:val="{column.tag}{{{{ {row}.kunci }}}}"/>'
        f'<w:id w:val="{{{{ {row}.id_{column.name} }}}}"/><w:lock w:val="sdtLocked"/>'
        f"{{% if not {row}.{column.name} %}}<w:showingPlcHdr/>{{% endif %}}{rest}</w:sdtPr>"
    )


def _if_ours(row: str, xml: str, otherwise: str = "") -> str:
    """Return `xml` for rows with a key, so that other people's rows need none."""
    other = f"{{% else %}}{otherwise}" if otherwise else ""
    return f"{{% if {row}.kunci is defined %}}{xml}{other}{{% endif %}}"
