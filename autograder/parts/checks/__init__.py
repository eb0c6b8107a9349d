"""The checks, one module for each part: pytest functions of `ask`, `expect` and `case`.

`ask("flip", **inputs)` puts a question to the student's code, `expect("flip", **inputs)` puts it
to the reference (or to its recorded replies, in a notebook).  A check sees one case; public and
hidden cases are lists made elsewhere.  Checks never import the reference.
"""
