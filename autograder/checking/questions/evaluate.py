"""Put a question to a student's names, whatever happens, and reply in plain values.

Each question finds the process in the same state (see `process_state`).  The reply is a dict with
one key, which is also the only thing that crosses the pipe:
    answer     the question's dict, reduced to plain values
    missing    a name that the notebook does not define, and why, where that is known
    unstarted  the stub is still in place
    malformed  the form of what came back is wrong, in words
    raised     the student's code raised: type, text, and the line
    ended      it did not come to an end in its time
"""

from __future__ import annotations

import hashlib
import linecache
import traceback
from typing import Any

from autograder.checking import lookup
from autograder.checking.namespace import MalformedError, MissingNameError, Student
from autograder.checking.questions import kept_raise
from autograder.checking.questions.process_state import known_state
from autograder.checking.questions.time_limit import OutOfTimeError, within
from autograder.checking.values import TooLargeError, pack, plain

QUESTIONS = lookup.questions()  # now: in a confined child no module can be found any more


def answer(
    student: Student, question: str, inputs: dict[str, Any], seconds: float | None = None
) -> dict[str, Any]:
    """The reply to one question.  Raises nothing that student code can raise.

    seconds  the time it may take; None where somebody else looks at the clock
    """
    replies: list[dict[str, Any]] = []

    def ask() -> None:
        replies.append({"answer": plain(QUESTIONS[question](student, **inputs))})

    try:
        with known_state(student.folder):
            ask() if seconds is None else within(seconds, ask)
        return replies[0]
    except OutOfTimeError:
        return {"ended": f"code that did not come to an end within {seconds:.0f} s"}
    except MissingNameError as error:
        return {"missing": {"name": error.name, "why": error.why}}
    except NotImplementedError as error:
        stopped = kept_raise.words(error)
        return {"malformed": stopped} if stopped else {"unstarted": True}
    except MalformedError as error:
        return {"malformed": str(error)[:500]}
    except TooLargeError as error:
        return {"malformed": f"The answer is too large: {error}."}
    except BaseException as error:  # SystemExit and KeyboardInterrupt are answers, too
        return {
            "raised": {
                "type": type(error).__name__[:60],
                "text": _text(error)[:500],
                "where": _where(error),
            }
        }


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "(its text cannot be read)"


def _where(error: BaseException) -> str:
    """The innermost line of the student's own code, e.g. `code cell 4, line 7: x = y.T`."""
    frames = [
        (frame.f_code, number)
        for frame, number in traceback.walk_tb(error.__traceback__)
        if frame.f_globals.get("__name__") == "__main__"  # whatever a kernel calls its cells' files
    ]
    if not frames:
        return ""
    code, number = frames[-1]
    line = linecache.getline(code.co_filename, number).strip()[:120]
    is_ours = code.co_filename.startswith("<code cell")
    return f"{code.co_filename.strip('<>') if is_ours else code.co_name}, line {number}: {line}"


def question_key(question: str, inputs: dict[str, Any]) -> str:
    """A name for a question with these very inputs."""
    return hashlib.sha256(question.encode() + b"\0" + pack(plain(inputs))).hexdigest()
