"""What stands below wins; a statement that had to wait never takes its place."""

from __future__ import annotations

import pytest
from reading import process_as_it_was, read, value

WAITED = {
    "an import": ("if True:\n    from os import path as T\n    T(gone)", "T = 1"),
    "an assignment": ("T = rule(2)", "T = 1\ndef rule(x):\n    return 99"),
    "an import and a call": ("import os as T; T.join(gone)", "T = 1"),
    "a change in place": ("try:\n    B = {}\nfinally:\n    pass\nB['t'] = late()",
                          "B['t'] = 1\nT = B['t']\ndef late():\n    return 99"),
    "a function that binds": ("def init():\n    global T\n    T = later\ninit()",
                              "later = 99\nT = 1"),
    "twice put off": ("T = a()", "def a():\n    return b()\n", "T = 1\ndef b():\n    return 2"),
}  # fmt: skip


@pytest.mark.parametrize("cells", WAITED.values(), ids=WAITED)
def test_what_was_put_off_overrides_nothing_below(cells, value):
    assert value(*cells, "def f():\n    return T") == 1


def test_what_was_put_off_still_binds_what_nothing_else_does(value):
    assert value("A = B + 1", "def f():\n    return A", "B = C", "C = 1") == 2
    assert value("T = rule(2)", "def rule(x):\n    return x", "def f():\n    return T") == 2


RESULTS = {
    "its own result": "f = f()",
    "a flag": "f = True",
    "a list": "f = [1, 2]",
    "a number that comes of something else": "import math\nf = math.sqrt(4)",
    "a loop": "for f in (1, 2):\n    pass",
    "two at once": "x, f = 1, 2",
    "a with": "import io\nwith io.StringIO() as f:\n    pass",
    "a walrus": "if (f := 3):\n    pass",
    "an error's name": "try:\n    1 / 0\nexcept ZeroDivisionError as f:\n    print(f)",
    "a result that takes hours": "losses = [f() for i in iter(int, 1)]\nf = f(losses)",
    "its own result, drawn": "f = f()\nprint(f)",
    "deleted": "del f",
}


@pytest.mark.parametrize("cell", RESULTS.values(), ids=RESULTS)
def test_a_result_that_takes_the_name_costs_nothing_and_is_told(cell, read):
    found = read("def f():\n    return 1", cell, names=("f",))
    assert found.names["f"]() == 1
    assert len(found.notes) == 1 and "`f`" in found.notes[0]


def test_a_result_that_takes_a_helpers_name(value):
    cells = ("def box(x):\n    return x", "def f():\n    return box(1)", "box = box(3)")
    assert value(*cells) == 1
    assert value(*cells[:2], "import math", "box = math.pi") == 1


FUNCTIONS = {
    "a decorated one": "import functools\nf = functools.lru_cache(f)",
    "another function": "g = lambda: 2\nf = g",
    "a partial": "from functools import partial\nf = partial(int, 2)",
    "a wrapper": "def twice(h):\n    return lambda: 2 * h()\nf = twice(f)",
    "a class": "class f:\n    def __new__(cls):\n        return 2",
    "an object that is called": "class f:\n    def __call__(self):\n        return 2\nf = f()",
    "a factory": "def f():\n    return lambda: 2\nf = f()",
    "a factory with settings": "n = 2\ndef f(n):\n    def g():\n        return n\n"
    "    return g\nf = f(n)",
    "a decorator of that name": "def two():\n    return 2\ndef f(h):\n    return h\nf = f(two)",
    "a factory that picks": "def two():\n    return 2\nT = [two]\ndef f():\n    return T[0]\n"
    "f = f()",
}


@pytest.mark.parametrize("cell", FUNCTIONS.values(), ids=FUNCTIONS)
def test_another_function_takes_the_name(cell, read):
    found = read("def f():\n    return 1", cell, names=("f",))
    assert found.names["f"]() in (1, 2) and not found.notes
    assert found.names["f"].__class__.__name__ != "function" or found.names["f"]() == 2


def test_deleted_and_defined_again(value):
    assert value("T = 1\ndel T\nT = 2", "def f():\n    return T") == 2
