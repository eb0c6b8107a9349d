"""Run statements of a notebook, each within its time, in a module that is `__main__`.

In order; a statement that misses a name waits until the others have run, for people run cells
out of order.  What it then binds never takes the place of what stands below it.
"""

from __future__ import annotations

import ast
import asyncio
import copy
import inspect
import linecache
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.checking.namespace import Absent
from autograder.checking.questions.time_limit import OutOfTimeError, ThreadStopwatch, within
from autograder.submissions.reader import causes
from autograder.submissions.reader.statements import Statement
from autograder.submissions.reader.syntax import compiled, walk

NEEDED = 6.0  # seconds for a statement that binds what an answer needs
MAYBE = 2.0  # for one that may change it
ALL = 18.0  # for all together
LEAST = 0.5  # for each, when these have been used up
_MISSING = object()
_IMPORTS = (ast.Import, ast.ImportFrom)


@dataclass
class Run:
    """A notebook's names while its statements run.

    begin    is told where each statement stands before it runs
    stopped  where statements stand that are not to run, and why
    failed   name -> why the statement failed that should have bound it
    held     name -> the last function or class that it was
    shell    what the notebook hands to a shell, each with the number of its code cell
    """

    module: types.ModuleType
    flags: int
    answers: frozenset[str]
    begin: Callable[[str], None]
    stopped: Mapping[str, str]
    failed: dict[str, str] = field(default_factory=dict)
    held: dict[str, Any] = field(default_factory=dict)
    shell: list[tuple[int, str]] = field(default_factory=list)
    left: float = field(default_factory=lambda: ALL)
    _bound_by: dict[str, int] = field(default_factory=dict)
    _changed_by: dict[str, int] = field(default_factory=dict)
    _stars: list[str] = field(default_factory=list)

    @property
    def names(self) -> dict[str, Any]:
        return self.module.__dict__

    def all(
        self,
        statements: list[Statement],
        needed: set[int],
        more: Callable[[set[str]], list[Statement]],
    ) -> None:
        """Run statements in order, then again those that missed a name.

        needed  ids of those that bind what an answer needs
        more    the statements that these names need, beside those that were given here
        """
        place = {id(s): index for index, s in enumerate(statements)}
        waiting = [(s, error) for s in statements if (error := self._one(s, place, needed))]
        if extra := more({name for _, error in waiting if (name := _missed(error))}):
            for s in extra:
                place.setdefault(id(s), s.cell - 1_000_000)  # above all that was asked for
                self._one(s, place, needed)
        while waiting:
            again = [
                (s, error)
                for s, _ in waiting
                if not self._is_stale(s, place) and (error := self._one(s, place, needed))
            ]
            if len(again) == len(waiting):
                break
            waiting = again
        for s, error in waiting:
            self._give_up(s, self._name_error(s, error))

    # ---- one statement

    def _one(self, s: Statement, place: dict[int, int], needed: set[int]) -> NameError | None:
        """Run one statement; return the error if it misses a name."""
        if s.error:
            self._give_up(s, f"there is a syntax error in code cell {s.cell}: {s.error}")
            return None
        if why := self.stopped.get(s.where):
            self._give_up(s, f"{s.where}: {why}")
            return None
        self.begin(s.where)
        before = dict(self.names)
        missed, no_library = None, False
        seconds = NEEDED if id(s) in needed else MAYBE
        seconds = min(seconds, max(self.left, LEAST))
        watch = ThreadStopwatch()
        try:
            within(seconds, lambda: self._execute(s.node, s.cell))
        except OutOfTimeError:
            self._put_back(before)
            self._give_up(s, causes.out_of_time(s.where, seconds))
        except NameError as error:
            missed = error
        except BaseException as error:  # a cell may raise SystemExit, too
            self._give_up(s, causes.words(error, s.where, self.shell))
            no_library = isinstance(error, ImportError)
        if any(isinstance(n, _IMPORTS) for n in s.nodes):
            self._import_the_rest(s, no_library)
        self.left -= watch.seconds()
        self._note(s, before, place[id(s)])
        return missed

    def _execute(self, node: ast.stmt, cell: int) -> None:
        code = compiled(node, filename(cell), self.flags)
        if code.co_flags & inspect.CO_COROUTINE:
            asyncio.run(eval(code, self.names))
        else:
            exec(code, self.names)

    def _put_back(self, before: dict[str, Any]) -> None:
        self.names.clear()
        self.names.update(before)

    def _note(self, s: Statement, before: dict[str, Any], index: int) -> None:
        """Keep what the statement bound, unless something below it has bound that already."""
        for name, value in list(self.names.items()):
            if value is before.get(name, _MISSING):
                continue
            if self._bound_by.get(name, index) > index and not isinstance(
                before.get(name, _MISSING), Absent
            ):
                if name in before:
                    self.names[name] = before[name]
                continue
            self._bound_by[name] = index
            if callable(value) and not isinstance(value, Absent):
                self.held[name] = value
        for name in s.changes:
            self._changed_by[name] = max(index, self._changed_by.get(name, index))

    def _is_stale(self, s: Statement, place: dict[int, int]) -> bool:
        """Whether something below the statement has already changed what it would change."""
        index = place[id(s)]
        below = [*(self._bound_by.get(n, -1) for n in s.changes - s.binds)]
        below += [self._changed_by.get(n, -1) for n in s.changes - s.binds]
        return any(other > index for other in below)

    # ---- imports

    def _import_the_rest(self, s: Statement, stopped: bool) -> None:
        """Make up for imports that a missing library stopped, in one line or in a `try`.

        stopped  whether it stopped the whole statement: a loop, or one with a condition, too
        """
        for body in _bodies_with_imports(s.node, stopped):
            parts = [one for node in body for one in _one_by_one(node)]
            if all(self._has(one) for one in parts if isinstance(one, _IMPORTS)):
                continue
            for one in parts:
                if not self._has(one) or _is_star(one):
                    self._make_up(one, s.cell)

    def _has(self, node: ast.stmt) -> bool:
        """Whether all that a statement binds is there, and no import is replaced by None."""
        lost = [_MISSING, None] if isinstance(node, _IMPORTS) else [_MISSING]
        values = [self.names.get(name, _MISSING) for name in _binds(node)]
        return not any(
            any(value is each for each in lost) or isinstance(value, Absent) for value in values
        )

    def _make_up(self, node: ast.stmt, cell: int) -> None:
        try:
            seconds = min(NEEDED, max(self.left, LEAST))
            within(seconds, lambda: self._execute(node, cell))
        except BaseException as error:
            why = causes.words(error, f"code cell {cell}, line {node.lineno}")
            if _is_star(node):
                self._stars.append(why)
            for name in _binds(node):
                if name not in self.names or isinstance(self.names[name], Absent):
                    self.names[name] = Absent(name, why)
                    self.failed[name] = why

    # ---- failures

    def _give_up(self, s: Statement, why: str) -> None:
        if s.stars:
            self._stars.append(why)
        for name in s.binds | {name for name in s.changes if name.isidentifier()}:
            self.failed[name] = why
            if name not in self.names and name not in self.answers:
                self.names[name] = Absent(name, why)

    def drop_absent(self) -> None:
        """An answer that is but another name of what could not be had is not there."""
        for name in self.answers:
            value = self.names.get(name)
            if isinstance(value, Absent):
                self.failed[name] = value.__dict__["_why"]
                del self.names[name]

    def _name_error(self, s: Statement, error: NameError) -> str:
        name = _missed(error)
        if name in self.failed:
            return self.failed[name]
        return self.unknown(name) or causes.words(error, s.where)

    def unknown(self, name: str) -> str:
        """Say why a name may be missing that no statement binds: a failed star import."""
        return self._stars[0] if name and self._stars else ""


def main_module() -> types.ModuleType:
    """Return a new module that is `__main__` from now on, for pickle, Pool, type hints."""
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    return module


def filename(cell: int) -> str:
    """Return what tracebacks call the file of a code cell."""
    return f"<code cell {cell}>"


def remember(cell: int, source: str) -> None:
    """Let tracebacks show the student's own lines."""
    lines = source.splitlines(keepends=True)
    linecache.cache[filename(cell)] = (len(source), None, lines, filename(cell))


def _missed(error: BaseException | None) -> str:
    return getattr(error, "name", None) or ""


def _bodies_with_imports(node: ast.stmt, stopped: bool) -> Iterable[list[ast.stmt]]:
    """The statement itself if it imports; of a `try` or `with` the body that does.

    stopped  of an `if` or a loop, too
    """
    if isinstance(node, _IMPORTS):
        yield [node]
        return
    bodies: list[list[ast.stmt]] = []
    if isinstance(node, (ast.Try, ast.With)):
        bodies = [node.body]
    elif stopped and isinstance(node, (ast.If, ast.For, ast.While)):
        bodies = [node.body, node.orelse]
    for body in bodies:
        if any(isinstance(inner, _IMPORTS) for inner in body):
            yield body
        for inner in body:
            if not isinstance(inner, _IMPORTS):
                yield from _bodies_with_imports(inner, stopped)


def _is_star(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def _one_by_one(node: ast.stmt) -> Iterable[ast.stmt]:
    """An import of several things as imports of one thing each; other statements as they are."""
    if isinstance(node, _IMPORTS):
        for alias in node.names:
            one = copy.copy(node)
            one.names = [alias]
            yield one
    elif isinstance(node, (ast.Assign, ast.FunctionDef, ast.ClassDef)):
        yield node


def _binds(node: ast.stmt) -> Iterable[str]:
    if isinstance(node, _IMPORTS):
        for alias in node.names:
            if alias.name != "*":
                yield alias.asname or alias.name.split(".")[0]
    elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield node.name
    else:
        for inner in walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                yield inner.id
