"""Who the face is and what it does: identity and expression as moves of the anchors.

Every move is a smooth function of where an anchor stands on the average face, so landmarks and
helper points travel together. Amounts are drawn per face; all are in millimetres or ratios.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.head import head_vertices, landmarks, sample_grid, sheet
from data_stub.template import INNER_LIP_PAIRS, LOWER_LIDS, UPPER_LIDS

Array = NDArray[np.float64]

_UPPER_LIP = [76, 77, 78, 79, 80, 81, 82, 88, 89, 90, 91, 92]
_LOWER_LIP = [83, 84, 85, 86, 87, 93, 94, 95]
_HINGE = np.array([15.0, 5.0])  # (y, z) of the jaw joint


@dataclass(frozen=True)
class Expression:
    """Amounts from 0 (neutral) to about 1 (as far as it goes); lids: 0 open, 1 closed."""

    jaw: float = 0.0
    smile: float = 0.0
    pucker: float = 0.0
    brows: float = 0.0  # raised; negative: drawn down
    frown: float = 0.0
    lids: tuple[float, float] = (0.15, 0.15)  # image-left and image-right eye
    skew: float = 0.0  # mouth drawn to one side
    gaze: tuple[float, float] = (0.0, 0.0)  # mm right and down

    @property
    def exaggerated(self) -> bool:
        """What WFLW calls an exaggerated expression."""
        strong = max(self.jaw / 0.64, self.smile / 0.97, self.pucker / 0.85, -self.smile / 0.8)
        return strong > 1 or (self.jaw > 0.3 and max(self.lids) > 0.9)


@dataclass(frozen=True)
class Shape:
    """A head in its own frame: sheet vertices (rows, columns, 3) and points (98, 3), mm."""

    vertices: Array
    points: Array
    expression: Expression
    mouth_closed: bool


def draw_expression(rng: Generator) -> Expression:
    """One expression: a third closed mouths, a third smiles, the rest talking to shouting."""
    kind = rng.choice(
        ["rest", "smile", "laugh", "talk", "shout", "kiss", "sad"],
        p=[0.31, 0.19, 0.17, 0.16, 0.07, 0.04, 0.06],
    )
    jaw = {
        "rest": rng.uniform(0.003, 0.03),
        "smile": rng.uniform(0, 0.1),
        "laugh": rng.uniform(0.12, 0.5),
        "talk": rng.uniform(0.05, 0.4),
        "shout": rng.uniform(0.5, 1.0),
        "kiss": rng.uniform(0, 0.12),
        "sad": rng.uniform(0, 0.1),
    }[kind]
    smile = {
        "smile": rng.uniform(0.3, 0.9),
        "laugh": rng.uniform(0.5, 1.1),
        "sad": rng.uniform(-0.9, -0.3),
    }.get(kind, rng.normal(0, 0.15))
    if rng.random() < 0.14 and kind in ("rest", "smile", "sad", "kiss"):
        jaw = 0.0  # lips pressed together; else at least a hair's breadth apart
    blink = float(np.clip(rng.normal(0.13, 0.2) + 0.22 * max(smile, 0), -0.15, 0.85))
    if rng.random() < 0.10:
        blink = 1.0
    wink = rng.random() < 0.02
    return Expression(
        jaw=float(jaw),
        smile=float(smile),
        pucker=float(rng.uniform(0.5, 1.1) if kind == "kiss" else max(0, rng.normal(-0.1, 0.15))),
        brows=float(rng.normal(0.1, 0.35) + 0.5 * (kind == "shout") * rng.random()),
        frown=float(max(0, rng.normal(0, 0.35))),
        lids=(1.0 if wink else blink, float(np.clip(blink + rng.normal(0, 0.03), -0.15, 1.0))),
        skew=float(rng.normal(0, 0.25)),
        gaze=(float(rng.normal(0, 2.2)), float(rng.normal(0, 0.8))),
    )


def make_shape(rng: Generator, expression: Expression, variety: float = 1.0) -> Shape:
    """A random identity wearing an expression; variety 0 is the average face."""
    anchors = _identity(rng, sheet().anchors, variety)
    return express(anchors, expression)


def express(anchors: Array, e: Expression) -> Shape:
    """Move anchors (a, 3) into an expression and wrap the sheet around them."""
    a = _mouth(anchors.copy(), e)
    a = _brows(a, e)
    a = _eyes(a, e)
    vertices = head_vertices(a)
    points = landmarks(vertices)
    closed = e.jaw == 0.0
    if closed:  # one line of contact: upper and lower inner lip are the same point
        for upper, lower in INNER_LIP_PAIRS:
            points[[upper, lower]] = (points[upper] + points[lower]) / 2
    for pupil, corners, top, bottom in zip(
        (96, 97), ((60, 64), (68, 72)), UPPER_LIDS, LOWER_LIDS, strict=True
    ):
        at = _pupil(points, corners, top, bottom, e.gaze)
        points[pupil] = *at, _depth_at(vertices, sheet().places[pupil], at)
    return Shape(vertices, points, e, closed)


def _ramp(x: Array, low: float, high: float) -> Array:
    """0 below low, 1 above high, smooth between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def _bump(p: Array, centre: tuple[float, float], radius: float) -> Array:
    """Smooth weight of points (n, 3) around a frontal place (|x|, y): 1 there, 0 far away."""
    d2 = (np.abs(p[:, 0]) - centre[0]) ** 2 + (p[:, 1] - centre[1]) ** 2
    return np.exp(-d2 / (2 * radius**2)) * (p[:, 2] > 0)


def _identity(rng: Generator, average: Array, variety: float) -> Array:
    """Proportions of one person. Mirror-symmetric apart from a slight skew of real faces."""

    def n(sd: float) -> float:
        return float(np.clip(rng.normal(), -2.3, 2.3)) * sd * variety

    p, a = average, average.copy()
    front = p[:, 2] > 0
    x, y, _ = p.T
    side = np.sign(x)
    a[:, 0] *= 1 + n(0.09) * _ramp(y, 20, 95) * front  # narrow or broad jaw
    a[:, 0] += side * n(3.0) * _ramp(np.abs(x), 35, 65) * front  # cheekbones
    a[:, 1] += n(5.5) * _ramp(y, 68, 108)  # chin
    a[:, 2] += n(4.0) * _ramp(y, 75, 105) * front
    a[:, 1] += n(4.0) * _ramp(y, 25, 62) + n(3.0) * _ramp(y, 5, 45)  # length of nose and lip
    a[:, 1] += n(5.0) * _ramp(-y, 20, 90)  # forehead
    a[:, 0] += side * n(1.6) * _bump(p, (31, 0), 16)  # eyes apart
    brow = np.r_[33:51]
    a[brow, 1] += n(2.6) + n(2.2) * (np.abs(x[brow]) - 34) / 20
    a[brow, 2] += n(1.5)
    lower_edge = np.r_[38:42, 47:51]
    a[lower_edge, 1] += n(1.1)  # thick or thin brows
    a[:, 0] += side * n(1.9) * _bump(p, (15, 41), 8)  # wings of the nose
    nose = _ramp(y, -2, 36) * (1 - _ramp(y, 40, 56)) * np.exp(-((x / 15) ** 2)) * front
    a[:, 2] += n(4.5) * nose
    a[:, 1] += n(2.5) * _bump(p, (0, 38), 9)  # turned up or hooked
    a[:, 0] += side * n(2.2) * _bump(p, (26, 66), 12)  # width of the mouth
    size, height, tilt = 1 + n(0.06), 1 + n(0.17), n(0.055)
    for sign, ring in ((-1, np.r_[60:68]), (1, np.r_[68:76])):
        centre = np.array([sign * 31.2, 0.5])
        offset = p[ring, :2] - centre
        a[ring, 0] += offset[:, 0] * (size - 1)
        a[ring, 1] += offset[:, 1] * (height - 1) + offset[:, 0] * sign * tilt
    thick = [1 + n(0.28), 1 + n(0.25)]
    for outer, inner, t in (
        ([77, 78, 79, 80, 81], [89, 90, 90, 90, 91], thick[0]),
        ([83, 84, 85, 86, 87], [93, 94, 94, 94, 95], thick[1]),
    ):
        a[outer, 1] += (p[outer, 1] - p[inner, 1]) * (t - 1)
        a[outer, 2] += (t - 1) * 2.0
    a[:, 2] += n(5.0) * _ramp(np.hypot(x, y - 35), 20, 75) * front  # flat or deep face
    a[:, 0] += n(1.5) * _ramp(y, 30, 110) + n(0.6) * np.sin(y / 25)  # nobody is symmetric
    a[:, 1] += n(0.7) * x / 40
    for _ in range(10):  # dents and bumps that nothing above accounts for
        centre = p[rng.integers(98)] * [rng.choice([-1, 1]), 1, 1]
        reach = np.exp(-((p - centre) ** 2).sum(axis=1) / (2 * rng.uniform(9, 24) ** 2))
        a += reach[:, None] * [n(1.5), n(1.5), n(1.2)]
    return a * (1 + np.array([n(0.05), n(0.05), n(0.05)]))


def _mouth(a: Array, e: Expression) -> Array:
    p = sheet().anchors
    lower = _ramp(p[:, 1], 66.5, 84) * _ramp(p[:, 2], 0, 45)
    lower[_LOWER_LIP] = [0.93, 0.99, 1.0, 0.99, 0.93, 0.95, 1.0, 0.95]
    lower[_UPPER_LIP] = 0.0
    lower[[76, 82, 88, 92]] = 0.42
    lower[:33] = _ramp(p[:33, 1], 25, 100)
    lower *= _ramp(150 - p[:, 1], 0, 35)
    angle = np.radians(21) * e.jaw * lower
    y, z = a[:, 1] - _HINGE[0], a[:, 2] - _HINGE[1]
    a[:, 1] = _HINGE[0] + y * np.cos(angle) + z * np.sin(angle)
    a[:, 2] = _HINGE[1] + z * np.cos(angle) - y * np.sin(angle)
    lift = np.zeros(len(a))
    lift[[77, 78, 79, 80, 81, 89, 90, 91]] = 1.0
    a[:, 1] -= 3.5 * np.sqrt(e.jaw) * lift
    side = np.sign(p[:, 0])
    corner = _bump(p, (26, 66), 9) * (p[:, 1] < 90)
    a[:, 0] += side * corner * (7.5 * e.smile - 9 * e.pucker) - 3.0 * e.jaw * side * corner
    a[:, 1] -= corner * np.where(e.smile > 0, 6.0, 6.5) * e.smile
    a[:, 2] -= corner * 4.5 * max(e.smile, 0)
    lips = _bump(p, (0, 66), 13)
    a[:, 2] += lips * 6.0 * e.pucker
    cheek = _bump(p, (38, 36), 13)
    a[:, 1] -= cheek * 4.5 * max(e.smile, 0)
    a[:, 2] += cheek * 3.5 * max(e.smile, 0)
    a[:, 0] += side * _bump(p, (17, 42), 8) * 2.0 * max(e.smile, 0)
    if e.smile > 0:  # stretched lips are thin lips
        for outer, inner in ((78, 90), (79, 90), (80, 90), (84, 94), (85, 94), (86, 94)):
            a[outer, 1] += (a[inner, 1] - a[outer, 1]) * 0.22 * e.smile
    a[:, 0] += _bump(p, (12, 68), 18) * 4.0 * e.skew
    if e.jaw == 0.0:
        for upper, low in INNER_LIP_PAIRS:
            a[[upper, low]] = (a[upper] + a[low]) / 2
    return a


def _brows(a: Array, e: Expression) -> Array:
    p = sheet().anchors
    brow = _ramp(-p[:, 1], 5, 13) * (1 - _ramp(-p[:, 1], 24, 60)) * (p[:, 2] > 30)
    inner = np.exp(-((np.abs(p[:, 0]) - 13) ** 2) / 200)
    a[:, 1] -= brow * (np.where(e.brows > 0, 7.5, 4.5) * e.brows - 4.0 * e.frown * inner)
    a[:, 0] -= np.sign(p[:, 0]) * brow * inner * 2.5 * e.frown
    return a


def _eyes(a: Array, e: Expression) -> Array:
    """Lids move towards the line on which they meet, a little below the corners."""
    for upper, lower, corners, lid in zip(
        UPPER_LIDS, LOWER_LIDS, ((60, 64), (72, 68)), e.lids, strict=True
    ):
        for u, low, t in zip(upper, lower, (0.25, 0.5, 0.75), strict=True):
            if corners[0] == 72:  # the right eye is numbered from the inside
                t = 1 - t
            line = a[corners[0], 1] * (1 - t) + a[corners[1], 1] * t + 2.6 * np.sin(np.pi * t)
            a[u, 1] += (line - a[u, 1]) * max(lid, -0.25) * 0.97
            a[low, 1] += (line - a[low, 1]) * (max(lid, -0.2) - 0.1 * min(lid, 0.5)) * 0.97
            a[low, 1] -= 1.0 * max(e.smile, 0) * (1 - min(max(lid, 0), 1))
    return a


def _pupil(
    points: Array,
    corners: tuple[int, int],
    upper: tuple[int, ...],
    lower: tuple[int, ...],
    gaze: tuple[float, float],
) -> Array:
    """Frontal place (x, y) of a pupil: mid-opening moved by the gaze, kept between the lids."""
    top, bottom = points[list(upper), :2].mean(axis=0), points[list(lower), :2].mean(axis=0)
    half_width = np.abs(np.diff(points[list(corners), 0]))[0] / 2
    half_height = abs(bottom[1] - top[1]) / 2
    reach = np.array([0.35 * half_width * min(1.0, half_height / 3), 0.4 * half_height])
    return (top + bottom) / 2 + np.clip(gaze, -reach, reach)


def _depth_at(vertices: Array, place: Array, xy: Array) -> float:
    """Depth of the sheet near grid place (column, row) where it has frontal position xy."""
    columns, rows = np.meshgrid(np.linspace(-4, 4, 33), np.linspace(-3, 3, 25))
    near = place + np.stack([columns.ravel(), rows.ravel()], axis=1)
    patch = sample_grid(vertices, near)
    return float(patch[np.argmin(((patch[:, :2] - xy) ** 2).sum(axis=1)), 2])
