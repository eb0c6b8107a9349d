"""The house: rooms that import one way, few things in each, and an engine that knows no face.

python -m pytest tests/test_rooms.py -s prints the rooms, their modules and the floors.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from autograder.course import ROOT

KIT = ROOT / "autograder"
PACKAGES = (KIT, ROOT / "solution", ROOT / "data_stub")
# From the lowest to the highest: each imports only from those before it, and from itself.
ORDER = (
    *("course", "kit", "checking", "parts", "submissions", "sandbox", "reports", "grading"),
    *("selfcheck", "assignment", "proof", "cli", "__main__"),
)
ENTRIES = 13  # in a folder, with its __init__.py
# Imports inside functions, each with its reason.  Commands may have them: nothing imports those,
# and `--help` need not wait for what one of them takes.
LATE = {
    "grading.workers": {"grading.judge", "grading.machine"},  # torch, in worker processes only
    # It is a program: the kit that it imports is the bundle's, wherever that lies.
    "proof.parity.kernels": {"checking.namespace", "selfcheck.kernel"},
    "sandbox.fork_server": {"sandbox.child"},  # torch, once the process has hidden its memory
}


@cache
def modules() -> dict[str, Path]:
    """Every module of the kit by its name below `autograder`."""
    found = {}
    for path in sorted(KIT.rglob("*.py")):
        parts = path.relative_to(KIT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            found[name] = path
    return found


def imports(path: Path, late: bool = False) -> Iterator[str]:
    """The modules that a file imports, below `autograder`; `late`: those inside functions alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    if late:
        nodes = [
            inner
            for node in nodes
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            for inner in ast.walk(node)
        ]
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("autograder"):
            base = (node.module or "").removeprefix("autograder").strip(".")
            for alias in node.names:
                name = f"{base}.{alias.name}".strip(".")
                yield name if name in modules() else base


@cache
def graph() -> dict[str, set[str]]:
    return {name: {*imports(path)} - {name, ""} for name, path in modules().items()}


def test_rooms_import_one_way():
    wrong = [
        f"{name} imports {other}"
        for name, others in graph().items()
        for other in others
        if ORDER.index(other.split(".")[0]) > ORDER.index(name.split(".")[0])
    ]
    assert wrong == []


def test_there_is_no_circle(capsys):
    """Late imports count, too, so that none hides one."""
    order = list(TopologicalSorter(graph()).static_order())
    floors: dict[str, int] = {}
    for name in order:
        floors[name] = 1 + max((floors[other] for other in graph()[name]), default=0)
    with capsys.disabled():
        print()
        for room in ORDER:
            own = [name for name in order if name.split(".")[0] == room]
            levels = {floors[name] for name in own}
            print(f"{room:<12}{len(own):>3} modules, floors {min(levels)} to {max(levels)}")
        print(f"{len(order)} modules on {max(floors.values())} floors")


def test_imports_inside_functions_are_few_and_have_reasons():
    found = {name: {*imports(path, late=True)} - {""} for name, path in modules().items()}
    late = {name: others for name, others in found.items() if others}
    assert {name: others for name, others in late.items() if not name.startswith("cli.")} == LATE


def test_a_folder_holds_about_a_dozen_things():
    full = {}
    for package in PACKAGES:
        for folder in [package, *(path for path in package.rglob("*") if path.is_dir())]:
            entries = [path for path in folder.iterdir() if path.name != "__pycache__"]
            of_parts = folder.parent == KIT / "parts" or folder == ROOT / "solution" / "assignment"
            data = {"__pycache__", "images"} & set(folder.parts)
            if len(entries) > ENTRIES and not of_parts and not data:
                full[str(folder.relative_to(ROOT))] = len(entries)
    # Ten rooms and what belongs to all of them; what the notebook takes pieces of; the painter.
    assert full == {"autograder": 14, "solution": 16, "data_stub": 16}


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the three packages, parsed."""
    for package in PACKAGES:
        for path in sorted(package.rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_modules_have_other_names_than_their_functions():
    """So that no alias is needed to get around one."""
    parts = {path.stem for path in (KIT / "parts" / "checks").glob("*.py")}
    same = [
        str(path)
        for path, tree in sources()
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == path.stem
        if path.stem not in parts
    ]
    assert same == []


def test_errors_are_called_errors():
    """Every class that is raised, whatever it inherits, has a name that ends in Error."""
    classes = {
        node.name: {ast.unparse(base).rsplit(".", 1)[-1] for base in node.bases}
        for _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }

    def is_raised(name: str) -> bool:
        own = getattr(builtins, name, None)
        return (isinstance(own, type) and issubclass(own, BaseException)) or any(
            is_raised(base) for base in classes.get(name, ())
        )

    assert [name for name in classes if is_raised(name) and not name.endswith("Error")] == []


@pytest.mark.parametrize("word", ["landmark", "wflw", r"\b98\b", r"\bfaces?\b"])
def test_the_engine_knows_no_face(word):
    """Another assignment could be put into the place of `parts`."""
    found = []
    for path in KIT.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts and "parts" not in path.parts:
            for line in path.read_text(encoding="utf-8").splitlines():
                if re.search(word, line, re.IGNORECASE):
                    found.append(f"{path.relative_to(KIT)}: {line.strip()}")
    # Stored results carry these two: another word would make all of them another grader's.
    kept = ('course.py: return hashlib.sha256(b"landmarks seed', 'reports/record.py: _FORM_4 = "')
    kept += ('sandbox/linux/allowed_calls.py: "',)  # the kernel's numbers, 98 among them
    assert [line for line in found if not line.startswith(kept)] == []
