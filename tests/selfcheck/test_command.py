"""`python -m autograder.selfcheck`: the public checks on a notebook file, from the bundle alone."""

from __future__ import annotations

import json
import shutil
from xml.etree import ElementTree

import pytest
from conftest import without_the_kit

from autograder.checking import syllabus
from autograder.checking.namespace import WEIGHTS_FILE
from autograder.grading import known_answers
from autograder.grading.oracle import WEIGHTS
from autograder.selfcheck import command, kernel

COUNT = sum(len(part.checks) for part in syllabus.parts())
OUTPUTS = ["--junit", "out/report.xml", "--html", "out/report.html", "--summary", "out.md"]


@pytest.mark.long
def test_the_reference_passes_and_everything_is_written(built, tmp_path, reference):
    """In a folder that holds only the hand-in, with nothing of the kit but the bundle."""
    (tmp_path / "landmarks.ipynb").write_bytes(reference)
    shutil.copyfile(WEIGHTS, tmp_path / WEIGHTS_FILE)
    (tmp_path / "out.md").write_text("What was there.\n")
    arguments = ["landmarks.ipynb", *OUTPUTS]
    code = (
        f"import sys; from autograder.selfcheck import command; sys.exit(command.main({arguments}))"
    )
    result = without_the_kit(code, built, tmp_path)
    assert result.returncode == 0, result.stderr
    assert f"public checks {COUNT}/{COUNT}" in result.stdout and "✗" not in result.stdout
    suites = ElementTree.parse(tmp_path / "out" / "report.xml").getroot()
    assert suites.get("tests") == str(COUNT) and len(suites.findall("./*/*/*")) == 0
    summary = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert summary.startswith("What was there.\n## Landmarks: ")
    assert f"{COUNT} of {COUNT} public checks passed" in summary
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page and f"public checks {COUNT}/{COUNT}" in page


BAD = (
    "def flip_permutation(): return None",
    "def encode(*a):\n    while True:\n        pass",
    "import os\ndef nme(*a): os._exit(0)",
    "def decode(*a): raise SystemExit(0)",
    "def adaptive_wing(pred, target):\n    return (pred",
    "decode = True",
)


@pytest.mark.long
def test_what_ends_or_hangs_costs_its_part_alone(built, tmp_path):
    """Nothing that a notebook does may end in a green run."""
    (tmp_path / "landmarks.ipynb").write_bytes(known_answers.notebook(*BAD))
    code = (
        "import json; from autograder.checking import syllabus\n"
        "from autograder.selfcheck import command as public\n"
        "notes = []; worker = public.Worker(open('landmarks.ipynb', 'rb').read(), notes)\n"
        "def check(part):\n"
        "    results = worker.check(syllabus.part(part))\n"
        "    return [(result.status, result.got) for result in results]\n"
        "found = {part: check(part) for part in ('flip', 'decode', 'adaptive_wing', 'metrics')}\n"
        "found['again'] = check('flip'); public.SECONDS = 2.0\n"
        "found['encode'] = check('encode'); worker.stop()\n"
        "found['notes'] = notes; print(json.dumps(found))"
    )
    result = without_the_kit(code, built, tmp_path)
    found = json.loads(result.stdout)
    words = {
        "flip": "is there a `return`",
        "decode": "SystemExit",
        "adaptive_wing": "syntax error in code cell",
        "metrics": "ended the Python process",
        "encode": "did not come to an end within 2 s",
    }
    for part, said in words.items():
        stopped = part in ("metrics", "encode")
        assert said in found[part][0][1], found[part]
        assert all((status == "stopped") == stopped for status, _ in found[part])
    assert found["again"] == found["flip"]
    assert len(found["notes"]) == 1 and "`decode` is bound again" in found["notes"][0]


# ---------------------------------------------------------------- without running any answer


@pytest.fixture
def here(tmp_path, monkeypatch, stub):
    """A folder with a notebook, and a bundle in reach."""
    (tmp_path / "landmarks.ipynb").write_bytes(stub)
    (tmp_path / "recorded.bin").touch()
    monkeypatch.setattr(kernel, "RECORDED", tmp_path / "recorded.bin")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("data", [b"", b"hello", b'{"cells": []}'])
def test_what_is_no_notebook_fails_and_says_so(data, here, capsys):
    (here / "landmarks.ipynb").write_bytes(data)
    assert command.main(["landmarks.ipynb", *OUTPUTS]) == 1
    assert "Nothing could be checked" in capsys.readouterr().out
    assert ElementTree.parse("out/report.xml").getroot().get("failures") == "1"
    for path in (here / "out.md", here / "out" / "report.html"):
        assert "Nothing could be checked" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [[], ["other.ipynb"], ["landmarks.ipynb", "--nonsense"]])
def test_wrong_usage_is_two(arguments, here, capsys):
    with pytest.raises(SystemExit) as error:
        command.main(arguments)
    assert error.value.code == 2 and "error: " in capsys.readouterr().err


def test_without_the_bundles_replies_it_says_what_to_do(here, capsys):
    (here / "recorded.bin").unlink()
    with pytest.raises(SystemExit) as error:
        command.main(["landmarks.ipynb"])
    assert error.value.code == 2 and "unpacked bundle" in capsys.readouterr().err


def test_another_version_of_the_assignment_is_told(built, monkeypatch):
    monkeypatch.setattr(command, "VERSION", built.bundle / "version.txt")
    ours = command.VERSION.read_text()
    assert command._version_notes(b'"ASSIGNMENT_VERSION = \\"%s\\"' % ours.encode()) == []
    (note,) = command._version_notes(b'ASSIGNMENT_VERSION = "00000000"')
    assert "00000000" in note and ours in note
