"""From a notebook's bytes to its named answers, and to the reasons why others are not there."""

from __future__ import annotations
import __future__

import ast
import builtins
import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.checking.namespace import WEIGHTS_FILE, Absent
from autograder.submissions.reader import causes, effects
from autograder.submissions.reader.absent import as_in_a_kernel, kernel_names
from autograder.submissions.reader.cells import UnreadableError, all_cells, python_version
from autograder.submissions.reader.magics import Python, own_magics, to_python
from autograder.submissions.reader.run import Run, main_module, remember
from autograder.submissions.reader.slicing import DEFINITIONS, reach, results_over_functions
from autograder.submissions.reader.statements import Statement, describe
from autograder.submissions.reader.syntax import parse_cell


@dataclass
class Answers:
    """The names that came out of a notebook, why others did not, and what its author should know.

    names  all of the notebook's module, which is `__main__`
    shell  what `get_ipython()` gives there, for `as_in_a_kernel` while questions are put
    """

    names: dict[str, Any]
    reasons: dict[str, str]
    shell: Callable[[], Any]
    notes: list[str] = field(default_factory=list)


@dataclass
class _Text:
    """A notebook as statements.

    broken  name -> why the piece of a cell that seems to define it is no Python
    shell   what is handed to a shell, each with the number of its code cell
    """

    statements: list[Statement] = field(default_factory=list)
    python: dict[int, Python] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    shell: list[tuple[int, str]] = field(default_factory=list)


def read_answers(
    data: bytes,
    names: list[str],
    begin: Callable[[str], None] = lambda where: None,
    stopped: Mapping[str, str] | None = None,
) -> Answers:
    """Find and run what `names` need.  Raises UnreadableError; never for one bad cell.

    begin    is told where each statement stands before it runs
    stopped  where statements stand that ended or held up a reading before this one, and why
    """
    text = _text_of(data)
    answers = frozenset(names)
    taken = reach(text.statements, names)
    run = Run(main_module(), _future_flags(text.statements), answers, begin, stopped or {})
    run.names.update(kernel_names(run.names))
    shell = run.names["get_ipython"]
    run.failed.update(text.broken)
    run.shell = text.shell
    for name, why in text.broken.items():
        if name not in answers:
            run.names[name] = Absent(name, why)
    wanted = set(names).union(*(s.reads for s in taken))
    needed = {id(s) for s in taken if s.binds & wanted}

    def more(missed: set[str]) -> list[Statement]:
        own = {id(s) for s in taken}
        return [s for s in reach(text.statements, missed) if id(s) not in own] if missed else []

    cells = all_cells(data)
    for name in _unbound(run, text.statements, wanted):
        if why := causes.elsewhere(name, cells, text.python):
            run.names[name] = Absent(name, why)
            run.failed[name] = why
    with _unharmed(), as_in_a_kernel(shell):
        run.all(taken, needed, more)
    run.drop_absent()
    notes = _keep_functions(run, text.statements)
    _explain_unbound(run, text.statements, wanted)
    reasons = {
        name: run.failed.get(name)
        or causes.elsewhere(name, cells, text.python)
        or run.unknown(name)
        for name in names
        if name not in run.names or name in run.failed
    }
    return Answers(run.names, {name: why for name, why in reasons.items() if why}, shell, notes)


def require_ours(data: bytes, names: Iterable[str]) -> None:
    """Raise UnreadableError if no cell defines, binds or imports one of the assignment's names."""
    known = "|".join(map(re.escape, names))
    defined = re.compile(
        rf"^[ \t]*(?:async +)?(?:def|class) +(?:{known})\b|\b(?:{known})\b[^\n=]*=[^=]"
        rf"|\bimport\b[^\n]*(?:\b(?:{known})\b|\*)|__name__[^\n]*(?:{known})",
        re.MULTILINE,
    )
    if not any(defined.search(cell.source) for cell in all_cells(data)):
        raise UnreadableError(causes.NOT_OURS)


def _text_of(data: bytes) -> _Text:
    """Parse all code cells.  Raises UnreadableError."""
    text = _Text()
    code = [cell for cell in all_cells(data) if cell.kind == "code"]
    skipped = own_magics([cell.source for cell in code])
    for cell in code:
        python = text.python[cell.number] = to_python(cell.source, skipped)
        text.shell.append((cell.number, causes.shell_text(cell.source, python)))
        remember(cell.number, python.text)
        nodes, broken = parse_cell(python.text)
        text.statements += [describe(node, cell.number) for node in nodes]
        for piece in broken:
            why = f"there is a syntax error in code cell {cell.number}: {piece.error}"
            for name in re.findall(r"^(?:async def|def|class)? *(\w+)\b", piece.text, re.MULTILINE):
                text.broken.setdefault(name, why + _newer(data, piece.error))
    effects.find(text.statements)
    return text


def _newer(data: bytes, error: str) -> str:
    """A hint if the notebook was last run with a newer Python than this one."""
    theirs = python_version(data)
    here = ".".join(map(str, sys.version_info[:2]))
    if not theirs or "needs Python" in error:
        return ""
    newer = tuple(map(int, theirs.split(".")[:2])) > sys.version_info[:2]
    return f"; the notebook was run with Python {theirs}, and this is Python {here}" * newer


def _future_flags(statements: Iterable[Statement]) -> int:
    """`from __future__ import …` holds for a whole notebook, although no name reaches it."""
    flags = 0
    for statement in statements:
        node = statement.node
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                flags |= getattr(getattr(__future__, alias.name, None), "compiler_flag", 0)
    return flags


def _keep_functions(run: Run, statements: list[Statement]) -> list[str]:
    """Give what is called its last function back where a result took its name; say so."""
    notes = [
        f"`{name}` is bound again in {s.where} by something that is no function; "
        "the definition above it was used."
        for s, name in results_over_functions(statements, set(run.answers))
        if name in run.answers
    ]
    definitions = [s for s in statements if isinstance(s.node, DEFINITIONS)]
    defined = set().union(*(s.binds for s in definitions))
    called = set().union(*(s.calls for s in definitions))
    for name in run.answers | defined & called:
        if callable(run.names.get(name)) or name not in run.held:
            continue
        run.names[name] = run.held[name]
        if name in run.answers:
            notes.append(
                f"`{name}` is no function any more at the end of the notebook; "
                "the definition above was used."
            )
    return notes


def _explain_unbound(run: Run, statements: list[Statement], wanted: set[str]) -> None:
    """Let names that only a failed star import could have brought tell so."""
    for name in _unbound(run, statements, wanted):
        if why := run.unknown(name):
            run.names[name] = Absent(name, why)


def _unbound(run: Run, statements: list[Statement], wanted: set[str]) -> set[str]:
    """Return names that are needed, that are no answers, and that no statement binds."""
    bound = set().union(*(s.binds for s in statements))
    found = wanted - bound - run.answers - run.names.keys() - set(dir(builtins))
    return {name for name in found if name.isidentifier()}


@contextmanager
def _unharmed() -> Iterator[None]:
    """Run silently, find modules in the current folder, and leave folder and weights as found."""
    folder, weights = Path.cwd(), Path(WEIGHTS_FILE).absolute()
    kept = weights.read_bytes() if weights.is_file() else None
    if "" not in sys.path and str(folder) not in sys.path:
        sys.path.insert(0, "")
    streams = sys.stdout, sys.stderr, sys.stdin
    with open(os.devnull, "w", encoding="utf-8", errors="replace") as nowhere:
        sys.stdout = sys.stderr = nowhere
        try:
            yield
        finally:
            sys.stdout, sys.stderr, sys.stdin = streams
            os.chdir(folder)
            _restore(weights, kept)
            plots = sys.modules.get("matplotlib.pyplot")
            if plots is not None:
                with contextlib.suppress(Exception):
                    plots.close("all")


def _restore(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    elif not path.is_file() or path.read_bytes() != data:
        path.write_bytes(data)
