"""A picture with two dimensions is stacked three times, also one with a palette.

part: dataset
loses: items
hint: Your grey pictures are right, but one with a palette is not: its numbers are indices into a
    table of colours, not grey levels, and you stack them as if they were. Let the decoder do it:
    convert every picture to RGB when you open it, whatever its mode is.
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
            image = np.array(Image.open(path))
        except FileNotFoundError:
            raise
        except OSError as e:
            raise OSError(f"could not read {path}: {e}") from e
        if image.ndim == 2:
            image = np.stack([image, image, image], axis=-1)
        return image, face
