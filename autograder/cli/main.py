"""All commands of `python -m autograder`: importing a module of commands adds them."""

from autograder.cli import course, exporting, grading, proving
from autograder.cli.app import app

__all__ = ["app", "course", "exporting", "grading", "proving"]
