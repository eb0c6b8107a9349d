"""What lies on a head: skin, beard, brows, lips, eyes, teeth, hair, hats, painted on the sheet.

Drawn wide on purpose: a network trained on these faces must learn shapes, because colours tell it
nothing. All colours are linear RGB, all maps (h, w, ...) have the shape `areas.SHAPE`.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator

from data_stub.areas import ANGLE, SHAPE, ZOOM, Area, Y, area, distance, hollows
from data_stub.average import Array, Image
from data_stub.canvas import blend, linear, material, noise, rgb, step
from data_stub.shape import Shape

# Real colours, sRGB 0..255, from which people's stray: skin between neighbours, hair and irises
# around one (how often it is drawn comes last).
_SKIN = np.array([(246, 219, 200), (232, 190, 160), (205, 155, 120), (165, 115, 82),
                  (115, 76, 52), (68, 45, 34)])  # fmt: skip
_HAIR = np.array([(18, 15, 14, 0.28), (35, 26, 20, 0.24), (70, 46, 30, 0.17), (120, 80, 45, 0.08),
                  (190, 150, 95, 0.08), (140, 60, 30, 0.03), (170, 168, 165, 0.07),
                  (225, 222, 218, 0.05)])  # fmt: skip
_IRIS = np.array([(45, 28, 18, 0.45), (75, 48, 25, 0.25), (95, 85, 50, 0.1), (90, 115, 135, 0.12),
                  (80, 100, 75, 0.08)])  # fmt: skip
_DARK, _WHITE = np.array([0.012, 0.008, 0.008]), np.array([0.68, 0.63, 0.60])
_CAVITY, _TONGUE, _TEETH = np.array([[0.08, 0.02, 0.02], [0.42, 0.13, 0.12], [0.7, 0.66, 0.56]])


def _stray(rng: Generator, colours: Array) -> Array:
    """Linear colour (3,) near one of colours (n, 4), drawn by its share."""
    chosen = colours[rng.choice(len(colours), p=colours[:, 3]), :3]
    return linear(chosen * rng.uniform(0.75, 1.2, 3))


@dataclass(frozen=True)
class Look:
    """What is decided about a person's looks before painting."""

    skin: Array
    hair: Array
    feminine: bool
    make_up: float  # strength, 0 to 1
    hat: bool
    scarf: bool
    shine: float

    @property
    def made_up(self) -> bool:
        return self.make_up > 0.5


def draw_look(rng: Generator) -> Look:
    """One person's appearance."""
    tone, kind = rng.uniform(0, len(_SKIN) - 1), rng.random()
    skin = np.array([np.interp(tone, range(len(_SKIN)), channel) for channel in _SKIN.T])
    feminine = bool(rng.random() < 0.5)
    make_up = rng.uniform(0.65, 1.0) if kind < 0.165 else max(0.0, kind - 0.55)
    return Look(
        linear(skin * np.clip(rng.normal(1, 0.05, 3), 0.85, 1.15)),
        _stray(rng, _HAIR),
        feminine,
        make_up * feminine,
        bool(rng.random() < 0.16),
        bool(rng.random() < 0.05),
        rng.uniform(0.05, 0.6),
    )


def paint_head(rng: Generator, look: Look, shape: Shape) -> tuple[Image, Image]:
    """Colour (h, w, 3) of everything on the sheet, and its thickness (h, w) in mm."""
    grain = noise(rng, SHAPE, (56, 56), (28, 28), (14, 14)) * np.float32(rng.uniform(0.03, 0.12))
    grain += noise(rng, SHAPE, (1, 1)) * np.float32(rng.uniform(0.01, 0.05))
    grain -= hollows() * np.float32(rng.uniform(0.5, 1.3))
    albedo = rgb(look.skin, np.maximum(1 + grain, np.float32(0.15)))
    strands = np.exp(noise(rng, SHAPE, (32, 2.4)) * np.float32(0.3))  # bright or dark hair
    area("cheeks").paint(albedo, look.skin * [1, 0.5, 0.55], rng.uniform(0, 0.4), edge=12)
    area("nostrils").paint(albedo, _DARK, rng.uniform(0.4, 0.9))
    if not look.feminine:
        _beard(rng, look, albedo, strands)
    _make_up(rng, look, albedo)
    brows = area("left brow", "right brow")
    hair = strands[brows.window]
    colour = rgb(np.minimum(look.hair, look.skin * 0.75), hair)
    brows.paint(albedo, colour, np.clip(rng.normal(0.75, 0.2), 0.2, 1), (hair - 1) * 1.2, 2.4)
    iris = _stray(rng, _IRIS)
    for name, pupil in zip(("left eye", "right eye"), shape.points[96:], strict=True):
        _eye(look, area(name), iris, pupil, shape, albedo)
    _mouth(rng, area("mouth"), shape, albedo)
    thickness = _hair(rng, look, albedo, strands)
    ears = area("ears")
    thickness[ears.window] = np.maximum(thickness[ears.window], 10 * step(ears.inside, 6))
    if look.hat or look.scarf:
        _headgear(rng, look, albedo, thickness)
    return albedo, thickness


def _beard(rng: Generator, look: Look, albedo: Image, strands: Image) -> None:
    """Nothing, stubble, or a beard of one or two parts, its edge ragged like its hair."""
    cover = rng.choice([0.0, rng.uniform(0.15, 0.5), 0.93], p=[0.46, 0.22, 0.32])
    parts = rng.choice(["moustache", "moustache goatee", "moustache beard"], p=[0.2, 0.3, 0.5])
    colour = look.hair * rng.uniform(0.6, 1.2)
    for part in (area(name) for name in str(parts).split()):
        hair = strands[part.window]
        part.paint(albedo, rgb(colour, hair), cover, (hair - 1) * 4, 4)


def _make_up(rng: Generator, look: Look, albedo: Image) -> None:
    """Lips, whether painted or not; rouge and shadow around the eyes."""
    lip = look.skin * [1.0, 0.55, 0.55] * rng.uniform(0.75, 1.05)
    if look.make_up > 0:
        lip = linear(rng.uniform([110, 5, 20], [230, 90, 110]))
        rouge = look.make_up * rng.uniform(0, 0.6)
        area("cheeks").paint(albedo, look.skin * [1, 0.4, 0.5], rouge, edge=12)
        shadow = look.make_up * rng.uniform(0.2, 0.8)
        area("left eye", "right eye").paint(albedo, rng.uniform(0, 0.4, 3), shadow, 3.5, 4)
    area("lips").paint(albedo, lip, 0.55 + 0.42 * look.make_up, edge=1.6)


def _millimetres(shape: Shape, part: Area) -> tuple[Image, Image]:
    """Where the samples of a window lie on this very face: frontal x and y (h, w) in mm."""
    rows, columns = (np.arange(s.start, s.stop, dtype="f4") / ZOOM for s in part.window)
    column, row = np.meshgrid(columns, rows)
    xy = cv2.remap(shape.vertices[..., :2].astype("f4"), column, row, cv2.INTER_LINEAR)
    return xy[..., 0], xy[..., 1]


def _eye(look: Look, eye: Area, iris: Array, pupil: Array, shape: Shape, albedo: Image) -> None:
    """Eyeball inside the lids. Drawn in this face's own millimetres, so lids cut a round iris."""
    x, y = _millimetres(shape, eye)
    x, y = x - np.float32(pupil[0]), y - np.float32(pupil[1])
    radius = np.hypot(x, y)
    lid_shadow = np.clip(0.5 + 0.15 * eye.inside, 0.45, 1.0)
    ball = rgb(_WHITE * look.skin.mean() ** 0.2, lid_shadow)
    blend(ball, rgb(iris, np.clip(1.25 - 0.11 * radius, 0.3, 1.2)), step(6 - radius))
    blend(ball, _DARK, step(2.6 - radius))
    blend(ball, np.ones(3), step(1.1 - np.hypot(x + 1.6, y + 1.8)) * 0.7)
    eye.paint(albedo, ball)
    lash = np.exp(-((eye.inside / (0.7 + 0.7 * look.make_up)) ** 2)) * (0.5 + 0.4 * look.make_up)
    blend(albedo[eye.window], _DARK, lash * np.where(y < 2, np.float32(1), np.float32(0.5)))


def _mouth(rng: Generator, mouth: Area, shape: Shape, albedo: Image) -> None:
    """Cavity, tongue and teeth between the lips; the lips' own shadow where they meet."""
    if shape.expression.jaw == 0.0:
        return mouth.paint(albedo, _DARK, 0.8, grow=0.5)  # all of it is the line of contact
    x, y = _millimetres(shape, mouth)
    upper, lower = shape.points[88:93].T, shape.points[[88, 95, 94, 93, 92]].T
    below_upper, above_lower = y - np.interp(x, *upper[:2]), np.interp(x, *lower[:2]) - y
    off_middle = np.abs(x - upper[0].mean()) / (np.ptp(upper[0]) / 2)
    inner = rgb(_CAVITY * rng.uniform(0.3, 1.5), np.ones_like(x))
    blend(inner, _TONGUE, step(rng.uniform(0, 12) - above_lower, 5) * (off_middle < 0.5) * 0.8)
    gaps = 1 - 0.3 * (np.abs(x % 7 - 3.5) < 0.4)  # every 7 mm
    teeth = rgb(_TEETH * rng.uniform(0.7, 1.15), gaps * np.clip(1.1 - off_middle**2, 0, 1))
    blend(inner, teeth, step(rng.uniform(3, 8.5) - below_upper) * (rng.random() < 0.85))
    blend(inner, teeth * 0.8, step(rng.uniform(1, 5) - above_lower) * (rng.random() < 0.4))
    mouth.paint(albedo, inner)
    blend(albedo[mouth.window], _DARK, np.exp(-(mouth.inside**2)) * 0.7)


def _above(line: list[tuple[float, float]], turn: float = 0.0) -> Image:
    """How far (h, w) in mm the samples lie above a line around the head: (degrees, mm down)."""
    return np.interp(np.abs(ANGLE - turn), *np.transpose(line)).astype("f4") - Y


def _hair(rng: Generator, look: Look, albedo: Image, strands: Image) -> Image:
    """Scalp hair down to a ragged hairline; returns its thickness in mm."""
    shares = (0.01, 0.39, 0.63) if look.feminine else (0.13, 0.16, 0.11)
    bald, fringe, long = rng.random(3) < shares
    front = rng.uniform(-42, -14) if fringe else rng.normal(-69, 7)  # over the forehead, mm down
    front = -300.0 if bald else front
    burn = rng.uniform(-25, 40) if long else rng.uniform(-20, 12)  # at the cheeks
    back = rng.uniform(90, 300) if long else 60.0
    sides = [(82, burn), (90, back if long else -22), (108, back if long else -18), (122, back)]
    above = _above(
        [(0, front), (40, front), (50, min(-45, 0.7 * front)), (70, burn), *sides], rng.normal(0, 5)
    )
    inside = step(above + noise(rng, SHAPE, (60, 24)) * 2.5 + (strands - 1) * 5, 3.5)
    albedo *= (1 - 0.45 * np.exp(np.minimum(above, 0) / 5))[..., None]  # the hair's shadow
    blend(albedo, rgb(look.hair, strands * np.clip(above / 25, 0.55, 1)), inside)
    part = np.clip(np.abs(ANGLE - rng.normal(0, 25)) / 12, 0.6, 1)  # the parting lies flat
    return inside * part * np.float32(rng.gamma(2.5, 5.5))


def _headgear(rng: Generator, look: Look, albedo: Image, thickness: Image) -> None:
    """Hats and caps cover the crown, helmets the ears too; a scarf leaves only the face free."""
    low, back, high = rng.normal(-45, 6), rng.uniform(-25, 40), rng.uniform(8, 17)
    above = _above([(0, low), (60, low), (80, (low + back) / 2), (165, back)])
    if look.scarf:
        above = rng.uniform(0, 4) - distance("face")
    blend(albedo, material(rng, SHAPE), step(above, 2))
    thickness[:] = np.maximum(thickness * step(-above), step(above, 2) * high)
