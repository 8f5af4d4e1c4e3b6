"""The statements of a template, followed from the first to the last."""

from collections import ChainMap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError

from iki_docgen.diagnostics import Code, Diagnostic
from iki_docgen.source import Span
from iki_docgen.word import dangers
from iki_docgen.word.bounds import MAX_RANGE
from iki_docgen.word.expressions import Expressions, Usage, spelled
from iki_docgen.word.sandbox import UNESCAPED, escapes
from iki_docgen.word.shapes import ANY, FUNCTION, LOOP, Shape, Value, top_level
from iki_docgen.word.tag_blocks import Mended
from iki_docgen.word.tag_finder import syntax
from iki_docgen.word.tag_layout import CELL_WORDS
from iki_docgen.word.tags import Place, Tag

_MERGES = frozenset({"vm", "hm"})


@dataclass(frozen=True, slots=True)
class Turn:
    """A loop that is being followed: the names it gives, and what it runs over."""

    names: frozenset[str]
    over: Value
    size: int


@dataclass(slots=True)
class Flow:
    """Follows the statements of one part, reporting to `report`."""

    mended: Mended
    jinja: Environment
    report: Callable[[Diagnostic], None]
    merges: list[tuple[Tag, Turn | None]] = field(default_factory=list)
    _turns: list[Turn] = field(default_factory=list)
    _expressions: Expressions = field(init=False)

    def __post_init__(self) -> None:
        """Start with the names that every template knows."""
        self._expressions = Expressions(self.jinja, self.report)
        self._expressions.scope = ChainMap({}, top_level())

    def follow(self) -> Usage:
        """Follow the whole part and return what it does with our variables."""
        try:
            tree = self.jinja.parse("\n".join(self.mended.lines))
        except TemplateSyntaxError as error:  # what each tag by itself does not show
            tag = self.mended.tags[min(error.lineno, len(self.mended.tags)) - 1]
            span = tag.span if tag else Span(0, 0)
            hint = "take away what was changed last, and check again"
            self.report(syntax(span, (error.message or "").rstrip("."), hint))
            return self._expressions.usage
        self._all(tree.body)
        for tag, turn in self.merges:
            self._check_merge(tag, turn)
        return self._expressions.usage

    def _all(self, body: list[nodes.Node]) -> None:
        for node in body:
            self._statement(node)

    def _statement(self, node: nodes.Node) -> None:
        self._at(node)
        own = getattr(self, f"_{type(node).__name__.lower()}", None)
        if own is not None:
            own(node)
            return
        if problem := dangers.STATEMENTS.get(type(node), ""):
            self._expressions.unsafe(node, problem)
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Stmt):
                self._statement(child)
            else:
                self._value(child)

    def _at(self, node: nodes.Node) -> Tag | None:
        """Go to the tag that `node` was written in."""
        number = (node.lineno or 0) - 1  # Jinja gives no line to what it puts round a statement
        tag = self.mended.tags[number] if 0 <= number < len(self.mended.tags) else None
        self._expressions.tag = tag
        return tag

    def _value(self, node: nodes.Node, *, prints: bool = False) -> Value:
        self._expressions.prints = prints
        return self._expressions.value(node)

    @contextmanager
    def _inner(self, names: dict[str, Value]) -> Iterator[None]:
        outer = self._expressions.scope
        self._expressions.scope = outer.new_child(names)
        yield
        self._expressions.scope = outer

    def _output(self, node: nodes.Output) -> None:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                continue
            tag = self._at(child)
            is_text = tag is not None and tag.opener == "{{" and tag.piece.place is Place.TEXT
            value = self._value(child, prints=is_text)
            if tag is None:
                continue
            if tag.word in _MERGES and tag.opener == "{%":
                self.merges.append((tag, self._turns[-1] if self._turns else None))
            elif not (tag.opener == "{%" and tag.word in CELL_WORDS):
                self._check_printable(tag, child, value)

    def _check_printable(self, tag: Tag, node: nodes.Node, value: Value) -> None:
        """Report what `{{ }}` cannot print as a person would write it."""
        name = spelled(node) or tag.body
        expressions = self._expressions
        if value.shape is Shape.LIST and value.path:
            expressions.usage.handed.add(value.path)
            hint = f"loop over it, or write `{{{{ {name}|join('; ') }}}}`"
            expressions.wrong(f"`{name}` is a list, not one text", hint)
        elif value.shape is Shape.OBJECT:
            expressions.usage.handed.add(value.path)
            parts = ", ".join(
                f"`{name}.{part.name}`" for part in value.members if not part.internal
            )
            expressions.wrong(f"`{name}` is not a text; it has parts", f"print {parts}")
        elif value is FUNCTION:
            hint = f"write it with brackets: `{{{{ {name}() }}}}`"
            expressions.wrong(f"`{name}` is a function", hint)
        elif tag.level and value.shape in {Shape.TEXT, Shape.NUMBER}:
            problem = (
                f"`{name}` is plain text and would be lost: `{{{{{tag.level}` is for rich text"
            )
            expressions.wrong(problem, f"write `{{{{ {tag.body} }}}}`")

    def _for(self, node: nodes.For) -> None:
        over = self._value(node.iter)
        item = over.item()
        if over.shape is Shape.OBJECT:
            name = spelled(node.iter)
            lists = [f"`{name}.{part.name}`" for part in over.members if part.kind == "list"]
            hint = f"loop over {lists[0]}" if lists else "print its parts one by one"
            self._expressions.wrong(f"`{name}` is not a list", hint)
            inner = [m for m in map(over.member, (p.name for p in over.members)) if m]
            item = next((part.item() for part in inner if part.shape is Shape.LIST), ANY)
        size = dangers.range_size(node.iter)
        names = _targets(node.target)
        turn = Turn(frozenset(names), over, max(size, 1))
        self._turns.append(turn)
        self._check_size(node)
        bound = {name: item if len(names) == 1 else ANY for name in names}
        with self._inner({"loop": LOOP, **bound}):
            if node.test is not None:
                self._value(node.test)
            self._all(node.body)
        self._turns.pop()
        with self._inner({}):
            self._all(node.else_)

    def _check_size(self, node: nodes.For) -> None:
        """Report loops over numbers that stand inside each other and together run too long."""
        size = 1
        for turn in self._turns:
            size *= turn.size
        if size > MAX_RANGE and self._turns[-1].size <= MAX_RANGE:
            self._expressions.unsafe(node.iter, "loops inside each other run too often")

    def _if(self, node: nodes.If) -> None:
        self._value(node.test)
        for name in _asked_for(node.test):
            self._expressions.scope.setdefault(name, ANY)
        self._all(node.body)
        for branch in node.elif_:
            self._statement(branch)
        self._all(node.else_)

    def _assign(self, node: nodes.Assign) -> None:
        value = self._value(node.node, prints=True)
        names = _targets(node.target)
        for name in names:
            self._expressions.scope[name] = value if len(names) == 1 else ANY

    def _assignblock(self, node: nodes.AssignBlock) -> None:
        with self._inner({}):
            self._all(node.body)
        for name in _targets(node.target):
            self._expressions.scope[name] = ANY

    def _with(self, node: nodes.With) -> None:
        names = [name for target in node.targets for name in _targets(target)]
        values = [self._value(value, prints=True) for value in node.values]
        known = values if len(names) == len(values) else [ANY] * len(names)
        with self._inner(dict(zip(names, known, strict=True))):
            self._all(node.body)

    def _macro(self, node: nodes.Macro) -> None:
        self._expressions.scope[node.name] = ANY
        for default in node.defaults:
            self._value(default)
        arguments = [*(argument.name for argument in node.args), "caller", "varargs", "kwargs"]
        with self._inner(dict.fromkeys(arguments, ANY)):
            self._all(node.body)

    def _callblock(self, node: nodes.CallBlock) -> None:
        self._value(node.call, prints=True)
        with self._inner({argument.name: ANY for argument in node.args}):
            self._all(node.body)

    def _scopedevalcontextmodifier(self, node: nodes.ScopedEvalContextModifier) -> None:
        if not escapes(node):
            self._at(node.options[0].value)
            self._expressions.unsafe(node, UNESCAPED)
        self._all(node.body)

    def _check_merge(self, tag: Tag, turn: Turn | None) -> None:
        """Report `{% vm %}` and `{% hm %}` that would swallow what the loop prints.

        docxtpl keeps the cell of the first turn only, so what differs by turn is lost.
        """
        cell = tag.container("tc")
        if cell is None:  # reported as layout
            return
        read = {
            name
            for other, names in self._expressions.usage.names.items()
            if other.container("tc") is cell
            for name in names
        }
        is_flat = turn is not None and turn.over.path == "sasaran"
        if turn is None or is_flat or not turn.names.isdisjoint(read):
            code = Code.MERGE_OUTSIDE_GROUP
            self.report(code.at(tag.span, tag=f"{{% {tag.word} %}}"))


def _targets(node: nodes.Node) -> list[str]:
    """Return the names that a loop or `{% set %}` gives."""
    found = [node] if isinstance(node, nodes.Name) else list(node.find_all(nodes.Name))
    return [name.name for name in found]


def _asked_for(test: nodes.Node) -> Iterator[str]:
    """Yield the names of which `test` asks whether they are defined."""
    tests = [test] if isinstance(test, nodes.Test) else list(test.find_all(nodes.Test))
    for question in tests:
        if question.name == "defined" and isinstance(question.node, nodes.Name):
            yield question.node.name
