"""The named answers of a notebook: each is what it is in a kernel after *Run all*.

An answer costs its points only if a statement that it needs fails, takes longer than its time, or
needs what is not here; then its author hears the cause.  Of all statements those run that the
answers need or that may have changed what they need (`slicing` says which), each within its time
(`time_limit`), in the notebook's order (`run`).  This runs inside the confined child: the notebook
is not ours.
"""

from autograder.submissions.reader.absent import as_in_a_kernel
from autograder.submissions.reader.answers import Answers, read_answers, require_ours
from autograder.submissions.reader.cells import UnreadableError, assignment_version, code_cells
from autograder.submissions.reader.slicing import reach
from autograder.submissions.reader.statements import Statement, describe

__all__ = [
    "Answers",
    "Statement",
    "UnreadableError",
    "as_in_a_kernel",
    "assignment_version",
    "code_cells",
    "describe",
    "reach",
    "read_answers",
    "require_ours",
]
