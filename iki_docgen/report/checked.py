"""What a check gave, of one source or of several, in the form that was asked for."""

from collections.abc import Sequence

from iki_docgen.report.fixed import to_fixed
from iki_docgen.report.formats import FORMATS
from iki_docgen.report.patch import to_patch
from iki_docgen.report.subject import Subject
from iki_docgen.results import Checked, Patch


def checked_report(done: Sequence[Checked], form: str, *, color: bool) -> str:
    """Return the findings of all sources as `form` writes them, empty where none was read."""
    subjects = [Subject(one.path, one.findings, one.source, color, one.document) for one in done]
    return FORMATS[form](*subjects) if subjects else ""


def fixed_report(done: Sequence[Checked]) -> str:
    """Return what was mended in each source, empty where nobody asked."""
    return "".join(to_fixed(one.told) for one in done if one.told is not None)


def patches_report(patches: Sequence[Patch]) -> bytes:
    """Return what the corrections of all sources would change, as one unified diff."""
    return b"".join(to_patch(one.path, one.old, one.new, one.encoding) for one in patches)


def unpatched_report(patches: Sequence[Patch]) -> str:
    """Return what stands in no diff: files that would be left as they are, unsafe corrections."""
    return "".join(to_fixed(one.told) for one in patches if one.told.left or one.told.unsafe)
