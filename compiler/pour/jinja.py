"""The only door to Jinja's environment: sandboxed, strict, escaping, bounded; faults point at the layout's line."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.exceptions import UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from compiler.model.diagnostics import Diagnostic, Label, Source, Span, error
from compiler.pour.bench import AT_WORK, STEPS, Bench
from compiler.pour.filters import OWN, MisuseError
from compiler.pour.look import LAYOUTS

BORROWED = (
    "abs", "batch", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby",
    "int", "items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace",
    "reverse", "round", "select", "selectattr", "slice", "sort", "string", "sum", "title", "trim", "unique", "upper",
)  # fmt: skip
"""Jinja's own filters that layouts may use: all but those that switch off escaping or make text without bounds."""

GLOBALS = ("range", "dict", "namespace", "joiner", "cycler")
LONGEST_RANGE = 10_000
LONGEST_PRODUCT = 100_000
"""Largest number, and longest repetition, that `*` and `**` may make in a layout."""

COUNTED = "_counted"

Untyped = Any
"""What Jinja hands over, which may be anything."""

LAYOUT_FAULTS = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What goes wrong in a layout while it is poured; anything else is a bug of ours."""


class _Unknown(StrictUndefined):
    """A name or attribute that does not exist, said in the layout author's words."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if not isinstance(self._undefined_obj, object) or self._undefined_name is None:
            return "something here does not exist"
        owner = type(self._undefined_obj).__name__
        if isinstance(self._undefined_name, int) and isinstance(self._undefined_obj, Sized):
            return f"there is no item {self._undefined_name} of {len(self._undefined_obj)}"
        if owner == "MissingType":
            return f"there is nothing named `{self._undefined_name}` here"
        return f"a {owner} has no `{self._undefined_name}`"


class _CountLoops(NodeTransformer):
    """Sends what loops run over through a filter that counts their turns."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - the name is Jinja's
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, COUNTED, [], [], None, None, lineno=node.lineno)
        return node


class _Counted:
    """Something to run over, each turn counted on the bench; its length is that of what it holds."""

    def __init__(self, inner: Iterable[object]) -> None:
        self._inner = inner if hasattr(inner, "__len__") else list(inner)

    def __len__(self) -> int:
        return len(self._inner)  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[object]:
        bench = AT_WORK.get(None)
        for each in self._inner:
            if bench is not None:
                bench.steps += 1
                if bench.steps > STEPS:
                    raise MisuseError(f"the loops of this part take more than {STEPS:,} turns")
            yield each


class LayoutEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for layouts: it reads what it was given, never a disk."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, texts: Mapping[str, str]) -> None:
        def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
            # The name stands in for the file's, so that tracebacks tell which layout they went through.
            return (texts[name], name, lambda: True) if name in texts else None

        super().__init__(
            loader=FunctionLoader(load), undefined=_Unknown, autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self._trees: dict[str, nodes.Template] = {}
        own: dict[str, Callable[..., object]] = {**OWN, COUNTED: _Counted}
        self.filters = {name: self.filters[name] for name in BORROWED} | own
        self.globals = {name: self.globals[name] for name in GLOBALS} | {"range": _bounded_range}

    def _generate(self, source: nodes.Template, name: Untyped, filename: Untyped, defer_init: bool = False) -> str:
        return super()._generate(_CountLoops().visit(source), name, filename, defer_init)

    def call_binop(self, context: Untyped, operator: str, left: Untyped, right: Untyped) -> Untyped:
        _bound_product(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def parsed(self, name: str) -> nodes.Template:
        """The syntax tree of a layout, to be read only; raises `TemplateSyntaxError`."""
        if name not in self._trees:
            self._trees[name] = self.parse(self.text(name), name, filename=name)
        return self._trees[name]

    def text(self, name: str) -> str:
        """The text of a layout by its name below layouts/."""
        loader = self.loader
        assert loader is not None
        return loader.get_source(self, name)[0]

    def template(self, name: str) -> Template:
        return self.get_template(name)


def _bounded_range(*bounds: int) -> range:
    made = range(*bounds)
    if len(made) > LONGEST_RANGE:
        raise MisuseError(f"a range has {len(made):,} steps; {LONGEST_RANGE:,} are enough")
    return made


def _bound_product(operator: str, left: Untyped, right: Untyped) -> None:
    sizes = [len(each) if isinstance(each, str | tuple | list) else each for each in (left, right)]  # pyright: ignore[reportUnknownArgumentType]
    if operator == "**":
        raise MisuseError("`**` is not for layouts")
    if any(isinstance(each, str | tuple | list) for each in (left, right)) and sizes[0] * sizes[1] > LONGEST_PRODUCT:
        raise MisuseError(f"`*` repeats something into more than {LONGEST_PRODUCT:,} pieces")


def render(environment: LayoutEnvironment, name: str, values: Mapping[str, object], bench: Bench) -> Markup:
    """Pour one layout; raises what `faults` can locate."""
    token = AT_WORK.set(bench)
    try:
        return Markup(environment.template(name).render(values))
    finally:
        AT_WORK.reset(token)


def syntax_fault(fault: TemplateSyntaxError, source: Source) -> Diagnostic:
    """A layout that is no template, at its line."""
    message = (fault.message or "it cannot be read").rstrip(".")
    message = f"{message[:1].lower()}{message[1:]}".replace("'", "`")
    return error("layout-syntax", message, line_label(source, fault.lineno))


def located(fault: Exception, sources: Mapping[PurePosixPath, Source]) -> Diagnostic | None:
    """A fault met while pouring, at the layout's line; None when it is not the layout's but a bug of the compiler."""
    if isinstance(fault, TemplateSyntaxError):
        source = sources.get(LAYOUTS / (fault.name or ""))
        return syntax_fault(fault, source) if source else None
    if not isinstance(fault, LAYOUT_FAULTS):
        return None
    frames = traceback.extract_tb(fault.__traceback__)
    where = next((frame for frame in reversed(frames) if LAYOUTS / frame.filename in sources), None)
    if where is None:
        return None
    if not isinstance(fault, TemplateError) and _is_ours(frames[-1].filename):
        return None
    source = sources[LAYOUTS / where.filename]
    return error("layout-fault", _told(fault), line_label(source, where.lineno or 1))


def _is_ours(filename: str) -> bool:
    """True for a frame in the compiler's own code, which does not fail of a layout's doing."""
    return Path(filename).is_relative_to(Path(__file__).parents[1]) and Path(filename) != Path(__file__)


def _told(fault: Exception) -> str:
    if isinstance(fault, TemplateNotFound):
        return f"there is no layout `{fault.name}`"
    if isinstance(fault, UndefinedError | MisuseError):
        return (fault.message or "something here does not exist").rstrip(".")
    if isinstance(fault, RecursionError):
        return "macros call one another without end"
    return f"the layout cannot do this: {str(fault).rstrip('.') or type(fault).__name__}"


def line_label(source: Source, line: int, word: str | None = None) -> Label:
    """A mark under a line of a layout, or under a word of it."""
    lines, starts = source.lines(), source.starts()
    index = min(max(line, 1), len(lines)) - 1
    text = lines[index]
    begin = len(text) - len(text.lstrip())
    end = max(len(text.rstrip()), begin + 1)
    if word and (at := _whole_word(text, word)) is not None:
        begin, end = at, at + len(word)
    return Label(Span(source.path, starts[index] + begin, starts[index] + end))


def _whole_word(text: str, word: str) -> int | None:
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            return at
        at = text.find(word, at + 1)
    return None
