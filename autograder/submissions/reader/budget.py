"""A bound on the time that one statement may take.

A timer's signal raises `OutOfTimeError` in the middle of the student's code.  A bare `except`
swallows that once; so from then on every line, and every step within a line, raises it again, in
whatever handler the code tries to go on.  What computes in C without ever coming back to Python
is not reached; whoever reads a notebook has a process of its own for that, and ends it.

Where there are no such timers (on Windows, and outside of the main thread) there is no bound.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

AGAIN = 0.1  # seconds until the timer's next signal, for a C function that swallowed the first


class OutOfTimeError(BaseException):
    """A statement took longer than it may."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise OutOfTimeError in the block once it has taken this long."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not _main_thread():
        yield
        return
    outside = sys._getframe()
    tracing = sys.gettrace()

    def ring(number: int, frame: FrameType | None) -> None:
        _raise_everywhere(frame, outside)
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), AGAIN)
    try:
        yield
    finally:
        _stop(tracing)
        signal.signal(signal.SIGALRM, before)


def _stop(tracing: Any) -> None:
    """Silence the timer; its last signal may still come in the middle of this."""
    while True:
        try:
            sys.settrace(tracing)
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            sys.settrace(tracing)
            return
        except OutOfTimeError:
            continue


def _main_thread() -> threading.Thread:
    return threading.main_thread()


def _raise_everywhere(frame: FrameType | None, outside: FrameType) -> None:
    """Let every step of these frames raise, down to the one that set the timer."""
    own = {outside, outside.f_back, outside.f_back and outside.f_back.f_back}

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        if event in ("line", "opcode", "call"):
            raise OutOfTimeError
        return trace

    while frame is not None and frame not in own:
        frame.f_trace = trace
        frame.f_trace_opcodes = True
        frame = frame.f_back
    sys.settrace(trace)
