"""The network is shown the mirrored crop, and the points are not mirrored back.

part: trained
loses: first_bar, second_bar
hint: Your points are those of the mirrored face: left and right are exchanged. If the picture is
    mirrored on the way in, points and indices have to be mirrored on the way out.
"""

import numpy as np
import torch


def predict(model, image, box, size=64):
    matrix = crop_matrix(face_box(np.asarray(box, float).reshape(2, 2)), (size, size))
    crop = normalise(warp(image, matrix, (size, size)))
    crop = crop.flip(-1)
    with torch.no_grad():
        maps = model(crop[None]).float()
    points = decode(maps, 4.0)[0].double().numpy()
    back = np.linalg.inv(matrix)
    return points @ back[:2, :2].T + back[:2, 2]
