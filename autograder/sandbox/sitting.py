"""One submission replying to questions: public ones first, hidden ones in a fresh process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.sandbox.client import Child, ChildEndedError, ForkServer, ForkServerError
from autograder.sandbox.time_budget import Budget, Limits
from autograder.submissions.spent import Spent

LOAD_SECONDS = 20.0  # of computing, for one reading of the notebook
STOPPED = 5  # statements that may end or hold up its readings
TOLD_SECONDS = 1.0  # that may be used before somebody else knows


class UnreadableError(ValueError):
    """The submission is no notebook with code."""


@dataclass(frozen=True)
class HandIn:
    """What a child is given to read.

    answers  the names that the questions of each part need
    given    further files, by path
    """

    notebook: bytes = field(repr=False)
    weights: bytes = field(repr=False)
    answers: Mapping[str, list[str]]
    given: Mapping[str, bytes] = field(repr=False)


class Sitting:
    """A submission and its children.

    What happens in the child of the public questions may be shown to its author.  No word of the
    hidden ones' child ever is, and nothing of a hidden question is there to be kept for later.

    A statement that ends the child, or hangs, while the notebook is read is left out of the next
    reading: only the answers that need it pay.  A child that ends or hangs later costs the rest
    of its part: that part's later questions get the same reply without being put, and the next
    part gets a fresh child.
    """

    def __init__(
        self,
        fork_server: ForkServer,
        hand_in: HandIn,
        limits: Limits,
        spent: Spent,
        tell: Callable[[str], None],
    ) -> None:
        """spent  what it has used before; it is added to
        tell   is called with each part before its questions are put, and as time is used

        Raises UnreadableError or ForkServerError.
        """
        self._fork_server, self._hand_in, self._tell = fork_server, hand_in, tell
        self._budget = Budget(limits, spent)
        self._told = 0.0
        self._child: Child | None = None
        self._part, self._hidden = "", False
        self._stopped: dict[str, str] = {}  # where such statements stand, and why
        self._failed: ForkServerError | None = None
        self.ended: dict[str, str] = {}  # the parts that were stopped, and why, in words
        self.notes: list[str] = []  # what its author should know
        try:
            self._start()
        except (UnreadableError, ForkServerError):
            raise
        except Exception:  # said of each part, when its replies are due
            self._child = None

    def begin(self, part: str, hidden: bool) -> None:
        """The questions that follow belong to this part, and are public or hidden."""
        if hidden != self._hidden:
            self.close()
        if part != self._part:
            self._tell(part)
        self._part, self._hidden = part, hidden

    def _tell_of_time(self) -> None:
        """Say so when more of it is used, before the judge meets what came."""
        used = self._budget.sitting + self._budget.spent.reading
        if used > self._told + TOLD_SECONDS:
            self._told = used
            self._tell(self._part)

    def reply(self, question: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Return a reply.  Raises ForkServerError, and from then on at once: all is lost."""
        if self._failed is not None:
            raise self._failed
        if why := self._budget.over(self._part):
            self.ended.setdefault(self._part, why)
        if self._part not in self.ended:
            try:
                return self._put(question, inputs)
            except ForkServerError as error:
                self._failed = error
                raise
            except Exception as error:  # whatever it is that it sent
                self.ended[self._part] = self._why(error)
        return {"ended": self.ended[self._part]}

    def _why(self, error: Exception) -> str:
        """Return in words why a part was ended."""
        match error:
            case ChildEndedError():
                return self._budget.over(self._part) or error.words
            case UnreadableError():  # this time only, or so it says
                return str(error)
            case MemoryError():  # more than the judge will hold
                return "its replies were too large"
        return f"a reply made the judge stumble ({type(error).__name__})"

    def _put(self, question: str, inputs: dict[str, Any]) -> dict[str, Any]:
        if self._child is None:
            self._start()
        assert self._child is not None
        try:
            with self._budget.question(self._part, self._fork_server.cpu_seconds) as deadline:
                return self._child.ask(question, inputs, deadline)
        except ChildEndedError:
            self._child = None
            raise
        except Exception:
            self.close()
            raise
        finally:
            self._tell_of_time()

    def _start(self) -> None:
        """Get a fresh child that has read the notebook.

        Raises ChildEndedError, UnreadableError or ForkServerError.
        """
        while True:
            child = self._fork_server.child()
            try:
                problem = self._read(child)
                break
            except ForkServerError:
                raise
            except Exception as error:
                if not isinstance(error, ChildEndedError):
                    child.end()
                if child.reading in ("", *self._stopped) or len(self._stopped) == STOPPED:
                    raise
                self._stopped[child.reading] = self._why(error)
            finally:
                self._tell_of_time()
        if problem is not None:
            child.end()
            raise UnreadableError(problem)
        if not self._hidden:
            self.notes += [note for note in child.notes if note not in self.notes]
        self._child = child

    def _read(self, child: Child) -> str | None:
        every = [name for own in self._hand_in.answers.values() for name in own]
        with self._budget.read(LOAD_SECONDS, self._fork_server.cpu_seconds) as deadline:
            return child.load(
                self._hand_in.notebook,
                every,
                deadline,
                self._hand_in.weights,
                self._hand_in.given,
                every,
                self._stopped,
            )

    def close(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None
