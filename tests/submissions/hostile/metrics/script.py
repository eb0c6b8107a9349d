"""Raises an error whose text is a script.

part: metrics
"""


def nme(pred, true):
    raise ValueError("<script>alert(1)</script><img src=x onerror=alert(1)>")
