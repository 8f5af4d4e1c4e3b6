"""Which code a person means, which words a finding is about, and in what order findings come."""

from collections.abc import Iterable
from difflib import get_close_matches

from iki_docgen.diagnostics.catalogue import Code, Diagnostic
from iki_docgen.source import NOWHERE, Source


def find_code(word: str) -> Code | None:
    """Return the code whose id, name or number (`203`) is `word`, in any case of letters."""
    folded = _with_prefix(word).lower().replace("_", "-")
    return next((code for code in Code if folded in {code.id.lower(), code.label}), None)


def _with_prefix(word: str) -> str:
    """Return `word` as the id it stands for where it is only the number of one."""
    word = word.strip()
    return f"IKI{word}" if word.isascii() and word.isdigit() else word


def codes_named(word: str) -> frozenset[Code]:
    """Return the codes that `word` names: an id, a name, a number (`203`), or the head of an id.

    Empty where it names none; a whole family shares the head of its ids (`IKI4`).
    """
    exact = find_code(word)
    if exact is not None:
        return frozenset({exact})
    head = _with_prefix(word).upper()
    return frozenset(code for code in Code if head and code.id.startswith(head))


def instead_of(word: str) -> str:
    """Return what to do about `word`, which names no code: the nearest that exists, if any is."""
    names = [name for code in Code for name in (code.label, code.id.lower())]
    near = get_close_matches(word.strip().lower(), names, n=1)
    return f"did you mean `{near[0]}`?" if near else "`iki explain` lists all codes"


def words_about(found: Diagnostic, source: Source | None) -> str:
    """Return the words that a finding is about, by which it is accepted.

    They are the text at its place, white space folded; the message where it has no place, or one
    that holds nothing but white space.
    """
    at_place = source is not None and found.span != NOWHERE
    words = source.slice(found.span) if source is not None and at_place else ""
    return " ".join((words if words.strip() else found.message).split())


def in_order(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return `findings` by their place, then by their code."""
    return tuple(sorted(findings, key=lambda found: (found.span, found.code.id)))
