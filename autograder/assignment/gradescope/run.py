"""What Gradescope runs for each submission: results.json is written anew after each part.

So a container that is killed on the way leaves what was graded by then.  Where the grader itself
fails there is no results.json at all, and Gradescope tells students to ask their staff; nobody has
a zero for it.  Without a sandbox nothing is graded: reference and seed lie in the same container.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from autograder import course
from autograder.checking import syllabus
from autograder.course import Waiver
from autograder.grading import waivers
from autograder.grading.results_folder import write_text
from autograder.grading.workers import MachineError, NotGradedError, Worker
from autograder.reports.gradebooks.gradescope import results
from autograder.reports.record import Record
from autograder.sandbox.layers import require_sandbox
from autograder.sandbox.linux.syscalls import SandboxError
from autograder.submissions import files
from autograder.submissions.files import Contents

# Gradescope ends a run after ten minutes unless told otherwise, and then shows nothing; the last
# part that is begun may take two more.
LAST_BEGIN = 7 * 60.0


def main(base: Path) -> int:
    """Grade what lies in the container's folders.  Returns the exit code."""
    out = base / "results" / "results.json"
    started = time.monotonic()
    worker = None
    try:
        settings = course.load()
        level = require_sandbox(namespaces_optional=True)
        print(f"sandbox: {level}")  # students do not see what is printed
        contents = files.take(files.submission(base / "submission"))
        worker = Worker(course.secret_seed(settings), level)
        for record in by_parts(contents, worker.grade, settings.waivers, started + LAST_BEGIN):
            write_text(out, json.dumps(results(record, time.monotonic() - started)))
    except (OSError, ValueError, SandboxError, MachineError, NotGradedError) as error:
        out.unlink(missing_ok=True)
        print(f"not graded: {error}")
        return 1
    finally:
        if worker is not None:
            worker.stop()
    return 0


def by_parts(
    contents: Contents,
    grade: Callable[[Contents], Record],
    waived: Sequence[Waiver],
    last_begin: float,
) -> Iterator[Record]:
    """Grade part by part, and yield after each one the record of all so far.

    last_begin  on the monotonic clock; no part is begun later
    Raises NotGradedError.
    """
    whole: Record | None = None
    for part in syllabus.parts():
        if whole is not None and time.monotonic() > last_begin:
            return
        record = waivers.apply(grade(replace(contents, parts=(part.id,))), waived)
        if record.status == "not-graded":
            raise NotGradedError(record.kit.get("problem", ""))
        whole = record if whole is None else _together(whole, record)
        yield whole
        if not record.parts:  # there is nothing that could be graded
            return


def _together(first: Record, second: Record) -> Record:
    parts = [*first.parts, *second.parts]
    return replace(
        second,
        status=first.status if first.status != "graded" else second.status,
        parts=parts,
        notes=list(dict.fromkeys([*first.notes, *second.notes])),
        score=sum(part.score for part in parts),
        max_score=sum(part.max_score for part in parts),
        seconds=first.seconds + second.seconds,
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
