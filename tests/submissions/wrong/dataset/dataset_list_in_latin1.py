"""The list is read in Latin-1, which never fails.

part: dataset
loses: items
hint: A path with a letter outside ASCII comes out garbled, and its picture is not found: you read
    the list in another encoding than UTF-8. Say encoding="utf-8" when you open it; without it
    Python takes whatever the machine is set to, which on Windows is something else.
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
        with open(list_file, encoding="latin-1") as handle:
            for number, line in enumerate(handle, start=1):
                if not line.strip():
                    continue
                try:
                    self.faces.append(parse_line(line))
                except ValueError as error:
                    raise ValueError(f"{list_file}, line {number}: {error}") from error
        if not self.faces:
            raise ValueError(f"{list_file}: the list holds no line")

    def __len__(self):
        return len(self.faces)

    def __getitem__(self, index):
        face = self.faces[index]
        path = self.root / "WFLW_images" / face.path
        if not path.exists():
            raise FileNotFoundError(f"{path}")
        try:
            with Image.open(path) as image:
                return np.array(image.convert("RGB"), dtype=np.uint8), face
        except Exception as error:
            raise OSError(f"{path}: {error}") from error
