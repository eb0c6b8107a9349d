"""A sheet of painted faces, without and with their points, for the README.

python -m data_stub.contact_sheet --out data_stub/contact_sheet.png --seed 7
"""

from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from numpy.typing import NDArray
from PIL import Image

from data_stub.dataset import face_crops

COLUMNS, PAIRS, SIDE = 8, 2, 132  # pictures in a row, double rows, pixels


def paint_sheet(seed: int) -> NDArray[np.uint8]:
    """Double rows of sharp faces: painted, and below it the same with its points."""
    crops = face_crops(seed, 3 * COLUMNS * PAIRS, 2 * SIDE)
    sharp = np.flatnonzero(crops.attributes[:, 5] == 0)[: COLUMNS * PAIRS].reshape(PAIRS, COLUMNS)
    hues = np.r_[np.linspace(30, 179, 96), 0, 0]  # the numbering runs through the rainbow
    rainbow = np.array([[(hue, 150, 255) for hue in hues]], np.uint8)
    colours = cv2.cvtColor(rainbow, cv2.COLOR_HSV2RGB)[0].tolist()
    rows = []
    for chosen in sharp:
        dotted = crops.images[chosen].copy()
        for image, points in zip(dotted, np.round(crops.points[chosen] * 16), strict=True):
            for (x, y), colour in zip(points.astype(int).tolist(), colours, strict=True):
                cv2.circle(image, (x, y), 26, colour, -1, cv2.LINE_AA, 4)
        rows += [np.concatenate(crops.images[chosen], axis=1), np.concatenate(dotted, axis=1)]
    half = cv2.resize(np.concatenate(rows), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return np.asarray(half, np.uint8)


def main(out: Annotated[Path, typer.Option()], seed: Annotated[int, typer.Option()] = 7) -> None:
    """Paint a contact sheet into the PNG file OUT; another seed, other people."""
    Image.fromarray(paint_sheet(seed)).quantize(256).save(out, optimize=True)


if __name__ == "__main__":
    typer.run(main)
