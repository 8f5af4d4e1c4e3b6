"""The skeleton that every page shares: one file that needs nothing else.

A page may load nothing and run nothing but its own style and script, which the policy in its head
names by their digests.  It works from a disk, by keyboard, on paper, and without its script.
"""

import base64
import hashlib
from functools import cache
from importlib import resources

from iki_docgen.report.html.markup import Markup, Node, tag

_KEYS = (
    ("j", "next {entry}"),
    ("k", "previous {entry}"),
    ("Enter", "open the link or the {entry} that has the focus"),
    ("/", "search"),
    ("n, N", "next, previous place that the search found"),
    ("Esc", "leave the search, close this window; once more: forget the search"),
    ("f", "to the filters"),
    ("x", "clear all filters"),
    ("t", "to the top"),
    ("?", "show these keys"),
)


def page(*, title: str, entry: str, header: Node, filters: Node, main: Node) -> str:
    """Return a whole HTML document.

    `entry` is one of what the page lists, such as `finding`; `filters` are the fieldsets of
    `facet`.
    """
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}';"
        " base-uri 'none'; form-action 'none'"
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", Markup(style)),
    )
    body = tag(
        "body",
        tag("a", "Skip to the positions", href="#positions", class_="skip"),
        header,
        _filters(filters),
        _toolbar(entry),
        tag("main", main, id="positions", tabindex=-1),
        _bar(entry),
        _help(entry),
        tag("script", Markup(script)),
        data_entry=entry,
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def facet(name: str, title: str, values: Node) -> Markup:
    """Return one filter: `values` are its `choice`s, of which none chosen means all."""
    return tag(
        "fieldset",
        tag("legend", title),
        tag("div", values, class_="choices"),
        class_="facet",
        data_facet=name,
    )


def choice(value: str, label: Node, count: int) -> Markup:
    """Return one value of a filter, with the number of entries that have it."""
    box = tag("input", type="checkbox", value=value)
    return tag("label", box, tag("span", label), " ", tag("b", str(count), class_="count"))


def position_facet(names: list[tuple[str, str]]) -> Markup:
    """Return the filter by position: `names` are the ids of sections and what they are called."""
    options = [tag("option", "all positions", value="")]
    options += [tag("option", name, value=key, lang="id") for key, name in names]
    return tag(
        "fieldset",
        tag("legend", "Position"),
        tag("select", options, aria_label="Position"),
        class_="facet",
        data_facet="position",
    )


def section(key: str, heading: Node, content: Node) -> Markup:
    """Return the section `key` of a position; the id of its heading is `{key}-name`."""
    return tag(
        "section",
        heading,
        content,
        id=key,
        class_="position",
        tabindex=-1,
        aria_labelledby=f"{key}-name",
    )


def tile(number: int, what: str, kind: str = "") -> Markup:
    """Return one number of the summary."""
    return tag("li", tag("b", str(number)), " ", tag("span", what), class_=f"tile {kind}".rstrip())


def definition(pairs: list[tuple[str, Node]]) -> Markup:
    """Return what a page is about, as a list of names and values; empty values are left out."""
    rows = [tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs if value]
    return tag("dl", rows, class_="about")


def _filters(facets: Node) -> Markup:
    heading = tag("summary", tag("h2", "Filters"))
    panel = tag("details", heading, tag("div", facets, class_="facets"), open=True)
    return tag("section", panel, id="filters", aria_label="Filters", tabindex=-1)


def _toolbar(entry: str) -> Markup:
    search = tag(
        "div",
        tag("label", "Search", for_="search"),
        tag("input", type="search", id="search", autocomplete="off", spellcheck="false"),
        tag("output", "", id="hits", for_="search", aria_live="polite"),
        _button("previous-hit", "↑", "previous place found (N)"),
        _button("next-hit", "↓", "next place found (n)"),
        class_="search",
        role="search",
    )
    steps = tag(
        "div",
        tag("output", "", id="shown", aria_live="polite"),
        _button("previous", "previous", f"previous {entry} (k)"),
        _button("next", "next", f"next {entry} (j)"),
        tag("a", "filters", href="#filters"),
        _button("clear", "clear filters", "clear all filters (x)"),
        _button("keys", "?", "keys"),
        class_="steps",
    )
    return tag("nav", search, steps, class_="toolbar", aria_label=f"Search and {entry}s")


def _button(name: str, face: str, hint: str) -> Markup:
    return tag("button", face, type="button", id=name, title=hint, aria_label=hint)


def _bar(entry: str) -> Markup:
    """Return the line at the foot that tells the present entry where its list is out of sight."""
    return tag(
        "aside",
        tag("div", id="now", aria_live="polite"),
        tag("button", "close", type="button", id="close-bar"),
        id="bar",
        hidden=True,
        aria_label=f"The present {entry}",
    )


def _help(entry: str) -> Markup:
    rows = [
        tag("div", tag("dt", tag("kbd", key)), tag("dd", does.format(entry=entry)))
        for key, does in _KEYS
    ]
    close = tag("button", "Close", type="button", id="close-help")
    heading = tag("h2", "Keys", id="help-title")
    return tag("dialog", heading, tag("dl", rows), close, id="help", aria_labelledby="help-title")


@cache
def _asset(name: str) -> str:
    folder = resources.files("iki_docgen.report.html")
    return folder.joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
