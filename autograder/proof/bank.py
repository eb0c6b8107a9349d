"""Prove the checks: grade every known answer and compare with what its header promises.

The reference must get 100, the stub 0, a valid answer full marks, and a wrong answer must lose
exactly the checks it names, in the part it breaks, with its own hint.  No attack may achieve
anything, nor disturb a neighbour.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import release
from autograder.checking import syllabus
from autograder.grading import batch, known_answers, results_folder
from autograder.grading.oracle import WEIGHTS
from autograder.grading.workers import Terms, source
from autograder.proof import attacks
from autograder.reports import pages
from autograder.reports.record import Record
from autograder.sandbox.confinement import FULL
from autograder.submissions import files

# The one part that uses a student's own pieces together.  What else is in an answer (a mistake, a
# tensor in the place of an array) shows in it, rightly, so it is judged by its own bank alone.
CAPSTONE = next(part.id for part in syllabus.parts() if part.capstone)


@dataclass
class Verdict:
    """A known answer beside what the grader made of it."""

    answer: known_answers.KnownAnswer
    lost: frozenset[str]
    lost_elsewhere: frozenset[str]
    hints: frozenset[str]

    @property
    def as_promised(self) -> bool:
        return self.lost == frozenset(self.answer.loses) and not self.lost_elsewhere

    @property
    def right_hint(self) -> bool:
        return bool(self.answer.hint) and self.answer.name in self.hints

    @property
    def wrong_hint(self) -> bool:
        return bool(self.hints - {self.answer.name})


def prove(
    out: Path, seed: str, workers: int, level: str = FULL, only: str = ""
) -> tuple[dict, list[Verdict]]:
    """Grade the reference, the stub and the banks into `out`; return the summary and verdicts.

    only  the one part whose answers are graded, in its own checks and without attacks
    """
    answers = {
        f"{kind}-{a.name}": a
        for kind in ("wrong", "valid")
        for a in known_answers.load(kind)
        if only in ("", a.part)
    }
    submissions = _submissions(answers, out / "submissions")
    by_name: dict[str, Record] = {}

    def note(record: Record) -> None:
        by_name[record.submission.removesuffix(".ipynb")] = record

    if only:
        for submission in submissions:
            submission.parts = (only,)
    shutil.rmtree(out / "graded", ignore_errors=True)
    batch.grade(submissions, Terms(seed, level), out / "graded", source(workers), note)
    verdicts = [_verdict(answer, by_name[name]) for name, answer in answers.items()]
    summary = _summary(verdicts, by_name)
    hostile = ([], []) if only else attacks.run(known_answers.load("hostile"), seed, level)
    summary["hostile"] = attacks.summary(*hostile)
    achieved = attacks.achieved(*hostile)
    results_folder.write_text(
        out / "proof.html",
        pages.render(
            "proof",
            "autograder.proof",
            summary=summary,
            verdicts=verdicts,
            parts=syllabus.parts(),
        ),
    )
    results_folder.write_text(out / "hostile.json", json.dumps(achieved, indent=1) + "\n")
    results_folder.write_text(out / "proof.json", json.dumps(summary, indent=1) + "\n")
    return summary, verdicts


def _submissions(
    answers: dict[str, known_answers.KnownAnswer], folder: Path
) -> list[files.Submission]:
    """The known answers, the reference and the stub as notebooks in `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, answer in answers.items():
        (folder / f"{name}.ipynb").write_bytes(known_answers.submission(answer))
        if answer.part == CAPSTONE:
            shutil.copyfile(WEIGHTS, folder / f"{name}.safetensors")
    shutil.copyfile(WEIGHTS, folder / "reference.safetensors")
    (folder / "reference.ipynb").write_bytes(
        known_answers.notebook(*known_answers.reference_cells())
    )
    shutil.copyfile(release.student_notebook(), folder / "stub.ipynb")
    submissions = files.collect([folder])
    for submission in submissions:
        known = answers.get(submission.name.removesuffix(".ipynb"))
        if known is not None:
            submission.parts = _judged(known)
    return submissions


def _judged(answer: known_answers.KnownAnswer) -> tuple[str, ...]:
    """The parts that can come out otherwise than the reference's own."""
    return tuple(
        part for part in known_answers.touches(answer) if part == answer.part or part != CAPSTONE
    )


def _verdict(answer: known_answers.KnownAnswer, record: Record) -> Verdict:
    failed = [(part.id, c) for part in record.parts for c in part.checks if c.score < c.max_score]
    return Verdict(
        answer,
        frozenset(c.id for part, c in failed if part == answer.part),
        frozenset(f"{part}.{c.id}" for part, c in failed if part != answer.part),
        frozenset(c.staff["misconception"] for _, c in failed if c.hint),
    )


def _summary(verdicts: list[Verdict], records: dict[str, Record]) -> dict:
    wrong = [v for v in verdicts if v.answer.loses]
    valid = [v for v in verdicts if not v.answer.loses]
    return {
        "points": sum(part.max_score for part in records["reference"].parts),
        "reference": records["reference"].score,
        "stub": records["stub"].score,
        "valid": {"n": len(valid), "full": sum(v.as_promised for v in valid)},
        "wrong": {
            "n": len(wrong),
            "caught": sum(bool(v.lost) for v in wrong),
            "right_part": sum(v.as_promised for v in wrong),
            "right_hint": sum(v.right_hint for v in wrong),
            "wrong_hint": sum(v.wrong_hint for v in wrong),
        },
    }


def surprises(verdicts: list[Verdict]) -> list[str]:
    """Return a line for each answer that did not come out as its header promises."""
    return [
        f"{v.answer.part}/{v.answer.name}: lost "
        f"{', '.join(sorted(v.lost | v.lost_elsewhere)) or 'nothing'}, promised "
        f"{', '.join(sorted(v.answer.loses)) or 'nothing'}; "
        f"hints {', '.join(sorted(v.hints)) or 'none'}"
        for v in verdicts
        if not v.as_promised or (v.answer.hint and not v.right_hint)
    ]


def holds(summary: dict, verdicts: list[Verdict]) -> bool:
    """Whether everything came out as promised."""
    return (
        summary["reference"] == summary["points"]
        and summary["stub"] == 0
        and all(verdict.as_promised for verdict in verdicts)
        and not any(count for name, count in summary["hostile"].items() if name != "n")
        and all(verdict.right_hint for verdict in verdicts if verdict.answer.hint)
    )
