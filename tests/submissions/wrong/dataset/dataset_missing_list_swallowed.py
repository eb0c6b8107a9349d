"""A missing list makes an empty Dataset.

part: dataset
loses: bad_files
hint: If the list is missing, your Dataset is silently empty, and the first thing to fail is
    something far away (an IndexError, or an epoch of no batches). Let the FileNotFoundError of
    opening the list through: it names the path, so a typing error is found at once.
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
        lines = []
        if list_file.is_file():
            lines = list_file.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                self.faces.append(parse_line(line))
            except ValueError as e:
                raise ValueError(f"{list_file}, line {number}: {e}") from e

    def __len__(self):
        return len(self.faces)

    def __getitem__(self, index):
        face = self.faces[index]
        image = read_picture(self.root / "WFLW_images" / face.path)
        return np.array(image), face
