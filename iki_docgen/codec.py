"""Records to and from JSON and YAML, and the JSON Schema of both.

JSON is written with one value per line, so that a line diff of two files reads well.  What is
read may come from anybody: it is refused in words where it is no document that we would write.
"""

import json
from collections.abc import Iterable, Sequence

import msgspec

from iki_docgen.errors import InputError
from iki_docgen.records import VERSION, Document

_RARE_LINE_ENDS = "\x85\u2028\u2029"
_DEEPEST = 200
"""Lists and objects inside each other; what is deeper could not be written as YAML."""
_HAND = "was the file cut off or edited by hand?"
_PRINTS = "`iki parse` prints records in the right form"
SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"


def _plain(value: object) -> object:
    """Return the plain string of a `source.Text`; msgspec asks for what it does not know."""
    if isinstance(value, str):
        return str.__str__(value)
    raise NotImplementedError(type(value))


def dumps(document: Document, *, format: str = "json") -> str:  # noqa: A002 - the option's own name
    """Return `document` as JSON or, with `format="yaml"`, as YAML; ends with a newline."""
    if format == "yaml":
        return _dump_yaml(msgspec.to_builtins(document, enc_hook=_plain))
    line = msgspec.json.encode(document, enc_hook=_plain)
    return msgspec.json.format(line, indent=2).decode() + "\n"


def loads(text: str, *, format: str = "json") -> Document:  # noqa: A002 - the option's own name
    """Return the document that `text` holds.

    Raises `InputError` that names the place (`$.jabatan[2].tugas`) of what is wrong: besides what
    the schema asks, ids are distinct, and every `atasan` is the id of a position, in no circle.
    """
    tree = _load_yaml(text) if format == "yaml" else _load_json(text)
    if isinstance(tree, dict) and isinstance(tree.get("versi"), int) and tree["versi"] > VERSION:
        message = f"these records have format version {tree['versi']}; this program reads {VERSION}"
        raise InputError(message, hint="install a newer iki")
    _refuse_deep(tree)
    try:
        document = msgspec.convert(tree, Document)
    except msgspec.ValidationError as error:
        message = f"these are not records of iki: {_in_words(str(error))}"
        raise InputError(message, hint=_PRINTS) from error
    _refuse_bad_ids(document)
    return document


def _in_words(problem: str) -> str:
    """Return msgspec's sentence, with the form of an id as people would say it."""
    if " matching regex " not in problem:
        return problem
    place = problem[problem.rindex(" - at ") :]
    return f"an id is small letters and digits, joined by hyphens{place}"


def _refuse_deep(tree: object) -> None:
    level = [tree]
    for _ in range(_DEEPEST + 1):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return
    raise _too_deep()


def _too_deep() -> InputError:
    return InputError("the records are nested too deeply", hint="was the file damaged?")


def _refuse_bad_ids(document: Document) -> None:
    """Raise `InputError` unless ids are distinct, and each `atasan` leads to the top."""
    above: dict[str, str | None] = {}
    for number, jabatan in enumerate(document.jabatan):
        place = f"$.jabatan[{number}].id"
        if jabatan.id.endswith("\n"):  # the one thing that the pattern lets pass
            raise InputError(f"an id has no line end - at `{place}`", hint=_PRINTS)
        if jabatan.id in above:
            message = f"two positions have the id `{jabatan.id}` - at `{place}`"
            raise InputError(message, hint="give each an id of its own")
        above[jabatan.id] = jabatan.atasan
    known_to_end: set[str] = set()
    for number, jabatan in enumerate(document.jabatan):
        place = f"`$.jabatan[{number}].atasan`"
        if jabatan.atasan is not None and jabatan.atasan not in above:
            message = f"no position has the id `{jabatan.atasan}` - at {place}"
            raise InputError(message, hint="write the id of another position, or null")
        path: dict[str, None] = {}
        at: str | None = jabatan.id
        while at is not None and at not in known_to_end and at in above:
            if at in path:
                raise InputError(
                    f"the superiors go round in a circle: `{at}` stands above itself - at {place}",
                    hint="the highest position has the `atasan` null",
                )
            path[at] = None
            at = above[at]
        known_to_end.update(path)


def schema() -> str:
    """Return the JSON Schema of a document, as it stands in `docs/records.schema.json`."""
    tree = {"$schema": SCHEMA_ID, "title": "iki records", **msgspec.json.schema(Document)}
    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode() + "\n"


def _load_json(text: str) -> object:
    try:
        tree: object = msgspec.json.decode(text)
        json.loads(text, object_pairs_hook=_refuse_twice)  # msgspec takes the last of two
    except RecursionError as error:
        raise _too_deep() from error
    except (msgspec.DecodeError, ValueError) as error:
        raise InputError(f"this is not JSON: {error}", hint=_HAND) from error
    return tree


def _refuse_twice(pairs: Sequence[tuple[str, object]]) -> None:
    _refuse_second(key for key, _ in pairs)


def _refuse_second(keys: Iterable[str]) -> None:
    """Raise `InputError` if a key stands twice in one object: one of the two would be lost."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise InputError(f"the key `{key}` stands twice in one place", hint=_HAND)
        seen.add(key)


def _load_yaml(text: str) -> object:
    import yaml  # noqa: PLC0415 - heavy, and most runs do not need it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(loader):  # type: ignore[misc, valid-type]
        """Refuses a key that stands twice."""

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> object:  # noqa: FBT001, FBT002 - PyYAML's own
            _refuse_second(str(key.value) for key, _ in node.value)
            return super().construct_mapping(node, deep)

    depth = 0
    try:
        # The events come first: a file of nothing but brackets overflows the loader's stack.
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise _too_deep()
            anchor = getattr(event, "anchor", None)
            if anchor is not None:
                message = f"records have no anchors and no aliases: `{anchor}`"
                raise InputError(message, hint="write the value out where it is meant")
        return yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if "nesting depth" in str(error):  # the parser gives up before our count of events does
            raise _too_deep() from error
        message = f"this is not YAML: {error}"
        raise InputError(message, hint="look at the indentation of that line") from error


def _dump_yaml(tree: object) -> str:
    import yaml  # noqa: PLC0415 - heavy, and most runs do not need it

    class Dumper(yaml.SafeDumper):
        """Writes text of several lines as block scalars."""

        def ignore_aliases(self, data: object) -> bool:
            """Write every value out, however often it occurs."""
            del data
            return True

    def represent(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = None
        if any(end in value for end in _RARE_LINE_ENDS):
            style = '"'  # the only style that writes them so that they are read again
        elif "\n" in value:
            style = "|"
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, represent)
    return str(yaml.dump(tree, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1_000_000))
