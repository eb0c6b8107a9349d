"""The kinds of small mistakes: where in a function something can be changed, and into what."""

from __future__ import annotations

import ast
from collections.abc import Iterator

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


def edits(
    function: ast.FunctionDef, region: tuple[int, int], text: bytes, starts: list[int]
) -> Iterator[Edit]:
    """Every change to what stands between two lines of the function.

    text, starts  the whole file, and where each of its lines starts
    """

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
