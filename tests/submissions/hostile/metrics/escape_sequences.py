"""Raises an error whose text moves the cursor, links, and turns letters round.

part: metrics
"""


def nme(pred, true):
    raise ValueError("\x1b[2J\x1b]8;;http://127.0.0.1\x07link\x1b]8;;\x07\u202e\u2066\x9b31m\0 ::error::x [red]y[/red]")
