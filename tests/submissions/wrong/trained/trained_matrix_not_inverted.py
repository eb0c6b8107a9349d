"""The crop's matrix is applied once more, instead of its inverse.

part: trained
loses: first_bar, second_bar
hint: You apply the crop's own matrix to the points you found. It leads from the picture into the
    crop; the way back is its inverse, np.linalg.inv.
"""

import numpy as np
import torch


def predict(model, image, box, size=64):
    matrix = crop_matrix(face_box(np.asarray(box, float).reshape(2, 2)), (size, size))
    crop = normalise(warp(image, matrix, (size, size)))
    with torch.no_grad():
        maps = model(crop[None]).float()
    points = decode(maps, 4.0)[0].double().numpy()
    back = matrix
    return points @ back[:2, :2].T + back[:2, 2]
