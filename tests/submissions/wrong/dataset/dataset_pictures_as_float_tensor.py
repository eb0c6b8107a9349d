"""The picture is a float tensor with the channels first.

part: dataset
loses: items
hint: Your pictures have the channels first and floating-point values: that is the form a network
    takes, but the Dataset is asked for uint8 of shape (height, width, 3). Crops, flips and plots
    work on pictures in that form; make the tensor at the very end of the pipeline.
"""

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.utils.data import Dataset


def read_picture(path):
    try:
        return Image.open(path).convert("RGB")
    except FileNotFoundError:
        raise
    except OSError as e:
        raise OSError(f"{path}: {e}") from e


class WFLW(Dataset):
    def __init__(self, root, split):
        self.root = Path(root)
        list_file = self.root / LISTS[split]
        self.faces = []
        with open(list_file, encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                if line.strip() == "":
                    continue
                try:
                    self.faces.append(parse_line(line))
                except ValueError as e:
                    raise ValueError(f"{list_file}, line {number}: {e}")

    def __len__(self):
        return len(self.faces)

    def __getitem__(self, index):
        face = self.faces[index]
        image = read_picture(self.root / "WFLW_images" / face.path)
        image = torch.from_numpy(np.array(image)).permute(2, 0, 1).float()  # CxHxW
        return image, face
