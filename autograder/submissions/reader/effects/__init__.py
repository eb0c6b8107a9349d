"""What the statements of a notebook may change beyond the names they bind, read from the text."""

from autograder.submissions.reader.effects.blocks import ANYTHING
from autograder.submissions.reader.effects.changes import find, settings

__all__ = ["ANYTHING", "find", "settings"]
