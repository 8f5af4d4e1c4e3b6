"""The names of jobs: rule IKI503, and what other rules ask about them."""

import re
from collections.abc import Iterator

from iki_docgen.check.rule import Examined, rule
from iki_docgen.check.word_lists import job_words, starts_with
from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.source import span_of
from iki_docgen.vocabulary import HOLDERS, rank_of, unit_words
from iki_docgen.wording import as_in

_NOT_WORD = re.compile(r"[\W_]+")
_AGENT = re.compile(r"(?:pe[lmnr]?|peng|penge)[a-z]{4,}(?<!an)")
"""One who does it: `pengelola`, `penyuluh`; `pengelolaan` is the work."""
_WORK = re.compile(r"[a-z]{4,}(?:(?<!w)an|si)")
_HEADS = {HOLDERS[holder]: holder for holder in ("sekretaris", "camat", "lurah", "inspektur")}
"""Units whose head has a name of his own."""
_HEAD_OF_NAME = 2


@rule(Code.UNIT_NAME_AS_JABATAN)
def unit_name_as_jabatan(examined: Examined) -> Iterator[Diagnostic]:
    """Find positions that are named like a unit of the agency, not like somebody's job.

    An IKI is signed and answered for by a person.

    Bad:  JABATAN : Seksi Pelayanan Umum
    Good: JABATAN : Kepala Seksi Pelayanan Umum
    """
    for jabatan in examined.document.jabatan:
        if is_unit_name(jabatan.jabatan):
            yield Code.UNIT_NAME_AS_JABATAN.at(
                span_of(jabatan.jabatan),
                about=jabatan.jabatan,
                jabatan=jabatan.jabatan,
                expected=_job(jabatan.jabatan),
            )


def is_unit_name(name: str) -> bool:
    """Tell whether `name` is that of a unit: it starts like one, or is work that nobody does.

    `Fasilitasi dan Koordinasi Ormas` holds no word for a job; `Rekam Medis` does not either, but
    may be one of the many that are not known here.
    """
    words = _NOT_WORD.sub(" ", name.lower()).split()
    jobs = job_words()["job"]
    if not words or starts_with(" ".join(words), jobs["first"]) or words[0].startswith("kepala"):
        return False
    if rank_of(name) is not None:
        return True
    is_work = len(words) > 1 and (_WORK.fullmatch(words[0]) is not None or "dan" in words)
    return is_work and not _holds_job(words)


def _holds_job(words: list[str]) -> bool:
    """Tell whether one of `words` is a job, or one of the first two is who does something."""
    jobs = job_words()["job"]
    if not set(jobs["anywhere"]).isdisjoint(words):
        return True
    agents = (word for word in words[:_HEAD_OF_NAME] if word not in jobs["not_agents"])
    return any(_AGENT.fullmatch(word) for word in agents)


def _job(name: str) -> str:
    """Return how the job at the head of the unit `name` is called."""
    first = name.split(maxsplit=1)[0]
    head = _HEADS.get(first.lower())
    if head is not None:
        return as_in(first, head) + name[len(first) :]
    title = "Kepala" if rank_of(name) is not None else "Kepala Seksi"
    return f"{title.upper() if name.isupper() else title} {name}"


def serves_its_own_place(name: str) -> bool:
    """Tell whether the post `name` belongs to a unit such as a Kelurahan or a Puskesmas.

    There are several of them, and each measures its own services by the same words.
    """
    return bool(starts_with(" ".join(unit_words(name)), job_words()["places"]["words"]))


def is_same_work(name: str, other: str) -> bool:
    """Tell whether two posts may do the same work by rule: two Lurah, two who are Bidan."""
    ours, theirs = unit_words(name), unit_words(other)
    if ours == theirs:
        return True
    if not ours or not theirs or ours[0] != theirs[0]:
        return False
    return serves_its_own_place(name) or rank_of(name) is None
