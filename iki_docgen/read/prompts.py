"""The prompts of our own Word documents, which are no values where nobody has typed."""

import unicodedata

PROMPTS = (
    "Klik untuk menulis penjelasan / formulasi penghitungan",
    "Klik untuk menulis sumber data",
)
"""What `word/controls.py` writes into cells that people fill in; a test holds them equal."""

_FOLDED = frozenset(prompt.casefold() for prompt in PROMPTS)


def is_prompt(text: str) -> bool:
    """Tell whether a paragraph is a prompt and nothing else."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold() in _FOLDED
