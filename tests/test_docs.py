"""The documentation says what the program does: commands, settings, findings, links, examples."""

import inspect
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest

from iki_docgen import codec
from iki_docgen.cli import cli
from iki_docgen.diagnostics import Code
from iki_docgen.errors import Exit
from iki_docgen.parse import parse
from iki_docgen.project import Settings, load_settings
from iki_docgen.read import read_bytes
from iki_docgen.report.explain import rules_page
from iki_docgen.report.json_list import to_json
from iki_docgen.report.subject import Subject
from iki_docgen.results import State
from iki_docgen.source import Span

ROOT = Path(__file__).parents[1]
COMMANDS = ROOT / "docs/commands.md"
RECORDS = ROOT / "docs/records.md"
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "templates/README.md",
    *sorted((ROOT / "docs").glob("*.md")),
)
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?(?P<target>[^)\s>]+)")
_OPERATORS = {"&&", "||", ";", "|"}


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _fenced(text: str, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def _without_fences(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def _section(text: str, heading: str) -> str:
    """Return what stands below the heading, up to the next one of its level."""
    found = re.search(
        rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert found, f"no heading `## {heading}`"
    return found[1]


def _walk(command: click.Command, name: str = "iki") -> Iterator[tuple[str, click.Command]]:
    """Yield the commands under `command`, it too, with what people type to call each."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for word in command.list_commands(context):
            below = command.get_command(context, word)
            assert below is not None
            yield from _walk(below, f"{name} {word}")


ALL_COMMANDS = list(_walk(cli))
PARAMETERS = [(name, parameter) for name, command in ALL_COMMANDS for parameter in command.params]


def test_the_commands_are_found() -> None:
    names = {name for name, _ in ALL_COMMANDS}
    assert {"iki build", "iki template check", "iki init"} <= names


@pytest.mark.parametrize("name", [name for name, _ in ALL_COMMANDS if name != "iki"])
def test_every_command_is_documented_with_an_example(name: str) -> None:
    section = _section(_text(COMMANDS), name)
    command = dict(ALL_COMMANDS)[name]
    if not isinstance(command, click.Group):
        examples = "".join(_fenced(section, "console"))
        assert f"$ {name}" in examples


def test_no_command_is_documented_that_does_not_exist() -> None:
    headings = re.findall(r"^## (iki [^\n]*)$", _text(COMMANDS), re.MULTILINE)
    assert sorted(headings) == sorted(name for name, _ in ALL_COMMANDS if name != "iki")


@pytest.mark.parametrize(
    ("name", "parameter"), PARAMETERS, ids=[f"{name} {param.name}" for name, param in PARAMETERS]
)
def test_every_option_and_argument_is_documented(name: str, parameter: click.Parameter) -> None:
    text = _text(COMMANDS)
    section = text if name == "iki" else _section(text, name)
    if isinstance(parameter, click.Argument):
        word = parameter.human_readable_name if parameter.metavar is None else parameter.metavar
        shown = re.sub(r"[^A-Z]", "", word.upper())
        usage = next(line for line in section.splitlines() if line.startswith(f"    {name} "))
        assert re.search(rf"\b{shown}\b", usage)
        assert f"`{shown}`" in section.replace(usage, "")
        return
    for option in (*parameter.opts, *parameter.secondary_opts):
        assert re.search(rf"`(?:iki )?{re.escape(option)}\b[^`]*`", section), option
    if isinstance(parameter.type, click.Choice):
        for choice in parameter.type.choices:
            assert f"`{choice}`" in section, choice


def test_no_option_is_documented_that_does_not_exist() -> None:
    known = {option for _, parameter in PARAMETERS for option in parameter.opts}
    known |= set(cli.context_settings["help_option_names"])
    # `[-words-]` is how a difference marks what went out, no option
    written = re.findall(r"(?<![\w\[-])--?[a-z][a-z-]*", _text(COMMANDS))
    assert {option for option in written if option not in known} == set()


def _keys(shape: type[msgspec.Struct]) -> dict[str, set[str]]:
    """Return the keys of each table of `iki.toml`."""
    tables = {field.name: field.type for field in msgspec.structs.fields(shape)}
    return {
        name: {field.name for field in msgspec.structs.fields(table)}
        for name, table in tables.items()
    }


def test_the_documented_settings_have_every_key_and_load(tmp_path: Path) -> None:
    (block,) = _fenced(_section(_text(COMMANDS), "iki.toml"), "toml")
    path = tmp_path / "iki.toml"
    path.write_text(block, encoding="utf-8")
    load_settings(path)
    assert {name: set(table) for name, table in tomllib.loads(block).items()} == _keys(Settings)


@pytest.mark.parametrize(
    ("table", "key"),
    [(table, key) for table, keys in _keys(Settings).items() for key in sorted(keys)],
)
def test_every_setting_says_what_happens_without_it(table: str, key: str) -> None:
    rows = _section(_text(COMMANDS), "iki.toml").splitlines()
    about = [row.split("|")[1] for row in rows if row.startswith(f"| `[{table}] ")]
    assert any(re.search(rf"`(?:\[{table}\] )?{key}`", cell) for cell in about)


def test_every_key_of_a_finding_is_documented() -> None:
    finding = Code.NO_JABATAN.at(Span(0, 0))
    (tree,) = msgspec.json.decode(to_json(Subject("x.txt", (finding,))))
    section = _section(_text(COMMANDS), "iki check")
    rows = "".join(row.split("|")[1] for row in section.splitlines() if row.startswith("| `"))
    assert [key for key in tree if f"`{key}`" not in rows] == []
    (example,) = re.findall(r"^\[\n.*?^\]$", section, re.MULTILINE | re.DOTALL)
    assert list(msgspec.json.decode(example)[0]) == list(tree)


def test_every_exit_code_is_documented() -> None:
    for page in (COMMANDS, ROOT / "README.md"):
        codes = re.findall(r"^\| (\d+) \|", _text(page), re.MULTILINE)
        assert codes == [str(code.value) for code in Exit], page


@pytest.mark.parametrize("state", list(State))
def test_every_state_of_a_file_is_documented(state: State) -> None:
    assert f"\n| {state.value} |" in _section(_text(COMMANDS), "iki build")


def test_the_page_of_findings_is_current() -> None:
    assert _text(ROOT / "docs/rules.md") == rules_page(), "run: python tools/make_docs.py"


def test_the_schema_is_current() -> None:
    assert _text(ROOT / "docs/records.schema.json") == codec.schema(), (
        "run: python tools/make_docs.py"
    )


@pytest.mark.parametrize("code", list(Code), ids=lambda code: code.id)
def test_every_code_has_its_heading_and_its_message(code: Code) -> None:
    section = _section(_text(ROOT / "docs/rules.md"), f"{code.id} {code.label} ({code.severity})")
    assert f"Message: {code.message}\n" in section


def test_the_example_of_records_is_what_the_program_makes_of_its_text() -> None:
    text = _text(RECORDS)
    source, findings = _fenced(text, "text")
    (as_json,) = _fenced(text, "json")
    (as_yaml,) = _fenced(text, "yaml")
    document, _ = parse(read_bytes(source.encode(), "contoh-kecil.txt"))
    assert codec.dumps(document) == as_json
    assert codec.dumps(document, format="yaml") == as_yaml
    assert findings.count("contoh-kecil.txt:") == len(findings.splitlines()) > 0


def _slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return plain.replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=_page_id)
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    broken = []
    for found in _LINK.finditer(_without_fences(_text(page))):
        target = found["target"]
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = page.parent / name if name else page
        if not path.exists():
            broken.append(target)
        elif anchor:
            headings = re.findall(r"^#+ (.*)$", _without_fences(_text(path)), re.MULTILINE)
            if anchor not in map(_slug, headings):
                broken.append(target)
    assert broken == []


def _lines_with_commands(text: str) -> Iterator[str]:
    for block in _fenced(text, "console"):
        for line in block.splitlines():
            if line.startswith("$ "):
                yield line.removeprefix("$ ")
    for line in _without_fences(text).splitlines():
        if line.startswith("    "):
            yield line.strip().removeprefix("$ ")


def _calls(text: str) -> Iterator[list[str]]:
    """Yield the words of each call of `iki`, without what belongs to the shell."""
    for line in _lines_with_commands(text):
        if not re.search(r"(?:^|&& |\| )iki ", line) or re.search(r" \[[A-Z]", line):
            continue  # no call, or a usage line such as `iki init [DIR]`
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words = iter(lexer)
        call: list[str] = []
        for word in words:
            if word in _OPERATORS:
                if call[:1] == ["iki"]:
                    yield call
                call = []
            elif word in {"<", ">"}:
                next(words, None)
            else:
                call.append(word)
        if call[:1] == ["iki"]:
            yield call


def _parse(words: list[str]) -> None:
    """Raise `click.UsageError` for words that are no valid call."""
    command: click.Command = cli
    rest = words[1:]
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        name = rest.pop(0)
        found = command.get_command(click.Context(command), name)
        if found is None:
            raise click.UsageError(f"no command {name}")
        command = found
    try:
        command.make_context(words[0], rest)
    except click.exceptions.Exit:  # --help, --version
        return


@pytest.mark.parametrize("page", PAGES, ids=_page_id)
def test_the_commands_in_the_pages_can_be_typed(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = []
    for words in _calls(_text(page)):
        try:
            _parse(words)
        except click.UsageError as error:
            wrong.append(f"{' '.join(words)}: {error.message}")
    capsys.readouterr()
    assert wrong == []


def test_the_commands_in_the_pages_are_found() -> None:
    readme = [" ".join(words) for words in _calls(_text(ROOT / "README.md"))]
    assert "iki build" in readme
    assert len(list(_calls(_text(COMMANDS)))) > 20


@pytest.mark.parametrize(
    "line",
    ["iki buid", "iki build --onl 3", "iki explain A B", "iki check --format xml", "iki template"],
)
def test_a_command_that_cannot_be_typed_is_noticed(line: str) -> None:
    with pytest.raises(click.UsageError):
        _parse(line.split())


@pytest.mark.parametrize("name", [name for name, _ in ALL_COMMANDS])
def test_the_examples_in_the_help_can_be_typed(name: str) -> None:
    lines = inspect.cleandoc(dict(ALL_COMMANDS)[name].help or "").splitlines()
    examples = [line.strip() for line in lines if line.startswith("    iki ")]
    for words in _calls("\n".join(f"    {line}" for line in examples)):
        _parse(words)
    assert examples or name in {"iki", "iki template", "iki template variables"}
