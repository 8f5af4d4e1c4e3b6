"""What a rule is: a generator of findings with one code and a docstring that explains it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.records import Document

_Generator = Callable[[Document], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its code; `explanation` is the docstring with its Bad and Good example."""

    code: Code
    explanation: str
    find: _Generator

    def __call__(self, document: Document) -> Iterator[Diagnostic]:
        """Yield the findings of this rule in `document`."""
        return self.find(document)


def rule(code: Code) -> Callable[[_Generator], Rule]:
    """Make a rule of `code` from the generator below."""

    def made(find: _Generator) -> Rule:
        return Rule(code, find.__doc__ or "", find)

    return made
