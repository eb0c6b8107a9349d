"""What checks said on their cases, added up to one result for each check."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from typing import Any

from autograder.checking import lookup, syllabus
from autograder.checking.compare import WrongAnswerError
from autograder.checking.misconceptions import Asked, Misconception
from autograder.checking.reply import NotDefinedError, NotStartedError, StoppedError


@dataclass
class Outcome:
    """What one check said on one case."""

    part: str
    check: str
    hidden: bool
    case: str
    error: BaseException | None = None
    seconds: float = 0.0
    asked: list[Asked] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        """Whether there is an answer to explain: none at all looks like no mistake."""
        return self.error is not None and not isinstance(
            self.error, (NotStartedError, NotDefinedError, StoppedError)
        )


def let_go(outcomes: list[Outcome]) -> None:
    """Drop what a part's replies brought, when it is judged; its words and first pictures stay."""
    failed: set[str] = set()
    for outcome in outcomes:
        outcome.asked = []
        error = outcome.error
        if isinstance(error, WrongAnswerError):
            if outcome.hidden or outcome.check in failed:
                error.sketch = None
            failed.add(outcome.check)
        while error is not None:
            traceback.clear_frames(error.__traceback__)  # they hold the check's own variables
            error = error.__cause__ or error.__context__


@dataclass
class CheckResult:
    """A check on its public or on its hidden cases.

    status    passed | failed | not-started | stopped | not-run (hidden, and there is no sandbox)
    property  what holds for every right answer
    case      the first case that failed, with what was expected, what came, and why it matters
    hint      the recognised misconception, in words
    waived    why its points are given all the same, if they are
    picture   that case drawn, as base64 PNG; only of public cases
    staff     what students never see: the misconception's name, a traceback of the kit's own code
    """

    id: str
    title: str
    visibility: str
    score: int
    max_score: int
    status: str
    property: str
    case: str = ""
    expected: str = ""
    got: str = ""
    why: str = ""
    hint: str = ""
    waived: str = ""
    picture: str = field(default="", repr=False)
    staff: dict[str, str] = field(default_factory=dict)


def check_result(
    part: str,
    check: syllabus.Check,
    hidden: bool,
    outcomes: list[Outcome],
    misconception: Misconception | None,
) -> CheckResult:
    """Add up what a check said on all its cases: points only where every case passed."""
    own = [o for o in outcomes if o.check == check.id and o.hidden == hidden]
    points = check.hidden if hidden else check.public
    failed = [outcome for outcome in own if outcome.error is not None]
    result = CheckResult(
        id=check.id,
        title=check.title,
        visibility="hidden" if hidden else "public",
        score=points if own and not failed else 0,
        max_score=points,
        status="not-run" if not own else "failed" if failed else "passed",
        property=lookup.property_of(part, check.id),
    )
    if failed:
        try:
            _explain(result, failed[0])
        except Exception as failure:  # the words of an answer that nobody foresaw
            result.status = "stopped"
            result.staff["not_explained"] = type(failure).__name__
        if misconception is not None and result.status == "failed":
            result.hint = misconception.hint
            result.staff["misconception"] = misconception.name
    return result


def _explain(result: CheckResult, outcome: Outcome) -> None:
    error = outcome.error
    result.case = outcome.case
    if isinstance(error, WrongAnswerError):
        result.expected, result.got, result.why = error.expected, error.got, error.why
        if error.sketch is not None and not outcome.hidden:
            try:
                result.picture = error.sketch.png()
            except Exception as failure:  # an answer that nobody foresaw: it costs its picture
                result.staff["not_drawn"] = repr(failure)[:500]
        if isinstance(error, NotStartedError):
            result.status = "not-started"
        elif isinstance(error, StoppedError):
            result.status = "stopped"
        elif isinstance(error, NotDefinedError):
            result.staff["missing"] = error.expected
    else:
        # No answer may make a check stumble; where one does, a person has to look.
        result.expected, result.got = result.property, "an answer that could not be judged"
        lines = traceback.format_exception(error)
        result.staff["check_stumbled"] = "".join(lines)[-2000:]


_SHOWN = (
    *("id", "title", "visibility", "score", "max_score", "status", "property", "hint", "waived"),
)
_SHOWN_IF_PUBLIC = ("case", "expected", "got", "why")


def check_view(check: CheckResult) -> dict[str, Any]:
    """What students see of a check: of a hidden one no input, no value and no word of theirs."""
    names = _SHOWN + (_SHOWN_IF_PUBLIC if check.visibility == "public" else ())
    return {name: getattr(check, name) for name in names}
