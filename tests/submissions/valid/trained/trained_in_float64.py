"""Network and picture in double precision, the box as a list, the result as a tensor.

part: trained
"""

import torch
from safetensors import safe_open


def load_model(path):
    model = HRNet(width=8, blocks=2, modules=(1, 1, 1), stem=32)
    with safe_open(path, framework="pt") as file:
        model.load_state_dict({name: file.get_tensor(name) for name in file.keys()})
    return model.double().eval()


def predict(model, image, box):
    x0, y0, x1, y1 = (float(value) for value in box)
    half = 1.25 * max(x1 - x0, y1 - y0) / 2
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    matrix = crop_matrix([x - half, y - half, x + half, y + half], (64, 64))
    crop = normalise(warp(image, matrix, (64, 64))).double()
    found = decode(model(crop.unsqueeze(0)).detach(), 4.0)[0].double()
    back = torch.linalg.inv(torch.as_tensor(matrix, dtype=torch.float64))
    return found @ back[:2, :2].T + back[:2, 2]
