"""The error for a picture that is cut short does not say which picture it is.

part: dataset
loses: bad_files
hint: A picture that is cut short stops your Dataset with Pillow's own words, 'image file is
    truncated', and no path: a download that broke off leaves one bad file among 10,000 and nobody
    knows which. Catch the OSError and raise an OSError again with the picture's path in it.
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
        with Image.open(path) as image:
            return np.array(image.convert("RGB")), face
