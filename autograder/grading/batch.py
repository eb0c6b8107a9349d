"""Grade many submissions, with every result on disk as soon as it is there.

A grading that is interrupted, however hard, goes on where it was when it is started again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autograder.grading import results_folder, waivers
from autograder.grading.workers import Source, Terms
from autograder.reports.record import Record, withdrawn
from autograder.submissions import files


def grade(
    submissions: list[files.Submission],
    terms: Terms,
    out: Path,
    source: Source,
    progress: Callable[[Record], None],
) -> list[Record]:
    """Grade what is not finished yet, write every result under `out`, and return all in order.

    source    grades: workers of this machine (`workers.source`) or of a cluster (`cluster.source`)
    progress  is told each record; one of an earlier run is brief

    All records that come back are brief: a class of whole ones would fill the memory.
    Raises ValueError if `out` holds results of another grader (checks, seed, libraries, sandbox),
    and whatever `source` raises.
    """
    with results_folder.alone_in(out):
        found = {s.slug: _finished(s, terms, out) for s in submissions}
        done = {slug: record for slug, record in found.items() if record is not None}
        missing = [submission for submission in submissions if submission.slug not in done]
        try:
            for record in done.values():
                progress(record)
            for record in source(missing, terms):
                record = _written(waivers.apply(record, terms.waivers), out)
                done[record.slug] = record.brief()
                progress(record)
        finally:
            ordered = [done[s.slug] for s in submissions if s.slug in done]
            students = {submission.slug: submission.students for submission in submissions}
            results_folder.write_class(ordered, out, students)
    return ordered


def _written(record: Record, out: Path) -> Record:
    """Write it and return it; if its own text prevents that, one that says so.  Raises OSError."""
    try:
        results_folder.write(record, out)
    except OSError:  # such as a full disk, which the others would meet, too
        raise
    except Exception as error:
        record = withdrawn(record, f"its record cannot be written: {error!r}"[:500])
        results_folder.write(record, out)
    return record


def _finished(submission: files.Submission, terms: Terms, out: Path) -> Record | None:
    """The brief record of these very bytes that stands under `out`; None if there is none yet.

    Raises ValueError if it, or what stands in its place, comes from another grader.
    """
    record = results_folder.read(out, submission.slug)
    if record is None:
        return None
    grader = terms.grader()
    differs = [name for name, value in record.grader().items() if value != grader[name]]
    if differs:
        raise ValueError(
            f"{out} holds results of another grader (other {', '.join(differs)}); "
            "name a new folder, or compare the two with `regrade`"
        )
    same = record.digest == files.take(submission).digest and not record.kept
    return record.brief() if same and record.status != "not-graded" else None
