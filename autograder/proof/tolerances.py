"""Every tolerance beside what it must let pass and what it must catch, as measured.

Spread is the largest error over right answers: the bank's valid ones, the reference on two
threads, and the reference on single-precision inputs.  Effect is the error by which the smallest
wrong answer is caught: of each answer of the bank that must lose the check, its largest error in
units of the tolerance, and of all these the smallest.  A tolerance should be 10 times the one and
a tenth of the other; where it is not, tests/tolerances_explained.toml has the reason.
"""

from __future__ import annotations

import json
import math
import platform
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from autograder.checking import syllabus
from autograder.checking.compare import Measured
from autograder.course import ROOT
from autograder.grading import known_answers
from autograder.grading.oracle import Oracle
from autograder.grading.results_folder import write_text
from autograder.proof import in_process

EXPLAINED = ROOT / "tests" / "tolerances_explained.toml"
PARTS = syllabus.quick_parts()  # bars, no tolerances
MARGIN = 10.0
# Where answers may be computed from float32 arrays although float64 ones are given.
_SINGLE = ("flip", "compose", "encode", "metrics", "adaptive_wing")


@dataclass
class Row:
    """One tolerance of a check; cases may scale it, so errors are kept in units of it as well.

    tolerance  the smallest and the largest over the cases
    spread     (error, error / tolerance) of the right answer farthest off, and whose it is
    effect     the same of the wrong answer that is nearest; None where another tolerance of the
               check, or something that is no number, catches them all
    """

    check: str
    what: str
    tolerance: tuple[float, float]
    spread: tuple[float, float] = (0.0, 0.0)
    spread_of: str = ""
    effect: tuple[float, float] | None = None
    effect_of: str = ""
    reason: str = ""

    @property
    def wide_enough(self) -> bool:
        return self.spread[1] * MARGIN <= 1

    @property
    def narrow_enough(self) -> bool:
        return self.effect is None or self.effect[1] >= MARGIN

    @property
    def unexplained(self) -> bool:
        return not (self.wide_enough and self.narrow_enough) and not self.reason


def measure(
    parts: Iterable[str], seeds: Iterable[str], progress: Callable[[str], None]
) -> list[Row]:
    """The rows of these parts, in the syllabus' order of parts."""
    rows: dict[tuple[str, str], Row] = {}
    for part in parts:
        oracle = Oracle()
        for seed in seeds:
            for name, tried in _right(part, oracle, seed):
                for measured in tried.measured:
                    _let_pass(_row(rows, part, tried.check, measured), name, measured)
                progress(name)
            for answer in known_answers.load("wrong"):
                if answer.part == part:
                    _catch(rows, answer, oracle, seed)
                    progress(answer.name)
    reasons = _reasons()
    for row in rows.values():
        row.reason = reasons.get((row.check, row.what), "")
    return list(rows.values())


def _right(part: str, oracle: Oracle, seed: str) -> Iterator[tuple[str, in_process.Tried]]:
    """What is measured on right answers, with their names."""
    before = torch.get_num_threads()
    for threads in (1, 2):
        # The oracle has replied on the first round's one thread, and replies are kept.
        torch.set_num_threads(threads)
        for tried in in_process.run(part, Oracle(), oracle, seed):
            yield f"the reference, {threads} threads", tried
    torch.set_num_threads(before)
    if part in _SINGLE:
        for tried in in_process.run(part, _Single(), oracle, seed):
            yield "the reference, float32 inputs", tried
    for answer in known_answers.load("valid"):
        if answer.part == part:
            for tried in in_process.run(part, Oracle(known_answers.names(answer)), oracle, seed):
                yield answer.name, tried


class _Single(Oracle):
    """The reference, given float32 for every float64 array."""

    def reply(self, question: str, inputs: dict[str, Any], key: str = "") -> dict[str, Any]:
        single = {
            name: value.astype(np.float32)
            if isinstance(value, np.ndarray) and value.dtype == np.float64
            else value
            for name, value in inputs.items()
        }
        return super().reply(question, single)


def _catch(rows: dict, answer: known_answers.KnownAnswer, oracle: Oracle, seed: str) -> None:
    """Note by which tolerance, and by how much, each check is lost that must be."""
    largest: dict[str, Measured] = {}
    for tried in in_process.run(answer.part, Oracle(known_answers.names(answer)), oracle, seed):
        for measured in tried.measured if tried.error is not None else []:
            known = largest.get(tried.check)
            if measured.tolerance > 0 and (known is None or _ratio(measured) > _ratio(known)):
                largest[tried.check] = measured
    for check in answer.loses:
        if check in largest and _ratio(largest[check]) > 1:
            row = _row(rows, answer.part, check, largest[check])
            ratio = _ratio(largest[check])
            if row is not None and (row.effect is None or ratio < row.effect[1]):
                row.effect, row.effect_of = (largest[check].error, ratio), answer.name


def _let_pass(row: Row | None, name: str, measured: Measured) -> None:
    if row is not None and _ratio(measured) > row.spread[1]:
        row.spread, row.spread_of = (measured.error, _ratio(measured)), name


def _row(rows: dict, part: str, check: str, measured: Measured) -> Row | None:
    """The row that a measurement belongs to; None for what must be exact."""
    if measured.tolerance == 0:
        return None
    what = re.sub(r"'[^']*'|\d+", "…", measured.what)
    low = high = measured.tolerance
    row = rows.setdefault((f"{part}.{check}", what), Row(f"{part}.{check}", what, (low, high)))
    row.tolerance = min(low, row.tolerance[0]), max(high, row.tolerance[1])
    return row


def _ratio(measured: Measured) -> float:
    ratio = measured.error / measured.tolerance
    return math.inf if math.isnan(ratio) else ratio


def _reasons() -> dict[tuple[str, str], str]:
    """Why a tolerance may miss the rule, by check and what it measures."""
    entries = tomllib.loads(EXPLAINED.read_text(encoding="utf-8")).get("tolerance", [])
    return {(entry["check"], entry["what"]): entry["reason"] for entry in entries}


# ---------------------------------------------------------------- as a table

HEADINGS = ("check", "what", "tolerance", "spread", "÷", "effect", "×", "reason")


def cells(row: Row) -> tuple[str, ...]:
    """A row in words: ÷ is tolerance by spread, × is effect by tolerance."""
    low, high = row.tolerance
    tolerance = f"{low:.3g}" if math.isclose(low, high, rel_tol=1e-3) else f"{low:.2g}-{high:.2g}"
    below = f"{1 / row.spread[1]:.3g}" if row.spread[1] else "∞"
    effect, above = ("–", "–") if row.effect is None else (f"{v:.3g}" for v in row.effect)
    verdict = row.reason if not (row.wide_enough and row.narrow_enough) else ""
    return row.check, row.what, tolerance, f"{row.spread[0]:.2g}", below, effect, above, verdict


def write(rows: list[Row], out: Path) -> None:
    """tolerances.json and tolerances.md."""
    versions = {"python": platform.python_version(), "torch": torch.__version__}
    versions |= {"numpy": np.__version__, "machine": platform.machine()}
    record = {"versions": versions, "rows": [asdict(row) for row in rows]}
    write_text(out / "tolerances.json", json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    lines = [" | ".join(HEADINGS), " | ".join("---" for _ in HEADINGS)]
    lines += [" | ".join(cells(row)) for row in rows]
    text = "\n".join(f"| {line} |" for line in lines)
    write_text(out / "tolerances.md", f"{versions}\n\n{text}\n")
