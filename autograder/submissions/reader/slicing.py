"""Which statements of a notebook its answers need.

A kernel ran them all; but training takes hours, and a plot is no answer.  A statement is taken
    - if it gives a value to a name that is needed: the answers, and then whatever the statements
      that are taken look up, now or when their functions are called;
    - if it may change the object behind such a name (see `effects`), or a file they read;
    - if it may give a value to any name: a star import, `exec` of a text made up on the way;
    - if it makes a setting, such as a seed or a path, and does nothing else.
All others stay out.  What is taken for the first reason is needed; the rest only may be.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from autograder.submissions.reader import effects
from autograder.submissions.reader.statements import Statement
from autograder.submissions.reader.syntax import is_stub

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def reach(statements: Iterable[Statement], names: Iterable[str]) -> list[Statement]:
    """Return the statements that `names` need, in their order.

    What statements change counts where `effects.find` has looked for it.
    """
    statements = list(statements)
    candidates = candidates_among(statements, set(names))
    by_name: dict[str, list[int]] = {}
    for index, s in enumerate(candidates):
        for name in s.binds | s.changes:
            by_name.setdefault(name, []).append(index)
    settings = effects.settings(statements)
    always = [
        index
        for index, s in enumerate(candidates)
        if effects.ANYTHING in s.changes or s.stars or id(s) in settings
    ]
    wanted, todo = set(names), list(names)
    taken: set[int] = set()

    def take(index: int) -> None:
        if index not in taken:
            taken.add(index)
            new = candidates[index].reads - wanted
            wanted.update(new)
            todo.extend(new)

    for index in always:
        take(index)
    while todo:
        for index in by_name.get(todo.pop(), ()):
            take(index)
    return [candidates[index] for index in sorted(taken)]


def candidates_among(statements: list[Statement], names: set[str]) -> list[Statement]:
    """Leave out stubs that have been answered, and results that took the name of a function."""
    answered = {name for s in statements if s.binds and not is_stub(s.node) for name in s.binds}
    dropped = {id(s) for s, _ in results_over_functions(statements, names)}
    return [
        s
        for s in statements
        if not (is_stub(s.node) and s.binds <= answered) and id(s) not in dropped
    ]


def results_over_functions(
    statements: list[Statement], names: set[str]
) -> list[tuple[Statement, str]]:
    """Return statements such as `auc = auc(errors)`, below the definition of what is called."""
    called = names.union(*(s.calls for s in statements if isinstance(s.node, DEFINITIONS)))
    defined: set[str] = set()
    found = []
    for s in statements:
        if isinstance(s.node, DEFINITIONS):
            defined.add(s.node.name)
        elif isinstance(s.node, ast.Assign) and len(s.binds) == 1:
            name = next(iter(s.binds))
            if name in defined & called and not s.changes and _is_result(s.node.value, name):
                found.append((s, name))
    return found


def _is_result(value: ast.expr, name: str) -> bool:
    """Whether a value can be no function: a literal, or what a function of this name returned."""
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id == name
    literals = (ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Compare, ast.JoinedStr)
    return isinstance(value, literals)
