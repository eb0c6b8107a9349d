"""A head as a sheet of skin wrapped around the skull: a grid of vertices pulled by points.

The sheet is a grid of (angle around the head, height). A thin-plate spline, solved once, makes
each vertex a fixed mixture of anchors (landmarks and helper points): a new identity or expression
only moves anchors, and the whole skin follows smoothly. The landmarks are then read back from
the vertices that are rendered: they are exact because both are one.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.interpolate import CubicSpline, RBFInterpolator
from threadpoolctl import threadpool_limits

from data_stub.average import RIMS, Array, average_points, helper_points

# Rows: 3 mm apart on the face, coarser above and below. Columns: densest in front, and the last
# fifteen degrees behind the head, which no pose shows, are left out.
ROW_Y = np.r_[np.arange(-120, -42, 6.5), np.arange(-42, 126, 3.0), np.arange(126, 206, 8.0)]
_C = np.linspace(-1, 1, 109)
COLUMN_ANGLE = np.radians(165) * (0.58 * _C + 0.42 * _C**3)  # 0 = straight ahead
ROWS, COLUMNS = len(ROW_Y), len(COLUMN_ANGLE)
_MM_PER_RADIAN = 95.0  # on the sheet: about the distance from the head's axis to the face


def grid_place(angle: Array, y: Array) -> Array:
    """Where (angle around the head, height in mm) lies on the sheet: (..., 2) as (column, row)."""
    column = np.interp(angle, COLUMN_ANGLE, np.arange(COLUMNS))
    return np.stack([column, np.interp(y, ROW_Y, np.arange(ROWS))], axis=-1)


def sample(grid: Array, places: Array) -> Array:
    """Bilinear values (n, c) of grid (rows, columns, c) at places (n, 2)."""
    base = np.clip(np.floor(places).astype(int), 0, [COLUMNS - 2, ROWS - 2])
    fx, fy = (places - base).T[..., None]
    x, y = base.T
    top = grid[y, x] * (1 - fx) + grid[y, x + 1] * fx
    return top * (1 - fy) + (grid[y + 1, x] * (1 - fx) + grid[y + 1, x + 1] * fx) * fy


def arc(points: Array) -> Array:
    """Smooth curve (8 n - 7, c) through points (n, c), eight steps from each to the next."""
    t = np.arange(len(points))
    return CubicSpline(t, points)(np.linspace(0, t[-1], 8 * len(points) - 7))


class Sheet(NamedTuple):
    """What all heads share."""

    anchors: Array  # (a, 3) mm, the average face; the first 98 are the landmarks
    places: Array  # (98, 2) (column, row) of the landmarks
    weights: Array  # (rows * columns, a) share of each anchor in each vertex


@cache
@threadpool_limits.wrap(limits=1, user_api="blas")  # more threads would round differently
def sheet() -> Sheet:
    """Solve the thin-plate spline once per process.

    Between the landmarks of lids, lips and brows the rims are held too, on smooth arcs through
    the landmarks; else a mouth that opens would show where the landmarks pull.
    """
    # An arc is linear in its points: its matrix is the arc through the rows of the identity.
    arcs = [arc(np.eye(98)[list(rim)]) for both in RIMS.values() for rim in both]
    rims = np.concatenate([dense[step::8] for dense in arcs for step in (3, 5)])
    open_face = average_points(opened=True)
    held = np.concatenate([open_face, helper_points(), rims @ open_face])
    angle = np.arctan2(held[:, 0], held[:, 2])
    sites = np.stack([angle * _MM_PER_RADIAN, held[:, 1]], axis=1)
    grid_angle, grid_y = np.meshgrid(COLUMN_ANGLE, ROW_Y)
    vertices = np.stack([grid_angle.ravel() * _MM_PER_RADIAN, grid_y.ravel()], axis=1)
    shares = RBFInterpolator(sites, np.eye(len(sites)), kernel="thin_plate_spline")(vertices)
    anchors = np.concatenate([average_points(), helper_points()])
    # Rims follow the landmarks, so their share is the landmarks'.
    weights = shares[:, : len(anchors)].copy()
    weights[:, :98] += shares[:, len(anchors) :] @ rims
    return Sheet(anchors, grid_place(angle, held[:, 1])[:98], weights)


def head_vertices(anchors: Array) -> Array:
    """Vertices (rows, columns, 3) in mm of the head whose anchors stand at (a, 3)."""
    # The same as weights @ anchors, and twice as fast.
    vertices = (anchors.T @ sheet().weights.T).T.reshape(ROWS, COLUMNS, 3)
    vertices[0] = vertices[0].mean(axis=0)  # the crown is closed
    return vertices


@cache
def _walks() -> Array:
    """Places (33, 61, 2) on the walks of the contour points, from themselves to the front.

    A walk ends before nose and lips: annotators follow the cheek, not the nose.
    """
    angle = np.arctan2(*sheet().anchors[:33, ::2].T)[:, None]
    y = sheet().anchors[:33, 1:2]
    end = np.minimum(np.abs(angle), np.radians(np.interp(y, [0, 20, 60, 112], [36, 30, 18, 3])))
    t = np.linspace(0, 1, 61)
    climb = 14 * np.clip((y - 60) / 50, 0, 1)  # mm: walks that start low rise with the jaw
    return grid_place(angle + (np.sign(angle) * end - angle) * t, y - climb * t)


def contour_walks(vertices: Array) -> Array:
    """Where each contour point of a head may come to lie: (33, 61, 3) in mm."""
    return sample(vertices, _walks().reshape(-1, 2)).reshape(33, -1, 3)
