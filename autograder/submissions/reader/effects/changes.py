"""What each statement of a notebook may change beyond the names it binds.

A kernel ran everything, so an answer may rest on what a call left behind: `init()` with its
`global`, `swap(perm, a, b)` in a loop, a decorator that registers.  Here the functions of the
notebook are read for what they change of their arguments and of global names, and each statement
for what it hands to them.  Nothing runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from autograder.submissions.reader.effects import known, paths
from autograder.submissions.reader.effects.blocks import Reader
from autograder.submissions.reader.effects.roots import (
    PERHAPS,
    Call,
    Facts,
    FunctionNode,
    Roots,
    Surroundings,
    bindings,
    imported,
    last_name,
    parameters,
)
from autograder.submissions.reader.statements import Statement
from autograder.submissions.reader.syntax import deep, walk

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ROUNDS = 12  # of functions that call functions


@dataclass
class _Function:
    node: FunctionNode
    is_method: bool
    facts: Facts = field(default_factory=Facts)
    nodes: list[ast.AST] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nodes = [inner for statement in self.node.body for inner in walk(statement)]


def find(statements: list[Statement]) -> None:
    """Fill in `changes` of all statements, and the files among `reads`."""
    whole = [s for s in statements if not s.error]
    with deep():
        functions = _functions(whole)
        around = _surroundings(whole, functions)
        for own in functions.values():
            for function in own:
                reader = Reader(around, function.nodes, function.node)
                function.facts = reader.read(function.node.body)
        _propagate(functions, around)
        for statement in whole:
            facts = Reader(around, _own(statement)).read([statement.node])
            changed = set(facts.changed)
            for call in facts.calls:
                changed |= _effects(call, functions, around)
            statement.changes = {root for root in changed if not root.startswith("%")}
            statement.reads |= set(_read_files(statement, around))


def settings(statements: list[Statement]) -> set[int]:
    """Return the ids of statements that only make settings of libraries: seeds, paths, filters.

    A call of the notebook's own function that does nothing else is one, too: `set_seed(0)`.
    """
    reader = Reader(Surroundings(imports=dict(_imports(statements))), [])
    bodies = {s.node.name: s.node.body for s in statements if isinstance(s.node, ast.FunctionDef)}
    return {id(s) for s in statements if _settings([s.node], reader, bodies)}


# ---------------------------------------------------------------- the notebook's own functions


def _functions(statements: list[Statement]) -> dict[str, list[_Function]]:
    """All functions that stand in no other function, by name, and methods as ".name"."""
    found: dict[str, list[_Function]] = {}

    def collect(node: ast.AST, in_class: bool) -> None:
        if isinstance(node, ast.expr):
            return
        if isinstance(node, _FUNCTIONS):
            name = "." + node.name if in_class else node.name
            found.setdefault(name, []).append(_Function(node, in_class))
            if not in_class and parameters(node)[:1] == ["self"]:  # for add_to_class and its like
                found.setdefault("." + node.name, []).append(_Function(node, True))
            return
        for child in ast.iter_child_nodes(node):
            collect(child, in_class or isinstance(node, ast.ClassDef))

    for statement in statements:
        collect(statement.node, False)
        for name, value in bindings(_own(statement)):
            if isinstance(value, ast.Lambda):
                named = ast.FunctionDef(name, value.args, [ast.Return(value.body)], [])
                found.setdefault(name, []).append(_Function(named, False))
    return found


def _surroundings(
    statements: list[Statement], functions: dict[str, list[_Function]]
) -> Surroundings:
    around = Surroundings(functions=set(functions), imports=dict(_imports(statements)))
    values: dict[str, list[ast.expr]] = {}
    for statement in statements:
        own = _own(statement)
        around.classes |= {inner.name for inner in own if isinstance(inner, ast.ClassDef)}
        for name, value in bindings(own):
            values.setdefault(name, []).append(value)
    stored = {r for own in functions.values() for f in own for r in _globals(f)}
    named = {name for name in functions if not name.startswith(".")} | around.classes
    around.fixed = {name for name in named if name not in values or _all_lambdas(values[name])}
    for _ in range(2):
        constant = {
            name for name, given in values.items() if all(_is_fixed(v, around.fixed) for v in given)
        }
        around.fixed |= constant
    around.constants = constant - named - stored
    around.objects = {
        name for name, given in values.items() if any(_makes(v, around.classes) for v in given)
    }
    around.dunders = {name[1:] for name in functions if name.startswith(".__")}
    around.properties = set(_properties(functions))
    around.aliases = {name: set() for name in values}
    _find_returned(around, functions)
    around.iterators = {
        name for name, given in values.items() if any(_is_iterator(v, functions) for v in given)
    }
    around.made_of = _made_of(values)
    around.paths = _paths(values)
    reader = Reader(around, [])
    for _ in range(3):
        for name, given in values.items():
            for value in given:
                around.aliases.setdefault(name, set()).update(reader.roots(value))
    return around


def _globals(function: _Function) -> set[str]:
    return set().union(*(n.names for n in function.nodes if isinstance(n, ast.Global)))


def _makes(value: ast.expr, classes: set[str]) -> bool:
    return any(isinstance(n, ast.Name) and n.id in classes for n in walk(value))


def _properties(functions: dict[str, list[_Function]]) -> Iterator[str]:
    for name, own in functions.items():
        for function in own:
            for decorator in function.node.decorator_list:
                if last_name(decorator) in ("property", "cached_property", "setter", "deleter"):
                    yield name.lstrip(".")


def _is_iterator(value: ast.expr, functions: dict[str, list[_Function]]) -> bool:
    if isinstance(value, ast.GeneratorExp):
        return True
    name = last_name(value.func) if isinstance(value, ast.Call) else ""
    yields = (ast.Yield, ast.YieldFrom)
    return name in known.ITERATORS or any(
        isinstance(node, yields) for function in functions.get(name, ()) for node in function.nodes
    )


def _made_of(values: dict[str, list[ast.expr]]) -> dict[str, set[str]]:
    """Name -> names in what it is bound to, and in what these are bound to, three times."""
    found = {
        name: {inner.id for v in given for inner in walk(v) if isinstance(inner, ast.Name)}
        for name, given in values.items()
    }
    for _ in range(3):
        found = {
            name: own.union(*(found.get(other, set()) for other in own))
            for name, own in found.items()
        }
    return found


def _own(statement: Statement) -> list[ast.AST]:
    """What runs when the statement itself runs."""
    if isinstance(statement.node, (*_FUNCTIONS, ast.ClassDef)):
        return walk(statement.node, own=True)
    return walk(statement.node, own=True) if _defines(statement) else statement.nodes


def _defines(statement: Statement) -> bool:
    return any(isinstance(inner, _FUNCTIONS) for inner in statement.nodes)


def _find_returned(around: Surroundings, functions: dict[str, list[_Function]]) -> None:
    for name, own in functions.items():
        returned: Roots = set()
        for function in own:
            returned |= Reader(around, function.nodes, function.node).returns()
        around.returned[name] = returned


def _imports(statements: list[Statement]) -> Iterator[tuple[str, str]]:
    for statement in statements:
        yield from imported(_own(statement))


def _all_lambdas(values: list[ast.expr]) -> bool:
    return all(isinstance(value, ast.Lambda) for value in values)


def _is_fixed(value: ast.expr, fixed: set[str]) -> bool:
    """Whether a value has no insides that could be changed: numbers, texts, tuples of them."""
    if isinstance(value, ast.Tuple):
        return all(_is_fixed(part, fixed) for part in value.elts)
    if isinstance(value, ast.Starred) and isinstance(value.value, ast.GeneratorExp):
        counted = [
            last_name(g.iter.func) for g in value.value.generators if isinstance(g.iter, ast.Call)
        ]
        names = {g.target.id for g in value.value.generators if isinstance(g.target, ast.Name)}
        only = len(counted) == len(value.value.generators) and set(counted) == {"range"}
        return only and _is_fixed(value.value.elt, fixed | names)
    if isinstance(value, ast.BinOp):
        return _is_fixed(value.left, fixed) and _is_fixed(value.right, fixed)
    if isinstance(value, ast.IfExp):
        return _is_fixed(value.body, fixed) and _is_fixed(value.orelse, fixed)
    if isinstance(value, ast.UnaryOp):
        return _is_fixed(value.operand, fixed)
    if isinstance(value, ast.Call):
        return last_name(value.func) in ("Path", "PurePath", "int", "float", "str", "len")
    if isinstance(value, ast.Name):
        return value.id in fixed
    return isinstance(value, (ast.Constant, ast.Compare, ast.JoinedStr, ast.Lambda))


def _propagate(functions: dict[str, list[_Function]], around: Surroundings) -> None:
    """Add to each function what those that it calls change."""
    everybody = [function for own in functions.values() for function in own]
    for _ in range(ROUNDS):
        grown = False
        for function in everybody:
            before = len(function.facts.changed)
            for call in function.facts.calls:
                function.facts.changed |= _effects(call, functions, around)
            grown |= len(function.facts.changed) > before
        if not grown:
            return


def _effects(call: Call, functions: dict[str, list[_Function]], around: Surroundings) -> Roots:
    """What a call changes, in the roots of the caller."""
    changed: Roots = set()
    for function in functions.get(call.callee, ()):
        for root in function.facts.changed:
            if not root.startswith("%"):
                changed.add(root)
            elif root.endswith(PERHAPS):
                given = _given(root[1:-1], call, function)
                fixed = around.fixed | around.imports.keys()
                changed |= {r + PERHAPS if r[0] == "%" else r for r in given - fixed}
            else:
                changed |= _given(root[1:], call, function)
    return changed


def _given(name: str, call: Call, function: _Function) -> Roots:
    """What a call gives for a parameter."""
    names = parameters(function.node)
    given = [*call.arguments]
    if function.is_method and call.receiver is not None:
        given = [call.receiver, *given]
    place = names.index(name) if name in names else len(given)
    arguments = function.node.args
    collects = [extra.arg for extra in (arguments.vararg, arguments.kwarg) if extra]
    if name in collects:
        return set().union(*given, *call.keywords.values())
    if name in call.keywords:
        return call.keywords[name]
    return given[place] if place < len(given) else set()


# ---------------------------------------------------------------- files and settings


def _read_files(statement: Statement, around: Surroundings) -> Iterator[str]:
    """Effects on files that a statement looks at; an import may read one that was written here."""
    inside = isinstance(statement.node, (*_FUNCTIONS, ast.ClassDef))
    yield from paths.read(
        statement.nodes, lambda name: around.paths.get(name, {"*"}), inside=inside
    )
    for inner in statement.nodes:
        modules: list[str] = []
        if isinstance(inner, ast.Import):
            modules = [alias.name for alias in inner.names]
        elif isinstance(inner, ast.ImportFrom):
            modules = [inner.module or "", *(alias.name for alias in inner.names)]
        for module in modules:
            yield from (f"file:{name}.py" for name in module.split(".") if name)
        text = inner.value if isinstance(inner, ast.Constant) else None
        if isinstance(text, str) and "\n" in text and isinstance(statement.node, ast.Expr):
            yield from _read_by_text(text, around)  # of a module that the notebook writes


def _read_by_text(text: str, around: Surroundings) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for inner in tree.body:
        yield from _read_files(Statement(inner, 0, nodes=walk(inner)), around)


def _paths(values: dict[str, list[ast.expr]]) -> dict[str, set[str]]:
    """Name -> files that it may stand for, of those names of which the text tells any."""
    found: dict[str, set[str]] = {}
    for _ in range(2):
        for name, given in values.items():
            own = set()
            for value in given:
                own |= paths.targets(value, lambda other: found.get(other, {"*"})) - {"*"}
            if own:
                found[name] = own
    return found


def _settings(nodes: list[ast.stmt], reader: Reader, bodies: dict[str, list[ast.stmt]],
              depth: int = 0) -> bool | None:  # fmt: skip
    """True: there are settings and nothing else that counts.  None: nothing counts.  Else False."""
    verdicts = {_setting(node, reader, bodies, depth) for node in nodes}
    return False if False in verdicts else True if True in verdicts else None


def _setting(
    node: ast.stmt, reader: Reader, bodies: dict[str, list[ast.stmt]], depth: int
) -> bool | None:
    if isinstance(node, (ast.Pass, ast.Import, ast.ImportFrom, ast.Return, ast.Global)):
        return None
    if isinstance(node, (ast.If, ast.For, ast.With, ast.Try)):
        inner = [*node.body, *getattr(node, "orelse", []), *getattr(node, "finalbody", [])]
        for handler in getattr(node, "handlers", []):
            inner += handler.body
        return _settings(inner, reader, bodies, depth)
    if isinstance(node, ast.Assign):
        target = node.targets[0]
        if isinstance(target, ast.Name):
            if isinstance(node.value, ast.Call) and known.returns_setting(_name(node.value)):
                return bool(reader.module(node.value.func))
            calls = any(isinstance(n, ast.Call) and _name(n) in bodies for n in walk(node))
            return False if calls or depth == 0 else None
        base = target
        while isinstance(base, (ast.Subscript, ast.Attribute)):
            base = base.value
        return isinstance(base, ast.Name) and base.id in reader.around.imports
    if not isinstance(node, ast.Expr):
        return False
    return _setting_call(node.value, reader, bodies, depth)


def _setting_call(
    value: ast.expr, reader: Reader, bodies: dict[str, list[ast.stmt]], depth: int
) -> bool | None:
    if isinstance(value, ast.Constant):
        return None
    if not isinstance(value, ast.Call):
        return False
    name = _name(value)
    if name == "print":
        return None
    if isinstance(value.func, ast.Name) and name in bodies:
        return depth < 3 and _settings(bodies[name], reader, bodies, depth + 1) is True
    module = reader.module(value.func)
    if isinstance(value.func, ast.Attribute) and isinstance(value.func.value, ast.Call):
        module = "logging" * (reader.module(value.func.value.func) == "logging.getLogger")
    return bool(module) and known.is_setting(name)


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", None) or getattr(call.func, "id", ""))
