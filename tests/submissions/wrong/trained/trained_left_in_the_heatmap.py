"""The points stay in heatmap pixels.

part: trained
loses: first_bar, second_bar
hint: Your points are heatmap pixels: a quarter of the crop's, and the crop is not the picture
    either. Decode with the stride, then apply the inverse of the crop's matrix.
"""

import numpy as np
import torch


def predict(model, image, box, size=64):
    matrix = crop_matrix(face_box(np.asarray(box, float).reshape(2, 2)), (size, size))
    crop = normalise(warp(image, matrix, (size, size)))
    with torch.no_grad():
        maps = model(crop[None]).float()
    return decode(maps, 1.0)[0].double().numpy()
