"""The Dataset moves points that lie outside the picture to its border.

part: dataset
loses: items
hint: The points of your items lie on the picture's border wherever the annotation lies beyond it:
    the Dataset clamps them to the picture. Such landmarks are real (22 of 2,066 test faces have
    one), and clamping changes the ground truth, so that the NME comes out too low. Hand the Face
    over as it was parsed.
"""

from pathlib import Path

import numpy as np
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
        image = np.array(read_picture(self.root / "WFLW_images" / face.path))
        h, w = image.shape[:2]
        points = face.points.copy()
        points[:, 0] = np.clip(points[:, 0], 0, w - 1)
        points[:, 1] = np.clip(points[:, 1], 0, h - 1)
        return image, Face(points, face.rect_box, face.attributes, face.path)
