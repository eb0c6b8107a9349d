"""Build an assignment from its reference, and grade submissions against it."""

VERSION = "0.1.0"
