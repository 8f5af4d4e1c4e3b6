"""The word lists of the rules, which stand in TOML files beside the code."""

import tomllib
from functools import cache
from importlib import resources

Words = dict[str, dict[str, list[str]]]


@cache
def measure_words() -> Words:
    """Return the words by which indicators say what is measured (`measures.toml`)."""
    return _read("measures.toml")


@cache
def job_words() -> Words:
    """Return the words by which jobs and units are known (`jobs.toml`)."""
    return _read("jobs.toml")


def starts_with(words: str, listed: list[str]) -> str:
    """Return the one of `listed` that `words` start with, empty where none is."""
    return next((entry for entry in listed if f"{words} ".startswith(f"{entry} ")), "")


def _read(name: str) -> Words:
    text = resources.files("iki_docgen.check").joinpath(name).read_text(encoding="utf-8")
    found: Words = tomllib.loads(text)
    return found
