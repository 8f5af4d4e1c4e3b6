"""The word lists of the rules, which stand in TOML files beside the code."""

from functools import cache

from iki_docgen.packaged import packaged

Words = dict[str, dict[str, list[str]]]


@cache
def measure_words() -> Words:
    """Return the words by which indicators say what is measured (`measures.toml`)."""
    return packaged("iki_docgen.check", "measures.toml", Words)


@cache
def job_words() -> Words:
    """Return the words by which jobs and units are known (`jobs.toml`)."""
    return packaged("iki_docgen.check", "jobs.toml", Words)


def starts_with(words: str, listed: list[str]) -> str:
    """Return the one of `listed` that `words` start with, empty where none is."""
    return next((entry for entry in listed if f"{words} ".startswith(f"{entry} ")), "")
