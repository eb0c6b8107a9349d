"""How a fork server ends its children."""

from __future__ import annotations

import os
import signal

from autograder.sandbox.fork_server import Children


def _sleeper() -> int:
    pid = os.fork()
    if pid == 0:
        signal.pause()
    return pid


def test_it_buries_children_that_it_never_forked():
    """A child can make siblings of its own; unburied, they keep a pid namespace from ending."""
    children = Children.__new__(Children)  # without torch
    children._pid, stranger, children._first = _sleeper(), _sleeper(), _sleeper()
    for pid, number in ((stranger, 9), (children._pid, 15), (children._first, 9)):
        os.kill(pid, number)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert os.WTERMSIG(children._bury()) == 15
    for pid in (stranger, children._pid):
        assert not os.path.exists(f"/proc/{pid}")
