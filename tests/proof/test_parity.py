"""The bank of ways to write a notebook; `python -m autograder.proof.parity.measure` runs it."""

from __future__ import annotations

import pytest

from autograder.checking import syllabus
from autograder.proof.parity import notebooks
from autograder.proof.parity.measure import compare
from autograder.submissions.reader import code_cells

BANK = notebooks.load()


def test_the_bank_is_large_and_says_what_it_shows():
    assert len(BANK) >= 80
    assert len({variation.shows for variation in BANK}) == len(BANK)


@pytest.mark.parametrize("variation", BANK, ids=lambda variation: variation.name)
def test_each_is_set_into_the_whole_reference(variation):
    cells = notebooks.build(variation, "collect {part}")
    assert code_cells(notebooks.notebook(cells)) == cells
    text = "\n".join(cells)
    assert all(name in text for name in syllabus.answer_names())
    assert [cell for cell in cells if cell.startswith("collect ")] == [
        f"collect {part.id}" for part in syllabus.parts() if part.id in variation.touches
    ]
    own = [line.strip() for _, _, lines in variation.cells for line in lines.splitlines()]
    assert [line for line in own if "<<" not in line and line not in text] == []


@pytest.mark.parametrize("text", ["", "shows: x\n# %% top\n1", "touches: flip\n# %% top\n1",
                                  "shows: x\ntouches: nothing\n# %% top\n1"])  # fmt: skip
def test_a_file_without_its_form_is_named(tmp_path, text):
    (tmp_path / "odd.txt").write_text(text)
    with pytest.raises(ValueError, match=r"odd\.txt"):
        notebooks.load(tmp_path)


def test_verdicts_are_compared_check_by_check():
    here = {"a.x": ("passed", ""), "a.y": ("failed", "1"), "a.z": ("passed", "")}
    there = {"a.x": ("passed", ""), "a.y": ("not-started", "2")}
    assert [(d.check, d.kernel, d.grader) for d in compare("n", here, there)] == [
        ("a.y", "failed", "not-started"),
        ("a.z", "passed", "missing"),
    ]
