"""Lists of words that come with the program: TOML files beside the code that asks for them."""

import tomllib
from importlib import resources
from typing import TypeVar

import msgspec

_Lists = TypeVar("_Lists")


def packaged(package: str, name: str, kind: type[_Lists]) -> _Lists:
    """Return what the TOML file `name` in `package` says, as a value of `kind`.

    Raises `msgspec.ValidationError` for a file that is not of that kind.
    """
    text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), kind)
