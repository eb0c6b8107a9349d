"""Words for what checks on landmarks compare."""

from __future__ import annotations


def point(index: tuple[int, ...]) -> str:
    """Words for an index into points (…, 98, 2)."""
    face = f" of face {index[0]}" if len(index) == 3 else ""
    return f"{'xy'[index[-1]]} of point {index[-2]}{face}"
