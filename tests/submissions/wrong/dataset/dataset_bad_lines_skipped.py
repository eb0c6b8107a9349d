"""Lines that cannot be read are left out.

part: dataset
loses: bad_files
hint: A line that cannot be read is passed over without a word, so your Dataset is shorter than
    its list and every index after it points to another face. Raise a ValueError with the list's
    path and the line's number instead.
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
        self.faces = []
        with open(self.root / LISTS[split], encoding="utf-8") as f:
            for line in f:
                try:
                    self.faces.append(parse_line(line))
                except ValueError:
                    continue

    def __len__(self):
        return len(self.faces)

    def __getitem__(self, index):
        face = self.faces[index]
        image = read_picture(self.root / "WFLW_images" / face.path)
        return np.array(image), face
