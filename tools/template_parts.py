"""Parts of the default template that say how Word treats it and whose it is."""

from template_styles import W

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# A template has no day of its own; the documents made from it show this one too.
DAY = "2026-01-01T00:00:00Z"

SETTINGS = (
    f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    + "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word"'
        f' w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
            ("useWord2013TrackBottomHyphenation", 0),
        )
    )
    + '</w:compat><w:themeFontLang w:val="id-ID"/><w:decimalSymbol w:val=","/>'
    '<w:listSeparator w:val=";"/></w:settings>'
)
FONTS = (
    f'<w:fonts {W}><w:font w:name="Bookman Old Style"><w:altName w:val="TeX Gyre Bonum"/>'
    '<w:panose1 w:val="02050604050505020204"/><w:charset w:val="00"/><w:family w:val="roman"/>'
    '<w:pitch w:val="variable"/></w:font></w:fonts>'
)
CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>Indikator Kinerja Individu - {{ jabatan }}</dc:title>"
    "<dc:creator>{{ instansi }}{% if daerah %} {{ daerah }}{% endif %}</dc:creator>"
    "<cp:lastModifiedBy>{{ instansi }}{% if daerah %} {{ daerah }}{% endif %}</cp:lastModifiedBy>"
    f'<dcterms:created xsi:type="dcterms:W3CDTF">{DAY}</dcterms:created>'
    f'<dcterms:modified xsi:type="dcterms:W3CDTF">{DAY}</dcterms:modified>'
    "<dc:language>id-ID</dc:language></cp:coreProperties>"
)
APP = (
    f'<Properties xmlns="{OFFICE}/extended-properties"><Application>Microsoft Office Word'
    "</Application><AppVersion>16.0000</AppVersion></Properties>"
)
