"""What the statements of a notebook may change beyond the names they bind, read from the text."""

from autograder.submissions.reader.effects.changes import find, settings
from autograder.submissions.reader.effects.roots import ANYTHING

__all__ = ["ANYTHING", "find", "settings"]
