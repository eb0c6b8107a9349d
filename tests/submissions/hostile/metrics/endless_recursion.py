"""Recurses beyond the stack.

part: metrics
"""


def nme(pred, true):
    import sys
    sys.setrecursionlimit(10**9)
    return eval("(lambda f: f(f))(lambda f: f(f))")
