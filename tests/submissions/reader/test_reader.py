"""The slice of named answers out of notebooks as people save them."""

from __future__ import annotations

import json

import pytest
from reading import process_as_it_was, read, value

from autograder.grading.known_answers import notebook
from autograder.submissions.reader import UnreadableError, read_answers


def answers(names, *cells):
    return read_answers(notebook(*cells), names)


def value(name, *cells):
    found = answers([name], *cells)
    assert name in found.names, found.reasons
    return found.names[name]()


def test_helpers_and_constants_come_along_and_nothing_else():
    found = answers(
        ["f"],
        "import math\nprint('hello')",
        "K = 2",
        "def helper(x):\n    return x * K",
        "model = explode()",
        "def f():\n    return helper(math.floor(3.5))",
        "f(); 1 / 0",
    )
    assert found.names["f"]() == 6 and "model" not in found.names and not found.reasons


def test_a_table_filled_in_loops_and_by_methods():
    cells = (
        "PERM = list(range(4))\nfor a, b in [(0, 3), (1, 2)]:\n    PERM[a] = b\n    PERM[b] = a",
        "EXTRA = []\nEXTRA.append(9)\nEXTRA += [8]",
        "def f():\n    return PERM + EXTRA",
    )
    assert value("f", *cells) == [3, 2, 1, 0, 9, 8]


def test_local_names_do_not_drag_in_globals_of_the_same_name():
    cells = ("loss = train_for_hours()", "def f():\n    loss = 1\n    return loss")
    assert value("f", *cells) == 1


@pytest.mark.parametrize(
    "cell",
    [
        "!pip install something\ndef f():\n    return 1",
        "%matplotlib inline\n%load_ext autoreload\ndef f():\n    return 1",
        "%%time\ndef f():\n    return 1",
        "try:\n    import a_package_nobody_has as x\nexcept ImportError:\n    x = None\n"
        "def f():\n    return 1 if x is None else 0",
        "files = !ls\nf?\ndef f():\n    return 1",
        "def f():\n    return 1\n\n\ndef g(:\n    pass",
        "from __future__ import annotations\ndef f(a: Unknown = 1) -> Nowhere:\n    return a",
        "class K:\n    def f(self):\n        return 1\nf = K().f",
    ],
)
def test_cells_that_people_write(cell):
    assert value("f", cell) == 1


def test_cell_magics_of_other_languages_are_not_python():
    assert "f" not in answers(["f"], "%%bash\ndef f(): return 1").names


def test_the_last_definition_wins_but_never_the_stub():
    stub = 'def f():\n    """Doc."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
    good, better = "def f():\n    return 1", "def f():\n    return 2"
    assert value("f", good, better) == 2
    assert value("f", stub, good) == value("f", good, stub) == 1
    with pytest.raises(NotImplementedError):
        value("f", stub, stub)


def test_cells_out_of_order():
    assert value("f", "A = B + 1", "def f():\n    return A", "B = C", "C = 1") == 2


def test_a_failing_cell_is_the_reason_and_costs_only_itself():
    found = answers(["f", "g"], "Z = 1 / 0\ndef f():\n    return 1", "g = Z + 1")
    assert found.names["f"]() == 1
    assert "g" not in found.names
    assert found.reasons["g"] == "code cell 1, line 1 raised ZeroDivisionError: division by zero"


def test_a_syntax_error_is_the_reason_with_its_line():
    found = answers(["f", "g"], "def f():\n    return 1\n\ndef g():\n    return (2\n")
    assert found.names["f"]() == 1
    assert "syntax error in code cell 1" in found.reasons["g"] and "line 5" in found.reasons["g"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"print('hello')", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"{}", "no list of cells"),
        (b"[1]", "no list of cells"),
        (b'{"cells": "many"}', "no list of cells"),
        (b'{"cells": [7, {"cell_type": "markdown", "source": "x"}]}', "no code cell"),
    ],
)
def test_what_is_no_notebook_is_said_in_words(data, words):
    with pytest.raises(UnreadableError, match=words):
        read_answers(data, ["f"])


def test_a_stray_bracket_is_found_behind_a_decorator():
    found = answers(["f"], "@property\ndef f():\n    return 1\n)")
    assert "unmatched ')'" in found.reasons["f"]


def test_sources_as_lists_odd_cells_and_a_byte_order_mark():
    cells = [
        None,
        {"cell_type": "code"},
        {"cell_type": "code", "source": 3},
        {"cell_type": "code", "source": ["def f():\n", "    return 1"]},
        {"source": "def f():\n    return 2"},
    ]
    data = b"\xef\xbb\xbf" + json.dumps({"cells": cells, "nbformat_minor": 0}).encode()
    assert read_answers(data, ["f"]).names["f"]() == 1
