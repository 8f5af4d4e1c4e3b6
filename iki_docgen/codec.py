"""Records to and from JSON and YAML, and the JSON Schema of both.

JSON is written with one value per line, so that a line diff of two files reads well.
"""

import msgspec

from iki_docgen.errors import InputError
from iki_docgen.records import VERSION, Document

_RARE_LINE_ENDS = "\x85\u2028\u2029"
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

    Raises `InputError` that names the place (`$.jabatan[2].tugas`) of what is wrong.
    """
    tree = _load_yaml(text) if format == "yaml" else _load_json(text)
    if isinstance(tree, dict) and isinstance(tree.get("versi"), int) and tree["versi"] > VERSION:
        message = f"these records have format version {tree['versi']}; this program reads {VERSION}"
        raise InputError(message, hint="install a newer iki")
    try:
        return msgspec.convert(tree, Document)
    except msgspec.ValidationError as error:
        message = f"these are not records of iki: {error}"
        raise InputError(message, hint="`iki parse` prints records in the right form") from error


def schema() -> str:
    """Return the JSON Schema of a document, as it stands in `docs/records.schema.json`."""
    tree = {"$schema": SCHEMA_ID, "title": "iki records", **msgspec.json.schema(Document)}
    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode() + "\n"


def _load_json(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        message = f"this is not JSON: {error}"
        raise InputError(message, hint="was the file cut off or edited by hand?") from error


def _load_yaml(text: str) -> object:
    import yaml  # noqa: PLC0415 - heavy, and most runs do not need it

    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders
    except (yaml.YAMLError, RecursionError, ValueError) as error:
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
