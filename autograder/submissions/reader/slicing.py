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
    return _needed(candidates_among(statements, set(names)), statements, names)


def _needed(
    candidates: list[Statement], statements: list[Statement], names: Iterable[str]
) -> list[Statement]:
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
    """Return statements such as `auc = auc(errors)`, below the definition of what is called.

    Only a value tells whether it is a function.  So what is cheap to have is run all the same, and
    what may well make a function, such as a class that is called; a training for the sake of a
    number that nobody asks for is not.
    """
    found = _bound_over(statements, names)
    calls = [(s, name) for s, name in found if isinstance(s.node.value, ast.Call)]  # type: ignore
    if not calls:
        return found
    others = [s for s in statements if not any(s is result for result, _ in found)]
    known = {id(s) for s in _needed(others, statements, names)}
    kept = set()
    for s, name in calls:
        extra = [e for e in _needed(others, statements, s.reads) if id(e) not in known]
        if _may_make_a_function(statements, name) or all(map(_is_cheap, extra)):
            kept.add(id(s))
    return [(s, name) for s, name in found if id(s) not in kept]


def _bound_over(statements: list[Statement], names: set[str]) -> list[tuple[Statement, str]]:
    called = names.union(*(s.calls for s in statements if isinstance(s.node, DEFINITIONS)))
    defined: set[str] = set()
    found = []
    for s in statements:
        if isinstance(s.node, DEFINITIONS):
            defined.add(s.node.name)
        elif isinstance(s.node, ast.Assign) and len(s.binds) == 1:
            name = next(iter(s.binds))
            if name in defined & called and not s.changes - {name} and _is_result(s.node, name):
                found.append((s, name))
    return found


def _is_result(node: ast.Assign, name: str) -> bool:
    """Whether a value is a literal, or what a function of this name returned."""
    if isinstance(node.value, ast.Call):
        return isinstance(node.value.func, ast.Name) and node.value.func.id == name
    literals = (ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Compare, ast.JoinedStr)
    return isinstance(node.value, literals)


def _may_make_a_function(statements: list[Statement], name: str) -> bool:
    """Whether a call of this name gives an object of a class of the notebook's, or a function."""
    definitions = {s.node.name: s for s in statements if isinstance(s.node, DEFINITIONS)}
    own = definitions[name]
    if isinstance(own.node, ast.ClassDef):
        return True
    inner = [node for node in own.nodes if node is not own.node]
    returned = {getattr(n.value, "id", "") for n in inner if isinstance(n, ast.Return)}
    given = {node.arg for node in inner if isinstance(node, ast.arg)}
    return any(isinstance(node, (*DEFINITIONS, ast.Lambda)) for node in inner) or bool(
        returned & (given | definitions.keys()) or own.calls & {"partial"}
    )


def _is_cheap(s: Statement) -> bool:
    """Whether a statement takes no time: it defines, imports, or fills a name without a loop."""
    if isinstance(s.node, (*DEFINITIONS, ast.Import, ast.ImportFrom)):
        return True
    loops = (ast.For, ast.While, ast.comprehension, ast.With, ast.Try, ast.If)
    return not s.calls and not any(isinstance(node, loops) for node in s.nodes)
