"""Things worn and things in the way: shoulders, glasses, a peak, hands, cups, bars, microphones.

Worn things are outlines in the head's millimetres, so they turn with the head; `place` turns
these into pixels. Things in the way are flat outlines that bulge; `scale` is pixels per mm.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.canvas import Canvas, capsule, ellipse, turned

Array = NDArray[np.float64]
Place = Callable[[Array], Array]


def shoulders(rng: Generator, canvas: Canvas, neck: Array, scale: float, roll: float) -> None:
    """A body below the head; neck (2,) px is where it begins."""
    wide, deep, collar = rng.uniform(150, 210), rng.uniform(15, 50), rng.uniform(34, 60)
    right = np.array([(collar, -18), (collar + 30, 4), (wide * 0.85, deep), (wide, deep + 45),
                      (wide + 20, 420)])  # fmt: skip
    body = np.concatenate([[(0, rng.uniform(-5, 40))], right, (right * [-1, 1])[::-1]])
    canvas.solid(rng, neck + body @ turned(0.35 * roll) * scale)


def glasses(rng: Generator, canvas: Canvas, place: Place, scale: float, yaw: float) -> None:
    """Two lenses, dark or clear, a bridge, and the temple on the side that we see."""
    light, dark = canvas.light.frontal, rng.random() < 0.37
    half, power = (rng.uniform(20, 27), rng.uniform(12, 21)), rng.uniform(2, 4.5)
    drop, width = rng.uniform(0, 5), rng.uniform(1.0, 3.6) * scale
    frame = rng.uniform(0, 0.5, 3) ** 2 * light
    tint, opacity = (0.04, rng.uniform(0.82, 1)) if dark else (1.0, rng.uniform(0, 0.12))

    def on_face(xy: Array) -> Array:
        return place(np.column_stack([xy, 92 - 0.0055 * xy[:, 0] ** 2]))

    for side in (-1, 1):
        lens = on_face(ellipse(np.array([side * 32.0, 1 + drop]), half, 0, power))
        canvas.fill(lens, light * tint, opacity)
        canvas.line(np.concatenate([lens, lens[:1]]), frame, width)
        if side * yaw < 6:
            hinge = [[side * (32 + half[0]), drop - 3, 70], [side * 76, -8, 0]]
            canvas.line(place(np.array(hinge)), frame, width)
    bridge = np.array([[-12, drop - 1], [-5, drop - 4], [5, drop - 4], [12, drop - 1]])
    canvas.line(on_face(bridge), frame, width)


def peak(rng: Generator, canvas: Canvas, place: Place) -> None:
    """The peak of a cap, seen from wherever the head is."""
    t = np.linspace(-np.pi / 2, np.pi / 2, 21)
    reach = rng.uniform(45, 70)
    root = np.column_stack([66 * np.sin(t), np.full(21, -50), 24 + 80 * np.cos(t)])
    rim = root + np.column_stack([2 * np.sin(t), 10 * np.cos(t), reach * np.cos(t)])
    colour = rng.uniform(0.0, 0.6, 3) ** 1.5 * canvas.light.frontal
    canvas.fill(place(np.concatenate([root, rim[::-1]])), colour)


def hand(rng: Generator, canvas: Canvas, at: Array, scale: float, skin: Array) -> None:
    """An arm, a palm with four fingers and a thumb, about life size; at (2,) px is the palm."""
    degrees, spread = rng.uniform(0, 360), rng.uniform(1, 9)

    def limb(start: tuple[float, float], end: tuple[float, float], width: float) -> None:
        ends = at + np.array([start, end]) @ turned(degrees) * scale
        canvas.solid(rng, capsule(ends[0], ends[1], width * scale), skin)

    limb((0, 0), (rng.normal(0, 30), 260), 55)
    canvas.solid(rng, ellipse(at, (42 * scale, 46 * scale), degrees, 2.6), skin)
    for k in (-1.5, -0.5, 0.5, 1.5):
        lean = np.radians(k * spread + rng.normal(0, 2))
        length = rng.uniform(48, 78)
        root = k * 19.0, -32.0
        limb(root, (root[0] + np.sin(lean) * length, root[1] - np.cos(lean) * length), 19)
    limb((-32, -35), (-66, -68), 22)


def obstacle(rng: Generator, canvas: Canvas, points: Array, scale: float, skin: Array) -> None:
    """Put something between camera and face; points (98, 2) in px say where the face is."""
    at = points[rng.integers(98)] + rng.normal(0, 12, 2) * scale
    mouth = points[76:88].mean(axis=0) + rng.normal(0, 10, 2) * scale
    width, height = rng.uniform((26, 35), (42, 60)) * scale
    kind = rng.choice(["hand", "bar", "cup", "microphone", "board", "strands"],
                      p=[0.34, 0.12, 0.14, 0.14, 0.16, 0.10])  # fmt: skip
    if kind == "hand":
        hand(rng, canvas, at, scale * rng.uniform(0.8, 1.1), skin)
    elif kind == "bar":
        along = np.array([400 * scale, 0]) @ turned(rng.uniform(0, 180))
        canvas.solid(rng, capsule(at - along, at + along, rng.uniform(10, 40) * scale))
    elif kind == "cup":
        below = mouth + [0, height * rng.uniform(0.3, 1.0)]
        canvas.solid(rng, ellipse(below, (width, height), rng.normal(0, 15), 5))
        hand(rng, canvas, below + [0, height / 2], scale * 0.8, skin)
    elif kind == "microphone":
        tail = mouth + np.array([rng.normal(0, 60), rng.uniform(80, 200)]) * scale
        canvas.solid(rng, capsule(mouth, tail, 26 * scale), rng.uniform(0, 0.2, 3))
        canvas.solid(rng, ellipse(mouth, (24 * scale, 27 * scale)), rng.uniform(0, 0.3, 3))
    elif kind == "board":  # from beside the face, or it would hide all
        radii = rng.uniform(40, 110, 2) * scale
        away = (at - points[54]) / (np.linalg.norm(at - points[54]) + 1e-6)
        centre = at + away * radii.min() * rng.uniform(0.3, 0.9)
        outline = ellipse(centre, (radii[0], radii[1]), rng.uniform(0, 90), rng.uniform(2, 9))
        canvas.solid(rng, outline)
    else:
        colour = rng.uniform(0.005, 0.2, 3) * canvas.light.frontal
        for _ in range(rng.integers(6, 26)):  # each falls from a brow in two bends
            falls = rng.normal([(0, -50), (0, 70), (0, 50)], [(18, 18), (14, 1), (20, 20)])
            lock = points[rng.choice([34, 36, 43, 45])] + np.cumsum(falls, axis=0) * scale
            canvas.line(lock, colour * rng.uniform(0.5, 1.5), rng.uniform(1, 5) * scale)


def clutter(rng: Generator, canvas: Canvas) -> None:
    """One thing in the background: a blob, a polygon, a post or a beam."""
    h, w = canvas.image.shape[:2]
    centre = rng.uniform([0, 0], [w, h])
    radii = rng.uniform(0.02, 0.35, 2) * max(w, h)
    kind = rng.random()
    if kind < 0.35:
        outline = ellipse(centre, (radii[0], radii[1]), rng.uniform(0, 180), rng.choice([2, 8]))
    elif kind < 0.7:
        outline = centre + rng.normal(0, 1, (rng.integers(3, 7), 2)) * radii
    else:
        outline = ellipse(centre, (radii[0], 0.08 * radii[1] + 1), rng.uniform(0, 180), 9.0)
    colour = rng.uniform(0.01, 0.8, 3)
    if rng.random() < 0.25:  # something of the colour of skin, to mislead
        colour = np.array([0.6, 0.35, 0.24]) * rng.uniform(0.15, 1.2)
    canvas.fill(outline, colour, rng.uniform(0.5, 1))
