"""Code below a `raise NotImplementedError()` that was left standing: it never runs."""

from __future__ import annotations

import ast
import linecache
import traceback


def words(error: NotImplementedError) -> str:
    """Say that the line which raised stops the code below it; "" if there is none."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    line = last.lineno or 0
    try:
        tree = ast.parse("".join(linecache.getlines(last.filename)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    for node in ast.walk(tree):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        for statement in node.body[:-1]:
            if isinstance(statement, ast.Raise) and statement.lineno == line:
                return (
                    f"`raise NotImplementedError()` in line {line} of the cell still stands above "
                    f"the code of `{node.name}`: nothing below it runs. Delete that line."
                )
    return ""
