"""The reference answer: facial landmarks on WFLW (98 points).

The answer regions, between ``### BEGIN SOLUTION`` and ``### END SOLUTION``, are what
students write.  Notebook cells share one namespace, so names are unique across these
modules, and nothing happens at import.  Commands, and what only they need, are in `tools`.
"""
