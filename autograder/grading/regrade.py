"""Old results beside new ones of the same submissions: what changed, and what a regrade may do.

The new results stand in a folder of their own, so nothing that was handed out is touched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import fingerprint
from autograder.grading import results_folder
from autograder.reports.record import Record


@dataclass(frozen=True)
class Change:
    """One submission before and after.

    what  same | higher | lower | kept (it would be lower) | new (hand-in)
    """

    submission: str
    old: int | None
    new: int | None
    what: str
    parts: dict[str, tuple[int, int]]


def earlier_results(folder: Path, seed: str) -> list[Record]:
    """All brief records of an earlier grading.  Raises ValueError, also for another seed."""
    records = [record.brief() for record in results_folder.read_all(folder)]
    if any(record.seed_fingerprint != fingerprint(seed) for record in records):
        raise ValueError(
            f"{folder} was graded with another seed: a regrade needs the same one, or hidden "
            "cases change; put that seed's file back (see course.toml)"
        )
    return records


def settle(
    earlier: list[Record], old: Path, records: list[Record], new: Path, allow_lower: bool
) -> list[Change]:
    """Compare; where the same hand-in scored higher before, put the earlier result back.

    records  the brief ones of the grading into `new`
    """
    by_digest = {record.digest: record for record in earlier}
    changes, settled = [], []
    for record in records:
        before = by_digest.get(record.digest)
        change = _change(before, record, allow_lower)
        if change.what == "kept":
            assert before is not None
            record = _keep(before, old, record, new)
        settled.append(record)
        changes.append(change)
    results_folder.write_class(settled, new)
    return changes


def _change(before: Record | None, after: Record, allow_lower: bool) -> Change:
    if before is None:
        return Change(after.submission, None, after.score, "new", {})
    old, new = before.score, after.score
    lower = old is not None and (new is None or new < old)
    what = "same" if old == new else "higher"
    if lower:
        what = "lower" if allow_lower else "kept"
    scores = {part.id: part.score for part in before.parts}
    parts = {
        part.id: (scores.get(part.id, 0), part.score)
        for part in after.parts
        if scores.get(part.id, 0) != part.score
    }
    return Change(after.submission, old, new, what, parts)


def _keep(before: Record, old: Path, after: Record, new: Path) -> Record:
    """Put the earlier result in the new one's place; staff see what the regrade gave."""
    whole = results_folder.read(old, before.slug)
    assert whole is not None
    kept = replace(
        whole,
        slug=after.slug,
        kit=after.kit,
        sandbox=after.sandbox,
        waived=after.waived,
        kept=f"The regrade gave {after.score}; the score of checks {before.kit['checks']} stands.",
    )
    results_folder.copy(kept, old, before.slug, new)
    return kept.brief()
