"""All commands of `python -m autograder`: importing a module of commands adds them."""

from autograder.cli import course, grading, proving
from autograder.cli.app import app

__all__ = ["app", "course", "grading", "proving"]
