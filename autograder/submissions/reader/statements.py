"""One top-level statement of a notebook, and the global names that it binds and reads."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from autograder.submissions.reader.syntax import deep, late_error, quiet, walk

# Whoever calls one of these may mean a name by a string.
_BY_STRING = {"globals", "locals", "eval", "exec", "get_ipython"}


@dataclass
class Statement:
    """One top-level statement and what it does to names.

    binds    names it gives a value
    reads    names it looks up, now or when a function that it defines is called
    changes  names whose objects it may change in place, as `effects` finds them
    calls    names that it calls, now or later
    stars    modules whose every name it imports
    error    why it does not compile, in words
    nodes    the node and all below it
    """

    node: ast.stmt
    cell: int
    binds: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)
    error: str = ""
    nodes: list[ast.AST] = field(default_factory=list, repr=False)

    @property
    def where(self) -> str:
        return f"code cell {self.cell}, line {self.node.lineno}"


def describe(node: ast.stmt, cell: int) -> Statement:
    """Return a statement with the global names that it binds, reads and calls."""
    statement = Statement(node, cell, nodes=walk(node))
    for inner in statement.nodes:
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name):
            statement.calls.add(inner.func.id)
        elif isinstance(inner, ast.ImportFrom) and inner.names[0].name == "*":
            statement.stars.append(inner.module or ".")
    statement.error = late_error(node)
    if statement.error:
        statement.binds = set(_bound(node))
        return statement
    _look_up(statement)
    return statement


def _look_up(statement: Statement) -> None:
    with deep(), quiet():
        text = ast.unparse(_without_stars(statement))
    with quiet():
        table = symtable.symtable(text, "<cell>", "exec")
    for symbol in table.get_symbols():
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
            statement.binds.add(symbol.get_name())
        if symbol.is_referenced():
            statement.reads.add(symbol.get_name())
    for scope in _inner_scopes(table):
        for symbol in scope.get_symbols():
            if symbol.is_global():
                statement.reads.add(symbol.get_name())
    statement.reads |= set(_by_string(statement))


def _without_stars(statement: Statement) -> ast.stmt:
    """Return the node; a sole star import binds no name that can be known from the text."""
    node = statement.node
    return ast.Pass() if statement.stars and isinstance(node, ast.ImportFrom) else node


def _inner_scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _inner_scopes(child)


def _by_string(statement: Statement) -> Iterator[str]:
    """Names in strings: `globals()["TABLE"]`, `eval("helper(x)")`, annotations in quotes.

    And attributes of the notebook's own module: `sys.modules["__main__"].TABLE`.
    """
    texts: list[str] = []
    all_count = _speaks_of_names(statement)
    for inner in statement.nodes:
        if isinstance(inner, ast.Constant):
            if all_count and isinstance(inner.value, str):
                texts.append(inner.value)
        elif isinstance(inner, ast.Attribute):
            if is_main(inner.value):
                texts.append(inner.attr)
        elif isinstance(inner, (ast.arg, ast.AnnAssign, ast.FunctionDef)):
            annotation = inner.returns if isinstance(inner, ast.FunctionDef) else inner.annotation
            if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
                texts.append(annotation.value)
    for text in texts:
        try:
            with quiet():
                tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        yield from (inner.id for inner in walk(tree) if isinstance(inner, ast.Name))


def _speaks_of_names(statement: Statement) -> bool:
    """Whether any string in a statement may be a name of the notebook."""
    for inner in statement.nodes:
        if isinstance(inner, ast.Name) and inner.id in _BY_STRING:
            return True
        if isinstance(inner, ast.alias) and inner.name == "__main__":
            return True
        if isinstance(inner, ast.Call) and getattr(inner.func, "id", "") == "vars":
            if not inner.args:
                return True
        elif is_main(inner):
            return True
    return False


def is_main(node: ast.AST) -> bool:
    """Whether an expression is the notebook's own module: `sys.modules[__name__]`."""
    if isinstance(node, ast.Name):
        return node.id == "__main__"
    if not (isinstance(node, ast.Subscript) and getattr(node.value, "attr", "") == "modules"):
        return False
    key = node.slice
    return getattr(key, "id", "") == "__name__" or getattr(key, "value", "") == "__main__"


def _bound(node: ast.stmt) -> Iterable[str]:
    """The names that a statement would have bound, had it compiled."""
    for inner in walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
