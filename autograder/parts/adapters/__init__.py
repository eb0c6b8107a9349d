"""Named questions to a student's code, one module for each part.

A question is a plain function of the student's names and of arrays; it is the only code that
knows those names.  It runs in the student's own kernel (self-check), in a confined process (the
grader) and against the reference.  No question imports the reference, and none judges.
"""
