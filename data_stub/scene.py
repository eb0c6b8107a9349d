"""A whole picture: background, one or more people, the camera's faults, and what is true of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.canvas import Canvas, material
from data_stub.face import Face, Person, draw_person, paint_person
from data_stub.noise import Image, smooth_noise
from data_stub.props import ellipse
from data_stub.render import Light, draw_light

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Label:
    """One annotated face: points (98, 2), detector box (x0, y0, x1, y1), six 0/1 attributes."""

    points: Array
    rect: tuple[int, int, int, int]
    attributes: tuple[int, ...]
    mouth_closed: bool


@dataclass(frozen=True)
class Picture:
    """image (h, w, 3) uint8 RGB, the JPEG it was saved as, and its faces."""

    image: NDArray[np.uint8]
    jpeg: bytes
    labels: list[Label]


@dataclass(frozen=True)
class Photo:
    """What the camera did, in pixels of the picture."""

    blur: float  # standard deviation
    motion: tuple[float, float]
    noise: float
    quality: int


def paint_picture(rng: Generator, faces: int, cut: bool | None = None) -> Picture:
    """Paint a picture with `faces` annotated people; cut: one leaves the picture (None: rarely)."""
    size = draw_face_size(rng)
    sizes = [size, *(max(50.0, size * rng.uniform(0.6, 1.1)) for _ in range(faces - 1))]
    shape = _picture_shape(rng, sizes)
    cut = bool(rng.random() < 0.02) if cut is None else cut
    people = [draw_person(rng) for _ in sizes]
    return compose(rng, shape, people, sizes, _centres(rng, shape, sizes, cut))


def compose(
    rng: Generator,
    shape: tuple[int, int],
    people: list[Person],
    sizes: list[float],
    centres: list[tuple[float, float]],
) -> Picture:
    """Paint people of given face sizes (px) at given box centres into a picture (h, w)."""
    light = draw_light(rng)
    canvas = Canvas(background(rng, shape, light))
    order = np.argsort(sizes, kind="stable")  # far ones first
    painted = [paint_person(rng, canvas, people[i], light, sizes[i], centres[i]) for i in order]
    photo = _draw_photo(rng, float(np.median(sizes)))
    image = _expose(rng, canvas.image, photo)
    saved, data = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, photo.quality])
    if not saved:
        raise RuntimeError("OpenCV could not encode a JPEG")
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if decoded is None:
        raise RuntimeError("OpenCV could not decode its own JPEG")
    labels = [
        Label(
            f.points,
            _detector_box(rng, f.points),
            attributes(f, photo),
            f.person.shape.mouth_closed,
        )
        for f in painted
    ]
    return Picture(np.ascontiguousarray(decoded[..., ::-1], np.uint8), data.tobytes(), labels)


def attributes(face: Face, photo: Photo) -> tuple[int, ...]:
    """(pose, expression, illumination, make-up, occlusion, blur), each from what was painted."""
    pose = face.person.pose
    turned = abs(pose.yaw) > 38 or abs(pose.pitch) > 24 or abs(pose.roll) > 32
    smear = np.hypot(photo.blur, 0.4 * np.hypot(*photo.motion)) / face.size
    flags = (
        turned,
        face.person.shape.expression.exaggerated,
        face.light.extreme,
        face.person.look.made_up,
        face.covered.mean() > 0.08,
        smear > 0.0115,
    )
    return tuple(int(f) for f in flags)


def draw_face_size(rng: Generator) -> float:
    """Longest side of the box around the points: median about 100 px, long tail upwards."""
    z = rng.normal()
    return float(min(47 + np.exp(3.97 + z * (0.8 if z < 0 else 1.08)), 860))


def _picture_shape(rng: Generator, sizes: list[float]) -> tuple[int, int]:
    big, n = max(sizes), len(sizes)
    width = big * (0.5 + 1.25 * n + rng.uniform(0.2, 2.2))
    height = width * rng.choice([0.67, 0.75, 1.0, 1.3]) / (1 if n == 1 else n**0.5)
    low = 1.2 * big
    return (
        int(np.clip(height, max(200, low), max(900, low))),
        int(np.clip(width, max(240, low * n), max(1024, low * n))),
    )


def _centres(
    rng: Generator, shape: tuple[int, int], sizes: list[float], cut: bool
) -> list[tuple[float, float]]:
    """Box centres, side by side; a cut face has part of its box outside the picture."""
    h, w = shape
    slots = rng.permutation(len(sizes))
    centres = []
    for slot, s in zip(slots, sizes, strict=True):
        left, right = w * slot / len(sizes), w * (slot + 1) / len(sizes)
        room = max(0.0, (right - left) / 2 - 0.55 * s) + 0.15 * s * (len(sizes) > 1)
        x = (left + right) / 2 + rng.uniform(-1, 1) * room
        y = h / 2 + rng.uniform(-1, 1) * max(0.0, h / 2 - 0.55 * s)
        centres.append((float(np.clip(x, 0.52 * s, w - 0.52 * s)), float(y)))
    if cut:
        s, depth = sizes[0], rng.uniform(0.2, 0.42)
        x, y = centres[0]
        side = rng.choice(["left", "top", "right", "bottom"], p=[0.45, 0.35, 0.1, 0.1])
        centres[0] = {
            "left": (depth * s, y),
            "right": (w - depth * s, y),
            "top": (x, depth * s),
            "bottom": (x, h - depth * s),
        }[str(side)]
    return centres


def background(rng: Generator, shape: tuple[int, int], light: Light) -> Image:
    """A wall, a field, a room full of things or a crowd, in or out of focus. (h, w, 3) linear."""
    h, w = shape
    small = (max(8, h // 2), max(8, w // 2))
    canvas = Canvas(material(rng, small))
    for _ in range(rng.integers(0, 26)):
        centre = rng.uniform([0, 0], [small[1], small[0]])
        r = rng.uniform(0.02, 0.35, 2) * max(small)
        kind = rng.random()
        if kind < 0.35:
            outline = ellipse(centre, (r[0], r[1]), rng.uniform(0, 180), rng.choice([2.0, 8.0]))
        elif kind < 0.7:
            outline = centre + rng.normal(0, 1, (rng.integers(3, 7), 2)) * r
        else:  # posts, beams, lettering
            outline = ellipse(centre, (r[0], 0.08 * r[1] + 1), rng.uniform(0, 180), 9.0)
        colour = rng.uniform(0.01, 0.8, 3)
        if rng.random() < 0.25:  # something of the colour of skin, to mislead
            colour = np.array([0.6, 0.35, 0.24]) * rng.uniform(0.15, 1.2)
        canvas.lay_polygon(outline, colour, float(rng.uniform(0.5, 1)))
    out = canvas.image
    focus = rng.random()
    if focus > 0.35:
        out = cv2.GaussianBlur(out, (0, 0), float(max(small) * 0.03 * focus**2))
    level = float((light.ambient + 0.5 * light.colour).mean()) * rng.uniform(0.5, 1.4)
    falloff = 1 + 0.35 * smooth_noise(rng, small, (small[0], small[1]))
    out = out * np.clip(level * falloff, 0.05, 2)[..., None]
    return cv2.resize(out.astype(np.float32), (w, h), interpolation=cv2.INTER_LINEAR)


def _draw_photo(rng: Generator, face: float) -> Photo:
    """Blur and grain in proportion to the face: three pictures of ten are visibly soft."""
    soft = rng.random() < 0.27
    blur = face * (rng.uniform(0.011, 0.04) if soft else rng.uniform(0, 0.008))
    motion = (0.0, 0.0)
    if rng.random() < 0.09:
        angle, length = rng.uniform(0, np.pi), face * rng.uniform(0.02, 0.11)
        motion = (float(length * np.cos(angle)), float(length * np.sin(angle)))
    return Photo(float(blur), motion, float(abs(rng.normal(0, 0.022))), int(rng.integers(48, 97)))


def _expose(rng: Generator, picture: Image, photo: Photo) -> NDArray[np.uint8]:
    """Lens, sensor and the owner's taste: (h, w, 3) linear to uint8 RGB."""
    if photo.blur > 0.3:
        picture = cv2.GaussianBlur(picture, (0, 0), photo.blur)
    if np.hypot(*photo.motion) > 1:
        picture = cv2.filter2D(picture, -1, _motion_kernel(photo.motion))
    out = np.sqrt(np.clip(picture, 0, 1.5, dtype=np.float32))
    gain = rng.normal(1, 0.06, 3) * np.exp(rng.normal(0, 0.1))
    contrast, lift = rng.uniform(0.75, 1.25), rng.normal(0, 0.04)
    out = ((out * gain.astype(np.float32)) - 0.5) * np.float32(contrast) + np.float32(0.5 + lift)
    grey = (out @ np.full(3, 1 / 3, np.float32))[..., None]
    out = grey + (out - grey) * np.float32(0 if rng.random() < 0.05 else rng.uniform(0.55, 1.2))
    colours = 3 if photo.noise > 0.02 else 1
    out += rng.standard_normal((*out.shape[:2], colours), np.float32) * np.float32(photo.noise)
    return (np.clip(out, 0, 1) * 255 + 0.5).astype(np.uint8)


def _motion_kernel(motion: tuple[float, float]) -> Image:
    reach = int(np.ceil(max(abs(motion[0]), abs(motion[1])) / 2)) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    half = np.array(motion) / 2
    ends = np.round((reach + np.array([-half, half])) * 16).astype(np.int32)
    cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA, 4)
    kernel += kernel[::-1, ::-1]  # symmetric, so that it moves nothing
    return kernel / kernel.sum()


def _detector_box(rng: Generator, points: Array) -> tuple[int, int, int, int]:
    """A face detector's rectangle: about the face, rarely all of it, in whole pixels."""
    low, high = points.min(axis=0), points.max(axis=0)
    side = high - low
    shift = rng.normal(0, 0.04, 4)
    x0, y0 = low + shift[:2] * side - [0.0, 0.10 * side[1]]
    x1, y1 = high + shift[2:] * side
    return round(float(x0)), round(float(y0)), round(float(x1)), round(float(y1))
