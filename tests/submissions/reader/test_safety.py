"""What runs has its time, and leaves folder, weights, streams and timers as they were."""

from __future__ import annotations

import os
import sys
import threading
import time

import pytest
from reading import process_as_it_was, read, value

from autograder.submissions.reader import run

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no timers")
ENDLESS = {
    "a loop": "while True:\n    pass",
    "in a bare except": "while True:\n    try:\n        pass\n    except:\n        pass",
    "on one line": "while True:\n    try: 1\n    except: 2",
    "in a BaseException": "import time\nwhile True:\n    try:\n        time.sleep(9)\n"
    "    except BaseException:\n        continue",
    "in a finally": "def stay():\n    try:\n        while True: pass\n    finally:\n"
    "        stay()\nstay()",
    "asleep": "import time\ntime.sleep(60)",
    "nested": "def h():\n    while True:\n        try:\n            h2()\n        except:\n"
    "            pass\ndef h2():\n    while True:\n        try:\n            sum(range(9**5))\n"
    "        except:\n            pass\nh()",
    "a generator": "import itertools\nfor i in itertools.count():\n    pass",
    "a join": "import threading\nthreading.Event().wait()",
}


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(run, "NEEDED", 0.5)
    monkeypatch.setattr(run, "MAYBE", 0.3)


HANGS = 100.0  # seconds, far from any machine's: these would wait for ever, or 180 of them


def indented(text):
    return "".join(f"    {line}\n" for line in text.splitlines())


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS)
def test_what_does_not_end_costs_its_time(body, read):
    started = time.monotonic()
    cell = f"if True:\n    T = 2\n{indented(body)}"
    found = read("T = 1", cell, "def f():\n    return T", "def g():\n    return 1")
    assert time.monotonic() - started < HANGS
    assert found.names["f"]() == 1 and found.names["g"]() == 1
    assert sys.gettrace() is None or "coverage" in sys.modules
    assert sys.exc_info() == (None, None, None)  # what was raised has been dealt with


def test_an_answer_that_needs_it_hears_so(read):
    found = read("f = [i for i in iter(int, 1)]", names=("f",))
    assert "did not come to an end" in found.reasons["f"]


def test_all_together_have_their_time_too(read, monkeypatch):
    monkeypatch.setattr(run, "ALL", 1.0)
    monkeypatch.setattr(run, "LEAST", 0.05)
    started = time.monotonic()
    slow = ["T = 1\nimport time"] + ["if T:\n    T = 1\n    time.sleep(9)"] * 20
    assert read(*slow, "def f():\n    return T").names["f"]() == 1
    assert time.monotonic() - started < HANGS


ENDING = [
    "import sys\nsys.exit()",
    "raise SystemExit(3)",
    "exit()",
    "quit()",
    "raise KeyboardInterrupt",
    "1 / 0",
    "import os\nos.chdir('/')",
    "import sys\nsys.stdout.close()",
]


@pytest.mark.parametrize("line", ENDING)
def test_what_ends_costs_its_own_statement(line, read):
    found = read(f"if True:\n    T = 1\n{indented(line)}", "def f():\n    return T", names=("f",))
    assert found.names["f"]() == 1


def test_folder_and_weights_are_as_they_were(read, tmp_path):
    (tmp_path / "weights.safetensors").write_bytes(b"handed in")
    read(
        "from pathlib import Path\nimport os\nT = []",
        "def train():\n    Path('weights.safetensors').write_bytes(b'other')\n    T.append(1)\n"
        "    os.mkdir('x')\n    os.chdir('x')\ntrain()",
        "def f():\n    return T",
    )
    assert os.getcwd() == str(tmp_path)
    assert (tmp_path / "weights.safetensors").read_bytes() == b"handed in"


def test_prints_are_dropped(read, capsys):
    read("T = [print('hello')]", "def f():\n    return T")
    assert capsys.readouterr().out == ""


def test_off_the_main_thread_it_reads_without_bounds(read):
    found = []
    thread = threading.Thread(target=lambda: found.append(read("def f():\n    return 1")))
    thread.start()
    thread.join()
    assert found[0].names["f"]() == 1
