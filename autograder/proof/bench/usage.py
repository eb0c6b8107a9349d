"""What a run of a grader costs: when each result was stored, and how much memory it took."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from types import TracebackType

from autograder.sandbox.supervisor import Tree, kilobytes

SECONDS = 0.5  # between two looks at the memory


@dataclass(frozen=True)
class Run:
    """One run of a grader over many submissions.

    stored   seconds from its start to each stored result, in order
    seconds  of the whole run
    peak     MiB that all its processes took together at most
    html     seconds for each submission's HTML pages, where that was timed apart
    """

    stored: tuple[float, ...]
    seconds: float
    peak: float
    html: float | None = None

    def slope(self, few: int, many: int) -> float:
        """Seconds for each submission between the `few`th and the `many`th stored result.

        What starting costs is in both, and cancels.
        """
        return (self.stored[many - 1] - self.stored[few - 1]) / (many - few)

    def start(self, few: int, many: int) -> float:
        """Seconds that the first `few` took beyond the slope: what starting costs."""
        return self.stored[few - 1] - few * self.slope(few, many)


class Peak:
    """The most memory that some processes and all their descendants take together.

    Pages that several processes share count once (PSS).  An ordinary user cannot see that of
    processes that hide their memory; for them it is RSS, which counts such pages for each.
    """

    def __init__(self, *roots: int) -> None:
        self.mib = 0.0
        self._trees = {root: Tree(root) for root in roots}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.mib = max(self.mib, mib(self._trees))
            if self._over.wait(SECONDS):
                return


def mib(trees: dict[int, Tree]) -> float:
    """What some processes and all in the trees below them take together now, as in `Peak`."""
    members = {pid for root, tree in trees.items() for pid in tree.members() | {root}}
    return sum(map(_memory, members)) / 1024


def _memory(pid: int) -> int:
    return kilobytes(pid, "smaps_rollup", ("Pss:",)) or kilobytes(pid, "status", ("VmRSS",))
