"""What objects share their insides, read from the text of a block: from which names each comes.

Objects are told apart by their roots: a global name, or a parameter of the function, written
"%name".  Whatever may share its insides with an object has the same root: `view = TABLE[:9]`,
`for row in TABLE`, `pair = (TABLE, 1)`.  "*" stands for any name at all (`exec`, `globals()`), and
"file:x.csv" for a file.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from autograder.submissions.reader.effects import known, paths
from autograder.submissions.reader.statements import is_main
from autograder.submissions.reader.syntax import walk

ANYTHING = "*"
PERHAPS = "?"  # after a parameter: changed, unless it is a function, a class or a module
Roots = set[str]
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAMESPACES = {"globals", "locals", "vars", "get_ipython"}


@dataclass
class Call:
    """A call of one of the notebook's own functions, by name, or of a method, by ".name"."""

    callee: str
    receiver: Roots | None
    arguments: list[Roots]
    keywords: dict[str, Roots]


@dataclass
class Facts:
    """What a block changes, and which functions it calls."""

    changed: Roots = field(default_factory=set)
    calls: list[Call] = field(default_factory=list)


@dataclass
class Surroundings:
    """What is known of a notebook's global names.

    functions  names of functions, and of methods as ".name"
    classes    names of classes
    imports    name -> the module it comes from
    constants  names of numbers, texts, paths and tuples of them, which have no insides
    objects    names of what classes of the notebook made
    fixed      names whose objects are changed only on purpose: functions, classes, numbers, texts
    aliases    name -> roots of what it may be, itself included
    returned   function -> roots of what it returns
    made_of    name -> names that stand in what it is bound to, and in what these are bound to
    iterators  names of iterators: whoever looks at one moves it on
    paths      name -> names of files that it may stand for, see `paths`
    dunders    methods that Python calls by itself, such as "__add__"
    properties names of properties
    """

    functions: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    imports: dict[str, str] = field(default_factory=dict)
    constants: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)
    fixed: set[str] = field(default_factory=set)
    aliases: dict[str, Roots] = field(default_factory=dict)
    returned: dict[str, Roots] = field(default_factory=dict)
    made_of: dict[str, set[str]] = field(default_factory=dict)
    iterators: set[str] = field(default_factory=set)
    paths: dict[str, set[str]] = field(default_factory=dict)
    dunders: set[str] = field(default_factory=set)
    properties: set[str] = field(default_factory=set)


def bindings(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Yield each name that is bound, with an expression whose insides it may share."""
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _pairs(target, node.value)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            yield from _pairs(node.target, node.value)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            yield from _pairs(node.target, node.iter)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            yield from _pairs(node.optional_vars, node.context_expr)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Starred):
        yield from _pairs(target.value, value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        same = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
        values = value.elts if same else [value] * len(target.elts)  # type: ignore[attr-defined]
        for inner, part in zip(target.elts, values, strict=True):
            yield from _pairs(inner, part)


class Origins:
    """Knows of one block, a function's body or a statement, where its values come from."""

    def __init__(
        self,
        around: Surroundings,
        everything: list[ast.AST],
        function: FunctionNode | None = None,
    ) -> None:
        """everything  all nodes of the block, as `syntax.walk` gives them"""
        self.around = around
        self._everything = everything
        self._own: dict[str, Roots] = {}
        self._globals: set[str] = set()
        self._held: list[FunctionNode] = []
        self._paths: dict[str, set[str]] = {}
        self._imports: dict[str, str] = {}
        names = [inner.id for inner in everything if isinstance(inner, ast.Name)]
        self._mentioned = around.functions.intersection(names)
        self._function = function
        if function is not None:
            self._enter(function, everything)

    def returns(self) -> Roots:
        """Return the roots of what the function returns, or of what a new object keeps."""
        makes_object = self._function is not None and self._function.name == "__init__"
        found: Roots = set()
        if self._function is not None and _yields(self._everything):
            found.add(self._function.name)  # its body goes on with every step
        for node in self._everything:
            if isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)) and node.value is not None:
                found |= self.roots(node.value)
            elif makes_object and isinstance(node, ast.Assign):
                found |= self.roots(node.value, inside=True)
        return found

    def path(self, name: str) -> set[str]:
        """Return the names of files that a name may stand for; "*" if it is not known."""
        return self._paths.get(name) or self.around.paths.get(name, {"*"})

    def _enter(self, function: FunctionNode, everything: list[ast.AST]) -> None:
        """Tell local names from global ones, and what each may share its insides with."""
        for inner in everything:
            if isinstance(inner, ast.Global):
                self._globals.update(inner.names)
        bound = [(name, value) for name, value in bindings(everything)]
        for name in set(_own_names(everything)) - self._globals:
            self._own[name] = set()
        self._imports = dict(imported(everything))
        for name, value in [*default_values(function), *bound]:
            found = paths.targets(value, self.path) - {"*"}
            self._paths[name] = self._paths.get(name, set()) | found
        for inner in everything:
            if isinstance(inner, (*FUNCTIONS, ast.Lambda)):
                self._own.update({name: set() for name in parameters(inner)})
        self._held = [inner for inner in everything if isinstance(inner, FUNCTIONS)]
        self._own.update({inner.name: set() for inner in self._held})
        defaults = dict(default_values(function))
        for name in parameters(function):
            self._own[name] = {"%" + name}
            if name in defaults:
                self._own[name] |= self.roots(defaults[name])
        for _ in range(3):  # through a chain of as many names
            grown = 0
            for name, value in bound:
                if name in self._own:
                    before = len(self._own[name])
                    self._own[name] |= self.roots(value)
                    grown += len(self._own[name]) - before
            for inner in self._held:
                before = len(self._own[inner.name])
                self._own[inner.name] |= self._mentioned_in(inner)
                grown += len(self._own[inner.name]) - before
            if not grown:
                break

    # ---- what an expression may share its insides with

    def roots(self, node: ast.AST, inside: bool = False) -> Roots:
        """Return the roots of an expression's value.

        inside  whether it is a part of something else, an argument or an element: then names of
                functions, modules, numbers do not count
        """
        if isinstance(node, ast.Name):
            return self._name(node.id, inside)
        if isinstance(node, (ast.Subscript, ast.Attribute)):
            return self._part(node, inside)
        if isinstance(node, ast.Call):
            return self._result(node)
        if isinstance(node, (ast.Starred, ast.Await, ast.NamedExpr, ast.FormattedValue)):
            return self.roots(node.value, inside)
        if isinstance(node, ast.IfExp):
            return self.roots(node.body, inside) | self.roots(node.orelse, inside)
        if isinstance(node, ast.BoolOp):
            return self._all(node.values, inside)
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return self._all(node.elts, inside=True)
        if isinstance(node, ast.Dict):
            return self._all(node.values, inside=True)
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
            return self._all([node.elt, *(g.iter for g in node.generators)], inside=True)
        if isinstance(node, ast.Lambda):
            return self._mentioned_in(node)
        if isinstance(node, ast.DictComp):
            return self._all([node.value, *(g.iter for g in node.generators)], inside=True)
        return set()

    def _all(self, nodes: Iterable[ast.AST], inside: bool) -> Roots:
        return set().union(*(self.roots(node, inside) for node in nodes))

    def _mentioned_in(self, node: ast.AST) -> Roots:
        """What a function that is made on the way holds: all that it mentions."""
        names = {n.id for n in walk(node) if isinstance(n, ast.Name)}
        own = set(parameters(node)) if isinstance(node, (*FUNCTIONS, ast.Lambda)) else set()
        own |= set(_own_names(walk(node))) - self._own.keys()
        return set().union(*(self._name(name, inside=True) for name in names - own))

    def _name(self, name: str, inside: bool) -> Roots:
        if name in self._own:
            return self._own[name]
        if name in self.around.constants:
            return set()
        if name not in self.around.aliases and hasattr(builtins, name):
            return {name} & self.around.functions
        if inside and (name in self.around.fixed or name in self.around.imports):
            return {name} & self.around.functions  # whoever holds a function may call it
        return self.around.aliases.get(name, {name}) | {name}

    def _part(self, node: ast.Subscript | ast.Attribute, inside: bool) -> Roots:
        if is_main(node):
            return {ANYTHING}
        whole = self.roots(node.value, inside)
        if ANYTHING in whole and (key := key_of(node)):
            return whole - {ANYTHING} | {key}
        return whole

    def _result(self, node: ast.Call) -> Roots:
        function = node.func
        name = last_name(function)
        if isinstance(function, ast.Name):
            if name in _NAMESPACES and not node.args:
                return {ANYTHING}
            if name in ("vars", "getattr") and node.args:
                whole = self.roots(node.args[0])
                key = node.args[1].value if is_text(node.args[-1]) else ""  # type: ignore
                return {key} if ANYTHING in whole and key else whole
            if name in self.around.functions:
                return self._mapped(node, self.around.returned.get(name, set()))
            if name in self.around.classes:
                return self._mapped(node, self.around.returned.get(".__init__", set()))
        if known.is_pure(name):
            return set()
        found = self._all([*node.args, *(k.value for k in node.keywords)], inside=True)
        if isinstance(function, ast.Attribute) and not self.module(function.value):
            found |= self.roots(function.value, inside=True)
        elif not isinstance(function, (ast.Name, ast.Attribute)):
            found |= self.roots(function, inside=True)
        return found

    def _mapped(self, node: ast.Call, returned: Roots) -> Roots:
        """What a call of one of our functions returns: of its arguments, only those it returns."""
        found = {root for root in returned if not root.startswith("%")}
        if found != returned:
            found |= self._all([*node.args, *(k.value for k in node.keywords)], inside=True)
        return found

    def module(self, node: ast.AST) -> str:
        """Return the module that an expression such as `np.random` stands for, or ""."""
        path: list[str] = []
        while isinstance(node, ast.Attribute):
            path.insert(0, node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        own = self._imports if node.id in self._own else self.around.imports
        return ".".join([own[node.id], *path]) if node.id in own else ""


def imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """Yield each name that is imported, with the module or the member that it stands for."""
    for inner in nodes:
        if isinstance(inner, ast.Import):
            for alias in inner.names:
                root = alias.name.split(".")[0]
                yield alias.asname or root, alias.name if alias.asname else root
        elif isinstance(inner, ast.ImportFrom):
            for alias in inner.names:
                yield alias.asname or alias.name, f"{inner.module or ''}.{alias.name}"


def _own_names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that a function binds, those of `except … as error` and of imports too."""
    nodes = list(nodes)
    for inner in nodes:
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
        elif isinstance(inner, ast.ExceptHandler) and inner.name:
            yield inner.name
    yield from (name for name, _ in imported(nodes))


def _yields(nodes: Iterable[ast.AST]) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in nodes)


def parameters(function: FunctionNode | ast.Lambda) -> list[str]:
    """Return the names of all parameters; those given by position first."""
    own = function.args
    found = [*own.posonlyargs, *own.args, *own.kwonlyargs]
    found += [extra for extra in (own.vararg, own.kwarg) if extra is not None]
    return [parameter.arg for parameter in found]


def default_values(function: FunctionNode) -> Iterator[tuple[str, ast.expr]]:
    """Yield parameters that have a default, with it."""
    own = function.args
    positional = [parameter.arg for parameter in (*own.posonlyargs, *own.args)]
    if own.defaults:
        yield from zip(positional[-len(own.defaults) :], own.defaults, strict=True)
    for parameter, value in zip(own.kwonlyargs, own.kw_defaults, strict=True):
        if value is not None:
            yield parameter.arg, value


def last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def key_of(node: ast.Subscript | ast.Attribute) -> str:
    if isinstance(node, ast.Attribute):
        return "" if node.attr in ("__dict__", "user_ns") else node.attr
    return node.slice.value if is_text(node.slice) else ""  # type: ignore[attr-defined]
