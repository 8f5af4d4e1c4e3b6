"""The prompts that our own Word files show in boxes nobody has filled in yet."""

_PROMPTS = frozenset(
    {"klik untuk menulis penjelasan / formulasi penghitungan", "klik untuk menulis sumber data"}
)


def is_prompt(text: str) -> bool:
    """Tell whether the text of a cell is the prompt of an empty box, and so no value."""
    return " ".join(text.split()).rstrip(".").lower() in _PROMPTS
