"""A whole picture: background, one or more people, the camera's faults, and what is true of it."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.average import Array, Image
from data_stub.canvas import Canvas, material, noise, picture
from data_stub.person import Person, draw_person, paint_person
from data_stub.props import clutter
from data_stub.render import Light, draw_light


class Label(NamedTuple):
    """One annotated face: points (98, 2), detector box (x0, y0, x1, y1), six 0/1 attributes."""

    points: Array
    rect: tuple[int, ...]
    attributes: tuple[int, ...]
    mouth_closed: bool


class Picture(NamedTuple):
    """A JPEG file and the faces in it."""

    jpeg: bytes
    labels: list[Label]

    def image(self) -> NDArray[np.uint8]:
        """The decoded picture (h, w, 3), RGB."""
        decoded = cv2.imdecode(np.frombuffer(self.jpeg, np.uint8), cv2.IMREAD_COLOR)
        return np.ascontiguousarray(np.asarray(decoded, np.uint8)[..., ::-1])


def paint_picture(rng: Generator, faces: int, cut: bool = False) -> Picture:
    """Paint a picture with `faces` annotated people; one leaves it if `cut`, else rarely."""
    z = rng.normal()  # face size: median about 100 px, long tail upwards
    size = float(min(47 + np.exp(3.97 + z * (0.8 if z < 0 else 1.08)), 860))
    others = np.clip(size * rng.uniform(0.6, 1.1, faces - 1), 50, 860)
    sizes = [size, *map(float, others)]
    shape = _picture_shape(rng, sizes)
    centres = _centres(rng, shape, sizes, cut or bool(rng.random() < 0.02))
    return compose(rng, shape, [draw_person(rng) for _ in sizes], sizes, centres)


def _picture_shape(rng: Generator, sizes: list[float]) -> tuple[int, int]:
    """Height and width with room for all faces side by side."""
    n, low = len(sizes), 1.2 * max(sizes)
    width = max(sizes) * (0.5 + 1.25 * n + rng.uniform(0.2, 2.2))
    height = width * rng.choice([0.67, 0.75, 1.0, 1.3]) / n**0.5
    height = np.clip(height, max(200, low), max(900, low))
    return int(height), int(np.clip(width, max(240, low * n), max(1024, low * n)))


def _centres(rng: Generator, shape: tuple[int, int], sizes: list[float], cut: bool) -> Array:
    """Box centres (n, 2), side by side; a cut face has part of its box outside the picture."""
    h, w = shape
    s, slot = np.array(sizes), w / len(sizes)
    room = np.maximum(0, slot / 2 - 0.55 * s) + 0.15 * s * (len(sizes) > 1)
    x = (rng.permutation(len(s)) + 0.5) * slot + rng.uniform(-1, 1, len(s)) * room
    y = h / 2 + rng.uniform(-1, 1, len(s)) * np.maximum(0, h / 2 - 0.55 * s)
    centres = np.stack([np.clip(x, 0.52 * s, w - 0.52 * s), y], axis=1)
    if cut:
        axis, depth = rng.integers(2), rng.uniform(0.2, 0.42) * s[0]
        centres[0, axis] = depth if rng.random() < 0.8 else (w, h)[axis] - depth
    return centres


def compose(
    rng: Generator, shape: tuple[int, int], people: list[Person], sizes: list[float], centres: Array
) -> Picture:
    """Paint people of given face sizes (px) at box centres (n, 2) into a picture (h, w)."""
    light = draw_light(rng)
    canvas = Canvas(background(rng, shape, light), light)
    painted = []
    for i in np.argsort(sizes, kind="stable"):  # far ones first
        person = people[i].placed(sizes[i], centres[i])
        painted.append((person, *paint_person(rng, canvas, person)))
    jpeg, smear = photograph(rng, canvas.image, float(np.median(sizes)))
    labels = []
    for person, under_hair, layer in painted:
        covered = float((under_hair | canvas.covered(person.points(), layer)).mean())
        labels.append(label(rng, person, light, covered, smear))
    return Picture(jpeg, labels)


def label(rng: Generator, person: Person, light: Light, covered: float, smear: float) -> Label:
    """What is true of a painted face.

    covered: share of the points under something; smear: standard deviation of all blur, px.
    """
    points, view = person.points(), person.view
    low, high = points.min(axis=0), points.max(axis=0)
    # A detector's rectangle: about the face, rarely all of it, in whole pixels.
    rect = np.r_[low, high] + rng.normal([0, -0.1, 0, 0], 0.04) * np.tile(high - low, 2)
    attributes = (
        abs(view.yaw) > 38 or abs(view.pitch) > 24 or abs(view.roll) > 32,
        person.shape.expression.exaggerated,
        light.extreme,
        person.look.made_up,
        covered > 0.08,
        smear / (high - low).max() > 0.0115,
    )
    return Label(
        points,
        tuple(map(int, rect.round())),
        tuple(map(int, attributes)),
        person.shape.expression.jaw == 0.0,
    )


def background(rng: Generator, shape: tuple[int, int], light: Light) -> Image:
    """A wall, a field or a room full of things, in or out of focus. (h, w, 3) linear."""
    h, w = max(8, shape[0] // 2), max(8, shape[1] // 2)  # half size: nobody looks at it
    canvas = Canvas(material(rng, (h, w)), light)
    for _ in range(rng.integers(0, 26)):
        clutter(rng, canvas)
    planes, focus = list(canvas.image.transpose(2, 0, 1)), rng.random()
    if focus > 0.35:
        blur = float(max(h, w) * 0.03 * focus**2)
        planes = [cv2.GaussianBlur(plane, (0, 0), blur) for plane in planes]
    level = float((light.ambient + 0.5 * light.colour).mean()) * rng.uniform(0.5, 1.4)
    uneven = 1 + np.float32(0.35) * noise(rng, (h, w), (h, w))
    bright = np.clip(np.float32(level) * uneven, 0.05, 2)
    return picture([cv2.resize(plane * bright, shape[::-1]) for plane in planes])


def photograph(rng: Generator, image: Image, face: float) -> tuple[bytes, float]:
    """Lens, shutter, sensor and the owner's taste: linear (h, w, 3) to a JPEG file.

    Blur is in proportion to the face's size (px); three pictures of ten are visibly soft.
    Returns also the standard deviation of all blur, px.
    """
    soft = rng.random() < 0.25
    blur = face * (rng.uniform(0.011, 0.04) if soft else rng.uniform(0, 0.008))
    motion = face * rng.uniform(0.02, 0.11) if rng.random() < 0.09 else 0.0  # length in px
    picture = cv2.merge([*image.transpose(2, 0, 1)])
    if blur > 0.3:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    if motion > 1:
        picture = cv2.filter2D(picture, -1, motion_kernel(motion, rng.uniform(0, np.pi)))
    gain = rng.normal(1, 0.06, 3) * np.exp(rng.normal(0, 0.1))
    contrast, level = rng.uniform(0.75, 1.25), rng.normal(0, 0.04)
    vivid = 0.0 if rng.random() < 0.05 else rng.uniform(0.55, 1.2)
    # All of that is linear in a pixel's channels: a matrix, and a column to add.
    mix = (vivid * np.eye(3) + (1 - vivid) / 3) * gain * contrast
    taste = np.column_stack([mix, np.full(3, 0.5 - 0.5 * contrast + level)])
    picture = cv2.transform(np.sqrt(np.clip(picture, 0, 1.5)), 255 * taste)
    grain = np.float32(abs(rng.normal(0, 0.022)))
    speck: Image = rng.standard_normal((*picture.shape[:2], 3 if grain > 0.02 else 1), np.float32)
    speck *= 255 * grain
    if speck.shape[2] == 1:
        speck = cv2.merge([speck] * 3)
    final = cv2.add(picture, speck, dtype=cv2.CV_8U)  # rounds, and stays within 0..255
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(48, 97))]
    saved, data = cv2.imencode(".jpg", cv2.cvtColor(final, cv2.COLOR_RGB2BGR), quality)
    if not saved:
        raise RuntimeError("OpenCV could not write a JPEG")
    return data.tobytes(), float(np.hypot(blur, 0.4 * motion))


def motion_kernel(length: float, angle: float) -> Image:
    """Weights (k, k) that smear a picture along a line; symmetric, so that nothing moves."""
    reach = int(np.ceil(length / 2)) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    half = length / 2 * np.array([np.cos(angle), np.sin(angle)])
    ends = np.round((reach + np.array([-half, half])) * 16).astype(np.int32)
    cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA, 4)
    kernel += kernel[::-1, ::-1]
    return kernel / kernel.sum()
