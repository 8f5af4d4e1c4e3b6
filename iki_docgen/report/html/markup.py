"""HTML as values: what is not markup is text, and text is escaped.

`Markup` is made by `tag`, by `join`, and by nobody else, so that no text of a document can become
part of a page in any other way than as text.
"""

from collections.abc import Iterable
from html import escape

_EMPTY = frozenset({"input", "meta"})

# What a browser would not show, or what would turn the text around it: people see its number.
_UNSEEN = {
    code: f"[U+{code:04X}]"
    for code in (
        *(number for number in range(0x20) if chr(number) not in "\t\n\r"),
        *range(0x7F, 0xA0),
        *(0xAD, 0x61C, 0x2028, 0x2029, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xD800, 0xE000),
    )
}


class Markup(str):
    """A piece of HTML."""

    __slots__ = ()


Node = str | Iterable["Node"] | None
"""Markup, text that will be escaped, or several of them; None is nothing."""


def join(nodes: Node) -> Markup:
    """Return the HTML of `nodes` one after another."""
    return Markup("".join(_parts(nodes)))


def tag(name: str, /, *children: Node, **attributes: str | int | bool | None) -> Markup:
    """Return the element `name`.

    `class_` and `for_` stand for the attributes `class` and `for`, other underscores for hyphens.
    An attribute that is None or False is left out, one that is True has no value.
    """
    head = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _EMPTY:
        return Markup(f"<{name}{head}>")
    return Markup(f"<{name}{head}>{join(children)}</{name}>")


def visible(text: str) -> str:
    """Return `text` with characters that cannot be seen or written shown by their number."""
    return text.translate(_UNSEEN)


def _parts(nodes: Node) -> Iterable[str]:
    if nodes is None:
        return
    if isinstance(nodes, Markup):
        yield nodes
    elif isinstance(nodes, str):
        yield escape(visible(nodes), quote=False)
    else:
        for node in nodes:
            yield from _parts(node)


def _attribute(key: str, value: str | int | bool | None) -> str:  # noqa: FBT001 - a value, no switch
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(visible(str(value)))}"'
