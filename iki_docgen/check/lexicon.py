"""What `terms.toml` says: outdated terms, variants, classes of words, abbreviations."""

from collections.abc import Mapping
from functools import cache

import msgspec

from iki_docgen.packaged import packaged


class Lexicon(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words that the rules know; `terms.toml` says what each list is for.

    Abbreviations stand in capitals, other words in small letters.
    """

    function_words: frozenset[str]
    english: frozenset[str]
    not_verbs: frozenset[str]
    not_actions: frozenset[str]
    abbreviations: frozenset[str]
    outdated: dict[str, str]
    variants: dict[str, str]


@cache
def lexicon() -> Lexicon:
    """Return the words that the rules know."""
    return packaged("iki_docgen.check", "terms.toml", Lexicon)


def with_additions(known: Mapping[str, str], own: Mapping[str, str]) -> Mapping[str, str]:
    """Return the `known` pairs with an agency's `own` on top; an empty value takes a pair away."""
    folded = {key.strip().lower() for key in own}
    kept = {key: value for key, value in known.items() if key.lower() not in folded}
    return kept | {key.strip(): value for key, value in own.items() if value and key.strip()}
