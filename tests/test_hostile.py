"""Attacks: a sample behind the wall, which achieves nothing, and without it, where it succeeds."""

from __future__ import annotations

import pytest

from autograder import bank, hostile
from autograder.confine import FULL, NONE

ATTACKS = {attack.name: attack for attack in bank.load("hostile")}
# One of each kind; `make proof` runs them all.
SAMPLE = (
    "all_nan", "connect", "daemon", "exit_now", "huge_length", "import_the_reference",
    "noise_on_descriptors", "patched_allclose", "read_a_file", "script", "files_left",
)  # fmt: skip


def test_the_bank_is_whole():
    assert len(ATTACKS) >= 40
    assert {attack.off for attack in ATTACKS.values()} == {"", "leak", "points", "survivor"}


def test_attacks_achieve_nothing():
    findings, differences = hostile.run([ATTACKS[name] for name in SAMPLE], "a seed", FULL)
    assert [finding for finding in findings if finding] == [] and differences == []
    assert hostile.summary(findings, differences)["n"] == len(SAMPLE)


@pytest.fixture(scope="module")
def unwalled():
    """What every attack that is safe to try achieves where there is no wall."""
    safe = [attack for attack in ATTACKS.values() if attack.off]
    findings, _ = hostile.run(safe, "a seed", NONE)
    return {finding.attack: finding for finding in findings}


@pytest.mark.parametrize("name", [name for name, attack in ATTACKS.items() if attack.off])
def test_the_same_attacks_succeed_without_the_wall(unwalled, name):
    """Else they would prove nothing."""
    finding = unwalled[name]
    achieved = {"leak": finding.leaks, "points": finding.points, "survivor": finding.survivors}
    assert achieved[ATTACKS[name].off], finding
