"""Comparisons that explain themselves: missing, type, dimensions, shape, dtype, value, in words.

Each stops at the first thing that is wrong and raises `WrongAnswerError`.  Values pass only
if a finite error is at most the tolerance, so NaN never passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checking.drawing import Sketch
from autograder.checking.values import Odd


class WrongAnswerError(AssertionError):
    """An answer that fails a check: what was expected, what came, why it matters, and a picture."""

    def __init__(
        self, expected: str, got: str, why: str = "", sketch: Sketch | None = None
    ) -> None:
        super().__init__(f"expected {expected}; got {got}")
        self.expected, self.got, self.why, self.sketch = expected, got, why, sketch


@dataclass(frozen=True)
class Measured:
    """An error that a check has measured, beside its tolerance; both in the check's own unit."""

    what: str
    error: float
    tolerance: float


_OBSERVER: ContextVar[list[Measured] | None] = ContextVar("observer", default=None)


@contextmanager
def observed() -> Iterator[list[Measured]]:
    """Collect what checks measure meanwhile."""
    measured: list[Measured] = []
    token = _OBSERVER.set(measured)
    try:
        yield measured
    finally:
        _OBSERVER.reset(token)


def note(measured: Iterable[Measured]) -> None:
    """Pass on what was measured meanwhile to whoever observes outside."""
    observer = _OBSERVER.get()
    if observer is not None:
        observer.extend(measured)


def at_most(error: Any, tolerance: float, what: str) -> bool:
    """Whether an error is within its tolerance, which NaN never is; all tolerances pass here."""
    observer = _OBSERVER.get()
    if observer is not None:
        observer.append(Measured(what, float(error), float(tolerance)))
    return bool(error <= tolerance)


def array(value: Any, shape: tuple[int, ...], what: str, dtype: str = "numbers") -> np.ndarray:
    """`value` as an array of that shape, finite throughout.  Raises WrongAnswerError.

    dtype   "numbers" for any, "integers", or a dtype's name
    """
    expected = f"{what}: {_shape_words(shape)}"
    if isinstance(value, (int, float)):
        value = np.asarray(value)
    if not isinstance(value, np.ndarray):
        raise WrongAnswerError(expected, words(value))
    if value.ndim != len(shape):
        raise WrongAnswerError(expected, f"{_shape_words(value.shape)}, {value.ndim} dimensions")
    if value.shape != shape:
        raise WrongAnswerError(expected, _shape_words(value.shape))
    kinds = {"numbers": "fiub", "integers": "iu"}.get(dtype)
    if (kinds is not None and value.dtype.kind not in kinds) or (
        kinds is None and value.dtype.name != dtype
    ):
        raise WrongAnswerError(f"{what} of dtype {dtype}", f"dtype {value.dtype.name}")
    bad = ~np.isfinite(value) if value.dtype.kind == "f" else np.zeros(value.shape, bool)
    if bad.any():
        count = int(bad.sum())
        raise WrongAnswerError(
            f"{what}: finite numbers", f"{count} of {bad.size} are NaN or infinite"
        )
    return value


def close(
    value: Any,
    want: Any,
    what: str,
    within: float,
    *,
    unit: str = "",
    why: str = "",
    place: Callable[[tuple[int, ...]], str] | None = None,
    dtype: str = "numbers",
    sketch: Sketch | None = None,
    measure: str = "",
) -> None:
    """Pass only if every entry is within `within` of `want`.  Raises WrongAnswerError.

    measure  what is measured, where `what` says more than that
    """
    want = np.asarray(want)
    got = array(value, want.shape, what, dtype)
    error = np.abs(got.astype(np.float64) - want.astype(np.float64))
    if error.size == 0 or at_most(error.max(), within, measure or what):
        return
    worst = tuple(int(i) for i in np.unravel_index(int(error.argmax()), error.shape))
    spot = f" at {(place or _index_words)(worst)}" if worst else ""
    off = int((error > within).sum())
    share = f"; {off} of {error.size} values are off" if error.size > 1 else ""
    tail = f" {unit}" if unit else ""
    raise WrongAnswerError(
        f"{what}{spot}: {_number(want[worst])}{tail}",
        f"{_number(got[worst])}{tail}{share}",
        why,
        sketch,
    )


def common_shift(error: np.ndarray, at_most: float) -> np.ndarray:
    """(2,) the shift that all points (…, 2) share; single wild errors hardly move it.

    A wrong rule for pixel centres shifts everything alike.  It has a check of its own, so that
    one such mistake does not cost all checks on the same points.
    """
    return np.clip(error, -at_most, at_most).reshape(-1, 2).mean(axis=0)


def text(value: Any, want: str, what: str, why: str = "") -> None:
    """Pass only if `value` is exactly the text `want`.  Raises WrongAnswerError."""
    if not isinstance(value, str):
        raise WrongAnswerError(f"{what}: {want!r}", words(value))
    if value != want:
        raise WrongAnswerError(f"{what}: {want!r}", repr(value[:120]), why)


def mentions(text: str, word: str) -> bool:
    """Whether a text holds a word as a whole: line 2 is not mentioned in line 23."""
    return bool(re.search(rf"\b{re.escape(word)}\b", text))


def words(value: Any) -> str:
    """A plain value in a few words."""
    if value is None:
        return "None: is there a `return` at the end?"
    if isinstance(value, Odd):
        return value.what
    if isinstance(value, np.ndarray):
        return _shape_words(value.shape)
    if isinstance(value, str):
        return f"the text {value[:60]!r}"
    if isinstance(value, (list, dict)):
        kind = "list" if isinstance(value, list) else "dict"
        return f"a {kind} of {len(value)} things that is no array of numbers"
    return repr(value)


def _shape_words(shape: tuple[int, ...]) -> str:
    return f"an array of shape {tuple(shape)}" if shape else "one number"


def _index_words(index: tuple[int, ...]) -> str:
    return f"index {list(index)}"


def _number(value: Any) -> str:
    return f"{float(value):.6g}"
