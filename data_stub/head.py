"""A head as a sheet wrapped around a skull: a grid of vertices that the 98 points pull along.

The sheet is a grid of (angle around the head, height). Each grid vertex is a fixed linear
combination of anchors (landmarks and helper points): a thin-plate spline, solved once. So a new
identity or expression only moves anchors, and the whole skin follows smoothly. The landmarks are
then read back from the same vertices that are rendered: they are exact because both are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline, RBFInterpolator
from threadpoolctl import threadpool_limits

from data_stub.template import N_POINTS, canonical_points, helper_points, neutral_points

Array = NDArray[np.float64]

# Rows: 3 mm apart on the face, coarser above and below. Columns: densest in front.
ROW_Y = np.r_[np.arange(-120, -42, 6.5), np.arange(-42, 126, 3.0), np.arange(126, 206, 8.0)]
_C = np.linspace(-1, 1, 113)
COLUMN_ANGLE = np.pi * (0.55 * _C + 0.45 * _C**3)  # radians, 0 = straight ahead
ROWS, COLUMNS = len(ROW_Y), len(COLUMN_ANGLE)
_SHEET_RADIUS = 95.0  # mm of sheet per radian, for distances on the sheet


def grid_position(points: Array) -> Array:
    """Where 3D points (n, 3) lie on the sheet: (n, 2) fractional (column, row)."""
    angle = np.arctan2(points[:, 0], points[:, 2])
    column = np.interp(angle, COLUMN_ANGLE, np.arange(COLUMNS))
    return np.stack([column, np.interp(points[:, 1], ROW_Y, np.arange(ROWS))], axis=1)


def sample_grid(grid: Array, positions: Array) -> Array:
    """Bilinear values of grid (rows, columns, c) at positions (n, 2) given as (column, row)."""
    base = np.clip(np.floor(positions).astype(int), 0, [COLUMNS - 2, ROWS - 2])
    fx, fy = (positions - base).T[..., None]
    x, y = base.T
    top = grid[y, x] * (1 - fx) + grid[y, x + 1] * fx
    return top * (1 - fy) + (grid[y + 1, x] * (1 - fx) + grid[y + 1, x + 1] * fx) * fy


def arc(points: Array) -> Array:
    """Smooth curve through points (n, ...), eight steps from each point to the next."""
    t = np.arange(len(points))
    return CubicSpline(t, points)(np.linspace(0, t[-1], 8 * (len(points) - 1) + 1))


_RIMS = (
    [60, 61, 62, 63, 64],
    [64, 65, 66, 67, 60],
    [68, 69, 70, 71, 72],
    [72, 73, 74, 75, 68],
    [76, 77, 78, 79, 80, 81, 82],
    [82, 83, 84, 85, 86, 87, 76],
    [88, 89, 90, 91, 92],
    [92, 93, 94, 95, 88],
    [33, 34, 35, 36, 37],
    [38, 39, 40, 41, 33],
    [42, 43, 44, 45, 46],
    [46, 47, 48, 49, 50],
)


def _rims() -> Array:
    """Matrix (m, 98): places between the landmarks of lids, lips and brows, on smooth arcs.

    Without them the sheet would be pulled at the landmarks only, and a closing lid would show it.
    """
    between = []
    for rim in _RIMS:
        basis = np.eye(N_POINTS)[rim]
        dense = arc(basis)  # a spline is linear in its points
        step = 8
        parts = (3, 5) if len(rim) == 5 else (4,)
        for k in range(len(rim) - 1):
            between += [dense[k * step + p] for p in parts]
    return np.array(between)


@dataclass(frozen=True)
class Sheet:
    """What all heads share. anchors: (a, 3) neutral, first 98 are the landmarks."""

    anchors: Array
    places: Array  # (98, 2) (column, row) of the landmarks
    base: Array  # (rows*columns, 3) sheet before any anchor moves
    weights: Array  # (rows*columns, a) how strongly each anchor pulls each vertex
    base_anchors: Array  # (a, 3) where the base surface has the anchors


@cache
@threadpool_limits.wrap(limits=1, user_api="blas")  # more threads would round differently
def sheet() -> Sheet:
    """Solve the thin-plate spline once per process."""
    rims = _rims()
    open_face = canonical_points()
    on_sheet = np.concatenate([open_face, helper_points(), rims @ open_face])
    anchors = np.concatenate([neutral_points(), helper_points()])
    n = len(on_sheet)
    angle, height = np.arctan2(on_sheet[:, 0], on_sheet[:, 2]), on_sheet[:, 1]
    radius = np.hypot(on_sheet[:, 0], on_sheet[:, 2])
    # The sheet closes behind the head: repeat what lies there one turn further on both sides.
    owner = np.concatenate([np.arange(n), np.flatnonzero(angle > 2), np.flatnonzero(angle < -2)])
    turn = np.concatenate([np.zeros(n), -np.ones((angle > 2).sum()), np.ones((angle < -2).sum())])
    sites = np.stack([(angle[owner] + 2 * np.pi * turn) * _SHEET_RADIUS, height[owner]], axis=1)
    sites, unique = np.unique(np.round(sites, 9), axis=0, return_index=True)
    owner = owner[unique]
    grid_angle, grid_y = np.meshgrid(COLUMN_ANGLE, ROW_Y)
    vertices = np.stack([grid_angle.ravel() * _SHEET_RADIUS, grid_y.ravel()], axis=1)
    pull = RBFInterpolator(sites, np.eye(len(sites)), kernel="thin_plate_spline")(vertices)
    weights = np.zeros((len(vertices), n))
    np.add.at(weights.T, owner, pull.T)
    r = np.maximum(weights @ radius, 1.0)
    a = grid_angle.ravel()
    base = np.stack([r * np.sin(a), grid_y.ravel(), r * np.cos(a)], axis=1)
    # Rim places follow the landmarks linearly, so their pull is folded into the landmarks'.
    folded = weights[:, : len(anchors)].copy()
    folded[:, :N_POINTS] += weights[:, len(anchors) :] @ rims
    return Sheet(anchors, grid_position(open_face), base, folded, on_sheet[: len(anchors)])


def head_vertices(anchors: Array) -> Array:
    """Vertices (rows, columns, 3) in mm of the head whose anchors stand at (a, 3)."""
    s = sheet()
    moved = s.base + s.weights @ (anchors - s.base_anchors)
    return moved.reshape(ROWS, COLUMNS, 3)


def landmarks(vertices: Array) -> Array:
    """The 98 points (98, 3) as the rendered sheet has them."""
    return sample_grid(vertices, sheet().places)
