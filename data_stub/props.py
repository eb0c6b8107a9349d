"""Things worn and things in the way: shoulders, glasses, a peak, hands, cups, bars, microphones.

Worn things are outlines in the head's millimetres, so they turn with the head; `place` turns
these into pixels. Things in the way are flat outlines that bulge; `scale` is pixels per mm.
"""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from data_stub.average import Array
from data_stub.canvas import Canvas, capsule, ellipse, turned

Place = Callable[[Array], Array]


def shoulders(rng: Generator, canvas: Canvas, neck: Array, scale: float, roll: float) -> None:
    """A body below the head; neck (2,) px is where it begins."""
    wide, deep, collar = rng.uniform((150, 15, 34), (210, 50, 60))
    right = np.array([(collar, -18), (collar + 30, 4), (wide * 0.85, deep), (wide, deep + 45),
                      (wide + 20, 420)])  # fmt: skip
    body = np.concatenate([[(0, rng.uniform(-5, 40))], right, (right * [-1, 1])[::-1]])
    canvas.solid(rng, neck + body @ turned(0.35 * roll) * scale)


def glasses(rng: Generator, canvas: Canvas, place: Place, scale: float, yaw: float) -> None:
    """Two lenses, dark or clear, a bridge, and the temple on the side that we see."""
    light = canvas.light.frontal
    wide, tall, power, drop, thick = rng.uniform((20, 12, 2, 0, 1), (27, 21, 4.5, 5, 3.6))
    frame = rng.uniform(0, 0.5, 3) ** 2 * light
    dark = rng.random() < 0.37
    tint, opacity = (0.04, rng.uniform(0.82, 1)) if dark else (1.0, rng.uniform(0, 0.12))

    def on_face(xy: Array) -> Array:
        return place(np.column_stack([xy, 92 - 0.0055 * xy[:, 0] ** 2]))

    for side in (-1, 1):
        lens = on_face(ellipse(np.array([side * 32, 1 + drop]), np.array([wide, tall]), 0, power))
        canvas.draw(lens, light * tint, opacity)
        canvas.draw(np.concatenate([lens, lens[:1]]), frame, width=thick * scale)
        if side * yaw < 6:
            hinge = np.array([[side * (32 + wide), drop - 3, 70], [side * 76, -8, 0]])
            canvas.draw(place(hinge), frame, width=thick * scale)
    bridge = np.array([[-12, drop - 1], [-5, drop - 4], [5, drop - 4], [12, drop - 1]])
    canvas.draw(on_face(bridge), frame, width=thick * scale)


def peak(rng: Generator, canvas: Canvas, place: Place) -> None:
    """The peak of a cap, seen from wherever the head is."""
    t = np.linspace(-np.pi / 2, np.pi / 2, 21)
    root = np.column_stack([66 * np.sin(t), np.full(21, -50), 24 + 80 * np.cos(t)])
    rim = root + np.cos(t)[:, None] * [0, 10, rng.uniform(45, 70)]
    colour = rng.uniform(0.0, 0.6, 3) ** 1.5 * canvas.light.frontal
    canvas.draw(place(np.concatenate([root, rim[::-1]])), colour)


def hand(rng: Generator, canvas: Canvas, at: Array, scale: float, skin: Array) -> None:
    """An arm, a palm with four fingers and a thumb, about life size; at (2,) px is the palm."""
    degrees, spread = rng.uniform(0, 360), rng.uniform(1, 9)

    def limb(start: tuple[float, float], end: tuple[float, float], width: float) -> None:
        ends = at + np.array([start, end]) @ turned(degrees) * scale
        canvas.solid(rng, capsule(ends[0], ends[1], width * scale), skin)

    limb((0, 0), (rng.normal(0, 30), 260), 55)
    canvas.solid(rng, ellipse(at, np.array([42, 46]) * scale, degrees, 2.6), skin)
    for k in (-1.5, -0.5, 0.5, 1.5):
        lean, length = np.radians(k * spread + rng.normal(0, 2)), rng.uniform(48, 78)
        limb((19 * k, -32), (19 * k + np.sin(lean) * length, -32 - np.cos(lean) * length), 19)
    limb((-32, -35), (-66, -68), 22)


def obstacle(rng: Generator, canvas: Canvas, points: Array, scale: float, skin: Array) -> None:
    """Put something between camera and face; points (98, 2) in px say where the face is."""
    at = points[rng.integers(98)] + rng.normal(0, 12, 2) * scale
    mouth = points[76:88].mean(axis=0) + rng.normal(0, 10, 2) * scale
    kind = rng.choice(["hand", "bar", "cup", "microphone", "board", "strands"],
                      p=[0.34, 0.12, 0.14, 0.14, 0.16, 0.10])  # fmt: skip
    if kind == "hand":
        hand(rng, canvas, at, scale * rng.uniform(0.8, 1.1), skin)
    elif kind == "bar":
        along = np.array([400 * scale, 0]) @ turned(rng.uniform(0, 180))
        canvas.solid(rng, capsule(at - along, at + along, rng.uniform(10, 40) * scale))
    elif kind == "cup":
        radii = rng.uniform((26, 35), (42, 60)) * scale
        middle = mouth + [0, radii[1] * rng.uniform(0.3, 1.0)]
        canvas.solid(rng, ellipse(middle, radii, rng.normal(0, 15), 5))
        hand(rng, canvas, middle + [0, radii[1] / 2], scale * 0.8, skin)
    elif kind == "microphone":
        tail = mouth + np.array([rng.normal(0, 60), rng.uniform(80, 200)]) * scale
        canvas.solid(rng, capsule(mouth, tail, 26 * scale), rng.uniform(0, 0.2, 3))
        canvas.solid(rng, ellipse(mouth, np.array([24, 27]) * scale), rng.uniform(0, 0.3, 3))
    elif kind == "board":  # from beside the face, or it would hide all
        radii, away = rng.uniform(40, 110, 2) * scale, at - points[54]
        middle = at + away / (np.linalg.norm(away) + 1e-6) * radii.min() * rng.uniform(0.3, 0.9)
        canvas.solid(rng, ellipse(middle, radii, rng.uniform(0, 90), rng.uniform(2, 9)))
    else:
        colour = rng.uniform(0.005, 0.2, 3) * canvas.light.frontal
        for _ in range(rng.integers(6, 26)):  # each falls from above a brow, with two bends
            falls = rng.normal([(0, -50), (0, 70), (0, 50)], [(18, 18), (14, 1), (20, 20)])
            lock = points[rng.choice([34, 36, 43, 45])] + np.cumsum(falls, axis=0) * scale
            tone, width = rng.uniform((0.5, 1), (1.5, 5))
            canvas.draw(lock, colour * tone, width=width * scale)


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
