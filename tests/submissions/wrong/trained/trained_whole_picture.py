"""The whole picture is shrunk to the input's size; the box is not looked at.

part: trained
loses: first_bar, second_bar
hint: You show the network the whole picture, where it learned from faces that fill the frame. Cut
    the face out with the box, 1.25 times as large, as in training.
"""

import numpy as np
import torch


def predict(model, image, box, size=64):
    matrix = resize_matrix(image.shape[1::-1], (size, size))
    crop = normalise(warp(image, matrix, (size, size)))
    with torch.no_grad():
        maps = model(crop[None]).float()
    points = decode(maps, 4.0)[0].double().numpy()
    back = np.linalg.inv(matrix)
    return points @ back[:2, :2].T + back[:2, 2]
