"""From a reply (see `evaluate`) to an answer, or to words for why there is none."""

from __future__ import annotations

from typing import Any

from autograder.checking.compare import WrongAnswerError


class NotStartedError(WrongAnswerError):
    """The stub is still in place."""


class NotDefinedError(WrongAnswerError):
    """The notebook does not define the name."""


class StoppedError(WrongAnswerError):
    """The student's process ended, or had to be ended, instead of replying."""


class Answer(dict):
    """A question's answer; a key that did not come back reads as None."""

    def __missing__(self, key: str) -> None:
        return None


def open_reply(reply: Any) -> Answer:
    """The answer in a reply.  Raises a Wrong for every other kind of reply."""
    if not isinstance(reply, dict):
        raise WrongAnswerError("an answer", "nothing that can be read")
    if isinstance(reply.get("answer"), dict):
        return Answer(reply["answer"])
    if "unstarted" in reply:
        raise NotStartedError("your own code", "the stub that raises NotImplementedError")
    if "missing" in reply:
        name, why = reply["missing"]["name"], reply["missing"]["why"]
        wanted = f"the file {name}" if "." in name else f"a definition of `{name}`"
        raise NotDefinedError(wanted, why or "no cell that defines that name")
    if "malformed" in reply:
        raise WrongAnswerError("an answer of the documented form", str(reply["malformed"]))
    if "ended" in reply:
        raise StoppedError("an answer", str(reply["ended"]))
    if "raised" in reply:
        error = reply["raised"]
        where = f", in {error['where']}" if error["where"] else ""
        raise WrongAnswerError("an answer", f"{error['type']}: {error['text']}{where}")
    raise WrongAnswerError("an answer", "nothing that can be read")
