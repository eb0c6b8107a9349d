"""Checks that turned out to be unfair: whoever tried gets their points, and is told why.

Waivers stand in course.toml, one [[waiver]] each, so that the decision is kept with the course.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.checking import syllabus
from autograder.checking.results import CheckResult
from autograder.course import Waiver
from autograder.reports.record import PartResult, Record


def apply(record: Record, waivers: Sequence[Waiver]) -> Record:
    """The record with the points of all waived checks that were tried."""
    reasons = {waiver.check: waiver.reason for waiver in waivers}
    parts = [_part(part, reasons) for part in record.parts]
    score = sum(part.score for part in parts) if parts else record.score
    return replace(record, parts=parts, score=score, waived=waived(waivers))


def waived(waivers: Sequence[Waiver]) -> str:
    """Their checks, as a record names them."""
    return ", ".join(sorted({waiver.check for waiver in waivers}))


def _part(part: PartResult, reasons: dict[str, str]) -> PartResult:
    checks = [_check(check, reasons.get(f"{part.id}.{check.id}", "")) for check in part.checks]
    return replace(part, checks=checks, score=sum(check.score for check in checks))


def _check(check: CheckResult, reason: str) -> CheckResult:
    tried = check.status in ("failed", "stopped") and "missing" not in check.staff
    if not reason or not tried:
        return check
    return replace(check, score=check.max_score, waived=reason)


def add(check: str, reason: str, course_file: Path) -> None:
    """Write a waiver down.  Raises ValueError for a check there is not, or an empty reason."""
    syllabus.split_name(check)
    if not reason.strip():
        raise ValueError("a waiver needs a reason: students read it")
    entry = f"\n[[waiver]]\ncheck = {_toml(check)}\nreason = {_toml(reason)}\n"
    with open(course_file, "a", encoding="utf-8") as file:
        file.write(entry)


def _toml(text: str) -> str:
    """A basic string on one line; JSON's has the same form."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
