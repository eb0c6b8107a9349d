"""The channels come in the order blue, green, red.

part: dataset
loses: items
hint: Your pictures have red and blue exchanged: the channels come as blue, green, red. OpenCV
    loads them in that order and everyone else expects RGB, so a pretrained network would see blue
    faces. Reverse the last axis once, or load the picture with PIL.
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
        image = read_picture(self.root / "WFLW_images" / face.path)
        image = np.array(image)[:, :, ::-1]  # what cv2.imread returns
        return image.copy(), face
