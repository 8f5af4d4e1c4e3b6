"""Read, check and write Indikator Kinerja Individu (IKI) documents.

    import iki_docgen as iki

    reading = iki.read("source/iki.txt")
    document, findings = iki.parse(reading)
    template = iki.compile_template()
    for jabatan in document.jabatan:
        data = template.render(iki.document_context(document, jabatan))

Names are loaded when they are first used, so that importing the package costs nothing.
"""

import sys
from importlib import import_module
from types import ModuleType

_HOMES = {
    "read": "iki_docgen.read",
    "parse": "iki_docgen.parse",
    "check": "iki_docgen.check",
    "compile_template": "iki_docgen.word.template",
    "document_context": "iki_docgen.word.context",
    "diff": "iki_docgen.diff",
    "collect": "iki_docgen.pipeline.collecting",
    "loads": "iki_docgen.codec",
    "dumps": "iki_docgen.codec",
}

_NAMES_THERE = {"diff": "compare"}
"""Public names that are called otherwise in the module they live in."""

__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    """Load a public name from the module it lives in."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), _NAMES_THERE.get(name, name))


class _Package(ModuleType):
    """Keeps `iki_docgen.read` the function: Python would bind the folder of that name over it."""

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute, unless it is a submodule that bears the name of a public function."""
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
