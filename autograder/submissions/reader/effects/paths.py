"""Which files a call reads or writes, as far as its text tells.

Effects on files are names, too: "file:x.npy" for one, "file:*.npy" for some that the text does not
tell (`f"{i}.npy"`), "file:*" for any.  Whoever reads such a one reads what may have been written
under any of these; "file:?" is what every writer changes, and what reads no file in particular.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from autograder.checking.namespace import WEIGHTS_FILE
from autograder.submissions.reader.effects import known

_FILE = re.compile(r"[\w./~-]*?([\w-]+\.[A-Za-z]\w{0,10})")
_MODE = re.compile(r"[rbt+]*[wax+][bt+]*")
Targets = set[str]  # of names such as "x.npy", "*.npy", "*"
LookUp = Callable[[str], Targets]


def mentioned(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names of files that a piece of code mentions, but for the handed-in weights."""
    for inner in nodes:
        text = inner.value if isinstance(inner, ast.Constant) else None
        match = _FILE.fullmatch(text) if isinstance(text, str) and len(text) < 200 else None
        if match and match[1] != WEIGHTS_FILE:
            yield match[1]


def targets(node: ast.AST, look_up: LookUp) -> Targets:
    """Return the files that an expression may name.

    look_up  gives what is known of a name
    """
    if isinstance(node, ast.Constant):
        return {PurePosixPath(node.value).name or "*"} if isinstance(node.value, str) else {"*"}
    if isinstance(node, ast.Name):
        return look_up(node.id)
    if isinstance(node, ast.JoinedStr) and node.values:
        return _ending(node.values[-1])
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Div):
            return targets(node.right, look_up)
        return _ending(node.left if isinstance(node.op, ast.Mod) else node.right)
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        of = node.func.value if isinstance(node.func, ast.Attribute) else None
        if name == "format" and of is not None:
            return _ending(of)
        if name == "with_suffix" and node.args:
            return _ending(node.args[0])
        if name in ("resolve", "expanduser", "absolute") and of is not None and not node.args:
            return targets(of, look_up)
        if name == "open":
            return _path(node, look_up)
        if name in ("Path", "PurePath", "str", "join", "joinpath", "fspath") and node.args:
            return targets(node.args[-1], look_up)
    return {"*"}


def _ending(node: ast.AST) -> Targets:
    text = node.value if isinstance(node, ast.Constant) else ""
    suffix = PurePosixPath("x" + text).suffix if isinstance(text, str) else ""
    return {f"*{suffix}"}


def _path(node: ast.Call, look_up: LookUp) -> Targets:
    """What `open(path)` or `path.open()` opens."""
    if isinstance(node.func, ast.Attribute) and not (node.args and not _is_mode(node.args[0])):
        return targets(node.func.value, look_up)
    return targets(node.args[0], look_up) if node.args else {"*"}


def written(node: ast.Call, look_up: LookUp) -> Iterator[str]:
    """Yield the effects of a call that writes a file."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    found: Targets = set()
    if name == "open":
        modes = [*node.args, *(k.value for k in node.keywords)]
        if any(_is_mode(mode) for mode in modes):
            found = _path(node, look_up)
    elif name in known.WRITERS:
        own = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        given = [*own, *node.args, *(k.value for k in node.keywords)]
        named = set().union(*(targets(part, look_up) for part in given)) - {"*"}
        known_text = {t for part in given for t in mentioned(ast.walk(part))}
        found = named | known_text or ({"*"} if name in known.SAVERS else set())
    for target in found - {WEIGHTS_FILE}:
        yield f"file:{target}"
        yield "file:?"
        if "." in target and "*" not in target:
            yield f"file:?{PurePosixPath(target).suffix}"


def read(nodes: Iterable[ast.AST], look_up: LookUp, inside: bool) -> Iterator[str]:
    """Yield the effects that a piece of code looks at.

    inside  of a function, a path that the text does not tell is one that the function is given
    """
    nodes = list(nodes)
    found = set(mentioned(nodes))
    for node in nodes:
        if isinstance(node, ast.Name):
            found |= look_up(node.id) - {"*"}
        elif isinstance(node, (ast.JoinedStr, ast.BinOp)):
            found |= {t for t in targets(node, look_up) if t.startswith("*.")}
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in known.READERS:
                own = _path(node, look_up) if name == "open" else set()
                own |= set().union(*(targets(part, look_up) for part in node.args[:1]))
                if isinstance(node.func, ast.Attribute) and not node.args:
                    own |= targets(node.func.value, look_up)
                found |= own - ({"*"} if inside else set())
    for target in found - {WEIGHTS_FILE}:
        yield f"file:{target}"
        yield "file:*"
        if target == "*":
            yield "file:?"
        elif "." in target:
            suffix = PurePosixPath(target).suffix
            yield f"file:*{suffix}"
            if target.startswith("*"):
                yield f"file:?{suffix}"


def _is_mode(node: ast.AST) -> bool:
    value = node.value if isinstance(node, ast.Constant) else None
    return isinstance(value, str) and _MODE.fullmatch(value) is not None
