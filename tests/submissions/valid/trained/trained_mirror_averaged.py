"""The picture and its mirror image are both asked, and the answers averaged.

part: trained
"""

import numpy as np
import torch


def predict(model, image, box, size=64):
    matrix = crop_matrix(face_box(np.asarray(box, float).reshape(2, 2)), (size, size))
    crop = warp(image, matrix, (size, size))
    points = []
    for mirrored in (False, True):
        seen = normalise(np.ascontiguousarray(crop[:, ::-1]) if mirrored else crop)
        with torch.no_grad():
            found = decode(model(seen[None]), 4.0)[0].double().numpy()
        if mirrored:
            found = (found * [-1, 1] + [size - 1, 0])[flip_permutation()]
        points.append(found)
    back = np.linalg.inv(matrix)
    return np.mean(points, axis=0) @ back[:2, :2].T + back[:2, 2]
