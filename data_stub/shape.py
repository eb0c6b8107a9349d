"""The shape of one head: who it is and what it does, as blend shapes.

A blend shape says how far each anchor moves for one unit of some trait. Here all of them come
from two tables of bumps: where on the average face, how wide, which way. Identity draws an amount
for each row; an expression names its amounts. Amounts add up: head = average + sum of moves.
"""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.random import Generator

from data_stub.average import INNER_LIP_PAIRS, RIMS, Array
from data_stub.head import contour_walks, head_vertices, sample, sheet

# A soft spot on both sides of the average face: centre (|x|, y) and radii (x, y), mm; how far its
# middle moves (out, down, forward), mm; how much it grows (wider, taller), ratio.
# fmt: off
IDENTITY = np.array([  # one standard deviation of each trait among people
    (55, 85, 32, 35, 4.5, 0, 0, 0, 0),        # narrow or broad jaw
    (72, 15, 28, 30, 3.0, 0, 0, 0, 0),        # cheekbones
    (0, 125, 95, 48, 0, 5.0, 0, 0, 0),        # long or short lower face
    (0, 112, 50, 22, 0, 4.0, 3.0, 0, 0),      # chin
    (0, 52, 32, 20, 0, 3.0, 0, 0, 0),         # length of the nose
    (0, -95, 80, 45, 0, 5.0, 0, 0, 0),        # forehead
    (31, 0, 14, 16, 1.6, 0, 0, 0, 0),         # eyes apart
    (31, 0.5, 13, 9, 0, 0, 0, 0.07, 0.22),    # large or narrow eyes
    (46, 0, 8, 7, 0, 1.6, 0, 0, 0),           # slanting eyes
    (17, -21, 11, 9, 0, 3.2, 1.0, 0, 0),      # brows, inner half
    (47, -20, 13, 9, 0, 3.2, 1.0, 0, 0),      # brows, outer half
    (34, -16, 22, 7, 0, 0, 0, 0, 0.30),       # thick or thin brows
    (15, 41, 8, 8, 2.0, 0, 0, 0, 0),          # wings of the nose
    (0, 28, 11, 17, 0, 0, 4.5, 0, 0),         # tall or flat nose
    (0, 40, 9, 9, 0, 2.5, 0, 0, 0),           # turned up or hooked nose
    (26, 66, 12, 12, 2.3, 0, 0, 0, 0),        # width of the mouth
    (0, 66, 26, 13, 0, 0, 1.0, 0, 0.26),      # thick or thin lips
    (0, 35, 32, 36, 0, 0, 4.0, 0, 0),         # flat or pointed face
    (44, 45, 18, 20, 1.5, 0, 3.0, 0, 0),      # full cheeks
])
EXPRESSION = {
    "smile": [(26, 66, 9, 9, 7.5, -6.0, -4.5, 0, 0), (38, 36, 13, 13, 0, -4.5, 3.5, 0, 0),
              (17, 42, 8, 8, 2.0, 0, 0, 0, 0), (0, 67, 18, 14, 0, 0, 0, 0, -0.20),
              (31, 7, 11, 5, 0, -1.6, 0, 0, 0)],  # corners, cheeks, wings, thin lips, lower lids
    "sad": [(26, 66, 9, 9, -1.5, 6.0, 0, 0, 0), (17, -18, 10, 10, -0.5, -3.0, 0, 0, 0)],
    "pucker": [(26, 66, 9, 9, -9.0, 0, 0, 0, 0), (0, 66, 13, 13, 0, 0, 6.0, 0, 0)],
    "brows": [(34, -22, 32, 12, 0, -7.5, 0, 0, 0)],
    "frown": [(13, -16, 10, 10, -2.5, 4.0, 0, 0, 0)],
    "jaw": [(26, 66, 9, 9, -3.0, 0, 0, 0, 0), (0, 57, 18, 6, 0, -3.0, 0, 0, 0)],  # and its turn
}
# How far lip points follow the jaw; lips touch, so their place cannot tell which they are.
_FOLLOW = {76: 0.42, 82: 0.42, 88: 0.42, 92: 0.42, 83: 0.93, 84: 0.99, 85: 1, 86: 0.99, 87: 0.93,
           93: 0.95, 94: 1, 95: 0.95, 77: 0, 78: 0, 79: 0, 80: 0, 81: 0, 89: 0, 90: 0, 91: 0}
_MOODS = (  # share of faces, ranges of what marks them
    (0.31, {"jaw": (0.003, 0.03)}),  # at rest
    (0.19, {"jaw": (0.0, 0.1), "smile": (0.3, 0.9)}),
    (0.17, {"jaw": (0.12, 0.5), "smile": (0.5, 1.1)}),  # laughing
    (0.16, {"jaw": (0.05, 0.4)}),  # talking
    (0.07, {"jaw": (0.5, 1.0), "brows": (0.0, 0.9)}),  # shouting
    (0.04, {"jaw": (0.003, 0.12), "pucker": (0.5, 1.1)}),
    (0.06, {"jaw": (0.003, 0.1), "sad": (0.3, 0.9)}),
)
# fmt: on


@dataclass(frozen=True)
class Expression:
    """Amounts from 0 (neutral) to about 1 (as far as it goes)."""

    jaw: float = 0.0  # exactly 0: the lips touch
    smile: float = 0.0
    sad: float = 0.0
    pucker: float = 0.0
    brows: float = 0.0  # raised; negative: drawn down
    frown: float = 0.0
    lids: tuple[float, float] = (0.15, 0.15)  # eyes at the picture's left and right; 1: closed
    gaze: tuple[float, ...] = (0.0, 0.0)  # steps of the sheet (3 mm) right and down

    @property
    def exaggerated(self) -> bool:
        """What WFLW calls an exaggerated expression."""
        strong = max(self.jaw / 0.64, self.smile / 0.97, self.pucker / 0.85, self.sad / 0.8)
        return strong > 1 or (self.jaw > 0.3 and max(self.lids) > 0.9)


def draw_expression(rng: Generator) -> Expression:
    """One expression: a third at rest, a third smiling, the rest from talking to shouting."""
    spread = rng.normal([0, 0.1, 0], [0.12, 0.35, 0.35])
    amounts = {"smile": spread[0], "brows": spread[1], "frown": max(0.0, spread[2])}
    mood = _MOODS[rng.choice(len(_MOODS), p=[share for share, _ in _MOODS])][1]
    amounts |= {trait: rng.uniform(*limits) for trait, limits in mood.items()}
    if amounts["jaw"] < 0.12 and rng.random() < 0.145:
        amounts["jaw"] = 0.0  # lips pressed together; else at least a hair's breadth apart
    blink = np.clip(rng.normal(0.13, 0.2) + 0.22 * max(amounts["smile"], 0), -0.15, 0.85)
    blink = 1.0 if rng.random() < 0.10 else float(blink)
    wink = 1.0 if rng.random() < 0.02 else blink
    gaze = np.clip(rng.normal(0, (0.7, 0.25)), (-1.6, -0.7), (1.6, 0.7))
    return Expression(**amounts, lids=(wink, blink), gaze=tuple(gaze))


@dataclass(frozen=True)
class Shape:
    """A head in its own frame: sheet vertices (rows, columns, 3) and points (98, 3), mm."""

    vertices: Array
    points: Array
    expression: Expression

    @cached_property
    def walks(self) -> Array:
        """Where each contour point may come to lie: (33, 61, 3) in mm."""
        return contour_walks(self.vertices)


def _blend_shape(bumps: Array) -> Array:
    """How the anchors move (a, 3), mm, for one unit of a trait that is the sum of bumps (n, 9)."""
    p = sheet().anchors
    x, y = np.abs(p[:, 0]), p[:, 1]
    moves = np.zeros_like(p)
    for cx, cy, rx, ry, out, down, forward, wider, taller in bumps:
        weight = np.exp(-(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2) / 2) * (p[:, 2] > 0)
        moves[:, 0] += weight * (out + wider * (x - cx)) * np.sign(p[:, 0])
        moves[:, 1] += weight * (down + taller * (y - cy))
        moves[:, 2] += weight * forward
    return moves


def _jaw_turn() -> Array:
    """How the anchors move (a, 3), mm, when the jaw opens wide: 19 degrees about its joint."""
    p = sheet().anchors
    joint_y, joint_z = 15.0, 5.0
    share = np.clip((p[:, 1] - 66.5) / 17, 0, 1) * np.clip(p[:, 2] / 45, 0, 1)
    share *= np.clip((150 - p[:, 1]) / 35, 0, 1)  # the neck stays
    share[:33] = np.clip((p[:33, 1] - 25) / 75, 0, 1) ** 1.5
    share[list(_FOLLOW)] = list(_FOLLOW.values())
    turn = np.stack([np.zeros(len(p)), p[:, 2] - joint_z, joint_y - p[:, 1]], axis=1)
    return np.radians(19) * share[:, None] * turn


@cache
def _blend_shapes() -> tuple[Array, dict[str, Array]]:
    """Those of identity (rows of the table, a, 3) and those of expression (a, 3) by name."""
    expression = {name: _blend_shape(np.array(bumps)) for name, bumps in EXPRESSION.items()}
    expression["jaw"] += _jaw_turn()
    return np.stack([_blend_shape(bump[None]) for bump in IDENTITY]), expression


def draw_identity(rng: Generator) -> Array:
    """Anchors (a, 3) of somebody's neutral face."""
    p = sheet().anchors
    amounts = np.clip(rng.normal(size=len(IDENTITY)), -2.3, 2.3)
    anchors = p + np.tensordot(amounts, _blend_shapes()[0], axes=1)
    # Dents and bumps that no row of the table accounts for; a wide one makes the face crooked.
    for reach in (45, *rng.uniform(9, 24, 10)):
        near = np.exp(-((p - p[rng.integers(98)]) ** 2).sum(axis=1) / (2 * reach**2))
        anchors += near[:, None] * np.clip(rng.normal(0, 1.5, 3), -3.5, 3.5)
    return anchors * (1 + 0.05 * np.clip(rng.normal(size=3), -2.3, 2.3))


def express(anchors: Array, e: Expression) -> Shape:
    """Move anchors (a, 3) into an expression and wrap the sheet around them."""
    a = anchors + sum(getattr(e, name) * moves for name, moves in _blend_shapes()[1].items())
    for eye, lid in zip(("left eye", "right eye"), e.lids, strict=True):
        upper, lower = (list(rim) for rim in RIMS[eye])
        t = np.linspace(0, 1, 5)  # the lids meet on a line a little below the corners
        line = a[upper[0], 1] * (1 - t) + a[upper[-1], 1] * t + 2.6 * np.sin(np.pi * t)
        a[upper, 1] += (line - a[upper, 1]) * lid * 0.97
        a[lower, 1] += (line[::-1] - a[lower, 1]) * lid * 0.87
    up, low = np.transpose(INNER_LIP_PAIRS)
    if e.jaw == 0.0:  # one line of contact: upper and lower inner lip are the same point
        a[up] = a[low] = (a[up] + a[low]) / 2
    vertices = head_vertices(a)
    points = sample(vertices, sheet().places)
    if e.jaw == 0.0:
        points[up] = points[low] = (points[up] + points[low]) / 2
    # A pupil keeps its place on the sheet but for the gaze; closing lids squeeze it between them.
    points[96:] = sample(vertices, sheet().places[96:] + e.gaze)
    return Shape(vertices, points, e)
