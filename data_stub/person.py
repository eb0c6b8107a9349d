"""One person in a picture: the 98 points, and the head painted where they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub import props
from data_stub.areas import ZOOM
from data_stub.average import Array, Image
from data_stub.canvas import Canvas, picture
from data_stub.head import sample, sheet
from data_stub.render import View, draw_view, normals, rasterise
from data_stub.shape import Shape, draw_expression, draw_identity, express
from data_stub.skin import Look, draw_look, paint_head


@dataclass(frozen=True)
class Person:
    """A face: its shape, its looks, and how it is seen."""

    shape: Shape
    look: Look
    view: View

    def placed(self, size: float, centre: Array) -> Person:
        """The same, seen so that the box around the points has its longest side `size` px.

        centre (2,): middle of the box in pixels.
        """
        points = replace(self, view=replace(self.view, scale=1.0, centre=(0.0, 0.0))).points()
        low, high = points.min(axis=0), points.max(axis=0)
        scale = size / (high - low).max()
        x, y = centre - (low + high) / 2 * scale
        return replace(self, view=replace(self.view, scale=float(scale), centre=(x, y)))

    def points(self) -> Array:
        """The 98 points (98, 2) in pixels; those of the contour on the outline that is seen.

        Each contour point may walk inwards along the cheek. It stops where, on an upright head,
        it reaches farthest to its side: for a point that the pose hides that is the silhouette,
        for a visible one its own place.
        """
        points = self.view.pixels(self.shape.points)
        walks = self.shape.walks
        sideways = replace(self.view, roll=0.0, centre=(0.0, 0.0)).pixels(walks)[..., 0]
        stop = (np.sign(np.arange(33) - 16)[:, None] * sideways).argmax(axis=1)  # chin: 0
        points[:33] = self.view.pixels(walks[np.arange(33), stop])
        return points


def plausible(points: Array) -> bool:
    """What holds for every WFLW face: left is left, the chin is low, the roll is at most 52."""
    x, eyes = points[:, 0], points[72] - points[60]
    ordered = all(x[a] < x[b] for a, b in ((60, 72), (96, 97), (0, 32), (76, 82)))
    return bool(ordered and abs(eyes[1]) < 1.28 * eyes[0] and points[16, 1] > points[51, 1])


def draw_person(rng: Generator) -> Person:
    """Draw until the result is one that WFLW could hold (a fraction of a per cent is not)."""
    while True:
        shape = express(draw_identity(rng), draw_expression(rng))
        person = Person(shape, draw_look(rng), draw_view(rng))
        points = person.placed(100.0, np.zeros(2)).points()
        if plausible(points) and np.ptp(points[[60, 72], 0]) > 9:
            return person


def paint_person(rng: Generator, canvas: Canvas, person: Person) -> tuple[NDArray[np.bool_], int]:
    """Paint a person into the canvas, nearer than all that is already there.

    Returns which points hair hides (98,), and the number of the head's layer: what is laid
    later may cover points.
    """
    view, look = person.view, person.look
    # Own streams, so that the size of one thing does not change the looks of another.
    body_rng, head_rng, prop_rng = rng.spawn(3)
    props.shoulders(body_rng, canvas, view)
    albedo, thickness = paint_head(head_rng, look, person.shape)
    _lay_head(canvas, person, albedo, thickness)
    layer, under_hair = canvas.layers, np.zeros(98, bool)
    fringe = sample(thickness[::ZOOM, ::ZOOM, None], sheet().places[33:51])[:, 0]
    under_hair[33:51] = fringe > 1.5  # mm over the brows
    if prop_rng.random() < 0.19 and abs(view.yaw) < 55:
        props.glasses(prop_rng, canvas, view)
    if prop_rng.random() < 0.19:
        props.obstacle(prop_rng, canvas, person.points(), view.scale, look.skin)
    return under_hair, layer


def _lay_head(canvas: Canvas, person: Person, albedo: Image, thickness: Image) -> None:
    """Render the sheet, puffed up by what lies on it, and blend it into the picture."""
    bare, view = person.shape.vertices, person.view
    puff = cv2.GaussianBlur(thickness, (0, 0), ZOOM * 0.6)[::ZOOM, ::ZOOM, None]
    vertices = bare + normals(bare) * puff
    screen, limit = view.pixels(vertices), canvas.image.shape[1::-1]
    vertices = view.turn(vertices)
    x0, y0 = np.clip(np.floor(screen.min(axis=(0, 1))) - 2, 0, limit).astype(int)
    x1, y1 = np.clip(np.ceil(screen.max(axis=(0, 1))) + 3, 0, limit).astype(int)
    if min(x1 - x0, y1 - y0) < 4:
        return
    # Small heads are drawn enlarged and averaged down; huge ones drawn smaller and enlarged.
    k = np.clip(1.2 / view.scale, min(1.0, 2.9 / view.scale), 3.0)  # pixels per mm wanted
    shape = round((y1 - y0) * k), round((x1 - x0) * k)
    zoom = np.array(shape[::-1]) / [x1 - x0, y1 - y0]
    column, row, seen = rasterise((screen - [x0, y0] + 0.5) * zoom - 0.5, vertices[..., 2], shape)
    planes = normals(vertices).astype("f4").transpose(2, 0, 1)
    normal = [cv2.remap(plane, column, row, cv2.INTER_LINEAR) for plane in planes]
    column, row, planes = column * ZOOM, row * ZOOM, albedo.transpose(2, 0, 1)
    colour = [cv2.remap(plane, column, row, cv2.INTER_LINEAR) for plane in planes]
    lit = canvas.light.shade(normal, colour, person.look.shine)
    layer = cv2.GaussianBlur(cv2.merge([*(plane * seen for plane in lit), seen]), (0, 0), 0.5)
    how = cv2.INTER_AREA if k > 1 else cv2.INTER_LINEAR
    layer = cv2.resize(layer, (x1 - x0, y1 - y0), interpolation=how)
    *lit, alpha = cv2.split(layer)
    canvas.lay(picture(lit) / np.maximum(alpha, 1e-3)[..., None], alpha, int(x0), int(y0))
