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
    "replaced by None": "try:\n    import nobody_has_this as A\n    import math\n"
    "except ImportError:\n    math = None",
    "in an if": "if True:\n    import nobody_has_this as A\n    import math",
    "in an else": "if not 1:\n    pass\nelse:\n    import nobody_has_this as A\n    import math",
    "in a loop": "for _ in range(1):\n    import nobody_has_this as A\n    import math",
    "in a try in an if": "if True:\n    try:\n        import nobody_has_this as A\n"
    "        import math\n    except ImportError:\n        raise",
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


def test_what_a_try_puts_in_the_place_of_a_library_stays(read):
    cell = "try:\n    import nobody_has_this as A\nexcept ImportError:\n    A = None"
    assert read(cell, "def f():\n    return A", names=("f",)).names["f"]() is None


def test_an_import_that_was_not_reached_stays_out(read):
    cell = "if False:\n    import nobody_has_this as A\nelse:\n    A = 1"
    assert read(cell, "def f():\n    return A", names=("f",)).names["f"]() == 1


SHELL = {
    "a line": "!echo 1 > gone.txt",
    "bash": "%%bash\necho 1 > gone.txt",
    "a download": "!wget -q https://example.org/gone.txt",
    "into a folder": "!curl -o ./gone.txt https://example.org/x",
}


@pytest.mark.parametrize("cell", SHELL.values(), ids=SHELL)
def test_a_file_that_a_shell_line_makes(cell, read):
    found = read(cell, "f = open('gone.txt').read()", names=("f",))
    assert "gone.txt is not here" in found.reasons["f"]
    assert "code cell 1" in found.reasons["f"] and "shell lines do not run" in found.reasons["f"]


@pytest.mark.parametrize("use", ["n[0]", "int(n[0])", "n.s", "n[-1].split()", "n.pop()"])
def test_what_a_shell_line_printed(use, read):
    found = read("n = !nproc", f"f = {use}", names=("f",))
    assert "`!nproc`" in found.reasons["f"] and "shell lines do not run" in found.reasons["f"]


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


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_helper_in_a_cell_of_another_type(kind):
    helper = "def helper():\n    return 1"
    data = cells((kind, helper), ("code", "def f():\n    return helper()\nT = helper()\ng = T"))
    found = read_answers(data, ["f", "g"])
    with pytest.raises(MissingNameError) as raised:
        found.names["f"]()
    assert raised.value.name == "helper" and kind.capitalize() in raised.value.why
    assert kind.capitalize() in found.reasons["g"]


def test_a_helper_in_a_file_that_nobody_imports(read):
    found = read("%%writefile h.py\ndef helper():\n    return 1", "f = helper()", names=("f",))
    assert "code cell 1 writes its definition to the file h.py" in found.reasons["f"]


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
