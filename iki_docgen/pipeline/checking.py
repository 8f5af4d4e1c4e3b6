"""`iki check`: the findings that are asked for, with or without their corrections."""

from dataclasses import dataclass

from iki_docgen.diagnostics import Diagnostic
from iki_docgen.pipeline.fixing import Mending, mended_source, write
from iki_docgen.pipeline.loading import Loaded, load_source, selected, source_path
from iki_docgen.project import find
from iki_docgen.results import Checked, Patch


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: lists of codes as `selected` takes them, and whether to mend the source."""

    select: str | None = None
    ignore: str | None = None
    fix: bool = False

    def of(self, loaded: Loaded) -> tuple[Diagnostic, ...]:
        """Return the findings that are asked for."""
        return selected(loaded, self.select, self.ignore)


def checked(given: str | None, wish: Wish) -> Checked:
    """Return the findings of the source `given`, else of the one that `iki.toml` names.

    Where `wish` says so, what is certain is mended in its file first; the findings are then those
    that remain.  Raises `UsageError`, `InputError` and `OutputError`.
    """
    if not wish.fix:
        project = find()
        loaded = load_source(source_path(given, project), project)
        return Checked(loaded.path, wish.of(loaded), loaded.source, loaded.document)
    mending = _mending(given, wish)
    write(mending)
    after = mending.after
    return Checked(after.path, wish.of(after), after.source, after.document, mending.told)


def patched(given: str | None, wish: Wish) -> Patch:
    """Return what mending the source `given` would change in its file."""
    mending = _mending(given, wish)
    old, new = mending.data, mending.new_data
    source = mending.before.source
    if old is None or new is None or source is None:
        return Patch(mending.before.path, b"", b"", "", mending.told)
    return Patch(mending.before.path, old, new, source.encoding, mending.told)


def _mending(given: str | None, wish: Wish) -> Mending:
    project = find()
    name = source_path(given, project)
    return mended_source(name, load_source(name, project), project, wish.of)
