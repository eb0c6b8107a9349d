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

from autograder import prose, syllabus
from autograder.course import ROOT

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
Edit = tuple[int, int, str]  # bytes from, to, and what stands there instead

_OPERATORS = {
    ast.Add: "+ -", ast.Sub: "- +", ast.Mult: "* /", ast.Div: "/ *", ast.FloorDiv: "// /",
    ast.Mod: "% //", ast.Pow: "** *", ast.MatMult: "@ *", ast.BitAnd: "& |", ast.BitOr: "| &",
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<", "<=", ">"), ast.LtE: ("<=", "<", ">"), ast.Gt: (">", ">=", "<"),
    ast.GtE: (">=", ">", "<"), ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"), ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"), ast.NotIn: ("not in", "in"),
}  # fmt: skip
_NAMES = dict(
    pair
    for a, b in (
        *(("min", "max"), ("argmin", "argmax"), ("sum", "mean"), ("any", "all")),
        *(("ceil", "floor"), ("cos", "sin"), ("zeros", "ones"), ("eval", "train")),
        *(("zeros_like", "ones_like"), ("float64", "float32"), ("log", "log1p")),
    )
    for pair in ((a, b), (b, a))
) | {"sorted": "list", "int64": "float64", "double": "float", "float": "double"}
_TEXTS = {"bilinear": "nearest", "zeros": "border", "RGB": "L", "nan": "inf"}
_MODULES = frozenset(["np", "torch", "F", "nn", "math", "plt", "Image"])


@dataclass(frozen=True)
class Mutant:
    """One changed place.

    function  with its class, e.g. "WFLW.__getitem__"
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
    for module in prose.modules():
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
    for start, stop, new in sorted(_edits(function, region, text, starts)):
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


# ---------------------------------------------------------------- where and what to change


def _edits(
    function: ast.FunctionDef, region: tuple[int, int], text: bytes, starts: list[int]
) -> Iterator[Edit]:
    def span(node: ast.AST) -> tuple[int, int]:
        assert isinstance(node, (ast.expr, ast.stmt, ast.keyword))
        assert node.end_lineno is not None and node.end_col_offset is not None
        return (
            starts[node.lineno - 1] + node.col_offset,
            starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def code(node: ast.AST) -> str:
        start, stop = span(node)
        return text[start:stop].decode()

    def between(left: ast.AST, right: ast.AST, old: str, new: str) -> Edit:
        start, stop = span(left)[1], span(right)[0]
        return start, stop, text[start:stop].decode().replace(old, new, 1)

    def swapped(a: ast.AST, b: ast.AST) -> Edit:
        (start, a_stop), (b_start, stop) = span(a), span(b)
        return start, stop, code(b) + text[a_stop:b_start].decode() + code(a)

    def of_expression(node: ast.AST) -> Iterator[Edit]:
        match node:
            case ast.BinOp():
                old, new = _OPERATORS[type(node.op)].split()
                yield between(node.left, node.right, old, new)
            case ast.Compare():
                for left, op, right in zip(
                    [node.left, *node.comparators], node.ops, node.comparators, strict=False
                ):
                    old, *others = _COMPARISONS[type(op)]
                    for new in others:
                        yield between(left, right, old, new)
            case ast.BoolOp():
                old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
                yield between(node.values[0], node.values[1], old, new)
            case ast.UnaryOp():
                yield (*span(node), code(node.operand))
            case ast.IfExp():
                yield (*span(node), f"({code(node.body)})")
                yield (*span(node), f"({code(node.orelse)})")
            case ast.Constant(value=bool()):
                yield (*span(node), str(not node.value))
            case ast.Constant(value=int() | float() as value):
                for other in (value + 1, value - 1, 2 * value, -value):
                    yield (*span(node), repr(other) if other >= 0 else f"({other!r})")
            case ast.Constant(value=str() as value) if value in _TEXTS:
                yield (*span(node), repr(_TEXTS[value]))
            case ast.Name() if node.id in _NAMES:
                yield (*span(node), _NAMES[node.id])
            case ast.Attribute():
                start, stop = span(node)
                if node.attr in _NAMES:
                    yield stop - len(node.attr), stop, _NAMES[node.attr]
                if node.attr == "T":
                    yield start, stop, code(node.value)
            case ast.Tuple() if len(node.elts) >= 2:
                yield swapped(node.elts[0], node.elts[1])
            case ast.Slice():
                for bound in (node.lower, node.upper):
                    if bound is not None:
                        yield (*span(bound), "")
            case ast.comprehension():
                for condition in node.ifs:
                    yield (*span(condition), "True")
            case ast.keyword():
                if node.arg in _NAMES:
                    yield span(node)[0], span(node.value)[0], f"{_NAMES[node.arg]}="
            case ast.Call():
                yield from of_call(node)

    def of_call(node: ast.Call) -> Iterator[Edit]:
        given = [*node.args, *node.keywords]
        if len(node.args) >= 2:
            yield swapped(node.args[0], node.args[1])
        for number, argument in enumerate(node.keywords, len(node.args)):
            start, stop = span(argument)
            if number > 0:
                start = span(given[number - 1])[1]
            yield start, stop, ""
        function = node.func
        of_module = isinstance(function, ast.Attribute) and (
            isinstance(function.value, ast.Name) and function.value.id in _MODULES
        )
        if isinstance(function, ast.Attribute) and not of_module:
            yield (*span(node), code(function.value))
        elif len(node.args) == 1 and not isinstance(node.args[0], ast.GeneratorExp):
            yield (*span(node), f"({code(node.args[0])})")

    def of_statement(node: ast.stmt, known: set[str]) -> Iterator[Edit]:
        match node:
            case ast.Expr() | ast.Raise():
                yield (*span(node), "pass")
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                    yield (*span(node.exc.func), "RuntimeError")
            case ast.AugAssign():
                yield (*span(node), "pass")
                if type(node.op) in _OPERATORS:
                    old, new = _OPERATORS[type(node.op)].split()
                    yield between(node.target, node.value, f"{old}=", f"{new}=")
            case ast.Assign(targets=[ast.Name(id=name)]) if name in known:
                yield (*span(node), "pass")
            case ast.Continue():
                yield (*span(node), "pass")
                yield (*span(node), "break")
            case ast.If():
                yield (*span(node.test), f"not ({code(node.test)})")
            case ast.For():
                stop = span(node.body[-1])[1]
                yield stop, stop, "\n" + " " * node.body[-1].col_offset + "break"
            case ast.With() if all(item.optional_vars is None for item in node.items):
                start, stop = span(node)[0], span(node.items[-1].context_expr)[1]
                yield start, stop, "if True"

    known = {argument.arg for argument in function.args.args}
    for node in _inside(function, region):
        if isinstance(node, ast.stmt):
            yield from of_statement(node, known)
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                known |= {t.id for target in targets for t in ast.walk(target)
                          if isinstance(t, ast.Name)}  # fmt: skip
        else:
            yield from of_expression(node)


def _inside(node: ast.AST, region: tuple[int, int]) -> Iterator[ast.AST]:
    """Everything in the region, in order, but for annotations and the words of messages."""
    for child in ast.iter_child_nodes(node):
        line = getattr(child, "lineno", None)
        if isinstance(child, (ast.JoinedStr, ast.arguments)):
            continue
        if isinstance(node, ast.AnnAssign) and child is node.annotation:
            continue
        if line is None or region[0] < line < region[1]:
            yield child
            yield from _inside(child, region)
