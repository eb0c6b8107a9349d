"""What a block of code may change, read from its text: a function's body, or one statement."""

from __future__ import annotations

import ast
import builtins
import re

from autograder.submissions.reader.effects import known
from autograder.submissions.reader.effects.roots import (
    ANYTHING,
    FUNCTIONS,
    Call,
    Facts,
    FunctionNode,
    Origins,
    Roots,
    files,
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

    def _written(self, node: ast.Call) -> None:
        if last_name(node.func) in known.WRITERS or _opens_to_write(node):
            self.facts.changed |= {f"file:{name}" for name in files(walk(node))}


def _opens_to_write(node: ast.Call) -> bool:
    if last_name(node.func) != "open":
        return False
    modes = [*node.args, *(k.value for k in node.keywords)]
    return any(is_text(m) and re.fullmatch(r"[rbt+]*[wax+][bt+]*", m.value) for m in modes)  # type: ignore
