"""A broken picture raises a ValueError.

part: dataset
loses: bad_files
hint: A picture that cannot be decoded raises a ValueError in your Dataset, and an OSError is asked
    for. Callers that skip or report broken files catch OSError, which is what a full disk or a
    lost connection raise too; keep ValueError for lines that cannot be read.
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
            return np.array(Image.open(path).convert("RGB")), face
        except FileNotFoundError:
            raise
        except OSError as e:
            raise ValueError(f"{path} is broken") from e
