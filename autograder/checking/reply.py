"""From a reply (see `evaluate`) to an answer, or to words for why there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checking.compare import WrongAnswerError, note, observed
from autograder.checking.values import Odd, TooLargeError, plain

_VALUE = 100  # bytes of any value in Python, with its place in a list
SPARE = 10_000  # items that an answer may have beyond twice those of the right one


class NoAnswerError(WrongAnswerError):
    """Nothing came that could be right or wrong."""


class NotStartedError(NoAnswerError):
    """The stub is still in place."""


class NotDefinedError(NoAnswerError):
    """The notebook does not define the name."""


class StoppedError(NoAnswerError):
    """The student's process ended, or had to be ended, instead of replying."""


class Answer(dict):
    """A question's answer; a key that did not come back reads as None."""

    def __missing__(self, key: str) -> None:
        return None


def checked(said: Any) -> dict[str, Any]:
    """Return what a child said as a reply of one of its five forms, in plain values of sane sizes.

    That it has one of these forms is a claim, too: student code can write to the pipe.
    """
    said = said if isinstance(said, dict) else {}
    if isinstance(said.get("answer"), dict):
        try:
            return {"answer": plain(said["answer"])}
        except TooLargeError as error:
            return {"malformed": f"The answer is too large: {error}."}
    if said.get("unstarted") is True:
        return {"unstarted": True}
    if isinstance(missing := said.get("missing"), dict):
        return {"missing": {"name": _text(missing, "name", 80), "why": _text(missing, "why", 500)}}
    if isinstance(raised := said.get("raised"), dict):
        sizes = {"type": 60, "text": 500, "where": 300}
        return {"raised": {key: _text(raised, key, size) for key, size in sizes.items()}}
    return {"malformed": _text(said, "malformed", 500) or "nothing that can be read"}


def _text(values: dict[str, Any], key: str, size: int) -> str:
    value = values.get(key)
    return value[:size] if isinstance(value, str) else ""


def bounded(reply: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """Return the reply with arrays that are far larger than all of the right one's as words.

    Replies are kept until all is judged.  Items count and not bytes: float64 is judged as such.
    """
    left = 2 * _items(right) + SPARE

    def keep(value: Any) -> Any:
        nonlocal left
        if isinstance(value, dict):
            return {key: keep(item) for key, item in value.items()}
        if isinstance(value, list):
            return [keep(item) for item in value]
        if not isinstance(value, np.ndarray):
            return value
        left -= _items(value)
        return value if left >= 0 else Odd(f"an array of shape {value.shape}")

    return keep(reply)


def _items(value: Any) -> int:
    """Count the items of all arrays, and some for each: one of nothing takes room, too."""
    if isinstance(value, dict):
        return sum(map(_items, value.values()))
    if isinstance(value, list):
        return sum(map(_items, value))
    return value.size + 10 if isinstance(value, np.ndarray) else 0


def beyond(reply: dict[str, Any], right: dict[str, Any]) -> int:
    """Return about how many bytes of texts and small values are more than twice the right ones'."""
    return max(0, _small(reply) - 2 * _small(right))


def _small(value: Any) -> int:
    """Count what lies beside the items of arrays."""
    if isinstance(value, dict):
        return sum(_small(key) + _small(item) for key, item in value.items())
    if isinstance(value, list):
        return _VALUE + sum(map(_small, value))
    return _VALUE + (4 * len(value) if isinstance(value, str) else 0)


def open_reply(reply: Any) -> Answer:
    """The answer in a reply.  Raises a Wrong for every other kind of reply."""
    if not isinstance(reply, dict):
        raise NoAnswerError("an answer", "nothing that can be read")
    if isinstance(reply.get("answer"), dict):
        return Answer(reply["answer"])
    if "unstarted" in reply:
        raise NotStartedError("your own code", "the stub that raises NotImplementedError")
    if "missing" in reply:
        name, why = reply["missing"]["name"], reply["missing"]["why"]
        wanted = f"the file {name}" if "." in name else f"a definition of `{name}`"
        raise NotDefinedError(wanted, why or "no cell that defines that name")
    if "malformed" in reply:
        raise NoAnswerError("an answer of the documented form", str(reply["malformed"]))
    if "ended" in reply:
        raise StoppedError("an answer", str(reply["ended"]))
    if "raised" in reply:
        error = reply["raised"]
        where = f", in {error['where']}" if error["where"] else ""
        raise NoAnswerError("an answer", f"{error['type']}: {error['text']}{where}")
    raise NoAnswerError("an answer", "nothing that can be read")


def right_once(with_stand_ins: Callable[[], None], with_own_helpers: Callable[[], None]) -> None:
    """Pass an answer that is right with our stand-ins for its helpers, or right with its own.

    Raises what is wrong with its own helpers, in which its author will know it again; if that gave
    no answer at all, what is wrong with the stand-ins.
    """
    try:
        with observed() as measured:  # what a failed attempt measures says nothing of the answer
            with_stand_ins()
        note(measured)
        return
    except WrongAnswerError as error:
        wrong = error
    try:
        with_own_helpers()
    except NoAnswerError:
        if isinstance(wrong, NoAnswerError):
            raise
        raise wrong from None


def judge_either(
    ask: Callable[..., dict],
    expect: Callable[..., dict],
    question: str,
    inputs: tuple[dict[str, Any], dict[str, Any]],
    judge: Callable[[dict, dict], None],
) -> None:
    """Judge an answer with stand-ins, the first inputs, or with its own helpers, the second.

    judge  is given what came and what is right
    """
    # Both are looked up, whichever is needed: so both are recorded for the self-check.
    ours, own = (expect(question, **each) for each in inputs)
    right_once(
        lambda: judge(ask(question, **inputs[0]), ours),
        lambda: judge(ask(question, **inputs[1]), own),
    )
