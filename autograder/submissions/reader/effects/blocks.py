"""What a block of code may change, read from its text: a function's body, or one statement.

Objects are told apart by their roots: a global name, or a parameter of the function, written
"%name".  Whatever may share its insides with an object has the same root: `view = TABLE[:9]`,
`for row in TABLE`, `pair = (TABLE, 1)`.  "*" stands for any name at all (`exec`, `globals()`), and
"file:x.csv" for a file.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from autograder.submissions.reader.effects import known
from autograder.submissions.reader.syntax import walk

ANYTHING = "*"
Roots = set[str]
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_FILE = re.compile(r"[\w./~-]*?([\w-]+\.(?!(?:safetensors|pth?|ckpt)$)[A-Za-z]\w{0,5})")
_NAMESPACES = {"globals", "locals", "vars", "get_ipython"}
_WRITES_NAMES = {"update", "push", "ex", "run_cell", "setdefault", "pop", "clear", "__setitem__"}


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
    fixed      names whose objects are changed only on purpose: functions, classes, numbers, texts
    aliases    name -> roots of what it may be, itself included
    returned   function -> roots of what it returns
    """

    functions: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    imports: dict[str, str] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    aliases: dict[str, Roots] = field(default_factory=dict)
    returned: dict[str, Roots] = field(default_factory=dict)


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


class Reader:
    """Reads one block: a function's body with its parameters, or a top-level statement."""

    def __init__(
        self,
        around: Surroundings,
        everything: list[ast.AST],
        function: FunctionNode | None = None,
    ) -> None:
        """everything  all nodes of the block, as `syntax.walk` gives them"""
        self.around = around
        self._everything = everything
        self.facts = Facts()
        self._own: dict[str, Roots] = {}
        self._globals: set[str] = set()
        names = [inner.id for inner in everything if isinstance(inner, ast.Name)]
        self._mentioned = around.functions.intersection(names)
        self._function = function
        if function is not None:
            self._enter(function, everything)

    def read(self, nodes: list[ast.stmt]) -> Facts:
        """Return what these statements do."""
        for node in nodes:
            self._visit(node, top=self._function is None)
        return self.facts

    def returns(self) -> Roots:
        """Return the roots of what the function returns, or of what a new object keeps."""
        makes_object = self._function is not None and self._function.name == "__init__"
        found: Roots = set()
        for node in self._everything:
            if isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)) and node.value is not None:
                found |= self.roots(node.value)
            elif makes_object and isinstance(node, ast.Assign):
                found |= self.roots(node.value, inside=True)
        return found

    def _enter(self, function: FunctionNode, everything: list[ast.AST]) -> None:
        """Tell local names from global ones, and what each may share its insides with."""
        for inner in everything:
            if isinstance(inner, ast.Global):
                self._globals.update(inner.names)
        bound = [(name, value) for name, value in bindings(everything)]
        for name in {name for name, _ in bound} - self._globals:
            self._own[name] = set()
        for inner in everything:
            if isinstance(inner, (*_FUNCTIONS, ast.Lambda)):
                self._own.update({name: set() for name in parameters(inner)})
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
        if isinstance(node, ast.DictComp):
            return self._all([node.value, *(g.iter for g in node.generators)], inside=True)
        return set()

    def _all(self, nodes: Iterable[ast.AST], inside: bool) -> Roots:
        return set().union(*(self.roots(node, inside) for node in nodes))

    def _name(self, name: str, inside: bool) -> Roots:
        if name in self._own:
            return self._own[name]
        if inside and (name in self.around.fixed or name in self.around.imports):
            return {name} & self.around.functions  # whoever holds a function may call it
        return self.around.aliases.get(name, {name}) | {name}

    def _part(self, node: ast.Subscript | ast.Attribute, inside: bool) -> Roots:
        if _is_main(node):
            return {ANYTHING}
        whole = self.roots(node.value, inside)
        if ANYTHING in whole and (key := _key(node)):
            return whole - {ANYTHING} | {key}
        return whole

    def _result(self, node: ast.Call) -> Roots:
        function = node.func
        name = _last(function)
        if isinstance(function, ast.Name):
            if name in _NAMESPACES and not node.args:
                return {ANYTHING}
            if name in ("vars", "getattr") and node.args:
                whole = self.roots(node.args[0])
                key = node.args[1].value if _is_text(node.args[-1]) else ""  # type: ignore
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
        if isinstance(node, ast.Name) and node.id in self.around.imports:
            return (
                ".".join([self.around.imports[node.id], *path]) if node.id not in self._own else ""
            )
        return ""

    # ---- what statements do

    def _visit(self, node: ast.AST, top: bool = False) -> None:
        if isinstance(node, _FUNCTIONS):
            self._definition(node, top)
            return
        if isinstance(node, ast.ClassDef):
            self._class(node, top)
            return
        if isinstance(node, (ast.Subscript, ast.Attribute)):
            if isinstance(node.ctx, (ast.Store, ast.Del)):
                self._stored(node)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            if node.id in self._globals:
                self.facts.changed.add(node.id)
        elif isinstance(node, ast.AugAssign):
            self._hidden(node.target, "__iadd__", "__ior__", "__ilshift__")
            self.facts.changed |= self._unfixed(self.roots(node.target))
        elif isinstance(node, ast.withitem):
            self._hidden(node.context_expr, "__enter__", "__exit__")
        elif isinstance(node, ast.Expr):
            value = node.value.value if isinstance(node.value, ast.Await) else node.value
            if isinstance(value, ast.Call):
                self._called(value, bare=True)
                self._visit_parts(value)
                return
            if isinstance(value, ast.BinOp):
                self.facts.changed |= self._unfixed(self._all([value.left, value.right], True))
        elif isinstance(node, ast.Call):
            self._called(node, bare=False)
        self._visit_parts(node)

    def _visit_parts(self, node: ast.AST) -> None:
        for name in node._fields:
            value = getattr(node, name, None)
            if value.__class__ is list:
                for item in value:
                    if isinstance(item, ast.AST):
                        self._visit(item)
            elif isinstance(value, ast.AST):
                self._visit(value)

    def _definition(self, node: FunctionNode, top: bool) -> None:
        self._decorated(node.decorator_list)
        if not top and self._function is not None:
            for child in node.body:  # whoever defines a function inside calls it, or hands it out
                self._visit(child)

    def _class(self, node: ast.ClassDef, top: bool) -> None:
        self._decorated(node.decorator_list)
        for base in [*node.bases, *(k.value for k in node.keywords)]:
            self._visit(base)
        for hook in (".__init_subclass__", ".__new__", ".__init__", ".__prepare__"):
            if hook in self.around.functions and (node.bases or node.keywords):
                self.facts.calls.append(Call(hook, set(), [], {}))
        for child in node.body:
            if not isinstance(child, _FUNCTIONS):
                self._visit(child)
            else:
                self._decorated(child.decorator_list)

    def _decorated(self, decorators: list[ast.expr]) -> None:
        for decorator in decorators:
            call = decorator if isinstance(decorator, ast.Call) else ast.Call(decorator, [], [])
            self._called(call, bare=True)
            if call is decorator:
                self._visit_parts(call)

    def _stored(self, node: ast.Subscript | ast.Attribute) -> None:
        whole = {ANYTHING} if _is_main(node.value) else self.roots(node.value)
        if ANYTHING in whole and (key := _key(node)):
            whole = whole - {ANYTHING} | {key}
        self._hidden(node.value, "__setitem__", "__setattr__", "__delitem__")
        self.facts.changed |= self._insides(node.value, whole)

    def _insides(self, node: ast.AST, roots: Roots) -> Roots:
        """Of an expression's roots those that change with it: a function only by its own name."""
        while isinstance(node, (ast.Subscript, ast.Attribute)):
            node = node.value
        name = node.id if isinstance(node, ast.Name) else ""
        return {root for root in roots if root not in self.around.functions or root == name}

    def _hidden(self, node: ast.AST, *methods: str) -> None:
        """Methods that Python calls by itself, if the notebook defines such ones."""
        for method in methods:
            if "." + method in self.around.functions:
                self.facts.calls.append(Call("." + method, self.roots(node), [], {}))

    def _unfixed(self, roots: Roots) -> Roots:
        return {r for r in roots if r not in self.around.fixed and r not in self.around.imports}

    # ---- calls

    def _called(self, node: ast.Call, bare: bool) -> None:
        for keyword in node.keywords:
            if keyword.arg == "out":
                self.facts.changed |= self.roots(keyword.value)
            elif keyword.arg == "inplace" and isinstance(node.func, ast.Attribute):
                self.facts.changed |= self._unfixed(self.roots(node.func.value))
        self._handed_on(node)
        self._written(node)
        if isinstance(node.func, ast.Name):
            self._called_name(node, node.func.id, bare)
        elif isinstance(node.func, ast.Attribute):
            self._called_method(node, node.func, bare)
        else:
            for name in self._mentioned:
                self._own_function(name, node, None)

    def _called_name(self, node: ast.Call, name: str, bare: bool) -> None:
        others = self._name(name, inside=False) & self.around.functions - {name}
        if name in self.around.functions or others:
            for each in {name, *others} & self.around.functions:
                self._own_function(each, node, None)
        elif name in self.around.classes:
            for method in (".__init__", ".__new__", ".__post_init__"):
                self._own_function(method, node, set())
        elif name in ("exec", "eval"):
            self._run_text(node, name)
        elif known.changes_arguments(name):
            self._first_changed(node)
        elif name not in self.around.imports and not hasattr(builtins, name):
            # A function that came in as an argument or from a list, or an object that is called.
            for each in self._mentioned:
                self._own_function(each, node, None)
            if ".__call__" in self.around.functions:
                self._own_function(".__call__", node, self._name(name, inside=False))
            if bare:
                self.facts.changed |= self._unfixed(self._name(name, inside=False))
                self.facts.changed |= self._unfixed(self._arguments(node))
        elif bare and not known.is_pure(name) and not known.is_output(self.module(node.func)):
            self.facts.changed |= self._unfixed(self._arguments(node))

    def _called_method(self, node: ast.Call, function: ast.Attribute, bare: bool) -> None:
        name, module = function.attr, self.module(function.value)
        if module:
            if known.changes_arguments(name) or name == "at":
                self._first_changed(node)
            elif bare and not (known.is_pure(name) or known.is_output(module)):
                self.facts.changed |= self._unfixed(self._arguments(node))
            return
        receiver = self.roots(function.value)
        if ANYTHING in receiver:
            if name in _WRITES_NAMES:
                self.facts.changed.add(ANYTHING)
            return
        if "." + name in self.around.functions:
            self._own_function("." + name, node, receiver)
            if receiver & self.around.classes:  # Table.fill(table)
                self._own_function("." + name, node, None)
        elif known.is_mutator(name) or (bare and not known.is_pure(name)):
            self.facts.changed |= self._insides(function.value, receiver) - set(self.around.imports)
            for held in receiver & self.around.functions:  # a thread's start, a hook's step
                self._own_function(held, node, None)

    def _own_function(self, callee: str, node: ast.Call, receiver: Roots | None) -> None:
        arguments = [self.roots(argument) for argument in node.args]
        keywords = {k.arg or "**": self.roots(k.value) for k in node.keywords}
        self.facts.calls.append(Call(callee, receiver, arguments, keywords))

    def _handed_on(self, node: ast.Call) -> None:
        """A function of ours that is an argument will be called, perhaps with the others."""
        for argument in [*node.args, *(k.value for k in node.keywords)]:
            if isinstance(argument, ast.Name) and argument.id in self.around.functions:
                others = self._arguments(node)
                self.facts.calls.append(Call(argument.id, None, [others] * 4, {}))

    def _arguments(self, node: ast.Call) -> Roots:
        return self._all([*node.args, *(k.value for k in node.keywords)], inside=True)

    def _first_changed(self, node: ast.Call) -> None:
        if not node.args:
            return
        whole = self.roots(node.args[0])
        if ANYTHING in whole and len(node.args) > 1 and _is_text(node.args[1]):
            whole = whole - {ANYTHING} | {node.args[1].value}  # type: ignore[attr-defined]
        self.facts.changed |= whole

    def _run_text(self, node: ast.Call, name: str) -> None:
        """`exec` and `eval`: of a text that stands there, what that does; else it may be all."""
        text = node.args[0] if node.args else None
        if text is not None and _is_text(text):
            try:
                tree = ast.parse(text.value)  # type: ignore[attr-defined]
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return
            for inner in walk(tree):
                if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                    self.facts.changed.add(inner.id)
                elif isinstance(inner, (*_FUNCTIONS, ast.ClassDef)):
                    self.facts.changed.add(inner.name)
            for statement in tree.body:
                self._visit(statement)
        elif name == "exec":
            self.facts.changed.add(ANYTHING)

    def _written(self, node: ast.Call) -> None:
        if _last(node.func) in known.WRITERS or _opens_to_write(node):
            self.facts.changed |= {f"file:{name}" for name in files(walk(node))}


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


def files(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names of files that a piece of code mentions (weights never count)."""
    for inner in nodes:
        text = inner.value if isinstance(inner, ast.Constant) else None
        if isinstance(text, str) and len(text) < 200 and (match := _FILE.fullmatch(text)):
            yield match[1]


def _opens_to_write(node: ast.Call) -> bool:
    if _last(node.func) != "open":
        return False
    modes = [*node.args, *(k.value for k in node.keywords)]
    return any(_is_text(m) and re.fullmatch(r"[rbt+]*[wax+][bt+]*", m.value) for m in modes)  # type: ignore


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _key(node: ast.Subscript | ast.Attribute) -> str:
    if isinstance(node, ast.Attribute):
        return "" if node.attr in ("__dict__", "user_ns") else node.attr
    return node.slice.value if _is_text(node.slice) else ""  # type: ignore[attr-defined]


def _is_main(node: ast.AST) -> bool:
    """Whether an expression is the notebook's own module: `sys.modules[__name__]`."""
    if isinstance(node, ast.Name):
        return node.id == "__main__"
    if not (isinstance(node, ast.Subscript) and _last(node.value) == "modules"):
        return False
    key = node.slice
    return getattr(key, "id", "") == "__name__" or getattr(key, "value", "") == "__main__"
