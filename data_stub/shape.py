"""The shape of one head: who it is and what it does, as blend shapes.

A blend shape says how far each anchor moves for one unit of some trait. Here all of them come
from two tables of bumps: where on the average face, how wide, which way. Identity draws an amount
for each row; an expression names its amounts. Amounts add up: head = average + sum of moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.average import INNER_LIP_PAIRS, LOWER_LIDS, UPPER_LIDS
from data_stub.head import head_vertices, sample, sheet

Array = NDArray[np.float64]
# Centre (|x|, y) and radii (x, y) of a soft spot on both sides of the average face, mm; how far
# its middle moves (out, right, down, forward), mm; how much it grows (wider, taller), ratio.
Bump = tuple[tuple[float, float], tuple[float, float], tuple[float, ...], tuple[float, float]]
STILL, SAME = (0, 0, 0, 0), (0, 0)

# One standard deviation of each trait among people.
# fmt: off
IDENTITY: tuple[Bump, ...] = (
    ((55, 85), (32, 35), (4.5, 0, 0, 0), SAME),      # narrow or broad jaw
    ((72, 15), (28, 30), (3.0, 0, 0, 0), SAME),      # cheekbones
    ((0, 125), (95, 48), (0, 0, 5.0, 0), SAME),      # long or short lower face
    ((0, 115), (50, 20), (0, 0, 4.5, 0), SAME),      # chin, down
    ((0, 106), (35, 22), (0, 0, 0, 4.0), SAME),      # chin, forward
    ((0, 52), (32, 20), (0, 0, 3.0, 0), SAME),       # length of the nose
    ((0, -95), (80, 45), (0, 0, 5.0, 0), SAME),      # forehead
    ((31, 0), (14, 16), (1.6, 0, 0, 0), SAME),       # eyes apart
    ((31, 0.5), (13, 9), STILL, (0.07, 0.22)),       # large or narrow eyes
    ((46, 0), (8, 7), (0, 0, 1.6, 0), SAME),         # eyes slant
    ((17, -21), (11, 9), (0, 0, 3.2, 0), SAME),      # brows, inner half
    ((47, -20), (13, 9), (0, 0, 3.2, 0), SAME),      # brows, outer half
    ((34, -16), (22, 7), STILL, (0, 0.30)),          # thick or thin brows
    ((34, -16), (20, 9), (0, 0, 0, 1.8), SAME),      # deep-set eyes
    ((15, 41), (8, 8), (2.0, 0, 0, 0), SAME),        # wings of the nose
    ((0, 28), (11, 17), (0, 0, 0, 4.5), SAME),       # tall or flat nose
    ((0, 40), (9, 9), (0, 0, 2.5, 0), SAME),         # turned up or hooked nose
    ((26, 66), (12, 12), (2.3, 0, 0, 0), SAME),      # width of the mouth
    ((0, 66), (26, 13), STILL, (0, 0.26)),           # thick or thin lips
    ((0, 58), (18, 5), (0, 0, 0.9, 0), SAME),        # upper lip alone
    ((0, 35), (32, 36), (0, 0, 0, 4.0), SAME),       # flat or pointed face
    ((44, 45), (18, 20), (1.5, 0, 0, 3.0), SAME),    # full cheeks
    ((0, 85), (60, 40), (0, 1.7, 0, 0), SAME),       # nobody is symmetric
)
EXPRESSION: dict[str, tuple[Bump, ...]] = {
    "smile": (((26, 66), (9, 9), (7.5, 0, -6.0, -4.5), SAME),
              ((38, 36), (13, 13), (0, 0, -4.5, 3.5), SAME),  # cheeks
              ((17, 42), (8, 8), (2.0, 0, 0, 0), SAME),
              ((0, 67), (18, 14), STILL, (0, -0.20)),  # stretched lips are thin lips
              ((31, 7), (11, 5), (0, 0, -1.6, 0), SAME)),  # lower lids
    "sad": (((26, 66), (9, 9), (-1.5, 0, 6.0, 0), SAME),
            ((17, -18), (10, 10), (-0.5, 0, -3.0, 0), SAME)),
    "pucker": (((26, 66), (9, 9), (-9.0, 0, 0, 0), SAME),
               ((0, 66), (13, 13), (0, 0, 0, 6.0), SAME)),
    "brows": (((34, -22), (32, 12), (0, 0, -7.5, 0), SAME),),  # raised
    "frown": (((13, -16), (10, 10), (-2.5, 0, 4.0, 0), SAME),),
    "skew": (((12, 68), (18, 18), (0, 4.0, 0, 0), SAME),),  # mouth drawn to one side
    "jaw": (((26, 66), (9, 9), (-3.0, 0, 0, 0), SAME),  # and the turn about the hinge, below
            ((0, 57), (18, 6), (0, 0, -3.0, 0), SAME)),
}
# fmt: on
_LOWER_LIP = {83: 0.93, 84: 0.99, 85: 1.0, 86: 0.99, 87: 0.93, 93: 0.95, 94: 1.0, 95: 0.95}
_UPPER_LIP = {
    76: 0.42,
    82: 0.42,
    88: 0.42,
    92: 0.42,
    **dict.fromkeys((*range(77, 82), 89, 90, 91), 0.0),
}
_HINGE, _JAW_TURN = (15.0, 5.0), 0.33  # (y, z) of the jaw's joint in mm; radians when wide open


@dataclass(frozen=True)
class Expression:
    """Amounts from 0 (neutral) to about 1 (as far as it goes)."""

    jaw: float = 0.0  # exactly 0: the lips touch
    smile: float = 0.0
    sad: float = 0.0
    pucker: float = 0.0
    brows: float = 0.0  # raised; negative: drawn down
    frown: float = 0.0
    skew: float = 0.0
    lids: tuple[float, float] = (0.15, 0.15)  # eyes at the picture's left and right; 1: closed
    gaze: tuple[float, float] = (0.0, 0.0)  # steps of the sheet (3 mm) right and down

    @property
    def exaggerated(self) -> bool:
        """What WFLW calls an exaggerated expression."""
        strong = max(self.jaw / 0.64, self.smile / 0.97, self.pucker / 0.85, self.sad / 0.8)
        return strong > 1 or (self.jaw > 0.3 and max(self.lids) > 0.9)


# Share of faces, range of the jaw, trait, range of the trait.
_MOODS = (
    (0.31, (0.003, 0.03), "skew", (-0.4, 0.4)),  # at rest
    (0.19, (0.0, 0.1), "smile", (0.3, 0.9)),
    (0.17, (0.12, 0.5), "smile", (0.5, 1.1)),  # laughing
    (0.16, (0.05, 0.4), "skew", (-0.5, 0.5)),  # talking
    (0.07, (0.5, 1.0), "brows", (0.0, 0.9)),  # shouting
    (0.04, (0.003, 0.12), "pucker", (0.5, 1.1)),
    (0.06, (0.003, 0.1), "sad", (0.3, 0.9)),
)


def draw_expression(rng: Generator) -> Expression:
    """One expression: a third at rest, a third smiling, the rest from talking to shouting."""
    _, jaw_range, trait, trait_range = _MOODS[rng.choice(len(_MOODS), p=[m[0] for m in _MOODS])]
    jaw = rng.uniform(*jaw_range)
    if jaw_range[1] < 0.2 and rng.random() < 0.19:
        jaw = 0.0  # lips pressed together; else at least a hair's breadth apart
    amounts = {
        "smile": rng.normal(0, 0.12),
        "brows": rng.normal(0.1, 0.35),
        "frown": max(0.0, rng.normal(0, 0.35)),
        "skew": rng.normal(0, 0.25),
        trait: rng.uniform(*trait_range),
    }
    blink = float(np.clip(rng.normal(0.13, 0.2) + 0.22 * max(amounts["smile"], 0), -0.15, 0.85))
    if rng.random() < 0.10:
        blink = 1.0
    wink = 1.0 if rng.random() < 0.02 else blink
    gaze = np.clip(rng.normal(0, (0.7, 0.25)), (-1.6, -0.7), (1.6, 0.7))
    return Expression(jaw, lids=(wink, blink), gaze=(gaze[0], gaze[1]), **amounts)


@dataclass(frozen=True)
class Shape:
    """A head in its own frame: sheet vertices (rows, columns, 3) and points (98, 3), mm."""

    vertices: Array
    points: Array
    expression: Expression


def _blend_shape(*bumps: Bump) -> Array:
    """How the anchors move for one unit of a trait: (a, 3) mm."""
    p = sheet().anchors
    away, side = np.abs(p[:, 0]), np.sign(p[:, 0])
    moves = np.zeros_like(p)
    for (x, y), (rx, ry), (out, right, down, forward), (wider, taller) in bumps:
        weight = np.exp(-(((away - x) / rx) ** 2 + ((p[:, 1] - y) / ry) ** 2) / 2) * (p[:, 2] > 0)
        moves[:, 0] += weight * (side * (out + wider * (away - x)) + right)
        moves[:, 1] += weight * (down + taller * (p[:, 1] - y))
        moves[:, 2] += weight * forward
    return moves


def _ramp(x: Array, low: float, high: float) -> Array:
    """0 below low, 1 above high, smooth between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def _jaw_turn() -> Array:
    """How the anchors move when the jaw opens wide: (a, 3) mm, a turn about the hinge."""
    p = sheet().anchors
    share = _ramp(p[:, 1], 66.5, 84) * _ramp(p[:, 2], 0, 45) * _ramp(150 - p[:, 1], 0, 35)
    share[:33] = _ramp(p[:33, 1], 25, 100)
    for index, value in (_LOWER_LIP | _UPPER_LIP).items():  # lips touch: place cannot tell them
        share[index] = value
    y, z = p[:, 1] - _HINGE[0], p[:, 2] - _HINGE[1]
    return _JAW_TURN * share[:, None] * np.stack([np.zeros_like(y), z, -y], axis=1)


@cache
def _blend_shapes() -> tuple[Array, dict[str, Array]]:
    """Those of identity (rows of the table, a, 3) and those of expression (a, 3) by name."""
    expression = {name: _blend_shape(*bumps) for name, bumps in EXPRESSION.items()}
    expression["jaw"] += _jaw_turn()
    return np.stack([_blend_shape(bump) for bump in IDENTITY]), expression


def draw_identity(rng: Generator) -> Array:
    """Anchors (a, 3) of somebody's neutral face."""
    p = sheet().anchors

    def amounts(*shape: int) -> Array:
        return np.clip(rng.normal(size=shape), -2.3, 2.3)

    anchors = p + np.tensordot(amounts(len(IDENTITY)), _blend_shapes()[0], axes=1)
    for _ in range(10):  # dents and bumps that no row of the table accounts for
        centre = p[rng.integers(98)]
        near = np.exp(-((p - centre) ** 2).sum(axis=1) / (2 * rng.uniform(9, 24) ** 2))
        anchors += near[:, None] * amounts(3) * 1.5
    return anchors * (1 + 0.05 * amounts(3))


def express(anchors: Array, e: Expression) -> Shape:
    """Move anchors (a, 3) into an expression and wrap the sheet around them."""
    a = anchors + sum(getattr(e, name) * moves for name, moves in _blend_shapes()[1].items())
    for upper, lower, lid in zip(UPPER_LIDS, LOWER_LIDS, e.lids, strict=True):
        _close_lids(a, list(upper), list(lower), lid)
    if e.jaw == 0.0:  # one line of contact: upper and lower inner lip are the same point
        for up, low in INNER_LIP_PAIRS:
            a[[up, low]] = (a[up] + a[low]) / 2
    vertices = head_vertices(a)
    points = sample(vertices, sheet().places)
    if e.jaw == 0.0:
        for up, low in INNER_LIP_PAIRS:
            points[[up, low]] = (points[up] + points[low]) / 2
    # A pupil keeps its place on the sheet but for the gaze; closing lids squeeze it between them.
    points[96:] = sample(vertices, sheet().places[96:] + e.gaze)
    return Shape(vertices, points, e)


def _close_lids(a: Array, upper: list[int], lower: list[int], lid: float) -> None:
    """Move both lids towards the line on which they meet, a little below the corners."""
    t = np.linspace(0, 1, 5)
    line = a[upper[0], 1] * (1 - t) + a[upper[-1], 1] * t + 2.6 * np.sin(np.pi * t)
    a[upper, 1] += (line - a[upper, 1]) * lid * 0.97
    a[lower, 1] += (line - a[lower, 1]) * lid * 0.87
