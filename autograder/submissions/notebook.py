"""The named answers of a notebook: a slice over the syntax tree of all its code cells.

A submission is any notebook in which the required names can be found.  Of all cells only those
imports, definitions and assignments are run that the names reach; training loops, plots, prints
and installs stay out.  This runs inside the confined child: the notebook is not ours.
"""

from __future__ import annotations
import __future__

import ast
import json
import linecache
import re
import symtable
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager


class UnreadableError(ValueError):
    """The file is not a notebook with code; the text says what it is instead."""


@dataclass
class Statement:
    """One top-level statement and what it does to names."""

    node: ast.stmt
    cell: int
    binds: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)

    @property
    def where(self) -> str:
        return f"code cell {self.cell}, line {self.node.lineno}"


@dataclass
class Answers:
    """The names that came out of a notebook, and why others did not."""

    names: dict[str, Any]
    reasons: dict[str, str]


# ---------------------------------------------------------------- cells


def code_cells(data: bytes) -> list[str]:
    """The sources of all code cells, in order.  Raises UnreadableError.

    Read as plain JSON on purpose: what Colab and others save often fails the notebook schema
    (no cell ids, nbformat_minor 0, metadata lost), and nothing of the schema is needed here.
    """
    if not data.strip():
        raise UnreadableError("the file is empty")
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError("the file is not a notebook: it is not JSON") from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise UnreadableError("the file is JSON, but not a notebook: it has no list of cells")
    sources = [_source(cell) for cell in cells if isinstance(cell, dict)]
    found = [source for source in sources if source is not None]
    if not found:
        raise UnreadableError("the notebook has no code cell")
    return found


def _source(cell: dict) -> str | None:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source if cell.get("cell_type") == "code" and isinstance(source, str) else None


def assignment_version(data: bytes) -> str:
    """The version of the assignment that a notebook says it belongs to; empty if it does not."""
    found = re.search(rb'ASSIGNMENT_VERSION = \\?"([0-9a-f]{8})\\?"', data)
    return found[1].decode() if found else ""


_PYTHON_MAGICS = re.compile(r"^\s*%%(time|timeit|capture|prun|python3?|python)\b.*\n", re.MULTILINE)


def to_python(source: str) -> str:
    """A cell as Python: `!pip` and `%magic` lines become calls, `%%time` and its like are cut."""
    body = _PYTHON_MAGICS.sub("\n", source, count=1) if source.lstrip().startswith("%%") else source
    if body.lstrip().startswith("%%"):
        return ""  # %%bash, %%html, %%writefile …: not Python
    try:
        ast.parse(body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        with suppress(SyntaxError):
            return TransformerManager().transform_cell(body)
    return body


def parse_cell(source: str) -> tuple[list[ast.stmt], list[tuple[str, str]]]:
    """The statements of a cell; where it has a syntax error, those of its intact pieces.

    Also returns each broken piece, with the error in words.
    """
    try:
        return ast.parse(source).body, []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        statements: list[ast.stmt] = []
        broken: list[tuple[str, str]] = []
        for first_line, piece in _pieces(source):
            try:
                # Leading newlines keep the line numbers.
                statements += ast.parse("\n" * (first_line - 1) + piece).body
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                broken.append((piece, _syntax_error(error)))
        return statements, broken


def _pieces(source: str) -> Iterable[tuple[int, str]]:
    """Cut a cell where a line starts a new top-level statement."""
    lines = source.splitlines(keepends=True)
    starts = re.compile(r"(?!(elif|else|except|finally)\b)[^\s#)\]}]")
    start, decorated = 0, False
    for number, line in enumerate(lines):
        if starts.match(line) and number > start and not decorated:
            yield start + 1, "".join(lines[start:number])
            start = number
        if line.strip():
            decorated = line.startswith("@")
    yield start + 1, "".join(lines[start:])


def _syntax_error(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    text = getattr(error, "msg", None) or type(error).__name__
    return text + (f" (line {line})" if line else "")


# ---------------------------------------------------------------- names


def describe(node: ast.stmt, cell: int) -> Statement:
    """Which global names a statement binds, changes in place, and reads."""
    statement = Statement(node, cell)
    table = symtable.symtable(ast.unparse(node), "<cell>", "exec")
    for symbol in table.get_symbols():
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
            statement.binds.add(symbol.get_name())
        if symbol.is_referenced():
            statement.reads.add(symbol.get_name())
    for scope in _inner_scopes(table):
        for symbol in scope.get_symbols():
            if symbol.is_global():
                statement.reads.add(symbol.get_name())
    statement.changes = set(_changed(node)) - statement.binds
    return statement


def _inner_scopes(table: symtable.SymbolTable) -> Iterable[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _inner_scopes(child)


def _changed(node: ast.AST) -> Iterable[str]:
    """Names whose objects a statement changes: `x[i] = …`, `x.a = …`, `x.append(…)`."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        return
    stored = isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(
        node.ctx, (ast.Store, ast.Del)
    )
    called = (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
    )
    base: Any = node if stored else node.value.func if called else None  # type: ignore[attr-defined]
    while isinstance(base, (ast.Subscript, ast.Attribute)):
        base = base.value
    if isinstance(base, ast.Name):
        yield base.id
    for child in ast.iter_child_nodes(node):
        yield from _changed(child)


def is_stub(node: ast.stmt) -> bool:
    """Whether a definition still only raises NotImplementedError (or holds nothing at all)."""
    if isinstance(node, ast.ClassDef):
        methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
        return bool(methods) and all(is_stub(method) for method in methods)
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    body = [item for item in node.body if not _is_constant(item) and not isinstance(item, ast.Pass)]
    return not body or (len(body) == 1 and "NotImplementedError" in ast.unparse(body[0]))


def _is_constant(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def reach(statements: list[Statement], names: Iterable[str]) -> list[Statement]:
    """The statements that `names` need, in their order."""
    answered = {name for s in statements if s.binds and not is_stub(s.node) for name in s.binds}
    imported = {
        name
        for s in statements
        if isinstance(s.node, (ast.Import, ast.ImportFrom))
        for name in s.binds
    }
    candidates = [s for s in statements if not (is_stub(s.node) and s.binds <= answered)]
    wanted, todo = set(names), list(names)
    taken: set[int] = set()
    while todo:
        name = todo.pop()
        for index, s in enumerate(candidates):
            touches = name in s.binds or (name in s.changes and name not in imported)
            if touches and index not in taken:
                taken.add(index)
                new = s.reads - wanted
                wanted |= new
                todo += new
    return [candidates[index] for index in sorted(taken)]


# ---------------------------------------------------------------- running


def read_answers(data: bytes, names: list[str]) -> Answers:
    """Find and run what `names` need.  Raises UnreadableError; never for one bad cell."""
    statements: list[Statement] = []
    reasons: dict[str, str] = {}
    for number, source in enumerate(code_cells(data), start=1):
        python = to_python(source)
        _remember(number, python)
        nodes, broken = parse_cell(python)
        statements += [describe(node, number) for node in nodes]
        for piece, error in broken:
            for name in names:
                if re.search(rf"^(def|class)? *{re.escape(name)}\b", piece, re.MULTILINE):
                    reasons[name] = f"there is a syntax error in code cell {number}: {error}"
    namespace: dict[str, Any] = {"__name__": "__main__"}
    flags = future_flags(statements)
    for statement, error in run(reach(statements, names), namespace, flags):
        for name in statement.binds | statement.changes:
            reasons.setdefault(name, f"{statement.where} raised {error}")
    return Answers(namespace, {name: why for name, why in reasons.items() if name in names})


def run(
    statements: list[Statement], namespace: dict[str, Any], flags: int
) -> list[tuple[Statement, str]]:
    """Run statements in order; one that misses a name waits until the others have run.

    People run cells out of order, so a constant may stand below its first use.
    flags  for compiling, as `future_flags` finds them
    Returns the statements that failed, with the error in words.
    """
    failed: list[tuple[Statement, str]] = []
    waiting = statements
    while waiting:
        again: list[Statement] = []
        missed: dict[int, str] = {}
        for statement in waiting:
            try:
                module = ast.Module([statement.node], type_ignores=[])
                code = compile(module, _filename(statement.cell), "exec", flags, True)
                exec(code, namespace)
            except NameError as error:
                again.append(statement)
                missed[id(statement)] = f"NameError: {error}"
            except BaseException as error:  # a cell may raise SystemExit, too
                failed.append((statement, f"{type(error).__name__}: {str(error)[:300]}"))
        if len(again) == len(waiting):
            return failed + [(statement, missed[id(statement)]) for statement in again]
        waiting = again
    return failed


def future_flags(statements: Iterable[Statement]) -> int:
    """`from __future__ import …` holds for a whole notebook, although no name reaches it."""
    flags = 0
    for statement in statements:
        node = statement.node
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                flags |= getattr(getattr(__future__, alias.name, None), "compiler_flag", 0)
    return flags


def _filename(cell: int) -> str:
    return f"<code cell {cell}>"


def _remember(cell: int, source: str) -> None:
    """Let tracebacks show the student's own lines."""
    lines = source.splitlines(keepends=True)
    linecache.cache[_filename(cell)] = (len(source), None, lines, _filename(cell))
