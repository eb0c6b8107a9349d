"""Things worn and things in the way: shoulders, glasses, brims, hands, cups, bars, microphones.

Worn things are 3D outlines in head millimetres, so they turn with the head; things in the way
are flat shapes with a rounded shading. `place` turns millimetres into pixels.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.canvas import Canvas, material, polygon_mask, round_shading
from data_stub.look import Look
from data_stub.render import Light, Pose

Array = NDArray[np.float64]
Place = Callable[[Array], Array]


def _lit(light: Light) -> Array:
    """Mean light on a surface that faces the camera, (3,)."""
    return light.ambient + light.colour * max(0.25, float(light.direction[2]))


def _solid(
    rng: Generator, canvas: Canvas, outline: Array, light: Light, colour: Array | None = None
) -> None:
    mask, x, y = polygon_mask(outline)
    if min(mask.shape) < 4 or max(mask.shape) > 2500:
        return
    stuff = material(rng, (mask.shape[0], mask.shape[1]), colour)
    stuff *= round_shading(mask, light.direction)[..., None] * _lit(light).astype(np.float32)
    canvas.lay(stuff, mask, x, y)


def ellipse(
    centre: Array, radii: tuple[float, float], degrees: float = 0.0, power: float = 2.0
) -> Array:
    """Outline (40, 2) of an ellipse; a higher power makes it boxier."""
    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    c, s = np.cos(t), np.sin(t)
    p = np.stack(
        [
            radii[0] * np.sign(c) * np.abs(c) ** (2 / power),
            radii[1] * np.sign(s) * np.abs(s) ** (2 / power),
        ],
        axis=1,
    )
    a = np.radians(degrees)
    return p @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) + centre


def capsule(start: Array, end: Array, width: float) -> Array:
    """Outline of a thick line with round ends."""
    along = np.arctan2(*(end - start)[::-1])
    t = np.linspace(-np.pi / 2, np.pi / 2, 9)
    arc = np.stack([np.cos(along + t), np.sin(along + t)], axis=1) * width / 2
    return np.concatenate([end + arc, start - arc])


def shoulders(
    rng: Generator, canvas: Canvas, light: Light, neck: Array, scale: float, roll: float
) -> None:
    """A body below the head: neck (2,) is where it leaves the picture of the face, px."""
    wide, deep = rng.uniform(150, 210), rng.uniform(15, 50)
    collar = rng.uniform(34, 60)
    shape = np.array(
        [
            (-collar, -18),
            (-collar - 30, 4),
            (-wide * 0.85, deep),
            (-wide, deep + 45),
            (-wide - 20, 420),
            (wide + 20, 420),
            (wide, deep + 45),
            (wide * 0.85, deep),
            (collar + 30, 4),
            (collar, -18),
            (0, rng.uniform(-5, 40)),
        ]
    )
    a = np.radians(roll * 0.35)
    turned = shape @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    outline = neck + turned * scale
    outline = np.clip(outline, -60, np.array(canvas.image.shape[1::-1]) + 60)
    _solid(rng, canvas, outline, light)


def glasses(
    rng: Generator, canvas: Canvas, light: Light, pose: Pose, place: Place, scale: float, dark: bool
) -> None:
    """Two lenses, a bridge, and the temple on the side that we see."""
    half = rng.uniform(20, 27), rng.uniform(12, 21)
    power, drop = rng.uniform(2, 4.5), rng.uniform(0, 5)
    frame = rng.uniform(0, 0.5, 3) ** 2 * _lit(light)
    tint = rng.uniform(0, 0.06, 3) * _lit(light)
    width = rng.uniform(1.0, 3.6) * scale

    def on_face(xy: Array) -> Array:
        z = 92 - 0.0055 * xy[:, 0] ** 2
        return place(np.concatenate([xy, z[:, None]], axis=1))

    for sign in (-1, 1):
        lens = on_face(ellipse(np.array([sign * 32.0, 1 + drop]), half, 0, power))
        if dark:
            canvas.lay_polygon(lens, tint, float(rng.uniform(0.82, 1.0)))
            glare = on_face(ellipse(np.array([sign * 32.0 - 6, -4 + drop]), (5, 3), -30))
            canvas.lay_polygon(glare, _lit(light), float(rng.uniform(0, 0.35)))
        else:
            canvas.lay_polygon(lens, _lit(light), float(rng.uniform(0, 0.12)))
        canvas.lay_line(np.concatenate([lens, lens[:1]]), frame, width)
        if sign * pose.yaw < 6:
            hinge = np.array([[sign * (32 + half[0]), -3 + drop, 70], [sign * 76, -8, 0]])
            canvas.lay_line(place(hinge), frame, width)
    bridge = np.array([[-12, drop - 1], [-5, drop - 4], [5, drop - 4], [12, drop - 1]], float)
    canvas.lay_line(on_face(bridge), frame, width)


def brim(rng: Generator, canvas: Canvas, light: Light, place: Place, look: Look) -> None:
    """The peak of a cap, seen from wherever the head is."""
    t = np.linspace(-np.pi / 2, np.pi / 2, 21)
    reach = rng.uniform(45, 70)
    root = np.stack([66 * np.sin(t), np.full(21, -50.0), 24 + 80 * np.cos(t)], axis=1)
    edge = np.stack([68 * np.sin(t), -50 + 10 * np.cos(t), 28 + (80 + reach) * np.cos(t)], axis=1)
    outline = place(np.concatenate([root, edge[::-1]]))
    shade = _lit(light) * (0.5 + 0.4 * rng.random())
    canvas.lay_polygon(outline, look.gear_colours[rng.integers(2)] * shade)


def hand(
    rng: Generator, canvas: Canvas, light: Light, at: Array, scale: float, skin: Array
) -> None:
    """A palm with four fingers and a thumb, about life size."""
    a = rng.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) * scale
    spread = rng.uniform(0.02, 0.16)
    palm = at + np.array([0, 40.0]) @ turn
    arm = capsule(palm, palm + np.array([rng.normal(0, 30), 260]) @ turn, 55 * scale)
    _solid(rng, canvas, arm, light, skin if rng.random() < 0.5 else None)
    _solid(rng, canvas, ellipse(palm, (42 * scale, 46 * scale), np.degrees(a), 2.6), light, skin)
    for k in range(4):
        lean = (k - 1.5) * spread + rng.normal(0, 0.03)
        root = np.array([(k - 1.5) * 19.0, 8])
        tip = root + np.array([np.sin(lean), -np.cos(lean)]) * rng.uniform(48, 78)
        _solid(
            rng,
            canvas,
            capsule(palm + (root - [0, 40]) @ turn, palm + (tip - [0, 40]) @ turn, 19 * scale),
            light,
            skin,
        )
    thumb = np.array([[-32, 5.0], [-66, -28]]) @ turn + palm
    _solid(rng, canvas, capsule(thumb[0], thumb[1], 22 * scale), light, skin)


def obstacle(
    rng: Generator, canvas: Canvas, light: Light, points: Array, scale: float, skin: Array
) -> None:
    """Put something between camera and face; points (98, 2) in px say where the face is."""
    at = points[rng.integers(98)] + rng.normal(0, 12, 2) * scale
    mouth = points[76:88].mean(axis=0)
    kind = rng.choice(
        ["hand", "bar", "cup", "microphone", "board", "hair"],
        p=[0.34, 0.12, 0.14, 0.14, 0.16, 0.10],
    )
    if kind == "hand":
        hand(rng, canvas, light, at, scale * rng.uniform(0.8, 1.1), skin)
    elif kind == "bar":
        a = rng.uniform(0, np.pi)
        along = np.array([np.cos(a), np.sin(a)]) * 400 * scale
        _solid(rng, canvas, capsule(at - along, at + along, rng.uniform(10, 40) * scale), light)
    elif kind == "cup":
        size = rng.uniform(26, 42) * scale, rng.uniform(35, 60) * scale
        centre = mouth + np.array([rng.normal(0, 10) * scale, size[1] * rng.uniform(0.3, 1.0)])
        _solid(rng, canvas, ellipse(centre, size, rng.normal(0, 15), 5), light)
        holding = centre + np.array([0, 0.5 * size[1]])
        hand(rng, canvas, light, holding, scale * 0.8, skin)
    elif kind == "microphone":
        head = mouth + np.array([rng.normal(0, 12), rng.uniform(0, 30)]) * scale
        tail = head + np.array([rng.normal(0, 60), rng.uniform(80, 200)]) * scale
        _solid(rng, canvas, capsule(head, tail, 26 * scale), light, rng.uniform(0, 0.2, 3))
        _solid(rng, canvas, ellipse(head, (24 * scale, 27 * scale)), light, rng.uniform(0, 0.3, 3))
    elif kind == "board":
        size = rng.uniform(40, 110) * scale, rng.uniform(40, 110) * scale
        away = at - points[54]
        centre = at + away / (np.linalg.norm(away) + 1e-6) * min(size) * rng.uniform(0.3, 0.9)
        _solid(rng, canvas, ellipse(centre, size, rng.uniform(0, 90), rng.uniform(2, 9)), light)
    else:
        colour = rng.uniform(0.005, 0.2, 3) * _lit(light)
        for _ in range(rng.integers(6, 26)):
            root = points[rng.choice([34, 36, 43, 45])]
            start = root + (rng.normal(0, 18, 2) - [0, 50]) * scale
            bend = start + np.array([rng.normal(0, 14), 70]) * scale
            end = bend + np.array([rng.normal(0, 20), rng.uniform(20, 90)]) * scale
            canvas.lay_line(
                np.stack([start, bend, end]),
                colour * rng.uniform(0.5, 1.5),
                rng.uniform(1, 5) * scale,
            )
