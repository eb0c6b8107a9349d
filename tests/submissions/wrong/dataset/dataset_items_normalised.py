"""The Dataset divides the points by the size of the picture.

part: dataset
loses: items
hint: The points of your items are fractions of the picture's width and height. The Dataset is
    asked for pixels of the whole picture, as the annotation has them; divided by two different
    lengths, distances in x and y no longer compare. Leave scaling to the crop.
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
        img = read_picture(self.root / "WFLW_images" / face.path)
        w, h = img.size
        landmarks = face.points / np.array([w, h])
        return np.array(img), Face(landmarks, face.rect_box, face.attributes, face.path)
