"""A Word document made by hand, with all that the readers of office documents must cope with."""

from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(text: str, properties: str = "", tag: str = "t") -> str:
    """Return a run; `|` breaks a line, `~` is a hyphen that does not break, `_` an optional one."""
    parts = f'<w:{tag} xml:space="preserve">{text}</w:{tag}>'
    for sign, element in (("|", "br"), ("~", "noBreakHyphen"), ("_", "softHyphen")):
        parts = parts.replace(sign, f'</w:{tag}><w:{element}/><w:{tag} xml:space="preserve">')
    return f"<w:r><w:rPr>{properties}</w:rPr>{parts}</w:r>"


def deleted(text: str) -> str:
    """Return text that somebody deleted with tracked changes."""
    return f'<w:del w:id="1" w:author="x">{run(text, tag="delText")}</w:del>'


def inserted(text: str) -> str:
    """Return text that somebody added with tracked changes."""
    return f'<w:ins w:id="2" w:author="x">{run(text)}</w:ins>'


def complex_field(instruction: str, result: str) -> str:
    """Return a field: what Word computes, and what it shows; both are runs."""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return sign("begin") + instruction + sign("separate") + result + sign("end")


def instruction(text: str) -> str:
    """Return the instruction of a field."""
    return run(text, tag="instrText")


def paragraph(content: str, numbering: tuple[int, int] | None = None, mark: str = "") -> str:
    """Return a paragraph; `numbering` are its list and level, `mark` properties of its end."""
    number = ""
    if numbering:
        number = (
            f'<w:numPr><w:ilvl w:val="{numbering[1]}"/><w:numId w:val="{numbering[0]}"/></w:numPr>'
        )
    return f"<w:p><w:pPr>{number}<w:rPr>{mark}</w:rPr></w:pPr>{content}</w:p>"


def cell(content: str, width: int, properties: str = "") -> str:
    """Return a cell `width` twips wide; plain text becomes a paragraph."""
    body = content if content.startswith("<w:") else paragraph(run(content) if content else "")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{body}</w:tc>'


def table(widths: list[int], *rows: str) -> str:
    """Return a table of rows, each the cells of one."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


SPAN_2 = '<w:gridSpan w:val="2"/>'
RESTART = '<w:vMerge w:val="restart"/>'
COVERED = "<w:vMerge/>"
HIDDEN = "<w:vanish/>"


def level(number: int, kind: str, text: str, start: int = 1) -> str:
    """Return a level of a list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def document(body: list[str], lists: list[str] | None = None) -> bytes:
    """Return a docx with this body; list number `n` has the levels `lists[n - 101]`."""
    made: Docx = Document()
    end = made.element.body.sectPr
    for block in body:
        end.addprevious(parse_xml(block.replace(">", f" {W}>", 1)))
    numbering = made.part.numbering_part.element
    numbers = []
    for index, levels in enumerate(lists or (), 101):
        xml = f'<w:abstractNum {W} w:abstractNumId="{index}"><w:multiLevelType w:val="multilevel"/>'
        numbering.insert(0, parse_xml(f"{xml}{levels}</w:abstractNum>"))
        numbers.append(f'<w:num {W} w:numId="{index}"><w:abstractNumId w:val="{index}"/></w:num>')
    for number in numbers:
        numbering.append(parse_xml(number))
    out = BytesIO()
    made.save(out)
    return out.getvalue()
