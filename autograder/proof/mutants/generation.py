"""Small mistakes put into the reference's answers, one at a time: the mutants.

Each mutant changes one place between `### BEGIN SOLUTION` and `### END SOLUTION`: an operator, a
comparison, a number, an argument, a call or a statement.  The places are found in the syntax tree
and changed in the text, so a mutant reads as a diff of the file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.checking import syllabus
from autograder.course import ROOT
from autograder.parts import notebook_text
from autograder.proof.mutants.kinds import edits

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


@dataclass(frozen=True)
class Mutant:
    """One changed place.

    function  with its class, e.g. "Dataset.__getitem__"
    file      and line, where the change is; before and after are the changed lines
    source    the whole changed definition, to be run over the reference
    """

    part: str
    function: str
    file: str
    line: int
    before: str
    after: str
    source: str

    @property
    def identity(self) -> tuple[str, str, str]:
        """What stays the same when the file changes elsewhere."""
        return self.function, self.before, self.after


def mutants() -> list[Mutant]:
    """All mutants of all answers, in the files' order; helpers in every part that names them."""
    found = []
    for module in notebook_text.modules():
        path = ROOT / "solution" / f"{module}.py"
        found += list(_of_file(path))
    return found


def _of_file(path: Path) -> Iterator[Mutant]:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    regions = _regions(source)
    owners = _owners(tree)
    for top in tree.body:
        if not isinstance(top, (ast.FunctionDef, ast.ClassDef)):
            continue
        functions = [top] if isinstance(top, ast.FunctionDef) else top.body
        for function in functions:
            if not isinstance(function, ast.FunctionDef):
                continue
            region = next((r for r in regions if function.lineno < r[0] < _end(function)), None)
            name = function.name if function is top else f"{top.name}.{function.name}"
            for part in owners.get(top.name, []) if region else []:
                assert region is not None
                yield from _of_function(path, source, part, name, top, function, region)


def _regions(source: str) -> list[tuple[int, int]]:
    """(first, last) line numbers of the markers."""
    marks = [(n, line.strip()) for n, line in enumerate(source.splitlines(), 1)]
    begins = [n for n, line in marks if line == BEGIN]
    return list(zip(begins, (n for n, line in marks if line == END), strict=True))


def _owners(tree: ast.Module) -> dict[str, list[str]]:
    """The parts of each definition: its own as an answer, else those of the answers that use it."""
    answers = {name: part.id for part in syllabus.parts() for name in part.answers}
    uses = {
        top.name: {node.id for node in ast.walk(top) if isinstance(node, ast.Name)}
        for top in tree.body
        if isinstance(top, (ast.FunctionDef, ast.ClassDef))
    }
    return {
        name: [answers[name]]
        if name in answers
        else list(dict.fromkeys(answers[user] for user in uses if user in answers
                                and name in uses[user]))
        for name in uses
    }  # fmt: skip


def _of_function(
    path: Path,
    source: str,
    part: str,
    name: str,
    top: ast.FunctionDef | ast.ClassDef,
    function: ast.FunctionDef,
    region: tuple[int, int],
) -> Iterator[Mutant]:
    text = source.encode()
    starts = _line_starts(text)
    first, last = starts[top.lineno - 1], starts[_end(top)]
    seen = {ast.dump(ast.parse(text[first:last]))}
    for start, stop, new in sorted(edits(function, region, text, starts)):
        changed = text[:start] + new.encode() + text[stop:]
        growth = len(changed) - len(text)
        definition = changed[first : last + growth]
        try:
            shape = ast.dump(ast.parse(definition))
        except SyntaxError:
            continue
        if shape in seen:  # only its looks have changed, or another edit did the same
            continue
        seen.add(shape)
        line = text.count(b"\n", 0, start) + 1
        yield Mutant(
            *(part, name, path.relative_to(ROOT).as_posix(), line),
            before=_whole_lines(text, start, stop),
            after=_whole_lines(changed, start, stop + growth),
            source=definition.decode(),
        )


def _whole_lines(text: bytes, start: int, stop: int) -> str:
    """The lines from one place to another, on one line."""
    first, last = text.rfind(b"\n", 0, start) + 1, text.find(b"\n", stop)
    return " ".join(text[first:last].decode().split())


def _line_starts(text: bytes) -> list[int]:
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _end(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno
