"""What each code means, for people: why it exists, with a bad and a good example."""

from collections.abc import Iterator
from functools import cache

from iki_docgen.check import RULES
from iki_docgen.diagnostics import Code
from iki_docgen.packaged import packaged


@cache
def _written() -> dict[str, dict[str, str]]:
    return packaged("iki_docgen.report", "explanations.toml", dict[str, dict[str, str]])


def explain(code: Code) -> str:
    """Return the explanation of `code` as plain text of several lines."""
    return "\n".join((f"{code.id} {code.label} ({code.severity.value})", "", *_body(code)))


def _body(code: Code) -> Iterator[str]:
    for rule in RULES:
        if rule.code is code:
            yield from (line.removeprefix("    ") for line in rule.explanation.strip().split("\n"))
            return
    entry = _written()[code.id]
    yield entry["why"]
    for name in ("bad", "good"):
        yield ""
        yield f"{name.capitalize()}:"
        yield from (f"    {line}" for line in entry[name].split("\n"))


def rules_page() -> str:
    """Return the text of `docs/rules.md`: every code with its explanation."""
    parts = [
        "# Findings",
        "",
        "Every finding has a code and a name that never change their meaning. `iki explain CODE`",
        "prints what stands here. This page is written by `tools/make_docs.py`.",
        "",
    ]
    for code in Code:
        head, _, *body = explain(code).split("\n")
        parts += [f"## {head}", "", "```text", *body, "```", "", f"Message: {code.message}", ""]
    return "\n".join(parts)
