"""One person painted into a picture: the points, and what is true of the painted face."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub import props
from data_stub.canvas import Canvas
from data_stub.chart import chart
from data_stub.head import COLUMN_ANGLE, COLUMNS, ROW_Y, ROWS, sample_grid, sheet
from data_stub.look import Look, draw_look
from data_stub.noise import Image
from data_stub.paint import Skin, paint_sheet
from data_stub.person import Expression, Shape, draw_expression, make_shape
from data_stub.render import Camera, Light, Pose, look_up, rasterise, shade, vertex_normals

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Person:
    """Everything drawn about a face before it is placed in a picture."""

    shape: Shape
    look: Look
    pose: Pose
    distance: float  # camera to head, mm

    def camera(self, size: float, centre: tuple[float, float]) -> Camera:
        """The camera that shows the 98 points in a box of longest side `size` px at `centre`."""
        turned = self.shape.points @ self.pose.matrix().T
        flat = self._slide(Camera(self.distance, 1.0, (0.0, 0.0)), turned)
        low, high = flat.min(axis=0), flat.max(axis=0)
        scale = size / (high - low).max()
        middle = (low + high) / 2 * scale
        return Camera(self.distance, scale, (centre[0] - middle[0], centre[1] - middle[1]))

    def points(self, camera: Camera) -> Array:
        """The 98 points (98, 2) in pixels, contour on the visible boundary of the face."""
        return self._slide(camera, self.shape.points @ self.pose.matrix().T)

    def _slide(self, camera: Camera, turned: Array) -> Array:
        """Project; move contour points that the pose hides onto the outline that is seen.

        Each contour point may walk inwards along its own line on the sheet. It stops where the
        line reaches farthest to its side: for a hidden point that is the silhouette, for a
        visible one its own place.
        """
        points = camera.project(turned)
        upright = Pose(self.pose.yaw, self.pose.pitch, 0.0).matrix()
        walk = sample_grid(self.shape.vertices, _walks().reshape(-1, 2)).reshape(33, -1, 3)
        frame = Camera(camera.distance, 1.0, (0.0, 0.0))
        outward = np.sign(np.arange(33) - 16)[:, None] * frame.project(walk @ upright.T)[..., 0]
        stop = outward.argmax(axis=1)
        stop[16] = 0
        seen = walk[np.arange(33), stop] @ self.pose.matrix().T
        points[:33] = camera.project(seen)
        return points


def _walks() -> Array:
    """For each contour point the grid places (33, n, 2) from itself towards the face's middle."""
    place = sheet().places[:33]
    angle = np.interp(place[:, 0], np.arange(COLUMNS), COLUMN_ANGLE)
    y = np.interp(place[:, 1], np.arange(ROWS), ROW_Y)
    # The walk ends before nose and lips: annotators follow the cheek, not the nose.
    end = np.minimum(np.abs(angle), np.radians(np.interp(y, [0, 20, 60, 112], [36, 30, 18, 3])))
    t = np.linspace(0, 1, 61)
    angles = angle[:, None] + (np.sign(angle) * end - angle)[:, None] * t
    heights = y[:, None] - 14 * np.clip((y[:, None] - 60) / 50, 0, 1) * t
    column = np.interp(angles, COLUMN_ANGLE, np.arange(COLUMNS))
    return np.stack([column, np.interp(heights, ROW_Y, np.arange(ROWS))], axis=-1)


@dataclass
class Face:
    """A painted face. points (98, 2) px; covered (98,) is filled in as the picture grows."""

    points: Array
    person: Person
    light: Light
    covered: NDArray[np.bool_]

    @property
    def size(self) -> float:
        """Longest side of the box around the points, px."""
        return float(np.ptp(self.points, axis=0).max())


def plausible(points: Array) -> bool:
    """What holds for every WFLW face: left is left, the chin is low, the roll is at most 52."""
    x = points[:, 0]
    eyes = points[72] - points[60]
    sides = ((60, 72), (96, 97), (0, 32), (76, 82))
    return bool(
        all(x[left] < x[right] for left, right in sides)
        and abs(eyes[1]) < 1.28 * eyes[0]
        and points[16, 1] > points[51, 1]
    )


def draw_pose(rng: Generator) -> Pose:
    """Mostly towards the camera, sometimes far from it."""
    yaw = rng.normal(0, 19 if rng.random() < 0.83 else 40)
    roll = rng.normal(-1, 11 if rng.random() < 0.93 else 22)
    return Pose(
        float(np.clip(yaw, -72, 72)),
        float(np.clip(rng.normal(2, 10.5), -36, 36)),
        float(np.clip(roll, -50, 50)),
    )


def draw_person(
    rng: Generator, expression: Expression | None = None, pose: Pose | None = None
) -> Person:
    """Draw until the result is one that WFLW could hold (a fraction of a per cent is not)."""
    while True:
        shape = make_shape(rng, expression or draw_expression(rng))
        person = Person(
            shape, draw_look(rng), pose or draw_pose(rng), float(rng.uniform(450, 1800))
        )
        points = person.points(person.camera(100.0, (0.0, 0.0)))
        if plausible(points) and np.ptp(points[[60, 72], 0]) > 9:
            return person


def paint_person(
    rng: Generator,
    canvas: Canvas,
    person: Person,
    light: Light,
    size: float,
    centre: tuple[float, float],
) -> Face:
    """Paint a person into the canvas, nearer than all that is already there."""
    camera = person.camera(size, centre)
    points = person.points(camera)
    turn = person.pose.matrix().T

    def place(head_mm: Array) -> Array:
        return camera.project(head_mm @ turn)

    scale = camera.scale
    neck = place(np.array([[0.0, 141.0, -10.0]]))[0]
    # Own streams, so that the size of one thing does not change the looks of another.
    body_rng, head_rng, prop_rng = rng.spawn(3)
    props.shoulders(body_rng, canvas, light, neck, scale, person.pose.roll)
    sheet_chart = chart(4 if size < 170 else 8)
    skin = paint_sheet(head_rng, sheet_chart, person.look, person.shape)
    _paint_head(canvas, person, skin, sheet_chart.zoom, sheet_chart.open_sky, light, camera, size)
    covered = canvas.watch(points)
    step = sheet_chart.zoom
    hair = skin.thickness[::step, ::step, None]
    covered[33:51] |= sample_grid(hair, sheet().places[33:51])[:, 0] > 1.5  # brows under a fringe
    if person.look.headgear == "cap":
        props.brim(prop_rng, canvas, light, place, person.look)
    wears = prop_rng.random()
    if wears < 0.19 and abs(person.pose.yaw) < 55:
        props.glasses(prop_rng, canvas, light, person.pose, place, scale, dark=wears < 0.07)
    if prop_rng.random() < 0.19:
        props.obstacle(prop_rng, canvas, light, points, scale, person.look.skin)
    return Face(points, person, light, covered)


def _paint_head(
    canvas: Canvas,
    person: Person,
    skin: Skin,
    zoom: int,
    sky: Image,
    light: Light,
    camera: Camera,
    size: float,
) -> None:
    normals = vertex_normals(person.shape.vertices)
    lift = cv2.GaussianBlur(skin.thickness, (0, 0), zoom * 0.6)[::zoom, ::zoom, None]
    vertices = (person.shape.vertices + normals * lift) @ person.pose.matrix().T
    screen = camera.project(vertices)
    h, w = canvas.image.shape[:2]
    x0, y0 = np.clip(np.floor(screen.min(axis=(0, 1))) - 2, 0, [w, h]).astype(int)
    x1, y1 = np.clip(np.ceil(screen.max(axis=(0, 1))) + 3, 0, [w, h]).astype(int)
    # Small heads are drawn enlarged and averaged down; huge ones drawn smaller and enlarged.
    k = float(np.clip(200 / size, min(1.0, 420 / size), 3.0))
    shape = (round((y1 - y0) * k), round((x1 - x0) * k))
    if min(shape) < 4:
        return
    k_xy = np.array([shape[1] / (x1 - x0), shape[0] / (y1 - y0)])
    column, row, seen = rasterise((screen - [x0, y0] + 0.5) * k_xy - 0.5, vertices[..., 2], shape)
    gloss_sky = np.stack([skin.gloss, sky], axis=-1)
    gloss, open_sky = np.moveaxis(look_up(gloss_sky, column, row, zoom), -1, 0)
    lit = shade(
        look_up(vertex_normals(vertices), column, row),
        look_up(skin.albedo, column, row, zoom),
        gloss,
        open_sky,
        light,
    )
    layer = np.concatenate([lit, np.ones((*shape, 1), np.float32)], axis=2) * seen[..., None]
    if k < 1.5:  # not enough averaging to hide the steps along edges
        layer = cv2.GaussianBlur(layer, (0, 0), 0.5)
    layer = cv2.resize(
        layer, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA if k > 1 else cv2.INTER_LINEAR
    )
    alpha = layer[..., 3]
    canvas.lay(layer[..., :3] / np.maximum(alpha, 1e-3)[..., None], alpha, int(x0), int(y0))
