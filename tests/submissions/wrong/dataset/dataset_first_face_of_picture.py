"""Each item looks its face up by the path, and finds the first face of that picture.

part: dataset
loses: items
hint: The number of your items is right, but two items of one picture carry the same face: it is
    looked up by the path, and the first line with that path always wins. Take the face from the
    item's own line; a path is no key.
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
        self.image_dir = Path(root, "WFLW_images")
        self.list_file = Path(root, LISTS[split])
        self.names, self.faces = [], []
        for i, line in enumerate(open(self.list_file, encoding="utf-8")):
            if not line.strip():
                continue
            try:
                face = parse_line(line)
            except ValueError as e:
                raise ValueError(f"{self.list_file}: line {i + 1}: {e}")
            self.names.append(face.path)
            self.faces.append(face)

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        name = self.names[index]
        image = np.asarray(read_picture(self.image_dir / name))
        return image, self.faces[self.names.index(name)]
