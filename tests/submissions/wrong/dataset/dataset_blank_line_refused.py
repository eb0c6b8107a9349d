"""A blank line in a list is an error.

part: dataset
loses: items, bad_files
hint: A blank line in a list, such as an empty last one, stops your Dataset with an error (or
    becomes an item). It carries no face: pass over it, and count it when you number the lines.
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
        path = self.root / LISTS[split]
        self.faces = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                self.faces.append(parse_line(line))
            except ValueError as e:
                raise ValueError(f"{path}, line {number}: {e}") from e

    def __len__(self):
        return len(self.faces)

    def __getitem__(self, index):
        face = self.faces[index]
        return np.array(read_picture(self.root / "WFLW_images" / face.path)), face
