"""Every trouble with a picture becomes the same OSError, also a missing file.

part: dataset
loses: bad_files
hint: A missing picture raises an OSError in your Dataset, but not the FileNotFoundError that is
    asked for: your except clause catches it with everything else and raises something more
    general. A wrong path and a broken download need different cures. Let FileNotFoundError
    through, and turn only the other errors into your own.
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
        except OSError as e:
            raise OSError(f"could not read {path}") from e
