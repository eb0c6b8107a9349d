"""A sheet of painted faces, without and with their points, for the README.

python -m data_stub.contact_sheet --out data_stub/contact_sheet.png --seed 7
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from numpy.typing import NDArray
from PIL import Image

from data_stub.dataset import face_crops

_GROUPS = (
    (slice(0, 33), (255, 220, 60)),
    (slice(33, 51), (90, 255, 120)),
    (slice(51, 60), (255, 130, 60)),
    (slice(60, 76), (70, 200, 255)),
    (slice(76, 96), (255, 80, 160)),
    (slice(96, 98), (255, 255, 255)),
)


def with_points(image: NDArray[np.uint8], points: NDArray[np.float64]) -> NDArray[np.uint8]:
    """A copy of image (h, w, 3) with small dots on points (98, 2), one colour per feature."""
    out = image.copy()
    for part, colour in _GROUPS:
        for x, y in np.round(points[part] * 16).astype(int):
            cv2.circle(out, (int(x), int(y)), 22, colour, -1, cv2.LINE_AA, 4)
    return out


def contact_sheet(
    seed: int, columns: int = 8, pairs: int = 2, side: int = 132
) -> NDArray[np.uint8]:
    """`pairs` double rows of `columns` faces: painted, and below it the same with its points."""
    crops = face_crops(seed, 2 * columns * pairs, 2 * side)
    sharp = np.flatnonzero(crops.attributes[:, 5] == 0)[: columns * pairs]
    rows = []
    for k in range(pairs):
        some = sharp[k * columns : (k + 1) * columns]
        plain = [crops.images[i] for i in some]
        dotted = [with_points(crops.images[i], crops.points[i]) for i in some]
        rows += [np.concatenate(plain, axis=1), np.concatenate(dotted, axis=1)]
    sheet = np.concatenate(rows, axis=0)
    half = cv2.resize(sheet, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return np.asarray(half, np.uint8)


def main(
    out: Annotated[Path, typer.Option(help="PNG file to write.")],
    seed: Annotated[int, typer.Option(min=0, help="Other seed, other people.")] = 7,
) -> None:
    """Paint a contact sheet."""
    sheet = Image.fromarray(contact_sheet(seed))
    sheet.quantize(256).save(out, optimize=True)


if __name__ == "__main__":
    typer.run(main)
