"""Which known misconception does a wrong answer look like?

A misconception is a wrong answer we can run.  It is recognised when a student's replies equal
its replies, and not the reference's, on at least two different questions.

The wrong answers are the files of tests/submissions/wrong/<part>/; the text of a hint stands in
the docstring of each, behind `hint:`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.compare import mentions

QUESTIONS_AT_LEAST = 2


@dataclass(frozen=True)
class Asked:
    """One question of a check, with the reply that came and the one that is right.

    mentions  as in `Case`
    """

    check: str
    key: str
    question: str
    inputs: dict[str, Any]
    got: dict[str, Any]
    want: dict[str, Any]
    mentions: Sequence[str] = ()


@dataclass(frozen=True)
class Misconception:
    """A known mistake: the checks it fails, its hint, and what it replies to a question.

    `reply` looks it up in the bundle and computes it in the judge; None if it is not known.
    """

    name: str
    loses: tuple[str, ...]
    hint: str
    reply: Callable[[Asked], dict[str, Any] | None]


def recognise(asked: Iterable[Asked], known: Iterable[Misconception]) -> dict[str, Misconception]:
    """For each failed check, the misconception that explains most replies.

    asked   all questions of one part; questions whose reply is right count against a mistake
            that would have changed it
    """
    questions = list({item.key: item for item in asked}.values())
    scored = [(*_agreement(questions, candidate), candidate) for candidate in known]
    found = sorted(
        (s for s in scored if s[0] >= QUESTIONS_AT_LEAST and s[0] > s[1]),
        key=lambda s: (-s[0], s[1], s[2].name),
    )
    hints: dict[str, Misconception] = {}
    for _, _, misconception in found:
        for check in misconception.loses:
            hints.setdefault(check, misconception)
    return hints


def _agreement(questions: list[Asked], candidate: Misconception) -> tuple[int, int]:
    """How many replies the mistake explains, and how many it contradicts."""
    explained = contradicted = 0
    for item in questions:
        mistaken = candidate.reply(item)
        if mistaken is None:
            continue
        got, mistaken, want = (told(r, item.mentions) for r in (item.got, mistaken, item.want))
        if _same(mistaken, want, want):
            continue  # this question cannot tell
        if _same(got, mistaken, want):
            explained += 1
        else:
            contradicted += 1
    return explained, contradicted


def told(reply: Any, words: Sequence[str]) -> Any:
    """Return an answer with its texts reduced to the words that tell mistakes apart."""
    if not isinstance(reply, dict) or not words or "answer" not in reply:
        return reply
    return {"answer": {key: _mentioned(item, words) for key, item in reply["answer"].items()}}


def _mentioned(value: Any, words: Sequence[str]) -> Any:
    if not isinstance(value, str):
        return value
    return {word: mentions(value, word) for word in words}


def _same(got: Any, other: Any, right: Any) -> bool:
    """Whether two replies agree, on the scale of how far `other` is from `right`."""
    if isinstance(other, np.ndarray) and isinstance(got, (np.ndarray, int, float)):
        got = np.asarray(got)
        if got.shape != other.shape or got.dtype.kind not in "fiub":
            return False
        near = 1e-4 * max(1.0, _largest(other))
        if isinstance(right, np.ndarray) and right.shape == other.shape:
            near = max(near, 0.02 * _largest(_difference(other, right)))
        same_gaps = (np.isnan(got) == np.isnan(other)).all()
        return bool(same_gaps) and _largest(_difference(got, other)) <= near
    if isinstance(other, dict):
        if not isinstance(got, dict) or got.keys() != other.keys():
            return False
        if "type" in other and "where" in other:  # a mere RuntimeError may have any reason
            return got["type"] == other["type"] and _words(got) == _words(other)
        rights = right if isinstance(right, dict) else {}
        return all(_same(got[key], other[key], rights.get(key)) for key in other)
    if isinstance(other, list):
        whole = isinstance(right, list) and len(right) == len(other)
        return (
            isinstance(got, list)
            and len(got) == len(other)
            and all(map(_same, got, other, right if whole else other))
        )
    if isinstance(other, str) and isinstance(got, str):
        return True  # messages are everyone's own
    if isinstance(other, float) and isinstance(got, float):
        return abs(got - other) <= 1e-4 * max(1.0, abs(other))
    return type(got) is type(other) and got == other


def _words(error: dict[str, Any]) -> str:
    """The text of an exception, without addresses and paths: those differ between processes."""
    return re.sub(r"\b0x[0-9a-fA-F]+|\S*[/\\]\S*", "", str(error["text"]))


def _difference(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a.astype(np.float64) - b.astype(np.float64)


def _largest(values: np.ndarray) -> float:
    """Largest magnitude of what is not NaN."""
    return float(np.nan_to_num(np.abs(values.astype(np.float64))).max()) if values.size else 0.0
