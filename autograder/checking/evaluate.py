"""Put a question to a student's names, whatever happens, and reply in plain values.

The reply is a dict with one key, which is also the only thing that crosses the pipe:
    answer     the question's dict, reduced to plain values
    missing    a name that the notebook does not define, and why, where that is known
    unstarted  the stub is still in place
    malformed  the form of what came back is wrong, in words
    raised     the student's code raised: type, text, and the line
"""

from __future__ import annotations

import hashlib
import linecache
import traceback
from typing import Any

from autograder.checking import kept_raise, lookup
from autograder.checking.namespace import MalformedError, MissingNameError, Student
from autograder.checking.values import TooLargeError, pack, plain

QUESTIONS = lookup.questions()  # now: in a confined child no module can be found any more


def answer(student: Student, question: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """The reply to one question.  Raises nothing that student code can raise."""
    try:
        return {"answer": plain(QUESTIONS[question](student, **inputs))}
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
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        frame
        for frame in frames
        if frame.filename.startswith("<code cell") or "ipykernel_" in frame.filename
    ]
    if not own:
        return ""
    last = own[-1]
    line = linecache.getline(last.filename, last.lineno or 0).strip()[:120]
    cell = last.filename.strip("<>") if last.filename.startswith("<") else last.name
    return f"{cell}, line {last.lineno}: {line}"


def question_key(question: str, inputs: dict[str, Any]) -> str:
    """A name for a question with these very inputs."""
    return hashlib.sha256(question.encode() + b"\0" + pack(plain(inputs))).hexdigest()
