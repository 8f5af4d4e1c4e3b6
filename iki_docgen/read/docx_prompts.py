"""What Word itself writes into a document: prompts of content controls, and contents.

A control that says it shows its prompt may have been typed in by another program, which does not
take the word back.  So the sign alone drops nothing: the text must be a prompt, too.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from iki_docgen.office.parts import related_parts
from iki_docgen.office.text import element_text
from iki_docgen.office.xml import parse_xml, qn
from iki_docgen.vocabulary import asks_to_click

_VAL = qn("w:val")
_SDT, _RUN, _P = qn("w:sdt"), qn("w:r"), qn("w:p")
_SIGN = qn("w:showingPlcHdr")
_SHOWING = f"{qn('w:sdtPr')}/{_SIGN}"
_PART = f"{qn('w:sdtPr')}/{qn('w:placeholder')}/{qn('w:docPart')}"
_GALLERY = f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}"
_RUN_STYLE = f"{qn('w:rPr')}/{qn('w:rStyle')}"
_CONTENT = qn("w:sdtContent")
_CONTENTS = "Table of Contents"
_OFF = frozenset({"0", "false", "off"})


def prompt_runs(
    root: etree._Element, members: Mapping[str, bytes], main: str, name: str
) -> frozenset[etree._Element]:
    """Return the runs of content controls that show their prompt."""
    showing = [control for control in root.iter(_SDT) if _says_it_shows(control)]
    if not showing:
        return frozenset()
    parts = dict(_prompts(members, main, name))
    runs: set[etree._Element] = set()
    for control in showing:
        content = control.find(_CONTENT)
        if content is not None and _is_prompt(control, content, parts):
            runs.update(content.iter(_RUN))
    return frozenset(runs)


def contents_of(root: etree._Element) -> frozenset[etree._Element]:
    """Return the paragraphs in the tables of contents that Word made."""
    inner: set[etree._Element] = set()
    found: set[etree._Element] = set()
    for control in root.iter(_SDT):
        gallery = None if control in inner else control.find(_GALLERY)
        if gallery is not None and gallery.get(_VAL) == _CONTENTS:
            inner.update(control.iter(_SDT))
            found.update(control.iter(_P))
    return frozenset(found)


def _says_it_shows(control: etree._Element) -> bool:
    sign = control.find(_SHOWING)
    return sign is not None and sign.get(_VAL, "1") not in _OFF


def _is_prompt(control: etree._Element, content: etree._Element, parts: Mapping[str, str]) -> bool:
    """Tell whether the text of a control is the prompt it names, or all styled and worded as one.

    Words that a person typed may have kept the style.
    """
    if next(content.iter(_SIGN), None) is not None:  # it holds such controls, and no prompt itself
        return False
    text = " ".join(element_text(content).split())
    part = control.find(_PART)
    if part is not None and text and parts.get(part.get(_VAL, "")) == text:
        return True
    runs = [run for run in content.iter(_RUN) if element_text(run).strip()]
    return asks_to_click(text) and all(_is_styled(run) for run in runs)


def _is_styled(run: etree._Element) -> bool:
    style = run.find(_RUN_STYLE)
    return style is not None and "placeholder" in style.get(_VAL, "").casefold()


def _prompts(members: Mapping[str, bytes], main: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield the prompts that the document keeps, by their names."""
    for part in related_parts(members, main, "/glossaryDocument", name):
        for entry in parse_xml(members[part], name).iter(qn("w:docPart")):
            title = entry.find(f"{qn('w:docPartPr')}/{qn('w:name')}")
            body = entry.find(qn("w:docPartBody"))
            if title is not None and body is not None:
                yield title.get(_VAL, ""), " ".join(element_text(body).split())
