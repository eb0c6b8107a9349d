"""Magics, shell lines, files that cells write, and what exists in a kernel only."""

from __future__ import annotations

import sys

import pytest
from reading import process_as_it_was, read, value

from autograder.submissions.reader import as_in_a_kernel

F = "def f():\n    return 1\n"
KEEPING = {
    "time": "%%time\n",
    "capture": "%%capture\n",
    "capture into": "%%capture out --no-stderr\n",
    "two": "%%capture\n%%time\n",
    "three": "%%time\n%%capture\n%%prun\n",
    "memit": "%%memit\n",
    "wandb": "%%wandb\n",
    "debug": "%%debug\n",
    "unknown": "%%some_magic -x 3\n",
    "lines above": "\n\n%%time\n",
    "line magics inside": "%%time\n%matplotlib inline\n!ls\n",
}


@pytest.mark.parametrize("head", KEEPING.values(), ids=KEEPING)
def test_magics_that_hold_python(head, value):
    assert value(head + F) == 1


LOSING = [
    "bash",
    "html",
    "javascript",
    "latex",
    "script python",
    "python3",
    "sh",
    "markdown",
    "timeit",
    "writefile x.py",
]


@pytest.mark.parametrize("magic", LOSING)
def test_magics_that_leave_nothing_behind(magic, read):
    found = read(f"%%{magic}\n{F}", names=("f",))
    assert "f" not in found.names and "code cell 1" in found.reasons["f"]


def test_an_unknown_magic_over_something_else(read):
    assert "f" not in read("%%other\nSELECT * FROM f;", names=("f",)).names


def test_a_magic_of_ones_own_that_skips_its_cell(read):
    own = (
        "from IPython.core.magic import register_cell_magic\n"
        "@register_cell_magic\ndef skip(line, cell):\n    return\n"
    )
    found = read(own, F, "%%skip\ndef f():\n    return 2", names=("f",))
    assert found.names["f"]() == 1


LINES = {
    "time": "%time T = 1",
    "time in a loop": "for _ in range(1):\n    %time T = 1",
    "prun": "%prun T = 1",
    "shell": "files = !ls\nT = 1 if list(files) == [] else 0",
    "shell and magic": "!pip install x\n%load_ext autoreload\n%autoreload 2\nT = 1",
    "help": "print?\nT = 1",
    "pylab": "%pylab inline\nT = int(cos(0))",
    "set_trace": "%config InlineBackend.figure_format = 'retina'\nT = 1",
    "captured": "%%capture c\nT = 1",
    "captured and shown": "T = 1\ndisplay(T)",
    "in a function": "def g():\n    !ls\n    %time x = 1\n    y = %pwd\n    return 1\nT = g()",
    "colab": "if 'google.colab' in str(get_ipython()):\n    T = 2\nelse:\n    T = 1",
    "the shell's class": "T = int(get_ipython().__class__.__name__ == 'ZMQInteractiveShell')",
    "from IPython": "from IPython import get_ipython\n"
    "get_ipython().run_line_magic('pwd', '')\nT = 1",
    "clear_output": "from IPython.display import clear_output, display\nclear_output()\nT = 1",
    "input": "T = input('how many? ') or 1",
}


@pytest.mark.parametrize("cell", LINES.values(), ids=LINES)
def test_lines_that_are_no_python(cell, value):
    assert value(cell, "def f():\n    return T") == 1


KERNEL_ONLY = [
    "display(1)",
    "get_ipython()",
    "get_ipython().system('ls')",
    "x = !ls",
    "!ls",
    "%matplotlib inline",
    "%timeit 1",
    "input()",
    "breakpoint()",
    "check('f')",
    "hint('f')",
    "display(1, display_id='x').update(2) if display(1) else None",
]


@pytest.mark.parametrize("line", KERNEL_ONLY)
def test_inside_a_function_it_does_nothing(line, value):
    assert value(f"def f():\n    {line}\n    return 1") == 1


LATER = [
    "from IPython import get_ipython\n    get_ipython().run_line_magic('pwd', '')",
    "from IPython.display import clear_output, display\n    display(1)\n    clear_output()",
    "import IPython\n    IPython.get_ipython().system('ls')",
    "from autograder.selfcheck import check, hint\n    check('f')\n    hint('f')",
    "import autograder.selfcheck as own\n    own.check('f')\n    own.anything_else(1)",
]


@pytest.mark.parametrize("lines", LATER)
def test_imported_inside_a_function_it_does_nothing(lines, read, capsys):
    import autograder.selfcheck  # whoever checks a file has it

    real = autograder.selfcheck

    found = read(f"def f():\n    {lines}\n    return 1", names=("f",))
    with as_in_a_kernel(found.shell):
        assert found.names["f"]() == 1
    assert autograder.selfcheck is sys.modules["autograder.selfcheck"] is real
    assert capsys.readouterr().out == ""


def test_libraries_that_look_at_all_modules_find_no_fault_with_the_stand_in(read):
    import inspect

    found = read("def f():\n    return 1", names=("f",))
    with as_in_a_kernel(found.shell):
        assert inspect.getmodule(inspect.currentframe()) is not None


FILES = {
    "import": ("%%writefile x1.py\nT = 1", "import x1\nT = x1.T"),
    "from import": ("%%writefile x2.py\nT = 1", "from x2 import T"),
    "star import": ("%%writefile x3.py\nT = 1", "from x3 import *"),
    "appended": ("%%writefile x4.py\nT = 0", "%%writefile -a x4.py\nT = 1", "from x4 import T"),
    "one imports another": (
        "%%writefile x5.py\nT = 1",
        "%%file x6.py\nfrom x5 import T",
        "from x6 import T",
    ),
    "a package": (
        "%%writefile p7/__init__.py\n",
        "%%writefile p7/q.py\nT = 1",
        "from p7.q import T",
    ),
    "run": ("%%writefile x8.py\nT = 1", "%run x8.py"),
    "exec": ("%%writefile x9.py\nT = 1", "exec(open('x9.py').read())"),
    "a text": ("%%writefile t.txt\n1", "T = int(open('t.txt').read())"),
    "inside": ("%%writefile x10.py\nT = 1", "def g():\n    import x10\n    return x10.T\nT = g()"),
}


@pytest.mark.parametrize("cells", FILES.values(), ids=FILES)
def test_files_that_the_notebook_writes(cells, value):
    assert value(*cells, "def f():\n    return T") == 1


STARS = {
    "plain": "from math import *",
    "in a try": "try:\n    from math import *\nexcept ImportError:\n    pass",
    "below a missing library": "try:\n    import nobody_has_this\n    from math import *\n"
    "except ImportError:\n    pass",
    "pylab": "%pylab",
    "two": "from os.path import *\nfrom math import *",
    "beside a missing one": "from nobody_has_this import *\nfrom math import *",
}


@pytest.mark.parametrize("cell", STARS.values(), ids=STARS)
def test_star_imports(cell, value):
    assert value(cell, "def f():\n    return int(floor(sqrt(2)))") == 1


def test_the_later_star_import_wins(value):
    cells = ("from math import *", "from numpy import *", "def f():\n    return sqrt([4]).sum()")
    assert value(*cells) == 2
