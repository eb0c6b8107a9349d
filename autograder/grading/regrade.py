"""Old results beside new ones of the same submissions: what changed, and what a regrade may do.

The new results stand in a folder of their own, so nothing that was handed out is touched.

An answer that draws at random may pass today what it failed yesterday.  The better of two draws
would climb with each regrade, so there is no second draw: where nothing has changed that a part's
verdict depends on (the hand-in, the part's checks, the rest of the kit, seed, libraries, sandbox),
the earlier result stands, be it higher or lower.  What is waived by now is given on top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Waiver, fingerprint
from autograder.grading import results_folder, waivers
from autograder.reports.record import PartResult, Record


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
    earlier: list[Record],
    old: Path,
    records: list[Record],
    new: Path,
    allow_lower: bool,
    waived: Sequence[Waiver] = (),
) -> list[Change]:
    """Compare; put earlier results back that stand, or that were higher for the same hand-in.

    records      the brief ones of the grading into `new`
    allow_lower  the new results count, whatever the earlier ones were
    waived       the checks that are waived by now
    """
    by_digest = {record.digest: record for record in earlier}
    changes, settled = [], []
    for record in records:
        before = by_digest.get(record.digest)
        if before is not None and not allow_lower:
            record = _without_second_draw(before, old, record, new, waived)
        change = _change(before, record, allow_lower)
        if change.what == "kept":
            assert before is not None
            record = _keep(before, old, record, new)
        settled.append(record)
        changes.append(change)
    results_folder.write_class(settled, new, results_folder.read_students(new))
    return changes


def _without_second_draw(
    before: Record, old: Path, after: Record, new: Path, waived: Sequence[Waiver]
) -> Record:
    """Return, and write, the new record with the earlier results of all parts that stand."""
    whole_after = _whole(new, after)
    own = waivers.apply(_whole(old, before), waived)
    standing = {part.id: part for part in own.parts if _is_same_grader(before, after, part.id)}
    parts = [standing.get(part.id, part) for part in whole_after.parts]
    both = zip(whole_after.parts, parts, strict=True)
    drawn = [part.id for part, other in both if _points(part) != _points(other)]
    if not drawn:
        return after
    settled = replace(
        whole_after,
        parts=parts,
        score=sum(part.score for part in parts),
        status="partial" if any(part.status == "stopped" for part in parts) else "graded",
        kept=f"The same grader gave other points for {', '.join(drawn)}; its first result stands.",
    )
    results_folder.write(settled, new)
    return settled.brief()


def _points(part: PartResult) -> list[int]:
    return [part.score, *(check.score for check in part.checks)]


def _whole(folder: Path, record: Record) -> Record:
    found = results_folder.read(folder, record.slug)
    assert found is not None
    return found


def _is_same_grader(before: Record, after: Record, part: str) -> bool:
    """Return whether a part's verdict could be no other, but for chance and for waivers."""
    own = f"part {part}"  # results of a time before there were digests of parts have none
    others = {"waivers", "checks", *(name for name in after.grader() if name.startswith("part "))}
    graders = before.grader(), after.grader()
    first, second = ({n: v for n, v in g.items() if n == own or n not in others} for g in graders)
    return bool(before.kit.get(own)) and first == second


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
    kept = replace(
        _whole(old, before),
        slug=after.slug,
        kit=after.kit,
        sandbox=after.sandbox,
        waived=after.waived,
        kept=f"The regrade gave {after.score}; the score of checks {before.kit['checks']} stands.",
    )
    results_folder.copy(kept, old, before.slug, new)
    return kept.brief()
