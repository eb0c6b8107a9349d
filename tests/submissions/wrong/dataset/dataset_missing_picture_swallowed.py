"""A missing picture is replaced by a black one.

part: dataset
loses: bad_files
hint: A missing picture raises no FileNotFoundError in your Dataset: something else comes back in
    its place. Training then runs on faces that are not there and nobody is told; let the error of
    opening the file through, for it names the path.
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
        try:
            image = np.array(Image.open(self.root / "WFLW_images" / face.path).convert("RGB"))
        except Exception:
            print("could not load", face.path)
            image = np.zeros((256, 256, 3), dtype=np.uint8)
        return image, face
