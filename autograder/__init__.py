"""Builds the landmarks assignment from the reference and grades submissions against it."""

VERSION = "0.1.0"
