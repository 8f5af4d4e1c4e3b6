"""Styles and numbering of the default template; all measures in twips (1/20 point)."""

from iki_docgen.word.styles import BOOK_STYLES

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TEXT_WIDTH = 18709 - 2 * 1134
"""F4 (330 x 215 mm) landscape within margins of 2 cm."""
LABEL, COLON, VALUE = 482, 2098, 2381
"""Where the label, its colon and its value stand on the line `1. JABATAN : ...`."""
STEP = 510
"""What each level of items is indented by; `m.` fits."""
SIGNATURE = 10200
FONT = "Bookman Old Style"


WORDS_OWN = {"Title": "Title", "Subtitle": "Subtitle", "heading 1": "Heading1", "footer": "Footer"}
FOLLOWED_BY = {"heading 1": "IKILabel"}


def style(name: str, paragraph: str = "", text: str = "", *, based: str = "Normal") -> str:
    """Return a paragraph style; `paragraph` and `text` are its properties."""
    ident = WORDS_OWN.get(name, name.replace(" ", ""))
    custom = "" if name in WORDS_OWN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{ident}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/>'
        + (f'<w:next w:val="{FOLLOWED_BY[name]}"/>' if name in FOLLOWED_BY else "")
        + '<w:uiPriority w:val="10"/><w:qFormat/>'
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{text}</w:rPr>" if text else "")
        + "</w:style>"
    )


def spacing(before: int = 0, after: int = 0) -> str:
    """Return the space above and below a paragraph."""
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def numbered(level: int) -> str:
    """Return the link to a level of the list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def size(half_points: int) -> str:
    """Return a font size."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


BOLD = "<w:b/><w:bCs/>"
CENTRED = '<w:jc w:val="center"/>'
JUSTIFIED = '<w:jc w:val="both"/>'
KEEP = "<w:keepNext/><w:keepLines/>"
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
BORDERS = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in EDGES
)
SIGNED = f'<w:ind w:left="{SIGNATURE}"/>'

_DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}"'
    f' w:eastAsia="{FONT}" w:cs="{FONT}"/>{size(22)}'
    '<w:lang w:val="id-ID" w:eastAsia="id-ID" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="259" w:lineRule="auto"/></w:pPr>'
    "</w:pPrDefault></w:docDefaults>"
)
_BASIC = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "<w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
    "<w:unhideWhenUsed/></w:style>"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/>'
    '<w:rPr><w:color w:val="595959"/></w:rPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="IKITabel"><w:name w:val="IKI Tabel"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="10"/><w:qFormat/>'
    f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{BORDERS}</w:tblBorders>'
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E7E6E6"/>'
    '<w:vAlign w:val="center"/></w:tcPr></w:tblStylePr></w:style>'
)
# A field never parts from its first item, nor a label from its table: the label keeps with what
# follows.
_LABEL = (
    KEEP
    + numbered(1)
    + f'<w:tabs><w:tab w:val="left" w:pos="{LABEL}"/><w:tab w:val="left" w:pos="{COLON}"/>'
    + f'<w:tab w:val="left" w:pos="{VALUE}"/></w:tabs>'
    + spacing(after=40)
    + f'<w:ind w:left="{VALUE}" w:hanging="{VALUE}"/>'
    + JUSTIFIED
)


def _item(level: int) -> str:
    left = VALUE + STEP * level
    return (
        numbered(level + 1)
        + spacing(after=20)
        + f'<w:ind w:left="{left}" w:hanging="{STEP}"/>'
        + JUSTIFIED
    )


_OWN = (
    style("Title", KEEP + spacing(after=40) + CENTRED, BOLD + size(28)),
    style("Subtitle", KEEP + CENTRED, BOLD + size(24)),
    style(
        "heading 1",
        KEEP + numbered(0) + spacing(240, 240) + CENTRED + '<w:outlineLvl w:val="0"/>',
        BOLD + size(24),
    ),
    style("IKI Label", _LABEL),
    style("IKI Butir", _item(1)),
    style("IKI Butir 2", _item(2)),
    style("IKI Butir 3", _item(3)),
    style("IKI Butir 4", _item(4)),
    style("IKI Jarak", "<w:keepNext/>" + '<w:spacing w:line="160" w:lineRule="exact"/>', size(8)),
    style("IKI Kepala Tabel", KEEP + spacing(40, 40) + CENTRED, BOLD),
    style("IKI Nomor Kolom", KEEP + CENTRED, size(18)),
    style("IKI Sel"),
    style(
        "IKI Sel Bernomor",
        '<w:tabs><w:tab w:val="left" w:pos="425"/></w:tabs><w:ind w:left="425" w:hanging="425"/>',
        based="IKISel",
    ),
    style("IKI Tanda Tangan", KEEP + SIGNED + CENTRED),
    style("IKI Tempat Tanggal", spacing(before=360), based="IKITandaTangan"),
    style("IKI Nama Terang", spacing(before=1000), BOLD, based="IKITandaTangan"),
    style("IKI NIP", '<w:keepNext w:val="0"/>', based="IKITandaTangan"),
    style("IKI Tag", "", '<w:color w:val="2F5496"/>' + size(16)),
    style("footer", CENTRED, size(18)),
)
STYLES = (
    f"<w:styles {W}>{_DEFAULTS}{_BASIC}{''.join(_OWN)}{''.join(BOOK_STYLES.values())}</w:styles>"
)


def _level(number: int, kind: str, text: str, linked: str, layout: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        + (f'<w:pStyle w:val="{linked}"/>' if linked else "")
        + ("" if text else '<w:suff w:val="nothing"/>')
        + f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{layout}</w:pPr></w:lvl>'
    )


def _hanging(left: int, hanging: int, tab: int) -> str:
    return (
        f'<w:tabs><w:tab w:val="num" w:pos="{tab}"/></w:tabs>'
        f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'
    )


# One list for everything: a level starts again under each paragraph of a level above it, so the
# items start again under each label, and the labels under each heading, in the book too.
_LEVELS = (
    _level(
        0,
        "decimal",
        "",
        "Heading1",
        '<w:ind w:left="0" w:firstLine="0"/>',
    ),
    _level(1, "decimal", "%2.", "IKILabel", _hanging(VALUE, VALUE, LABEL)),
    *(
        _level(
            level + 1,
            kind,
            text,
            linked,
            _hanging(VALUE + STEP * level, STEP, VALUE + STEP * level),
        )
        for level, kind, text, linked in (
            (1, "lowerLetter", "%3.", "IKIButir"),
            (2, "decimal", "%4.", "IKIButir2"),
            (3, "lowerLetter", "%5)", "IKIButir3"),
            (4, "decimal", "%6)", "IKIButir4"),
            (5, "lowerLetter", "(%7)", ""),
            (6, "decimal", "(%8)", ""),
            (7, "lowerRoman", "%9.", ""),
        )
    ),
)
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:nsid w:val="1A2B3C4D"/>'
    '<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="5E6F7A8B"/>'
    f'{"".join(_LEVELS)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    "</w:numbering>"
)
