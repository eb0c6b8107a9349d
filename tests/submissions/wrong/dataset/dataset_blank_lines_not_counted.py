"""The line's number in the error leaves out blank lines.

part: dataset
loses: bad_files
hint: The line number in your error is too small if the list has blank lines before the broken
    one: you count the lines that hold something, and an editor counts all of them. Number the
    lines as they stand in the file, from 1, before you pass over the blank ones.
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
        lines = [x for x in path.read_text(encoding="utf-8").splitlines() if x.strip()]
        self.faces = []
        for number, line in enumerate(lines, 1):
            try:
                self.faces.append(parse_line(line))
            except ValueError as e:
                raise ValueError(f"{path}, line {number}: {e}") from e

    def __len__(self):
        return len(self.faces)

    def __getitem__(self, index):
        face = self.faces[index]
        return np.array(read_picture(self.root / "WFLW_images" / face.path)), face
