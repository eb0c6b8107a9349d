"""Things worn and things in the way: shoulders, glasses, hands, boards, bars, strands.

Worn things are outlines in the head's millimetres, so they turn with the head. Things in the way
are flat outlines that bulge; `scale` is pixels per mm.
"""

import numpy as np
from numpy.random import Generator

from data_stub.average import Array
from data_stub.canvas import Canvas, ellipse, turned
from data_stub.head import arc
from data_stub.render import View


def shoulders(rng: Generator, canvas: Canvas, view: View) -> None:
    """A body below the head, hardly tilted when the head is."""
    wide, deep, collar = rng.uniform((150, 15, 34), (210, 50, 60))
    right = np.array([(collar, -18), (collar + 30, 4), (wide * 0.85, deep), (wide, deep + 45),
                      (wide + 20, 420)])  # fmt: skip
    body = np.concatenate([[(0, rng.uniform(-5, 40))], right, (right * [-1, 1])[::-1]])
    neck = view.pixels(np.array([0.0, 141.0, -10.0]))
    canvas.solid(rng, neck + body @ turned(0.35 * view.roll) * view.scale)


def glasses(rng: Generator, canvas: Canvas, view: View) -> None:
    """Two lenses, dark or clear, a bridge, and the temple on the side that we see."""
    light, dark = canvas.light.frontal, rng.random() < 0.37
    wide, tall, power, drop, thick = rng.uniform((20, 12, 2, 0, 1), (27, 21, 4.5, 5, 3.6))
    tint, opacity = (0.04, rng.uniform(0.82, 1)) if dark else (1.0, rng.uniform(0, 0.12))
    lines = [np.array([[-12, drop - 1, 90], [0, drop - 4, 92], [12, drop - 1, 90]])]  # bridge
    for side in (-1, 1):
        outline = ellipse(np.array([side * 32, 1 + drop]), np.array([wide, tall]), 0, power)
        lens = np.column_stack([outline, 92 - 0.0055 * outline[:, 0] ** 2])  # curved round the face
        canvas.draw(view.pixels(lens), light * tint, opacity)
        lines.append(np.concatenate([lens, lens[:1]]))
        if side * view.yaw < 6:
            lines.append(np.array([[side * (32 + wide), drop - 3, 70], [side * 76, -8, 0]]))
    frame = rng.uniform(0, 0.5, 3) ** 2 * light
    for line in lines:
        canvas.draw(view.pixels(line), frame, width=thick * view.scale)


def hand(rng: Generator, canvas: Canvas, at: Array, scale: float, skin: Array) -> None:
    """An arm, a palm with four fingers and a thumb, about life size; at (2,) px is the palm."""
    whole = rng.uniform(0, 360)

    def part(x: float, y: float, wide: float, tall: float, lean: float = 0.0) -> None:
        middle = at + np.array([x, y]) @ turned(whole) * scale
        radii = np.array([wide, tall]) * scale
        canvas.solid(rng, ellipse(middle, radii, whole + lean, 2.7), skin)

    part(0, 130, 28, 150)  # arm
    part(0, 0, 42, 46)  # palm
    spread = rng.uniform(1, 9)  # degrees between fingers
    for k in (-1.5, -0.5, 0.5, 1.5):
        part(k * (19 + spread), -66, 9.5, rng.uniform(34, 48), k * spread + rng.normal(0, 2))
    part(-52, -40, 11, 36, -45)  # thumb


# Share; smallest and largest radii (mm); power: 2 is round, more is boxy.
_OBSTACLES = (
    (0.13, (6, 400), (20, 400), 9),  # bars and posts
    (0.15, (12, 60), (15, 130), 3),  # microphones, bottles, ice cream
    (0.16, (26, 35), (42, 60), 5),  # cups, telephones
    (0.16, (40, 40), (110, 110), 6),  # boards, other people's heads
)


def obstacle(rng: Generator, canvas: Canvas, points: Array, scale: float, skin: Array) -> None:
    """Put something between camera and face; points (98, 2) in px say where the face is."""
    at = points[rng.integers(98)] + rng.normal(0, 12, 2) * scale
    kind = rng.choice(6, p=[0.3, 0.1, *(row[0] for row in _OBSTACLES)])
    if kind == 1:  # strands of hair: each falls from above a brow, with two bends
        for _ in range(rng.integers(6, 26)):
            falls = rng.normal([(0, -50), (0, 70), (0, 50)], [(18, 18), (14, 1), (20, 20)])
            lock = points[rng.choice([34, 36, 43, 45])] + np.cumsum(falls, axis=0) * scale
            colour = rng.uniform(0.002, 0.3) * canvas.light.frontal
            canvas.draw(arc(lock), colour, width=rng.uniform(1, 5) * scale)
    elif kind > 1:
        _, smallest, largest, power = _OBSTACLES[kind - 2]
        radii = rng.uniform(smallest, largest) * scale
        away = (at - points[54]) / (np.linalg.norm(at - points[54]) + 1e-6)
        at = at + away * radii.min() * rng.uniform(0.2, 0.9)  # not all of it on the face
        canvas.solid(rng, ellipse(at, radii, rng.normal(0, 45), power))
    if kind == 0 or (kind in (3, 4) and rng.random() < 0.6):
        hand(rng, canvas, at, scale * rng.uniform(0.8, 1.1), skin)


def clutter(rng: Generator, canvas: Canvas) -> None:
    """One thing in the background: a blob, a box, a post or a polygon; some are like skin."""
    size = np.array(canvas.image.shape[1::-1])
    middle, radii = rng.uniform(0, size), rng.uniform(0.02, 0.35, 2) * size.max()
    radii[1] *= rng.choice([1.0, 0.08])
    outline = ellipse(middle, radii, rng.uniform(0, 180), rng.choice([2, 9]))
    if rng.random() < 0.35:
        outline = middle + rng.normal(0, 1, (rng.integers(3, 7), 2)) * radii
    skin = np.array([0.6, 0.35, 0.24]) * rng.uniform(0.15, 1.2)
    colour = skin if rng.random() < 0.25 else rng.uniform(0.01, 0.8, 3)
    canvas.draw(outline, colour, rng.uniform(0.5, 1))
