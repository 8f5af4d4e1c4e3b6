"""How far the work is, as a table for people and as JSON for programs."""

import msgspec

from iki_docgen.report.subject import encodable
from iki_docgen.report.tables import render_table
from iki_docgen.results import Filled, Kept, Status


def status_text(status: Status, *, width: int, color: bool) -> str:
    """Return the table of positions, what waits, what has no home, and the next command."""
    sections = [_positions(status, width=width, color=color)]
    if status.uncollected:
        lines = [f"  {path.as_posix()}" for path in status.uncollected]
        sections.append(_section("Not collected yet:", lines))
    if status.unread:
        lines = [f"  {one.path.as_posix()}: {one.reason}" for one in status.unread]
        sections.append(_section("Cannot be read:", lines))
    if status.homeless:
        lines = [_kept(one) for one in status.homeless]
        sections.append(_section("Answers whose indicator the source does not have:", lines))
    tail = f": {status.next}" if status.next else ""
    sections.append(f"Next: {status.why}{tail}\n")
    return encodable("\n".join(sections))


def status_json(status: Status) -> str:
    """Return the status as one object.

    `source` and `output` are paths; `positions` a list of `{"id", "jabatan", "total", "penjelasan",
    "sumber_data"}` with the number of indicators and of filled cells; `total` the same numbers for
    all; `uncollected` the paths of documents that hold answers to collect; `unread` a list of
    `{"path", "reason"}`; `homeless` a list of `{"jabatan", "indikator", "penjelasan",
    "sumber_data"}`, null where there is no answer; `next` the command to type, null where nothing
    is left to do; `why` the reason in words.
    """
    total = _total(status)
    tree = {
        "source": encodable(status.path),
        "output": encodable(status.output.as_posix()),
        "positions": [_numbers(one) for one in status.positions],
        "total": {key: value for key, value in _numbers(total).items() if key not in _NAMES},
        "uncollected": [encodable(path.as_posix()) for path in status.uncollected],
        "unread": [
            {"path": encodable(one.path.as_posix()), "reason": encodable(one.reason)}
            for one in status.unread
        ],
        "homeless": [
            {
                "jabatan": one.jabatan,
                "indikator": one.indikator,
                "penjelasan": one.penjelasan,
                "sumber_data": one.sumber_data,
            }
            for one in status.homeless
        ],
        "next": encodable(status.next) or None,
        "why": encodable(status.why),
    }
    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode() + "\n"


_NAMES = frozenset({"id", "jabatan"})


def _numbers(one: Filled) -> dict[str, str | int]:
    return {
        "id": encodable(one.id),
        "jabatan": encodable(one.jabatan),
        "total": one.total,
        "penjelasan": one.penjelasan,
        "sumber_data": one.sumber_data,
    }


def _total(status: Status) -> Filled:
    all_of = status.positions
    return Filled(
        "",
        "All positions",
        sum(one.total for one in all_of),
        sum(one.penjelasan for one in all_of),
        sum(one.sumber_data for one in all_of),
    )


def _positions(status: Status, *, width: int, color: bool) -> str:
    rows = [*status.positions, _total(status)]
    return render_table(
        ("No.", "Jabatan", "Penjelasan", "Sumber Data"),
        [
            (
                str(number) if number <= len(status.positions) else "",
                one.jabatan,
                f"{one.penjelasan}/{one.total}",
                f"{one.sumber_data}/{one.total}",
            )
            for number, one in enumerate(rows, 1)
        ],
        width=width,
        color=color,
        styles=[_style(one) for one in rows] if color else (),
    )


def _style(one: Filled) -> str:
    return "green" if min(one.penjelasan, one.sumber_data) == one.total else ""


def _kept(one: Kept) -> str:
    texts = [" ".join(text.split()) for text in (one.penjelasan, one.sumber_data) if text]
    return f"  {one.jabatan}: {one.indikator}: {' | '.join(texts)}"


def _section(title: str, lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in (title, *lines))
