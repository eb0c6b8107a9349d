"""Whoever loses an answer hears the cause, and nobody else loses anything by it."""

from __future__ import annotations

import json
import sys

import pytest
from reading import process_as_it_was, read, value

from autograder.checking.namespace import MissingNameError
from autograder.submissions.reader import UnreadableError, read_answers, require_ours

G = "def g():\n    return 1\n"
LATE = {
    "duplicate argument": "def {}(a, a): pass",
    "global after use": "def {}():\n    print(T)\n    global T\n    T = 1",
    "nonlocal": "def {}():\n    nonlocal T",
    "star import inside": "def {}():\n    from math import *",
    "walrus": "def {}():\n    return [(i := 0) for i in range(3)]",
    "yield in a comprehension": "def {}():\n    return [(yield i) for i in range(3)]",
    "return in a class": "class {}:\n    return 1",
    "break": "def {}():\n    break",
    "assignment to None": "def {}(None): pass",
    "keyword twice": "def {}():\n    return dict(a=1, a=2)",
    "await outside": "def {}():\n    await x",
}


@pytest.mark.parametrize("cell", LATE.values(), ids=LATE)
def test_a_late_syntax_error_costs_its_own_statement(cell, read):
    found = read(cell.format("scratch"), G, names=("g",))
    assert found.names["g"]() == 1 and not found.reasons
    found = read(cell.format("f"), G)
    assert "syntax error in code cell 1" in found.reasons["f"] and "f" not in found.names
    assert found.names["g"]() == 1


LONG = ["x = " + " + ".join(["1"] * 500), "x = ''" + ".strip()" * 300, "x = " + "-" * 300 + "1",
        "x = [" * 50 + "]" * 50]  # fmt: skip


@pytest.mark.parametrize("cell", LONG)
def test_deep_expressions(cell, read):
    assert read(cell, G, "def f():\n    return x", names=("f", "g")).names["g"]() == 1


NEWER = {
    "type x": ("type X = int", (3, 12)),
    "def f[T]": ("def f[T](x: T) -> T:\n    return x", (3, 12)),
    "class f[T]": ("class f[T]:\n    pass", (3, 12)),
    "quotes": ('def f(d):\n    return f"{d["a"]}"', (3, 12)),
    "except": ("def f():\n    try:\n        pass\n    except A, B:\n        pass", (3, 14)),
    "t-string": ("def f(x):\n    return t'{x}'", (3, 14)),
}


@pytest.mark.parametrize(("cell", "version"), NEWER.values(), ids=NEWER)
def test_newer_python_is_named(cell, version, read):
    if sys.version_info[:2] >= version:
        pytest.skip("this Python has it")
    body = cell if "f" in cell.split("\n")[0] else f"def f():\n    {cell}"
    found = read(body, G)
    assert f"needs Python {version[0]}.{version[1]}" in found.reasons["f"]
    assert found.names["g"]() == 1


LIBRARY = {
    "one line": "import nobody_has_this as A, math",
    "in a try": "try:\n    import nobody_has_this as A\n    import math\nexcept ImportError:\n"
    "    print('install it')",
    "in a try that passes": "try:\n    import nobody_has_this as A\n    import math\n"
    "except Exception:\n    pass",
    "in a with": "import contextlib\nwith contextlib.suppress(ImportError):\n"
    "    import nobody_has_this as A\n    import math",
    "from": "from nobody_has_this import A\nimport math",
    "of several": "import math\nfrom os import path, nobody_has_this as A",
}


@pytest.mark.parametrize("cell", LIBRARY.values(), ids=LIBRARY)
def test_a_missing_library_takes_nothing_else_with_it(cell, read):
    found = read(cell, "def f():\n    return A.x()", "def g():\n    return math.floor(1.5)")
    assert found.names["g"]() == 1
    with pytest.raises(MissingNameError) as raised:
        found.names["f"]()
    assert raised.value.name == "A" and "nobody_has_this" in raised.value.why
    assert "code cell 1" in raised.value.why


CAUSES = {
    "a library": ("import nobody_has_this as A", "B = A.x()", "nobody_has_this is not installed"),
    "a star import": ("from nobody_has_this import *", "B = A()", "nobody_has_this is not"),
    "a file": ("A = open('gone.csv').read()", "B = A", "the file gone.csv is not here"),
    "numpy's file": ("import numpy as np\nA = np.load('gone.npy')", "B = A.sum()", "gone.npy"),
    "an error": ("A = 1 / 0", "B = A + 1", "code cell 1, line 1 raised ZeroDivisionError"),
    "a syntax error": ("def A(x, x): pass", "B = A(1)", "syntax error in code cell 1"),
    "another one": ("def A(:\n    pass", "B = A(1)", "syntax error in code cell 1"),
    "through three": ("import nobody_has_this as A", "C = A.x\nD = C\nB = D", "nobody_has_this"),
    "a decorator": ("import nobody_has_this as A", "@A.x\ndef B():\n    pass", "nobody_has_this"),
    "a base": ("import nobody_has_this as A", "class B(A.X):\n    pass", "nobody_has_this"),
    "a function": ("import nobody_has_this as A", "def h():\n    return A.x\nB = h()",
                   "nobody_has_this"),
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "why"), CAUSES.values(), ids=CAUSES)
def test_the_first_cause_is_told(first, second, why, read):
    found = read(first, second, "f = B", "def g():\n    return B()", names=("f", "g"))
    assert "f" not in found.names and why in found.reasons["f"]
    with pytest.raises(MissingNameError) as raised:
        found.names["g"]()
    assert why in raised.value.why


def cells(*pairs):
    listed = [{"cell_type": kind, "source": source} for kind, source in pairs]
    return json.dumps({"cells": listed}).encode()


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_definition_in_a_cell_of_another_type(kind):
    found = read_answers(cells((kind, "def f():\n    return 1"), ("code", G)), ["f"])
    assert kind.capitalize() in found.reasons["f"] and "cell 1" in found.reasons["f"]


def test_a_definition_inside_another(read):
    found = read("def g():\n    x = 1\n    def f():\n        return x", names=("f", "g"))
    assert "code cell 1, line 3" in found.reasons["f"]


def test_another_assignments_notebook():
    with pytest.raises(UnreadableError, match="another"):
        require_ours(cells(("code", "import pandas\nprint('hello')")), ["flip", "warp"])
    require_ours(cells(("code", "def warp(): pass")), ["flip", "warp"])


def test_a_newer_kernel_is_told():
    newer = f"3.{sys.version_info[1] + 1}.0"
    data = json.loads(cells(("code", "def f(:\n    pass")))
    data["metadata"] = {"language_info": {"version": newer}}
    found = read_answers(json.dumps(data).encode(), ["f"])
    assert f"was run with Python {newer}" in found.reasons["f"]
