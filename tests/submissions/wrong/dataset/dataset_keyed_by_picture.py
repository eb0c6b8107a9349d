"""Faces are kept in a dict by path, so that faces of one picture overwrite each other.

part: dataset
loses: items
hint: Your Dataset has one item for each picture: of several faces in a picture only the last one
    is left. WFLW has 2 to 6 attributed test faces in every eighth picture, so a path is no key.
    Keep the faces in a list, one for each line of the file.
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
        self.annotations = {}
        for number, line in enumerate(list_file.read_text(encoding="utf-8").split("\n"), 1):
            if not line.strip():
                continue
            try:
                face = parse_line(line)
            except ValueError as e:
                raise ValueError(f"{list_file}, line {number}: {e}") from e
            self.annotations[face.path] = face
        self.names = list(self.annotations)

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        name = self.names[index]
        return np.array(read_picture(self.root / "WFLW_images" / name)), self.annotations[name]
