"""The crop goes in with values from 0 to 255.

part: trained
loses: first_bar, second_bar
hint: Your network gets grey levels up to 255 where it learned from values around 0. Normalise the
    crop as in training.
"""

import numpy as np
import torch


def predict(model, image, box, size=64):
    matrix = crop_matrix(face_box(np.asarray(box, float).reshape(2, 2)), (size, size))
    crop = torch.from_numpy(warp(image, matrix, (size, size))).permute(2, 0, 1).float()
    with torch.no_grad():
        maps = model(crop[None]).float()
    points = decode(maps, 4.0)[0].double().numpy()
    back = np.linalg.inv(matrix)
    return points @ back[:2, :2].T + back[:2, 2]
