"""From the text of a cell to its statements, each judged by itself.

Python refuses a text in two steps: some errors show when it is parsed, others only when it is
compiled (two arguments of one name, `global` after use, `nonlocal` without a home …).  Either
way only the statement that holds the error is lost, not its cell and not the notebook.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType

DEEP = 20_000  # frames; a sum of 500 terms is a tree 500 levels deep
_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True)
class Broken:
    """A piece of a cell that is no Python: its text, and what is wrong in words."""

    text: str
    error: str


def parse_cell(source: str) -> tuple[list[ast.stmt], list[Broken]]:
    """Return the statements of a cell; where it has a syntax error, those of its intact pieces."""
    try:
        return _parse(source), []
    except _ERRORS:
        statements: list[ast.stmt] = []
        broken: list[Broken] = []
        for first_line, piece in _pieces(source):
            try:
                statements += _parse("\n" * (first_line - 1) + piece)  # keeps the line numbers
            except _ERRORS as error:
                broken.append(Broken(piece, syntax_words(error, piece)))
        return statements, broken


def compiled(node: ast.stmt, filename: str, flags: int = 0) -> CodeType:
    """Return the code of one statement, `await` at its top allowed.  Raises as `compile` does."""
    module = ast.Module([node], type_ignores=[])
    flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    with quiet():
        return compile(module, filename, "exec", flags, True)


def late_error(node: ast.stmt) -> str:
    """Return in words why a statement that parses does not compile; empty if it does."""
    try:
        compiled(node, "<cell>")
    except _ERRORS as error:
        return syntax_words(error, "")
    return ""


def syntax_words(error: Exception, text: str) -> str:
    """Say what is wrong, where, and which Python would take it if a newer one does."""
    words = getattr(error, "msg", None) or type(error).__name__
    if line := getattr(error, "lineno", None):
        words += f" (line {line})"
    newer = newer_python(text)
    if newer is not None:
        what, version = newer
        here = ".".join(map(str, sys.version_info[:2]))
        words += f"; {what} needs Python {version[0]}.{version[1]}, and this is Python {here}"
    return words


_NEWER = (
    ("`except A, B` without parentheses", (3, 14), r"^\s*except\s+\w+\s*,\s*\w+[^:]*:"),
    ("a t-string", (3, 14), r"(?<![\w\"'])[tT][rR]?[\"']"),
    ("a default of a type parameter", (3, 13), r"^\s*(?:def|class)\s+\w+\[[^]]*=[^]]*\]"),
    ("a type parameter in brackets", (3, 12), r"^\s*(?:async\s+)?(?:def|class)\s+\w+\["),
    ("a `type` statement", (3, 12), r"^\s*type\s+\w+\s*(?:\[[^]]*\])?\s*="),
    ("the same quotes inside an f-string", (3, 12), r"\b[fF]\"[^\"\n]*\{[^}\n]*\"[^\n]*\}"),
    ("the same quotes inside an f-string", (3, 12), r"\b[fF]'[^'\n]*\{[^}\n]*'[^\n]*\}"),
    ("a backslash inside an f-string's braces", (3, 12), r"\b[fF][\"'][^\n]*\{[^}\n]*\\[^\n]*\}"),
)


def newer_python(text: str) -> tuple[str, tuple[int, int]] | None:
    """Return what in a text only a newer Python than this one takes, and the first that does."""
    for what, version, pattern in _NEWER:
        if version > sys.version_info[:2] and re.search(pattern, text, re.MULTILINE):
            return what, version
    return None


def walk(node: ast.AST, own: bool = False) -> list[ast.AST]:
    """Return a node and all below it, as `ast.walk`, but in a fifth of the time.

    own  leave out the insides of functions: what runs when the statement itself runs
    """
    found = [node]
    for each in found:
        if own and isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            arguments = each.args
            found += [*each.decorator_list, *arguments.defaults]
            found += [value for value in arguments.kw_defaults if value is not None]
            continue
        for name in each._fields:
            value = getattr(each, name, None)
            if value.__class__ is list:
                found += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST) and not isinstance(value, _LEAVES):
                found.append(value)
    return found


_LEAVES = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop)


@contextmanager
def deep() -> Iterator[None]:
    """Let trees be walked that are deeper than Python's own limit on recursion."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEP))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep warnings about the student's text (a lone backslash, `is 1`) to ourselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _parse(text: str) -> list[ast.stmt]:
    with quiet():
        return ast.parse(text).body


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


# ---------------------------------------------------------------- stubs


def is_stub(node: ast.stmt) -> bool:
    """Whether a definition still only raises NotImplementedError (or holds nothing at all)."""
    if isinstance(node, ast.ClassDef):
        methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
        return bool(methods) and all(is_stub(method) for method in methods)
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    body = [item for item in node.body if not _is_constant(item) and not isinstance(item, ast.Pass)]
    return not body or (len(body) == 1 and _raises_unwritten(body[0]))


def _raises_unwritten(node: ast.stmt) -> bool:
    return any(isinstance(n, ast.Name) and n.id == "NotImplementedError" for n in walk(node))


def _is_constant(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
