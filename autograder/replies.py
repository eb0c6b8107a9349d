"""From a reply (see `asking`) to an answer, or to words for why there is none."""

from __future__ import annotations

from typing import Any

from autograder.compare import Wrong


class NotStarted(Wrong):
    """The stub is still in place."""


class NotDefined(Wrong):
    """The notebook does not define the name."""


class Stopped(Wrong):
    """The student's process ended, or had to be ended, instead of replying."""


class Answer(dict):
    """A question's answer; a key that did not come back reads as None."""

    def __missing__(self, key: str) -> None:
        return None


def open_reply(reply: Any) -> Answer:
    """The answer in a reply.  Raises a Wrong for every other kind of reply."""
    if not isinstance(reply, dict):
        raise Wrong("an answer", "nothing that can be read")
    if isinstance(reply.get("answer"), dict):
        return Answer(reply["answer"])
    if "unstarted" in reply:
        raise NotStarted("your own code", "the stub that raises NotImplementedError")
    if "missing" in reply:
        name, why = reply["missing"]["name"], reply["missing"]["why"]
        wanted = f"the file {name}" if "." in name else f"a definition of `{name}`"
        raise NotDefined(wanted, why or "no cell that defines that name")
    if "malformed" in reply:
        raise Wrong("an answer of the documented form", str(reply["malformed"]))
    if "ended" in reply:
        raise Stopped("an answer", str(reply["ended"]))
    if "raised" in reply:
        error = reply["raised"]
        where = f", in {error['where']}" if error["where"] else ""
        raise Wrong("an answer", f"{error['type']}: {error['text']}{where}")
    raise Wrong("an answer", "nothing that can be read")
