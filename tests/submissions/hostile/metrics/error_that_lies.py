"""Raises an error whose text does not end and whose type has a strange name.

part: metrics
"""


def nme(pred, true):
    class Strange(Exception):
        def __str__(self):
            raise SystemExit("BREACH" if False else "no text")
    Strange.__name__ = "<script>alert(1)</script>"
    raise Strange()
