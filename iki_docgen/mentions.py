"""Whom an item of TUGAS or FUNGSI names as superior.

The parser asks to tell whose superior somebody is, the rules ask whether all items agree on it.
"""

from functools import lru_cache

import regex

_END = r"(?:\s+(?:terkait|sesuai|berkaitan|dalam|untuk|yang|di\s+luar|baik)\b.*)?$"
_GIVEN_BY = regex.compile(
    rf"\bdiberikan\s+(?:(?:oleh){{e<=1}}\s+)?(?P<who>\p{{L}}.*?){_END}",
    regex.IGNORECASE | regex.DOTALL,
)
_ADVISED = regex.compile(
    rf"""
    \b (?: saran | pertimbangan | telaahan | bertanggung\s*+jawab ) \b [^;.]{0, 200}?
    \b kepada \s++ (?P<who> \p{{L}} .*? ) {_END.replace(" ", "")}
    """,
    regex.IGNORECASE | regex.DOTALL | regex.VERBOSE,
)


@lru_cache(2048)
def giver(text: str) -> str:
    """Return who gives other duties by the item `text`, empty where it does not say.

    `melaksanakan tugas lain yang diberikan oleh Kepala Bidang X` names the Kepala Bidang X.
    """
    return _who(_GIVEN_BY, text) if "diberikan" in text.lower() else ""


def adviser_of(text: str) -> str:
    """Return to whom advice is given or who is answered to by `text`, empty where nobody is."""
    return _who(_ADVISED, text) if "kepada" in text.lower() else ""


def _who(pattern: "regex.Pattern[str]", text: str) -> str:
    match = pattern.search(" ".join(text.split()))  # a long run of spaces would be tried at each
    return match["who"].strip(" .;,") if match else ""
