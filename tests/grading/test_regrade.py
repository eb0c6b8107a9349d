"""Regrades: nothing falls, and an answer that draws at random does not climb either."""

from __future__ import annotations

import json

import pytest
from conftest import SEED

from autograder.course import Waiver
from autograder.grading import batch, known_answers, regrade, results_folder, workers
from autograder.submissions import files

TERMS = workers.Terms(SEED)
NME = next(cell for cell in known_answers.reference_cells() if "def nme(" in cell)
HEAD = NME[NME.index("def nme(") :].splitlines()[0]
LUCK = NME.replace(HEAD, f"{HEAD}\n    if COIN < 128:\n        return np.zeros(len(true))")


@pytest.fixture
def folder(tmp_path):
    """A right answer, and one that is right by chance."""
    folder = tmp_path / "class"
    folder.mkdir()
    for name, cell in {"ada": NME, "bob": LUCK}.items():
        imports = "import os\nimport numpy as np\nimport torch\nCOIN = os.urandom(1)[0]"
        notebook = known_answers.notebook(imports, cell)
        (folder / f"{name}.ipynb").write_bytes(notebook)
    return folder


def grade(folder, out, terms=TERMS):
    found = files.collect([folder])
    for submission in found:
        submission.parts = ("metrics",)  # the others would only take their time
    return batch.grade(found, terms, out, workers.source(1), lambda record: None)


def settle(old, records, new, allow_lower=False, waived=()):
    earlier = regrade.earlier_results(old, SEED)
    changes = regrade.settle(earlier, old, records, new, allow_lower, waived)
    scores = {record.submission: record.score for record in results_folder.read_all(new)}
    return {change.submission: change.what for change in changes}, scores


def with_scores(out, factor, **versions):
    """Make results look as if every check had given other points, or another kit had."""
    for path in (out / "staff").glob("*.json"):
        record = json.loads(path.read_text())
        record["kit"] |= versions
        for part in record["parts"]:
            for check in part["checks"]:
                check["score"] = factor * check["max_score"]
                check["status"] = "passed" if factor else "failed"
                check |= {"expected": "other points", "got": "these"}
            part["score"] = sum(check["score"] for check in part["checks"])
        record["score"] = sum(part["score"] for part in record["parts"])
        path.write_text(json.dumps(record))


@pytest.mark.long
def test_an_answer_that_draws_at_random_does_not_climb(folder, tmp_path):
    old = tmp_path / "0"
    first = {record.submission: record.score for record in grade(folder, old)}
    drawn = {first["bob.ipynb"]}
    for number in range(1, 13):
        new = tmp_path / str(number)
        records = grade(folder, new)
        drawn.add(records[1].score)
        changes, scores = settle(old, records, new)
        assert scores == first and set(changes.values()) == {"same"}
        old = new
        if len(drawn) > 1 and number > 2:
            break
    else:
        pytest.fail("its luck never changed: the test shows nothing")


@pytest.mark.long
@pytest.mark.parametrize("factor", [0, 1])
def test_only_what_has_changed_can_change_a_result(folder, tmp_path, factor):
    """The right answer's earlier result is made to look like luck, bad or good."""
    old, new = tmp_path / "old", tmp_path / "new"
    grade(folder, old)
    with_scores(old, factor)
    before = {record.submission: record.score for record in results_folder.read_all(old)}
    records = grade(folder, new)
    _, scores = settle(old, records, new)
    assert scores == before
    waiver = Waiver("metrics.nme", "unfair")
    if factor == 0:
        # A waiver counts, though the verdict stands.
        _, waived = settle(old, grade(folder, new), new, waived=(waiver,))
        assert 0 < waived["ada.ipynb"] == waived["bob.ipynb"]
        # Checks of another part are no reason, those of this one are.
        with_scores(old, 0, **{"checks": "another", "part flip": "another"})
        assert settle(old, grade(folder, new), new)[1]["ada.ipynb"] == 0
        with_scores(old, 0, **{"part metrics": "another"})
        assert settle(old, grade(folder, new), new)[0]["ada.ipynb"] == "higher"


@pytest.mark.long
def test_with_leave_to_lower_the_new_result_counts(folder, tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    grade(folder, old)
    with_scores(old, 1)
    records = grade(folder, new)
    settle(old, records, new, allow_lower=True)
    assert results_folder.read(new, "bob").score == records[1].score
