"""What an agency wants of its findings: those it ignores, and those it has accepted for good."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from iki_docgen.diagnostics import Code, Diagnostic, codes_named, in_order, words_about
from iki_docgen.project import Periksa, Terima
from iki_docgen.source import NOWHERE, Source

_MORE = "..."


class Judged(Struct, frozen=True):
    """Findings parted: those to show, and those of codes that are ignored."""

    shown: tuple[Diagnostic, ...]
    ignored: tuple[Diagnostic, ...]


def judge(
    findings: Sequence[Diagnostic], source: Source | None, wanted: Periksa, *, whole: bool
) -> Judged:
    """Part `findings` as `[periksa]` of iki.toml asks; what it accepts is in neither part.

    With `whole` an acceptance that fits no finding is a finding of its own.  A correction that
    would also mend what is accepted or ignored is no longer offered: a list with an item that is
    accepted without its letter is not lettered again.
    """
    ignored = frozenset(code for word in wanted.abaikan for code in codes_named(word))
    used: set[int] = set()
    left: list[Diagnostic] = []
    accepted: list[Diagnostic] = []
    for found in findings:
        fits = [at for at, entry in enumerate(wanted.terima) if _accepts(entry, found, source)]
        used.update(fits)
        (accepted if fits else left).append(found)
    if whole:
        left += [
            Code.UNUSED_ACCEPTANCE.at(NOWHERE, text=entry.teks, code=entry.kode)
            for at, entry in enumerate(wanted.terima)
            if at not in used
        ]
    ordered = in_order(left)
    silent = tuple(found for found in ordered if found.code in ignored)
    shown = tuple(found for found in ordered if found.code not in ignored)
    return Judged(without_fixes_of((*accepted, *silent), shown), without_fixes_of(accepted, silent))


def without_fixes_of(
    unwanted: Iterable[Diagnostic], findings: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Return `findings`, without the corrections that would mend one of `unwanted` too."""
    shared = {found.fix for found in unwanted if found.fix}
    return tuple(replace(found, fix=None) if found.fix in shared else found for found in findings)


def _accepts(entry: Terima, found: Diagnostic, source: Source | None) -> bool:
    """Tell whether `entry` accepts `found`: the same code, and the words it is about.

    Words that end in `...` stand for all that begin so.
    """
    if found.code not in codes_named(entry.kode):
        return False
    words, text = words_about(found, source), " ".join(entry.teks.split())
    if text.endswith(_MORE) and text != _MORE:
        return words.startswith(text.removesuffix(_MORE).rstrip())
    return words == text
