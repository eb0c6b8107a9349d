"""How often a submission is tried again, and which part is to blame when judging it fails."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from autograder.checking import syllabus
from autograder.submissions.files import Contents

TWICE, MOST = 2, 6  # failures over one submission: at one part, and altogether
BLAMED = "the grader fails whenever it reads it, and not with other notebooks"


def empty() -> Contents:
    """Return a notebook that a grader that works finds unreadable, in no time."""
    return Contents("empty", "empty", b'{"cells": []}')


class Attempts:
    """The failures over one submission so far."""

    def __init__(self) -> None:
        self._failures: Counter[str] = Counter()

    def after(self, contents: Contents, part: str) -> Contents | None:
        """Return what to try next, after a failure at this part ("": before any).

        It may have had any reason; a part at which it comes twice is not asked for again.  None if
        there is nothing left to leave out.
        """
        self._failures[part] += 1
        every = tuple(part.id for part in syllabus.parts())
        if self._failures[""] == TWICE or contents.stopped == every:
            return None
        if self._failures.total() >= MOST:
            return replace(contents, stopped=every)
        if self._failures[part] == TWICE:
            return replace(contents, stopped=(*contents.stopped, part))
        return contents
