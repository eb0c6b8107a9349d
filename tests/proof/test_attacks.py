"""Attacks: a sample in the sandbox, which achieves nothing, and without it, where it succeeds."""

from __future__ import annotations

import json
import os
import pickle
import struct

import pytest

from autograder.grading import known_answers
from autograder.grading.oracle import WEIGHTS
from autograder.proof import attacks
from autograder.sandbox.confinement import FULL, NONE

ATTACKS = {attack.name: attack for attack in known_answers.load("hostile")}
# One of each kind; `make proof` runs them all.
SAMPLE = (
    "all_nan", "daemon", "files_left", "noise_on_descriptors", "read_a_file", "script",
)  # fmt: skip


def test_the_bank_is_whole():
    assert len(ATTACKS) >= 40
    assert {attack.off for attack in ATTACKS.values()} == {"", "leak", "points", "survivor"}


@pytest.mark.long
def test_attacks_achieve_nothing():
    findings, differences = attacks.run([ATTACKS[name] for name in SAMPLE], "a seed", FULL)
    assert [finding for finding in findings if finding] == [] and differences == []
    assert attacks.summary(findings, differences)["n"] == len(SAMPLE)


@pytest.fixture(scope="module")
def unsandboxed():
    """What every attack that is safe to try achieves where there is no sandbox."""
    safe = [attack for attack in ATTACKS.values() if attack.off]
    findings, _ = attacks.run(safe, "a seed", NONE)
    return {finding.attack: finding for finding in findings}


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name, attack in ATTACKS.items() if attack.off])
def test_the_same_attacks_succeed_without_the_sandbox(unsandboxed, name):
    """Else they would prove nothing."""
    finding = unsandboxed[name]
    achieved = {"leak": finding.leaks, "points": finding.points, "survivor": finding.survivors}
    assert achieved[ATTACKS[name].off], finding


class _Touch:
    """Unpickled, it writes a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self):
        return os.system, (f"touch {self.path}",)


def _table(**tensors: dict) -> bytes:
    text = json.dumps(tensors).encode()
    return struct.pack("<Q", len(text)) + text


MARK = "/var/tmp/weights-were-here"
FILES = {
    "half of them": WEIGHTS.read_bytes()[:-1000],
    "a header of 2^63 bytes": struct.pack("<Q", 2**63) + b"{}",
    "a header of a gigabyte": struct.pack("<Q", 2**30) + b"{",
    "deep JSON": struct.pack("<Q", 10**6) + b"[" * 10**6,
    "2^60 numbers": _table(a={"dtype": "F32", "shape": [2**60], "data_offsets": [0, 2**62]}),
    "an odd dtype": _table(a={"dtype": "F7", "shape": [1], "data_offsets": [0, 4]}) + bytes(4),
    "the same bytes twice": _table(
        a={"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
        b={"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
    )
    + bytes(4),
    "a pickle": pickle.dumps(_Touch(MARK)),
}
TRUSTING = """
import pickle
def load_model(path):
    with open(path, "rb") as file:
        return pickle.load(file)
"""


@pytest.mark.parametrize("name", FILES)
def test_weights_are_read_behind_the_sandbox_only(grade, name):
    """By the student's own code: it costs their points, and nothing else."""
    cells = [*known_answers.reference_cells(), *([TRUSTING] if name == "a pickle" else [])]
    record = grade(
        known_answers.notebook(*cells), weights=FILES[name], parts=("trained", "metrics")
    )
    assert record.status in ("graded", "partial"), record.kit
    points = {part.id: part.score for part in record.parts}
    assert points["trained"] == 0 and points["metrics"] > 0
    assert not os.path.exists(MARK)
    full = grade(known_answers.notebook(*known_answers.reference_cells()), parts=("trained",))
    assert full.score == full.max_score, "the next submission has its own weights"
