"""What a block of code may change, read from its text: a function's body, or one statement."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from autograder.submissions.reader.effects import known, paths
from autograder.submissions.reader.effects.roots import (
    ANYTHING,
    FUNCTIONS,
    PERHAPS,
    Call,
    Facts,
    FunctionNode,
    Origins,
    Roots,
    is_text,
    key_of,
    last_name,
)
from autograder.submissions.reader.statements import is_main
from autograder.submissions.reader.syntax import walk

_WRITES_NAMES = {"update", "push", "ex", "run_cell", "setdefault", "pop", "clear", "__setitem__"}


class Reader(Origins):
    """Reads one block: a function's body with its parameters, or a top-level statement."""

    def read(self, nodes: list[ast.stmt]) -> Facts:
        """Return what these statements do."""
        self.facts = Facts()
        for node in nodes:
            self._visit(node, top=self._function is None)
        return self.facts

    # ---- what statements do

    def _visit(self, node: ast.AST, top: bool = False) -> None:
        if isinstance(node, FUNCTIONS):
            self._definition(node, top)
            return
        if isinstance(node, ast.ClassDef):
            self._class(node, top)
            return
        if isinstance(node, (ast.Subscript, ast.Attribute)):
            if isinstance(node.ctx, (ast.Store, ast.Del)):
                self._stored(node)
            elif isinstance(node, ast.Attribute):
                self._hidden(node.value, "__get__", "__getattr__", "__getattribute__")
                if node.attr in self.around.properties:
                    self._hidden(node.value, node.attr)
        elif isinstance(node, ast.Name):
            self._looked_up(node)
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
        self._operated(node)
        self._visit_parts(node)

    def _looked_up(self, node: ast.Name) -> None:
        if isinstance(node.ctx, (ast.Store, ast.Del)):
            if node.id in self._globals:
                self.facts.changed.add(node.id)
        elif node.id in self.around.iterators and node.id not in self._own:
            roots = self._name(node.id, inside=False)
            self.facts.changed |= self._unfixed(roots)
            for held in roots & self.around.functions:  # a generator's body goes on
                self.facts.calls.append(Call(held, None, [], {}))

    def _operated(self, node: ast.AST) -> None:
        """Let operators and loops call the methods of ours that they stand for."""
        if not self.around.dunders:
            return
        for kind, operand in _operands(node):
            methods = known.OPERATORS[kind] & self.around.dunders
            if methods and self._is_ours(operand):
                whole = self._unfixed(self.roots(operand))
                self.facts.calls += [Call("." + method, whole, [], {}) for method in methods]

    def _is_ours(self, node: ast.AST) -> bool:
        """Whether a value may be an object of one of the notebook's classes."""
        ours = self.around.classes | self.around.objects
        return any(isinstance(n, ast.Name) and n.id in ours for n in walk(node))

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
        self._hidden(ast.Constant(None), "__set_name__")
        for child in node.body:
            if not isinstance(child, FUNCTIONS):
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
        whole = {ANYTHING} if is_main(node.value) else self.roots(node.value)
        if ANYTHING in whole and (key := key_of(node)):
            whole = whole - {ANYTHING} | {key}
        self._hidden(
            node.value, "__setitem__", "__setattr__", "__delitem__", "__set__", "__delete__"
        )
        if isinstance(node, ast.Attribute) and node.attr in self.around.properties:
            self._hidden(node.value, node.attr)
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
        self.facts.changed |= set(paths.written(node, self.path))
        if isinstance(node.func, ast.Name):
            self._called_name(node, node.func.id, bare)
        elif isinstance(node.func, ast.Attribute):
            self._called_method(node, node.func, bare)
        else:
            self._called_value(node, self.roots(node.func))

    def _called_value(self, node: ast.Call, held: Roots) -> None:
        """Call what came in as an argument, out of a list or from another call.

        held  roots of what is called
        """
        for name in {*self._mentioned, *held & self.around.functions}:
            self._own_function(name, node, None)
        if ".__call__" in self.around.functions:
            self._own_function(".__call__", node, held)
        if ANYTHING not in held:
            self.facts.changed |= _perhaps(self._unfixed(held | self._arguments(node)))

    def _called_name(self, node: ast.Call, name: str, bare: bool) -> None:
        others = self._name(name, inside=False) & self.around.functions - {name}
        if name in self.around.functions or others:
            for each in {name, *others} & self.around.functions:
                self._own_function(each, node, None)
            whole = self._unfixed(self._name(name, inside=False))
            self.facts.changed |= whole - self.around.functions
        elif name in self.around.classes:
            for method in (".__init__", ".__new__", ".__post_init__", ".__set_name__"):
                self._own_function(method, node, set())
        elif name in ("exec", "eval"):
            self._run_text(node, name)
        elif name in self.around.aliases or not (
            name in self.around.imports or hasattr(builtins, name)
        ):
            self._called_value(node, self._name(name, inside=False))
            if known.changes_arguments(name):  # of a star import
                self._first_changed(node)
        elif known.changes_arguments(name) or name == "next":
            self._first_changed(node)
        elif name in self.around.imports:
            self._called_library(node, self.module(node.func), bare)
        elif bare and not known.is_pure(name):
            self.facts.changed |= self._unfixed(self._arguments(node))

    def _called_library(self, node: ast.Call, module: str, bare: bool) -> None:
        """Call a library's function by its name or as `np.add`.

        module  that the function stands for, its own name included or not
        """
        name = last_name(node.func)
        if known.is_output(module):
            return
        which = known.outputs(module, name)
        if bare and not known.is_pure(name):
            which = slice(0, None)
        if which is not None:
            keywords = [k.value for k in node.keywords] if which == slice(0, None) else []
            self.facts.changed |= self._unfixed(self._all([*node.args[which], *keywords], True))

    def _called_method(self, node: ast.Call, function: ast.Attribute, bare: bool) -> None:
        name, module = function.attr, self.module(function.value)
        if module:
            if known.changes_arguments(name) or name == "at":
                self._first_changed(node)
            else:
                self._called_library(node, module, bare)
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
        elif name == "backward":
            self.facts.changed |= self._unfixed(self._made_of(function.value))
        elif known.is_mutator(name) or not known.is_harmless(name):
            self.facts.changed |= self._insides(function.value, receiver) - set(self.around.imports)
            for held in receiver & self.around.functions:  # a thread's start, a hook's step
                self._own_function(held, node, None)
        self._given_to_method(node, name)

    def _given_to_method(self, node: ast.Call, name: str) -> None:
        """Of a method's arguments: `rng.shuffle(T)`, `T.clip(0, 2, T)`; of others, all."""
        if known.changes_arguments(name):
            self._first_changed(node)
        elif known.is_harmless(name):
            self.facts.changed |= self._unfixed(self._all(node.args[2:], inside=True))
        elif not (known.is_mutator(name) or known.is_drawing(name)):
            self.facts.changed |= _perhaps(self._unfixed(self._arguments(node)))

    def _made_of(self, node: ast.AST) -> Roots:
        """All that a value was computed from, as a gradient goes back."""
        names = {inner.id for inner in walk(node) if isinstance(inner, ast.Name)}
        found = {name for name in names if name not in self._own}
        for name in names:
            found |= self._own.get(name, set()) or self.around.made_of.get(name, set())
        return found

    def _own_function(self, callee: str, node: ast.Call, receiver: Roots | None) -> None:
        arguments = [self.roots(argument) for argument in node.args]
        keywords = {k.arg or "**": self.roots(k.value) for k in node.keywords}
        self.facts.calls.append(Call(callee, receiver, arguments, keywords))

    def _handed_on(self, node: ast.Call) -> None:
        """A function of ours that is an argument will be called, perhaps with the others."""
        for argument in [*node.args, *(k.value for k in node.keywords)]:
            if isinstance(argument, ast.Name) and argument.id in self.around.functions:
                others = self._arguments(node) - self.around.functions
                self.facts.calls.append(Call(argument.id, None, [others] * 4, {}))

    def _arguments(self, node: ast.Call) -> Roots:
        return self._all([*node.args, *(k.value for k in node.keywords)], inside=True)

    def _first_changed(self, node: ast.Call) -> None:
        if not node.args:
            return
        whole = self.roots(node.args[0])
        if ANYTHING in whole and len(node.args) > 1 and is_text(node.args[1]):
            whole = whole - {ANYTHING} | {node.args[1].value}  # type: ignore[attr-defined]
        self.facts.changed |= whole

    def _run_text(self, node: ast.Call, name: str) -> None:
        """`exec` and `eval`: of a text that stands there, what that does; else it may be all."""
        text = node.args[0] if node.args else None
        if text is not None and is_text(text):
            try:
                tree = ast.parse(text.value)  # type: ignore[attr-defined]
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return
            for inner in walk(tree):
                if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                    self.facts.changed.add(inner.id)
                elif isinstance(inner, (*FUNCTIONS, ast.ClassDef)):
                    self.facts.changed.add(inner.name)
            for statement in tree.body:
                self._visit(statement)
        elif name == "exec":
            self.facts.changed.add(ANYTHING)


def _perhaps(roots: Roots) -> Roots:
    """Mark parameters that may be changed if they can: no function that is handed over."""
    return {root + PERHAPS if root.startswith("%") else root for root in roots}


def _operands(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield what an operator, a loop or a function of Python's is applied to, with its kind."""
    if isinstance(node, ast.BinOp):
        yield from (("infix", node.left), ("infix", node.right))
    elif isinstance(node, ast.Compare):
        yield from (("compare", part) for part in (node.left, *node.comparators))
    elif isinstance(node, ast.UnaryOp):
        yield "sign", node.operand
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield "sign", node.test
    elif isinstance(node, ast.Subscript):
        yield "part", node.value
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        yield "steps", node.iter
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Tuple, ast.List)):
        yield "steps", node.value
    elif isinstance(node, (ast.Starred, ast.FormattedValue)):
        yield "builtin", node.value
    elif isinstance(node, ast.Call) and hasattr(builtins, getattr(node.func, "id", "")):
        yield from (("builtin", part) for part in node.args)
