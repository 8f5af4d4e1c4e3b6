"""Which words are verbs of duty (me-) and which are names of actions (pe-...-an).

The prefix takes a form that fits the letter after it, so most words that only look alike are told
apart by their letters; `terms.toml` lists the rest.
"""

import re

from iki_docgen.check.lexicon import lexicon

_VERB = re.compile(
    r"(?:me[lrwy]|mem[bfpv]|men[cdjtsz]|meng[aeioughkq]|meny[aeiou]|mem[aeiou]|men[aeiou])[a-z]{2,}"
    r"(?:-[a-z]+)?"
)
_ACTION = re.compile(r"(?:pe[lmnrwy]|pem|pen|peng|peny)[a-z]{3,}an")


def is_verb(word: str) -> bool:
    """Tell whether `word` is an active verb: menyusun, melaksanakan, membantu."""
    small = word.lower()
    return _VERB.fullmatch(small) is not None and small not in lexicon().not_verbs


def is_action(word: str) -> bool:
    """Tell whether `word` names an action: penyusunan, pelaksanaan, pembinaan."""
    small = word.lower()
    return _ACTION.fullmatch(small) is not None and small not in lexicon().not_actions
