"""Evidence that what passes in a notebook passes at grading: the same bytes, judged by both."""
