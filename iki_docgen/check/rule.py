"""What a rule is: a generator of findings with one code and a docstring that explains it."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.records import Document
from iki_docgen.source import Source


class Preferences(Struct, frozen=True):
    """What an agency adds to the words that the program knows (`[periksa]` in iki.toml).

    `kata` are misspelt words with how each is spelled, `istilah` outdated terms with the present
    ones; an empty value takes away a pair that the program knows.
    """

    kata: Mapping[str, str] = field(default_factory=dict)
    istilah: Mapping[str, str] = field(default_factory=dict)


class Examined(Struct, frozen=True, eq=False):
    """What a rule looks at: records, the text they were read from, what the agency prefers.

    `source` is None where records came from a file of records; findings have no place then.
    Each is equal to itself only, so that what was found out about it can be kept by it.
    """

    document: Document
    source: Source | None = None
    preferences: Preferences = field(default_factory=Preferences)


_Generator = Callable[[Examined], Iterator[Diagnostic]]


class Rule(Struct, frozen=True):
    """A rule with its code; `explanation` is the docstring with its Bad and Good example."""

    code: Code
    explanation: str
    find: _Generator

    def __call__(self, examined: Examined) -> Iterator[Diagnostic]:
        """Yield the findings of this rule in `examined`."""
        return self.find(examined)


def rule(code: Code) -> Callable[[_Generator], Rule]:
    """Make a rule of `code` from the generator below."""

    def made(find: _Generator) -> Rule:
        return Rule(code, find.__doc__ or "", find)

    return made
