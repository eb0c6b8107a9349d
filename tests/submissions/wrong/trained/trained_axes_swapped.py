"""The rows of the result are (y, x).

part: trained
loses: first_bar, second_bar
hint: Your points have x and y exchanged: point 60 lies as far down as it should lie to the right.
    A point is (x, y), x to the right.
"""

import numpy as np
import torch


def predict(model, image, box, size=64):
    matrix = crop_matrix(face_box(np.asarray(box, float).reshape(2, 2)), (size, size))
    crop = normalise(warp(image, matrix, (size, size)))
    with torch.no_grad():
        maps = model(crop[None]).float()
    points = decode(maps, 4.0)[0].double().numpy()
    back = np.linalg.inv(matrix)
    return (points @ back[:2, :2].T + back[:2, 2])[:, ::-1]
