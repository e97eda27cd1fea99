"""Every name and attribute that a layout uses, compared with what it is given, before anything is poured.

The layouts' syntax trees are walked with the types of the views: loops, filters, macros with the types of each call,
as far as hints tell; where nothing is known nothing is held against a layout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from jinja2 import TemplateSyntaxError, nodes
from markupsafe import Markup

from compiler.model.copy import Line
from compiler.model.diagnostics import Diagnostic, Label, Source, Span, error
from compiler.model.look import Look
from compiler.model.part import Part
from compiler.model.publication import Publication
from compiler.pour import hints
from compiler.pour.hints import UNKNOWN, Hint, Loop, MacroOf, Module, Namespace
from compiler.pour.jinja import LayoutEnvironment, line_label
from compiler.pour.look import LAYOUTS
from compiler.pour.near import offer
from compiler.pour.pictures import Placed
from compiler.pour.terms import FACTS, Words
from compiler.pour.views import VIEWS

Scope = dict[str, Hint]

MARKUP_FILTERS = ("copy", "src", "prose", "folio", "sign", "sign_alone", "chart", "escape", "e")
TEXT_FILTERS = (
    "number",
    "date",
    "format",
    "join",
    "lower",
    "upper",
    "replace",
    "string",
    "trim",
    "title",
    "capitalize",
)
SAME_FILTERS = (
    "sort",
    "unique",
    "reverse",
    "select",
    "reject",
    "selectattr",
    "rejectattr",
    "nobreak",
    "together",
    "abs",
)
ELEMENT_FILTERS = ("first", "last", "max", "min")
BY_ATTRIBUTE = ("selectattr", "rejectattr", "groupby")
"""Filters whose first argument names an attribute of the elements."""


@dataclass(slots=True)
class Used:
    """What the layouts use: faults with it, and the place of the first use of each term."""

    said: list[Diagnostic] = field(default_factory=list[Diagnostic])
    terms: dict[str, Label] = field(default_factory=dict[str, Label])


def compare(environment: LayoutEnvironment, sources: Mapping[str, Source]) -> Used:
    """Walk all templates; `sources` are their texts by name. What is no template has been reported before."""
    walker = _Walker(environment, sources)
    for name in sources:
        walker.layout(name)
    for name in sources:
        walker.uncalled(name)
    return walker.used


class _Walker:
    """Walks templates; macros are walked once for each combination of types that they are called with."""

    def __init__(self, environment: LayoutEnvironment, sources: Mapping[str, Source]) -> None:
        self.used = Used()
        self._environment, self._sources = environment, sources
        self._trees: dict[str, nodes.Template] = {}
        self._seen: set[tuple[object, ...]] = set()
        self._told: set[tuple[str, int, str]] = set()
        self._here = ""
        self._view: Hint = UNKNOWN
        for name in sources:
            try:
                self._trees[name] = environment.parsed(name)
            except TemplateSyntaxError:
                continue
        self._statements: Mapping[type[nodes.Node], Callable[..., None]] = {
            nodes.Import: self._import,
            nodes.FromImport: self._from_import,
            nodes.Include: self._include,
            nodes.Extends: self._include,
            nodes.For: self._for,
            nodes.Assign: self._assign,
            nodes.AssignBlock: self._assign_block,
            nodes.With: self._with,
            nodes.Macro: self._nothing,
            nodes.CallBlock: self._call_block,
            nodes.FilterBlock: self._filter_block,
        }

    # -- templates and macros

    def layout(self, name: str) -> None:
        """A template of a part, with the view of its kind."""
        path = PurePosixPath(name)
        tree = self._trees.get(name)
        if path.parent.name != "parts" or tree is None:
            return
        kind = path.name.split(".")[0]
        if kind not in VIEWS:
            label = Label(Span(LAYOUTS / path, 0, min(1, len(self._sources[name].text))))
            help_ = offer(kind, VIEWS, "kind")
            self.used.said.append(error("unknown-name", f"no kind of part is named `{kind}`", label, help=help_))
            return
        self._view = next(view for each, view in VIEWS.items() if each == kind)
        self._template(name, self._given())
        self._view = UNKNOWN

    def uncalled(self, name: str) -> None:
        """Macros that no layout calls, with nothing known of their arguments."""
        for macro in self._macros(name).values():
            if not any(key[:2] == (name, macro.name) for key in self._seen):
                self._macro(name, macro, [UNKNOWN] * len(macro.args), {})

    def _given(self) -> Scope:
        return {"part": Part, "publication": Publication, "terms": Words, "look": Look, "view": self._view}

    def _template(self, name: str, scope: Scope) -> None:
        tree = self._trees.get(name)
        if tree is None:
            return
        before, self._here = self._here, name
        scope.update({macro: MacroOf(name, macro) for macro in self._macros(name)})
        self._body(tree.body, scope)
        self._here = before

    def _macros(self, name: str) -> dict[str, nodes.Macro]:
        tree = self._trees.get(name)
        return {node.name: node for node in tree.body if isinstance(node, nodes.Macro)} if tree else {}

    def _macro(self, name: str, macro: nodes.Macro, given: list[Hint], named: Mapping[str, Hint]) -> None:
        types = list(given[: len(macro.args)])
        for index in range(len(types), len(macro.args)):
            default = index - (len(macro.args) - len(macro.defaults))
            standard = self._standard(macro.defaults[default]) if default >= 0 else UNKNOWN
            types.append(named.get(macro.args[index].name, standard))
        key = (name, macro.name, self._view, *types)
        if key in self._seen:
            return
        self._seen.add(key)
        before, self._here = self._here, name
        scope = self._given() | {each: MacroOf(name, each) for each in self._macros(name)}
        tree = self._trees[name]
        for node in tree.body:
            if isinstance(node, nodes.Import | nodes.FromImport | nodes.Assign):
                self._statement(node, scope)
        scope |= {argument.name: each for argument, each in zip(macro.args, types, strict=True)}
        scope |= {"caller": UNKNOWN, "varargs": UNKNOWN, "kwargs": UNKNOWN}
        self._body(macro.body, scope)
        self._here = before

    @staticmethod
    def _standard(node: nodes.Expr) -> Hint:
        """The type of a default; `none` and `false` say nothing of what else may come."""
        if isinstance(node, nodes.Const) and node.value not in (None, False):
            return _type_of(node)
        return UNKNOWN

    # -- statements

    def _body(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: Scope) -> None:
        known = self._statements.get(type(node))
        if known is not None:
            known(node, scope)
        elif isinstance(node, nodes.Expr):
            self._type(node, scope)
        else:
            for child in node.iter_child_nodes():
                self._statement(child, scope)

    def _nothing(self, node: nodes.Macro, scope: Scope) -> None:
        """A macro is walked when it is called."""

    def _import(self, node: nodes.Import, scope: Scope) -> None:
        name = self._named(node.template, node)
        scope[node.target] = Module(name) if name else UNKNOWN

    def _from_import(self, node: nodes.FromImport, scope: Scope) -> None:
        name = self._named(node.template, node)
        for each in node.names:
            wanted, target = each if isinstance(each, tuple) else (each, each)
            if name and wanted not in self._macros(name):
                self._missing_macro(node, name, wanted)
            scope[target] = MacroOf(name, wanted) if name else UNKNOWN

    def _include(self, node: nodes.Include | nodes.Extends, scope: Scope) -> None:
        name = self._named(node.template, node)
        if name and (name, "", self._view) not in self._seen:
            self._seen.add((name, "", self._view))
            self._template(name, dict(scope))

    def _named(self, template: nodes.Expr, node: nodes.Node) -> str | None:
        """The template of an import, which has to exist."""
        if not isinstance(template, nodes.Const) or not isinstance(template.value, str):
            return None
        if template.value not in self._sources:
            help_ = offer(template.value, self._sources, "layout")
            self._tell(node, template.value, f"there is no layout `{template.value}`", help_)
            return None
        return template.value

    def _for(self, node: nodes.For, scope: Scope) -> None:
        inner = dict(scope)
        self._bind(node.target, hints.element(self._type(node.iter, scope)), inner)
        inner["loop"] = UNKNOWN if node.recursive else Loop
        if node.test is not None:
            self._type(node.test, inner)
        self._body(node.body, inner)
        self._body(node.else_, dict(scope))

    def _assign(self, node: nodes.Assign, scope: Scope) -> None:
        self._bind(node.target, self._type(node.node, scope), scope)

    def _assign_block(self, node: nodes.AssignBlock, scope: Scope) -> None:
        self._body(node.body, dict(scope))
        self._bind(node.target, Markup, scope)

    def _with(self, node: nodes.With, scope: Scope) -> None:
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            self._bind(target, self._type(value, scope), inner)
        self._body(node.body, inner)

    def _call_block(self, node: nodes.CallBlock, scope: Scope) -> None:
        self._type(node.call, scope)
        self._body(node.body, scope | {argument.name: UNKNOWN for argument in node.args})

    def _filter_block(self, node: nodes.FilterBlock, scope: Scope) -> None:
        self._type(node.filter, scope)
        self._body(node.body, dict(scope))

    def _bind(self, target: nodes.Node, hint: Hint, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = hint
        elif isinstance(target, nodes.Tuple):
            for each, part in zip(target.items, hints.unpacked(hint, len(target.items)), strict=True):
                self._bind(each, part, scope)
        elif isinstance(target, nodes.NSRef) and target.name not in scope:
            self._unknown(target, target.name, scope)

    # -- expressions

    def _type(self, node: nodes.Node | None, scope: Scope) -> Hint:
        """The type of an expression; all names in it are compared on the way."""
        match node:
            case nodes.Name():
                return self._name(node, scope)
            case nodes.Getattr():
                return self._attribute(node, node.attr, self._type(node.node, scope))
            case nodes.Getitem():
                return self._item(node, scope)
            case nodes.Filter():
                return self._filter(node, scope)
            case nodes.Test():
                self._children(node, scope)
                if node.name not in self._environment.tests:
                    self._tell(
                        node,
                        node.name,
                        f"there is no test `{node.name}`",
                        offer(node.name, self._environment.tests, "test"),
                    )
                return bool
            case nodes.Call():
                return self._call(node, scope)
            case nodes.CondExpr():
                self._type(node.test, scope)
                return hints.union(
                    self._type(node.expr1, scope), self._type(node.expr2, scope) if node.expr2 else UNKNOWN
                )
            case nodes.And() | nodes.Or():
                return hints.union(self._type(node.left, scope), self._type(node.right, scope))
            case nodes.Const():
                return _type_of(node)
            case nodes.Compare() | nodes.Not():
                self._children(node, scope)
                return bool
            case nodes.Concat() | nodes.TemplateData():
                self._children(node, scope)
                return str
            case nodes.List() | nodes.Tuple():
                inside = [self._type(each, scope) for each in node.items]
                return tuple[hints.union(*inside), ...] if inside else UNKNOWN
            case None:
                return UNKNOWN
            case _:
                self._children(node, scope)
                return UNKNOWN

    def _children(self, node: nodes.Node, scope: Scope) -> None:
        for child in node.iter_child_nodes():
            self._type(child, scope)

    def _name(self, node: nodes.Name, scope: Scope) -> Hint:
        if node.name in scope:
            return scope[node.name]
        if node.name in self._environment.globals:
            return UNKNOWN
        return self._unknown(node, node.name, scope)

    def _unknown(self, node: nodes.Node, name: str, scope: Scope) -> Hint:
        known = {*scope, *self._environment.globals}
        self._tell(node, name, f"there is nothing named `{name}` here", offer(name, known, "name"))
        return UNKNOWN

    def _attribute(self, node: nodes.Node, name: str, owner: Hint) -> Hint:
        if owner is Words:
            self.used.terms.setdefault(name, self._label(node, name))
            return Line
        if isinstance(owner, Module):
            if name in self._macros(owner.template):
                return MacroOf(owner.template, name)
            self._missing_macro(node, owner.template, name)
            return UNKNOWN
        found = hints.attribute(owner, name)
        if found is None:
            message = f"a {hints.described(owner)} has no `{name}`"
            self._tell(node, name, message, offer(name, hints.attributes(owner), "name"))
            return UNKNOWN
        return found

    def _missing_macro(self, node: nodes.Node, template: str, name: str) -> None:
        if template in self._trees:
            help_ = offer(name, self._macros(template), "macro")
            self._tell(node, name, f"`{template}` has no macro `{name}`", help_)

    def _item(self, node: nodes.Getitem, scope: Scope) -> Hint:
        owner = self._type(node.node, scope)
        self._type(node.arg, scope)
        index = node.arg.value if isinstance(node.arg, nodes.Const) else None
        if owner is Words:
            for key in (index,) if isinstance(index, str) else FACTS:
                self.used.terms.setdefault(key, self._label(node, key))
            return Line
        if isinstance(node.arg, nodes.Slice):
            return owner
        if isinstance(index, str) and not any(hints.is_mapping(one) for one in hints.alternatives(owner)):
            return self._attribute(node, index, owner)
        return hints.item(owner, index)

    def _call(self, node: nodes.Call, scope: Scope) -> Hint:
        given = [self._type(each, scope) for each in node.args]
        named = {each.key: self._type(each.value, scope) for each in node.kwargs}
        callee = self._type(node.node, scope)
        if isinstance(callee, MacroOf):
            macro = self._macros(callee.template).get(callee.name)
            if macro is not None:
                self._arguments(node, macro, len(given), tuple(named))
                self._macro(callee.template, macro, given, named)
            return Markup
        if isinstance(node.node, nodes.Name) and node.node.name == "namespace":
            return Namespace
        if isinstance(node.node, nodes.Name) and node.node.name == "range":
            return tuple[int, ...]
        # The type of a mapping's `items`, `keys`, `values` is that of what calling it gives.
        return (
            callee
            if isinstance(node.node, nodes.Getattr) and node.node.attr in ("items", "keys", "values")
            else UNKNOWN
        )

    def _arguments(self, node: nodes.Call, macro: nodes.Macro, count: int, named: tuple[str, ...]) -> None:
        names = [argument.name for argument in macro.args]
        for name in named:
            if name not in names and name != "caller":
                self._tell(node, name, f"the macro `{macro.name}` takes no `{name}`", offer(name, names, "argument"))
        if count > len(names):
            self._tell(node, macro.name, f"the macro `{macro.name}` takes {len(names)} arguments, not {count}", ())

    def _filter(self, node: nodes.Filter, scope: Scope) -> Hint:
        inner = self._type(node.node, scope)
        for argument in (*node.args, *(each.value for each in node.kwargs)):
            self._type(argument, scope)
        name = node.name
        if name not in self._environment.filters:
            choice = [each for each in self._environment.filters if not each.startswith("_")]
            self._tell(node, name, f"there is no filter `{name}`", offer(name, choice, "filter"))
            return UNKNOWN
        return self._filtered(node, name, inner)

    def _filtered(self, node: nodes.Filter, name: str, inner: Hint) -> Hint:
        """The type of what a filter gives."""
        path = self._path(node, name)
        if path is not None:
            reached = hints.element(inner)
            for step in path.split("."):
                reached = self._attribute(node, step, reached)
            if name == "map":
                return tuple[reached, ...]
        if name in SAME_FILTERS:
            return inner
        if name in ELEMENT_FILTERS:
            return hints.element(inner)
        if name in ("batch", "slice"):
            return tuple[tuple[hints.element(inner), ...], ...]
        if name == "list":
            return tuple[hints.element(inner), ...]
        fixed: dict[str, Hint] = {
            "fill": Line,
            "picture": Placed,
            "length": int,
            "count": int,
            "int": int,
            "round": float,
        }
        fixed |= dict.fromkeys(MARKUP_FILTERS, Markup) | dict.fromkeys(TEXT_FILTERS, str)
        return fixed.get(name, UNKNOWN)

    @staticmethod
    def _path(node: nodes.Filter, name: str) -> str | None:
        """The attribute that a filter is told to look at, where it is written out."""
        values = [each.value for each in node.kwargs if each.key == "attribute"]
        if name in BY_ATTRIBUTE:
            values += node.args[:1]
        found = values[0] if values else None
        return found.value if isinstance(found, nodes.Const) and isinstance(found.value, str) else None

    # -- telling

    def _label(self, node: nodes.Node, word: str) -> Label:
        return line_label(self._sources[self._here], node.lineno, word)

    def _tell(self, node: nodes.Node, word: str, message: str, help_: tuple[str, ...]) -> None:
        if (self._here, node.lineno, word) in self._told:
            return
        self._told.add((self._here, node.lineno, word))
        self.used.said.append(error("unknown-name", message, self._label(node, word), help=help_))


def _type_of(node: nodes.Const) -> Hint:
    value: object = node.value
    return type(value)
