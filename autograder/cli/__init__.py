"""The commands behind `python -m autograder`."""
