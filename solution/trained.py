"""A trained network in use: from a file of weights and a photo to 98 landmarks."""

from __future__ import annotations

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn

from solution.crops import normalise
from solution.heatmaps import decode
from solution.hrnet import HRNet
from solution.transforms import crop_matrix, face_box, warp


def load_model(path: str) -> nn.Module:
    """Your trained network, ready to predict.

    path  a safetensors file with your weights

    Builds the network as you trained it and fills in the weights; in evaluation mode.
    """
    ### BEGIN SOLUTION
    model = HRNet(width=8, blocks=2, modules=(1, 1, 1), stem=32)
    model.load_state_dict(load_file(path))
    return model.eval()
    ### END SOLUTION


def predict(model: nn.Module, image: np.ndarray, box: np.ndarray, size: int = 64) -> np.ndarray:
    """The 98 landmarks (98, 2) of one face, in pixels of the picture.

    image  (height, width, 3) uint8, RGB
    box    (4,) x0, y0, x1, y1: tight around the landmarks, from brows to chin; the network looks
           at a square around its centre, 1.25 times as large as its longer side
    size   the side of the network's input
    """
    ### BEGIN SOLUTION
    corners = np.asarray(box, dtype=np.float64).reshape(2, 2)
    if not (corners[1] > corners[0]).all():
        raise ValueError(f"a box is x0 y0 x1 y1 with x0 < x1 and y0 < y1, not {list(box)}")
    matrix = crop_matrix(face_box(corners), (size, size))
    crop = normalise(warp(image, matrix, (size, size)))
    with torch.no_grad():
        maps = model(crop[None].to(next(model.parameters()).device)).float().cpu()
    points = decode(maps, stride=size / maps.shape[-1])[0].double().numpy()
    back = np.linalg.inv(matrix)
    return points @ back[:2, :2].T + back[:2, 2]
    ### END SOLUTION
