"""A grey picture comes without a channel axis.

part: dataset
loses: items
hint: Your colour pictures are right, but a grey picture (or one with a palette) comes back with
    two dimensions, without channels. One such file is enough to stop a whole epoch when the batch is stacked. Convert
    every picture to RGB when you open it.
"""

from pathlib import Path

import numpy as np
from PIL import Image
from torch.utils.data import Dataset


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
        path = self.root / "WFLW_images" / face.path
        try:
            with Image.open(path) as image:
                return np.array(image), face
        except FileNotFoundError:
            raise
        except OSError as e:
            raise OSError(f"cannot read {path}: {e}") from e
