"""The error names the line's number counted from 0.

part: dataset
loses: bad_files
hint: The line number in your error is not the number of the broken line counted from 1: editors
    count lines from 1, so one that is counted from 0 (or that leaves out blank lines) sends its
    reader to a line that is in order. Let the count start at 1, over all lines of the file.
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
        lines = list_file.read_text(encoding="utf-8").splitlines()
        self.faces = []
        for i in range(len(lines)):
            if lines[i].strip() == "":
                continue
            try:
                self.faces.append(parse_line(lines[i]))
            except ValueError as err:
                raise ValueError(f"{list_file}: line {i}: {err}")

    def __len__(self):
        return len(self.faces)

    def __getitem__(self, index):
        face = self.faces[index]
        return np.array(read_picture(self.root / "WFLW_images" / face.path)), face
