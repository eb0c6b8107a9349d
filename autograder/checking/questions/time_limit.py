"""A bound on the time that a piece of the student's code may take, and Interrupt to end it sooner.

What counts is the time that the code computes, so that a busy machine costs nobody an answer; who
sleeps computes nothing, so four times as many seconds on the clock are the end, too.

A timer's signal raises `OutOfTimeError` in the middle of that code.  A bare `except` swallows it
once; so the signal also makes every further step of the code raise again, and each such step sends
the next signal, in whatever handler the code tries to go on.  Interrupt in a notebook does the
same.  What computes in C without ever coming back to Python is not reached; whoever reads a
notebook has a process of its own for that, and ends it.

Where there are no such timers (on Windows, and outside of the main thread) there is no bound, and
Interrupt raises once.
"""

from __future__ import annotations

import contextlib
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

QUESTION_SECONDS = 10.0  # for a question to a student's names, in a kernel and at grading
CLOCK = 4.0  # seconds on the clock for each second of computing
LOOK = 0.05  # the least seconds between two looks at the time
AGAIN = 0.1  # seconds until the timer's next signal, for a C function that swallowed the first
SOON = 2e-6  # until the signal that follows each step


class OutOfTimeError(BaseException):
    """A piece of code took longer than it may, or was interrupted."""


class ThreadStopwatch:
    """Counts the seconds that this thread computes, or a quarter of those on the clock if more."""

    def __init__(self) -> None:
        self._cpu, self._clock = time.thread_time(), time.monotonic()

    def seconds(self) -> float:
        """Return how many there were since it was made."""
        clock = time.monotonic() - self._clock
        return max(time.thread_time() - self._cpu, clock / CLOCK)


@dataclass
class _Limit:
    """What the running work may take; `over` once it has been told to end."""

    seconds: float
    watch: ThreadStopwatch
    over: bool = False

    def left(self) -> float:
        return self.seconds - self.watch.seconds()


_limits: list[_Limit] = []  # of what runs `within` a time, the innermost last


def within(seconds: float, work: Callable[[], None]) -> None:
    """Do some work.  Raises what it raises, or OutOfTimeError once it has computed this long."""
    if not _has_timers():
        _inside(work)
        return
    tracing, before = sys.gettrace(), signal.signal(signal.SIGALRM, _look)
    _limits.append(limit := _Limit(seconds, ThreadStopwatch()))
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), AGAIN)
    try:
        _inside(work)
    except BaseException as error:  # the work may have turned it into another one
        if limit.over:
            raise OutOfTimeError from error
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before or signal.SIG_DFL)
        sys.settrace(tracing)
        _limits.remove(limit)


def _inside(work: Callable[[], None]) -> None:
    """Mark the frames that may be interrupted: those above this one, and no other."""
    work()


@contextlib.contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Yield an event that Interrupt sets; it also ends what runs `within` a time, for good.

    What runs outside of such a time goes on: it has to look at the event.
    """
    came = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield came  # signals are for the main thread
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        came.set()
        if _has_timers():
            _ring(number, frame)
        elif _interruptible(frame):
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield came
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)


def _has_timers() -> bool:
    in_main_thread = threading.current_thread() is threading.main_thread()
    return in_main_thread and hasattr(signal, "setitimer")


def _interruptible(frame: FrameType | None) -> list[FrameType]:
    """Return the frames of the student's code, the innermost first; none if it is over."""
    frames: list[FrameType] = []
    while frame is not None:
        if frame.f_code is _inside.__code__:
            return frames
        frames.append(frame)
        frame = frame.f_back
    return []


def _look(number: int, frame: FrameType | None) -> None:
    """Ring if the time is up; else look again when it may be."""
    if not _limits or _limits[-1].over or (left := _limits[-1].left()) <= 0:
        _ring(number, frame)
    else:
        signal.setitimer(signal.ITIMER_REAL, max(left, LOOK), AGAIN)


def _ring(number: int, frame: FrameType | None) -> None:
    frames = _interruptible(frame)
    if not frames:
        return
    if _limits:
        _limits[-1].over = True
    if frame is not None and frame.f_code in _OURS:  # too soon: that one raises by itself
        signal.setitimer(signal.ITIMER_REAL, SOON * random.uniform(1, 9), AGAIN)
        return
    for each in frames:
        each.f_trace = _step
    sys.settrace(_step)
    raise OutOfTimeError


def _step(frame: FrameType, event: str, argument: Any) -> Any:
    if _interruptible(frame) and event in ("call", "line"):
        signal.setitimer(signal.ITIMER_REAL, SOON, AGAIN)  # no trace goes on once it has raised
        raise OutOfTimeError
    return None


_OURS = (
    *(_step.__code__, _look.__code__, _ring.__code__, _interruptible.__code__),
    *(_Limit.left.__code__, ThreadStopwatch.seconds.__code__),
)
