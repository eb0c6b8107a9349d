"""What lies on a head: skin, beard, brows, lips, eyes, teeth, hair, hats, painted on the sheet.

Drawn wide on purpose: a network trained on these faces must learn shapes, because colours tell it
nothing. All colours are linear RGB, all maps (h, w, ...) have the shape `areas.SHAPE`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.areas import ANGLE, EYES, SHAPE, Y, ZOOM, Area, areas, hollows, outlines, distance
from data_stub.brush import blend, linear, material, rough_noise, smooth_noise, step
from data_stub.render import Image
from data_stub.shape import Shape

Array = NDArray[np.float64]

# Anchors of real colours, sRGB 0..255; a face mixes its neighbours and strays from them.
_SKIN = [(246, 219, 200), (232, 190, 160), (205, 155, 120), (165, 115, 82), (115, 76, 52),
         (68, 45, 34)]  # fmt: skip
_HAIR = {(18, 15, 14): 0.28, (35, 26, 20): 0.24, (70, 46, 30): 0.17, (120, 80, 45): 0.08,
         (190, 150, 95): 0.08, (140, 60, 30): 0.03, (170, 168, 165): 0.07,
         (225, 222, 218): 0.05}  # fmt: skip
_IRIS = {(45, 28, 18): 0.45, (75, 48, 25): 0.25, (95, 85, 50): 0.1, (90, 115, 135): 0.12,
         (80, 100, 75): 0.08}  # fmt: skip
_DARK = np.array([0.012, 0.008, 0.008])
_TEETH, _TONGUE, _CAVITY = np.array([[0.72, 0.68, 0.58], [0.42, 0.13, 0.12], [0.08, 0.02, 0.02]])
# Style: shares among men and women, thickness of the hair in mm.
_STYLES = {"bald": (0.13, 0.01, (0.5, 0.6)), "short": (0.64, 0.20, (3, 14)),
           "fringe": (0.12, 0.16, (6, 18)), "long": (0.07, 0.40, (8, 26)),
           "long fringe": (0.04, 0.23, (8, 26))}  # fmt: skip
_BEARDS = {"none": 0.46, "stubble": 0.22, "moustache": 0.08, "goatee": 0.09, "full": 0.15}
# Lower edge in front and behind the head, mm down; thickness in mm.
_HATS = {"none": (0.80, 0, 0, 0), "cap": (0.07, -48, -20, 9), "beanie": (0.035, -46, -15, 8),
         "helmet": (0.045, -40, 40, 17), "scarf": (0.05, 0, 0, 9)}  # fmt: skip


def _pick(rng: Generator, shares: dict) -> Array:
    """One of the sRGB colours, as linear light and a little off."""
    colours = np.array(list(shares))
    return linear(
        colours[rng.choice(len(colours), p=list(shares.values()))] * rng.uniform(0.75, 1.2, 3)
    )


@dataclass(frozen=True)
class Look:
    """What is known about a person's looks before painting."""

    skin: Array
    hair: Array
    iris: Array
    feminine: bool
    lipstick: float  # strength 0..1 of all make-up
    face_paint: bool  # as sports fans wear
    hat: str

    @property
    def made_up(self) -> bool:
        return self.lipstick > 0.5 or self.face_paint


def draw_look(rng: Generator) -> Look:
    """One person's appearance."""
    tone = rng.uniform(0, len(_SKIN) - 1)
    skin = [np.interp(tone, range(len(_SKIN)), channel) for channel in zip(*_SKIN, strict=True)]
    feminine = rng.random() < 0.5
    kind = rng.random()
    return Look(
        skin=linear(np.array(skin) * np.clip(rng.normal(1, 0.05, 3), 0.85, 1.15)),
        hair=_pick(rng, _HAIR),
        iris=_pick(rng, _IRIS),
        feminine=feminine,
        lipstick=feminine * (rng.uniform(0.65, 1.0) if kind < 0.165 else max(0, kind - 0.55)),
        face_paint=rng.random() < 0.01,
        hat=str(rng.choice(list(_HATS), p=[hat[0] for hat in _HATS.values()])),
    )


def paint_head(rng: Generator, look: Look, shape: Shape) -> tuple[Image, Image]:
    """Colour (h, w, 3) of everything on the sheet, and its thickness (h, w) in mm."""
    a = areas()
    grain = rough_noise(rng, SHAPE, 14.0 * ZOOM) * np.float32(rng.uniform(0.03, 0.12))
    grain += rng.standard_normal(SHAPE, np.float32) * np.float32(rng.uniform(0.01, 0.05))
    grain -= hollows() * np.float32(rng.uniform(0.5, 1.3))
    albedo = look.skin.astype(np.float32) * np.maximum(1 + grain, 0.15)[..., None]
    a["cheeks"].paint(albedo, look.skin * [1, 0.5, 0.55], rng.uniform(0, 0.4), edge=12)
    a["nostrils"].paint(albedo, _DARK, rng.uniform(0.4, 0.9))
    strands = np.exp(smooth_noise(rng, SHAPE, (8.0 * ZOOM, 0.6 * ZOOM)) * np.float32(0.3))
    _beard(rng, look, albedo, strands)
    _make_up(rng, look, albedo)
    w = a["brows"].window
    brow = np.minimum(look.hair, look.skin * 0.75) * strands[w][..., None]
    ragged = (strands[w] - 1) * 1.2
    blend(
        albedo[w], brow, a["brows"].alpha(0, 2.4, ragged) * np.clip(rng.normal(0.75, 0.2), 0.2, 1)
    )
    for side in (0, 1):
        _eye(rng, look, shape, side, albedo)
    _mouth(rng, shape, albedo)
    return albedo, _hair(rng, look, albedo, strands)


def _beard(rng: Generator, look: Look, albedo: Image, strands: Image) -> None:
    kind = "none" if look.feminine else rng.choice(list(_BEARDS), p=list(_BEARDS.values()))
    parts = {"none": (), "moustache": ("moustache",), "goatee": ("moustache", "goatee")}
    colour = look.hair * rng.uniform(0.6, 1.2)
    cover = rng.uniform(0.15, 0.5) if kind == "stubble" else 0.93
    for name in parts.get(kind, ("moustache", "beard")):
        part = areas()[name]
        hair = strands[part.window]
        ragged = (hair - 1) * 4
        blend(albedo[part.window], colour * hair[..., None], part.alpha(0, 4, ragged) * cover)


def _make_up(rng: Generator, look: Look, albedo: Image) -> None:
    """Lips, whether painted or not, shadow around the eyes, rouge, a fan's colours."""
    a, strength = areas(), look.lipstick
    if look.face_paint:
        patches = step(smooth_noise(rng, a["face"].inside.shape, (90, 90)), 0.3) * 0.85
        a["face"].paint(albedo, rng.uniform(0.02, 0.9, 3), patches, grow=-6)
    lip = look.skin * [1.0, 0.55, 0.55] * rng.uniform(0.75, 1.05)
    if strength > 0:
        lip = linear(rng.uniform([110, 5, 20], [230, 90, 110]))
        a["cheeks"].paint(albedo, look.skin * [1, 0.4, 0.5], strength * rng.uniform(0, 0.6), 0, 12)
        shadow = rng.uniform(0.0, 0.4, 3)
        for name in EYES:
            a[name].paint(albedo, shadow, strength * rng.uniform(0.2, 0.8), grow=3.5, edge=4)
    a["lips"].paint(albedo, lip, 0.55 + 0.42 * strength, edge=1.6)


def _millimetres(shape: Shape, area: Area) -> tuple[Image, Image]:
    """Where the samples of a window lie on this very face: frontal x and y (h, w) in mm."""
    rows, columns = (np.arange(s.start, s.stop, dtype=np.float32) / ZOOM for s in area.window)
    column, row = np.meshgrid(columns, rows)
    xy = cv2.remap(shape.vertices[..., :2].astype(np.float32), column, row, cv2.INTER_LINEAR)
    return xy[..., 0], xy[..., 1]


def _eye(rng: Generator, look: Look, shape: Shape, side: int, albedo: Image) -> None:
    """Eyeball inside the lids. Drawn in this face's own millimetres, so lids cut a round iris."""
    area = areas()[EYES[side]]
    x, y = _millimetres(shape, area)
    pupil = shape.points[96 + side]
    radius = np.hypot(x - pupil[0], y - pupil[1])
    lid_shadow = np.clip(0.5 + 0.15 * area.inside, 0.45, 1.0)[..., None]
    ball = np.array([0.68, 0.63, 0.60], np.float32) * (look.skin.mean() ** 0.2 * lid_shadow)
    blend(ball, look.iris * np.clip(1.25 - 0.11 * radius, 0.3, 1.2)[..., None], step(6 - radius))
    blend(ball, _DARK, step(2.6 - radius))
    blend(ball, np.ones(3), step(1.1 - np.hypot(x - pupil[0] + 1.6, y - pupil[1] + 1.8)) * 0.7)
    area.paint(albedo, ball)
    lash = np.exp(-((area.inside / (0.7 + 0.7 * look.lipstick)) ** 2)) * (0.5 + 0.4 * look.lipstick)
    upper = np.where(y < shape.points[(60, 72)[side], 1] + 1.5, 1.0, 0.5)
    blend(albedo[area.window], _DARK, lash * upper)


def _mouth(rng: Generator, shape: Shape, albedo: Image) -> None:
    """Cavity, tongue and teeth between the lips; the lips' own shadow where they meet."""
    area = areas()["mouth"]
    x, y = _millimetres(shape, area)
    corners, lower = shape.points[[88, 92], 0], shape.points[[88, 95, 94, 93, 92], :2]
    below_upper = y - np.interp(x, *shape.points[88:93, :2].T)
    above_lower = np.interp(x, *lower.T) - y
    off_middle = np.abs(x - corners.mean()) / (np.ptp(corners) / 2)
    inner = np.empty((*x.shape, 3), np.float32)
    inner[:] = _CAVITY * rng.uniform(0.3, 1.5)
    blend(inner, _TONGUE, step(rng.uniform(0, 12) - above_lower, 5) * (off_middle < 0.5) * 0.8)
    enamel = _TEETH * rng.uniform(0.7, 1.15) * np.clip(1.1 - off_middle**2, 0, 1)[..., None]
    enamel = enamel * (1 - 0.3 * (np.abs(x % 7 - 3.5) < 0.4))[..., None]  # gaps every 7 mm
    if rng.random() < 0.85:
        blend(inner, enamel, step(rng.uniform(3, 8.5) - below_upper))
    if rng.random() < 0.4:
        blend(inner, enamel * 0.8, step(rng.uniform(1, 5) - above_lower))
    if shape.expression.jaw == 0.0:
        area.paint(albedo, _DARK, 0.8, grow=0.5)  # all of it is the line of contact
        return
    area.paint(albedo, inner)
    blend(albedo[area.window], _DARK, np.exp(-(area.inside**2)) * 0.7)


def _edge(knots: list[float], values: list[float], turn: float = 0.0) -> Image:
    """A line around the head, (1, w) mm down: values at knots (degrees from the middle)."""
    return np.interp(np.abs(ANGLE - turn), knots, values).astype(np.float32)


def _hair(rng: Generator, look: Look, albedo: Image, strands: Image) -> Image:
    """Scalp hair down to a ragged hairline, and a hat over it; returns the thickness in mm."""
    share = [style[look.feminine] for style in _STYLES.values()]
    style = str(rng.choice(list(_STYLES), p=share))
    front = rng.normal(-69, 7)
    burn = rng.uniform(-20, 12)  # sideburns
    knots = [0, 30, 46, 58, 70, 82, 90, 108, 122, 165]
    line = [front, front, 0.7 * front - 4, -38, burn, burn, -22, -18, 52, 62]
    if "fringe" in style:
        line[:4] = rng.uniform(-42, -14) + rng.uniform(-6, 6, 4)
    if "long" in style:
        line[4:] = [rng.uniform(-25, 40), *[rng.uniform(90, 300)] * 5]
    if style == "bald":
        line[:7] = [-300] * 7
    above = _edge(knots, line, rng.normal(0, 5)) - Y
    ragged = smooth_noise(rng, SHAPE, (60, 6.0 * ZOOM)) * 2.5 + (strands - 1) * 5
    inside = step(above + ragged, 3.5)
    albedo *= (1 - 0.45 * np.exp(np.minimum(above, 0) / 5))[..., None]  # the hair's shadow
    blend(albedo, look.hair * (strands * np.clip(above / 25, 0.55, 1))[..., None], inside)
    part = np.clip(np.abs(ANGLE - rng.normal(0, 25)) / 12, 0.6, 1)  # the parting lies flat
    thickness = inside * part * np.float32(rng.uniform(*_STYLES[style][2]))
    if rng.random() < 0.05:
        thickness *= 2.5  # big hair
    ears = areas()["ears"]
    thickness[ears.window] = np.maximum(thickness[ears.window], 10 * ears.alpha(0, 6))
    if look.hat != "none":
        _, low, back, high = _HATS[look.hat]
        low += rng.normal(0, 6)
        above = _edge([0, 60, 80, 165], [low, low, (low + back) / 2, back]) - Y
        if look.hat == "scarf":  # leaves only the face free
            above = rng.uniform(0, 4) - distance(outlines()["face"])
        blend(albedo, material(rng, SHAPE), step(above, 2))
        thickness = np.maximum(thickness * step(-above), step(above, 2) * high)
    return thickness
