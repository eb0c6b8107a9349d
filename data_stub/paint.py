"""Painting the sheet: from a Look to colour, shine and hair thickness at every place of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.chart import Chart
from data_stub.look import Look
from data_stub.noise import Image, fractal_noise, mix, smooth_noise, soft_step
from data_stub.person import Shape

Array = NDArray[np.float64]

_DARK = np.array([0.006, 0.004, 0.004], np.float32)


@dataclass(frozen=True)
class Skin:
    """Maps on the sheet (h, w, ...): linear albedo, gloss, and hair thickness in mm."""

    albedo: Image
    gloss: Image
    thickness: Image


def paint_sheet(rng: Generator, chart: Chart, look: Look, shape: Shape) -> Skin:
    """Everything that lies on the head, from the skin up."""
    albedo = _skin(rng, chart, look, shape)
    gloss = np.full(chart.shape, look.shine, np.float32)
    strands = _strands(rng, chart)
    _lips(rng, chart, look, albedo, gloss)
    albedo = _beard(rng, chart, look, albedo, strands)
    _brows(chart, look, albedo, strands)
    albedo = _makeup(rng, chart, look, albedo)
    for side in (0, 1):
        _eye(chart, look, shape, side, albedo, gloss)
    _inside_mouth(rng, chart, shape, albedo, gloss)
    return _hair(rng, chart, look, albedo, gloss, strands)


def _near(distance: Image, reach: float) -> Image:
    """1 on a line or inside an area, falling off over `reach` mm outside it."""
    return np.exp(-((np.minimum(distance, 0) / np.float32(reach)) ** 2))


def _skin(rng: Generator, c: Chart, look: Look, shape: Shape) -> Image:
    """Skin with blotches, redness, folds, wrinkles, nostrils."""
    e = shape.expression
    tone = 1 + fractal_noise(rng, c.shape, 14.0 * c.zoom, 3) * np.float32(0.045 + 0.06 * look.age)
    tone += rng.standard_normal(c.shape, np.float32) * np.float32(0.02 + 0.03 * rng.random())
    lines = c.folds_line * np.float32(0.10 + 0.25 * look.age + 0.3 * max(e.smile, 0))
    lines += c.wings_line * np.float32(0.28)
    lines += c.crease * np.float32(rng.uniform(0.1, 0.55))
    lines += c.bag * np.float32(0.05 + 0.25 * look.age)
    rows = np.sin(c.y * np.float32(rng.uniform(0.55, 0.8)) + smooth_noise(rng, c.shape, (40, 60)))
    wrinkled = np.float32(look.age * 0.35 + 0.25 * max(e.brows, 0))
    lines += wrinkled * np.maximum(rows - 0.6, 0) * c.spot(0, -48, 33, 18, 8)
    lines += np.float32(e.frown * 0.35) * c.spot(2.6, -13, 0.9, 6)
    if look.freckles > 0:
        spots = np.maximum(smooth_noise(rng, c.shape, (3, 3)) - 1.4, 0)
        lines += np.float32(0.25 * look.freckles) * spots * c.spot(0, 20, 50, 60, 8)
    ear = np.sqrt(((np.abs(c.angle) - 98) / 9) ** 2 + ((c.y - 16) / 25) ** 2)
    lines += 0.4 * np.exp(-(((ear - 0.62) / 0.13) ** 2)) + 0.55 * np.exp(-((ear / 0.33) ** 2))
    tone *= 1 - np.clip(lines, 0, 0.75)
    red = (c.spot(27, 28, 13, 17) + 0.8 * c.spot(0, 34, 8, 9)) * np.float32(0.25 * rng.random())
    albedo = look.skin.astype(np.float32) * tone[..., None]
    albedo *= 1 - red[..., None] * np.array([0, 0.6, 0.5], np.float32)
    w = c.mouth_window
    hole = soft_step(c.nostrils[w], 0.9) * np.float32(rng.uniform(0.5, 0.9))
    albedo[w] = mix(albedo[w], _DARK * 3, hole)
    return albedo


def _strands(rng: Generator, c: Chart) -> Image:
    """Hair seen close: brightness that varies across the strands and hardly along them."""
    fine = smooth_noise(rng, c.shape, (8.0 * c.zoom, 0.35 * c.zoom))
    locks = smooth_noise(rng, c.shape, (14.0 * c.zoom, 2.2 * c.zoom))
    sway = (smooth_noise(rng, c.shape, (6.0 * c.zoom, 10.0 * c.zoom)) * 2.0 * c.zoom).astype("f4")
    column, row = np.meshgrid(np.arange(c.shape[1], dtype="f4"), np.arange(c.shape[0], dtype="f4"))
    hair = cv2.remap(
        0.6 * fine + 0.7 * locks,
        column + sway,
        row,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    return np.exp(np.clip(hair, -2, 2) * np.float32(rng.uniform(0.2, 0.5)))


def _lips(rng: Generator, c: Chart, look: Look, albedo: Image, gloss: Image) -> None:
    """Red lips, darker towards the line between them."""
    w = c.mouth_window
    outer, inner = c.outer_lips[w], c.inner_lips[w]
    wrinkles = smooth_noise(rng, outer.shape, (2.0 * c.zoom, 0.5 * c.zoom)) * np.float32(0.08)
    colour = look.lip.astype("f4") * (1 + wrinkles)[..., None]
    colour = mix(colour, colour * 0.6, _near(-np.abs(inner), 1.5))
    strength = np.float32(0.55 + 0.42 * look.lipstick)
    albedo[w] = mix(albedo[w], colour, soft_step(outer, 1.6 - look.lipstick) * strength)
    gloss[w] += soft_step(outer, 1.0) * np.float32(0.4 * rng.random())


def _brows(c: Chart, look: Look, albedo: Image, strands: Image) -> None:
    """Brows in strokes of hair, thinner towards the temples."""
    w = c.brow_window
    colour = np.minimum(look.hair, look.skin * 0.75).astype("f4") * strands[w][..., None]
    ragged = c.brows[w] + (strands[w] - 1) * 1.2 - 0.1
    thin_out = np.clip((62 - np.abs(c.angle[:, w[1]])) / 22, 0.35, 1)
    cover = soft_step(ragged, 2.4) * thin_out * np.float32(look.brow_strength)
    albedo[w] = mix(albedo[w], colour, cover)


def _beard(rng: Generator, c: Chart, look: Look, albedo: Image, strands: Image) -> Image:
    if look.beard == "none":
        return albedo
    turn = np.abs(c.angle)
    line = np.interp(turn, [0, 12, 25, 45, 70, 85], [92, 78, 66, 62, 20, -20]).astype("f4")
    cheeks = soft_step(c.y - line + 3 * smooth_noise(rng, c.shape, (30, 30)), 6)
    moustache = _near(np.minimum(c.outer_lips + 6, 0), 3.5) * (turn < 21)
    moustache *= (c.y < 67) & (c.y > 48)
    chin = c.spot(0, 97, 11, 16, 4)
    area = {
        "stubble": np.maximum(cheeks, moustache),
        "full": np.maximum(cheeks, moustache),
        "moustache": moustache,
        "goatee": np.maximum(chin, moustache),
    }[look.beard]
    area = area * soft_step(-c.outer_lips - 0.6, 1.5) * (turn < 88) * (c.y < 128)
    if look.beard == "stubble":
        grain = np.clip(0.5 + 0.5 * rng.standard_normal(c.shape, np.float32), 0, 1)
        return mix(albedo, look.hair * 0.6, area * grain * np.float32(rng.uniform(0.2, 0.7)))
    colour = look.hair.astype("f4") * rng.uniform(0.7, 1.2) * strands[..., None] ** 1.5
    return mix(albedo, colour, np.clip(area * (0.45 + 0.5 * strands), 0, 1) * np.float32(0.93))


def _makeup(rng: Generator, c: Chart, look: Look, albedo: Image) -> Image:
    eye = np.maximum(*c.eyes)
    front = (np.abs(c.angle) < 48).astype("f4")
    if look.shadow is not None:
        lid = _near(np.minimum(eye + 1, 0), 4.5) * soft_step(2 - c.y, 4) * front
        albedo = mix(albedo, look.shadow, lid * np.float32(0.25 + 0.5 * look.lipstick))
    if look.blush:
        cheek = c.spot(33, 26, 10, 12)
        rose = np.float32(look.blush) * np.array([0, 0.6, 0.45], np.float32)
        albedo = albedo * (1 - cheek[..., None] * rose)
    if look.paint is not None:  # stripes or halves, as seen in a stadium
        wave = np.sin(np.radians(c.angle) * rng.uniform(1, 9) + c.y * rng.uniform(0, 0.1))
        where = soft_step(wave, 0.2) * soft_step(c.face - 6, 4) * soft_step(-c.outer_lips - 1, 1)
        colour = look.paint[0] + (look.paint[1] - look.paint[0]) * (np.abs(c.angle) > 14)[..., None]
        albedo = mix(albedo, colour, where * soft_step(-eye - 2, 2) * np.float32(0.8))
    return albedo


def _frontal(c: Chart, shape: Shape, window: tuple[slice, slice]) -> tuple[Image, Image]:
    """Where the sheet samples of a window lie on this very face: frontal x and y in mm."""
    row, column = np.meshgrid(
        np.arange(window[0].start, window[0].stop, dtype="f4") / c.zoom,
        np.arange(window[1].start, window[1].stop, dtype="f4") / c.zoom,
        indexing="ij",
    )
    xy = cv2.remap(shape.vertices[..., :2].astype("f4"), column, row, cv2.INTER_LINEAR)
    return xy[..., 0], xy[..., 1]


def _eye(c: Chart, look: Look, shape: Shape, side: int, albedo: Image, gloss: Image) -> None:
    """Eyeball inside the lids. Drawn in this face's own millimetres, so lids cut a round iris."""
    distance = c.eyes[side]
    window = c.eye_windows[side]
    d = distance[window]
    x, y = _frontal(c, shape, window)
    pupil = shape.points[96 + side]
    radius = np.hypot(x - pupil[0], y - pupil[1])
    white = np.array([0.68, 0.63, 0.60], "f4") * np.minimum(1, look.skin.mean() ** 0.2 + 0.2)
    ball = np.broadcast_to(white.astype("f4"), (*d.shape, 3)).copy()
    ball *= np.clip(0.45 + 0.16 * d, 0.4, 1.0)[..., None]  # the lid's shadow
    ring = look.iris.astype("f4") * np.clip(1.25 - 0.11 * radius, 0.3, 1.2)[..., None]
    ball = mix(ball, ring, soft_step(6.0 - radius, 0.7))
    ball = mix(ball, _DARK, soft_step(2.6 - radius, 0.7))
    spark = soft_step(1.1 - np.hypot(x - pupil[0] + 1.6, y - pupil[1] + 1.8), 0.8)
    ball = mix(ball, np.array([0.9, 0.9, 0.9]), spark * np.float32(0.8))
    corner = shape.points[[64, 68][side]]
    pink = _near(-np.hypot(x - corner[0], y - corner[1]), 2.2) * 0.6
    ball = mix(ball, look.skin * [1.0, 0.6, 0.55], pink)
    skin = albedo[window]
    lash = (0.45 + 0.5 * look.liner) * _near(-np.abs(d + 0.2), 0.7 + 0.7 * look.liner)
    lash = lash * np.where(y < shape.points[[60, 72][side], 1] + 1.5, 1.0, 0.45 + 0.4 * look.liner)
    inside = soft_step(d, 0.8)
    albedo[window] = mix(mix(skin, ball, inside), _DARK * 2, np.clip(lash, 0, 0.95))
    gloss[window] += inside * np.float32(0.25)


def _inside_mouth(rng: Generator, c: Chart, shape: Shape, albedo: Image, gloss: Image) -> None:
    """Cavity, teeth and tongue between the lips; a dark line when they are closed."""
    window = c.mouth_window
    d = c.inner_lips[window]
    if not shape.mouth_closed:
        x, y = _frontal(c, shape, window)
        upper, lower = shape.points[88:93], shape.points[[88, 95, 94, 93, 92]]
        below_upper = y - np.interp(x, upper[:, 0], upper[:, 1])
        above_lower = np.interp(x, lower[:, 0], lower[:, 1]) - y
        cavity = np.array([0.10, 0.025, 0.022], "f4") * rng.uniform(0.3, 1.3)
        inner = np.broadcast_to(cavity.astype("f4"), (*d.shape, 3)).copy()
        half = shape.points[92, 0] - shape.points[88, 0]
        middle = (shape.points[92, 0] + shape.points[88, 0]) / 2
        tongue = soft_step(10 * rng.random() - above_lower + 3, 5)
        tongue = tongue * soft_step(half * 0.35 - np.abs(x - middle), 4)
        inner = mix(inner, np.array([0.42, 0.13, 0.12]), tongue * np.float32(0.8))
        gaps = 1 - 0.35 * _near(-np.abs((x / 7.0) % 1 - 0.5) * 7, 0.5)
        enamel = np.array([0.72, 0.68, 0.58], "f4") * rng.uniform(0.7, 1.15) * gaps[..., None]
        arch = np.clip(1.1 - (np.abs(x - middle) / (0.5 * half)) ** 2, 0, 1)
        shown = rng.uniform(4, 8.5) if rng.random() < 0.85 else rng.uniform(0, 2)
        inner = mix(inner, enamel * arch[..., None], soft_step(shown - below_upper, 1.0))
        if rng.random() < 0.4:
            inner = mix(
                inner,
                enamel * arch[..., None] * 0.8,
                soft_step(rng.uniform(1, 5) - above_lower, 1.0),
            )
        albedo[window] = mix(albedo[window], inner, soft_step(d, 0.8))
    line = 0.75 * _near(-np.abs(d), 0.9) if not shape.mouth_closed else 0.85 * soft_step(d + 0.5, 1)
    albedo[window] = mix(albedo[window], _DARK * 4, line * np.float32(rng.uniform(0.6, 1.0)))
    gloss[window] *= 1 - 0.5 * soft_step(d, 0.8)


def _hair(
    rng: Generator, c: Chart, look: Look, albedo: Image, gloss: Image, strands: Image
) -> Skin:
    """Scalp hair down to a ragged hairline; hats and scarves over it."""
    turn = np.abs(c.angle)
    wobble = smooth_noise(rng, c.shape, (60, 6.0 * c.zoom)) * 2.5 + (strands - 1) * 5
    front, temple, burn = -69 + look.hairline, -52 + 0.7 * look.hairline, rng.uniform(-20, 12)
    knots = [0, 30, 46, 58, 70, 82, 90, 108, 122, 180]
    line = [front, front, temple, -38, burn, burn, -22, -18, 52, 62]
    if "fringe" in look.style:
        edge = rng.uniform(-42, -14)
        line[:4] = [edge, edge, edge + rng.uniform(-8, 6), edge + rng.uniform(-10, 12)]
    if "long" in look.style:
        line[4:] = [rng.uniform(-25, 40), *[rng.uniform(90, 300)] * 5]
    if look.style == "bald":
        fringe = rng.random() < 0.5  # of hair, around the back
        line = [v if fringe and k >= 70 else -300 for k, v in zip(knots, line, strict=True)]
    edge_y = np.interp(np.abs(c.angle - 0.2 * look.parting), knots, line).astype("f4")
    inside = soft_step(edge_y - c.y + wobble * (turn < 100), 3.5)
    fluff = 0.6 + 0.4 * np.clip(np.abs(c.angle - look.parting) / 12, 0, 1)  # the parting lies flat
    thickness = np.float32(look.hair_thickness) * inside * fluff
    depth = np.clip((edge_y - c.y) / 25, 0.55, 1)
    albedo = albedo * (1 - 0.45 * np.exp(np.minimum(edge_y - c.y, 0) / 5))[..., None]  # its shadow
    albedo = mix(albedo, look.hair.astype("f4") * (strands * depth)[..., None], inside)
    gloss = gloss * (1 - inside) + inside * strands * np.float32(0.25 * rng.random())
    ear = c.spot(99, 16, 10, 27, 4)
    thickness = np.maximum(thickness, 13 * ear * np.clip((turn - 88) / 10, 0, 1))
    if look.headgear != "none":
        albedo, gloss, thickness = _headgear(rng, c, look, albedo, gloss, thickness)
    return Skin(albedo, gloss, thickness.astype("f4"))


def _headgear(
    rng: Generator, c: Chart, look: Look, albedo: Image, gloss: Image, thickness: Image
) -> tuple[Image, Image, Image]:
    """Cap, beanie and helmet cover the crown; a scarf leaves only the face free."""
    turn = np.abs(c.angle)
    if look.headgear == "scarf":
        free = c.face + np.interp(c.y, [-70, -20, 40], [4.0, -2, -4.0]).astype("f4")
        where = soft_step(-free, 3)
        high = rng.uniform(5, 14)
    else:
        low = {"cap": -48.0, "beanie": -46.0, "helmet": -40.0}[look.headgear] + rng.normal(0, 6)
        back = low + rng.uniform(10, 40) if look.headgear != "helmet" else 40
        edge = np.interp(turn, [0, 60, 80, 180], [low, low, (low + back) / 2, back]).astype("f4")
        where = soft_step(edge - c.y, 2)
        high = {"cap": 9, "beanie": 8, "helmet": 17}[look.headgear]
    knit = rng.choice([1.5, 3.0, 8.0])
    weave = 1 + smooth_noise(rng, c.shape, (knit * 2, knit)) * np.float32(rng.uniform(0.02, 0.2))
    phase = c.y * np.float32(rng.uniform(0.1, 0.5)) + c.angle * np.float32(rng.uniform(0, 0.2))
    stripes = soft_step(np.sin(phase), 0.3)
    colours = look.gear_colours
    stripes *= rng.random() < 0.35
    cloth = mix(np.full((*c.shape, 3), colours[0], np.float32), colours[1], stripes)
    albedo = mix(albedo, cloth * weave[..., None], where)
    gloss = gloss * (1 - where) + where * np.float32(0.7 if look.headgear == "helmet" else 0.05)
    folds = smooth_noise(rng, c.shape, (50, 12)) * (1.5 if look.headgear == "scarf" else 0.2)
    return albedo, gloss, np.maximum(thickness * (1 - where), where * (high + folds))
