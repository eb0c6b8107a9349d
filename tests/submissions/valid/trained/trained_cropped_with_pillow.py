"""Pillow cuts the face out; scale and corner bring the points back.

part: trained
"""

import numpy as np
import torch
from PIL import Image


def predict(model, image, box, size=64):
    x0, y0, x1, y1 = np.asarray(box, dtype=float)
    half = 1.25 * max(x1 - x0, y1 - y0) / 2
    left, top = (x0 + x1) / 2 - half + 0.5, (y0 + y1) / 2 - half + 0.5
    step = 2 * half / size
    crop = Image.fromarray(image).transform(
        (size, size), Image.Transform.AFFINE, (step, 0, left, 0, step, top), Image.Resampling.BILINEAR
    )
    with torch.no_grad():
        found = decode(model(normalise(np.array(crop))[None]), 4.0)[0].numpy()
    return (found + 0.5) * step + [left - 0.5, top - 0.5]
